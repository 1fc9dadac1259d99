//! Logs with known content.

use std::path::Path;

use serde_json::json;
use sz_ledger::{Draft, Ledger, Report, Timestamp, VerifierKey, VerifyOptions, verify};

pub(crate) const ORIGIN: &str = "example.com/log";
pub(crate) const SEED: [u8; 32] = [7; 32];

/// The `n`-th entry of every test log.
pub(crate) fn draft(n: u64) -> Draft {
    let data = json!({ "n": n, "text": "x".repeat((n % 50) as usize) });
    let mut draft = Draft::new(
        Timestamp::from_unix_nanos(1_700_000_000_000_000_000 + n),
        "capture.recorded",
        data.as_object().unwrap().clone(),
    );
    draft.subject = format!("screen-{n}");
    draft
}

pub(crate) fn drafts(range: std::ops::Range<u64>) -> Vec<Draft> {
    range.map(draft).collect()
}

/// A log that was sealed at each of these sizes.
pub(crate) fn sealed_at(dir: &Path, sizes: &[u64]) -> VerifierKey {
    let key = Ledger::init(dir, ORIGIN, &SEED).unwrap();
    let mut ledger = Ledger::open(dir).unwrap();
    for size in sizes {
        let first = ledger.head().size;
        ledger.append_sealed(&drafts(first..*size)).unwrap();
    }
    key
}

pub(crate) fn report(dir: &Path) -> Report {
    verify(dir, &VerifyOptions::default()).unwrap()
}

#[track_caller]
pub(crate) fn assert_whole(dir: &Path, size: u64) {
    let report = report(dir);
    assert!(report.ok, "{:#?}", report.faults);
    assert_eq!((report.size, report.origin.as_str()), (size, ORIGIN));
}
