use std::sync::{Arc, LazyLock};

use sz_ledger::{
    Checkpoint, CompactRange, Entry, EntryError, EntryRule, Hash, InclusionProof, KeyError, Ledger,
    LogReader, SignedCheckpoint, SigningKey, Stores, TreeHead, VerifierKey, VerifyOptions,
    check_consistency, check_inclusion, empty_root, leaf_hash, verify_in,
};

use crate::document::{assert_message, text};

mod memory;
mod wal_file;

use memory::Memory;
use wal_file::WalFile;

const ORIGIN: &str = "example.com/log";
const SEED: [u8; 32] = [7; 32];
const WAL: &str = "private/wal";

/// The log of `fixtures/ledger/v1`, with its key: five sealed entries, one more acknowledged.
struct Fixture {
    log: Memory,
    pin: Memory,
    key: VerifierKey,
    entries: Vec<Vec<u8>>,
}

const SEALED: u64 = 5;

macro_rules! file {
    ($path:literal) => {
        ($path, include_bytes!(concat!("../../../fixtures/ledger/v1/", $path)).as_slice())
    };
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let key = SigningKey::from_seed(ORIGIN, &SEED).expect("the key of the fixture");
    let secret = key.to_secret_text();
    let log = Memory::with(&[
        ("private/key", secret.as_bytes()),
        file!("private/wal"),
        file!("checkpoint"),
        file!("vkey"),
        file!("tile/0/000.p/2"),
        file!("tile/0/000.p/3"),
        file!("tile/0/000.p/5"),
        file!("tile/entries/000.p/2"),
        file!("tile/entries/000.p/3"),
        file!("tile/entries/000.p/5"),
    ]);
    let pin = Memory::with(&[(
        "head",
        include_bytes!("../../../fixtures/ledger/v1/pin/head").as_slice(),
    )]);
    let key = key.verifier().clone();
    let reader = LogReader::with_key(Arc::new(log.clone()), &key).expect("the fixture is a log");
    let entries = (0..SEALED).map(|index| reader.read_entry(index).expect("an entry")).collect();
    Fixture { log, pin, key, entries }
});

/// An empty log with the same key.
static EMPTY: LazyLock<(Memory, Memory)> = LazyLock::new(|| {
    let (log, pin) = (Memory::default(), Memory::default());
    let stores = Stores::new(Arc::new(log.clone()), Arc::new(pin.clone()));
    Ledger::init_in(stores, ORIGIN, &SEED).expect("an empty place takes a log");
    (log, pin)
});

fn root_at(size: u64) -> Hash {
    let mut tree = CompactRange::new();
    let entries = FIXTURE.entries.iter().take(usize::try_from(size).unwrap_or(usize::MAX));
    entries.for_each(|entry| tree.push(leaf_hash(entry)));
    tree.root()
}

/// Nobody without the key makes a checkpoint: what is accepted was signed.
fn assert_genuine(head: TreeHead) {
    assert!([2, 3, SEALED].contains(&head.size), "{head:?}");
    assert_eq!(head.root, root_at(head.size));
}

/// A checkpoint, signed or only its text.
pub(crate) fn checkpoint(bytes: &[u8]) {
    match SignedCheckpoint::open(bytes, &FIXTURE.key) {
        Ok(signed) => {
            assert_eq!(signed.text().as_bytes(), bytes);
            assert_genuine(signed.head());
            let signers = signed.cosigners(&[&FIXTURE.key]);
            assert_eq!(signers, Ok(vec![&FIXTURE.key]));
        }
        Err(error) => assert_message(&error.to_string()),
    }
    let Some(text) = text(bytes) else { return };
    match text.parse::<Checkpoint>() {
        Ok(Checkpoint { origin, head, extensions }) => {
            let mut lines = vec![origin, head.size.to_string(), head.root.to_base64()];
            lines.extend(extensions);
            assert_eq!(lines.join("\n") + "\n", text, "there is one way to write it");
        }
        Err(error) => assert_message(&error.to_string()),
    }
}

/// A key, public or secret; the id in it is put right, which nobody could guess.
pub(crate) fn key(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    match text.parse::<VerifierKey>() {
        Ok(key) => assert_eq!(key.to_string(), text),
        Err(KeyError::Id { computed, .. }) => {
            let right = with_id(text, computed);
            let key = right.parse::<VerifierKey>();
            assert_eq!(key.map(|key| key.to_string()), Ok(right));
        }
        Err(error) => assert_message(&error.to_string()),
    }
    match SigningKey::parse(text) {
        Ok(key) => assert_eq!(key.to_secret_text().trim_end(), text.trim_end_matches('\n')),
        Err(KeyError::Id { computed, .. }) => {
            let public = text.strip_prefix("PRIVATE+KEY+").unwrap_or_default();
            let right = format!("PRIVATE+KEY+{}", with_id(public, computed));
            let key = SigningKey::parse(&right).expect("all that was wrong was the id");
            assert_eq!(key.to_secret_text().trim_end_matches('\n'), right.trim_end_matches('\n'));
            let secret = public.splitn(3, '+').nth(2).unwrap_or_default().trim_end_matches('\n');
            let is_named_so = key.verifier().name().contains(secret);
            assert!(is_named_so || !format!("{key:?}").contains(secret), "the secret is shown");
        }
        Err(error) => assert_message(&error.to_string()),
    }
}

/// `name+id+base64` with another id.
fn with_id(text: &str, id: u32) -> String {
    let mut parts = text.splitn(3, '+');
    let (name, _, body) = (parts.next(), parts.next(), parts.next());
    format!("{}+{id:08x}+{}", name.unwrap_or_default(), body.unwrap_or_default())
}

/// A `.tlog-proof`: it proves nothing but entries of the log.
pub(crate) fn proof(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let proof = match text.parse::<InclusionProof>() {
        Ok(proof) => proof,
        Err(error) => return assert_message(&error.to_string()),
    };
    assert_eq!(proof.to_string(), text, "there is one way to write it");
    match proof.check(&FIXTURE.key) {
        Ok(proven) => {
            assert_genuine(proven.checkpoint.head());
            let index = usize::try_from(proven.index).unwrap_or(usize::MAX);
            assert_eq!(FIXTURE.entries.get(index), Some(&proven.entry));
        }
        Err(error) => assert_message(&error.to_string()),
    }
    // Hashes made up at any index of a tree of any size lead nowhere.
    let size = proof.entry.as_ref().map_or(SEALED, |entry| entry.len() as u64);
    for size in [SEALED, size, u64::MAX] {
        let head = TreeHead { size, root: root_at(SEALED) };
        let leaf = leaf_hash(b"no entry of this log");
        assert!(check_inclusion(leaf, proof.index, &proof.hashes, head).is_err());
        let old = TreeHead { size: proof.index, root: leaf };
        assert!(check_consistency(old, head, &proof.hashes).is_err());
    }
}

/// The bytes of one entry: what can be read can be in a log, which then verifies.
pub(crate) fn entry(bytes: &[u8]) {
    let bytes = bytes.get(..usize::from(u16::MAX)).unwrap_or(bytes);
    let parsed = Entry::parse(bytes);
    let (log, pin) = (EMPTY.0.snapshot(), EMPTY.1.snapshot());
    let mut wal = WalFile::new(TreeHead { size: 0, root: empty_root() });
    wal.push(&[bytes]);
    log.put(WAL, wal.bytes());
    let mut ledger = open(&log, &pin).expect("a whole write-ahead log is replayed");
    assert_eq!(ledger.head().size, 1);
    ledger.seal().expect("what was acknowledged can be sealed");
    assert_eq!(ledger.reader().read_entry(0).ok().as_deref(), Some(bytes));
    assert!(verify(&log, &pin, EntryRule::Bytes), "any bytes can be in a log");
    let is_valid = verify(&log, &pin, EntryRule::Schema);
    match parsed {
        Ok(entry) => {
            assert_eq!(is_valid, entry.index == 0, "{entry:?}");
            check_canonical(entry);
        }
        Err(error) => assert_message(&error.to_string()),
    }
}

/// An entry that the writer takes is read back as it was, and written the same again.
fn check_canonical(entry: Entry) {
    let write = |entry: &Entry| {
        let (log, pin) = (EMPTY.0.snapshot(), EMPTY.1.snapshot());
        let mut ledger = open(&log, &pin).expect("an empty log opens");
        ledger.allow_entry_bytes(usize::from(u16::MAX));
        ledger.append_sealed(std::slice::from_ref(&entry.draft)).ok()?;
        ledger.reader().read_entry(0).ok()
    };
    let entry = Entry { index: 0, ..entry };
    let Some(written) = write(&entry) else { return };
    let read = Entry::parse(&written);
    assert!(!matches!(read, Err(EntryError::Form { .. })), "{}", String::from_utf8_lossy(&written));
    assert_eq!(read.as_ref(), Ok(&entry));
    assert_eq!(read.ok().and_then(|read| write(&read)), Some(written));
}

/// A write-ahead log whose digests are put right, and its heads too where the first byte is odd.
pub(crate) fn wal(bytes: &[u8]) {
    let Some((flags, bytes)) = bytes.split_first() else { return };
    let file = WalFile::repaired(bytes, flags & 1 == 1);
    let (log, pin) = (FIXTURE.log.snapshot(), FIXTURE.pin.snapshot());
    log.put(WAL, file.bytes());
    let before = (log.files(), pin.files());
    let mut ledger = match open(&log, &pin) {
        Ok(ledger) => ledger,
        Err(error) => {
            assert_message(&error.to_string());
            return assert_eq!(
                (log.files(), pin.files()),
                before,
                "what is refused is not changed"
            );
        }
    };
    let size = ledger.head().size;
    let recovered = ledger.recovered();
    assert_eq!(size, SEALED + recovered.unsealed);
    let entries = file.entries();
    assert_eq!(entries.len() as u64, size, "the log has the entries of its whole batches");
    drop(ledger);
    ledger = open(&log, &pin).expect("what was recovered opens again");
    assert_eq!((ledger.recovered().torn_bytes, ledger.head().size), (0, size));
    ledger.seal().expect("what was acknowledged can be sealed");
    let reader = ledger.reader();
    for (index, entry) in (0..).zip(entries) {
        assert_eq!(reader.read_entry(index).ok().as_deref(), Some(entry));
    }
    assert!(verify(&log, &pin, EntryRule::Bytes));
}

/// A log with one file replaced, which the first byte picks: what is read from it is what was signed.
pub(crate) fn log(bytes: &[u8]) {
    let Some((which, content)) = bytes.split_first() else { return };
    let (log, pin) = (FIXTURE.log.snapshot(), FIXTURE.pin.snapshot());
    let names: Vec<String> = log.files().into_keys().chain(["head".to_owned()]).collect();
    let name = &names[usize::from(*which) % names.len()];
    let store = if name == "head" { &pin } else { &log };
    let is_changed = store.files().get(name).is_none_or(|old| old != content);
    store.put(name, content);
    let before = (log.files(), pin.files());
    if verify(&log, &pin, EntryRule::Schema) {
        assert!(!is_changed || !name.starts_with("tile/"), "{name} was changed unseen");
    }
    if let Ok(reader) = LogReader::with_key(Arc::new(log.clone()), &FIXTURE.key) {
        assert_genuine(reader.checkpoint().head());
        check_reader(&reader);
    }
    match open(&log, &pin) {
        Ok(ledger) => {
            assert!(ledger.head().size >= SEALED);
            check_reader(&ledger.reader());
        }
        Err(error) => {
            assert_message(&error.to_string());
            assert_eq!((log.files(), pin.files()), before, "what is refused is not changed");
        }
    }
}

fn check_reader(reader: &LogReader) {
    for (index, genuine) in (0..reader.size()).zip(&FIXTURE.entries) {
        let read = reader.read_entry(index);
        assert!(read.as_ref().map_or(true, |read| read == genuine), "entry {index}: {read:?}");
        let proven = reader.prove(index).ok().map(|proof| proof.check(&FIXTURE.key));
        assert!(proven.is_none_or(|proven| proven.is_ok()), "proofs are checked when made");
    }
}

fn open(log: &Memory, pin: &Memory) -> Result<Ledger, sz_ledger::OpenError> {
    Ledger::open_in(Stores::new(Arc::new(log.clone()), Arc::new(pin.clone())))
}

fn verify(log: &Memory, pin: &Memory, entries: EntryRule) -> bool {
    let options = VerifyOptions { vkey: Some(FIXTURE.key.clone()), since: None, entries };
    let report = verify_in(log, Some(pin), &options).expect("memory does not fail");
    assert_eq!(report.ok, report.faults.is_empty());
    report.faults.iter().for_each(|fault| assert_message(&fault.message));
    report.ok
}
