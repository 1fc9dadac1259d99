//! `sz-cli drift known`, `ignore`, `approve` and `reopen`: what people decide about drift that comes back.

use std::path::Path;

use comfy_table::ColumnConstraint;
use serde::Serialize;
use sz_core::drift::{Decision, Fingerprint, Known, KnownDrift, UnknownFingerprint};

use crate::{
    cli::{DriftApprove, DriftIgnore, KnownPlace},
    clock,
    exit::Outcome,
    known,
    output::{self, OutputFormat},
};

/// One drift of a register.
#[derive(Serialize)]
struct Row {
    fingerprint: String,
    app: Option<String>,
    screen_id: Option<String>,
    kind: &'static str,
    change: &'static str,
    severity: &'static str,
    first: String,
    last: String,
    times: u64,
    explanation: String,
    decision: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Row {
    fn new(fingerprint: Fingerprint, known: &Known) -> Self {
        let (decision, until, by, why) = match &known.decision {
            Decision::Ignored { until, by, why, .. } => {
                ("ignored", Some(until.to_string()), Some(by.clone()), Some(why.clone()))
            }
            Decision::Approved { by, why, .. } => {
                ("approved", None, Some(by.clone()), Some(why.clone()))
            }
            _ => ("open", None, None, None),
        };
        Self {
            fingerprint: fingerprint.to_string(),
            app: known.app.clone(),
            screen_id: known.screen.clone(),
            kind: known.kind.as_str(),
            change: known.change.as_str(),
            severity: known.severity.as_str(),
            first: known.first.to_string(),
            last: known.last.to_string(),
            times: known.times,
            explanation: known.explanation.clone(),
            decision,
            until,
            by,
            why,
        }
    }

    /// `ignored until 2027-01-01T00:00:00Z by ana: the sale ends then`
    fn decided(&self) -> String {
        let mut words = self.decision.to_owned();
        for (before, word) in [(" until ", &self.until), (" by ", &self.by), (": ", &self.why)] {
            if let Some(word) = word.as_ref().filter(|word| !word.is_empty()) {
                words.push_str(&format!("{before}{word}"));
            }
        }
        words
    }
}

pub(crate) fn list(file: &Path, format: OutputFormat) -> anyhow::Result<Outcome> {
    let known = known::read(file)?;
    let rows: Vec<Row> = known.iter().map(|(print, known)| Row::new(print, known)).collect();
    if format != OutputFormat::Table {
        output::list(format, &rows)?;
        return Ok(Outcome::Same);
    }
    let mut table = output::table(&["fingerprint", "screen", "drift", "times", "last", "decided"]);
    // It is there to be copied.
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    for row in &rows {
        let screen = [row.app.as_deref(), row.screen_id.as_deref()];
        let screen = screen.into_iter().flatten().collect::<Vec<_>>().join("/");
        let drift = format!("{} {}: {}", row.severity, row.kind, row.explanation);
        let (times, last) = (row.times.to_string(), row.last.clone());
        table.add_row([row.fingerprint.clone(), screen, drift, times, last, row.decided()]);
    }
    output::print(&format!("{table}\n"))?;
    Ok(Outcome::Same)
}

pub(crate) fn ignore(arguments: &DriftIgnore) -> anyhow::Result<Outcome> {
    let DriftIgnore { drift, until, by, why } = arguments;
    change(drift, |known| known.ignore(drift.fingerprint, *until, by, why))
}

pub(crate) fn approve(arguments: &DriftApprove) -> anyhow::Result<Outcome> {
    let DriftApprove { drift, by, why } = arguments;
    let now = clock::moment()?;
    change(drift, |known| known.approve(drift.fingerprint, now, by, why))
}

pub(crate) fn reopen(drift: &KnownPlace) -> anyhow::Result<Outcome> {
    change(drift, |known| known.reopen(drift.fingerprint))
}

fn change(
    place: &KnownPlace,
    change: impl FnOnce(&mut KnownDrift) -> Result<(), UnknownFingerprint>,
) -> anyhow::Result<Outcome> {
    let mut register = known::read(&place.file)?;
    change(&mut register)?;
    known::write(&place.file, &register)?;
    if let Some(known) = register.get(place.fingerprint) {
        let decided = Row::new(place.fingerprint, known).decided();
        output::remark(&format!("{}: {decided}", place.fingerprint));
    }
    Ok(Outcome::Same)
}
