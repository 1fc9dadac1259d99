//! The match index: which templates could fit a capture best, without scoring all of them.
//!
//! The answer is exact, because nothing is left out but what provably cannot matter. A score is a weighted mean of
//! three parts, and for each part there is a bound that costs next to nothing:
//!
//! - **Required nodes.** Rare [`terms`] are looked up in an inverted index: first among the templates of which they are the
//!   rarest, and then only as long as a template may hold enough of its terms. The most frequent terms have a bit each; of
//!   a template that is not found by a rare term, at most these hold.
//! - **Structure.** Equal signatures are looked up. What two bags of pq-grams have in common is at most what their
//!   [`sketch`]es have, and then what numbers for the grams they have in common.
//! - **Roles.** Bit sets.
//!
//! Memory far apart is what takes time. What is looked at first of a template is one line of a cache (a glance in [`facts`]),
//! and only what still may matter is looked at more closely, then scored.
//!
//! The templates that something rare speaks for come first, the most promising one before all others. What
//! they reach is the bar for the rest, which is kept in [`tree`]s of groups: of a group it is known what its templates have between
//! them, so most are passed over as a whole. (An upper bound and an early stop, as in Bayardo, Ma & Srikant,
//! "Scaling up all pairs similarity search", WWW 2007, with trees in place of their second list, because the grams of
//! screens are too frequent to be looked up one by one. Their prefix filter orders the look-ups of required nodes.)
//!
//! What was indexed is never changed. A template that is added is a [`segment`] of its own; segments are merged such
//! that each is more than twice as large as the next (Bentley & Saxe, "Decomposable searching problems", Journal of
//! Algorithms 1980), so that adding costs no more than the logarithm of the number of templates times what building costs. What
//! is removed stays until its segment is merged, and is passed over.

mod bound;
mod facts;
mod frontier;
mod query;
mod rows;
mod search;
mod segment;
mod sketch;
mod terms;
mod tree;

use crate::set::Slots;

pub(crate) use query::{Counts, Query};
pub(crate) use search::Goal;

use facts::Facts;
use search::Search;
use segment::Segment;

/// How many templates are in a leaf: as many as a word has bits.
const LANES: usize = 64;

/// A place in a set and which of the templates that were there is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) slot: u32,
    pub(crate) generation: u32,
}

/// See the documentation of the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    segments: Vec<Segment>,
}

impl Index {
    /// The index of all templates that give evidence. Cost: their number times its logarithm.
    pub(crate) fn build(slots: &Slots) -> Self {
        let entries = slots.entries().collect();
        let segment = Segment::build(Self::facts(entries, slots));
        Self { segments: vec![segment] }
    }

    /// Adds one template of the set.
    pub(crate) fn add(&mut self, entry: Entry, slots: &Slots) {
        let mut entries = vec![entry];
        while let Some(last) = self.segments.pop_if(|last| last.entries.len() <= 2 * entries.len())
        {
            entries.extend(last.entries);
        }
        self.segments.push(Segment::build(Self::facts(entries, slots)));
    }

    /// How many templates are looked after, those included that are no more.
    pub(crate) fn len(&self) -> usize {
        self.segments.iter().map(|segment| segment.entries.len()).sum()
    }

    /// Offers to `goal` every template that matters to it, and few others.
    pub(crate) fn search(&self, query: &Query<'_>, goal: &mut impl Goal) {
        Search::new(self, query, goal).run();
    }

    fn facts(entries: Vec<Entry>, slots: &Slots) -> Vec<Facts<'_>> {
        let facts = |entry: Entry| {
            let prepared = slots.get(entry)?;
            (prepared.template.evidence_count() > 0).then(|| Facts::of(entry, prepared))
        };
        entries.into_iter().filter_map(facts).collect()
    }
}
