use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use crate::pqgram::PqProfile;

/// How many numbers there are for what bags are made of; half of them stand for one gram each.
const NUMBERS: usize = 1 << 16;
const OWN: u16 = 1 << 15;

/// A number for each time that a gram counts in a bag: the most frequent ones have numbers of their own, the lower the more
/// frequent, all others share the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Alphabet {
    own: FxHashMap<(u64, u64), u16>,
}

/// Bags of grams, each spelled in numbers. What two bags have in common is at most the numbers of one that are also in
/// the other; it is that but for the rarest grams.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings {
    numbers: Vec<u16>,
    /// Where each one ends.
    ends: Vec<u32>,
}

/// The lowest numbers of a bag, a bit for each, and how many more there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sketch {
    bits: [u32; 8],
    n_more: u32,
}

/// A shape that is asked about.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    sketch: Sketch,
    /// A bit for each number that there is in it.
    bits: Box<[u64]>,
}

impl Alphabet {
    /// Tells the most frequent grams of these shapes, as far as a sample can tell.
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
        Self { own: counts.into_iter().map(|(gram, _)| gram).zip(0..OWN).collect() }
    }

    fn spell(&self, shape: &PqProfile) -> impl Iterator<Item = u16> {
        let counts = shape.grams().flat_map(|(gram, count)| (0..count).map(move |nth| (gram, nth)));
        counts.map(|it| self.own.get(&it).copied().unwrap_or_else(|| shared(it)))
    }

    /// What most shapes can be told by at a glance.
    pub(super) fn sketch(&self, shape: &PqProfile) -> Sketch {
        let mut sketch = Sketch::default();
        for number in self.spell(shape) {
            match sketch.bits.get_mut(usize::from(number / 32)) {
                Some(word) => *word |= 1 << (number % 32),
                None => sketch.n_more += 1,
            }
        }
        sketch
    }

    pub(super) fn ask(&self, shape: &PqProfile) -> Asked {
        let mut bits = vec![0; NUMBERS / 64].into_boxed_slice();
        for number in self.spell(shape) {
            bits[usize::from(number / 64)] |= 1 << (number % 64);
        }
        Asked { sketch: self.sketch(shape), bits }
    }
}

fn shared((gram, nth): (u64, u64)) -> u16 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(gram);
    hasher.write_u64(nth);
    OWN | u16::try_from(hasher.finish() >> 49).unwrap_or_default()
}

impl Spellings {
    pub(super) fn push(&mut self, shape: Option<&PqProfile>, alphabet: &Alphabet) {
        self.numbers.extend(shape.into_iter().flat_map(|shape| alphabet.spell(shape)));
        self.ends.push(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
    }

    /// At least the number of grams that the shape at this place has in common with another.
    pub(super) fn common_at_most(&self, place: usize, asked: &Asked) -> u32 {
        let end = self.ends.get(place).map_or(0, |end| *end as usize);
        let start =
            place.checked_sub(1).and_then(|it| self.ends.get(it)).map_or(0, |end| *end as usize);
        let numbers = self.numbers.get(start..end).unwrap_or_default();
        let is_there =
            |number: &u16| asked.bits[usize::from(number / 64)] >> (number % 64) & 1 != 0;
        numbers.iter().map(|number| u32::from(is_there(number))).sum()
    }
}

impl Sketch {
    /// At least the number of grams in common.
    pub(super) fn common_at_most(&self, asked: &Asked) -> u32 {
        let pairs = self.bits.iter().zip(&asked.sketch.bits);
        let common: u32 = pairs.map(|(a, b)| (a & b).count_ones()).sum();
        common + self.n_more.min(asked.sketch.n_more)
    }
}

#[cfg(test)]
mod tests;
