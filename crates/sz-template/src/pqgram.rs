use rustc_hash::FxHasher;
use std::{cmp::Ordering, hash::Hasher};
use sz_tree::{Node, NodeId, Role, Tree};

use crate::Score;

/// The shape of a tree as a bag of pq-grams over roles, with p = 2 and q = 3: each node with its parent,
/// and every window of three neighbouring children, padded at the ends.
///
/// Augsten, Böhlen & Gamper, "Approximate matching of hierarchical data using pq-grams", VLDB 2005. Our deviations:
/// - How long a list is says little about which screen it is on. Of neighbouring siblings of one shape only the first
///   counts, and a gram counts at most [`MAX_COUNT`] times.
/// - A gram is packed into five labels of 12 bits, exact for ARIA roles; platform roles are hashed into what is left of the
///   label space, so two of them may count as one.
#[derive(Clone, Debug)]
pub(crate) struct PqProfile {
    /// Each distinct gram and how often it occurs, sorted.
    grams: Vec<(u64, u32)>,
    /// How many grams there are, repeats counted up to the most that count.
    size: usize,
    sketch: Sketch,
}

/// How many grams fall into each of a few buckets. What two bags have in common is at most what their buckets
/// have in common, which is counted in a fraction of the time.
#[derive(Clone, Debug)]
struct Sketch {
    counts: Box<[u8; BUCKETS]>,
    /// How many grams the buckets could not count.
    excess: u32,
}

const BUCKETS: usize = 256;

/// How often a gram counts at the most: once and more than once is all the difference there is.
const MAX_COUNT: u32 = 2;

const LABEL_BITS: u32 = 12;
const PAD: u64 = (1 << LABEL_BITS) - 1;
const FIRST_PLATFORM_LABEL: u64 = 256;

impl PqProfile {
    /// Cost: the number of nodes, and a sort of about twice as many numbers.
    pub(crate) fn of(tree: &Tree) -> Self {
        let repeats = repeats(tree);
        let mut grams = Vec::with_capacity(tree.len() * 2);
        let mut next = 0;
        while let Some(node) = tree.node(NodeId::new(next)) {
            if repeats[node.id().index()] {
                next = next.saturating_add(u32::try_from(node.subtree_size()).unwrap_or(u32::MAX));
                continue;
            }
            next += 1;
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
            let firsts = node.children().filter(|child| !repeats[child.id().index()]);
            firsts.map(label).for_each(&mut slide);
            slide(PAD);
            slide(PAD);
        }
        Self::counting(grams)
    }

    fn counting(mut grams: Vec<u64>) -> Self {
        grams.sort_unstable();
        let mut counted: Vec<(u64, u32)> = Vec::with_capacity(grams.len());
        for gram in grams {
            match counted.last_mut() {
                Some((last, count)) if *last == gram => *count = MAX_COUNT.min(*count + 1),
                _ => counted.push((gram, 1)),
            }
        }
        counted.shrink_to_fit();
        let size = counted.iter().map(|&(_, count)| count as usize).sum();
        Self { sketch: Sketch::of(&counted), grams: counted, size }
    }

    /// At least [`Self::similarity`], at a small and fixed cost.
    pub(crate) fn similarity_at_most(&self, other: &Self) -> Score {
        let common = self.sketch.common_at_most(&other.sketch) as usize;
        Score::ratio(2 * common, self.size + other.size)
    }

    /// The Dice coefficient of the two bags: 1 for equal shapes, 0 for nothing in common.
    pub(crate) fn similarity(&self, other: &Self) -> Score {
        let (mut a, mut b) = (self.grams.iter().peekable(), other.grams.iter().peekable());
        let mut common = 0;
        while let (Some((x, in_a)), Some((y, in_b))) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                Ordering::Less => _ = a.next(),
                Ordering::Greater => _ = b.next(),
                Ordering::Equal => {
                    common += *in_a.min(in_b) as usize;
                    a.next();
                    b.next();
                }
            }
        }
        Score::ratio(2 * common, self.size + other.size)
    }
}

impl Sketch {
    fn of(grams: &[(u64, u32)]) -> Self {
        let mut sums = [0_u32; BUCKETS];
        for (gram, count) in grams {
            let mut hasher = FxHasher::default();
            hasher.write_u64(*gram);
            let sum = &mut sums[(hasher.finish() >> 56) as usize % BUCKETS];
            *sum = sum.saturating_add(*count);
        }
        let mut counts = Box::new([0; BUCKETS]);
        let mut excess = 0_u32;
        for (count, sum) in counts.iter_mut().zip(sums) {
            *count = u8::try_from(sum).unwrap_or(u8::MAX);
            excess = excess.saturating_add(sum - u32::from(*count));
        }
        Self { counts, excess }
    }

    fn common_at_most(&self, other: &Self) -> u32 {
        let pairs = self.counts.iter().zip(other.counts.iter());
        let counted: u32 = pairs.map(|(a, b)| u32::from(*a.min(b))).sum();
        counted.saturating_add(self.excess.min(other.excess))
    }
}

/// For each node whether its shape, repeats in it left out, is that of the sibling before it. Shapes are compared by hash:
/// whoever draws two shapes of one hash next to each other only hides the second from recognition, not from the
/// comparison with the baseline.
fn repeats(tree: &Tree) -> Vec<bool> {
    let mut repeats = vec![false; tree.len()];
    let mut shapes = vec![0_u64; tree.len()];
    for index in (0..tree.len()).rev() {
        let id = NodeId::new(u32::try_from(index).unwrap_or(u32::MAX));
        let Some(node) = tree.node(id) else { continue };
        let mut hasher = FxHasher::default();
        hasher.write_u64(label(node));
        let mut before = None;
        for child in node.children().map(|child| child.id().index()) {
            repeats[child] = before == Some(shapes[child]);
            before = Some(shapes[child]);
            if !repeats[child] {
                hasher.write_u64(shapes[child]);
            }
        }
        shapes[index] = hasher.finish();
    }
    repeats
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
