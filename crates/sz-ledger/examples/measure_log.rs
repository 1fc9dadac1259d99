//! Measures verifying against bare SHA-256, and appending against a bare append with fdatasync.
//!
//! `cargo run --release -p sz-ledger --example measure_log -- DIR [ENTRIES] [TEXT_BYTES]` works in DIR, which should be on the disk that
//! counts, and leaves nothing there.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use ring::digest::{Context, SHA256};
use sz_ledger::{Draft, EntryRule, Ledger, Timestamp, VerifyOptions, verify};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize, or: u64| arguments.get(at).and_then(|a| a.parse().ok()).unwrap_or(or);
    let parent = arguments.first().map_or(".", String::as_str);
    let dir = tempfile::tempdir_in(parent)?;
    let (entries, text_bytes) = (number(1, 200_000), number(2, 100));
    fill(dir.path(), entries, usize::try_from(text_bytes)?)?;
    verifying(dir.path())?;
    appending(dir.path(), entries)
}

fn draft(n: u64, text_bytes: usize) -> Draft {
    let mut data = serde_json::Map::new();
    data.insert("text".to_owned(), "x".repeat(text_bytes).into());
    let mut draft = Draft::new(Timestamp::from_unix_nanos(n), "capture.recorded", data);
    draft.subject = format!("screen-{n}");
    draft
}

fn fill(dir: &Path, entries: u64, text_bytes: usize) -> Result<(), Failure> {
    Ledger::init(dir, "example.com/log", &[7; 32])?;
    let mut ledger = Ledger::open(dir)?;
    let start = now();
    let mut next = 0;
    while next < entries {
        let end = entries.min(next + 10_000);
        ledger.append(&(next..end).map(|n| draft(n, text_bytes)).collect::<Vec<_>>())?;
        next = end;
    }
    ledger.seal()?;
    println!("filled {entries} entries in {:?}", start.elapsed());
    Ok(())
}

/// Best of several rounds of each, taken in turns.
fn verifying(dir: &Path) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    collect(&dir.join("tile"), &mut bytes)?;
    let names =
        ["sha256, one stream", "bytes, 1 thread", "entries, 1 thread", "entries, all threads"];
    let mut best = [Duration::MAX; 4];
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let options = |entries| VerifyOptions { entries, ..VerifyOptions::default() };
    for _ in 0..5 {
        for (at, best) in best.iter_mut().enumerate() {
            let start = now();
            let ok = match at {
                0 => {
                    let mut context = Context::new(&SHA256);
                    context.update(&bytes);
                    !context.finish().as_ref().is_empty()
                }
                1 => one.install(|| verify(dir, &options(EntryRule::Bytes)))?.ok,
                2 => one.install(|| verify(dir, &options(EntryRule::Schema)))?.ok,
                _ => verify(dir, &options(EntryRule::Schema))?.ok,
            };
            assert!(ok, "the log that was just written verifies");
            *best = start.elapsed().min(*best);
        }
    }
    println!("verify, {} bytes of tiles and bundles:", bytes.len());
    for (name, time) in names.iter().zip(best) {
        let rate = bytes.len() as f64 / time.as_secs_f64() / 1e6;
        println!("  {name}: {rate:.0} MB/s, {:.2} x", best[0].as_secs_f64() / time.as_secs_f64());
    }
    Ok(())
}

/// Appends of one entry and of the probe, in turns.
fn appending(dir: &Path, entries: u64) -> Result<(), Failure> {
    let mut ledger = Ledger::open(dir)?;
    let probe = dir.join("probe");
    let mut file = OpenOptions::new().create(true).append(true).open(&probe)?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for n in 0..1000 {
        let start = now();
        ledger.append(&[draft(entries + n, 100)])?;
        ours.push(start.elapsed());
        let start = now();
        synced(&mut file)?;
        bare.push(start.elapsed());
    }
    let start = now();
    ledger.seal()?;
    println!("seal of 1000 entries: {:?}", start.elapsed());
    ours.sort_unstable();
    bare.sort_unstable();
    for (name, at) in [("p50", 500), ("p99", 990)] {
        let ratio = ours[at].as_secs_f64() / bare[at].as_secs_f64();
        println!("append {name}: {:?}, probe {:?}, {ratio:.2} x", ours[at], bare[at]);
    }
    Ok(())
}

fn synced(file: &mut File) -> std::io::Result<()> {
    file.write_all(&[0x5a; 4096])?;
    file.sync_data()
}

fn collect(dir: &Path, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, bytes)?;
        } else {
            bytes.extend_from_slice(&fs::read(path)?);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "measuring time is what this program is for")]
fn now() -> Instant {
    Instant::now()
}
