use sz_tree::Limits;

use crate::{Format, ReadErrorKind, read, write_outline};

/// Alive, visible and showing: what AT-SPI says of an ordinary widget.
const PLAIN: &str = r#""enabled","sensitive","showing","visible""#;

#[track_caller]
fn check(tree: &str, expected: &str) {
    let text = format!(r#"{{"source":"atspi","app":"x","tree":{tree}}}"#);
    let capture = read(text.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{tree}: {error}"));
    assert_eq!((capture.format, capture.app.as_deref()), (Format::Atspi, Some("x")));
    assert_eq!(write_outline(&capture.tree).trim_end(), expected, "{tree}");
}

#[track_caller]
fn check_states(role: &str, states: &str, expected: &str) {
    check(&format!(r#"{{"role":"{role}","states":[{states}]}}"#), expected);
}

#[test]
fn every_state_is_read() {
    for (state, expected) in [
        ("active", "active"),
        ("busy", "busy"),
        ("checkable", "checkable"),
        ("checked", "checkable, checked"),
        ("collapsed", "expandable"),
        ("editable", "editable"),
        ("expandable", "expandable"),
        ("expanded", "expandable, expanded"),
        ("focusable", "focusable"),
        ("focused", "focused"),
        ("has-popup", "has-popup"),
        ("horizontal", "horizontal"),
        ("indeterminate", "mixed"),
        ("invalid-entry", "invalid"),
        ("is-default", "default"),
        ("modal", "modal"),
        ("multi-line", "multiline"),
        ("multiselectable", "multiselectable"),
        ("pressed", "pressable, pressed"),
        ("read-only", "read-only"),
        ("required", "required"),
        ("selectable", "selectable"),
        ("selected", "selectable, selected"),
        ("vertical", "vertical"),
        ("visited", "visited"),
    ] {
        check_states("panel", &format!(r#"{PLAIN},"{state}""#), &format!("generic {{{expected}}}"));
    }
    for state in
        ["transient", "single-line", "manages-descendants", "resizable", "armed", "defunct"]
    {
        check_states("panel", &format!(r#"{PLAIN},"{state}""#), "generic");
    }
}

#[test]
fn what_is_missing_among_the_states_says_something_too() {
    check_states("push button", PLAIN, "button");
    check_states("push button", r#""showing","visible""#, "button {disabled}");
    check_states("push button", r#""sensitive","showing","visible""#, "button");
    check_states("push button", r#""enabled","sensitive""#, "button {hidden}");
    check_states("application", "", "application");
    check(r#"{"role":"push button"}"#, "button");
    let pair = |second: &str| {
        format!(
            r#"{{"role":"frame","states":[{PLAIN}],"children":[{{"role":"{second}","states":["enabled","visible"]}}]}}"#
        )
    };
    check(&pair("label"), "window\n  text {offscreen}");
    // Where nothing shows, showing means nothing: GTK 4.8.
    check_states("label", r#""enabled","visible""#, "text");
    let item = pair("list item").replace(r#""enabled","visible"]"#, r#""enabled"]"#);
    check(&item, "window\n  listitem {offscreen}");
}

#[test]
fn checkable_and_pressable_roles_are_known_to_be_unchecked() {
    check_states("check box", PLAIN, "checkbox {checkable}");
    check_states("radio button", &format!(r#"{PLAIN},"checked""#), "radio {checkable, checked}");
    check_states("toggle button", PLAIN, "button {pressable}");
    check_states("toggle button", &format!(r#"{PLAIN},"checked""#), "button {pressable, pressed}");
    check_states("push button menu", PLAIN, "button {has-popup}");
}

#[test]
fn text_is_a_value_or_a_name() {
    for (node, expected) in [
        (
            r#""role":"entry","name":"City","text":{"content":"Oslo"}"#,
            "textbox \"City\" = \"Oslo\"",
        ),
        (r#""role":"text","text":{"length":0,"content":""}"#, "textbox"),
        (r#""role":"label","text":{"content":"a  b"}"#, "text \"a b\""),
        (r#""role":"label","name":"x","text":{"content":"b"}"#, "text \"x\""),
        (r#""role":"gear wheel","text":{"content":"b"}"#, "platform:gear wheel \"b\""),
        (
            r#""text":{"content":"5 px"},"value":{"current":5.0,"minimum":0.0,"maximum":9.5},"role":"spin button""#,
            "spinbutton = \"5 px\" [valuemax=9.5] [valuemin=0]",
        ),
        (r#""role":"slider","value":{"current":-0.0}"#, "slider = \"0\""),
        (r#""role":"split pane","value":{"current":3}"#, "generic"),
        (r#""role":"password text","text":{"content":"hunter2"}"#, "textbox {protected}"),
    ] {
        check(&format!("{{{node}}}"), expected);
    }
}

#[test]
fn attributes_that_describe_are_kept() {
    check(
        r#"{"role":"heading","accessible_id":"h","attributes":{"level":"2","toolkit":"gtk","placeholder-text":"p",
            "invalid":"true","keyshortcuts":""},"description":"d","bounds":[-2147483648,0,1,1]}"#,
        "heading (\"d\") {invalid} [id=h] [level=2] [placeholder=p]",
    );
}

#[test]
fn the_toolkit_is_written_down_at_the_root() {
    let text = r#"{"source":"atspi","toolkit":"Qt","tree":{"role":"frame","children":[{"role":"label"}]}}"#;
    let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
    assert_eq!(write_outline(&capture.tree), "window [toolkit=Qt]\n  text\n");
}

#[test]
fn a_document_needs_a_tree_and_a_node_a_role() {
    for (text, kind) in [
        (r#"{"source":"atspi"}"#, ReadErrorKind::MissingKey),
        (r#"{"tree":{"name":"x"}}"#, ReadErrorKind::MissingRole),
        (r#"{"tree":{"role":"a"},"tree":{"role":"a"}}"#, ReadErrorKind::DuplicateKey),
        (r#"{"tree":{"role":"a","states":"x"}}"#, ReadErrorKind::WrongType),
    ] {
        let fault = read(text.as_bytes(), Some(Format::Atspi), &Limits::default()).expect_err(text);
        assert_eq!(fault.kind(), kind, "{text}: {fault}");
    }
}
