//! Whoever changes a stored log is found, and told apart from a crash.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use sz_ledger::{
    Entry, FaultKind, Ledger, LogReader, OpenError, Report, VerifyOptions, leaf_hash, verify,
};

use crate::support::{ORIGIN, SEED, assert_whole, draft, drafts, report, sealed_at};

fn put(dir: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
    File::create(dir.join(name)).unwrap().write_all(bytes).unwrap();
}

fn get(dir: &Path, name: &str) -> Vec<u8> {
    fs::read(dir.join(name)).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        if path.is_dir() {
            fs::create_dir_all(to.join(&name)).unwrap();
            copy(&path, &to.join(name));
        } else {
            put(to, name.to_str().unwrap(), &fs::read(path).unwrap());
        }
    }
}

/// All files of the published part and the pin.
fn files(dir: &Path) -> Vec<String> {
    fn walk(dir: &Path, prefix: &str, names: &mut Vec<String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), names);
            } else {
                names.push(name);
            }
        }
    }
    let mut names = Vec::new();
    walk(dir, "", &mut names);
    names.retain(|name| !name.starts_with("private/") && !name.contains("staging/"));
    names.sort();
    names
}

/// Whether a report says where the file is that was changed.
fn names(report: &Report, file: &str) -> bool {
    let kind = match file {
        "checkpoint" => FaultKind::Checkpoint,
        "vkey" => FaultKind::Vkey,
        "pin/head" => FaultKind::Pin,
        _ => {
            return report.faults.iter().any(|fault| {
                matches!(fault.kind, FaultKind::Bundle | FaultKind::Tile)
                    && (fault.message.contains(file) || fault.index.is_some())
            });
        }
    };
    report.faults.iter().any(|fault| fault.kind == kind)
}

#[test]
fn every_changed_byte_is_found_and_placed() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[2, 5, 7]);
    let mut flipped = 0;
    for file in files(dir.path()) {
        let bytes = get(dir.path(), &file);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            put(dir.path(), &file, &changed);
            let report = report(dir.path());
            assert!(!report.ok && names(&report, &file), "{file} byte {at}: {report:#?}");
            flipped += 1;
        }
        put(dir.path(), &file, &bytes);
    }
    assert!(flipped > 3000, "{flipped}");
    assert_whole(dir.path(), 7);
}

#[test]
fn changed_bytes_of_a_log_of_several_levels_are_found_and_placed() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[100, 600, 601]);
    for file in files(dir.path()) {
        let bytes = get(dir.path(), &file);
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 12) {
            let mut changed = bytes.clone();
            changed[at] ^= 0x80;
            put(dir.path(), &file, &changed);
            let report = report(dir.path());
            assert!(!report.ok && names(&report, &file), "{file} byte {at}: {report:#?}");
        }
        put(dir.path(), &file, &bytes);
    }
}

#[test]
fn a_changed_entry_is_named() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[300]);
    let file = "tile/entries/000";
    let text = String::from_utf8_lossy(&get(dir.path(), file)).into_owned();
    let at = text.find("screen-200").unwrap();
    let mut bytes = get(dir.path(), file);
    // The lossy text may be longer than the bytes: search again in them.
    let at = bytes.windows(10).position(|w| w == b"screen-200").unwrap_or(at);
    bytes[at] = b'S';
    put(dir.path(), file, &bytes);
    let faults = report(dir.path()).faults;
    let placed = faults.iter().any(|f| f.kind == FaultKind::Bundle && f.index == Some(200));
    assert!(placed, "{faults:#?}");
    assert!(faults.iter().any(|f| f.kind == FaultKind::Root), "{faults:#?}");
    let reader = LogReader::open(dir.path()).unwrap();
    assert!(reader.read_entry(200).unwrap_err().is_tampering());
    assert!(reader.read_entry(299).is_ok());
}

#[test]
fn cut_emptied_deleted_and_lengthened_files_are_found() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[300]);
    for file in files(dir.path()) {
        let bytes = get(dir.path(), &file);
        let longer = [&bytes[..], b"x"].concat();
        for changed in [&bytes[..bytes.len() - 1], &bytes[..bytes.len() / 2], b"", &longer] {
            put(dir.path(), &file, changed);
            let report = report(dir.path());
            assert!(!report.ok && names(&report, &file), "{file}: {report:#?}");
        }
        fs::remove_file(dir.path().join(&file)).unwrap();
        let report = report(dir.path());
        assert!(!report.ok && names(&report, &file), "{file}: {report:#?}");
        put(dir.path(), &file, &bytes);
    }
    put(dir.path(), "tile/0/1", b"");
    assert!(report(dir.path()).faults.iter().any(|fault| fault.kind == FaultKind::File));
}

#[test]
fn a_key_from_elsewhere_replaces_the_stored_one() {
    let dir = tempfile::tempdir().unwrap();
    let key = sealed_at(dir.path(), &[3]);
    fs::remove_file(dir.path().join("vkey")).unwrap();
    assert!(!report(dir.path()).ok);
    let options = VerifyOptions { vkey: Some(key), ..VerifyOptions::default() };
    assert!(verify(dir.path(), &options).unwrap().ok);
}

#[test]
fn a_missing_pin_beside_the_writers_key_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[3]);
    fs::remove_dir_all(dir.path().join("pin")).unwrap();
    assert_eq!(report(dir.path()).faults[0].kind, FaultKind::Pin);
    fs::remove_dir_all(dir.path().join("private")).unwrap();
    assert_whole(dir.path(), 3);
}

/// The entries of the attacked log, as stored.
fn stored(entries: impl Iterator<Item = Vec<u8>>) -> (Vec<u8>, Vec<u8>) {
    let (mut bundle, mut tile) = (Vec::new(), Vec::new());
    for entry in entries {
        bundle.extend_from_slice(&u16::try_from(entry.len()).unwrap().to_be_bytes());
        bundle.extend_from_slice(&entry);
        tile.extend_from_slice(leaf_hash(&entry).as_bytes());
    }
    (bundle, tile)
}

/// Replaces the entries of the log of 50 by others, with leaf hashes to match.
fn rewrite(dir: &Path, change: impl Fn(u64, Vec<u8>) -> Option<Vec<u8>>) {
    let reader = LogReader::open(dir).unwrap();
    let entries: Vec<_> = reader.entries(0..50).map(Result::unwrap).collect();
    let (bundle, tile) = stored(entries.into_iter().filter_map(|(n, entry)| change(n, entry)));
    let width = tile.len() / 32;
    put(dir, "tile/entries/000.p/50", &bundle);
    put(dir, "tile/0/000.p/50", &tile);
    put(dir, &format!("tile/entries/000.p/{width}"), &bundle);
    put(dir, &format!("tile/0/000.p/{width}"), &tile);
}

fn forge(entry: Vec<u8>) -> Vec<u8> {
    String::from_utf8(entry).unwrap().replace("screen-", "forged-").into_bytes()
}

fn without_time(entry: Vec<u8>) -> Vec<u8> {
    let entry = String::from_utf8(forge(entry)).unwrap();
    let time = entry.find(r#","time":"#).unwrap();
    format!("{}}}", &entry[..time]).into_bytes()
}

type Attack = fn(&Path);

/// What the prototype's log did not notice, and the one thing it did; see the table in its evaluation.
const ATTACKS: [(&str, Attack); 8] = [
    ("one entry edited in place", |dir| {
        rewrite(dir, |n, entry| Some(if n == 25 { forge(entry) } else { entry }));
    }),
    ("the last 30 entries cut", |dir| rewrite(dir, |n, entry| (n < 20).then_some(entry))),
    ("the log emptied", |dir| {
        for file in files(dir).iter().filter(|file| file.starts_with("tile/")) {
            put(dir, file, b"");
        }
    }),
    ("the log deleted", |dir| fs::remove_dir_all(dir.join("tile")).unwrap()),
    ("the whole history rewritten and its hashes recomputed", |dir| {
        rewrite(dir, |_, entry| Some(forge(entry)));
    }),
    ("one entry forged and its time dropped", |dir| {
        rewrite(dir, |n, entry| Some(if n == 25 { without_time(entry) } else { entry }));
    }),
    ("every entry forged and all times dropped", |dir| {
        rewrite(dir, |_, entry| Some(without_time(entry)));
    }),
    ("40 entries in the middle deleted", |dir| {
        rewrite(dir, |n, entry| (!(5..45).contains(&n)).then_some(entry));
    }),
];

#[test]
fn the_eight_attacks_on_the_prototype_fail() {
    for (name, attack) in ATTACKS {
        let dir = tempfile::tempdir().unwrap();
        sealed_at(dir.path(), &[50]);
        attack(dir.path());
        let report = report(dir.path());
        assert!(!report.ok, "{name}");
        assert_eq!((report.size, report.origin.as_str()), (50, ORIGIN), "{name}");
        // Opening reads the end of the log only, from the write-ahead log and the tiles.
        let opened = Ledger::open(dir.path());
        assert!(opened.is_err_and(|error| error.is_tampering()), "{name}");
    }
}

#[test]
fn a_torn_write_is_no_attack() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[50]);
    let wal = get(dir.path(), "private/wal");
    let mut ledger = Ledger::open(dir.path()).unwrap();
    ledger.append(&drafts(50..60)).unwrap();
    drop(ledger);
    let longer = get(dir.path(), "private/wal");
    for length in (wal.len()..longer.len()).step_by(97) {
        put(dir.path(), "private/wal", &longer[..length]);
        let ledger = Ledger::open(dir.path()).unwrap();
        let torn_bytes = (length - wal.len()) as u64;
        assert_eq!((ledger.recovered().torn_bytes, ledger.head().size), (torn_bytes, 50));
        drop(ledger);
        assert_whole(dir.path(), 50);
    }
    Ledger::open(dir.path()).unwrap().append_sealed(&drafts(50..52)).unwrap();
    assert_whole(dir.path(), 52);
}

#[test]
fn a_log_rolled_back_without_its_pin_is_found() {
    let (dir, old) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    sealed_at(dir.path(), &[20]);
    copy(dir.path(), old.path());
    Ledger::open(dir.path()).unwrap().append_sealed(&drafts(20..50)).unwrap();
    let newest = fs::read_to_string(dir.path().join("checkpoint")).unwrap();
    put(old.path(), "pin/head", newest.as_bytes());
    let opened = Ledger::open(old.path());
    assert!(matches!(opened, Err(OpenError::PinAhead { pinned: 50, found: 20 })), "{opened:?}");
    assert!(!report(old.path()).ok);
    // Rolled back with the pin, only a checkpoint kept elsewhere tells.
    put(old.path(), "pin/head", &get(old.path(), "checkpoint"));
    assert_whole(old.path(), 20);
    let options = VerifyOptions { since: Some(newest), ..VerifyOptions::default() };
    let faults = verify(old.path(), &options).unwrap().faults;
    assert_eq!(faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::Since]);
    // And so is a pin that was rolled back without the log.
    put(dir.path(), "pin/head", &get(old.path(), "pin/head"));
    let opened = Ledger::open(dir.path());
    assert!(matches!(opened, Err(OpenError::PinBehind { pinned: 20, sealed: 50 })), "{opened:?}");
}

#[test]
fn a_fork_signed_with_the_stolen_key_is_found() {
    let (dir, fork) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    sealed_at(dir.path(), &[50]);
    let since = fs::read_to_string(dir.path().join("checkpoint")).unwrap();
    Ledger::init(fork.path(), ORIGIN, &SEED).unwrap();
    let mut forged = draft(0);
    forged.actor = "someone else".to_owned();
    let mut ledger = Ledger::open(fork.path()).unwrap();
    ledger.append_sealed(&[forged]).unwrap();
    ledger.append_sealed(&drafts(1..60)).unwrap();
    drop(ledger);
    assert_whole(fork.path(), 60);
    let options = VerifyOptions { since: Some(since.clone()), ..VerifyOptions::default() };
    assert_eq!(verify(fork.path(), &options).unwrap().faults[0].kind, FaultKind::Since);
    put(fork.path(), "pin/head", since.as_bytes());
    let opened = Ledger::open(fork.path());
    assert!(opened.is_err_and(|error| error.is_tampering()));
    assert!(report(fork.path()).faults.iter().any(|fault| fault.kind == FaultKind::Pin));
}

#[test]
fn every_changed_byte_of_the_sealed_write_ahead_log_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[2, 5]);
    let wal = get(dir.path(), "private/wal");
    for at in (0..wal.len()).step_by(3) {
        let mut changed = wal.clone();
        changed[at] ^= 1;
        put(dir.path(), "private/wal", &changed);
        let opened = Ledger::open(dir.path());
        assert!(opened.is_err_and(|error| error.is_tampering()), "byte {at}");
    }
    fs::remove_file(dir.path().join("private/wal")).unwrap();
    assert!(matches!(Ledger::open(dir.path()), Err(OpenError::Missing { path: "private/wal" })));
    put(dir.path(), "private/wal", &wal);
    Ledger::open(dir.path()).unwrap();
}

#[test]
fn a_writer_does_not_seal_over_changed_tiles_or_a_moved_pin() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[300]);
    let mut next = 300;
    let mut break_and_seal = |file: &str, bytes: &[u8]| {
        let before = fs::read(dir.path().join(file)).ok();
        let mut ledger = Ledger::open(dir.path()).unwrap();
        ledger.append(&[draft(next)]).unwrap();
        next += 1;
        put(dir.path(), file, bytes);
        let refused = ledger.seal().unwrap_err();
        assert!(refused.is_tampering(), "{file}: {refused:?}");
        assert!(ledger.seal().is_err() && ledger.append(&[draft(next)]).is_err());
        match before {
            Some(before) => put(dir.path(), file, &before),
            None => fs::remove_file(dir.path().join(file)).unwrap(),
        }
    };
    let mut tile = get(dir.path(), "tile/0/001.p/44");
    tile[0] ^= 1;
    break_and_seal("tile/0/001.p/44", &tile);
    break_and_seal("tile/entries/001.p/44", b"");
    break_and_seal("tile/0/001.p/47", b"planted");
    break_and_seal("pin/head", b"moved");
    break_and_seal("private/wal", b"");
    Ledger::open(dir.path()).unwrap().seal().unwrap();
    let reader = LogReader::open(dir.path()).unwrap();
    assert!(reader.size() > 300);
    assert_eq!(Entry::parse(&reader.read_entry(300).unwrap()).unwrap().draft, draft(300));
    assert_whole(dir.path(), reader.size());
}
