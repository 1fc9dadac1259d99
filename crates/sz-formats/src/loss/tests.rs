use sz_tree::Limits;

use super::*;
use crate::{Format, Verdict, read};

#[track_caller]
fn check(tree: &str, to: Target, expected: &[&str]) {
    let losses = loss(&sz_testkit::tree(tree), to);
    let shown: Vec<String> = losses
        .iter()
        .map(|loss| {
            let paths: Vec<String> = loss.examples.iter().map(ToString::to_string).collect();
            format!("{}: {} {}", loss.lost, loss.nodes, paths.join(" "))
        })
        .collect();
    assert_eq!(shown, expected, "{to}: {tree}");
    assert!(losses.iter().all(|loss| !loss.lost.reason().is_empty()));
}

const FORM: &str = r#"
    form "Sign in" ("Members only") @0,0 9x9
      textbox "E-mail" = "a@b.c" {focused, required} [id=email] [placeholder=you] @0,0 1x1
      heading "Hello" [level=2]
      "platform:gear wheel" "Settings"
      button "Pay" = "now" {pressed}
      text "a  b" {busy}
"#;

#[test]
fn a_snapshot_cannot_say_everything() {
    check(
        FORM,
        Target::Aria,
        &[
            "role: 1 /2",
            "name: 1 /4",
            "value: 1 /3",
            "description: 1 /",
            "state busy: 1 /4",
            "state focused: 1 /0",
            "state pressable: 1 /3",
            "state required: 1 /0",
            "bounds: 2 / /0",
            "attribute id: 1 /0",
        ],
    );
    check("form\n  textbox \"a\" = \"b\" {disabled}\n  link \"c\" [url=/d]", Target::Aria, &[]);
}

#[test]
fn only_the_first_places_are_named() {
    let many = ["list", &"\n  listitem @1,2 3x4".repeat(9)].concat();
    check(&many, Target::Aria, &["bounds: 9 /0 /1 /2"]);
}

#[test]
fn what_is_in_a_field_that_shows_as_a_secret_once_it_is_written_is_lost() {
    // With one space in it, the name says what the field is.
    let tree = "textbox \"mot  de  passe\" = \"x\"\n  text \"a\"\n  text \"b\"";
    check(tree, Target::Aria, &["nodes: 2 /", "name: 1 /", "value: 1 /", "state protected: 1 /"]);
}

#[test]
fn canonical_json_loses_nothing_but_what_no_screen_has() {
    check(FORM, Target::Sz, &[]);
    let attributes: String = (0..1_025).map(|i| format!(" [a{i}=b]")).collect();
    check(&format!("form\n  button{attributes}"), Target::Sz, &["reading back: 1 /0"]);
}

#[test]
fn nothing_reads_an_outline() {
    check(FORM, Target::Outline, &["reading back: 0 "]);
}

#[test]
fn the_application_and_the_verdict_are_lost_where_there_is_no_place_for_them() {
    let document = r#"{"schema":"sz-tree/1","app":"shop","quality":{"verdict":"truncated"},"root":{"role":"form"}}"#;
    let capture = read(document.as_bytes(), None, &Limits::default()).expect("it reads");
    let lost =
        |to| capture_loss(&capture, to).into_iter().map(|loss| loss.lost).collect::<Vec<_>>();
    assert_eq!(lost(Target::Sz), []);
    assert_eq!(lost(Target::Aria), [Lost::App, Lost::Quality]);
    assert_eq!(lost(Target::Outline), [Lost::Reading, Lost::App, Lost::Quality]);
    assert_eq!(Target::Sz.write(&capture), document);
    let again = read(Target::Sz.write(&capture).as_bytes(), Some(Format::Sz), &Limits::default());
    assert_eq!(again.map(|again| again.quality.verdict()), Ok(Verdict::Truncated));
}
