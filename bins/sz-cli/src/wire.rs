//! The shapes that scripts rely on. Renaming a field here breaks them; in the libraries it does not.

use serde::Serialize;
use sz_core::{
    DriftEvent, Evidence, Node, Quality, Report, Signatures, drift::Status, formats::one_line,
};

use crate::{input::InputError, output};

/// One inspected file.
#[derive(Debug, Serialize)]
pub(crate) struct Inspected {
    pub(crate) file: String,
    pub(crate) app: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) quality: Option<QualityText>,
    pub(crate) nodes: Option<NodeCounts>,
    pub(crate) signatures: Option<SignatureTexts>,
    #[serde(rename = "match")]
    pub(crate) matched: Option<Matched>,
    pub(crate) drift: Vec<Drift>,
    /// What rules of the policy took out of the drift.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) suppressed: Vec<Drift>,
    pub(crate) similarity: Option<f64>,
    pub(crate) ledger: Option<LedgerPlace>,
    pub(crate) error: Option<FileError>,
}

/// How far a capture can be believed.
#[derive(Debug, Serialize)]
pub(crate) struct QualityText {
    pub(crate) verdict: &'static str,
    pub(crate) reason: String,
    /// The screen was compared with its baseline.
    #[serde(skip)]
    pub(crate) is_judged: bool,
    /// There is a screen.
    #[serde(skip)]
    pub(crate) is_screen: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct NodeCounts {
    pub(crate) read: usize,
    pub(crate) kept: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct SignatureTexts {
    pub(crate) full: String,
    pub(crate) structural: String,
    pub(crate) content: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Matched {
    pub(crate) screen_id: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) score: f64,
    pub(crate) nearest: Option<Scored>,
    pub(crate) evidence: EvidenceParts,
}

#[derive(Debug, Serialize)]
pub(crate) struct Scored {
    pub(crate) screen_id: String,
    pub(crate) score: f64,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct EvidenceParts {
    pub(crate) required: Option<f64>,
    pub(crate) structure: Option<f64>,
    pub(crate) roles: Option<f64>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Drift {
    pub(crate) id: String,
    pub(crate) fingerprint: String,
    pub(crate) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pattern: Option<&'static str>,
    pub(crate) severity: &'static str,
    pub(crate) change: &'static str,
    pub(crate) path: Option<String>,
    pub(crate) selector: Option<String>,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    pub(crate) similarity: Option<f64>,
    pub(crate) rule: String,
    pub(crate) explanation: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) notify: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) rule_errors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) known: Option<KnownText>,
}

/// What a register of known drift says of an event.
#[derive(Debug, Serialize)]
pub(crate) struct KnownText {
    pub(crate) status: &'static str,
    pub(crate) times: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) because: Option<&'static str>,
    /// It is neither ignored nor approved.
    #[serde(skip)]
    pub(crate) counts: bool,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct LedgerPlace {
    pub(crate) index: u64,
    pub(crate) size: u64,
    pub(crate) root: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct FileError {
    pub(crate) kind: String,
    pub(crate) message: String,
    pub(crate) at: Option<String>,
}

impl FileError {
    /// `line 3, column 5: what is wrong`.
    pub(crate) fn line(&self) -> String {
        match &self.at {
            None => self.message.clone(),
            Some(at) => format!("{at}: {}", self.message),
        }
    }
}

/// One matched file.
#[derive(Debug, Serialize)]
pub(crate) struct FileMatch {
    pub(crate) file: String,
    pub(crate) screen_id: Option<String>,
    pub(crate) score: f64,
    pub(crate) candidates: Vec<Scored>,
    pub(crate) quality: Option<QualityText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<FileError>,
}

/// One node found by a query.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    pub(crate) file: String,
    pub(crate) path: String,
    pub(crate) role: String,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) value: Option<String>,
}

impl From<&Quality> for QualityText {
    fn from(quality: &Quality) -> Self {
        let verdict = quality.verdict();
        Self {
            verdict: verdict.as_str(),
            reason: one_line(quality.reason()).into_owned(),
            is_judged: verdict.is_whole(),
            is_screen: verdict.shows_a_screen(),
        }
    }
}

impl QualityText {
    /// `not judged, truncated: the server goes 50 levels deep`; of a complete capture what there is to know.
    pub(crate) fn line(&self) -> String {
        let Self { verdict, reason, .. } = self;
        if self.is_judged {
            return if reason.is_empty() {
                String::new()
            } else {
                output::styled(output::DIM, format_args!("note: {reason}"))
            };
        }
        let verdict = format_args!("not judged, {}", verdict.replace('_', " "));
        format!("{}: {reason}", output::styled(output::BAD, verdict))
    }
}

impl From<InputError> for FileError {
    fn from(error: InputError) -> Self {
        Self { kind: error.kind, message: error.message, at: error.at }
    }
}

impl From<&Signatures> for SignatureTexts {
    fn from(signatures: &Signatures) -> Self {
        Self {
            full: signatures.full.to_string(),
            structural: signatures.structural.to_string(),
            content: signatures.content.to_string(),
        }
    }
}

impl From<&Evidence> for EvidenceParts {
    fn from(evidence: &Evidence) -> Self {
        Self {
            required: evidence.required.map(rounded),
            structure: evidence.structure.map(rounded),
            roles: evidence.roles.map(rounded),
        }
    }
}

/// A score as it is printed: six digits say more than enough and are the same everywhere.
pub(crate) fn rounded(score: sz_core::Score) -> f64 {
    round(score.get())
}

pub(crate) fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

impl From<&DriftEvent> for Drift {
    fn from(event: &DriftEvent) -> Self {
        Self {
            id: event.id.to_string(),
            fingerprint: event.fingerprint.to_string(),
            kind: event.kind.as_str(),
            pattern: event.pattern.map(sz_core::drift::DarkPattern::as_str),
            severity: event.severity.as_str(),
            change: event.change.as_str(),
            path: event.path.as_ref().map(ToString::to_string),
            selector: event.selector.clone(),
            old: event.old.clone(),
            new: event.new.clone(),
            similarity: event.similarity.map(round),
            rule: event.rule.to_string(),
            explanation: event.explanation.clone(),
            tags: event.tags.clone(),
            notify: event.notify.clone(),
            rule_errors: event.rule_errors.iter().map(ToString::to_string).collect(),
            known: None,
        }
    }
}

impl From<Status> for KnownText {
    fn from(status: Status) -> Self {
        let (until, because) = match status {
            Status::Ignored { until, .. } => (Some(until.to_string()), None),
            Status::Returned { because, .. } => (None, Some(because.as_str())),
            _ => (None, None),
        };
        let (times, counts) = (status.times(), status.counts());
        Self { status: status.as_str(), times, until, because, counts }
    }
}

impl Drift {
    /// False for drift that is ignored or approved.
    pub(crate) fn counts(&self) -> bool {
        self.known.as_ref().is_none_or(|known| known.counts)
    }
}

impl From<&Report> for Matched {
    fn from(report: &Report) -> Self {
        let matched = &report.matched;
        Self {
            screen_id: matched.screen_id.as_ref().map(ToString::to_string),
            version: matched.version.as_ref().map(ToString::to_string),
            score: rounded(matched.score),
            nearest: matched.nearest.as_ref().map(|nearest| Scored {
                screen_id: nearest.screen_id.to_string(),
                score: rounded(nearest.score),
            }),
            evidence: (&matched.evidence).into(),
        }
    }
}

impl Inspected {
    /// A file that was read and judged.
    pub(crate) fn judged(file: String, source: String, report: &Report) -> Self {
        Self {
            file,
            app: report.app.clone(),
            source: Some(source),
            quality: Some((&report.quality).into()),
            nodes: Some(NodeCounts { read: report.nodes.read, kept: report.nodes.kept }),
            signatures: Some((&report.signatures).into()),
            matched: Some(report.into()),
            drift: report.drift.iter().map(Drift::from).collect(),
            suppressed: report.suppressed.iter().map(Drift::from).collect(),
            similarity: report.similarity.map(round),
            ledger: None,
            error: None,
        }
    }

    /// A file that could not be read. Where its source could not capture, that is what it is worth.
    pub(crate) fn failed(file: String, error: InputError) -> Self {
        let quality = error.verdict.map(|verdict| Quality::new(verdict, error.message.clone()));
        Self {
            file,
            app: None,
            source: None,
            quality: quality.as_ref().map(QualityText::from),
            nodes: None,
            signatures: None,
            matched: None,
            drift: Vec::new(),
            suppressed: Vec::new(),
            similarity: None,
            ledger: None,
            error: Some(error.into()),
        }
    }
}

impl FileMatch {
    /// A file that no template fits.
    pub(crate) fn new(file: String) -> Self {
        Self {
            file,
            screen_id: None,
            score: 0.0,
            candidates: Vec::new(),
            quality: None,
            error: None,
        }
    }

    /// A file that could not be read. Where its source could not capture, that is what it is worth.
    pub(crate) fn failed(file: String, error: InputError) -> Self {
        let quality = error.verdict.map(|verdict| Quality::new(verdict, error.message.clone()));
        let quality = quality.as_ref().map(QualityText::from);
        Self { quality, error: Some(error.into()), ..Self::new(file) }
    }
}

impl Found {
    pub(crate) fn new(file: &str, node: Node<'_>) -> Self {
        Self {
            file: file.to_owned(),
            path: node.path().to_string(),
            role: node.role().to_string(),
            name: node.name().to_owned(),
            value: node.value().map(str::to_owned),
        }
    }
}
