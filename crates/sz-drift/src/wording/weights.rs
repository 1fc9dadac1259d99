//! The weights of the model, and their bytes.
//!
//! Little-endian: `SZWORD` and the version as two bytes (8 in all); the SHA-256 of everything behind it (32); the
//! number of bits of a bucket (`u32`) and of lines (`u32`); for each line its bias and its step (`f32` each); then for each line
//! one weight a bucket, in steps (`i8`).

use ring::digest::{SHA256, digest};

use super::reading::{BUCKET_BITS, BUCKETS};

const MAGIC: &[u8; 8] = b"SZWORD\x00\x01";
const DIGEST_LEN: usize = 32;

/// One that tells dark wording from other, and one for each category.
const LINES: usize = SHAPE[1] as usize;

/// Bits of a bucket, and lines.
const SHAPE: [u32; 2] = [BUCKET_BITS, 5];

/// How many steps of a weight there are to each side of zero.
const STEPS: f64 = 127.0;

/// A trained line, before its weights are rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct WordingLine {
    /// What a text without features gets.
    pub bias: f64,
    /// One weight a bucket; missing ones are zero, those beyond [`Wording::BUCKETS`](super::Wording::BUCKETS) ignored.
    pub weights: Vec<f64>,
}

/// Why bytes are not the weights of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordingFault {
    /// They begin as something else.
    #[error("these are not the weights of a wording model of version 1")]
    Foreign,
    /// There are too few or too many.
    #[error("the weights take {found} bytes, and {expected} are here")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// They are not those that were written.
    #[error("the weights are damaged: their checksum is another")]
    Damaged,
    /// They were made for another number of buckets or lines, or hold a number that is none.
    #[error("the weights are of another shape than this version reads")]
    Shape,
}

#[derive(Clone, Debug)]
struct Line {
    bias: f32,
    step: f32,
    weights: Vec<i8>,
}

impl Line {
    fn rounded(line: &WordingLine) -> Self {
        let known = &line.weights[..line.weights.len().min(BUCKETS)];
        let most = known.iter().fold(0.0, |most: f64, weight| most.max(weight.abs()));
        #[expect(clippy::cast_possible_truncation, reason = "a weight is rounded to an f32")]
        let (bias, step) = (line.bias as f32, (most / STEPS) as f32);
        let rounded = |weight: &f64| {
            let steps = if step > 0.0 { weight / f64::from(step) } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, reason = "it is clamped to what fits")]
            let steps = steps.round().clamp(-STEPS, STEPS) as i8;
            steps
        };
        let mut weights: Vec<i8> = known.iter().map(rounded).collect();
        weights.resize(BUCKETS, 0);
        Self { bias, step, weights }
    }

    fn weight(&self, bucket: usize) -> f64 {
        self.weights.get(bucket).map_or(0.0, |steps| f64::from(*steps) * f64::from(self.step))
    }

    fn value(&self, features: &[(usize, f64)]) -> f64 {
        let sum: f64 = features.iter().map(|&(bucket, factor)| self.weight(bucket) * factor).sum();
        sum + f64::from(self.bias)
    }
}

/// The lines of a model.
#[derive(Clone)]
pub(super) struct Weights {
    lines: [Line; LINES],
}

impl std::fmt::Debug for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Weights").finish_non_exhaustive()
    }
}

impl Weights {
    pub(super) fn rounded(lines: [&WordingLine; LINES]) -> Self {
        Self { lines: lines.map(Line::rounded) }
    }

    /// Above zero for dark wording.
    pub(super) fn dark(&self, features: &[(usize, f64)]) -> f64 {
        self.lines[0].value(features)
    }

    /// What a bucket says for dark wording.
    pub(super) fn dark_weight(&self, bucket: usize) -> f64 {
        self.lines[0].weight(bucket)
    }

    /// The values of the categories, in their order.
    pub(super) fn categories(&self, features: &[(usize, f64)]) -> impl Iterator<Item = f64> {
        self.lines[1..].iter().map(|line| line.value(features))
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend(SHAPE.iter().flat_map(|number| number.to_le_bytes()));
        for line in &self.lines {
            body.extend(line.bias.to_le_bytes());
            body.extend(line.step.to_le_bytes());
        }
        for line in &self.lines {
            body.extend(line.weights.iter().map(|steps| steps.cast_unsigned()));
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(digest(&SHA256, &body).as_ref());
        bytes.extend(body);
        bytes
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, WordingFault> {
        let expected = MAGIC.len() + DIGEST_LEN + 8 + LINES * (8 + BUCKETS);
        let rest = bytes.strip_prefix(MAGIC).ok_or(WordingFault::Foreign)?;
        if bytes.len() != expected {
            return Err(WordingFault::Length { found: bytes.len(), expected });
        }
        let (checksum, mut body) = rest.split_at(DIGEST_LEN);
        if digest(&SHA256, body).as_ref() != checksum {
            return Err(WordingFault::Damaged);
        }
        if [take(&mut body).map(u32::from_le_bytes), take(&mut body).map(u32::from_le_bytes)]
            != SHAPE.map(Some)
        {
            return Err(WordingFault::Shape);
        }
        let mut numbers = [(0.0, 0.0); LINES];
        for number in &mut numbers {
            *number = (float(&mut body)?, float(&mut body)?);
        }
        let mut weights = body.chunks_exact(BUCKETS);
        let lines = numbers.map(|(bias, step)| Line {
            bias,
            step,
            weights: (weights.next().unwrap_or_default().iter())
                .map(|byte| byte.cast_signed())
                .collect(),
        });
        Ok(Self { lines })
    }
}

fn take(bytes: &mut &[u8]) -> Option<[u8; 4]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

/// A number that sums can be made of.
fn float(bytes: &mut &[u8]) -> Result<f32, WordingFault> {
    let number = take(bytes).map(f32::from_le_bytes).filter(|number| number.is_finite());
    number.ok_or(WordingFault::Shape)
}
