//! Dark wording: texts that hurry, crowd or shame a person into a choice.
//!
//! A linear model over hashed n-grams, trained on the texts of shopping pages that Mathur et al. ("Dark Patterns at
//! Scale", CSCW 2019) classified, as Yada et al. published them ("Dark patterns in e-commerce: a dataset and its
//! baseline evaluations", 2022, Apache-2.0), and on texts of our own. `docs/wording.md` says what it can and cannot.

mod reading;
mod weights;

use reading::Reading;
use weights::Weights;
pub use weights::{WordingFault, WordingLine};

/// The weights that come with this crate, as `cargo xtask train-wording` writes them.
const BUILT_IN: &[u8] = include_bytes!("wording/weights.bin");

/// How many words of a text a verdict names.
const BECAUSE_MAX: usize = 3;

/// What dark wording does to a person, by the names of Mathur et al.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WordingCategory {
    /// Time is said to run out: "Offer ends in 04:59".
    Urgency,
    /// Things are said to run out: "Hurry, only 2 left!".
    Scarcity,
    /// Others are said to do it: "12 people are viewing this".
    SocialProof,
    /// Shame, tricks and detours: "No thanks, I prefer to pay full price".
    Misdirection,
}

impl WordingCategory {
    /// Every category, in the order of the model.
    pub const ALL: &[Self] =
        &[Self::Urgency, Self::Scarcity, Self::SocialProof, Self::Misdirection];

    /// The category in lower case, as outputs have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Urgency => "urgency",
            Self::Scarcity => "scarcity",
            Self::SocialProof => "social_proof",
            Self::Misdirection => "misdirection",
        }
    }
}

impl std::fmt::Display for WordingCategory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the model says of a text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WordingVerdict<'t> {
    /// True from a score of 0.5.
    pub is_dark: bool,
    /// How sure the model is that the text is dark wording, in `0.0..=1.0`.
    pub score: f64,
    /// What kind of dark wording; `None` where it is none.
    pub category: Option<WordingCategory>,
    /// The words of the text that spoke most for it, at most three, in the order of the text; none where it is not dark.
    pub because: Vec<&'t str>,
    /// True if the text was longer than [`Wording::CHARS_MAX`]: what follows was not looked at.
    pub is_cut: bool,
}

/// The model of dark wording.
///
/// It was trained on English texts of the size of a label, a message or a few sentences.
///
/// ```
/// use sz_drift::{Wording, WordingCategory};
///
/// let wording = Wording::built_in();
/// let verdict = wording.judge("Hurry! Only 2 left in stock");
/// assert!(verdict.is_dark);
/// assert_eq!(verdict.category, Some(WordingCategory::Scarcity));
///
/// assert!(!wording.judge("Your session expires in 5 minutes").is_dark);
/// ```
#[derive(Clone, Debug)]
pub struct Wording {
    weights: Weights,
}

impl Wording {
    /// How many characters of a text are read. Time and memory for one text are bounded by it.
    pub const CHARS_MAX: usize = 4_096;

    /// How many weights a line of the model has: features are hashed to so many buckets.
    pub const BUCKETS: usize = reading::BUCKETS;

    /// The model that comes with this crate. It takes a copy of the weights, 160 KiB: make it once.
    ///
    /// # Panics
    /// Never: a test reads the weights that are compiled in.
    pub fn built_in() -> Self {
        Self::parse(BUILT_IN).expect("the weights that come with the crate are whole")
    }

    /// Reads a model as [`Wording::to_bytes`] wrote it.
    ///
    /// # Errors
    /// The bytes are no model, one of another version, or not all as they were written.
    pub fn parse(bytes: &[u8]) -> Result<Self, WordingFault> {
        Ok(Self { weights: Weights::parse(bytes)? })
    }

    /// A model of trained lines: one that tells dark from other wording, and for [`WordingCategory::ALL`] one each that
    /// tells it from the other categories. Weights are rounded to 255 steps.
    pub fn of_lines(dark: &WordingLine, categories: [&WordingLine; 4]) -> Self {
        let [a, b, c, d] = categories;
        Self { weights: Weights::rounded([dark, a, b, c, d]) }
    }

    /// The model as bytes, the same for the same weights everywhere.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.weights.to_bytes()
    }

    /// The features of a text: which weights count for it, each once and in ascending order, and with what factor.
    pub fn features(text: &str) -> Vec<(usize, f64)> {
        Reading::of(text).features()
    }

    /// Whether a text is dark wording, of what kind and because of which words.
    ///
    /// The case of ASCII letters, which digits a number has, and most punctuation make no difference. A text without a
    /// letter or digit is not dark. Takes time linear in the text, up to [`Wording::CHARS_MAX`].
    pub fn judge<'t>(&self, text: &'t str) -> WordingVerdict<'t> {
        let reading = Reading::of(text);
        let is_cut = reading.is_cut();
        if !reading.has_words() {
            let because = Vec::new();
            return WordingVerdict { is_dark: false, score: 0.0, category: None, because, is_cut };
        }
        let features = reading.features();
        let dark = self.weights.dark(&features);
        let is_dark = dark >= 0.0;
        let (category, because) = if is_dark {
            (Some(self.category(&features)), self.because(&reading))
        } else {
            (None, Vec::new())
        };
        WordingVerdict { is_dark, score: 1.0 / (1.0 + (-dark).exp()), category, because, is_cut }
    }

    fn category(&self, features: &[(usize, f64)]) -> WordingCategory {
        let mut best = (WordingCategory::Urgency, f64::NEG_INFINITY);
        for (category, value) in WordingCategory::ALL.iter().zip(self.weights.categories(features))
        {
            if value > best.1 {
                best = (*category, value);
            }
        }
        best.0
    }

    /// Each n-gram's weight is shared out among the words it touches.
    fn because<'t>(&self, reading: &Reading<'t>) -> Vec<&'t str> {
        let mut spoke = vec![0.0; reading.tokens().len()];
        reading.for_each_gram(|gram| {
            let weight = self.weights.dark_weight(gram.bucket) * gram.factor;
            let touched = &mut spoke[gram.tokens];
            let share = weight / touched.len().max(1) as f64;
            for sum in touched {
                *sum += share;
            }
        });
        let mut words: Vec<(usize, f64)> = (spoke.into_iter().enumerate())
            .filter(|&(token, sum)| sum > 0.0 && reading.tokens()[token].is_word())
            .collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(BECAUSE_MAX);
        words.sort_by_key(|word| word.0);
        words.iter().map(|word| reading.text_of(&reading.tokens()[word.0])).collect()
    }
}

#[cfg(test)]
mod tests;
