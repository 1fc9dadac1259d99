use rustc_hash::FxHashMap;

use super::{facts::Facts, query::Query};
use crate::vocabulary::TermId;

/// What the templates of a segment require.
///
/// Every template's terms are ordered from the rarest to the most frequent. Of a template of n terms of which the first to hold
/// is the one at place p, at most n - p hold, so that a term is first looked up among the templates of which it is the
/// rarest, and among those of which it is a later one only as long as these can still matter (the prefix filter of
/// Bayardo, Ma & Srikant, "Scaling up all pairs similarity search", WWW 2007).
#[derive(Clone, Debug)]
pub(super) struct Terms {
    by_id: FxHashMap<TermId, Term>,
    /// For one term after the other, the templates that require it, those first of which most can hold.
    postings: Vec<Posting>,
    /// The terms of one template after the other, as they follow each other in the set: those of one application are likely
    /// to be asked about together.
    required: Vec<TermId>,
    /// Where those of each template start and end, by place.
    lists: Vec<(u32, u32)>,
}

/// How a required term is looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Term {
    /// Where its postings are.
    start: u32,
    end: u32,
    /// Its bit among the frequent terms, and no bit where it is not one of them.
    frequent: u8,
}

/// A template that requires a term, by its place in the segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) place: u32,
    /// At least the share of its terms that hold where this is the first one to, in parts of [`WHOLE`].
    pub(super) share: u8,
    /// Which of its terms it is.
    nth: u16,
    /// Where its terms are.
    list: (u32, u32),
}

/// How finely shares are told apart.
pub(super) const WHOLE: u8 = 16;

/// What of the postings is still to be read, for each term that holds.
pub(super) type Unread<'a> = Vec<&'a [Posting]>;

impl Posting {
    fn new(place: u32, nth: usize, list: (u32, u32)) -> Self {
        let n = (list.1 - list.0) as usize;
        let share = ((n - nth) * usize::from(WHOLE)).div_ceil(n);
        Self {
            place,
            share: u8::try_from(share).unwrap_or(WHOLE),
            nth: u16::try_from(nth).unwrap_or(u16::MAX),
            list,
        }
    }

    /// How many terms the template requires.
    pub(super) fn n_required(&self) -> u32 {
        self.list.1 - self.list.0
    }
}

impl Terms {
    /// Chooses the frequent terms, which only then can be told of each template.
    pub(super) fn of(facts: &[Facts<'_>]) -> Self {
        let by_id = frequent_terms(facts);
        Self { by_id, postings: Vec::new(), required: Vec::new(), lists: Vec::new() }
    }

    /// The bits of those of these terms that are frequent.
    pub(super) fn frequent(&self, terms: &[TermId]) -> u8 {
        let bit = |id: &TermId| self.by_id.get(id).map_or(0, |term| term.frequent);
        terms.iter().map(bit).fold(0, |bits, bit| bits | bit)
    }

    /// Posts the terms of templates, which are in their places and know which of the frequent ones they require.
    pub(super) fn post(&mut self, facts: &[Facts<'_>]) {
        let counts = counts(facts);
        let mut pairs: Vec<(TermId, Posting)> = Vec::new();
        let mut numbered: Vec<(u32, &Facts<'_>)> = (0_u32..).zip(facts).collect();
        numbered.sort_unstable_by_key(|(_, it)| it.entry.slot);
        self.lists = vec![(0, 0); facts.len()];
        for (place, it) in numbered {
            let by_id = &self.by_id;
            let bit = |id: TermId| by_id.get(&id).map_or(0, |term| term.frequent);
            let is_frequent = |id: TermId| bit(id) & it.lane.frequent != 0;
            let mut terms = it.required.to_vec();
            // Terms that are not posted come last: none of those that are may wait for one of them.
            terms.sort_by_cached_key(|&id| (is_frequent(id), counts.get(&id).copied(), id));
            let start = self.required.len();
            let list = (number(start), number(start + terms.len()));
            self.lists.get_mut(place as usize).into_iter().for_each(|it| *it = list);
            let mut before = None;
            for (nth, &id) in terms.iter().enumerate() {
                if before != Some(id) && !is_frequent(id) {
                    pairs.push((id, Posting::new(place, nth, list)));
                }
                before = Some(id);
            }
            self.required.extend(terms);
        }
        pairs.sort_unstable_by_key(|(id, it)| (*id, std::cmp::Reverse(it.share), it.place));
        let mut start = 0;
        for run in pairs.chunk_by(|a, b| a.0 == b.0) {
            let end = start + run.len();
            if let Some(&(id, _)) = run.first() {
                let term = self.by_id.entry(id).or_default();
                (term.start, term.end) = (number(start), number(end));
            }
            start = end;
        }
        self.postings = pairs.into_iter().map(|(_, posting)| posting).collect();
    }

    /// The frequent terms that hold, and the postings of all others. Cost: a look-up per term.
    pub(super) fn ask(&self, present: &[TermId]) -> (u8, Unread<'_>) {
        let mut frequent = 0;
        let mut unread = Vec::new();
        for term in present.iter().filter_map(|id| self.by_id.get(id)) {
            frequent |= term.frequent;
            let postings = self.postings.get(term.start as usize..term.end as usize);
            unread.extend(postings.filter(|postings| !postings.is_empty()));
        }
        (frequent, unread)
    }

    /// How many terms of the template at this place hold.
    pub(super) fn n_held(&self, place: u32, query: &Query<'_>) -> u32 {
        let list = self.lists.get(place as usize).copied().unwrap_or_default();
        self.required(list).iter().map(|&id| u32::from(query.has(id))).sum()
    }

    /// How many terms of a template hold, and 0 where it was posted with a rarer one of them, too.
    pub(super) fn n_held_first(&self, posting: &Posting, query: &Query<'_>) -> u32 {
        let terms = self.required(posting.list);
        let (mut n_rarer, mut n_held) = (0, 0);
        for (nth, &id) in (0..).zip(terms) {
            let held = u32::from(query.has(id));
            n_rarer += held * u32::from(nth < u32::from(posting.nth));
            n_held += held;
        }
        if n_rarer == 0 { n_held } else { 0 }
    }

    fn required(&self, (start, end): (u32, u32)) -> &[TermId] {
        self.required.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// How many templates require each term.
fn counts(facts: &[Facts<'_>]) -> FxHashMap<TermId, u32> {
    let mut counts = FxHashMap::default();
    for id in facts.iter().flat_map(|it| it.required) {
        *counts.entry(*id).or_default() += 1;
    }
    counts
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The terms that so many templates require that going through those would take too long, at most one per bit: more make
/// groups of templates less alike, and are looked up fast enough.
fn frequent_terms(facts: &[Facts<'_>]) -> FxHashMap<TermId, Term> {
    /// Terms of fewer templates are rare.
    const FEW: usize = 32;
    /// Terms of fewer than one in so many templates are rare.
    const SHARE: usize = 200;
    let mut ids: Vec<TermId> = facts.iter().flat_map(|it| it.required).copied().collect();
    ids.sort_unstable();
    let is_frequent = |run: &&[TermId]| run.len() >= FEW.max(facts.len() / SHARE);
    let mut frequent: Vec<&[TermId]> = ids.chunk_by(|a, b| a == b).filter(is_frequent).collect();
    frequent.sort_by_key(|run| std::cmp::Reverse(run.len()));
    let bits = (0..u8::BITS).map(|bit| 1 << bit);
    let terms = frequent.iter().filter_map(|run| run.first()).zip(bits);
    terms.map(|(&id, frequent)| (id, Term { frequent, ..Term::default() })).collect()
}
