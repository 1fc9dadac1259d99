use sz_tree::Signature;

use super::{
    Entry,
    bound::Scale,
    facts::{Facts, Glance, Lane},
    query::Query,
    rows::AskedRows,
    sketch::{Alphabet, Asked, Spellings},
    terms::{Terms, Unread},
    tree::ClassTree,
};

/// Some of the templates of a set, indexed once and for all.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// By their places in the segment.
    pub(super) entries: Vec<Entry>,
    pub(super) lanes: Vec<Lane>,
    pub(super) glances: Vec<Glance>,
    pub(super) shapes: Spellings,
    pub(super) trees: Vec<ClassTree>,
    alphabet: Alphabet,
    pub(super) terms: Terms,
    /// The places of the templates that give a structural signature, sorted by it.
    signatures: Vec<(Signature, u32)>,
}

/// What a capture is in the terms of a segment.
#[derive(Clone, Debug)]
pub(super) struct Held<'a> {
    /// The frequent terms that hold.
    pub(super) frequent: u8,
    /// The templates that require the others.
    pub(super) unread: Unread<'a>,
    /// The rows of each tree that are of the capture's roles and terms.
    pub(super) rows: Vec<AskedRows>,
    pub(super) shape: Asked,
}

impl Segment {
    /// Indexes templates. Cost: their number times its logarithm.
    pub(super) fn build(mut facts: Vec<Facts<'_>>) -> Self {
        let alphabet = Alphabet::of(facts.iter().map(|it| it.shape));
        let mut terms = Terms::of(&facts);
        for it in &mut facts {
            if !it.repeats_a_requirement() {
                it.lane.frequent = terms.frequent(it.required);
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
        terms.post(&facts);
        let places = (0_u32..).zip(&facts);
        let signature = |(place, it): (u32, &Facts<'_>)| it.signature.map(|it| (it, place));
        let mut signatures: Vec<(Signature, u32)> = places.filter_map(signature).collect();
        signatures.sort_unstable();
        let entries = facts.iter().map(|it| it.entry).collect();
        let glances = facts.iter().map(|it| Glance::of(it, &alphabet)).collect();
        let mut shapes = Spellings::default();
        for it in &facts {
            shapes.push(it.shape, &alphabet);
        }
        Self { entries, lanes, glances, shapes, trees, alphabet, terms, signatures }
    }

    /// What a capture is in the terms of this segment. Cost: a look-up per term and per gram.
    pub(super) fn held(&self, query: &Query<'_>) -> Held<'_> {
        let (frequent, unread) = self.terms.ask(query.present);
        let rows = self.trees.iter().map(|tree| tree.rows.ask(query.roles, frequent)).collect();
        Held { frequent, unread, rows, shape: self.alphabet.ask(query.shape) }
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

    pub(super) fn scale<'q>(tree: &ClassTree, query: &'q Query<'q>, held: &Held<'_>) -> Scale<'q> {
        let (weights, structure) = (tree.weights, tree.class.structure);
        Scale { weights, structure, query, frequent: held.frequent }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
