//! Captures held against templates.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::bail;
use rayon::prelude::*;
use serde::Serialize;
use sz_core::{
    Engine, Library, Match, Observation, Quality, Severity, Template,
    template::{CheckedCapture, Recognition, TemplateCheck},
};

use crate::{
    cli::BaselineValidate,
    exit::Outcome,
    input::{self, InputError, Reader},
    library, progress,
    wire::{self, EvidenceParts, FileError, QualityText, Scored},
};

/// One capture, held against the template it should be of, or else against the one it fits best.
#[derive(Serialize)]
pub(super) struct Judged {
    pub(super) file: String,
    pub(super) screen_id: Option<String>,
    pub(super) app: Option<String>,
    /// `recognised`, `outscored`, `too_low`, `forbidden`; `no_screen` for a capture that shows none, `unread` for a file that
    /// is no capture.
    pub(super) recognition: &'static str,
    /// What the capture is worth.
    pub(super) quality: Option<QualityText>,
    pub(super) score: f64,
    pub(super) threshold: Option<f64>,
    pub(super) evidence: EvidenceParts,
    pub(super) missing_nodes: Vec<String>,
    pub(super) forbidden_nodes: Vec<String>,
    pub(super) missing_roles: Vec<String>,
    /// The template that took the capture instead.
    pub(super) better: Option<Scored>,
    /// Why it is not recognised, in words.
    pub(super) reasons: Vec<String>,
    /// What drifted, where it is recognised.
    pub(super) drift: Option<DriftCounts>,
    pub(super) error: Option<FileError>,
}

#[derive(Default, Serialize)]
pub(super) struct DriftCounts {
    pub(super) critical: usize,
    pub(super) warning: usize,
    pub(super) info: usize,
}

/// How many captures were recognised as one screen.
#[derive(Serialize)]
pub(super) struct Seen {
    pub(super) screen_id: String,
    pub(super) app: Option<String>,
    pub(super) version: String,
    pub(super) recognised: usize,
    pub(super) clean: usize,
}

/// What captures are held against.
pub(super) struct Judge {
    engine: Engine,
    reader: Reader,
    /// The template that every capture should be of.
    expected: Option<TemplateCheck>,
}

impl Judge {
    pub(super) fn new(library: Library, arguments: &BaselineValidate) -> anyhow::Result<Self> {
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
    pub(super) fn captures(&self, arguments: &[PathBuf]) -> anyhow::Result<Vec<Judged>> {
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
            Err(error) => return Judged::unread(file, error),
        };
        let quality = &capture.quality;
        if !quality.verdict().shows_a_screen() {
            return Judged::no_screen(file, quality);
        }
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
        let is_compared = judged.is_recognised() && quality.verdict().is_whole();
        let drift = is_compared.then(|| {
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
        Judged { drift, quality: Some(quality.into()), ..judged }
    }

    /// Per template, how many captures it recognised.
    pub(super) fn seen(&self, captures: &[Judged]) -> Vec<Seen> {
        let mut counts: BTreeMap<(Option<&str>, &str), (usize, usize)> = BTreeMap::new();
        for capture in captures {
            let Some(screen_id) = capture.screen_id.as_deref().filter(|_| capture.is_recognised())
            else {
                continue;
            };
            let (recognised, clean) =
                counts.entry((capture.app.as_deref(), screen_id)).or_default();
            *recognised += 1;
            *clean += usize::from(capture.drift.as_ref().is_some_and(|drift| drift.total() == 0));
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
    fn empty(file: String, recognition: &'static str) -> Self {
        Self {
            file,
            screen_id: None,
            app: None,
            recognition,
            quality: None,
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

    fn unread(file: String, error: InputError) -> Self {
        Self { error: Some(error.into()), ..Self::empty(file, "unread") }
    }

    fn no_screen(file: String, quality: &Quality) -> Self {
        let reasons = vec![quality.to_string()];
        Self { quality: Some(quality.into()), reasons, ..Self::empty(file, "no_screen") }
    }

    pub(super) fn is_recognised(&self) -> bool {
        self.recognition == Recognition::Recognised.as_str()
    }

    fn unlike_any(file: String) -> Self {
        let reasons = vec!["no template says what a screen is recognised by".to_owned()];
        Self { reasons, ..Self::empty(file, Recognition::TooLow(None).as_str()) }
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
            better: checked.recognition.rival().map(|rival| Scored {
                screen_id: rival.screen_id.to_string(),
                score: wire::rounded(rival.score),
            }),
            missing_nodes: checked.missing_nodes,
            forbidden_nodes: checked.forbidden_nodes,
            missing_roles: checked.missing_roles,
            ..Self::empty(file, checked.recognition.as_str())
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        // Of what was not captured whole there is no telling.
        let is_whole = self.quality.as_ref().is_some_and(|quality| quality.is_judged);
        match (is_whole, self.is_recognised()) {
            (false, _) => Outcome::Trouble,
            (true, true) => Outcome::Same,
            (true, false) => Outcome::Differs,
        }
    }
}

impl DriftCounts {
    fn total(&self) -> usize {
        self.critical + self.warning + self.info
    }
}
