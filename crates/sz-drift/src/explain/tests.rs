use sz_diff::{DiffOptions, diff};
use sz_testkit::tree;

use super::changes;

#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    let (a, b) = (tree(old), tree(new));
    let diff = diff(&a, &b, &DiffOptions::default());
    assert_eq!(changes(b.root(), &diff.modified[0].changes), expected);
}

#[test]
fn a_short_text_is_told_in_full() {
    check(r#"text "Decline""#, r#"text "Not now""#, r#"now reads "Not now""#);
    check(r#"button "Sign in now""#, r#"button "Sign in""#, r#"is now called "Sign in""#);
}

#[test]
fn of_a_long_text_the_words_that_changed_are_told() {
    let plan = "Your plan renews every month until you cancel it";
    let text = |end: &str| format!("text \"{plan} {end}.\"");
    check(
        &text("in the settings"),
        &text("by letter"),
        r#"now says "by letter" instead of "in the settings""#,
    );
    check(&text("online"), &format!("text \"{plan}.\""), r#"no longer says "online""#);
    check(&format!("text \"{plan}.\""), &text("by letter"), r#"now says "by letter" as well"#);
    check(
        r#"link "Terms" ("You can send it back within 30 days")"#,
        r#"link "Terms" ("You can send it back within 14 days")"#,
        r#"has a description that now says "14" instead of "30""#,
    );
}

#[test]
fn a_long_text_that_changed_in_several_places_is_told_in_full() {
    check(
        r#"text "You pay 5 now and 9 a month then""#,
        r#"text "You pay 7 now and 19 a month then""#,
        r#"now reads "You pay 7 now and 19 a month then""#,
    );
}
