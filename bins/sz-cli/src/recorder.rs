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
    input,
    wire::LedgerPlace,
};

/// The file of salts, in the ledger's folder.
const SALTS: &str = "private/salts.jsonl";

/// Records every file that could be read, and every drift, in one sealed batch, and notes in each where it
/// is.
pub(crate) fn record(dir: &Path, inspected: &mut [InspectedFile]) -> anyhow::Result<()> {
    let mut ledger = open_ledger(dir)?;
    let time = clock::time_for(&ledger)?;
    let mut batch = Vec::new();
    let mut salts = Vec::new();
    let mut places = Vec::new();
    for one in inspected.iter().filter(|one| one.wire.error.is_none()) {
        let salt = clock::random_bytes()?;
        let bytes = input::read_bytes(&one.path, usize::MAX - 1)
            .with_context(|| format!("{}: cannot be read again", one.path.display()))?;
        places.push(batch.len() as u64);
        salts.push(salt);
        batch.push(capture_entry(time, one, commitment(&salt, &bytes)));
        batch.extend(one.wire.drift.iter().map(|drift| drift_entry(time, one, drift)));
    }
    if batch.is_empty() {
        return Ok(());
    }
    let first = ledger.head().size;
    keep_salts(&dir.join(SALTS), first, &places, &salts)?;
    let sealed = ledger.append_sealed(&batch).context("the ledger did not take the captures")?;
    let head = sealed.checkpoint.head();
    let read = inspected.iter_mut().filter(|one| one.wire.error.is_none());
    for (one, place) in read.zip(places) {
        let root = head.root.to_string();
        let index = sealed.indices.start + place;
        one.wire.ledger = Some(LedgerPlace { index, size: head.size, root });
    }
    Ok(())
}

/// SHA-256 over a fixed prefix, the salt and the bytes: it says nothing about them without the salt.
fn commitment(salt: &[u8; 32], bytes: &[u8]) -> Payload {
    let mut hash = Context::new(&SHA256);
    hash.update(b"sz-pay-v1\0");
    hash.update(salt);
    hash.update(bytes);
    let mut digest = [0; 32];
    digest.copy_from_slice(hash.finish().as_ref());
    Payload { commitment: Hash::from_bytes(digest), bytes: bytes.len() as u64 }
}

fn capture_entry(time: Timestamp, one: &InspectedFile, payload: Payload) -> Draft {
    let wire = &one.wire;
    let matched = wire.matched.as_ref();
    let signatures = wire.signatures.as_ref();
    let data = json!({
        "file": wire.file,
        "app": wire.app,
        "source": wire.source,
        "screen_id": matched.and_then(|m| m.screen_id.as_deref()),
        "version": matched.and_then(|m| m.version.as_deref()),
        "drift": wire.drift.len(),
        "full": signatures.map(|s| s.full.as_str()),
        "structural": signatures.map(|s| s.structural.as_str()),
    });
    Draft { payload: Some(payload), ..draft(time, "capture.recorded", &wire.file, data) }
}

/// The text of what changed stays out: it was on the screen.
fn drift_entry(time: Timestamp, one: &InspectedFile, drift: &crate::wire::Drift) -> Draft {
    let data = json!({
        "id": drift.id,
        "kind": drift.kind,
        "severity": drift.severity,
        "change": drift.change,
        "path": drift.path,
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
    let (actor, subject) = ("sz-cli".to_owned(), subject.to_owned());
    Draft { actor, subject, ..Draft::new(time, kind, data) }
}

/// Salts are durable before the entries that need them: a salt too many does no harm, one too few makes a
/// commitment worthless.
fn keep_salts(file: &Path, first: u64, places: &[u64], salts: &[[u8; 32]]) -> anyhow::Result<()> {
    let context = || format!("{}: the salts cannot be kept", file.display());
    let mut lines = String::new();
    for (place, salt) in places.iter().zip(salts) {
        let hex: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
        lines += &format!("{}\n", json!({ "index": (first + place).to_string(), "salt": hex }));
    }
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
