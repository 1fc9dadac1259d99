//! Whether a subtree of a screen is what a baseline with an open shape says, and if not, which of its children are
//! which.
//!
//! The children of a node of the baseline are *particles*: each stands for one child of the screen's node, for none if it
//! is optional, for several if it is repeated. The children of the screen's node are *items*. `ordered` finds which item
//! is which particle where order counts, `unordered` where it does not. What is under a pair decides whether
//! it fits, so the two sides are walked together, level by level, on a stack of their own.
//!
//! Nothing here hides a change: pairs are compared field by field later, and where the work gets too much an answer
//! is "does not fit", never "fits".

mod ordered;
mod unordered;

use std::{cmp::Ordering, collections::HashMap, ops::Range};

use self::{ordered::Ordered, unordered::Unordered};
use crate::{
    baseline::{ChildrenRule, Occurs, Rules},
    fingerprint::{Prints, node_at, to_u32},
    judge::Judge,
    outcome::Side,
    structure::Structure,
};

/// How well an item can be taken for a particle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is what the particle says, with everything under it.
    Fits,
    /// It has the particle's role and is this much unlike it: more than nothing, and less than [`STRANGE`].
    Like(u8),
    /// It is something else.
    Stranger,
}

/// What it costs that an item is no particle's, and that a particle has no item.
const STRANGE: u8 = 16;

/// How many nodes of a subtree are looked at to tell how much it is like another.
const SAMPLE: u32 = 32;

/// An item taken for a particle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The particle, as a node of the baseline.
    pub(crate) a: u32,
    /// The item, as a node of the screen.
    pub(crate) b: u32,
    /// Nothing differs between the two subtrees but what the baseline leaves open.
    pub(crate) fits: bool,
}

/// A particle and an item as places in the lists of children.
type Pair = (u32, u32);

/// How far an assignment of items to particles has come.
#[derive(Debug)]
enum Progress {
    /// It goes on once it is known whether this pair fits.
    Asks(Pair),
    /// There is one in which everything fits: these pairs; or none.
    Ends(Option<Vec<(Pair, bool)>>),
}

/// What a list of children may be.
#[derive(Clone, Debug)]
struct Content {
    particles: Vec<Occurs>,
    items: u32,
    rule: ChildrenRule,
}

/// Finds out what fits, and remembers.
pub(crate) struct Fits<'t> {
    a: Side<'t>,
    b: Side<'t>,
    judge: Judge<'t>,
    rules: &'t Rules,
    structure: &'t Structure,
    /// Of subtrees that were looked at as a whole.
    known: HashMap<(u32, u32), bool>,
    /// Comparisons of nodes that may still be made.
    budget: u64,
}

/// One level of the walk.
struct Frame {
    pair: (u32, u32),
    a: Vec<u32>,
    b: Vec<u32>,
    work: Work,
}

enum Work {
    Ordered(Ordered),
    Unordered(Unordered),
}

impl Work {
    fn run(&mut self, verdict: impl FnMut(Pair) -> Option<Verdict>) -> Progress {
        match self {
            Self::Ordered(ordered) => ordered.run(verdict),
            Self::Unordered(unordered) => unordered.run(verdict),
        }
    }
}

impl<'t> Fits<'t> {
    pub(crate) fn new(
        (a, b): (Side<'t>, Side<'t>),
        judge: Judge<'t>,
        rules: &'t Rules,
        structure: &'t Structure,
    ) -> Self {
        let nodes = u64::from(a.1.len()) + u64::from(b.1.len());
        let known = HashMap::new();
        Self { a, b, judge, rules, structure, known, budget: 16 * nodes + (1 << 19) }
    }

    pub(crate) fn rules(&self) -> &'t Rules {
        self.rules
    }

    pub(crate) fn structure(&self) -> &'t Structure {
        self.structure
    }

    /// Of the baseline and of the screen.
    pub(crate) fn prints(&self) -> (&'t Prints, &'t Prints) {
        (self.a.1, self.b.1)
    }

    /// True where the subtree of the screen is what the baseline says.
    pub(crate) fn accepts(&mut self, a: u32, b: u32) -> bool {
        if let Some(fits) = self.at_once(a, b) {
            return fits;
        }
        let mut frames = vec![self.frame(a, b, true)];
        let mut last = false;
        while let Some(Frame { pair, a, b, work }) = frames.last_mut() {
            let verdict = |(particle, item): Pair| {
                let fits = self.at_once(a[particle as usize], b[item as usize])?;
                Some(if fits { Verdict::Fits } else { Verdict::Stranger })
            };
            match work.run(verdict) {
                Progress::Asks((particle, item)) => {
                    let (a, b) = (a[particle as usize], b[item as usize]);
                    frames.push(self.frame(a, b, true));
                }
                Progress::Ends(taken) => {
                    last = taken.is_some();
                    self.known.insert(*pair, last);
                    frames.pop();
                }
            }
        }
        last
    }

    /// Which children of `b`, a node of the screen, are which children of `a`: everything that fits, and what is
    /// likest to it.
    pub(crate) fn align(&mut self, a: u32, b: u32) -> Vec<Taken> {
        let is_clean = self.accepts(a, b);
        let Frame { a, b, mut work, .. } = self.frame(a, b, is_clean);
        let node = |pair: Pair| (a[pair.0 as usize], b[pair.1 as usize]);
        let progress = work.run(|pair| {
            let (a, b) = node(pair);
            Some(self.verdict(a, b))
        });
        let Progress::Ends(Some(pairs)) = progress else { return Vec::new() };
        let taken = pairs.into_iter().map(|(pair, fits)| {
            let (a, b) = node(pair);
            Taken { a, b, fits }
        });
        taken.collect()
    }

    fn verdict(&mut self, a: u32, b: u32) -> Verdict {
        let (node_a, node_b) = (node_at(self.a.0, a), node_at(self.b.0, b));
        if node_a.role() != node_b.role() {
            Verdict::Stranger
        } else if self.accepts(a, b) {
            Verdict::Fits
        } else {
            Verdict::Like(self.unlikeness(a, b))
        }
    }

    /// How much there is to tell between two nodes of one role: by their names, and by how many of the first nodes under
    /// them are called the same.
    fn unlikeness(&self, a: u32, b: u32) -> u8 {
        const LEAST: u8 = 2;
        const MOST: u8 = STRANGE - 2;
        let is_called_same = self.is_called_same(a, b);
        let (end_a, end_b) = (self.a.1.end(a), self.b.1.end(b));
        if end_a == a + 1 && end_b == b + 1 {
            let is_named = !node_at(self.a.0, a).name().is_empty();
            return match (is_called_same, is_named) {
                (true, true) => LEAST,
                (true, false) => MOST / 2,
                (false, _) => MOST - 1,
            };
        }
        let left = a + 1..end_a.min(a + SAMPLE);
        let right = b + 1..end_b.min(b + SAMPLE);
        let all = left.len() + right.len();
        let in_place = left.clone().zip(right.clone()).filter(|&(a, b)| self.is_called_same(a, b));
        let in_place = in_place.count();
        let labels = |prints: &Prints, nodes: Range<u32>| {
            let mut labels: Vec<u32> = nodes.map(|node| prints.label[node as usize]).collect();
            labels.sort_unstable();
            labels
        };
        let common = common(&labels(self.a.1, left), &labels(self.b.1, right)).max(in_place);
        let range = usize::from(MOST - LEAST - 1);
        let unlike = range - 2 * common * range / all.max(1);
        LEAST + u8::from(!is_called_same) + u8::try_from(unlike).unwrap_or(MOST)
    }

    fn is_called_same(&self, a: u32, b: u32) -> bool {
        self.judge.is_called_same(node_at(self.a.0, a), node_at(self.b.0, b))
    }

    /// Whether a pair fits, where that takes no walk of its own.
    fn at_once(&mut self, a: u32, b: u32) -> Option<bool> {
        let (size_a, size_b) = (self.a.1.size[a as usize], self.b.1.size[b as usize]);
        let is_open = self.structure.is_open[a as usize];
        if !is_open && size_a != size_b {
            return Some(false);
        }
        if !is_open && size_a == 1 {
            return Some(self.is_same(a, b));
        }
        if let Some(&fits) = self.known.get(&(a, b)) {
            return Some(fits);
        }
        let is_same = self.is_same(a, b);
        if is_same && is_open {
            return None;
        }
        let fits = is_same && (1..size_a).all(|offset| self.is_met_by(a + offset, b + offset));
        self.known.insert((a, b), fits);
        Some(fits)
    }

    fn is_met_by(&mut self, a: u32, b: u32) -> bool {
        self.a.1.size[a as usize] == self.b.1.size[b as usize] && self.is_same(a, b)
    }

    fn is_same(&mut self, a: u32, b: u32) -> bool {
        let (node_a, node_b) = (node_at(self.a.0, a), node_at(self.b.0, b));
        if node_a.role() != node_b.role() || self.budget == 0 {
            return false;
        }
        self.budget -= 1;
        self.judge.is_same(node_a, node_b)
    }

    fn frame(&self, a: u32, b: u32, is_strict: bool) -> Frame {
        let (pair, rule) = ((a, b), self.rules.children(a));
        let a: Vec<u32> = self.a.1.children(a).collect();
        let b: Vec<u32> = self.b.1.children(b).collect();
        let particles = a.iter().map(|&a| self.rules.occurs(a)).collect();
        let items = to_u32(b.len());
        let content = Content { particles, items, rule };
        let work = if rule.is_unordered {
            let print = |&a: &u32| {
                let is_literal = self.structure.is_literal[a as usize];
                (self.a.1.subtree[a as usize], is_literal)
            };
            let particles: Vec<_> = a.iter().map(print).collect();
            let prints: Vec<_> = b.iter().map(|&b| self.b.1.subtree[b as usize]).collect();
            Work::Unordered(Unordered::new(content, is_strict, &particles, &prints))
        } else {
            Work::Ordered(Ordered::new(content, is_strict))
        };
        Frame { pair, a, b, work }
    }
}

/// How many numbers two sorted lists have in common.
fn common(left: &[u32], right: &[u32]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    common
}
