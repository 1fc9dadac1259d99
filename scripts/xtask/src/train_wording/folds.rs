//! Cross-validation in which texts that begin alike stay together.

use std::collections::BTreeMap;

use super::{learning, texts::Text};

/// The seeds of the groupings that are reported; nothing was chosen by them.
pub(super) const SEEDS: &[u64] = &[2026, 2027, 2028];

const FOLDS: u64 = 5;

/// How often the model was right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    pub(super) dark_as_dark: usize,
    pub(super) dark_as_honest: usize,
    pub(super) honest_as_dark: usize,
    pub(super) honest_as_honest: usize,
}

impl Counts {
    pub(super) fn add(&mut self, is_dark: bool, is_said_dark: bool) {
        *match (is_dark, is_said_dark) {
            (true, true) => &mut self.dark_as_dark,
            (true, false) => &mut self.dark_as_honest,
            (false, true) => &mut self.honest_as_dark,
            (false, false) => &mut self.honest_as_honest,
        } += 1;
    }

    /// Of the texts called dark, the share that is.
    pub(super) fn precision(&self) -> f64 {
        share(self.dark_as_dark, self.honest_as_dark)
    }

    /// Of the dark texts, the share that is called so.
    pub(super) fn recall(&self) -> f64 {
        share(self.dark_as_dark, self.dark_as_honest)
    }

    /// The harmonic mean of both.
    pub(super) fn f1(&self) -> f64 {
        let right = 2 * self.dark_as_dark;
        share(right, self.honest_as_dark + self.dark_as_honest)
    }
}

/// The first number's share of both.
fn share(part: usize, rest: usize) -> f64 {
    if part + rest == 0 { 0.0 } else { part as f64 / (part + rest) as f64 }
}

/// What one seed's folds gave.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    pub(super) seed: u64,
    /// Of the texts that the figures are about.
    pub(super) shop: Counts,
    /// Of our own, which were held out by their groups too.
    pub(super) own: Counts,
    /// How many texts of the first category were given the second, or none: "" where they were not called dark.
    pub(super) categories: BTreeMap<(String, &'static str), usize>,
}

/// Judges every text by a model that saw no text of its group.
pub(super) fn validate(shop: &[Text], own: &[Text], seed: u64) -> Outcome {
    let fold_of = |text: &Text| fold(&text.group(), seed);
    let mut outcome = Outcome { seed, ..Outcome::default() };
    for fold in 0..FOLDS {
        let seen: Vec<&Text> =
            shop.iter().chain(own).filter(|text| fold_of(text) != fold).collect();
        let model = learning::train(&seen);
        for text in shop.iter().filter(|text| fold_of(text) == fold) {
            let verdict = model.judge(&text.words);
            outcome.shop.add(text.is_dark, verdict.is_dark);
            let given = verdict.category.map_or("", |category| category.as_str());
            *outcome.categories.entry((text.category.clone(), given)).or_default() += 1;
        }
        for text in own.iter().filter(|text| fold_of(text) == fold) {
            outcome.own.add(text.is_dark, model.judge(&text.words).is_dark);
        }
    }
    outcome
}

/// The fold of a group: FNV-1a over seed and group, mixed.
pub(super) fn fold(group: &str, seed: u64) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in seed.to_le_bytes().into_iter().chain(group.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93) % FOLDS
}
