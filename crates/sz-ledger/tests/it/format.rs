//! Bytes that earlier versions wrote are read for ever.

use std::fs;
use std::path::{Path, PathBuf};

use sz_ledger::{
    Entry, FileStorage, Ledger, SigningKey, Storage as _, VerifyOptions, check_proof, verify,
};

use crate::support::{ORIGIN, SEED};

const VKEY: &str = "example.com/log+702f3c70+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ledger/v1")
}

#[test]
fn a_log_of_the_first_version_verifies() {
    let options = VerifyOptions { vkey: Some(VKEY.parse().unwrap()), ..VerifyOptions::default() };
    let report = verify(&fixture(), &options).unwrap();
    assert!(report.ok, "{:#?}", report.faults);
    assert_eq!(report.size, 5);
    let proof = fs::read_to_string(fixture().join("3.tlog-proof")).unwrap();
    let proven = check_proof(&proof, &VKEY.parse().unwrap()).unwrap();
    let entry = Entry::parse(&proven.entry).unwrap();
    assert_eq!(entry.draft.payload.unwrap().bytes, 1234);
    assert_eq!(entry.draft.data["text"], "Grüße, \"Welt\"\n");
}

#[test]
fn a_ledger_of_the_first_version_opens_and_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) =
        (FileStorage::open(&fixture()).unwrap(), FileStorage::open(dir.path()).unwrap());
    let key = SigningKey::from_seed(ORIGIN, &SEED).unwrap().to_secret_text();
    fs::create_dir_all(dir.path().join("private")).unwrap();
    to.write("private/key", key.as_bytes()).unwrap();
    for name in from.list("").unwrap() {
        fs::create_dir_all(dir.path().join(&name).parent().unwrap()).unwrap();
        to.write(&name, &from.read(&name).unwrap().unwrap()).unwrap();
    }
    let mut ledger = Ledger::open(dir.path()).unwrap();
    assert_eq!((ledger.recovered().unsealed, ledger.head().size), (1, 6));
    ledger.seal().unwrap();
    let report = verify(dir.path(), &VerifyOptions::default()).unwrap();
    assert!(report.ok && report.size == 6, "{:#?}", report.faults);
}
