use crate::tree;

#[track_caller]
fn check(outline: &str, expected: &str) {
    assert_eq!(format!("{:?}", tree(outline)), expected, "{outline}");
}

#[test]
fn reads_every_field_in_any_order() {
    check("button", "button \"\"\n");
    check("- button \"OK\"", "button \"OK\"\n");
    check(
        r#"textbox ("where") @-1,2 30x0 [b="x y"] {required focused} = "v" [a=] "n""#,
        "textbox \"n\" = \"v\" (\"where\") {Focused, Required} @-1,2 30x0 [a=\"\"] [b=\"x y\"]\n",
    );
    check(r#""platform:color chooser" "a\n\u{e9}\"""#, "platform:color chooser \"a\\né\\\"\"\n");
    check("platform:switcher", "platform:switcher \"\"\n");
}

#[test]
fn nests_by_two_spaces_and_forgives_margins() {
    check(
        "\n    form\n      list\n        listitem\n\n      button\n",
        "form \"\"\n  list \"\"\n    listitem \"\"\n  button \"\"\n",
    );
}

#[track_caller]
fn check_fault(outline: &str, expected: &str) {
    let fault = super::read(outline).expect_err("the outline is bad");
    assert!(
        format!("line {}: {}", fault.line, fault.what).contains(expected),
        "{outline:?} gave {fault:?}"
    );
}

#[test]
fn says_what_is_wrong_and_where() {
    check_fault("", "line 1: there is no node");
    check_fault("form\n\n   button", "line 3: indent by two spaces");
    check_fault("form\n    button", "line 2: indent by two spaces a level, here by 2 at most");
    check_fault("form\nform", "line 2: a tree has one root");
    check_fault("buton", "no ARIA role is called `buton`: is it `platform:buton`?");
    check_fault("button OK", "`O` starts no field");
    check_fault("button \"OK", "the closing quote is missing");
    check_fault("button \"\\q\"", "`\\q` is no escape");
    check_fault("button \"\\u{110000}\"", "no character has the number 110000");
    check_fault("button {shiny}", "no state is called `shiny`");
    check_fault("button [id", "`=` is missing at the end");
    check_fault("button @1,2 -3x4", "-3x4 is no size");
    check_fault("button @1,2", "` ` is missing at the end");
    check_fault("button @a,2 3x4", "`,` is missing before `a`");
    check_fault("button @,2 3x4", "`` is no whole number of pixels");
}
