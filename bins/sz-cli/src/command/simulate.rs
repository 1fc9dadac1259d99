//! `sz-cli simulate`: the bundled screens through the whole pipeline, for people.
//!
//! Nothing here is made up: the captures are read, filtered, recognised and compared, and the ledger is a real one
//! in a temporary folder.

use anyhow::{Context, bail};
use serde_json::{Value, json};
use sz_core::{
    Capture, Engine, Limits, Report, TemplateSource, Visit, judge_session, load_library, read,
    write_outline,
};
use sz_ledger::{Draft, Ledger, VerifyOptions, check_proof, verify};

use super::inspect::drift_line;
use crate::{bundle, clock, exit::Outcome, output, wire::Drift};

/// Lines of an outline that are shown before the rest is counted.
const OUTLINE_LINES: usize = 9;

pub(crate) fn run() -> anyhow::Result<Outcome> {
    let library = load_library(
        bundle::TEMPLATES.iter().map(|file| TemplateSource { name: file.name, text: file.text }),
    );
    if let Some(fault) = library.faults.first() {
        bail!("a bundled template is broken: {fault}");
    }
    let engine = Engine::builder().templates(library.templates).build();
    let folder = tempfile::tempdir().context("no temporary folder for the ledger")?;
    let vkey = Ledger::init(folder.path(), "systemzero.local/simulation", &clock::random_bytes()?)?;
    let mut ledger = Ledger::open(folder.path())?;

    say(
        "System//Zero: five screens and the five kinds of drift, from captures to a signed ledger\n",
    )?;
    for scene in bundle::SCENES {
        show(scene, &engine, &mut ledger)?;
    }
    show_sequence(&engine, &mut ledger)?;
    drop(ledger);
    show_ledger(folder.path(), &vkey)
}

fn say(text: &str) -> anyhow::Result<()> {
    output::print(&format!("{text}\n"))
}

fn show(scene: &bundle::Scene, engine: &Engine, ledger: &mut Ledger) -> anyhow::Result<()> {
    let capture = read_bundled(scene.capture)?;
    let report = engine.inspect_capture(&capture);
    say(&format!(
        "{} {}",
        output::styled(output::STRONG, scene.title),
        output::styled(output::DIM, scene.capture.name)
    ))?;
    if scene.shows_tree {
        say(&outline(&capture))?;
    }
    say(&format!(
        "  tree    {} nodes, {} without noise, {}",
        report.nodes.read, report.nodes.kept, report.signatures.structural
    ))?;
    say(&format!("  match   {}", match_line(&report)))?;
    let drifts: Vec<Drift> = report.drift.iter().map(Drift::from).collect();
    say(&format!("  drift   {}", drift_lines(&drifts)))?;
    let index = record(ledger, scene.capture.name, &report, &drifts)?;
    say(&format!("  ledger  entry {index}\n"))
}

fn read_bundled(file: bundle::File) -> anyhow::Result<Capture> {
    read(file.text.as_bytes(), None, &Limits::default())
        .with_context(|| format!("{}: a bundled capture is broken", file.name))
}

fn outline(capture: &Capture) -> String {
    let outline = write_outline(&capture.tree);
    let lines: Vec<&str> = outline.lines().collect();
    let shown = lines.iter().take(OUTLINE_LINES).map(|line| format!("  {line}\n"));
    let rest = lines.len().saturating_sub(OUTLINE_LINES);
    format!("{}  … {rest} more", shown.collect::<String>())
}

fn match_line(report: &Report) -> String {
    match (&report.matched.screen_id, &report.matched.nearest) {
        (Some(screen), _) => {
            let known = format!("{screen}, score {}", report.matched.score);
            output::styled(output::GOOD, known)
        }
        (None, Some(nearest)) => {
            let unknown = format!("unknown (nearest: {} {})", nearest.screen_id, nearest.score);
            output::styled(output::WARN, unknown)
        }
        (None, None) => output::styled(output::WARN, "unknown"),
    }
}

fn drift_lines(drifts: &[Drift]) -> String {
    if drifts.is_empty() {
        return output::styled(output::GOOD, "none");
    }
    drifts.iter().map(drift_line).collect::<Vec<_>>().join("\n          ")
}

fn record(
    ledger: &mut Ledger,
    name: &str,
    report: &Report,
    drifts: &[Drift],
) -> anyhow::Result<u64> {
    let screen = report.matched.screen_id.as_ref().map(ToString::to_string);
    let mut batch = vec![draft(ledger, "capture.recorded", name, json!({ "screen_id": screen }))?];
    for drift in drifts {
        let data = json!({ "kind": drift.kind, "severity": drift.severity });
        batch.push(draft(ledger, "drift.detected", name, data)?);
    }
    Ok(ledger.append_sealed(&batch)?.indices.start)
}

fn draft(ledger: &Ledger, kind: &str, subject: &str, data: Value) -> anyhow::Result<Draft> {
    let Value::Object(data) = data else { bail!("an entry's data is an object") };
    let (actor, subject) = ("simulation".to_owned(), subject.to_owned());
    Ok(Draft { actor, subject, ..Draft::new(clock::time_for(ledger)?, kind, data) })
}

fn show_sequence(engine: &Engine, ledger: &mut Ledger) -> anyhow::Result<()> {
    let reports = bundle::SEQUENCE
        .iter()
        .map(|&file| Ok(engine.inspect_capture(&read_bundled(file)?)))
        .collect::<anyhow::Result<Vec<Report>>>()?;
    let visits: Vec<Visit<'_>> = reports
        .iter()
        .map(|report| Visit {
            screen_id: report.matched.screen_id.as_ref(),
            app: report.app.as_deref(),
        })
        .collect();
    let events = judge_session(&visits, engine.templates(), engine.policy());
    let drifts: Vec<Drift> = events.iter().map(|found| Drift::from(&found.event)).collect();
    let names: Vec<String> = reports
        .iter()
        .filter_map(|report| report.matched.screen_id.as_ref().map(ToString::to_string))
        .collect();
    say(&output::styled(output::STRONG, "A session that takes a way it should not"))?;
    say(&format!("  visits  {}", names.join(" → ")))?;
    say(&format!("  drift   {}", drift_lines(&drifts)))?;
    for drift in &drifts {
        let data = json!({ "kind": drift.kind, "severity": drift.severity });
        let entry = draft(ledger, "drift.detected", "session", data)?;
        say(&format!("  ledger  entry {}", ledger.append_sealed(&[entry])?.indices.start))?;
    }
    say("")
}

fn show_ledger(folder: &std::path::Path, vkey: &sz_ledger::VerifierKey) -> anyhow::Result<Outcome> {
    let options = VerifyOptions { vkey: Some(vkey.clone()), ..VerifyOptions::default() };
    let report = verify(folder, &options)?;
    let reader = sz_ledger::LogReader::open(folder)?;
    say(&output::styled(output::STRONG, "The ledger"))?;
    let verdict = if report.ok {
        output::styled(output::GOOD, "every byte verified")
    } else {
        output::styled(output::BAD, "does not verify")
    };
    say(&format!("  {} entries, root {}, {verdict}", report.size, report.root))?;
    for line in reader.checkpoint().text().lines() {
        say(&format!("  {}", output::styled(output::DIM, line)))?;
    }
    let proof = reader.prove(0)?.to_string();
    let proven = check_proof(&proof, vkey)?;
    say(&format!(
        "  entry {} proved to be in it with {} bytes and the key {vkey}",
        proven.index,
        proof.len()
    ))?;
    Ok(if report.ok { Outcome::Same } else { Outcome::Tampered })
}
