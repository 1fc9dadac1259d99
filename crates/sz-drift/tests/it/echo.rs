//! A text that is the name of a control is told once.

use crate::screen::judge;

const TEMPLATE: &str = r#"
screen_id: table
threshold: 0.2
required_nodes: ['button[name="Pay now"]']
baseline: |
  - main "Prices":
    - row "Small $5 Buy":
      - cell "Small":
        - text: Small
      - cell "$5":
        - text: $5
      - button "Buy"
    - row "Large $9":
      - text: Large
      - cell "$9":
        - text: $9
    - link "Terms of use":
      - text: Terms
      - text: of use
    - button "Pay now":
      - text: Pay now
    - group "Delivery":
      - text: By post
"#;

const SCREEN: &str = r#"
main "Prices"
  row "Small $5 Buy"
    cell "Small"
      text "Small"
    cell "$5"
      text "$5"
    button "Buy"
  row "Large $9"
    text "Large"
    cell "$9"
      text "$9"
  link "Terms of use"
    text "Terms"
    text "of use"
  button "Pay now"
    text "Pay now"
  group "Delivery"
    text "By post"
"#;

/// The explanations for the screen with these texts in place of others.
#[track_caller]
fn check(changes: &[(&str, &str)], expected: &[&str]) {
    let mut screen = SCREEN.to_owned();
    for (old, new) in changes {
        assert!(screen.contains(old), "{old}");
        screen = screen.replace(old, new);
    }
    let (events, _) = judge(TEMPLATE, &screen);
    let told: Vec<&str> = events.iter().map(|event| &*event.explanation).collect();
    assert_eq!(told, expected);
}

#[test]
fn the_innermost_node_that_has_the_text_for_its_name_is_told() {
    check(&[], &[]);
    check(&[("Small", "Tiny")], &[r#"The cell "Small" is now called "Tiny"."#]);
    check(
        &[("Small", "Tiny"), ("$5", "$4")],
        &[r#"The cell "Small" is now called "Tiny"."#, r#"The cell "$5" is now called "$4"."#],
    );
    check(
        &[("Terms", "Rules"), ("of use", "of sale")],
        &[r#"The link "Terms of use" is now called "Rules of sale"."#],
    );
}

#[test]
fn a_text_that_nobody_else_stands_for_is_told_by_the_node_that_is_named_by_it() {
    check(
        &[("Large", "Huge"), ("$9", "$8")],
        &[r#"The row "Large $9" is now called "Huge $8"."#, r#"The cell "$9" is now called "$8"."#],
    );
}

#[test]
fn a_name_that_is_written_out_since_is_told_once() {
    check(
        &[("button \"Buy\"", "button \"Buy now\"\n      text \"Buy\"\n      text \"now\"")],
        &[r#"The button "Buy" is now called "Buy now"."#],
    );
    check(
        &[("button \"Buy\"", "button \"Buy now\"\n      text \"Buy\"\n      img \"Card\"")],
        &[
            r#"The text "Buy" of the button "Buy now" is new."#,
            r#"The img "Card" is new."#,
            r#"The button "Buy" is now called "Buy now"."#,
        ],
    );
}

#[test]
fn a_text_that_is_not_the_name_is_told_itself() {
    check(&[("By post", "By bike")], &[r#"The text "By post" now reads "By bike"."#]);
    check(
        &[("button \"Pay now\"", "button \"Pay later\"")],
        &[r#"The button "Pay now" is now called "Pay later"."#],
    );
}

#[test]
fn what_is_required_is_told_as_severe_as_that_is() {
    let screen = SCREEN.replace("Pay now", "Pay at once");
    let (events, _) = judge(TEMPLATE, &screen);
    let told: Vec<(&str, &str)> =
        events.iter().map(|event| (&*event.rule, &*event.explanation)).collect();
    assert_eq!(told, [("required_node", r#"The button "Pay now" is now called "Pay at once"."#)]);
}
