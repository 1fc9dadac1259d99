//! Writes the small log that `tests/it/format.rs` reads: `cargo run --example write_fixture -- DIR`.
//!
//! The signing key is left out: the test makes it from the same seed.

use std::env;
use std::path::Path;

use serde_json::json;
use sz_ledger::{Draft, FileStorage, Hash, Ledger, Payload, Storage, Timestamp};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let dir = env::args_os().nth(1).ok_or("the argument is the folder to write")?;
    let dir = Path::new(&dir);
    Ledger::init(dir, "example.com/log", &[7; 32])?;
    let mut ledger = Ledger::open(dir)?;
    ledger.append_sealed(&[draft(0)?, draft(1)?])?;
    ledger.append_sealed(&[draft(2)?])?;
    let mut with_payload = draft(3)?;
    with_payload.payload = Some(Payload { commitment: Hash::from_bytes([0xab; 32]), bytes: 1234 });
    ledger.append_sealed(&[with_payload, draft(4)?])?;
    let proof = ledger.reader().prove(3)?.to_string();
    ledger.append(&[draft(5)?])?;
    drop(ledger);
    let files = FileStorage::open(dir)?;
    files.write("3.tlog-proof", proof.as_bytes())?;
    for name in ["private/key", "private/lock", "private/staging", "staging", "pin/staging"] {
        files.remove(name)?;
    }
    Ok(())
}

fn draft(n: u64) -> Result<Draft, Failure> {
    let time: Timestamp = format!("2026-11-21T13:00:0{n}.123456789Z").parse()?;
    let data = json!({ "n": n, "text": "Grüße, \"Welt\"\n", "list": [true, null, -1, {}] });
    let data = data.as_object().cloned().unwrap_or_default();
    let mut draft = Draft::new(time, "drift.detected", data);
    draft.subject = format!("screen-{n}");
    Ok(draft)
}
