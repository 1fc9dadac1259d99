use rustc_hash::FxHasher;
use std::hash::Hasher;
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
    /// Each distinct gram, sorted, with how often it occurs in the lowest bits.
    grams: Box<[u64]>,
    /// How many grams there are, repeats counted up to the most that count.
    size: u32,
}

/// How often a gram counts at the most: once and more than once is all the difference there is.
const MAX_COUNT: u64 = 2;

const LABEL_BITS: u32 = 12;
const COUNT_BITS: u32 = 4;
const PAD: u64 = (1 << LABEL_BITS) - 1;
const FIRST_PLATFORM_LABEL: u64 = 256;

const _: () = assert!(MAX_COUNT < 1 << COUNT_BITS, "a count has no room beside five labels");

impl PqProfile {
    /// Cost: the number of nodes, and a sort of at most about twice as many numbers.
    pub(crate) fn of(tree: &Tree) -> Self {
        let repeats = repeats(tree);
        let mut grams = Vec::with_capacity(tree.len() * 2);
        let mut recent = Recent([0; RECENT]);
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
                let gram = stem << (3 * LABEL_BITS) | window;
                if recent.counts(gram) {
                    grams.push(gram);
                }
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
        let mut counted: Vec<u64> = Vec::with_capacity(grams.len());
        let mut size = 0;
        for gram in grams {
            match counted.last_mut() {
                Some(last) if *last >> COUNT_BITS == gram => {
                    if count_of(*last) < MAX_COUNT {
                        *last += 1;
                        size += 1;
                    }
                }
                _ => {
                    counted.push(gram << COUNT_BITS | 1);
                    size += 1;
                }
            }
        }
        Self { grams: counted.into_boxed_slice(), size }
    }

    /// A number that is equal for equal bags, and for others by accident only.
    pub(crate) fn digest(&self) -> u64 {
        let mut hasher = FxHasher::default();
        self.grams.iter().for_each(|&gram| hasher.write_u64(gram));
        hasher.finish()
    }

    /// How many grams there are, repeats counted up to the most that count.
    pub(crate) fn size(&self) -> u32 {
        self.size
    }

    /// Each distinct gram and how often it counts.
    pub(crate) fn grams(&self) -> impl Iterator<Item = (u64, u64)> {
        self.grams.iter().map(|&gram| (gram >> COUNT_BITS, count_of(gram)))
    }

    /// The Dice coefficient of the two bags: 1 for equal shapes, 0 for nothing in common.
    pub(crate) fn similarity(&self, other: &Self) -> Score {
        let (mut a, mut b) = (0, 0);
        let mut common = 0;
        // No branch depends on the grams, which no processor could foresee.
        while let (Some(&x), Some(&y)) = (self.grams.get(a), other.grams.get(b)) {
            let (gram_x, gram_y) = (x >> COUNT_BITS, y >> COUNT_BITS);
            common += if gram_x == gram_y { count_of(x.min(y)) } else { 0 };
            a += usize::from(gram_x <= gram_y);
            b += usize::from(gram_y <= gram_x);
        }
        let common = usize::try_from(common).unwrap_or(usize::MAX);
        Score::ratio(2 * common, self.size as usize + other.size as usize)
    }
}

/// How many grams [`Recent`] has room for.
const RECENT: usize = 1 << u8::BITS;

/// Grams seen lately and how often, at most one for each place: what has counted as often as it can need not be sorted.
/// A gram that is pushed out of its place by another is only sorted once more.
struct Recent([u64; RECENT]);

impl Recent {
    /// True where the gram was not seen often enough yet, as far as that is remembered.
    fn counts(&mut self, gram: u64) -> bool {
        let [place, ..] = gram.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
        let seen = &mut self.0[usize::from(place)];
        if *seen >> COUNT_BITS != gram {
            *seen = gram << COUNT_BITS;
        }
        let counts = count_of(*seen) < MAX_COUNT;
        *seen += u64::from(counts);
        counts
    }
}

fn count_of(packed: u64) -> u64 {
    packed & ((1 << COUNT_BITS) - 1)
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
