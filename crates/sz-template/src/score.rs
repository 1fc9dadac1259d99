use std::fmt;

/// How well a capture fits a template, in `0.0..=1.0`; 1 is a perfect fit.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Score(f64);

impl Score {
    /// No fit at all.
    pub const ZERO: Self = Self(0.0);
    /// A perfect fit.
    pub const ONE: Self = Self(1.0);

    /// The score of this number, or `None` outside `0.0..=1.0` and for NaN.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// `part` of `whole`; 0 of 0 is a perfect fit.
    pub(crate) fn ratio(part: usize, whole: usize) -> Self {
        if whole == 0 { Self::ONE } else { Self((part as f64 / whole as f64).clamp(0.0, 1.0)) }
    }

    /// The smaller of two counts as a share of the larger.
    pub(crate) fn likeness(a: usize, b: usize) -> Self {
        Self::ratio(a.min(b), a.max(b))
    }

    /// The number, in `0.0..=1.0`.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

/// What a template said about a capture, part by part. A part the template gives no evidence for is
/// `None` and takes no part in the score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The share of required nodes that are there.
    pub required: Option<Score>,
    /// How alike the shapes are.
    pub structure: Option<Score>,
    /// The share of expected roles that are there.
    pub roles: Option<Score>,
}

pub(crate) const REQUIRED_WEIGHT: f64 = 0.4;
pub(crate) const STRUCTURE_WEIGHT: f64 = 0.4;
pub(crate) const ROLES_WEIGHT: f64 = 0.2;

impl Evidence {
    /// The weighted mean (required nodes 40 %, structure 40 %, roles 20 %) over the parts that are given;
    /// zero where none is.
    pub fn score(&self) -> Score {
        let parts = [
            (self.required, REQUIRED_WEIGHT),
            (self.structure, STRUCTURE_WEIGHT),
            (self.roles, ROLES_WEIGHT),
        ];
        let given = || parts.iter().filter_map(|(score, weight)| score.map(|s| (s.0, weight)));
        let weights: f64 = given().map(|(_, weight)| weight).sum();
        if weights == 0.0 {
            return Score::ZERO;
        }
        let sum: f64 = given().map(|(score, weight)| score * weight).sum();
        Score((sum / weights).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests;
