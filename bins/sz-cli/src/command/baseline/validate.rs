//! `sz-cli baseline validate`: every fault of templates, and which captures they recognise.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::bail;
use rayon::prelude::*;
use serde::Serialize;
use sz_core::{
    Engine, Library, Match, Observation, Severity, Template,
    template::{CheckedCapture, TemplateCheck, Verdict},
};

use crate::{
    cli::BaselineValidate,
    exit::Outcome,
    input::{self, Reader},
    library,
    output::{self, OutputFormat},
    progress,
    wire::{self, EvidenceParts, FileError, Scored},
};

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

/// One capture, held against the template it should be of, or else against the one it fits best.
#[derive(Serialize)]
struct Judged {
    file: String,
    screen_id: Option<String>,
    app: Option<String>,
    /// `recognised`, `outscored`, `too_low`, `forbidden`; `unread` for a file that is no capture.
    verdict: &'static str,
    score: f64,
    threshold: Option<f64>,
    evidence: EvidenceParts,
    missing_nodes: Vec<String>,
    forbidden_nodes: Vec<String>,
    missing_roles: Vec<String>,
    /// The template that took the capture instead.
    better: Option<Scored>,
    /// Why it is not recognised, in words.
    reasons: Vec<String>,
    /// What drifted, where it is recognised.
    drift: Option<DriftCounts>,
    error: Option<FileError>,
}

#[derive(Default, Serialize)]
struct DriftCounts {
    critical: usize,
    warning: usize,
    info: usize,
}

/// How many captures were recognised as one screen.
#[derive(Serialize)]
struct Seen {
    screen_id: String,
    app: Option<String>,
    version: String,
    recognised: usize,
    clean: usize,
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

/// What captures are held against.
struct Judge {
    engine: Engine,
    reader: Reader,
    /// The template that every capture should be of.
    expected: Option<TemplateCheck>,
}

impl Judge {
    fn new(library: Library, arguments: &BaselineValidate) -> anyhow::Result<Self> {
        if library.templates.is_empty() {
            bail!("there is no template to hold captures against");
        }
        let place = match (&arguments.screen, &*library.templates) {
            (Some(screen), _) => Some(library::find(&library, screen, arguments.app.as_deref())?),
            (None, [_]) => Some(0),
            (None, _) => None,
        };
        let reader = Reader::new(&arguments.redaction)?;
        let noise = library::profile(arguments.noise.as_deref())?;
        let mut builder = Engine::builder().templates(library.templates).noise(noise);
        if let Some(redactor) = reader.redactor() {
            builder = builder.redaction(redactor.clone());
        }
        let engine = builder.build();
        let expected = place
            .and_then(|place| engine.templates().templates().nth(place))
            .map(|template| TemplateCheck::new(template, engine.noise()));
        Ok(Self { engine, reader, expected })
    }

    /// Judges files in parallel; the answers come in the order of the files.
    fn captures(&self, arguments: &[PathBuf]) -> anyhow::Result<Vec<Judged>> {
        let files = input::expand(arguments)?;
        let bar = progress::bar(files.len());
        let judged = files
            .par_iter()
            .map(|file| {
                let judged = self.file(file);
                bar.inc(1);
                judged
            })
            .collect();
        bar.finish_and_clear();
        Ok(judged)
    }

    fn file(&self, path: &Path) -> Judged {
        let file = path.display().to_string();
        let capture = match self.reader.read(path) {
            Ok(capture) => capture,
            Err(error) => return Judged::unread(file, error.into()),
        };
        let observation = self.engine.observe(&capture.tree);
        let best = self.engine.templates().best_match(&observation, capture.app.as_deref());
        let judged = match (&self.expected, &best) {
            (Some(expected), _) => Judged::new(file, expected, &observation, &best),
            (None, Match::Known(candidate) | Match::Unknown(Some(candidate))) => {
                let check = TemplateCheck::new(candidate.template, self.engine.noise());
                Judged::new(file, &check, &observation, &best)
            }
            (None, Match::Unknown(None)) => Judged::unlike_any(file),
        };
        let is_recognised = judged.verdict == Verdict::Recognised.as_str();
        let drift = is_recognised.then(|| {
            let mut counts = DriftCounts::default();
            for event in self.engine.inspect_capture(&capture).drift {
                *match event.severity {
                    Severity::Critical => &mut counts.critical,
                    Severity::Warning => &mut counts.warning,
                    _ => &mut counts.info,
                } += 1;
            }
            counts
        });
        Judged { drift, ..judged }
    }

    /// Per template, how many captures it recognised.
    fn seen(&self, captures: &[Judged]) -> Vec<Seen> {
        let mut counts: BTreeMap<(Option<&str>, &str), (usize, usize)> = BTreeMap::new();
        for capture in captures {
            let (Some(screen_id), Some(drift)) = (&capture.screen_id, &capture.drift) else {
                continue;
            };
            let (recognised, clean) =
                counts.entry((capture.app.as_deref(), screen_id)).or_default();
            *recognised += 1;
            *clean += usize::from(drift.total() == 0);
        }
        let seen = |template: &Template| {
            let (app, screen_id) = template.key();
            let (recognised, clean) =
                counts.get(&(app, screen_id.as_str())).copied().unwrap_or_default();
            Seen {
                screen_id: screen_id.to_string(),
                app: app.map(str::to_owned),
                version: template.version().to_string(),
                recognised,
                clean,
            }
        };
        self.engine.templates().templates().map(seen).collect()
    }
}

impl Judged {
    fn empty(file: String, verdict: &'static str) -> Self {
        Self {
            file,
            screen_id: None,
            app: None,
            verdict,
            score: 0.0,
            threshold: None,
            evidence: EvidenceParts::default(),
            missing_nodes: Vec::new(),
            forbidden_nodes: Vec::new(),
            missing_roles: Vec::new(),
            better: None,
            reasons: Vec::new(),
            drift: None,
            error: None,
        }
    }

    fn unread(file: String, error: FileError) -> Self {
        Self { error: Some(error), ..Self::empty(file, "unread") }
    }

    fn unlike_any(file: String) -> Self {
        let reasons = vec!["no template says what a screen is recognised by".to_owned()];
        Self { reasons, ..Self::empty(file, Verdict::TooLow(None).as_str()) }
    }

    fn new(file: String, check: &TemplateCheck, seen: &Observation, best: &Match<'_>) -> Self {
        let (app, screen_id) = check.template().key();
        let checked: CheckedCapture = check.judge(seen, best);
        Self {
            screen_id: Some(screen_id.to_string()),
            app: app.map(str::to_owned),
            score: wire::rounded(checked.score),
            threshold: Some(wire::rounded(checked.threshold)),
            evidence: (&checked.evidence).into(),
            reasons: checked.reasons(),
            better: checked.verdict.rival().map(|rival| Scored {
                screen_id: rival.screen_id.to_string(),
                score: wire::rounded(rival.score),
            }),
            missing_nodes: checked.missing_nodes,
            forbidden_nodes: checked.forbidden_nodes,
            missing_roles: checked.missing_roles,
            ..Self::empty(file, checked.verdict.as_str())
        }
    }

    fn outcome(&self) -> Outcome {
        match (&self.error, &self.drift) {
            (Some(_), _) => Outcome::Trouble,
            (None, Some(_)) => Outcome::Same,
            (None, None) => Outcome::Differs,
        }
    }
}

impl DriftCounts {
    fn total(&self) -> usize {
        self.critical + self.warning + self.info
    }
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
        "{}: {} templates, {}\n",
        places.join(", "),
        validated.templates,
        library::faults(validated.faults.len())
    );
    if let Some(captures) = &validated.captures {
        text += &captures_table(captures);
        let recognised = captures.iter().filter(|capture| capture.drift.is_some()).count();
        text += &format!("{recognised} of {} captures recognised\n", captures.len());
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
        let screen = capture.screen_id.as_deref().unwrap_or_default();
        let (screen, score) = match (&capture.error, &capture.drift) {
            (Some(_), _) => (output::styled(output::BAD, "not read"), String::new()),
            (None, Some(_)) => {
                (output::styled(output::GOOD, screen), format!("{:.3}", capture.score))
            }
            (None, None) => (
                output::styled(output::WARN, format_args!("not {screen}")),
                format!("{:.3}", capture.score),
            ),
        };
        let why = match &capture.error {
            Some(error) => error.message.clone(),
            None => capture.reasons.join("\n"),
        };
        let drift = capture.drift.as_ref().map(drift_cell).unwrap_or_default();
        table.add_row([&capture.file, &screen, &score, &drift, &why]);
    }
    format!("{table}\n")
}

/// `none`, or `1 critical, 2 info`.
fn drift_cell(drift: &DriftCounts) -> String {
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
