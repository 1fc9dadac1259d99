use semver::Version;
use sz_noise::Profile;

use crate::{Bump, KeptVersion, Lineage, ScreenId, SetVersionError, TemplateDiff, set_version};

/// Whose content counts where two libraries have different content under one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefer {
    /// That of the library that is there.
    Ours,
    /// That of the library that comes in.
    Theirs,
}

/// What becomes of one screen when a library takes in another.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MergedScreen {
    /// The application.
    pub app: Option<String>,
    /// The screen.
    pub screen_id: ScreenId,
    /// What becomes of it.
    pub outcome: MergeOutcome,
    /// The version that is current afterwards.
    pub version: Version,
    /// The text to write as the current one; `None` where ours stays as it is.
    pub current: Option<String>,
    /// Versions that our history does not have yet, and their texts.
    pub history: Vec<(Version, String)>,
    /// Different content under one version.
    pub conflicts: Vec<MergeConflict>,
}

/// What becomes of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MergeOutcome {
    /// We had no template of this screen.
    Added,
    /// Both have the same.
    Same,
    /// Theirs is newer; ours goes to the history.
    Replaced,
    /// Ours is newer; theirs goes to the history.
    Kept,
    /// Both have different content under one version, and nobody said whose counts. Nothing may be written.
    Conflict,
    /// So they have, and ours was said to count: theirs is left out.
    PreferredOurs,
    /// So they have, and theirs was said to count: it becomes a new version, and ours goes to the history.
    PreferredTheirs,
}

impl MergeOutcome {
    /// The outcome's name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Same => "same",
            Self::Replaced => "replaced",
            Self::Kept => "kept",
            Self::Conflict => "conflict",
            Self::PreferredOurs => "preferred_ours",
            Self::PreferredTheirs => "preferred_theirs",
        }
    }
}

/// One version with two contents.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MergeConflict {
    /// The version.
    pub version: Version,
    /// The file of ours.
    pub ours: String,
    /// The file of theirs.
    pub theirs: String,
    /// What differs from ours to theirs.
    pub diff: TemplateDiff,
    /// The version that theirs should have to follow ours.
    pub next: Version,
    /// True where it is the current version of both. An earlier one is never rewritten: ours stays in the history, and
    /// theirs is left out.
    pub is_current: bool,
}

/// Takes the versions of a screen in their library into ours: every version of both is kept, and the higher one of
/// the two current ones is current. Nothing of ours is lost, whatever is preferred.
///
/// # Errors
/// Theirs was preferred, and its text cannot take a new version.
pub fn merge_screen(
    ours: Option<&Lineage>,
    theirs: &Lineage,
    prefer: Option<Prefer>,
    profile: &Profile,
) -> Result<MergedScreen, SetVersionError> {
    let Some(ours) = ours else { return Ok(added(theirs)) };
    let conflicts = conflicts(ours, theirs, profile);
    let (a, b) = (&ours.current().template, &theirs.current().template);
    let (app, screen_id) = a.key();
    let merged = |outcome, version: &Version, current| MergedScreen {
        app: app.map(str::to_owned),
        screen_id: screen_id.clone(),
        outcome,
        version: version.clone(),
        current,
        history: Vec::new(),
        conflicts: Vec::new(),
    };
    let theirs_wins = match (&*conflicts, prefer) {
        ([], _) | (_, Some(_)) => b.version() > a.version(),
        (_, None) => {
            return Ok(MergedScreen {
                conflicts,
                ..merged(MergeOutcome::Conflict, a.version(), None)
            });
        }
    };
    let is_current_in_conflict = conflicts.iter().any(|conflict| conflict.version == *b.version());
    let mut history = missing(ours, theirs);
    let mut result = if is_current_in_conflict && (a.version() == b.version() || theirs_wins) {
        // What is current with them has a version that means something else with us.
        match prefer {
            Some(Prefer::Theirs) => {
                let version = next(ours, theirs, &TemplateDiff::between(a, b, profile));
                let text = set_version(&theirs.current().text, &version)?;
                history.extend(own(ours));
                merged(MergeOutcome::PreferredTheirs, &version, Some(text))
            }
            _ => merged(MergeOutcome::PreferredOurs, a.version(), None),
        }
    } else if theirs_wins {
        history.extend(own(ours));
        merged(MergeOutcome::Replaced, b.version(), Some(theirs.current().text.clone()))
    } else if a.version() == b.version() {
        merged(MergeOutcome::Same, a.version(), None)
    } else {
        history.extend(own(theirs).filter(|(version, _)| ours.get(version).is_none()));
        merged(MergeOutcome::Kept, a.version(), None)
    };
    history.sort_by(|a, b| a.0.cmp(&b.0));
    (result.history, result.conflicts) = (history, conflicts);
    Ok(result)
}

fn added(theirs: &Lineage) -> MergedScreen {
    let (app, screen_id) = theirs.current().template.key();
    let history = theirs.earlier().map(|kept| (kept.template.version().clone(), kept.text.clone()));
    MergedScreen {
        app: app.map(str::to_owned),
        screen_id: screen_id.clone(),
        outcome: MergeOutcome::Added,
        version: theirs.current().template.version().clone(),
        current: Some(theirs.current().text.clone()),
        history: history.collect(),
        conflicts: Vec::new(),
    }
}

fn conflicts(ours: &Lineage, theirs: &Lineage, profile: &Profile) -> Vec<MergeConflict> {
    let is_current = |lineage: &Lineage, kept: &KeptVersion| {
        lineage.current().template.version() == kept.template.version()
    };
    let conflict = |theirs_kept: &KeptVersion| {
        let version = theirs_kept.template.version();
        let ours_kept = ours.get(version)?;
        let diff = TemplateDiff::between(&ours_kept.template, &theirs_kept.template, profile);
        (!diff.is_empty()).then(|| MergeConflict {
            version: version.clone(),
            ours: ours_kept.source.clone(),
            theirs: theirs_kept.source.clone(),
            next: next(ours, theirs, &diff),
            diff,
            is_current: is_current(ours, ours_kept) && is_current(theirs, theirs_kept),
        })
    };
    theirs.versions().iter().filter_map(conflict).collect()
}

/// Their earlier versions that we have not.
fn missing(ours: &Lineage, theirs: &Lineage) -> Vec<(Version, String)> {
    let is_missing = |kept: &&KeptVersion| ours.get(kept.template.version()).is_none();
    let missing = theirs.earlier().filter(is_missing);
    missing.map(|kept| (kept.template.version().clone(), kept.text.clone())).collect()
}

/// The current version, on its way to the history.
fn own(lineage: &Lineage) -> impl Iterator<Item = (Version, String)> {
    let current = lineage.current();
    std::iter::once((current.template.version().clone(), current.text.clone()))
}

/// The version for their content after ours, higher than every one of both.
fn next(ours: &Lineage, theirs: &Lineage, diff: &TemplateDiff) -> Version {
    let bump = diff.bump.unwrap_or(Bump::Patch);
    ours.next(bump).max(theirs.next(bump))
}

#[cfg(test)]
mod tests;
