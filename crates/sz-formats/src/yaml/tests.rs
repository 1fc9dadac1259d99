use super::*;

fn parse(text: &str) -> YamlNode {
    YamlNode::parse(text, &Limits::default()).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[track_caller]
fn check_fault(text: &str, kind: ReadErrorKind, place: (usize, usize)) {
    let fault = YamlNode::parse(text, &Limits::default()).expect_err(text);
    assert_eq!(
        (fault.kind(), (fault.place().line, fault.place().column)),
        (kind, place),
        "{fault}"
    );
}

#[test]
fn knows_where_everything_stands() {
    let node = parse(
        "# x\nscreen_id: login\nroles: [ button,  'te''xt' ]\nbaseline: |\n  - form\n  - b\n",
    );
    assert_eq!(node.mark(), Mark { line: 2, column: 1 });
    let entries = node.as_mapping().expect("a mapping");
    let marks: Vec<_> = entries
        .iter()
        .map(|(key, value)| (key.as_str().unwrap_or_default(), key.mark().line, value.mark()))
        .collect();
    let at = |line, column| Mark { line, column };
    assert_eq!(marks[..2], [("screen_id", 2, at(2, 12)), ("roles", 3, at(3, 8))]);
    let roles = node.get("roles").and_then(YamlNode::as_sequence).expect("a list");
    assert_eq!((roles[1].as_str(), roles[1].mark()), (Some("te'xt"), at(3, 19)));
    assert_eq!(node.get("baseline").and_then(YamlNode::as_str), Some("- form\n- b\n"));
    assert_eq!(node.get("nothing").map(YamlNode::kind), None);
    assert_eq!(at(3, 8).to_string(), "line 3, column 8");
}

#[test]
fn plain_scalars_may_mean_more_than_text() {
    let node =
        parse("[a, 'a', 12, '12', 0.8, 1e3, true, 'true', ~, '', null, .inf, -5, [x], {k: v}, |-]");
    let items = node.as_sequence().expect("a list");
    let numbers: Vec<_> = items.iter().map(YamlNode::as_f64).collect();
    let expected = [None, None, Some(12.0), None, Some(0.8), Some(1000.0), None, None, None, None];
    assert_eq!(numbers[..10], expected);
    assert_eq!(numbers[10..13], [None, None, Some(-5.0)]);
    assert_eq!((items[6].as_bool(), items[7].as_bool()), (Some(true), None));
    let kinds: Vec<_> = items.iter().map(YamlNode::kind).collect();
    assert_eq!(kinds[8..11], ["nothing", "text", "nothing"]);
    assert_eq!(kinds[13..15], ["a list", "a mapping"]);
    assert!(items[0].is_plain() && !items[1].is_plain() && !items[13].is_plain());
    assert!(parse("a:\nb: 1").get("a").is_some_and(YamlNode::is_null));
}

#[test]
fn refuses_what_surprises() {
    use ReadErrorKind::{DuplicateKey, Empty, Syntax, WrongType, YamlFeature};
    check_fault("", Empty, (1, 1));
    check_fault("# only a comment\n", Empty, (2, 1));
    check_fault("a: 1\nb: 2\na: 3", DuplicateKey, (3, 1));
    check_fault("a: 1\n\"a\": 3", DuplicateKey, (2, 1));
    check_fault("a: 1\rb: 1\r\na: 3", DuplicateKey, (3, 1));
    check_fault("x: {a: 1, a: 2}", DuplicateKey, (1, 11));
    check_fault("[a]: 1", WrongType, (1, 1));
    check_fault("? {a: 1}\n: 1", WrongType, (1, 3));
    check_fault("a: &x 1", YamlFeature, (1, 4));
    check_fault("a: &x 1\nb: *x", YamlFeature, (1, 4));
    check_fault("a: !!str 1", YamlFeature, (1, 4));
    check_fault("a: 1\n---\nb: 2", YamlFeature, (2, 1));
    check_fault("a: [1", Syntax, (1, 6));
    check_fault("a: b: c", Syntax, (1, 5));
    check_fault("a: \"x", Syntax, (1, 4));
}

#[test]
fn every_key_that_stands_again_is_told() {
    let text = "a: 1\nb: {c: 1, c: 2, c: 3}\na: 2\n\"a\": 3\nd:\n  - e: 1\n    e: 2\n";
    let (node, duplicates) = YamlNode::parse_with_duplicates(text, &Limits::default()).expect(text);
    let places: Vec<_> = duplicates.iter().map(|d| (d.place().line, d.place().column)).collect();
    assert_eq!(places, [(2, 11), (2, 17), (3, 1), (4, 1), (7, 5)]);
    assert!(duplicates.iter().all(|duplicate| duplicate.kind() == ReadErrorKind::DuplicateKey));
    assert_eq!(duplicates[1].help(), "keep one of them; the other is at line 2, column 5");
    assert_eq!(node.get("a").and_then(YamlNode::as_str), Some("1"));
    let first = YamlNode::parse(text, &Limits::default()).expect_err("twice");
    assert_eq!(first, duplicates[0]);
}

#[test]
fn a_place_is_found_again_in_its_text() {
    let text = "a: 1\r\nü: [ x, 'y' ]\rb: z\n";
    let node = parse(text);
    let items = node.get("ü").and_then(YamlNode::as_sequence).expect("a list");
    let at = |node: &YamlNode| text.get(node.mark().offset_in(text)..).unwrap_or_default();
    assert!(at(&items[0]).starts_with("x,") && at(&items[1]).starts_with("'y'"));
    assert_eq!(node.get("b").map(at), Some("z\n"));
    let beyond = |line, column| Mark { line, column }.offset_in(text);
    assert_eq!((beyond(1, 99), beyond(99, 1), beyond(0, 0)), (4, text.len(), 0));
}

#[test]
fn no_place_counts_a_byte_order_mark() {
    let text = "\u{feff}a: b";
    let node = parse(text);
    let value = node.get("a").expect("an entry").mark();
    assert_eq!(value, Mark { line: 1, column: 4 });
    assert_eq!(text.get(value.offset_in(text)..), Some("b"));
    let empty = YamlNode::parse("\u{feff} ", &Limits::default()).expect_err("nothing");
    assert_eq!((empty.place().line, empty.place().column), (1, 2));
}

#[test]
fn keeps_its_limits() {
    let limits = Limits { depth: 3, nodes: 10, document_bytes: 100, ..Limits::default() };
    for (text, is_fine) in [
        ("[[[]]]", true),
        ("[[[[]]]]", false),
        ("a:\n  b:\n    c: 1", true),
        ("a:\n  b:\n    c:\n      d: 1", false),
        ("[1,2,3,4,5,6,7,8]", true),
        ("[1,2,3,4,5,6,7,8,9,10]", false),
    ] {
        let read = YamlNode::parse(text, &limits);
        assert_eq!(read.is_ok(), is_fine, "{text}: {read:?}");
        assert!(read.is_ok() || read.is_err_and(|fault| fault.kind() == ReadErrorKind::Limit));
    }
    let long = YamlNode::parse(&"a".repeat(101), &limits).expect_err("too long");
    assert_eq!(long.kind(), ReadErrorKind::Limit);
}

#[test]
fn long_lists_in_brackets_are_found() {
    let long = "a, ".repeat(20);
    for (text, start) in [
        (format!("[{long}]"), Some(0)),
        (format!("x: [{long}]"), Some(3)),
        (format!("- {{{long}}}"), Some(2)),
        (format!("- - [{long}]"), Some(4)),
        (format!("- ? [{long}]"), Some(4)),
        (format!("--- [{long}]"), Some(4)),
        (format!("x: !!seq [{long}]"), Some(3)),
        (format!("x:\n  [{long}]"), Some(5)),
        (format!("x: [']',\n {long}]"), Some(3)),
        (format!("x:\t[{long}]"), Some(3)),
        (format!("- text: {long}"), None),
        (format!("- button [disabled] {long}"), None),
        (format!("- x: []\n- {long}"), None),
        (format!("x: [a]\n- {long}"), None),
    ] {
        assert_eq!(flow::find_long(&text, 40), start, "{text}");
    }
}

const TRICKY: &[&str] = &[
    "",
    " a",
    "a ",
    "- a",
    "-",
    "--- a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "[a",
    "{a",
    "a{b",
    "a}b",
    "`a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "@a",
    "%a",
    "'a'",
    "\"a\"",
    "?a",
    "? a",
    ", a",
    "~",
    "null",
    "NULL",
    "true",
    "Yes",
    "n",
    "12",
    "-1.5",
    "0x1F",
    "1e3",
    ".5",
    ".inf",
    ".nan",
    "inf",
    "NaN",
    "...",
    "a\nb",
    "a\tb",
    "a\u{7f}b",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{ffff}",
    "a\\b",
    "=",
    "plain",
    "two words",
    "a:b",
    "a#b",
    "/a/",
    "ü",
    "$1,000",
    "<<",
];

#[test]
fn quotes_what_would_not_read_back() {
    for text in TRICKY {
        let mut quoted = String::new();
        if must_quote(text) {
            push_double_quoted(text, &mut quoted);
        } else {
            quoted.push_str(text);
        }
        for document in [format!("- {quoted}"), format!("- k: {quoted}")] {
            let node = parse(&document);
            let item = &node.as_sequence().expect("a list")[0];
            let item = item.get("k").unwrap_or(item);
            assert_eq!(item.as_str(), Some(*text), "{document}");
            assert!(!item.is_plain() || item.as_f64().is_none() && item.as_bool().is_none());
        }
    }
}
