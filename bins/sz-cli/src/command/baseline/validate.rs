//! `sz-cli baseline validate`: every fault of templates, and which captures they recognise.

mod captures;

use serde::Serialize;

use crate::{
    cli::BaselineValidate,
    exit::Outcome,
    library,
    output::{self, OutputFormat},
};

use super::diff::plural;
use captures::{Judge, Judged, Seen};

/// What `validate` says.
#[derive(Serialize)]
struct Validated {
    valid: bool,
    templates: usize,
    faults: Vec<String>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    captures: Option<Vec<Judged>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screens: Option<Vec<Seen>>,
}

pub(crate) fn run(arguments: &BaselineValidate, format: OutputFormat) -> anyhow::Result<Outcome> {
    let library = library::read_libraries(&arguments.templates)?;
    let mut validated = Validated {
        valid: library.faults.is_empty(),
        templates: library.templates.len(),
        faults: library.faults.iter().map(ToString::to_string).collect(),
        warnings: library.warnings.iter().map(ToString::to_string).collect(),
        captures: None,
        screens: None,
    };
    let mut outcome = if validated.valid { Outcome::Same } else { Outcome::Differs };
    if validated.valid && !arguments.captures.is_empty() {
        let judge = Judge::new(library, arguments)?;
        let captures = judge.captures(&arguments.captures)?;
        let worst = captures.iter().map(Judged::outcome).max().unwrap_or(Outcome::Same);
        outcome = outcome.max(worst);
        validated.valid = worst == Outcome::Same;
        validated.screens = Some(judge.seen(&captures));
        validated.captures = Some(captures);
    }
    if format == OutputFormat::Table {
        print(arguments, &validated)?;
    } else {
        output::document(format, &validated)?;
    }
    Ok(outcome)
}

fn print(arguments: &BaselineValidate, validated: &Validated) -> anyhow::Result<()> {
    let mut text = String::new();
    for fault in &validated.faults {
        text += &format!("{}: {fault}\n", output::styled(output::BAD, "fault"));
    }
    for warning in &validated.warnings {
        text += &format!("{}: {warning}\n", output::styled(output::WARN, "warning"));
    }
    let places: Vec<String> =
        arguments.templates.iter().map(|place| place.display().to_string()).collect();
    text += &format!(
        "{}: {}, {}\n",
        places.join(", "),
        plural(validated.templates, "template"),
        library::faults(validated.faults.len())
    );
    if let Some(captures) = &validated.captures {
        text += &captures_table(captures);
        let recognised = captures.iter().filter(|capture| capture.is_recognised()).count();
        text += &format!("{recognised} of {} recognised\n", plural(captures.len(), "capture"));
    }
    let screens = validated.screens.iter().flatten();
    let unseen: Vec<&str> =
        screens.filter(|screen| screen.recognised == 0).map(|screen| &*screen.screen_id).collect();
    if !unseen.is_empty() && validated.templates > 1 && arguments.screen.is_none() {
        text += &format!("no capture is of: {}\n", unseen.join(", "));
    }
    output::print(&text)
}

fn captures_table(captures: &[Judged]) -> String {
    let mut table = output::table(&["file", "screen", "score", "drift", "why not"]);
    for capture in captures {
        let why = match &capture.error {
            Some(error) => error.line(),
            None => capture.reasons.join("\n"),
        };
        let score = if capture.screen_id.is_some() {
            format!("{:.3}", capture.score)
        } else {
            String::new()
        };
        table.add_row([&capture.file, &screen_cell(capture), &score, &drift_cell(capture), &why]);
    }
    format!("{table}\n")
}

fn screen_cell(capture: &Judged) -> String {
    let screen = capture.screen_id.as_deref().unwrap_or_default();
    match capture.recognition {
        "unread" => output::styled(output::BAD, "not read"),
        "no_screen" => output::styled(output::BAD, "no screen"),
        _ if capture.is_recognised() => output::styled(output::GOOD, screen),
        _ => output::styled(output::WARN, format_args!("not {screen}")),
    }
}

/// `none`, or `1 critical, 2 info`; of what was not captured whole, that there is no telling.
fn drift_cell(capture: &Judged) -> String {
    let Some(drift) = &capture.drift else {
        let worth = capture.quality.as_ref().filter(|_| capture.is_recognised());
        return worth.map(|worth| format!("not judged: {}", worth.reason)).unwrap_or_default();
    };
    let counts = [
        (drift.critical, "critical", output::BAD),
        (drift.warning, "warning", output::WARN),
        (drift.info, "info", output::DIM),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, name, style)| output::styled(*style, format_args!("{count} {name}")))
        .collect();
    if told.is_empty() { output::styled(output::GOOD, "none") } else { told.join(", ") }
}
