//! `sz-cli ledger`: keeping and checking a signed, append-only log.

use std::{io::Read, path::Path};

use anyhow::{Context, bail};
use serde::Serialize;
use serde_json::Value;
use sz_ledger::{
    Draft, Ledger, LogReader, Report, VerifierKey, VerifyOptions, check_proof, verify,
};

use crate::{
    cli::{self, LedgerAppend, LedgerCheckProof, LedgerInit, LedgerVerify},
    clock,
    exit::Outcome,
    library,
    output::{self, OutputFormat},
    redaction::redacted_value,
};

pub(crate) fn run(command: &cli::Ledger, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        cli::Ledger::Init(arguments) => init(arguments),
        cli::Ledger::Append(arguments) => append(arguments),
        cli::Ledger::Verify(arguments) => check(arguments, format),
        cli::Ledger::Checkpoint(arguments) => {
            let reader = open_reader(&arguments.dir)?;
            output::print(reader.checkpoint().text())?;
            Ok(Outcome::Same)
        }
        cli::Ledger::Prove(arguments) => {
            let proof = open_reader(&arguments.dir)?.prove(arguments.index)?;
            output::print(&proof.to_string())?;
            Ok(Outcome::Same)
        }
        cli::Ledger::CheckProof(arguments) => check_one_proof(arguments, format),
    }
}

fn init(arguments: &LedgerInit) -> anyhow::Result<Outcome> {
    let dir = &arguments.dir;
    if !is_empty(dir)? && !has_ledger(dir) {
        bail!("{}: the folder holds other files; name one that is empty or new", dir.display());
    }
    let vkey = Ledger::init(dir, &arguments.origin, &clock::random_bytes()?)
        .with_context(|| format!("{}: no ledger was created", dir.display()))?;
    output::print(&format!("{vkey}\n"))?;
    output::remark(
        "keep this verifier key away from the folder: it decides what counts as genuine",
    );
    Ok(Outcome::Same)
}

/// Opens a ledger for writing, and creates it where there is none.
pub(crate) fn open_or_create(dir: &Path) -> anyhow::Result<Ledger> {
    if is_empty(dir)? {
        let vkey = Ledger::init(dir, cli::DEFAULT_ORIGIN, &clock::random_bytes()?)
            .with_context(|| format!("{}: no ledger was created", dir.display()))?;
        output::remark(&format!("{}: a new ledger; its verifier key is {vkey}", dir.display()));
    }
    open(dir)
}

/// What a ledger's folder holds. One of them is enough to tell a damaged ledger from a folder that never was one.
const PARTS: &[&str] = &["checkpoint", "vkey", "tile", "pin", "private"];

fn has_ledger(dir: &Path) -> bool {
    PARTS.iter().any(|part| dir.join(part).exists())
}

fn expect_ledger(dir: &Path) -> anyhow::Result<()> {
    if has_ledger(dir) {
        return Ok(());
    }
    bail!("{0}: there is no ledger here; `sz-cli ledger init {0}` creates one", dir.display())
}

fn is_empty(dir: &Path) -> anyhow::Result<bool> {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("{}: cannot be listed", dir.display())),
    }
}

fn open(dir: &Path) -> anyhow::Result<Ledger> {
    expect_ledger(dir)?;
    Ledger::open(dir).with_context(|| format!("{}: the ledger cannot be opened", dir.display()))
}

fn open_reader(dir: &Path) -> anyhow::Result<LogReader> {
    expect_ledger(dir)?;
    LogReader::open(dir).with_context(|| format!("{}: the ledger cannot be read", dir.display()))
}

fn append(arguments: &LedgerAppend) -> anyhow::Result<Outcome> {
    let mut text = String::new();
    std::io::stdin().lock().read_to_string(&mut text).context("standard input cannot be read")?;
    let redactor = arguments.redaction.redactor()?;
    let mut ledger = open(&arguments.dir)?;
    let time = clock::time_for(&ledger)?;
    let mut batch = Vec::new();
    let values = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
    for (number, value) in (1..).zip(values) {
        let value = value.with_context(|| format!("document {number} of standard input"))?;
        let value = match &redactor {
            None => value,
            Some(redactor) => redacted_value(value, redactor),
        };
        let Value::Object(data) = value else {
            bail!("document {number} of standard input is no JSON object: write {{...}}");
        };
        batch.push(Draft { actor: "sz-cli".to_owned(), ..Draft::new(time, &arguments.kind, data) });
    }
    if batch.is_empty() {
        bail!("standard input holds no JSON object: nothing was appended");
    }
    let sealed = ledger.append_sealed(&batch).context("nothing was appended")?;
    let lines: String = sealed.indices.map(|index| format!("{index}\n")).collect();
    output::print(&lines)?;
    Ok(Outcome::Same)
}

/// What `verify` says.
#[derive(Serialize)]
struct Verified {
    ok: bool,
    size: u64,
    root: String,
    origin: String,
    faults: Vec<FaultLine>,
}

#[derive(Serialize)]
struct FaultLine {
    kind: &'static str,
    index: Option<u64>,
    message: String,
}

impl From<Report> for Verified {
    fn from(report: Report) -> Self {
        let line = |fault: sz_ledger::Fault| FaultLine {
            kind: fault.kind.as_str(),
            index: fault.index,
            message: fault.message,
        };
        Self {
            ok: report.ok,
            size: report.size,
            root: report.root.to_string(),
            origin: report.origin,
            faults: report.faults.into_iter().map(line).collect(),
        }
    }
}

fn check(arguments: &LedgerVerify, format: OutputFormat) -> anyhow::Result<Outcome> {
    expect_ledger(&arguments.dir)?;
    let vkey = arguments.vkey.as_deref().map(parse_vkey).transpose()?;
    let since = arguments.since.as_deref().map(library::read_text).transpose()?;
    let options = VerifyOptions { vkey, since, ..VerifyOptions::default() };
    let report = verify(&arguments.dir, &options)
        .with_context(|| format!("{}: cannot be verified", arguments.dir.display()))?;
    let verified = Verified::from(report);
    if format == OutputFormat::Table {
        print_verified(&verified)?;
    } else {
        output::document(format, &verified)?;
    }
    Ok(if verified.ok { Outcome::Same } else { Outcome::Tampered })
}

fn print_verified(verified: &Verified) -> anyhow::Result<()> {
    let mut text = String::new();
    for fault in &verified.faults {
        text += &format!(
            "{} {}: {}\n",
            output::styled(output::BAD, "fault"),
            fault.kind,
            fault.message
        );
    }
    text += &if verified.ok {
        format!(
            "{} {} entries of {}, root {}\n",
            output::styled(output::GOOD, "ok"),
            verified.size,
            verified.origin,
            verified.root
        )
    } else {
        format!(
            "{} {}\n",
            output::styled(output::BAD, "does not verify:"),
            library::faults(verified.faults.len())
        )
    };
    output::print(&text)
}

fn parse_vkey(text: &str) -> anyhow::Result<VerifierKey> {
    text.parse().with_context(|| format!("`{text}` is no verifier key"))
}

/// What `check-proof` says.
#[derive(Serialize)]
struct Checked {
    ok: bool,
    index: Option<u64>,
    size: Option<u64>,
    root: Option<String>,
    entry: Option<Value>,
    message: Option<String>,
}

fn check_one_proof(arguments: &LedgerCheckProof, format: OutputFormat) -> anyhow::Result<Outcome> {
    let key = parse_vkey(&arguments.vkey)?;
    let text = library::read_text(&arguments.file)?;
    let checked = match check_proof(&text, &key) {
        Ok(proven) => Checked {
            ok: true,
            index: Some(proven.index),
            size: Some(proven.checkpoint.head().size),
            root: Some(proven.checkpoint.head().root.to_string()),
            entry: serde_json::from_slice(&proven.entry).ok(),
            message: None,
        },
        Err(error) => Checked {
            ok: false,
            index: None,
            size: None,
            root: None,
            entry: None,
            message: Some(format!("{:#}", anyhow::Error::new(error))),
        },
    };
    output::document(format, &checked)?;
    Ok(if checked.ok { Outcome::Same } else { Outcome::Tampered })
}
