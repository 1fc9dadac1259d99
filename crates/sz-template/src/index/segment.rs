use rustc_hash::FxHashMap;
use sz_tree::Signature;

use super::{
    Entry,
    bound::Scale,
    facts::{Facts, Lane},
    query::Query,
    sketch::{Alphabet, Asked, Sketch},
    tree::ClassTree,
};
use crate::vocabulary::TermId;

/// Some of the templates of a set, indexed once and for all.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// By their places in the segment.
    pub(super) entries: Vec<Entry>,
    pub(super) lanes: Vec<Lane>,
    pub(super) sketches: Vec<Sketch>,
    pub(super) trees: Vec<ClassTree>,
    alphabet: Alphabet,
    terms: FxHashMap<TermId, Term>,
    /// The places of the templates that require a term, for one term after the other.
    postings: Vec<u32>,
    /// The places of the templates that give a structural signature, sorted by it.
    signatures: Vec<(Signature, u32)>,
}

/// How a required term is looked up.
#[derive(Clone, Copy, Debug, Default)]
struct Term {
    /// Where its postings are.
    start: u32,
    end: u32,
    /// Its bit among the frequent terms, and no bit where it is not one of them.
    frequent: u64,
}

/// What a capture is in the terms of a segment.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The frequent terms that hold.
    pub(super) frequent: u64,
    /// The templates of which other terms hold, by place, and how many.
    pub(super) rare: Vec<(u32, u32)>,
    pub(super) shape: Asked,
}

impl Segment {
    /// Indexes templates. Cost: their number times its logarithm.
    pub(super) fn build(mut facts: Vec<Facts<'_>>) -> Self {
        let alphabet = Alphabet::of(facts.iter().map(|it| it.shape));
        let mut terms = frequent_terms(&facts);
        for it in &mut facts {
            it.sketch = alphabet.sketch(it.shape);
            if !it.repeats_a_requirement() {
                let bit = |id: &TermId| terms.get(id).map_or(0, |term| term.frequent);
                it.lane.frequent = it.required.iter().map(bit).fold(0, |bits, bit| bits | bit);
            }
        }
        facts.sort_unstable_by_key(|it| (it.class, it.entry.slot));
        facts.chunk_by_mut(|a, b| a.class == b.class).for_each(ClassTree::order);
        let lanes: Vec<Lane> = facts.iter().map(|it| it.lane.clone()).collect();
        let mut trees = Vec::new();
        let mut rest = &*lanes;
        for class in facts.chunk_by(|a, b| a.class == b.class) {
            let Some((these, others)) = rest.split_at_checked(class.len()) else { break };
            let first = number(lanes.len() - rest.len());
            trees.extend(class.first().map(|it| ClassTree::new(it.class, these, first)));
            rest = others;
        }
        let postings = post(&facts, &mut terms);
        let places = (0_u32..).zip(&facts);
        let signature = |(place, it): (u32, &Facts<'_>)| it.signature.map(|it| (it, place));
        let mut signatures: Vec<(Signature, u32)> = places.filter_map(signature).collect();
        signatures.sort_unstable();
        let entries = facts.iter().map(|it| it.entry).collect();
        let sketches = facts.into_iter().map(|it| it.sketch).collect();
        Self { entries, lanes, sketches, trees, alphabet, terms, postings, signatures }
    }

    /// What a capture holds of the terms. Cost: a look-up per term, and the templates that require a rare one.
    pub(super) fn held(&self, query: &Query<'_>) -> Held {
        let mut frequent = 0;
        let mut places: Vec<u32> = Vec::new();
        for term in query.present.iter().filter_map(|id| self.terms.get(id)) {
            frequent |= term.frequent;
            let postings = self.postings.get(term.start as usize..term.end as usize);
            places.extend(postings.unwrap_or_default());
        }
        places.sort_unstable();
        let same = places.chunk_by(|a, b| a == b);
        let count = |run: &[u32]| Some((*run.first()?, number(run.len())));
        Held {
            frequent,
            rare: same.filter_map(count).collect(),
            shape: self.alphabet.ask(query.shape),
        }
    }

    /// The templates of this structural signature, by place.
    pub(super) fn of_signature(&self, signature: Signature) -> impl Iterator<Item = u32> {
        let start = self.signatures.partition_point(|(other, _)| *other < signature);
        let rest = self.signatures.get(start..).unwrap_or_default();
        rest.iter().take_while(move |(other, _)| *other == signature).map(|&(_, place)| place)
    }

    /// The tree of the template at this place.
    pub(super) fn tree_of(&self, place: u32) -> Option<&ClassTree> {
        let after = self.trees.partition_point(|tree| tree.first <= place);
        self.trees.get(after.checked_sub(1)?)
    }

    pub(super) fn scale<'q>(tree: &ClassTree, query: &'q Query<'q>, held: &Held) -> Scale<'q> {
        let (weights, structure) = (tree.weights, tree.class.structure);
        Scale { weights, structure, query, frequent: held.frequent }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The terms that so many templates require that going through those would take too long, at most one per bit.
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
    let bits = (0..u64::BITS).map(|bit| 1 << bit);
    let terms = frequent.iter().filter_map(|run| run.first()).zip(bits);
    terms.map(|(&id, frequent)| (id, Term { frequent, ..Term::default() })).collect()
}

/// Where each term that is not frequent is required. A term that a template requires twice is posted twice.
fn post(facts: &[Facts<'_>], terms: &mut FxHashMap<TermId, Term>) -> Vec<u32> {
    let mut pairs: Vec<(TermId, u32)> = Vec::new();
    for (place, it) in (0_u32..).zip(facts) {
        let frequent = |id: &TermId| terms.get(id).map_or(0, |term| term.frequent);
        let rare = it.required.iter().filter(|id| frequent(id) & it.lane.frequent == 0);
        pairs.extend(rare.map(|&id| (id, place)));
    }
    pairs.sort_unstable();
    let mut start = 0;
    for run in pairs.chunk_by(|a, b| a.0 == b.0) {
        let end = start + run.len();
        if let Some(&(id, _)) = run.first() {
            let term = terms.entry(id).or_default();
            (term.start, term.end) = (number(start), number(end));
        }
        start = end;
    }
    pairs.into_iter().map(|(_, place)| place).collect()
}
