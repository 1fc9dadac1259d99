use std::fmt;

use semver::Version;
use sz_diff::DiffReport;
use sz_noise::Profile;

use crate::{Score, Template};

mod expectation;
mod identity;
mod part;
mod sure;

pub use part::TemplatePart;

/// What changed from one version of a template to another: not of the file, but of what it means.
///
/// What is written in another order, with other comments or other quotes has not changed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TemplateDiff {
    /// Every change, by the parts of a template in their order in a file.
    pub changes: Vec<TemplateChange>,
    /// The version number that has to go up; `None` where nothing changed.
    pub bump: Option<Bump>,
    /// The least that a capture which fits the old version in full scores in the new one; see [`Bump::Major`]. Such a
    /// capture has the shape of the old baseline. `None` for a new version without evidence.
    pub sure_score: Option<Score>,
    /// The difference of the two baselines with the paths of nodes, where both have one.
    pub baseline: Option<DiffReport>,
}

/// One change between two versions of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TemplateChange {
    /// What part of the template changed.
    pub part: TemplatePart,
    /// Whether more or fewer screens pass now.
    pub effect: Effect,
    /// What the change asks of the version.
    pub bump: Bump,
    /// What was there; `None` where nothing was.
    pub old: Option<String>,
    /// What is there; `None` where nothing is.
    pub new: Option<String>,
    /// The path of the node of the baseline: in the new one, or of what is gone in the old one.
    pub path: Option<String>,
    /// The change in one sentence without a full stop: `the threshold went up from 0.7 to 0.8`.
    pub sentence: String,
}

/// What a change does to the captures that pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// More is asked for, or less may differ.
    Stricter,
    /// Less is asked for, or more may differ.
    Looser,
    /// Something else is asked for.
    Different,
    /// Nothing: it is for people.
    None,
}

impl Effect {
    /// The effect's name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stricter => "stricter",
            Self::Looser => "looser",
            Self::Different => "different",
            Self::None => "none",
        }
    }
}

/// Which number of a version has to go up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bump {
    /// Only what people say of the template changed: `metadata` but for `app`.
    Patch,
    /// Nothing more is asked for to be recognised, and a capture that fits the old version in full still is. What is
    /// reported about it may change: another baseline, other noise rules or transitions, or less is asked for.
    Minor,
    /// A capture that the old version recognised may no longer be, or is another screen now: more nodes or roles are
    /// required, others forbidden, the threshold went up, there is evidence of shape where there was none, or the
    /// expected shape is so different that even a capture that fits the old version in full may miss the threshold.
    Major,
}

impl Bump {
    /// The bump's name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after this one, without pre-release and build.
    pub fn after(self, version: &Version) -> Version {
        let Version { major, minor, patch, .. } = *version;
        match self {
            Self::Patch => Version::new(major, minor, patch.saturating_add(1)),
            Self::Minor => Version::new(major, minor.saturating_add(1), 0),
            Self::Major => Version::new(major.saturating_add(1), 0, 0),
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TemplateDiff {
    /// What changed from `old` to `new`. `profile` is the noise profile that captures are observed through.
    /// Cost: near-linear in the nodes of both baselines.
    pub fn between(old: &Template, new: &Template, profile: &Profile) -> Self {
        let sure = sure::of(old, new, profile);
        let sure_score = sure.map(|sure| sure.score());
        let (baseline_changes, baseline) = expectation::baseline(old, new);
        let mut changes = identity::changes(old, new, sure.map(|sure| sure.score_by_shape()));
        changes.extend(baseline_changes);
        changes.extend(expectation::noise(old, new));
        changes.extend(expectation::transitions(old, new));
        changes.extend(expectation::metadata(old, new));
        changes.sort_by_key(|change| change.part);
        let bump = changes.iter().map(|change| change.bump).max();
        Self { changes, bump, sure_score, baseline }
    }

    /// True where both versions mean the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes there are of each part: `required nodes 1, baseline 3`; `nothing` where there is none.
    pub fn summary(&self) -> String {
        let parts = self.changes.chunk_by(|a, b| a.part == b.part);
        let counted: Vec<String> =
            parts.map(|same| format!("{} {}", same[0].part, same.len())).collect();
        if counted.is_empty() { "nothing".to_owned() } else { counted.join(", ") }
    }
}

impl TemplateChange {
    fn new(part: TemplatePart, effect: Effect, bump: Bump, sentence: String) -> Self {
        Self { part, effect, bump, old: None, new: None, path: None, sentence }
    }

    fn from(mut self, old: impl Into<String>) -> Self {
        self.old = Some(old.into());
        self
    }

    fn to(mut self, new: impl Into<String>) -> Self {
        self.new = Some(new.into());
        self
    }

    fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }
}

/// What the first list has more of, what the second has more of: both sorted, repeats counted.
fn difference<'a>(
    old: impl IntoIterator<Item = &'a str>,
    new: impl IntoIterator<Item = &'a str>,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let sorted = |texts: &mut dyn Iterator<Item = &'a str>| {
        let mut texts: Vec<&str> = texts.collect();
        texts.sort_unstable();
        texts
    };
    let (old, new) = (sorted(&mut old.into_iter()), sorted(&mut new.into_iter()));
    let (mut gone, mut added) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => (i, j) = (i + 1, j + 1),
            (Some(a), b) if b.is_none_or(|b| a < b) => {
                gone.push(*a);
                i += 1;
            }
            (_, b) => {
                added.extend(b);
                j += 1;
            }
        }
    }
    (gone, added)
}

#[cfg(test)]
mod tests;
