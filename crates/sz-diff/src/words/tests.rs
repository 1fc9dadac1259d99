use proptest::{collection::vec, prelude::*, sample::select};

use super::{WordPiece, diff_words, tokens};

/// `kept [-removed-]{+added+}`, or `none`.
fn show(old: &str, new: &str) -> String {
    let Some(pieces) = diff_words(old, new) else { return "none".to_owned() };
    let text = |piece: &WordPiece| match piece {
        WordPiece::Kept(text) => text.clone(),
        WordPiece::Removed(text) => format!("[-{text}-]"),
        WordPiece::Added(text) => format!("{{+{text}+}}"),
    };
    pieces.iter().map(text).collect()
}

/// One of the two texts that these pieces are of.
fn side(pieces: &[WordPiece], is_old: bool) -> String {
    let text = |piece: &WordPiece| match piece {
        WordPiece::Removed(text) if is_old => text.clone(),
        WordPiece::Added(text) if !is_old => text.clone(),
        WordPiece::Kept(text) => text.clone(),
        _ => String::new(),
    };
    pieces.iter().map(text).collect()
}

#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    assert_eq!(show(old, new), expected, "{old:?} -> {new:?}");
}

#[test]
fn words_that_went_and_came_are_told() {
    check(
        "You can cancel at any time.",
        "You can cancel within 14 days.",
        "You can cancel [-at any time-]{+within 14 days+}.",
    );
    check(
        "Your order ships on Monday",
        "Your order ships free on Monday",
        "Your order ships {+free +}on Monday",
    );
    check("one two three four", "one two four", "one two [-three -]four");
    check("pay later, one two three", "one two three", "[-pay later, -]one two three");
}

#[test]
fn a_number_or_an_apostrophe_does_not_split_a_word() {
    check(
        "The total is $3.50 today.",
        "The total is $4.50 today.",
        "The total is [-$3.50-]{+$4.50+} today.",
    );
    check("We don't sell your data", "We do sell your data", "We [-don't-]{+do+} sell your data");
    check("(one) two three four!", "(one) two three five!", "(one) two three [-four-]{+five+}!");
}

#[test]
fn each_ideograph_is_a_word() {
    check("今日中に注文", "明日中に注文", "[-今-]{+明+}日中に注文");
}

#[test]
fn what_words_would_not_make_clearer_is_not_compared_by_them() {
    check("Accept", "Decline", "none");
    check("Sign in now", "Sign up now", "none");
    check("one two three four", "one two three four", "none");
    check("", "one two three four", "none");
    check("one two three four five", "a b c d five", "none");
}

#[test]
fn texts_made_to_be_slow_to_compare_are_not() {
    let text = |step: usize| -> String {
        (0..150_000).map(|n| format!("{} ", n * step % 99_991)).collect()
    };
    check(&text(7), &text(11), "none");
    let long = "a ".repeat(300_000);
    let longer = format!("{long}b");
    assert_eq!(diff_words(&long, &longer).map(|pieces| pieces.len()), Some(2));
    let dots = ".".repeat(500_000);
    check(&format!("{dots}a"), &format!("{dots}b"), "none");
    assert_eq!(tokens(&dots).len(), dots.len());
}

proptest! {
    #[test]
    fn the_pieces_make_up_both_texts(
        old in vec(select(vec!["pay", "now", " ", " ", ".", "'", "日", "e\u{301}", "\n", "1,5"]), 0..40),
        new in vec(select(vec!["pay", "now", " ", " ", ".", "'", "日", "e\u{301}", "\n", "1,5"]), 0..40),
    ) {
        let (old, new) = (old.concat(), new.concat());
        prop_assert_eq!(tokens(&old).concat(), old.clone());
        if let Some(pieces) = diff_words(&old, &new) {
            prop_assert_eq!(side(&pieces, true), old);
            prop_assert_eq!(side(&pieces, false), new);
            let is_kept = |piece: &WordPiece| matches!(piece, WordPiece::Kept(_));
            let is_twice = pieces.windows(2).any(|two| is_kept(&two[0]) && is_kept(&two[1]));
            prop_assert!(!is_twice, "{:?}", pieces);
        }
    }
}
