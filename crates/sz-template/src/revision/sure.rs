//! What a capture that fits one version of a template in full is sure to score in another.

use sz_noise::Profile;

use super::difference;
use crate::{Evidence, Observation, Requirement, Score, Template, TemplateSet};

/// What a capture that fits the old version in full brings to the new one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sure {
    evidence: Evidence,
    may_be_forbidden: bool,
}

/// What a capture that fits `old` in full is sure of in `new`; `None` for a fallback.
///
/// Such a capture has every node and role that `old` asks for, nothing that it forbids, and its shape: by the
/// signature where both give the same, else that of the old baseline. What `new` asks for beyond that counts as
/// absent, what it forbids beyond that as present.
pub(super) fn of(old: &Template, new: &Template, profile: &Profile) -> Option<Sure> {
    if new.evidence_count() == 0 {
        return None;
    }
    let fresh = |old: &[Requirement], new: &[Requirement]| {
        difference(old.iter().map(Requirement::as_str), new.iter().map(Requirement::as_str)).1.len()
    };
    let share = |fresh: usize, all: usize| (all > 0).then(|| Score::ratio(all - fresh, all));
    let required = fresh(old.required_nodes(), new.required_nodes());
    let roles = difference(
        old.expected_roles().iter().map(String::as_str),
        new.expected_roles().iter().map(String::as_str),
    );
    let evidence = Evidence {
        required: share(required, new.required_nodes().len()),
        structure: new.has_structure().then(|| structure(old, new, profile)),
        roles: share(roles.1.len(), new.expected_roles().len()),
    };
    let may_be_forbidden = fresh(old.forbidden_nodes(), new.forbidden_nodes()) > 0;
    Some(Sure { evidence, may_be_forbidden })
}

impl Sure {
    pub(super) fn score(&self) -> Score {
        if self.may_be_forbidden { Score::ZERO } else { self.evidence.score() }
    }

    /// The score if nothing but the expected shape had changed.
    pub(super) fn score_by_shape(&self) -> Score {
        let full = |part: Option<Score>| part.map(|_| Score::ONE);
        let Evidence { required, structure, roles } = self.evidence;
        Evidence { required: full(required), structure, roles: full(roles) }.score()
    }
}

fn structure(old: &Template, new: &Template, profile: &Profile) -> Score {
    let signature = new.structure_signature();
    if signature.is_some() && signature == old.structure_signature() {
        return Score::ONE;
    }
    if let Some(baseline) = old.baseline() {
        // Roles that no snapshot is written with make a baseline unlike itself as a capture.
        if new.baseline() == Some(baseline) {
            return Score::ONE;
        }
        // The old baseline, taken for a capture.
        let observation = Observation::new(&baseline.tree, profile);
        let set = TemplateSet::new([new.clone()], profile);
        let candidates = set.candidates(&observation, 1);
        return candidates.first().and_then(|it| it.evidence.structure).unwrap_or(Score::ZERO);
    }
    if new.baseline().is_some() {
        return Score::ZERO;
    }
    let counts = [(old.depth(), new.depth()), (old.node_count(), new.node_count())];
    let likeness: Vec<f64> = counts
        .into_iter()
        .filter_map(|(old, new)| new.map(|new| (old, new)))
        .map(|(old, new)| old.map_or(0.0, |old| Score::likeness(old, new).get()))
        .collect();
    let mean = likeness.iter().sum::<f64>() / likeness.len() as f64;
    Score::new(mean).unwrap_or(Score::ZERO)
}
