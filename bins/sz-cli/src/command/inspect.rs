//! `sz-cli inspect`: which screen each capture shows and how it drifted.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sz_core::{DriftEvent, Engine, Report, ScreenId, Step, Visit, judge_session, judge_steps};

use crate::{
    cli::Inspect,
    exit::Outcome,
    input::{self, Reader},
    known, library,
    output::{self, OutputFormat},
    progress,
    recorder::{self, Seal},
    wire::{Drift, Inspected, KnownText, QualityText},
};

pub(crate) fn run(arguments: &Inspect, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?.of_format(arguments.from);
    let engine = library::engine(
        &arguments.templates,
        arguments.noise.as_deref(),
        arguments.policy.as_deref(),
        reader.redactor(),
    )?;
    let files = input::expand(&arguments.files)?;
    let how = How {
        engine: &engine,
        reader: &reader,
        seals: arguments.ledger.is_some(),
        is_session: arguments.sequence,
    };
    let mut inspected = inspect_files(&files, &how);
    if arguments.sequence {
        add_sequence_drift(&mut inspected, &engine);
    }
    if let Some(register) = &arguments.known {
        known::mark(register, &mut inspected)?;
    }
    if let Some(ledger) = &arguments.ledger {
        recorder::record(ledger, &mut inspected)?;
    }
    let wires: Vec<Inspected> = inspected.into_iter().map(|one| one.wire).collect();
    print(&wires, format)?;
    Ok(wires.iter().map(outcome).max().unwrap_or(Outcome::Same))
}

/// One file on its way through the command.
pub(crate) struct InspectedFile {
    /// The screen, where it was judged.
    pub(crate) screen_id: Option<ScreenId>,
    /// What of it only a session tells, where one is judged.
    step: Option<Step>,
    /// What the ledger is to keep of the bytes that were read.
    pub(crate) seal: Option<Seal>,
    /// The drift of `wire`, event by event.
    pub(crate) events: Vec<DriftEvent>,
    pub(crate) wire: Inspected,
}

/// How files are inspected.
struct How<'a> {
    engine: &'a Engine,
    reader: &'a Reader,
    /// The result goes into a ledger, which commits to the bytes.
    seals: bool,
    /// The files are screens of one session.
    is_session: bool,
}

/// Inspects files in parallel; the answers come in the order of the files.
fn inspect_files(files: &[PathBuf], how: &How<'_>) -> Vec<InspectedFile> {
    let bar = progress::bar(files.len());
    let inspected = files
        .par_iter()
        .map(|file| {
            let inspected = inspect_file(file, how);
            bar.inc(1);
            inspected
        })
        .collect();
    bar.finish_and_clear();
    inspected
}

fn inspect_file(path: &Path, how: &How<'_>) -> InspectedFile {
    let name = path.display().to_string();
    let judged = input::read_document(path).and_then(|bytes| {
        let capture = how.reader.parse(&bytes)?;
        let report: Report = how.engine.inspect_capture(&capture);
        let seal = how.seals.then(|| Seal::of(&bytes)).transpose()?;
        let is_whole = report.quality.verdict().is_whole();
        let step = (how.is_session && is_whole).then(|| {
            Step::new(&capture.tree, report.matched.screen_id.as_ref(), report.app.as_deref())
        });
        Ok((capture.format, report, seal, step))
    });
    match judged {
        Err(error) => {
            let wire = Inspected::failed(name, error);
            InspectedFile { screen_id: None, step: None, seal: None, events: Vec::new(), wire }
        }
        Ok((format, report, seal, step)) => {
            let wire = Inspected::judged(name, format.to_string(), &report);
            let is_judged = report.quality.verdict().is_whole();
            let screen_id = report.matched.screen_id.filter(|_| is_judged);
            InspectedFile { screen_id, step, seal, events: report.drift, wire }
        }
    }
}

fn add_sequence_drift(inspected: &mut [InspectedFile], engine: &Engine) {
    let visits: Vec<Visit<'_>> = inspected
        .iter()
        .map(|one| Visit { screen_id: one.screen_id.as_ref(), app: one.wire.app.as_deref() })
        .collect();
    let events = judge_session(&visits, engine.templates(), engine.policy());
    // A file that was not judged is a step on which nothing is known.
    let steps: Vec<Step> =
        inspected.iter().map(|one| one.step.clone().unwrap_or_default()).collect();
    let dark = judge_steps(&steps, engine.templates(), engine.policy());
    for found in events.into_iter().chain(dark) {
        let ruling = engine.rule_on(found.event);
        let (one, drift) = (&mut inspected[found.visit], Drift::from(&ruling.event));
        if ruling.is_suppressed {
            one.wire.suppressed.push(drift);
        } else {
            one.wire.drift.push(drift);
            one.events.push(ruling.event);
        }
    }
}

fn outcome(inspected: &Inspected) -> Outcome {
    // Without a whole capture there is no telling that nothing drifted.
    let is_judged = inspected.quality.as_ref().is_some_and(|quality| quality.is_judged);
    if inspected.error.is_some() || !is_judged {
        Outcome::Trouble
    } else if !inspected.drift.iter().any(Drift::counts) {
        Outcome::Same
    } else {
        Outcome::Differs
    }
}

fn print(inspected: &[Inspected], format: OutputFormat) -> anyhow::Result<()> {
    if format != OutputFormat::Table {
        return output::list(format, inspected);
    }
    let mut table = output::table(&["file", "screen", "score", "similarity", "drift"]);
    for one in inspected {
        let similarity = one.similarity.map(|s| format!("{s:.3}")).unwrap_or_default();
        let (screen, score) = (screen_cell(one), score_cell(one));
        table.add_row([one.file.clone(), screen, score, similarity, drift_cell(one)]);
    }
    output::print(&format!("{table}\n"))
}

fn screen_cell(one: &Inspected) -> String {
    if one.error.is_some() {
        return output::styled(output::BAD, "not read");
    }
    if one.quality.as_ref().is_some_and(|quality| !quality.is_screen) {
        return output::styled(output::BAD, "no screen");
    }
    let matched = one.matched.as_ref();
    match matched.and_then(|m| m.screen_id.as_ref()) {
        Some(screen) => screen.clone(),
        None => output::styled(output::WARN, "unknown"),
    }
}

fn score_cell(one: &Inspected) -> String {
    let Some(matched) = &one.matched else { return String::new() };
    match &matched.nearest {
        None => format!("{:.3}", matched.score),
        Some(nearest) => {
            let nearest = format!("nearest: {} {:.3}", nearest.screen_id, nearest.score);
            output::styled(output::DIM, nearest)
        }
    }
}

fn drift_cell(one: &Inspected) -> String {
    if let Some(error) = &one.error {
        return error.line();
    }
    let worth = one.quality.as_ref().map(QualityText::line).unwrap_or_default();
    if one.drift.is_empty() && one.suppressed.is_empty() {
        let is_judged = one.quality.as_ref().is_some_and(|quality| quality.is_judged);
        let none = output::styled(output::GOOD, "none");
        return if is_judged { [none, worth].join("\n").trim_end().to_owned() } else { worth };
    }
    let mut lines: Vec<String> = one.drift.iter().take(MAX_DRIFT_LINES).map(drift_line).collect();
    if let Some(more @ 1..) = one.drift.len().checked_sub(MAX_DRIFT_LINES) {
        lines.push(output::styled(
            output::DIM,
            format_args!("… and {more} more (--format json has all)"),
        ));
    }
    if let n @ 1.. = one.suppressed.len() {
        let told = format_args!("{n} suppressed by rules (--format json has them)");
        lines.push(output::styled(output::DIM, told));
    }
    lines.push(worth);
    lines.join("\n").trim_end().to_owned()
}

/// How many events of one file a table shows.
const MAX_DRIFT_LINES: usize = 8;

/// `critical manipulative: The button "Decline" is gone.`, with what is known of it and rules that have no answer.
pub(crate) fn drift_line(drift: &Drift) -> String {
    let style = match drift.severity {
        _ if !drift.counts() => output::DIM,
        "critical" => output::BAD,
        "warning" => output::WARN,
        _ => output::DIM,
    };
    let known = drift.known.as_ref().map(known_words).unwrap_or_default();
    let head = output::styled(style, format_args!("{} {}{known}", drift.severity, drift.kind));
    let mut line = format!("{head}: {}", drift.explanation);
    for error in &drift.rule_errors {
        line.push_str(&format!("\n  {}", output::styled(output::BAD, error)));
    }
    line
}

/// `, new`, `, ignored until 2027-01-01T00:00:00Z, 3 times`
fn known_words(known: &KnownText) -> String {
    let KnownText { status, times, until, because, .. } = known;
    let mut words = format!(", {status}");
    if let Some(until) = until {
        words.push_str(&format!(" until {until}"));
    }
    if let Some(because) = because {
        words.push_str(&format!(" ({because})"));
    }
    if *times > 1 {
        words.push_str(&format!(", {times} times"));
    }
    words
}
