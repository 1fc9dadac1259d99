use serde_json::json;
use sz_ledger::{
    AppendError, Entry, InitError, Ledger, LogReader, OpenError, ReadError, Stores, Timestamp,
    TreeHead, VerifyOptions, check_consistency, check_proof, verify,
};

use crate::support::{ORIGIN, SEED, assert_whole, draft, drafts, report, sealed_at};

#[test]
fn a_new_ledger_is_empty_and_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let key = Ledger::init(dir.path(), ORIGIN, &SEED).unwrap();
    assert_whole(dir.path(), 0);
    let text = std::fs::read_to_string(dir.path().join("vkey")).unwrap();
    assert_eq!(text, format!("{key}\n"));
    let again = Ledger::init(dir.path(), ORIGIN, &SEED);
    assert!(matches!(again, Err(InitError::Exists { .. })), "{again:?}");
    let reader = LogReader::open(dir.path()).unwrap();
    assert!(matches!(reader.prove(0), Err(ReadError::NoEntry { index: 0, size: 0 })));
}

#[test]
fn a_log_keeps_every_entry_at_every_kind_of_size() {
    let sizes = [1, 2, 5, 255, 256, 257, 511, 512, 700, 70_000];
    let dir = tempfile::tempdir().unwrap();
    let key = Ledger::init(dir.path(), ORIGIN, &SEED).unwrap();
    let mut ledger = Ledger::open(dir.path()).unwrap();
    let mut heads: Vec<TreeHead> = Vec::new();
    for size in sizes {
        let first = ledger.head().size;
        let sealed = ledger.append_sealed(&drafts(first..size)).unwrap();
        assert_eq!(
            (sealed.indices.clone(), ledger.head()),
            (first..size, sealed.checkpoint.head())
        );
        assert_whole(dir.path(), size);
        let reader = ledger.reader();
        for index in [0, first, size / 2, size - 1] {
            let proof = reader.prove(index).unwrap();
            let proven = check_proof(&proof.to_string(), &key).unwrap();
            let entry = Entry::parse(&proven.entry).unwrap();
            assert_eq!((entry.index, entry.draft), (index, draft(index)));
            let bare = reader.prove_without_entry(index).unwrap();
            assert_eq!(bare.check_entry(&proven.entry, &key), Ok(proven));
        }
        for old in &heads {
            let proof = reader.prove_consistency(*old).unwrap();
            check_consistency(*old, ledger.head(), &proof).unwrap();
        }
        heads.push(ledger.head());
    }
    let reader = LogReader::open(dir.path()).unwrap();
    for (expected, read) in (690..).zip(reader.entries(690..1030)) {
        let (index, bytes) = read.unwrap();
        assert_eq!((index, Entry::parse(&bytes).unwrap().draft), (expected, draft(expected)));
    }
    assert_eq!(reader.entries(69_999..u64::MAX).count(), 1);
    // The published part has exactly the files that the size calls for.
    let files = walk(&dir.path().join("tile"));
    assert_eq!(files, 2 * 274 + 2 + 1);
}

fn walk(dir: &std::path::Path) -> usize {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .fold(0, |count, path| count + if path.is_dir() { walk(&path) } else { 1 })
}

#[test]
fn unsealed_entries_survive_and_are_sealed_later() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[3]);
    let mut ledger = Ledger::open(dir.path()).unwrap();
    assert_eq!(ledger.append(&drafts(3..5)).unwrap(), 3..5);
    assert_eq!(ledger.append(&drafts(5..300)).unwrap(), 5..300);
    let head = ledger.head();
    assert_eq!((head.size, ledger.checkpoint().head().size), (300, 3));
    drop(ledger);
    assert_whole(dir.path(), 3);
    let mut ledger = Ledger::open(dir.path()).unwrap();
    assert_eq!((ledger.recovered().unsealed, ledger.head()), (297, head));
    assert_eq!(ledger.seal().unwrap().head(), head);
    assert_eq!(ledger.seal().unwrap().head(), head);
    assert_eq!(ledger.append(&[]).unwrap(), 300..300);
    assert_whole(dir.path(), 300);
}

#[test]
fn what_is_no_entry_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[3]);
    let mut ledger = Ledger::open(dir.path()).unwrap();
    let head = ledger.head();
    let refused = ledger.append(&[draft(3), draft(2)]);
    assert!(matches!(refused, Err(AppendError::TimeWentBack { position: 1, .. })), "{refused:?}");
    let refused = ledger.append(&[draft(1)]);
    assert!(matches!(refused, Err(AppendError::TimeWentBack { position: 0, .. })), "{refused:?}");
    let mut float = draft(3);
    float.data = json!({ "score": 0.5 }).as_object().unwrap().clone();
    let refused = ledger.append(&[draft(3), float]);
    assert!(matches!(refused, Err(AppendError::Entry { position: 1, .. })), "{refused:?}");
    let mut long = draft(3);
    long.data = json!({ "text": "x".repeat(5000) }).as_object().unwrap().clone();
    assert!(ledger.append(&[long.clone()]).is_err());
    assert_eq!(ledger.head(), head);
    ledger.allow_entry_bytes(10_000);
    ledger.append_sealed(&[long]).unwrap();
    assert_eq!(ledger.last_time(), draft(3).time);
    assert_eq!(ledger.append(&[draft(3)]).unwrap(), 4..5);
    assert_whole(dir.path(), 4);
}

#[cfg(unix)]
#[test]
fn what_is_published_can_be_read_and_what_is_private_cannot() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[3]);
    let mode =
        |name: &str| std::fs::metadata(dir.path().join(name)).unwrap().permissions().mode() & 0o077;
    for name in ["checkpoint", "vkey", "tile/0/000.p/3", "tile/entries/000.p/3"] {
        assert_eq!(mode(name), 0o044, "{name}");
    }
    for name in ["private", "private/key", "private/wal", "private/lock"] {
        assert_eq!(mode(name), 0, "{name}");
    }
}

#[test]
fn a_log_verifies_and_reads_while_it_is_written() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[230]);
    let writer = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut ledger = Ledger::open(dir.path()).unwrap();
            for size in 230..290 {
                ledger.append_sealed(&drafts(size..size + 1)).unwrap();
            }
        });
        let mut seen = 0;
        while !writer.is_finished() {
            let report = report(dir.path());
            assert!(report.ok && report.size >= seen, "{:#?}", report.faults);
            seen = report.size;
            let reader = LogReader::open(dir.path()).unwrap();
            reader.prove(reader.size() - 1).unwrap();
        }
        writer.join()
    });
    writer.unwrap();
    assert_whole(dir.path(), 290);
}

#[test]
fn one_writer_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[1]);
    let first = Ledger::open(dir.path()).unwrap();
    assert!(matches!(Ledger::open(dir.path()), Err(OpenError::Locked)));
    drop(first);
    Ledger::open(dir.path()).unwrap();
    let missing = Ledger::open(&dir.path().join("private"));
    assert!(matches!(missing, Err(OpenError::Storage(_))), "{missing:?}");
}

#[test]
fn the_pin_may_be_elsewhere() {
    let (dir, pin) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let stores = Stores::create(dir.path(), Some(pin.path())).unwrap();
    Ledger::init_in(stores, ORIGIN, &SEED).unwrap();
    let stores = || Stores::open(dir.path(), Some(pin.path())).unwrap();
    Ledger::open_in(stores()).unwrap().append_sealed(&drafts(0..9)).unwrap();
    assert!(pin.path().join("head").exists() && !dir.path().join("pin").exists());
    assert_eq!(Ledger::open_in(stores()).unwrap().last_time(), draft(8).time);
}

#[test]
fn a_later_log_extends_an_older_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    sealed_at(dir.path(), &[5]);
    let since = std::fs::read_to_string(dir.path().join("checkpoint")).unwrap();
    Ledger::open(dir.path()).unwrap().append_sealed(&drafts(5..600)).unwrap();
    let options = VerifyOptions { since: Some(since), ..VerifyOptions::default() };
    let report = verify(dir.path(), &options).unwrap();
    assert!(report.ok, "{:#?}", report.faults);
}

#[test]
fn an_old_write_ahead_log_is_emptied() {
    let dir = tempfile::tempdir().unwrap();
    Ledger::init(dir.path(), ORIGIN, &SEED).unwrap();
    let mut ledger = Ledger::open(dir.path()).unwrap();
    let wal = || std::fs::metadata(dir.path().join("private/wal")).unwrap().len();
    let mut entry = draft(0);
    entry.data = json!({ "text": "x".repeat(3500) }).as_object().unwrap().clone();
    let batch = vec![entry; 5000];
    ledger.append_sealed(&batch).unwrap();
    assert!(wal() < 1000, "{}", wal());
    for _ in 0..4 {
        ledger.append(&batch).unwrap();
        assert!(wal() <= 64 << 20);
    }
    assert_eq!(ledger.checkpoint().head().size, 20_000);
    assert!(matches!(
        ledger.append(&vec![batch[0].clone(); 20_000]),
        Err(AppendError::BatchTooLong)
    ));
    drop(ledger);
    let mut ledger = Ledger::open(dir.path()).unwrap();
    ledger.seal().unwrap();
    assert_whole(dir.path(), 25_000);
    assert_eq!(report(dir.path()).files_beyond, 0);
    assert!(ledger.last_time() > Timestamp::from_unix_nanos(0));
}
