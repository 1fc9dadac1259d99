use std::cmp::Ordering;

use crate::{
    Evidence, Observation, Score, Template, TemplateSet,
    index::{Entry, Goal},
    scorer::Scorer,
};

/// A template and how well a capture fits it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The template's place in its set.
    pub(crate) slot: u32,
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

    /// Best first: by score, then those of the application `app`, then by evidence, screen, application and place.
    fn rank(&self, other: &Self, app: Option<&str>) -> Ordering {
        let is_same_app = |it: &Self| app.is_some() && it.template.metadata().app() == app;
        let (a, b) = (self.template, other.template);
        (other.score.get().total_cmp(&self.score.get()))
            .then_with(|| is_same_app(other).cmp(&is_same_app(self)))
            .then_with(|| b.evidence_count().cmp(&a.evidence_count()))
            .then_with(|| a.screen_id().cmp(b.screen_id()))
            .then_with(|| a.metadata().app().cmp(&b.metadata().app()))
            .then_with(|| self.slot.cmp(&other.slot))
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
    /// The answer is exactly that of scoring every template, as [`Self::scores`] does, in a small part of the time. `app` is where
    /// the capture came from, if known: of equals, the template of the same application wins.
    pub fn best_match<'a>(&'a self, observation: &Observation, app: Option<&str>) -> Match<'a> {
        let fallback = self.fallback(app);
        let scorer = Scorer::new(self, observation);
        let mut goal = Best {
            scorer: &scorer,
            app,
            asks_for_nearest: fallback.is_none(),
            passing: None,
            nearest: None,
        };
        self.index().search(&scorer.query(), &mut goal);
        match goal.passing.or(fallback) {
            Some(best) => Match::Known(best),
            None => Match::Unknown(goal.nearest),
        }
    }

    /// The `count` best templates, best first, whether they pass their threshold or not. Templates
    /// without evidence are left out.
    pub fn candidates(&self, observation: &Observation, count: usize) -> Vec<Candidate<'_>> {
        if count >= self.len() {
            let mut all = self.scores(observation);
            all.sort_unstable_by(|a, b| a.rank(b, None));
            return all;
        }
        let scorer = Scorer::new(self, observation);
        let mut goal = Top { scorer: &scorer, count, candidates: Vec::with_capacity(count + 1) };
        if count > 0 {
            self.index().search(&scorer.query(), &mut goal);
        }
        goal.candidates
    }

    /// Every template that gives evidence, scored, in the order of the set: what [`Self::best_match`] and
    /// [`Self::candidates`] find the first of. Cost: linear in the templates and the nodes of their baselines.
    pub fn scores(&self, observation: &Observation) -> Vec<Candidate<'_>> {
        let scorer = Scorer::new(self, observation);
        let with_evidence =
            self.slots().filled().filter(|(_, it)| it.template.evidence_count() > 0);
        with_evidence.map(|(slot, prepared)| scorer.candidate(slot, prepared)).collect()
    }

    /// The template without evidence that stands in when nothing is recognised.
    fn fallback(&self, app: Option<&str>) -> Option<Candidate<'_>> {
        let fallbacks = self.slots().fallbacks().map(|(slot, prepared)| Candidate {
            slot,
            template: &prepared.template,
            score: Score::ZERO,
            evidence: Evidence::default(),
        });
        fallbacks.min_by(|a, b| a.rank(b, app))
    }
}

/// The best template that passes its threshold, else the nearest.
struct Best<'a, 's> {
    scorer: &'s Scorer<'a, 's>,
    app: Option<&'s str>,
    asks_for_nearest: bool,
    passing: Option<Candidate<'a>>,
    nearest: Option<Candidate<'a>>,
}

impl Goal for Best<'_, '_> {
    fn floor(&self, threshold: f32, evidence: u32) -> f32 {
        let Some(best) = &self.passing else {
            let nearest = self.nearest.as_ref().map_or(f32::NEG_INFINITY, |it| single(it.score));
            return if self.asks_for_nearest { threshold.min(nearest) } else { threshold };
        };
        // Nothing scores more than 1, and of equals the one with more evidence wins, unless it is of another application.
        let is_of_app = self.app.is_none_or(|app| best.template.metadata().app() == Some(app));
        let has_less = (evidence as usize) < best.template.evidence_count();
        let cannot_win = best.score == Score::ONE && is_of_app && has_less;
        if cannot_win { f32::INFINITY } else { single(best.score) }
    }

    fn offer(&mut self, entry: Entry) {
        let Some(candidate) = self.scorer.candidate_of(entry) else { return };
        let beats = |other: &Option<Candidate<'_>>| {
            other.is_none_or(|other| candidate.rank(&other, self.app) == Ordering::Less)
        };
        if candidate.passes() && beats(&self.passing) {
            self.passing = Some(candidate);
        }
        if beats(&self.nearest) {
            self.nearest = Some(candidate);
        }
    }
}

/// A number of templates, best first.
struct Top<'a, 's> {
    scorer: &'s Scorer<'a, 's>,
    count: usize,
    candidates: Vec<Candidate<'a>>,
}

impl Goal for Top<'_, '_> {
    fn floor(&self, _: f32, _: u32) -> f32 {
        let last = self.candidates.last().filter(|_| self.candidates.len() == self.count);
        last.map_or(f32::NEG_INFINITY, |last| single(last.score))
    }

    fn offer(&mut self, entry: Entry) {
        let Some(candidate) = self.scorer.candidate_of(entry) else { return };
        let is_better = |other: &Candidate<'_>| other.rank(&candidate, None) == Ordering::Less;
        let place = self.candidates.partition_point(is_better);
        self.candidates.insert(place, candidate);
        self.candidates.truncate(self.count);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the index allows for rounding")]
fn single(score: Score) -> f32 {
    score.get() as f32
}

#[cfg(test)]
mod tests;
