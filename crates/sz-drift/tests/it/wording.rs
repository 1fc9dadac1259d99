//! Dark wording.

use proptest::prelude::*;
use sz_drift::{Wording, WordingCategory};

/// What the model must say, whatever it was trained on.
#[track_caller]
fn check(text: &str, expected: Option<WordingCategory>) {
    let verdict = Wording::built_in().judge(text);
    assert_eq!(verdict.category, expected, "{text}: {verdict:?}");
    assert_eq!(verdict.is_dark, expected.is_some(), "{text}: {verdict:?}");
}

#[test]
fn each_category_is_told() {
    check("Offer ends in 02:14:09", Some(WordingCategory::Urgency));
    check("Hurry! Only 2 left in stock", Some(WordingCategory::Scarcity));
    check("14 people are viewing this right now", Some(WordingCategory::SocialProof));
    check("No thanks, I'd rather pay full price", Some(WordingCategory::Misdirection));
}

#[test]
fn honest_texts_of_programs_are_not_dark() {
    for text in [
        "",
        " ",
        "…",
        "OK",
        "Cancel",
        "No thanks",
        "In stock",
        "Submit by 5 May",
        "Only available in PDF",
        "Your session expires in 5 minutes",
        "Limited to 5 GB",
        "Last updated 2 hours ago",
        "File 3 of 20: 12 MB of 40 MB",
    ] {
        check(text, None);
    }
}

#[test]
fn a_very_long_text_without_a_space_is_an_ordinary_one() {
    let text = "9a".repeat(500_000);
    let verdict = Wording::built_in().judge(&text);
    assert!(verdict.is_cut && (0.0..=1.0).contains(&verdict.score));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_has_a_verdict_that_holds_together(text in ".{0,60}|[ 0-9:!$A-Za-zéß’]{0,60}") {
        let wording = Wording::built_in();
        let verdict = wording.judge(&text);
        prop_assert!((0.0..=1.0).contains(&verdict.score));
        prop_assert_eq!(verdict.is_dark, verdict.score >= 0.5);
        prop_assert_eq!(verdict.is_dark, verdict.category.is_some());
        prop_assert!(verdict.because.len() <= 3 && verdict.because.iter().all(|word| text.contains(word)));
        prop_assert_eq!(&wording.judge(&text), &verdict);
        let upper = text.to_ascii_uppercase();
        prop_assert_eq!(wording.judge(&upper).score.to_bits(), verdict.score.to_bits());
    }
}
