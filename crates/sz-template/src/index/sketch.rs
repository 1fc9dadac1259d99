use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::pqgram::PqProfile;

const WORDS: usize = 16;
const BITS: u64 = 64 * WORDS as u64;

/// A bag of grams as a set of bits, one for each time that a gram counts. What two bags have in common is at most
/// the bits that are set in both, and what shares its bit with something else of the same bag.
#[derive(Clone, Debug)]
pub(super) struct Sketch([u64; WORDS]);

/// Which bit stands for what: the most frequent grams have bits of their own, all others share the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Alphabet {
    own: FxHashMap<(u64, u64), u64>,
}

/// The sketch of a shape that is asked about.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    sketch: Sketch,
    /// How many counts have no bit to themselves in it.
    n_hidden: u32,
}

impl Alphabet {
    /// Half of all bits are for the grams that most of these shapes have, as far as a sample can tell.
    pub(super) fn of<'a>(shapes: impl ExactSizeIterator<Item = Option<&'a PqProfile>>) -> Self {
        const SAMPLE: usize = 8192;
        // Of few shapes, it would cost more to count than to compare.
        const FEW: usize = 1024;
        if shapes.len() < FEW {
            return Self::default();
        }
        let step = shapes.len().div_ceil(SAMPLE);
        let mut counts: FxHashMap<(u64, u64), u32> = FxHashMap::default();
        for (gram, count) in shapes.step_by(step).flatten().flat_map(PqProfile::grams) {
            for nth in 0..count {
                *counts.entry((gram, nth)).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|&(gram, count)| (std::cmp::Reverse(count), gram));
        let own = counts.into_iter().map(|(gram, _)| gram).zip(0..BITS / 2);
        Self { own: own.collect() }
    }

    fn bit(&self, gram: u64, nth: u64) -> u64 {
        if let Some(own) = self.own.get(&(gram, nth)) {
            return *own;
        }
        let mut hasher = FxHasher::default();
        hasher.write_u64(gram);
        hasher.write_u64(nth);
        let hash = hasher.finish() >> 32;
        if self.own.is_empty() { hash % BITS } else { BITS / 2 + hash % (BITS / 2) }
    }

    /// The sketch of a shape, if there is one.
    pub(super) fn sketch(&self, shape: Option<&PqProfile>) -> Sketch {
        let mut sketch = Sketch::EMPTY;
        for (gram, count) in shape.into_iter().flat_map(PqProfile::grams) {
            for nth in 0..count {
                let bit = self.bit(gram, nth);
                if let Some(word) = sketch.0.get_mut((bit / 64) as usize) {
                    *word |= 1 << (bit % 64);
                }
            }
        }
        sketch
    }

    pub(super) fn ask(&self, shape: &PqProfile) -> Asked {
        let sketch = self.sketch(Some(shape));
        let n_set: u32 = sketch.0.iter().map(|word| word.count_ones()).sum();
        Asked { sketch, n_hidden: shape.size() - n_set.min(shape.size()) }
    }
}

impl Sketch {
    pub(super) const EMPTY: Self = Self([0; WORDS]);

    /// At least the number of grams in common.
    pub(super) fn common_at_most(&self, asked: &Asked) -> u32 {
        let pairs = self.0.iter().zip(&asked.sketch.0);
        pairs.map(|(a, b)| (a & b).count_ones()).sum::<u32>() + asked.n_hidden
    }
}

#[cfg(test)]
mod tests;
