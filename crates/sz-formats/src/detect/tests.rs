use crate::{Format, ReadErrorKind, detect, read};
use sz_tree::Limits;

#[track_caller]
fn check(text: &str, expected: Option<Format>) {
    assert_eq!(detect(text.as_bytes()), expected, "{text}");
}

#[test]
fn the_content_tells_the_format() {
    check(r#"{"schema":"sz-tree/1","root":{}}"#, Some(Format::Sz));
    check(r#"{"root":{},"schema":"sz-tree/1"}"#, Some(Format::Sz));
    check(r#"{"root":{"role":"a"}}"#, Some(Format::Legacy));
    check(r#"{"meta":{"nodes":1},"root":{}}"#, Some(Format::Legacy));
    check(r#"{"nodes":[]}"#, Some(Format::Cdp));
    check(r#"{"id":1,"result":{"x":1,"nodes":[]}}"#, Some(Format::Cdp));
    check(r#"[{"ignored":true,"nodeId":"1"}]"#, Some(Format::Cdp));
    check(r#"{"source":"atspi","tree":{}}"#, Some(Format::Atspi));
    check(r#"{"app":"x","tree":{}}"#, Some(Format::Atspi));
    check("<?xml version='1.0'?>\n<!-- x --><hierarchy/>", Some(Format::Uiautomator));
    check("<hierarchy rotation='0'>", Some(Format::Uiautomator));
    check("<!DOCTYPE a [<!ENTITY b 'c'>]><hierarchy/>", Some(Format::Uiautomator));
    check("- banner", Some(Format::Aria));
    check("\n# x\n---\n- banner:", Some(Format::Aria));
    check("- text: \"{}\"", Some(Format::Aria));
    check("ERROR: could not get idle state.", Some(Format::Uiautomator));
    for text in [
        "",
        "hello",
        "[]",
        "{}",
        "[1]",
        "{\"a\":1}",
        "a: b",
        "--- x",
        "<html/>",
        "<!doctype html>\n<html><body>",
        "-5",
        "-",
    ] {
        check(text, if text == "-" { Some(Format::Aria) } else { None });
    }
}

#[test]
fn byte_order_marks_and_utf_16_are_seen_through() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let xml = "<?xml version=\"1.0\" encoding=\"utf-16\"?><hierarchy><node class=\"a\" text=\"ü\"/></hierarchy>";
    for bytes in [
        utf16(xml),
        [vec![0xFF, 0xFE], utf16(xml)].concat(),
        ["\u{feff}", xml].concat().into_bytes(),
    ] {
        assert_eq!(detect(&bytes), Some(Format::Uiautomator));
        let capture = read(&bytes, None, &Limits::default()).expect("it reads");
        assert_eq!(capture.tree.nodes().last().map(sz_tree::Node::name), Some("ü"));
    }
}

#[test]
fn formats_without_a_reader_are_named() {
    for (text, name) in [
        (r#"{"views":[{"class":"a"}]}"#, "DroidBot"),
        ("<AppiumAUT><XCUIElementTypeApplication/></AppiumAUT>", "XCUITest"),
        ("<XCUIElementTypeApplication/>", "XCUITest"),
        ("<desktop-frame xmlns:st='x'/>", "OSWorld"),
        ("<Window Name='x' RuntimeId='1.2'/>", "UI Automation"),
    ] {
        let fault = read(text.as_bytes(), None, &Limits::default()).expect_err(text);
        assert_eq!(fault.kind(), ReadErrorKind::UnsupportedFormat, "{text}: {fault}");
        assert!(fault.message().contains(name), "{fault}");
    }
}

#[test]
fn a_broken_document_is_told_by_its_fault_and_not_by_its_format() {
    let fault = read(b"{\"app\": \"x\", \"tre", None, &Limits::default()).expect_err("it is cut");
    assert_eq!(fault.kind(), ReadErrorKind::Syntax);
    let fault = read(b"hello", None, &Limits::default()).expect_err("it is nothing");
    assert_eq!(fault.kind(), ReadErrorKind::UnknownFormat);
}

#[test]
fn names_of_formats_are_read_and_written() {
    for &format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let fault = "yaml".parse::<Format>().expect_err("no format");
    assert!(fault.to_string().contains("`uiautomator`"), "{fault}");
}
