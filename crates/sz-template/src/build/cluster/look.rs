//! What captures are compared by.

use std::collections::{BTreeMap, BTreeSet};

use sz_tree::{AriaRole, Node, State, Tree};

use super::{LooseCapture, address::Address};
use crate::{
    Observation,
    build::fact::{Fact, facts},
    pqgram::PqProfile,
};

/// Captures that nobody could tell apart, and what they are compared by.
#[derive(Debug)]
pub(super) struct Look<'a> {
    /// The places of the captures, in the order of their labels.
    pub(super) captures: Vec<usize>,
    pub(super) observation: &'a Observation,
    pub(super) shape: PqProfile,
    pub(super) address: Option<Address>,
    /// What the root is called, with `#` in place of each number.
    pub(super) title: String,
    /// The roles of the windows and dialogs there are, and the names of what is selected in lists of tabs.
    pub(super) standing: Standing<'a>,
    /// Sorted by fact.
    pub(super) facts: Vec<KnownFact>,
}

/// What makes two states of a screen two screens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing<'a> {
    frames: Vec<AriaRole>,
    selected: BTreeSet<&'a str>,
}

/// A fact that a look has.
#[derive(Clone, Copy, Debug)]
pub(super) struct KnownFact {
    /// Equal facts of looks that are compared have equal numbers.
    pub(super) number: usize,
    /// How likely it is to stay, in `0.0..=1.0`.
    pub(super) permanence: f64,
    /// How few shapes of looks have it: 1 where no other has, near 0 where all have.
    pub(super) rarity: f64,
    /// No other look has it.
    pub(super) is_lone: bool,
}

/// The looks that have a fact.
#[derive(Debug, Default)]
struct Having {
    n_looks: usize,
    shapes: BTreeSet<u64>,
}

/// The looks of the captures at these places, in an order that depends on nothing but what they look like.
pub(super) fn looks<'a>(captures: &[LooseCapture<'a>], places: &[usize]) -> Vec<Look<'a>> {
    let mut equal: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
    for &place in places {
        let signatures = captures[place].observation.signatures();
        equal.entry(*signatures.full.as_bytes()).or_default().push(place);
    }
    let mut looks: Vec<Look<'a>> = Vec::with_capacity(equal.len());
    let mut known: Vec<BTreeMap<Fact<'a>, f64>> = Vec::with_capacity(equal.len());
    for mut captures_of in equal.into_values() {
        captures_of.sort_by_key(|&place| (captures[place].label, place));
        let Some(&first) = captures_of.first() else { continue };
        let observation = captures[first].observation;
        let tree = observation.kept();
        // Where a screen is is compared on its own.
        let named = facts(tree).into_iter().filter(|(fact, _)| !fact.is_address());
        known.push(named.map(|(fact, prospect)| (fact, prospect.permanence)).collect());
        looks.push(Look {
            captures: captures_of,
            observation,
            shape: PqProfile::of(tree),
            address: tree.root().attribute("url").and_then(Address::parse),
            title: without_numbers(tree.root().name()),
            standing: Standing::of(tree),
            facts: Vec::new(),
        });
    }
    // However many captures there are of a screen, its facts are no less its own.
    let shapes: Vec<u64> = looks.iter().map(|look| look.shape.digest()).collect();
    let mut having: BTreeMap<Fact<'a>, Having> = BTreeMap::new();
    for (known, &shape) in known.iter().zip(&shapes) {
        for fact in known.keys() {
            let having = having.entry(*fact).or_default();
            having.n_looks += 1;
            having.shapes.insert(shape);
        }
    }
    let numbers: BTreeMap<Fact<'a>, usize> = having.keys().copied().zip(0..).collect();
    let all = (shapes.iter().collect::<BTreeSet<_>>().len() + 1) as f64;
    for (look, known) in looks.iter_mut().zip(known) {
        let numbered = known.into_iter().map(|(fact, permanence)| KnownFact {
            number: numbers[&fact],
            permanence,
            rarity: (all / having[&fact].shapes.len() as f64).ln() / all.ln(),
            is_lone: having[&fact].n_looks == 1,
        });
        look.facts = numbered.collect();
    }
    looks
}

impl<'a> Standing<'a> {
    fn of(tree: &'a Tree) -> Self {
        use AriaRole as R;
        let frame = |node: Node<'_>| {
            let frames = [R::Window, R::Dialog, R::Alertdialog];
            node.role().aria().filter(|role| frames.contains(role))
        };
        let is_selected = |node: &Node<'_>| node.role() == R::Tab && node.is(State::Selected);
        let mut frames: Vec<AriaRole> = tree.nodes().filter_map(frame).collect();
        frames.sort_unstable();
        Self { frames, selected: tree.nodes().filter(is_selected).map(Node::name).collect() }
    }
}

/// The text with `#` in place of each number that is a word of its own.
pub(super) fn without_numbers(text: &str) -> String {
    let is_number = |word: &str| !word.is_empty() && word.chars().all(char::is_numeric);
    let masked = |piece: &str| {
        // The sign behind a word belongs to its piece.
        let end = piece.find(|c: char| !c.is_alphanumeric()).unwrap_or(piece.len());
        let (word, sign) = piece.split_at(end);
        if is_number(word) { format!("#{sign}") } else { piece.to_owned() }
    };
    text.split_inclusive(|c: char| !c.is_alphanumeric()).map(masked).collect()
}
