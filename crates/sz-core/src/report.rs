use sz_drift::DriftEvent;
use sz_formats::Quality;
use sz_template::{Candidate, Evidence, Score, ScreenId};
use sz_tree::Signatures;

/// What the pipeline says of one capture.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The application: the capture's, else the template's.
    pub app: Option<String>,
    /// How far the capture can be believed. Where it shows no screen, none is named; where it is not whole, the screen
    /// is named and its drift not judged, because what is missing may only not have been captured.
    pub quality: Quality,
    /// How many nodes there were, and how many are not noise.
    pub nodes: NodeCounts,
    /// The signatures of the tree without noise.
    pub signatures: Signatures,
    /// Which screen it is.
    pub matched: MatchReport,
    /// How it drifted; one event of kind `unknown_screen` where the screen is not known. Empty means no drift only
    /// where the capture [is whole](sz_formats::Verdict::is_whole).
    pub drift: Vec<DriftEvent>,
    /// What custom rules took out of the drift.
    pub suppressed: Vec<DriftEvent>,
    /// How alike screen and baseline are, `0.0..=1.0`; `None` where they were not compared.
    pub similarity: Option<f64>,
}

/// Nodes before and after the noise filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeCounts {
    /// In the capture.
    pub read: usize,
    /// Without noise.
    pub kept: usize,
}

/// Which screen a capture is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MatchReport {
    /// The screen; `None` where no template passes its threshold.
    pub screen_id: Option<ScreenId>,
    /// The version of its template.
    pub version: Option<String>,
    /// The score of that template; 0 where there is none.
    pub score: Score,
    /// Of an unknown screen, the template that came nearest.
    pub nearest: Option<Nearest>,
    /// The parts of the score of the screen, or of the nearest.
    pub evidence: Evidence,
}

/// A template that did not reach its threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Its screen.
    pub screen_id: ScreenId,
    /// Its score.
    pub score: Score,
}

impl MatchReport {
    pub(crate) fn known(candidate: &Candidate<'_>) -> Self {
        Self {
            screen_id: Some(candidate.template.screen_id().clone()),
            version: Some(candidate.template.version().to_string()),
            score: candidate.score,
            nearest: None,
            evidence: candidate.evidence,
        }
    }

    pub(crate) fn unknown(nearest: Option<&Candidate<'_>>) -> Self {
        Self {
            screen_id: None,
            version: None,
            score: Score::ZERO,
            nearest: nearest.map(|nearest| Nearest {
                screen_id: nearest.template.screen_id().clone(),
                score: nearest.score,
            }),
            evidence: nearest.map(|nearest| nearest.evidence).unwrap_or_default(),
        }
    }
}
