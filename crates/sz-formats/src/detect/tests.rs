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
    check(r#"{"tag":"x","views":[]}"#, Some(Format::Droidbot));
    check("<AppiumAUT><XCUIElementTypeApplication/></AppiumAUT>", Some(Format::Xcuitest));
    check("<XCUIElementTypeApplication/>", Some(Format::Xcuitest));
    check(r#"{"isEnabled":"1","children":[{}],"type":"Window"}"#, Some(Format::Xcuitest));
    check(r#"{"sessionId":"1","value":{"type":"Window","rect":{}}}"#, Some(Format::Xcuitest));
    check(
        "<?xml version='1.0' encoding='utf-16'?><Window Name='>' RuntimeId='1.2'/>",
        Some(Format::Uia),
    );
    check(
        "<?xml version='1.0' encoding='utf-16'?><Window Name='x' RuntimeId='1.2'/>",
        Some(Format::Uia),
    );
    check("<Pane FrameworkId='Win32'/>", Some(Format::Uia));
    check(r#"{"name":"x","control_type":"Window","children":[]}"#, Some(Format::Uia));
    check("<desktop-frame xmlns:st='x'/>", Some(Format::Osworld));
    check("<desktop/>", Some(Format::Osworld));
    check(r#"{"AT":"<desktop-frame/>"}"#, Some(Format::Osworld));
    check(
        "<panel xmlns:st='https://accessibility.ubuntu.example.org/ns/state'/>",
        Some(Format::Osworld),
    );
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
        "<Window/>",
        "<Window><Button RuntimeId='1'/></Window>",
        "{\"type\":\"a\"}",
        "{\"type\":\"a\",\"label\":\"b\"}",
        "{\"value\":\"<\"}",
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
