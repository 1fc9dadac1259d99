//! A writer that is killed at any moment has lost nothing it acknowledged.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use sz_ledger::{Entry, Ledger, LogReader};

use crate::support::{ORIGIN, SEED, assert_whole, draft, drafts};

const DIR: &str = "SZ_LEDGER_TEST_DIR";

/// Not a test of its own: the process that is killed.
#[test]
#[expect(clippy::disallowed_methods, reason = "the parent test names the folder")]
fn writer() {
    let Ok(dir) = env::var(DIR) else { return };
    let mut ledger = Ledger::open(dir.as_ref()).unwrap();
    let mut out = std::io::stdout();
    // Far more than it lives to write.
    for _ in 0..1_000_000 {
        let size = ledger.head().size;
        let acknowledged = ledger.append(&drafts(size..size + 1 + size % 3)).unwrap().end;
        writeln!(out, "\nacknowledged {acknowledged}").unwrap();
        out.flush().unwrap();
        if size.is_multiple_of(4) {
            let sealed = ledger.seal().unwrap().head().size;
            writeln!(out, "\nsealed {sealed}").unwrap();
            out.flush().unwrap();
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the process must be another one to be killed")]
fn a_killed_writer_has_lost_nothing() {
    let dir = tempfile::tempdir().unwrap();
    Ledger::init(dir.path(), ORIGIN, &SEED).unwrap();
    let (mut acknowledged, mut sealed) = (0, 0);
    for round in 0..12_usize {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "kill::writer", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut left = 1 + round * 13 % 37;
        while let Some(line) = lines.next().map(Result::unwrap) {
            if let Some(size) = line.strip_prefix("acknowledged ") {
                acknowledged = size.parse().unwrap();
                left = left.saturating_sub(1);
            } else if let Some(size) = line.strip_prefix("sealed ") {
                sealed = size.parse().unwrap();
            }
            if left == 0 {
                // What it still prints before it dies was acknowledged too.
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(LogReader::open(dir.path()).unwrap().size() >= sealed);
        let mut ledger = Ledger::open(dir.path()).unwrap();
        assert!(ledger.head().size >= acknowledged, "round {round}");
        ledger.seal().unwrap();
        assert_whole(dir.path(), ledger.head().size);
    }
    let reader = LogReader::open(dir.path()).unwrap();
    for (index, entry) in (0..).zip(reader.entries(0..u64::MAX)) {
        assert_eq!(Entry::parse(&entry.unwrap().1).unwrap().draft, draft(index));
    }
}
