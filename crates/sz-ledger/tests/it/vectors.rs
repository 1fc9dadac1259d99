//! Bytes that others have published.

use sz_ledger::{
    CompactRange, EntryRule, FileStorage, SignedCheckpoint, VerifierKey, VerifyOptions, leaf_hash,
    verify_in,
};

const CHECKPOINT: &str = "systemzero.example/log
5
erxdaSMGtAckzBxUfNmV+b7ZsEqdUyPeQvxFfxlYsxk=

— systemzero.example/log qmPS6yhgkCn0ePc2R2upsv5cGScifhT0LhOKiX4rk8pZSTI8c0lM8X/O4sthRT4jwrS22WUDRSwvcQlzzKGcHerUYQ4=
— witness.example/w1 819TgQAAAABlU/EFmvStJeyyzq25FsD6RltU9ij6Y3QKLGUku3Xc7i8H6py2SI6zWdodxdUpj9TN/WcDF9SQ7dUZBIAaQZ5hAgLxBA==
";
const LOG: &str = "systemzero.example/log+aa63d2eb+AUmlqqc4z446BnbtXjIyfhibqADoeH8LQ0z/q/URTAc1";
const WITNESS: &str = "witness.example/w1+f35f5381+BH+fhM7Ix7DJ7llTOXvkrozJWQdSEArkEN8p6j3QdHw4";

fn entries() -> Vec<String> {
    let numbered = (1..5).map(|n| format!(r#"{{"n":{n},"kind":"capture"}}"#));
    [String::new()].into_iter().chain(numbered).collect()
}

#[test]
fn five_entries_lead_to_the_published_root() {
    let (log, witness): (VerifierKey, VerifierKey) =
        (LOG.parse().unwrap(), WITNESS.parse().unwrap());
    let signed = SignedCheckpoint::open(CHECKPOINT.as_bytes(), &log).unwrap();
    assert_eq!(signed.cosigners(&[&witness]), Ok(vec![&witness]));
    let mut tree = CompactRange::new();
    for entry in entries() {
        tree.push(leaf_hash(entry.as_bytes()));
    }
    assert_eq!(tree.head(), signed.head());
}

#[test]
fn the_log_of_those_entries_verifies_from_its_files() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), bytes).unwrap();
    };
    let (mut bundle, mut tile) = (Vec::new(), Vec::new());
    for entry in entries() {
        bundle.extend_from_slice(&u16::try_from(entry.len()).unwrap().to_be_bytes());
        bundle.extend_from_slice(entry.as_bytes());
        tile.extend_from_slice(leaf_hash(entry.as_bytes()).as_bytes());
    }
    file("checkpoint", CHECKPOINT.as_bytes());
    file("tile/entries/000.p/5", &bundle);
    file("tile/0/000.p/5", &tile);
    let storage = FileStorage::open(dir.path()).unwrap();
    let vkey = Some(LOG.parse().unwrap());
    let options = VerifyOptions { vkey, entries: EntryRule::Bytes, since: None };
    let report = verify_in(&storage, None, &options).unwrap();
    assert!(report.ok, "{:#?}", report.faults);
    let strict = VerifyOptions { entries: EntryRule::Schema, ..options };
    assert_eq!(verify_in(&storage, None, &strict).unwrap().faults.len(), 5);
}
