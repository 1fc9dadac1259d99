//! What strangers may send: always a tree or an error that says what and where, never a panic.

use std::iter::repeat_n;

use proptest::prelude::*;
use sz_formats::{Capture, Format, ReadError, ReadErrorKind, YamlNode, read, read_aria_snapshot};
use sz_testkit::fixture;
use sz_tree::Limits;

const SAMPLES: [(Format, &str); 15] = [
    (Format::Legacy, "samples/legacy.json"),
    (Format::Cdp, "samples/cdp.json"),
    (Format::Atspi, "samples/atspi.json"),
    (Format::Uiautomator, "samples/uiautomator.xml"),
    (Format::Uiautomator, "samples/uiautomator-appium.xml"),
    (Format::Droidbot, "samples/droidbot.json"),
    (Format::Xcuitest, "samples/xcuitest.xml"),
    (Format::Xcuitest, "samples/xcuitest-json.json"),
    (Format::Uia, "samples/uia.xml"),
    (Format::Uia, "samples/uia-ufo.json"),
    (Format::Osworld, "samples/osworld-linux.json"),
    (Format::Osworld, "samples/osworld-windows.xml"),
    (Format::Osworld, "samples/osworld-macos.xml"),
    (Format::Aria, "samples/snapshot.aria.yml"),
    (Format::Aria, "samples/baseline.aria.yml"),
];

/// The samples, and one of our own making.
fn samples() -> Vec<(Format, Vec<u8>)> {
    let mut samples: Vec<_> =
        SAMPLES.into_iter().map(|(format, file)| (format, fixture(file))).collect();
    let capture = read(&samples[1].1, None, &Limits::default()).expect("the sample reads");
    let own = sz_formats::write_sz_for(&capture.tree, "shop");
    samples.push((Format::Sz, own.into_bytes()));
    samples
}

/// Reads in every way there is, and looks at each error.
fn read_all_ways(bytes: &[u8], format: Format) {
    for format in [None, Some(format)] {
        if let Err(error) = read(bytes, format, &Limits::default()) {
            check_error(&error);
        }
    }
    let text = String::from_utf8_lossy(bytes);
    if format == Format::Aria {
        let _snapshot = read_aria_snapshot(&text, &Limits::default()).inspect_err(|errors| {
            assert!(!errors.is_empty(), "an error says what it is");
            errors.iter().for_each(check_error);
        });
    }
}

fn check_error(error: &ReadError) {
    assert!(!error.kind().as_str().is_empty() && !error.message().is_empty());
    assert!(error.place().line >= 1 && error.place().column >= 1, "{error}");
    assert!(!error.to_string().contains(char::is_control), "an error is one line: {error:?}");
    assert!(error.to_string().len() < 1_000, "an error is short: {error}");
}

#[track_caller]
fn refuse(document: &str, format: Format, kind: ReadErrorKind) -> ReadError {
    let error = read(document.as_bytes(), Some(format), &Limits::default())
        .map(|Capture { tree, .. }| tree.len())
        .expect_err("the document is not to be read");
    check_error(&error);
    assert_eq!(error.kind(), kind, "{format}: {error}");
    error
}

#[test]
fn an_empty_document_is_said_to_be_empty() {
    for format in Format::ALL.iter().copied().map(Some).chain([None]) {
        for bytes in [&b""[..], b" \n\t", b"\xEF\xBB\xBF", b"\xFF\xFE"] {
            let error = read(bytes, format, &Limits::default()).map(|_| ()).expect_err("empty");
            assert_eq!(error.kind(), ReadErrorKind::Empty, "{format:?} {bytes:?}: {error}");
        }
    }
}

#[test]
fn a_document_cut_anywhere_does_no_harm() {
    for (format, bytes) in samples() {
        for len in 0..bytes.len() {
            read_all_ways(&bytes[..len], format);
        }
    }
}

#[test]
fn a_cut_json_or_xml_document_is_an_error() {
    for (format, bytes) in samples().into_iter().filter(|(format, _)| *format != Format::Aria) {
        let end = bytes.trim_ascii_end().len();
        for len in (1..end).step_by(7) {
            let cut = read(&bytes[..len], Some(format), &Limits::default());
            assert!(cut.is_err(), "{format} cut at {len}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn random_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for &format in Format::ALL {
            read_all_ways(&bytes, format);
        }
    }

    #[test]
    fn random_text_does_no_harm(text in r#"[\[\]{}":,\\a-f0-9<>/=& \n#'*!|?.-]{0,80}"#) {
        for &format in Format::ALL {
            read_all_ways(text.as_bytes(), format);
        }
        let _node = YamlNode::parse(&text, &Limits::default()).inspect_err(check_error);
    }

    #[test]
    fn mutated_samples_do_no_harm(
        sample in 0..SAMPLES.len() + 1,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..8),
    ) {
        let (format, mut bytes) = samples().swap_remove(sample);
        for (at, byte, what) in edits {
            let at = at.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        read_all_ways(&bytes, format);
    }

    #[test]
    fn shuffled_pieces_of_samples_do_no_harm(
        sample in 0..SAMPLES.len() + 1,
        from in any::<prop::sample::Index>(),
        len in 0..200_usize,
        to in any::<prop::sample::Index>(),
    ) {
        let (format, mut bytes) = samples().swap_remove(sample);
        let from = from.index(bytes.len());
        let piece = bytes[from..(from + len).min(bytes.len())].to_vec();
        let to = to.index(bytes.len());
        bytes.splice(to..to, piece);
        read_all_ways(&bytes, format);
    }
}

const DEEP: usize = 100_000;

fn deep(head: &str, open: &str, middle: &str, close: &str, tail: &str) -> String {
    let (open, close) = (open.repeat(DEEP), close.repeat(DEEP));
    [head, &open, middle, &close, tail].concat()
}

#[test]
fn deep_nesting_is_a_limit() {
    use Format::{Aria, Atspi, Cdp, Droidbot, Legacy, Osworld, Sz, Uia, Uiautomator, Xcuitest};
    let node = r#"{"role":"a","children":["#;
    for (format, document) in [
        (Sz, deep(r#"{"schema":"sz-tree/1","root":"#, node, "", "]}", "}")),
        (Legacy, deep(r#"{"root":"#, node, "", "]}", "}")),
        (Atspi, deep(r#"{"tree":"#, node, "", "]}", "}")),
        (Legacy, deep(r#"{"root":{"role":"a"},"x":"#, "[", "", "]", "}")),
        (Legacy, deep(r#"{"root":{"role":"a","x":"#, r#"{"x":"#, "1", "}", "}}")),
        (Cdp, deep(r#"{"nodes":[{"nodeId":"1","x":"#, "[", "", "]", "}]}")),
        (Uiautomator, deep("<hierarchy>", "<node class='a'>", "", "</node>", "</hierarchy>")),
        (Xcuitest, deep("", "<XCUIElementTypeOther>", "", "</XCUIElementTypeOther>", "")),
        (Xcuitest, deep("", r#"{"type":"a","children":["#, "", "]}", "")),
        (Xcuitest, deep(r#"{"value":"#, r#"{"type":"a","children":["#, "", "]}", "}")),
        (Uia, deep("", "<Pane RuntimeId='123456789'>", "", "</Pane>", "")),
        (Uia, deep("", r#"{"control_type":"a","children":["#, "", "]}", "")),
        (
            Osworld,
            deep(
                "<desktop>",
                "<panel name='a long name of a panel'>",
                "",
                "</panel>",
                "</desktop>",
            ),
        ),
        (
            Osworld,
            deep(
                r#"{"AT":"<desktop>"#,
                "<panel name='a long name of a panel'>",
                "",
                "</panel>",
                r#"</desktop>"}"#,
            ),
        ),
        (Droidbot, deep(r#"{"views":[{"class":"a","x":"#, "[", "", "]", "}]}")),
        (Droidbot, deep(r#"{"x":"#, r#"{"x":"#, "1", "}", r#","views":[]}"#)),
    ] {
        let error = refuse(&document, format, ReadErrorKind::Limit);
        assert!(error.message().contains("levels of nesting"), "{error}");
    }
    for len in [200, 400, DEEP] {
        let kind = if len < 255 { ReadErrorKind::WrongType } else { ReadErrorKind::Limit };
        refuse(&("[".repeat(len) + &"]".repeat(len)), Aria, kind);
    }
    let chain: Vec<String> = (1..DEEP)
        .map(|i| format!(r#"{{"nodeId":"{i}","role":{{"value":"a"}},"childIds":["{}"]}}"#, i + 1))
        .collect();
    refuse(&format!(r#"{{"nodes":[{}]}}"#, chain.join(",")), Cdp, ReadErrorKind::Limit);
    let chain: Vec<String> = (0..DEEP)
        .map(|i| format!(r#"{{"class":"a","temp_id":{i},"children":[{}]}}"#, i + 1))
        .collect();
    refuse(&format!(r#"{{"views":[{}]}}"#, chain.join(",")), Droidbot, ReadErrorKind::Limit);
    let hoisted: Vec<String> = (1..DEEP)
        .map(|i| format!(r#"{{"nodeId":"{i}","ignored":true,"childIds":["{}"]}}"#, i + 1))
        .collect();
    let document = format!(r#"{{"nodes":[{}]}}"#, hoisted.join(","));
    let capture =
        read(document.as_bytes(), Some(Cdp), &Limits::default()).expect("one node is left");
    assert_eq!(capture.tree.len(), 1);
    let lines =
        (0..2_000).map(|i| format!("{}- a:\n", "  ".repeat(i))).collect::<Vec<_>>().concat();
    refuse(&format!("{lines}{}- a", "  ".repeat(2_000)), Aria, ReadErrorKind::Limit);
    for open in ["[", "{a: ", "? ", "- "] {
        let error = YamlNode::parse(&open.repeat(DEEP), &Limits::default()).expect_err("deep");
        check_error(&error);
    }
}

#[test]
fn more_nodes_than_a_screen_has_are_a_limit() {
    use Format::{Aria, Atspi, Cdp, Droidbot, Legacy, Osworld, Sz, Uia, Uiautomator, Xcuitest};
    const NODES: usize = 400_000;
    let list = |node: &str| repeat_n(node, NODES).collect::<Vec<_>>().join(",");
    let nodes = list(r#"{"role":"a"}"#);
    // Nodes that are in the list and not in the tree may be there four times as often.
    let cdp: Vec<String> = (0..1_000_000).map(|i| format!(r#"{{"nodeId":"{i}"}}"#)).collect();
    for (format, document) in [
        (Sz, format!(r#"{{"schema":"sz-tree/1","root":{{"role":"a","children":[{nodes}]}}}}"#)),
        (Legacy, format!(r#"{{"root":{{"role":"a","children":[{nodes}]}}}}"#)),
        (Atspi, format!(r#"{{"tree":{{"role":"a","children":[{nodes}]}}}}"#)),
        (Cdp, format!(r#"{{"nodes":[{}]}}"#, cdp.join(","))),
        (Uiautomator, format!("<hierarchy>{}</hierarchy>", "<a/>".repeat(NODES))),
        (Droidbot, format!(r#"{{"views":[{}]}}"#, list("{}"))),
        (Droidbot, format!(r#"{{"views":[{}]}}"#, list(r#"{"class":"android.view.View"}"#))),
        (
            Xcuitest,
            format!(
                "<XCUIElementTypeOther>{}</XCUIElementTypeOther>",
                "<XCUIElementTypeKey/>".repeat(NODES)
            ),
        ),
        (Xcuitest, format!(r#"{{"type":"a","children":[{}]}}"#, list(r#"{"type":"a"}"#))),
        (Uia, format!("<Pane>{}</Pane>", "<a/>".repeat(NODES))),
        (
            Uia,
            format!(r#"{{"control_type":"a","children":[{}]}}"#, list(r#"{"control_type":"a"}"#)),
        ),
        (Osworld, format!("<desktop>{}</desktop>", "<a/>".repeat(NODES))),
        (Aria, "- a\n".repeat(NODES)),
    ] {
        let error = refuse(&document, format, ReadErrorKind::Limit);
        assert!(error.message().contains("nodes"), "{error}");
    }
    let yaml = "- a\n".repeat(NODES);
    let error = YamlNode::parse(&yaml, &Limits::default()).expect_err("too many");
    assert_eq!(error.kind(), ReadErrorKind::Limit);
}

#[test]
fn a_long_string_and_a_long_document_are_limits() {
    let limits = Limits { string_bytes: 10, document_bytes: 100, ..Limits::default() };
    let document = r#"{"schema":"sz-tree/1","root":{"role":"a","name":"01234567890"}}"#;
    let error = read(document.as_bytes(), None, &limits).map(|_| ()).expect_err("a long name");
    assert_eq!((error.kind(), &*error.place().path), (ReadErrorKind::Limit, "/root/name"));
    let error = read(&[b' '; 101], None, &limits).map(|_| ()).expect_err("a long document");
    assert_eq!(error.kind(), ReadErrorKind::Limit);
}

#[test]
fn bytes_that_are_no_text_are_an_error_with_a_place() {
    for (format, mut bytes) in samples() {
        let second_line = bytes.iter().position(|&byte| byte == b'\n').map(|at| at + 3);
        let at = second_line.filter(|&at| at < bytes.len()).unwrap_or(23);
        bytes[at] = 0xFF;
        let error = read(&bytes, Some(format), &Limits::default()).map(|_| ()).expect_err("0xFF");
        assert_eq!(error.kind(), ReadErrorKind::Encoding);
        let is_one_line = at == 23;
        assert!(error.place().line == 2 || is_one_line, "{error}");
    }
}

#[test]
fn a_key_that_stands_twice_is_an_error() {
    use Format::{Aria, Atspi, Cdp, Droidbot, Legacy, Osworld, Sz, Uia, Uiautomator, Xcuitest};
    for (format, document, path) in [
        (Sz, r#"{"schema":"sz-tree/1","root":{"role":"a","name":"x","name":"y"}}"#, "/root/name"),
        (Sz, r#"{"schema":"sz-tree/1","schema":"sz-tree/1","root":{"role":"a"}}"#, "/schema"),
        (
            Sz,
            r#"{"schema":"sz-tree/1","root":{"role":"a","attributes":{"a/b":"1","c":"2","a/b":"3"}}}"#,
            "/root/attributes/a~1b",
        ),
        (Legacy, r#"{"root":{"role":"a","x":1,"\u0078":2}}"#, "/root/x"),
        (Legacy, r#"{"root":{"role":"a"},"x":[{"y":{"z":1,"z":2}}]}"#, "/x/0/y/z"),
        (Legacy, r#"{"root":{"role":"a"},"root":{"role":"b"}}"#, "/root"),
        (
            Atspi,
            r#"{"tree":{"role":"a","text":{"content":"a","content":"b"}}}"#,
            "/tree/text/content",
        ),
        (Cdp, r#"{"nodes":[{"nodeId":"1","nodeId":"2"}]}"#, "/nodes/0/nodeId"),
        (
            Cdp,
            r#"{"nodes":[{"nodeId":"1","role":{"value":"a","value":"b"}}]}"#,
            "/nodes/0/role/value",
        ),
        (
            Uiautomator,
            r#"<hierarchy><node class="a" text="x" text="y"/></hierarchy>"#,
            "/hierarchy/*[1]",
        ),
        (Droidbot, r#"{"views":[{"class":"a","text":"x","text":"y"}]}"#, "/views/0/text"),
        (Xcuitest, "<XCUIElementTypeKey name='x' name='y'/>", "/XCUIElementTypeKey"),
        (Xcuitest, r#"{"type":"a","foo":1,"foo":2}"#, "/foo"),
        (Uia, "<Pane Name='x'><Text Name='x' Name='y'/></Pane>", "/Pane/*[1]"),
        (Uia, r#"{"control_type":"a","x":{"y":1,"y":2}}"#, "/x/y"),
        (Osworld, "<desktop><a st:b='x' st:b='y'/></desktop>", "/desktop/*[1]"),
        (Aria, "- list: a\n  list: b", ""),
    ] {
        let error = refuse(document, format, ReadErrorKind::DuplicateKey);
        assert_eq!(error.place().path, path, "{document}: {error}");
    }
}

/// What each reader of XML has around a node, and the node up to a text in it.
const XML: [(Format, &str, &str, &str); 4] = [
    (Format::Uiautomator, "hierarchy", "node class='a'", "text"),
    (Format::Xcuitest, "XCUIElementTypeWindow", "XCUIElementTypeButton", "label"),
    (Format::Uia, "Window", "Button", "Name"),
    (Format::Osworld, "desktop", "button", "name"),
];

#[test]
fn a_place_is_one_line_whatever_keys_and_elements_are_called() {
    for (format, document) in [
        (Format::Uiautomator, "<hi\u{14}y><node/></hi\u{14}y>"),
        (Format::Legacy, r#"{"root":{"role":"a","x\ny":{"z":1,"z":2}}}"#),
        (Format::Legacy, "{\"root\":{\"role\":\"a\",\"\u{202e}\":{\"z\":1,\"z\":2}}}"),
    ] {
        let error = read(document.as_bytes(), Some(format), &Limits::default()).map(|_| ());
        let error = error.expect_err(document);
        check_error(&error);
        assert!(error.to_string().contains('\\'), "{error}");
    }
}

#[test]
fn entities_are_not_expanded() {
    for (format, root, node, text) in XML {
        let bomb = format!(
            r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>
            <{root}><{node} {text}="&lol2;"/></{root}>"#
        );
        refuse(&bomb, format, ReadErrorKind::Entity);
        let elsewhere = r#"<!DOCTYPE a SYSTEM "file:///etc/passwd">"#;
        refuse(&format!("{elsewhere}<{root}/>"), format, ReadErrorKind::Entity);
        for reference in ["&lol;", "&nbsp;", "&#0;", "&#x110000;", "&#xD800;", "&#;", "&;"] {
            let document = format!("<{root}><{node} {text}='{reference}'/></{root}>");
            let error = refuse(&document, format, ReadErrorKind::Entity);
            assert_eq!(error.place().path, format!("/{root}/*[1]"));
            let document = format!("<{root}>{reference}</{root}>");
            assert!(
                read(document.as_bytes(), Some(format), &Limits::default()).is_err(),
                "{document}"
            );
        }
        let document = format!("<{root}><{node} {text}='&lt;&#65;&#x42;&amp;lt;'/></{root}>");
        let capture =
            read(document.as_bytes(), Some(format), &Limits::default()).expect("these are fine");
        assert_eq!(capture.tree.nodes().last().map(sz_tree::Node::name), Some("<AB&lt;"));
    }
    let bomb = r#"{"AT":"<!DOCTYPE a [<!ENTITY b \"c\">]><desktop><a>&b;</a></desktop>"}"#;
    refuse(bomb, Format::Osworld, ReadErrorKind::Entity);
}

#[test]
fn many_distinct_keys_cost_no_more_than_sorting_them() {
    let keys: Vec<String> = (0..200_000).map(|i| format!(r#""k{i}":0"#)).collect();
    let document = format!(r#"{{"root":{{"role":"a","x":{{{}}}}}}}"#, keys.join(","));
    assert!(read(document.as_bytes(), None, &Limits::default()).is_ok());
    let keys: Vec<String> = (0..200_000).rev().map(|i| format!(r#""k{i:06}":"0""#)).collect();
    let document = format!(
        r#"{{"schema":"sz-tree/1","root":{{"role":"a","attributes":{{{}}}}}}}"#,
        keys.join(",")
    );
    refuse(&document, Format::Sz, ReadErrorKind::Limit);
    let attributes = (0..200_000).map(|i| format!(" a{i}='0'")).collect::<Vec<_>>().concat();
    for (format, root, node, _) in XML {
        let document = format!("<{root}><{node}{attributes}/></{root}>");
        refuse(&document, format, ReadErrorKind::Limit);
    }
}
