use rustc_hash::FxHasher;
use std::hash::Hasher;
use sz_tree::{Node, Role, Tree};

use crate::Score;

/// The shape of a tree as a bag of pq-grams over roles, with p = 2 and q = 3: each node with its parent,
/// and every window of three neighbouring children, padded at the ends.
///
/// Augsten, Böhlen & Gamper, "Approximate matching of hierarchical data using pq-grams", VLDB 2005. No
/// deviation but the packing: a gram is five labels of 12 bits, exact for ARIA roles; platform roles are hashed
/// into what is left of the label space, so two of them may count as one.
#[derive(Clone, Debug)]
pub(crate) struct PqProfile {
    /// Sorted, with repeats.
    grams: Vec<u64>,
}

const LABEL_BITS: u32 = 12;
const PAD: u64 = (1 << LABEL_BITS) - 1;
const FIRST_PLATFORM_LABEL: u64 = 256;

impl PqProfile {
    /// Cost: the number of nodes, and a sort of about twice as many numbers.
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut grams = Vec::with_capacity(tree.len() * 2);
        for node in tree.nodes() {
            let parent = node.parent().map_or(PAD, label);
            let stem = parent << LABEL_BITS | label(node);
            let mut window = PAD << (2 * LABEL_BITS) | PAD << LABEL_BITS | PAD;
            let mut slide = |next: u64| {
                window = (window << LABEL_BITS | next) & ((1 << (3 * LABEL_BITS)) - 1);
                grams.push(stem << (3 * LABEL_BITS) | window);
            };
            if node.is_leaf() {
                slide(PAD);
                continue;
            }
            node.children().map(label).for_each(&mut slide);
            slide(PAD);
            slide(PAD);
        }
        grams.sort_unstable();
        Self { grams }
    }

    /// The Dice coefficient of the two bags: 1 for equal shapes, 0 for nothing in common.
    pub(crate) fn similarity(&self, other: &Self) -> Score {
        let (mut a, mut b) = (self.grams.iter().peekable(), other.grams.iter().peekable());
        let mut common = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    a.next();
                    b.next();
                }
            }
        }
        Score::ratio(2 * common, self.grams.len() + other.grams.len())
    }
}

fn label(node: Node<'_>) -> u64 {
    match node.role() {
        Role::Aria(role) => role as u64,
        Role::Platform(name) => {
            let mut hasher = FxHasher::default();
            hasher.write(name.as_bytes());
            FIRST_PLATFORM_LABEL + hasher.finish() % (PAD - FIRST_PLATFORM_LABEL)
        }
    }
}

#[cfg(test)]
mod tests;
