use super::*;

/// Each feature of a text by what it is made of.
#[track_caller]
fn check_same(texts: &[&str]) {
    let features: Vec<_> = texts.iter().map(|text| Wording::features(text)).collect();
    for (text, features) in texts.iter().zip(&features).skip(1) {
        assert_eq!(features, &Wording::features(texts[0]), "{text} and {}", texts[0]);
    }
}

#[track_caller]
fn check_other(a: &str, b: &str) {
    assert_ne!(Wording::features(a), Wording::features(b), "{a} and {b}");
}

#[test]
fn case_digits_and_most_punctuation_make_no_difference() {
    check_same(&["Only 3 left", "ONLY 12 LEFT", "only 1,204 left.", " (Only 7.5 left) "]);
    check_same(&["I don't", "I don’t", "i dont", "I DON´T"]);
    check_same(&["$5 off", "€12 off", "£3.99 OFF"]);
}

#[test]
fn words_their_order_and_telling_marks_do() {
    check_other("Only 3 left", "Only three left");
    check_other("left only", "only left");
    check_other("Hurry", "Hurry!");
    check_other("10 off", "10% off");
}

#[test]
fn letters_and_digits_that_touch_are_words_of_their_own() {
    check_same(&["02DAYS 04HOURS", "2 days 4 hours"]);
}

#[test]
fn each_feature_is_there_once_and_in_order() {
    let features = Wording::features(&"now now only only now 3 ".repeat(20));
    assert!(features.is_sorted_by(|a, b| a.0 < b.0), "{features:?}");
    assert!(features.iter().all(|f| f.0 < Wording::BUCKETS && f.1 > 0.0 && f.1 <= 0.5));
}

#[test]
fn a_text_is_read_up_to_the_bound_and_the_verdict_says_so() {
    let wording = Wording::built_in();
    let fits = "é".repeat(Wording::CHARS_MAX);
    assert!(!wording.judge(&fits).is_cut);
    let longer = fits.clone() + " Hurry, only 2 left!";
    assert!(wording.judge(&longer).is_cut);
    assert_eq!(Wording::features(&longer), Wording::features(&fits));
}

/// A model that knows one word.
fn knows(word: &str) -> Wording {
    let features = Wording::features(word);
    let mut weights = vec![0.0; Wording::BUCKETS];
    for feature in features {
        weights[feature.0] = 1.0;
    }
    let dark = WordingLine { bias: -0.1, weights: weights.clone() };
    let (none, scarcity) =
        (WordingLine { bias: 0.0, weights: vec![] }, WordingLine { bias: 0.0, weights });
    Wording::of_lines(&dark, [&none, &scarcity, &none, &none])
}

#[test]
fn the_words_that_speak_for_it_are_named_as_they_stand_in_the_text() {
    let verdict = knows("hurry").judge("Please, HURRY up");
    assert_eq!(verdict.because[0], "HURRY", "{verdict:?}");
    assert_eq!(verdict.category, Some(WordingCategory::Scarcity));
    let verdict = knows("hurry").judge("a quiet day in town");
    assert!(!verdict.is_dark && verdict.because.is_empty(), "{verdict:?}");
}

#[test]
fn a_model_is_the_same_after_it_was_written_and_read() {
    for model in [Wording::built_in(), knows("hurry")] {
        let bytes = model.to_bytes();
        let read = Wording::parse(&bytes).unwrap();
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!(read.judge("Hurry, 2 left!"), model.judge("Hurry, 2 left!"));
    }
}

#[test]
fn the_weights_that_ship_are_as_they_were_written_and_under_a_mebibyte() {
    assert_eq!(Wording::built_in().to_bytes(), BUILT_IN);
    assert!(BUILT_IN.len() < 1 << 20, "{}", BUILT_IN.len());
}

#[test]
fn a_changed_byte_is_refused_wherever_it_is() {
    let body = BUILT_IN.len();
    for place in (0..104).chain([104 + 1, body / 2, body - 1]) {
        let mut bytes = BUILT_IN.to_vec();
        bytes[place] ^= 0x10;
        let expected = if place < 8 { WordingFault::Foreign } else { WordingFault::Damaged };
        assert_eq!(Wording::parse(&bytes).unwrap_err(), expected, "byte {place}");
    }
}

#[test]
fn what_is_cut_off_or_too_long_is_refused() {
    let expected = BUILT_IN.len();
    for found in [8, 40, 48, expected - 1] {
        let fault = Wording::parse(&BUILT_IN[..found]).unwrap_err();
        assert_eq!(fault, WordingFault::Length { found, expected });
    }
    let longer = [BUILT_IN, &[0]].concat();
    let found = expected + 1;
    assert_eq!(Wording::parse(&longer).unwrap_err(), WordingFault::Length { found, expected });
    assert_eq!(Wording::parse(b"").unwrap_err(), WordingFault::Foreign);
}

#[test]
fn another_shape_or_a_number_that_is_none_is_refused_although_the_checksum_is_right() {
    let nan = f32::NAN.to_le_bytes();
    for (place, bytes) in [(40, [1, 0, 0, 0]), (44, [4, 0, 0, 0]), (48, nan), (52, nan)] {
        let mut changed = BUILT_IN.to_vec();
        changed[place..place + 4].copy_from_slice(&bytes);
        let checksum = ring::digest::digest(&ring::digest::SHA256, &changed[40..]);
        changed[8..40].copy_from_slice(checksum.as_ref());
        assert_eq!(Wording::parse(&changed).unwrap_err(), WordingFault::Shape, "byte {place}");
    }
}
