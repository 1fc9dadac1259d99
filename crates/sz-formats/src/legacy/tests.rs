use sz_tree::Limits;

use crate::{Format, ReadErrorKind, read, write_outline};

#[track_caller]
fn check(root: &str, expected: &str) {
    let text = format!(r#"{{"root":{root}}}"#);
    let capture = read(text.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{root}: {error}"));
    assert_eq!(capture.format, Format::Legacy);
    assert_eq!(write_outline(&capture.tree).trim_end(), expected, "{root}");
}

#[test]
fn reads_the_prototypes_nodes() {
    check(r#"{"role":"button","name":" OK \n now "}"#, "button \"OK now\"");
    check(r#"{"role":"Text_Field","name":null,"children":[]}"#, "textbox");
    check(r#"{"role":"gauge","bounds":[1,2.6,30,40]}"#, "platform:gauge @1,3 30x40");
    check(r#"{"role":"a","bounds":{"x":1,"y":2,"width":3,"height":4}}"#, "platform:a @1,2 3x4");
    check(r#"{"role":"a","bounds":{"x":1}}"#, "platform:a");
    check(r#"{"role":"a","bounds":null,"unknown":{"x":[]}}"#, "platform:a");
    check(r#"{"type":"button"}"#, "button [type=button]");
    check(r#"{"type":"view","role":"button"}"#, "button [type=view]");
    check(r#"{"type":"element","role":"button"}"#, "button");
}

#[test]
fn properties_become_states_values_and_attributes() {
    for (property, expected) in [
        (r#""enabled":true,"visible":true"#, "button"),
        (r#""enabled":false"#, "button {disabled}"),
        (r#""visible":"False""#, "button {hidden}"),
        (r#""visible":0"#, "button {hidden}"),
        (r#""checked":true"#, "button {checkable, checked}"),
        (r#""checked":false"#, "button {checkable}"),
        (r#""checked":"mixed""#, "button {checkable, mixed}"),
        (r#""selected":1"#, "button {selectable, selected}"),
        (r#""focused":true,"required":false"#, "button {focused}"),
        (r#""value":3.5"#, "button = \"3.5\""),
        (r#""value":"a  b""#, "button = \"a  b\""),
        (r#""description":"x  y""#, "button (\"x y\")"),
        (r#""placeholder":"Name","id":7,"ok":true"#, "button [id=7] [ok=true] [placeholder=Name]"),
        (r#""list":[1],"none":null"#, "button"),
    ] {
        check(&format!(r#"{{"role":"button","properties":{{{property}}}}}"#), expected);
    }
}

#[test]
fn a_document_needs_a_root_and_a_node_a_role() {
    for (text, kind) in [
        (r#"{"a":1}"#, ReadErrorKind::MissingKey),
        (r#"{"root":{"name":"x"}}"#, ReadErrorKind::MissingRole),
        (r#"{"root":{"role":"a","children":[{"role":""}]}}"#, ReadErrorKind::MissingRole),
        (r#"{"root":[]}"#, ReadErrorKind::WrongType),
    ] {
        let fault =
            read(text.as_bytes(), Some(Format::Legacy), &Limits::default()).expect_err(text);
        assert_eq!(fault.kind(), kind, "{text}: {fault}");
    }
}
