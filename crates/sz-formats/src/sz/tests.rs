use sz_tree::Limits;

use crate::{Format, Quality, ReadErrorKind, Verdict, read, write_sz_capture, write_sz_for};

#[track_caller]
fn check_fault(root: &str, kind: ReadErrorKind, path: &str, help: &str) {
    let text = format!(r#"{{"schema":"sz-tree/1","root":{root}}}"#);
    let fault = read(text.as_bytes(), Some(Format::Sz), &Limits::default()).expect_err(root);
    assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{root}: {fault}");
    assert!(fault.help().contains(help), "{root}: {fault}");
}

#[test]
fn writes_keys_in_a_fixed_order_and_nothing_empty() {
    let tree = sz_testkit::tree(
        r#"
        "platform:color chooser" "A\"\n" = "" ("d") {selected, checked} [b=1] [a=2] @-1,2 3x4
          button
            text
          link
        "#,
    );
    let expected = concat!(
        r#"{"schema":"sz-tree/1","app":"shop","root":{"role":"platform:color chooser","name":"A\"\n","value":"","#,
        r#""description":"d","states":["checked","selected"],"bounds":[-1,2,3,4],"attributes":{"a":"2","b":"1"},"#,
        r#""children":[{"role":"button","children":[{"role":"text"}]},{"role":"link"}]}}"#,
    );
    assert_eq!(write_sz_for(&tree, "shop"), expected);
}

#[test]
fn reads_keys_in_any_order() {
    let text = r#" {"root": {"children": [{"name":"x","role":"b"}], "role": "button"}, "app": "a", "schema": "sz-tree/1"} "#;
    let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
    assert_eq!(capture.format, Format::Sz);
    assert_eq!(capture.app.as_deref(), Some("a"));
    assert_eq!(capture.tree, sz_testkit::tree("button\n  platform:b \"x\""));
}

#[test]
fn says_what_is_wrong_where_and_what_to_do() {
    use ReadErrorKind::{BadValue, DuplicateKey, MissingRole, Syntax, UnknownKey, WrongType};
    check_fault("{}", MissingRole, "/root", "generic");
    check_fault(r#"{"role":""}"#, MissingRole, "/root/role", "generic");
    check_fault(r#"{"role":"a","nmae":"x"}"#, UnknownKey, "/root/nmae", "did you mean `name`?");
    check_fault(r#"{"role":"a","zzz":"x"}"#, UnknownKey, "/root/zzz", "the keys are role, name");
    check_fault(r#"{"role":"a","name":1}"#, WrongType, "/root/name", "");
    check_fault(r#"{"role":"a","name":null}"#, WrongType, "/root/name", "");
    check_fault(r#"{"role":"a","states":["chekced"]}"#, BadValue, "/root/states/0", "`checked`");
    check_fault(r#"{"role":"a","states":["busy","busy"]}"#, DuplicateKey, "/root/states/1", "one");
    for bounds in ["[1,2,3]", "[1,2,3,4,5]", "[1,2,-3,4]", "[1,2,3,4.5]", "[1,2,3,9999999999]"] {
        let fault = format!(r#"{{"role":"a","bounds":{bounds}}}"#);
        let text = format!(r#"{{"schema":"sz-tree/1","root":{fault}}}"#);
        let error = read(text.as_bytes(), None, &Limits::default()).expect_err(bounds);
        assert_eq!(error.kind(), BadValue, "{bounds}");
        assert!(error.place().path.starts_with("/root/bounds"), "{error}");
    }
    check_fault(
        r#"{"role":"a","attributes":{"level":2}}"#,
        WrongType,
        "/root/attributes/level",
        "",
    );
    check_fault(r#"{"role":"a","children":[{"role":"b"},3]}"#, WrongType, "/root/children/1", "");
    check_fault(r#"{"role":"a","children":null}"#, WrongType, "/root/children", "");
    check_fault(r#"{"role":"a",}"#, Syntax, "/root/role", "");
}

#[test]
fn a_document_needs_its_schema_and_its_root() {
    for (text, kind) in [
        (r#"{"root":{"role":"a"}}"#, ReadErrorKind::MissingKey),
        (r#"{"schema":"sz-tree/1"}"#, ReadErrorKind::MissingKey),
        (r#"{"schema":"sz-tree/2","root":{"role":"a"}}"#, ReadErrorKind::BadValue),
        (r#"{"schema":"sz-tree/1","root":{"role":"a"},"x":1}"#, ReadErrorKind::UnknownKey),
        (r#"{"schema":"sz-tree/1","root":{"role":"a"}} x"#, ReadErrorKind::Syntax),
        (r#"["sz-tree/1"]"#, ReadErrorKind::WrongType),
    ] {
        let fault = read(text.as_bytes(), Some(Format::Sz), &Limits::default()).expect_err(text);
        assert_eq!(fault.kind(), kind, "{text}: {fault}");
    }
}

#[test]
fn a_fault_is_one_line_with_place_and_remedy() {
    let text = "{\"schema\":\"sz-tree/1\",\n \"root\":{\"role\":\"a\",\"stats\":[]}}";
    let fault = read(text.as_bytes(), None, &Limits::default()).expect_err("a typo");
    let expected =
        "`stats` is not a key here at line 2, column 22 (/root/stats): did you mean `states`?";
    assert_eq!(fault.to_string(), expected);
    assert_eq!(fault.kind().to_string(), "unknown_key");
}

#[test]
fn the_verdict_on_a_capture_travels_with_it() {
    let with = |quality: &str| {
        format!(
            r#"{{"schema":"sz-tree/1","app":"a","quality":{quality},"root":{{"role":"form"}}}}"#
        )
    };
    for &verdict in Verdict::ALL {
        let text = with(&format!(r#"{{"verdict":"{verdict}","reason":"it \"is\" so"}}"#));
        let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
        assert_eq!(capture.quality, Quality::new(verdict, "it \"is\" so"));
        assert_eq!(write_sz_capture(&capture), text);
    }
    for (text, written) in [
        (r#"{"reason":"","verdict":"empty"}"#, r#"{"verdict":"empty"}"#),
        (r#"{"verdict":"not_settled"}"#, r#"{"verdict":"not_settled"}"#),
    ] {
        let capture = read(with(text).as_bytes(), None, &Limits::default()).expect("it reads");
        assert_eq!(write_sz_capture(&capture), with(written));
    }
    // A complete capture without a reason is what a document without a verdict is.
    let text = with(r#"{"verdict":"complete"}"#);
    let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
    assert_eq!(
        write_sz_capture(&capture),
        r#"{"schema":"sz-tree/1","app":"a","root":{"role":"form"}}"#
    );
}

#[test]
fn a_verdict_that_is_none_is_refused() {
    use ReadErrorKind::{BadValue, DuplicateKey, Limit, MissingKey, UnknownKey, WrongType};
    let long = format!(r#"{{"verdict":"empty","reason":"{}"}}"#, "ä".repeat(1_025));
    for (quality, kind, path, help) in [
        ("{}", MissingKey, "/quality", "verdict"),
        ("null", WrongType, "/quality", ""),
        (r#""empty""#, WrongType, "/quality", ""),
        (r#"{"verdict":1}"#, WrongType, "/quality/verdict", ""),
        (r#"{"verdict":"emtpy"}"#, BadValue, "/quality/verdict", "did you mean `empty`?"),
        (r#"{"verdict":"?"}"#, BadValue, "/quality/verdict", "complete, truncated"),
        (r#"{"verdict":"empty","why":"x"}"#, UnknownKey, "/quality/why", "verdict, reason"),
        (r#"{"verdict":"empty","verdict":"empty"}"#, DuplicateKey, "/quality/verdict", ""),
        (&*long, Limit, "/quality/reason", ""),
    ] {
        let text = format!(r#"{{"schema":"sz-tree/1","root":{{"role":"a"}},"quality":{quality}}}"#);
        let fault = read(text.as_bytes(), None, &Limits::default()).expect_err(quality);
        assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{quality}: {fault}");
        assert!(fault.help().contains(help), "{fault}");
    }
}
