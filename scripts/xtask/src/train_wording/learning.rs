//! Logistic regression.

use sz_core::drift::{Wording, WordingCategory, WordingLine};

use super::texts::Text;

/// What a weight costs.
const REGULARISATION: f64 = 3e-5;

/// How many steps are taken. Stopping early is part of the recipe.
const STEPS: usize = 300;

/// A text's features, and what the line shall say of it.
struct Sample {
    features: Vec<(usize, f64)>,
    expected: f64,
    weight: f64,
}

/// Trains the model that ships, rounding included.
pub(super) fn train(texts: &[&Text]) -> Wording {
    let dark = line(&samples(texts, |text| text.is_dark));
    let of_category: Vec<&Text> =
        texts.iter().copied().filter(|text| text.is_dark && text.learned().is_some()).collect();
    let category = |category: WordingCategory| {
        line(&samples(&of_category, |text| text.learned() == Some(category)))
    };
    let [urgency, scarcity, social_proof, misdirection] = [
        WordingCategory::Urgency,
        WordingCategory::Scarcity,
        WordingCategory::SocialProof,
        WordingCategory::Misdirection,
    ]
    .map(category);
    Wording::of_lines(&dark, [&urgency, &scarcity, &social_proof, &misdirection])
}

fn samples(texts: &[&Text], is_expected: impl Fn(&Text) -> bool) -> Vec<Sample> {
    let sample = |text: &&Text| Sample {
        features: Wording::features(&text.words),
        expected: f64::from(u8::from(is_expected(text))),
        weight: text.weight,
    };
    texts.iter().map(sample).collect()
}

/// Minimises the mean logistic loss and the regularisation by Nesterov's accelerated gradient for strongly convex
/// functions ("Introductory Lectures on Convex Optimization", 2004, scheme 2.2.11). The bias is not regularised.
fn line(samples: &[Sample]) -> WordingLine {
    let square = |sample: &Sample| sample.features.iter().map(|f| f.1 * f.1).sum::<f64>();
    // The logistic function is nowhere steeper than a quarter; the bias is one feature more.
    let steepest = 0.25 * (samples.iter().map(square).fold(0.0, f64::max) + 1.0) + REGULARISATION;
    let root = (steepest / REGULARISATION).sqrt();
    let momentum = (root - 1.0) / (root + 1.0);
    let total: f64 = samples.iter().map(|sample| sample.weight).sum();

    let mut at = WordingLine { bias: 0.0, weights: vec![0.0; Wording::BUCKETS] };
    let mut ahead = at.clone();
    let mut gradient = vec![0.0; Wording::BUCKETS];
    for _ in 0..STEPS {
        for (gradient, weight) in gradient.iter_mut().zip(&ahead.weights) {
            *gradient = REGULARISATION * weight;
        }
        let mut bias_gradient = 0.0;
        for sample in samples {
            let sum: f64 = sample.features.iter().map(|f| ahead.weights[f.0] * f.1).sum();
            let error = (logistic(sum + ahead.bias) - sample.expected) * sample.weight / total;
            bias_gradient += error;
            for &(bucket, factor) in &sample.features {
                gradient[bucket] += error * factor;
            }
        }
        for (bucket, gradient) in gradient.iter().enumerate() {
            let next = ahead.weights[bucket] - gradient / steepest;
            ahead.weights[bucket] = next + momentum * (next - at.weights[bucket]);
            at.weights[bucket] = next;
        }
        let next = ahead.bias - bias_gradient / steepest;
        ahead.bias = next + momentum * (next - at.bias);
        at.bias = next;
    }
    at
}

/// `1 / (1 + exp(-x))` from additions, multiplications and divisions alone, which give the same bits everywhere; the
/// platform's `exp` may not.
pub(super) fn logistic(x: f64) -> f64 {
    // exp(-|x|) is the 256th power of exp(-|x| / 256), whose series converges at once.
    let small = -x.abs().min(700.0) / 256.0;
    let series = (1..=12).rev().fold(1.0, |sum, n| 1.0 + sum * small / f64::from(n));
    let exp = (0..8).fold(series, |power, _| power * power);
    if x < 0.0 { exp / (1.0 + exp) } else { 1.0 / (1.0 + exp) }
}
