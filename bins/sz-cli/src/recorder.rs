//! Writing what was inspected into a ledger.
//!
//! What was on the screen never enters the log: an entry names the file, the screen, the signatures and the kind
//! of drift, and commits to the capture's bytes by a salted digest. The salts are kept in the ledger's
//! private folder, one line per entry, and can be erased there.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
};

use anyhow::Context as _;
use ring::digest::{Context, SHA256};
use serde_json::{Map, Value, json};
use sz_ledger::{Draft, Hash, Payload, Timestamp};

use crate::{
    clock,
    command::{InspectedFile, open_ledger},
    input::InputError,
    wire::LedgerPlace,
};

/// The file of salts, in the ledger's folder.
const SALTS: &str = "private/salts.jsonl";

/// What a ledger keeps of the bytes of a capture: a digest that says nothing about them without the salt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seal {
    salt: [u8; 32],
    payload: Payload,
}

impl Seal {
    /// SHA-256 over a fixed prefix, fresh salt and the bytes.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, InputError> {
        let salt = clock::random_bytes().map_err(|error| InputError {
            kind: "io".to_owned(),
            message: error.to_string(),
            at: None,
            verdict: None,
        })?;
        let mut hash = Context::new(&SHA256);
        hash.update(b"sz-pay-v1\0");
        hash.update(&salt);
        hash.update(bytes);
        let mut digest = [0; 32];
        digest.copy_from_slice(hash.finish().as_ref());
        let commitment = Hash::from_bytes(digest);
        Ok(Self { salt, payload: Payload { commitment, bytes: bytes.len() as u64 } })
    }
}

/// Records every file that could be read, and every drift, in one sealed batch, and notes in each where it
/// is.
pub(crate) fn record(dir: &Path, inspected: &mut [InspectedFile]) -> anyhow::Result<()> {
    let mut ledger = open_ledger(dir)?;
    let time = clock::time_for(&ledger)?;
    let first = ledger.head().size;
    let mut batch = Vec::new();
    let mut salts = String::new();
    let mut places = Vec::new();
    for one in inspected.iter() {
        let Some(seal) = one.seal else { continue };
        let index = first + batch.len() as u64;
        places.push(index);
        salts += &salt_line(index, &seal.salt);
        batch.push(capture_entry(time, one, seal.payload));
        batch.extend(one.wire.drift.iter().map(|drift| drift_entry(time, one, drift)));
    }
    if batch.is_empty() {
        return Ok(());
    }
    keep_salts(&dir.join(SALTS), &salts)?;
    let sealed = ledger.append_sealed(&batch).context("the ledger did not take the captures")?;
    let head = sealed.checkpoint.head();
    let recorded = inspected.iter_mut().filter(|one| one.seal.is_some());
    for (one, index) in recorded.zip(places) {
        let root = head.root.to_string();
        one.wire.ledger = Some(LedgerPlace { index, size: head.size, root });
    }
    Ok(())
}

fn capture_entry(time: Timestamp, one: &InspectedFile, payload: Payload) -> Draft {
    let wire = &one.wire;
    let matched = wire.matched.as_ref();
    // A signature of the text would let text be guessed, so only that of the shape is kept.
    let data = json!({
        "app": wire.app.as_deref().map(fitting),
        "source": wire.source,
        "screen_id": matched.and_then(|m| m.screen_id.as_deref()),
        "version": matched.and_then(|m| m.version.as_deref()),
        "quality": wire.quality.as_ref().map(|quality| quality.verdict),
        "drift": wire.drift.len(),
        "structural": wire.signatures.as_ref().map(|s| s.structural.as_str()),
    });
    Draft { payload: Some(payload), ..draft(time, "capture.recorded", &wire.file, data) }
}

/// The most of a text that an entry takes, in bytes: entries are small, paths need not be.
const MAX_TEXT_BYTES: usize = 1_000;

/// The text, or its end where it is too long.
fn fitting(text: &str) -> String {
    match text.len().checked_sub(MAX_TEXT_BYTES) {
        None | Some(0) => text.to_owned(),
        Some(excess) => {
            let start = text.ceil_char_boundary(excess);
            format!("…{}", text.get(start..).unwrap_or_default())
        }
    }
}

/// The text of what changed stays out, and the id that is made from it: it was on the screen.
fn drift_entry(time: Timestamp, one: &InspectedFile, drift: &crate::wire::Drift) -> Draft {
    let data = json!({
        "kind": drift.kind,
        "severity": drift.severity,
        "change": drift.change,
        "path": drift.path.as_deref().map(fitting),
        "rule": drift.rule,
        "screen_id": one.screen_id.as_ref().map(ToString::to_string),
    });
    draft(time, "drift.detected", &one.wire.file, data)
}

fn draft(time: Timestamp, kind: &str, subject: &str, data: Value) -> Draft {
    let data = match data {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    let (actor, subject) = ("sz-cli".to_owned(), fitting(subject));
    Draft { actor, subject, ..Draft::new(time, kind, data) }
}

fn salt_line(index: u64, salt: &[u8; 32]) -> String {
    let hex: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}\n", json!({ "index": index.to_string(), "salt": hex }))
}

/// Salts are durable before the entries that need them: a salt too many does no harm, one too few makes a
/// commitment worthless.
fn keep_salts(file: &Path, lines: &str) -> anyhow::Result<()> {
    let context = || format!("{}: the salts cannot be kept", file.display());
    let mut out = open_private(file).with_context(context)?;
    out.write_all(lines.as_bytes()).and_then(|()| out.sync_data()).with_context(context)
}

#[cfg(unix)]
fn open_private(file: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new().append(true).create(true).mode(0o600).open(file)
}

#[cfg(not(unix))]
fn open_private(file: &Path) -> std::io::Result<File> {
    OpenOptions::new().append(true).create(true).open(file)
}
