use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(visible(text), expected, "{text:?}");
}

#[test]
fn text_is_what_is_seen_of_it() {
    check("Only 2 left", "Only 2 left");
    check("On\u{200b}ly\u{2060} 2\u{ad} left\u{feff}", "Only 2 left");
    check("Ｏｎｌｙ　２　ｌｅｆｔ！", "Only 2 left!");
    check("𝐎𝐧𝐥𝐲 𝟮 𝓵𝓮𝓯𝓽", "Only 2 left");
    check("ⓗurry", "hurry");
    check("No\u{a0}thanks, I’ll pay", "No thanks, I'll pay");
}

#[test]
fn look_alikes_are_latin_where_the_word_reads_as_latin() {
    check("Оnlу 2 lеft", "Only 2 left");
    check("сор", "cop");
    check("Только 2 осталось", "Только 2 осталось");
    check("Μόνο 2 έμειναν", "Μόνο 2 έμειναν");
    check("naïve café", "naïve café");
}

#[test]
fn labels_are_words_in_lower_case() {
    for (text, expected) in [
        ("Don't sell!", " dont sell "),
        ("decline_button", " decline button "),
        ("  Opt-out ", " opt out "),
        ("×", " "),
        ("", " "),
    ] {
        assert_eq!(Label::of(text).as_str(), expected);
    }
    assert!(Label::of("Travel insurance").has(&[" insur"]));
    assert!(!Label::of("Reinsurance").has(&[" insur"]));
}

#[test]
fn only_the_beginning_of_a_long_text_is_read_as_a_label() {
    assert!(Label::of(&"İ ".repeat(1_000_000)).as_str().len() < 4 * CHARS_MAX);
}
