use std::cmp::Ordering;

use crate::{
    Evidence, Observation, Score, Template, TemplateSet, pqgram::PqProfile, role_set::RoleSet,
    set::Prepared, vocabulary::Present,
};

/// A template and how well a capture fits it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The template's place in its set.
    pub(crate) index: usize,
    /// The template.
    pub template: &'a Template,
    /// The whole score; 0 where a forbidden node is present.
    pub score: Score,
    /// The parts of the score.
    pub evidence: Evidence,
}

impl Candidate<'_> {
    /// True where the score reaches the template's threshold.
    pub fn passes(&self) -> bool {
        self.score >= self.template.threshold()
    }
}

/// The answer to "which screen is this?".
#[derive(Clone, Copy, Debug)]
pub enum Match<'a> {
    /// This screen.
    Known(Candidate<'a>),
    /// No template passes its threshold; the nearest one, if there is any template with evidence.
    Unknown(Option<Candidate<'a>>),
}

impl TemplateSet {
    /// The best template for a capture: the highest score among those that pass their own threshold; of equal
    /// scores the one with more evidence, then the first by screen id. A template without any evidence
    /// answers only when nothing else passes.
    ///
    /// The answer is exactly that of scoring every template; shapes are compared only where, by what is known
    /// without, one could still win. `app` is where the capture came from, if known: of equals, the template of the same
    /// application wins.
    pub fn best_match<'a>(&'a self, observation: &Observation, app: Option<&str>) -> Match<'a> {
        let scorer = Scorer::new(self, observation);
        let beats = |candidate: &Candidate<'a>, other: &Option<Candidate<'a>>| {
            other.is_none_or(|other| rank(candidate, &other, app) == Ordering::Less)
        };
        let (mut best, mut nearest) = (None::<Candidate<'a>>, None::<Candidate<'a>>);
        for rough in scorer.by_upper_bound() {
            let could_pass = rough.upper_bound >= self.prepared()[rough.index].template.threshold();
            let could_win = could_pass && best.is_none_or(|best| rough.upper_bound >= best.score);
            let could_be_nearest =
                best.is_none() && nearest.is_none_or(|n| rough.upper_bound >= n.score);
            if !could_win && !could_be_nearest {
                continue;
            }
            let candidate = scorer.candidate(&rough);
            if candidate.passes() && beats(&candidate, &best) {
                best = Some(candidate);
            }
            if beats(&candidate, &nearest) {
                nearest = Some(candidate);
            }
        }
        match best.or_else(|| self.fallback(app)) {
            Some(best) => Match::Known(best),
            None => Match::Unknown(nearest),
        }
    }

    /// The `count` best templates, best first, whether they pass their threshold or not. Templates
    /// without evidence are left out.
    pub fn candidates(&self, observation: &Observation, count: usize) -> Vec<Candidate<'_>> {
        let scorer = Scorer::new(self, observation);
        let mut top: Vec<Candidate<'_>> = Vec::with_capacity(count.min(self.len()) + 1);
        for rough in scorer.by_upper_bound() {
            let is_full = top.len() == count;
            if is_full && top.last().is_none_or(|last| rough.upper_bound < last.score) {
                break;
            }
            let candidate = scorer.candidate(&rough);
            let place = top.partition_point(|t| rank(t, &candidate, None) != Ordering::Greater);
            top.insert(place, candidate);
            top.truncate(count);
        }
        top
    }

    /// The template without evidence that stands in when nothing is recognised.
    fn fallback(&self, app: Option<&str>) -> Option<Candidate<'_>> {
        self.prepared()
            .iter()
            .enumerate()
            .filter(|(_, prepared)| prepared.template.evidence_count() == 0)
            .map(|(index, prepared)| Candidate {
                index,
                template: &prepared.template,
                score: Score::ZERO,
                evidence: Evidence::default(),
            })
            .min_by(|a, b| rank(a, b, app))
    }
}

/// Best first.
fn rank(a: &Candidate<'_>, b: &Candidate<'_>, app: Option<&str>) -> Ordering {
    let is_same_app = |c: &Candidate<'_>| app.is_some() && c.template.metadata().app() == app;
    b.score
        .get()
        .total_cmp(&a.score.get())
        .then_with(|| is_same_app(b).cmp(&is_same_app(a)))
        .then_with(|| b.template.evidence_count().cmp(&a.template.evidence_count()))
        .then_with(|| a.template.screen_id().cmp(b.template.screen_id()))
}

/// Scores the templates of a set against one capture.
struct Scorer<'a, 'o> {
    set: &'a TemplateSet,
    observation: &'o Observation,
    present: Present,
    roles: RoleSet,
    depth: usize,
    shape: std::cell::OnceCell<PqProfile>,
}

/// What is known of a template's score before shapes are compared: its structure is a bound.
struct Rough {
    index: usize,
    evidence: Evidence,
    upper_bound: Score,
    is_forbidden: bool,
}

impl<'a, 'o> Scorer<'a, 'o> {
    fn new(set: &'a TemplateSet, observation: &'o Observation) -> Self {
        let kept = observation.kept();
        Self {
            set,
            observation,
            present: set.vocabulary().present(kept),
            roles: RoleSet::of(kept),
            depth: kept.depth(),
            shape: std::cell::OnceCell::new(),
        }
    }

    /// Every template that has evidence, the most promising first.
    fn by_upper_bound(&self) -> Vec<Rough> {
        let mut rough: Vec<Rough> = self
            .set
            .prepared()
            .iter()
            .enumerate()
            .filter(|(_, prepared)| prepared.template.evidence_count() > 0)
            .map(|(index, prepared)| self.rough(index, prepared))
            .collect();
        rough.sort_unstable_by(|a, b| {
            let bounds = b.upper_bound.get().total_cmp(&a.upper_bound.get());
            bounds.then(a.index.cmp(&b.index))
        });
        rough
    }

    fn rough(&self, index: usize, prepared: &Prepared) -> Rough {
        let is_forbidden = self.present.count(&prepared.forbidden) > 0;
        let expected = &prepared.expected_roles;
        let given = |part: usize, whole: usize| (whole > 0).then(|| Score::ratio(part, whole));
        let evidence = Evidence {
            required: given(self.present.count(&prepared.required), prepared.required.len()),
            structure: self.structure(prepared, PqProfile::similarity_at_most),
            roles: given(expected.common(&self.roles), expected.len()),
        };
        let upper_bound = if is_forbidden { Score::ZERO } else { evidence.score() };
        Rough { index, evidence, upper_bound, is_forbidden }
    }

    fn candidate(&self, rough: &Rough) -> Candidate<'a> {
        let prepared = &self.set.prepared()[rough.index];
        let structure = self.structure(prepared, PqProfile::similarity);
        let evidence = Evidence { structure, ..rough.evidence };
        let score = if rough.is_forbidden { Score::ZERO } else { evidence.score() };
        Candidate { index: rough.index, template: &prepared.template, score, evidence }
    }

    /// 1 on equal structural signatures, else the likeness to the baseline as `compare` has it, else of
    /// depth and node count as the prototype had it, else 0; `None` where the template says nothing of shape.
    fn structure(
        &self,
        prepared: &Prepared,
        compare: impl Fn(&PqProfile, &PqProfile) -> Score,
    ) -> Option<Score> {
        let template = &prepared.template;
        if !template.has_structure() {
            return None;
        }
        if template.structure_signature() == Some(self.observation.signatures().structural) {
            return Some(Score::ONE);
        }
        if let Some(baseline) = &prepared.baseline {
            let shape = self.shape.get_or_init(|| PqProfile::of(self.observation.view()));
            return Some(compare(&baseline.shape, shape));
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
