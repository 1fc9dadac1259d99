use std::sync::LazyLock;

use sz_drift::Wording;

use crate::document::{assert_message, text};

static BUILT_IN: LazyLock<Wording> = LazyLock::new(Wording::built_in);

/// A model, and a text that is judged.
pub(crate) fn wording(bytes: &[u8]) {
    match Wording::parse(bytes) {
        Ok(model) => assert_eq!(model.to_bytes(), bytes, "a model is written as it was read"),
        Err(fault) => assert_message(&fault.to_string()),
    }
    let Some(text) = text(bytes) else { return };
    let verdict = BUILT_IN.judge(text);
    assert!((0.0..=1.0).contains(&verdict.score), "{verdict:?}");
    assert_eq!(verdict.is_dark, verdict.score >= 0.5);
    assert_eq!(verdict.is_dark, verdict.category.is_some());
    assert_eq!(verdict.is_cut, text.chars().nth(Wording::CHARS_MAX).is_some());
    let mut rest = text;
    for word in &verdict.because {
        let (_, after) = rest.split_once(word).expect("a word of the text, in its order");
        rest = after;
    }
    let upper = text.to_ascii_uppercase();
    assert_eq!(BUILT_IN.judge(&upper).score.to_bits(), verdict.score.to_bits());
    let features = Wording::features(text);
    assert!(features.is_sorted_by(|a, b| a.0 < b.0), "each once, in order");
    assert!(features.iter().all(|(place, weight)| *place < Wording::BUCKETS && weight.is_finite()));
}
