use std::fmt;

use sz_noise::Profile;
use sz_tree::Role;

use crate::{
    Candidate, Evidence, Match, Observation, Requirement, Score, ScreenId, Template, TemplateSet,
};

/// One template, made ready to say of captures whether they are its screen, and why not.
#[derive(Clone, Debug)]
pub struct TemplateCheck {
    /// Of this template alone.
    set: TemplateSet,
    template: Template,
}

/// What a template says of a capture.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CheckedCapture {
    /// Whether the capture is recognised as the template's screen.
    pub recognition: Recognition,
    /// How well the capture fits.
    pub score: Score,
    /// The score it needs.
    pub threshold: Score,
    /// The parts of the score.
    pub evidence: Evidence,
    /// The required nodes that are not there.
    pub missing_nodes: Vec<String>,
    /// How many nodes are required.
    pub required_count: usize,
    /// The forbidden nodes that are there.
    pub forbidden_nodes: Vec<String>,
    /// The expected roles that do not occur.
    pub missing_roles: Vec<String>,
}

/// Whether a capture is recognised as a template's screen.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Recognition {
    /// It is.
    Recognised,
    /// The template would take it, and another one fits better.
    Outscored(Rival),
    /// The score does not reach the threshold; the template that takes the capture in its place, if there is one.
    TooLow(Option<Rival>),
    /// A forbidden node is there; the template that takes the capture in its place, if there is one.
    Forbidden(Option<Rival>),
}

/// The template that a capture was recognised by in place of another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// The application of the template.
    pub app: Option<String>,
    /// Its screen.
    pub screen_id: ScreenId,
    /// How well the capture fits it.
    pub score: Score,
}

impl Recognition {
    /// Its name in output.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Recognised => "recognised",
            Self::Outscored(_) => "outscored",
            Self::TooLow(_) => "too_low",
            Self::Forbidden(_) => "forbidden",
        }
    }

    /// The template that the capture was recognised by instead.
    pub fn rival(&self) -> Option<&Rival> {
        match self {
            Self::Recognised => None,
            Self::Outscored(rival) => Some(rival),
            Self::TooLow(rival) | Self::Forbidden(rival) => rival.as_ref(),
        }
    }
}

impl TemplateCheck {
    /// Prepares a template. `profile` is the noise profile that captures are observed through.
    pub fn new(template: &Template, profile: &Profile) -> Self {
        let set = TemplateSet::new([template.clone()], profile);
        Self { set, template: template.clone() }
    }

    /// The template.
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// How well a capture fits.
    pub(crate) fn score(&self, observation: &Observation) -> f64 {
        self.set.candidates(observation, 1).first().map_or(0.0, |it| it.score.get())
    }

    /// Whether a capture is this template's screen, where `best` is what a set of templates that this one is part of
    /// says of it.
    pub fn judge(&self, observation: &Observation, best: &Match<'_>) -> CheckedCapture {
        let candidates = self.set.candidates(observation, 1);
        let (score, evidence) = candidates
            .first()
            .map_or((Score::ZERO, Evidence::default()), |it| (it.score, it.evidence));
        let kept = observation.kept();
        let is_there = |it: &&Requirement| kept.nodes().any(|node| it.is_met_by(node));
        let texts = |requirements: &mut dyn Iterator<Item = &Requirement>| {
            requirements.map(|requirement| requirement.as_str().to_owned()).collect::<Vec<_>>()
        };
        let template = &self.template;
        let mut missing = template.required_nodes().iter().filter(|it| !is_there(it));
        let mut forbidden = template.forbidden_nodes().iter().filter(is_there);
        let is_role_there = |name: &&String| {
            let role = Role::from_name(name);
            kept.nodes().any(|node| node.role() == role)
        };
        let missing_roles =
            template.expected_roles().iter().filter(|role| !is_role_there(role)).cloned().collect();
        let forbidden_nodes = texts(&mut forbidden);
        CheckedCapture {
            recognition: self.recognition(score, !forbidden_nodes.is_empty(), best),
            score,
            threshold: template.threshold(),
            evidence,
            missing_nodes: texts(&mut missing),
            required_count: template.required_nodes().len(),
            forbidden_nodes,
            missing_roles,
        }
    }

    fn recognition(&self, score: Score, is_forbidden: bool, best: &Match<'_>) -> Recognition {
        let rival = match best {
            Match::Known(best) if best.template.key() == self.template.key() => {
                return Recognition::Recognised;
            }
            Match::Known(best) => Some(Rival::from(best)),
            Match::Unknown(_) => None,
        };
        match rival {
            rival if is_forbidden => Recognition::Forbidden(rival),
            Some(rival) if score >= self.template.threshold() => Recognition::Outscored(rival),
            rival => Recognition::TooLow(rival),
        }
    }
}

impl From<&Candidate<'_>> for Rival {
    fn from(candidate: &Candidate<'_>) -> Self {
        let (app, screen_id) = candidate.template.key();
        Self { app: app.map(str::to_owned), screen_id: screen_id.clone(), score: candidate.score }
    }
}

impl fmt::Display for Rival {
    /// `` `checkout` of shop (0.950) ``.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.app {
            None => write!(f, "`{}` ({})", self.screen_id, self.score),
            Some(app) => write!(f, "`{}` of {app} ({})", self.screen_id, self.score),
        }
    }
}

impl CheckedCapture {
    /// Why the capture is not recognised, in words, the weightiest first; empty where it is.
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if let Some(forbidden) = list(&self.forbidden_nodes) {
            reasons.push(format!("forbidden and there: {forbidden}"));
        }
        match &self.recognition {
            Recognition::Recognised => return Vec::new(),
            Recognition::Outscored(rival) => {
                reasons.push(format!("{rival} fits better than {}", self.score));
            }
            Recognition::TooLow(_) if self.evidence == Evidence::default() => {
                reasons
                    .push("it has no evidence, and takes only what nothing else takes".to_owned());
            }
            Recognition::TooLow(_) => {
                reasons.push(format!("scores {} and needs {}", self.score, self.threshold));
            }
            Recognition::Forbidden(_) => {}
        }
        if let Some(missing) = list(&self.missing_nodes) {
            let (n, all) = (self.missing_nodes.len(), self.required_count);
            reasons.push(format!("{n} of {all} required nodes missing: {missing}"));
        }
        if let Some(structure) = self.evidence.structure.filter(|&score| score < Score::ONE) {
            reasons.push(format!("the structure is alike to {structure}"));
        }
        if let Some(missing) = list(&self.missing_roles) {
            reasons.push(format!("roles missing: {missing}"));
        }
        if let Recognition::TooLow(Some(rival)) | Recognition::Forbidden(Some(rival)) =
            &self.recognition
        {
            reasons.push(format!("recognised as {rival}"));
        }
        reasons
    }
}

/// How many texts a reason names.
const MAX_NAMED: usize = 5;

/// `` `a`, `b` and 3 more ``; `None` where there is nothing.
fn list(texts: &[String]) -> Option<String> {
    let named: Vec<String> = texts.iter().take(MAX_NAMED).map(|it| format!("`{it}`")).collect();
    match texts.len().saturating_sub(MAX_NAMED) {
        _ if texts.is_empty() => None,
        0 => Some(named.join(", ")),
        more => Some(format!("{} and {more} more", named.join(", "))),
    }
}

#[cfg(test)]
mod tests;
