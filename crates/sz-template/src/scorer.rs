use crate::{
    Candidate, Evidence, Observation, Score, TemplateSet,
    index::{Counts, Entry, Query},
    pqgram::PqProfile,
    role_set::RoleSet,
    set::Prepared,
    vocabulary::Present,
};

/// Scores templates of a set against one capture.
#[derive(Debug)]
pub(crate) struct Scorer<'a, 'o> {
    set: &'a TemplateSet,
    observation: &'o Observation,
    present: Present<'o>,
    roles: RoleSet,
    depth: usize,
    shape: PqProfile,
}

impl<'a: 'o, 'o> Scorer<'a, 'o> {
    pub(crate) fn new(set: &'a TemplateSet, observation: &'o Observation) -> Self {
        let kept = observation.kept();
        Self {
            set,
            observation,
            present: set.vocabulary().present(kept),
            roles: RoleSet::of(kept),
            depth: kept.depth(),
            shape: PqProfile::of(observation.view()),
        }
    }

    /// What the index is asked.
    pub(crate) fn query(&self) -> Query<'_> {
        let counts = Counts { depth: self.depth, nodes: self.observation.kept().len() };
        let signature = self.observation.signatures().structural;
        Query::new(self.present.held(), signature, &self.shape, counts, &self.roles)
    }

    /// The template that is meant, scored, if it is still in the set.
    pub(crate) fn candidate_of(&self, entry: Entry) -> Option<Candidate<'a>> {
        Some(self.candidate(entry.slot, self.set.slots().get(entry)?))
    }

    pub(crate) fn candidate(&self, slot: u32, prepared: &'a Prepared) -> Candidate<'a> {
        let given = |part: usize, whole: usize| (whole > 0).then(|| Score::ratio(part, whole));
        let expected = &prepared.expected_roles;
        let evidence = Evidence {
            required: given(self.present.count(&prepared.required), prepared.required.len()),
            structure: self.structure(prepared),
            roles: given(expected.common(&self.roles), expected.len()),
        };
        let is_forbidden = self.present.has_any(&prepared.forbidden);
        let score = if is_forbidden { Score::ZERO } else { evidence.score() };
        Candidate { slot, template: &prepared.template, score, evidence }
    }

    /// 1 on equal structural signatures, else the likeness to the baseline, else of depth and node count as the
    /// prototype had it, else 0; `None` where the template says nothing of shape.
    fn structure(&self, prepared: &Prepared) -> Option<Score> {
        let template = &prepared.template;
        if !template.has_structure() {
            return None;
        }
        if template.structure_signature() == Some(self.observation.signatures().structural) {
            return Some(Score::ONE);
        }
        if let Some(shape) = &prepared.shape {
            return Some(shape.similarity(&self.shape));
        }
        let nodes = self.observation.kept().len();
        let counts = [(template.depth(), self.depth), (template.node_count(), nodes)];
        let (sum, given) = counts
            .iter()
            .filter_map(|&(expected, found)| Some(Score::likeness(expected?, found).get()))
            .fold((0.0, 0.0), |(sum, given), likeness| (sum + likeness, given + 1.0));
        Some(Score::new(sum / given).unwrap_or(Score::ZERO))
    }
}
