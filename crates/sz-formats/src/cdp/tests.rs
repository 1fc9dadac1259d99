use sz_tree::Limits;

use crate::{Format, ReadError, ReadErrorKind, Verdict, read, write_outline};

/// Nodes as `id role "name" [children] key=value ...`, one a line, in the shape Chromium gives them.
fn nodes(lines: &str) -> String {
    let nodes: Vec<String> = lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (id, rest) = line.split_once(' ').expect("an id");
            let (role, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            let (rest, more) = rest.split_once('+').unwrap_or((rest, ""));
            let more = if more.is_empty() { String::new() } else { format!(",{more}") };
            let (role, ignored) = role.strip_prefix('!').map_or((role, false), |role| (role, true));
            let children: Vec<String> = rest
                .split_once('[')
                .and_then(|(_, rest)| rest.split_once(']'))
                .map(|(ids, _)| ids.split_whitespace().map(|id| format!("\"{id}\"")).collect())
                .unwrap_or_default();
            let name = rest.split('"').nth(1).unwrap_or_default();
            format!(
                r#"{{"nodeId":"{id}","ignored":{ignored},"role":{{"type":"role","value":"{role}"}},"name":{{"value":"{name}"}},"childIds":[{}]{more}}}"#,
                children.join(",")
            )
        })
        .collect();
    format!(r#"{{"nodes":[{}]}}"#, nodes.join(","))
}

#[track_caller]
fn check(lines: &str, expected: &str) {
    let text = nodes(lines);
    let capture = read(text.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(capture.format, Format::Cdp);
    let outline = write_outline(&capture.tree);
    assert_eq!(outline.trim_end(), expected.trim(), "{lines}");
}

#[track_caller]
fn fault(lines: &str) -> ReadError {
    let fault = read(nodes(lines).as_bytes(), None, &Limits::default()).expect_err(lines);
    assert_eq!(fault.kind(), ReadErrorKind::Structure, "{fault}");
    fault
}

#[test]
fn the_tree_follows_child_ids_and_not_the_list() {
    check(
        r#"
        3 button "B"
        1 RootWebArea "Page" [2 3]
        2 link "A"
        "#,
        "document \"Page\"\n  link \"A\"\n  button \"B\"",
    );
}

#[test]
fn ignored_nodes_give_way_to_their_children() {
    check(
        r#"
        1 RootWebArea "" [2 8]
        2 !none "" [3 4]
        3 !generic "" [5]
        4 presentation "" [6 7]
        5 button "A"
        6 button "B"
        7 InlineTextBox "x"
        8 !none ""
        "#,
        "document\n  button \"A\"\n  button \"B\"",
    );
    check("1 !none \"\" [2 3]\n2 link\n3 link", "generic\n  link\n  link");
}

#[test]
fn a_lone_text_that_repeats_its_parent_goes() {
    check(
        r#"
        1 RootWebArea "" [2 4 6 9]
        2 heading "Sign  in" [3]
        3 StaticText "Sign in" [20]
        4 paragraph "" [5]
        5 StaticText "Hello"
        6 link "Docs" [7 8]
        7 StaticText "Docs"
        8 img "new"
        9 button "Go" [10]
        10 !none "" [11]
        11 StaticText "Go"
        20 InlineTextBox "Sign in"
        "#,
        "document\n  heading \"Sign in\"\n  paragraph\n    text \"Hello\"\n  link \"Docs\"\n    text \"Docs\"\n    img \"new\"\n  button \"Go\"",
    );
}

#[test]
fn a_text_field_is_its_value() {
    check(
        r#"
        1 RootWebArea "" [2 5]
        2 textbox "Name" [3] +"value":{"type":"string","value":"Ada"}
        3 generic "" [4]
        4 StaticText "Ada"
        5 spinbutton "Age" [6] +"value":{"type":"number","value":7.0}
        6 generic "" [7]
        7 StaticText "7"
        "#,
        "document\n  textbox \"Name\" = \"Ada\"\n  spinbutton \"Age\" = \"7\"",
    );
}

#[test]
fn properties_become_states_and_attributes() {
    let property = |name: &str, value: &str| {
        let more = format!(
            r#"+"properties":[{{"name":"{name}","value":{{"type":"x","value":{value}}}}}]"#
        );
        nodes(&format!("1 button \"\" {more}"))
    };
    for (name, value, expected) in [
        ("checked", r#""true""#, "{checkable, checked}"),
        ("checked", "true", "{checkable, checked}"),
        ("checked", r#""false""#, "{checkable}"),
        ("checked", r#""mixed""#, "{checkable, mixed}"),
        ("pressed", r#""false""#, "{pressable}"),
        ("pressed", r#""mixed""#, "{mixed, pressable}"),
        ("pressed", r#""true""#, "{pressable, pressed}"),
        ("expanded", "false", "{expandable}"),
        ("expanded", "true", "{expandable, expanded}"),
        ("selected", "false", "{selectable}"),
        ("selected", "true", "{selectable, selected}"),
        ("invalid", r#""false""#, ""),
        ("invalid", r#""grammar""#, "{invalid}"),
        ("hasPopup", r#""menu""#, "{has-popup}"),
        ("hasPopup", r#""false""#, ""),
        ("editable", r#""plaintext""#, "{editable}"),
        ("orientation", r#""vertical""#, "{vertical}"),
        ("busy", "1", "{busy}"),
        ("disabled", "true", "{disabled}"),
        ("required", "false", ""),
        ("level", "2", "[level=2]"),
        ("valuetext", r#""""#, ""),
        ("keyshortcuts", r#""Alt+s""#, "[keyshortcuts=\"Alt+s\"]"),
        ("labelledby", "null", ""),
        ("settable", "true", ""),
    ] {
        let text = property(name, value);
        let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
        let outline = write_outline(&capture.tree);
        assert_eq!(outline.trim_end(), format!("button {expected}").trim_end(), "{name} {value}");
    }
}

#[test]
fn addresses_of_the_page_lose_host_and_port() {
    let url = |url: &str| {
        format!(r#"+"properties":[{{"name":"url","value":{{"type":"string","value":"{url}"}}}}]"#)
    };
    for (page, link, expected) in [
        ("http://127.0.0.1:8000/a?b#c", "http://127.0.0.1:8000/d?e#f", "/d?e#f"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:80001/d", "http://127.0.0.1:80001/d"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "/"),
        ("http://a.example/", "https://a.example/x", "https://a.example/x"),
        ("about:blank", "mailto:a@b.example", "mailto:a@b.example"),
    ] {
        let text =
            nodes(&format!("1 RootWebArea \"\" [2] {}\n2 link \"\" {}", url(page), url(link)));
        let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
        let found = capture.tree.nodes().last().and_then(|link| link.attribute("url"));
        assert_eq!(found, Some(expected), "{page} {link}");
    }
}

#[test]
fn what_leads_nowhere_is_left_out() {
    check(
        "1 RootWebArea \"\" [2 99]\n2 link\n3 button \"\" +\"parentId\":\"2\"",
        "document\n  link",
    );
    // Chromium repeats generated content.
    check(
        "1 RootWebArea \"\" [2]\n2 StaticText \"“\"\n2 StaticText \"“\"",
        "document\n  text \"“\"",
    );
}

#[test]
fn nodes_that_make_no_tree_are_an_error() {
    assert!(fault("1 a \"\" [2]\n2 b\n2 c").message().contains("two different nodes"));
    assert!(fault("1 a \"\" [3]\n2 b \"\" [3]\n3 c").message().contains("two nodes name `3`"));
    assert!(fault("1 a\n2 b").message().contains("both roots"));
    assert!(fault("1 a \"\" [2]\n2 b \"\" [1]").message().contains("circle"));
    assert!(fault("1 a \"\" [1]").message().contains("circle"));
    assert!(fault("1 a \"\" [2 2]\n2 b").message().contains("two nodes name `2`"));
    assert_eq!(fault("1 a\n2 b").place().path, "/nodes/1");
}

#[test]
fn an_answer_of_the_protocol_and_a_bare_list_read_too() {
    let nodes =
        r#"[{"nodeId":1,"role":{"value":"link"},"bounds":[0.4,1.5,2,3],"value":{"value":"x"}}]"#;
    for text in [
        nodes.to_owned(),
        format!(r#"{{"id":7,"result":{{"nodes":{nodes}}}}}"#),
        format!(r#"{{"nodes":{nodes},"meta":{{"nodes":[]}}}}"#),
    ] {
        let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
        assert_eq!(write_outline(&capture.tree), "link = \"x\" @0,2 2x3\n", "{text}");
    }
    for (text, kind) in [
        (r#"{"nodes":[]}"#, ReadErrorKind::CaptureFailed),
        (r#"{"id":1,"result":{"nodes":[]}}"#, ReadErrorKind::CaptureFailed),
        (r#"{"id":1,"error":{"code":-32000,"message":"No frame"}}"#, ReadErrorKind::CaptureFailed),
        (r#"{"nodes":[{"ignored":true}]}"#, ReadErrorKind::MissingKey),
        (r#"[{"role":{},"nodeId":null}]"#, ReadErrorKind::WrongType),
    ] {
        let fault = read(text.as_bytes(), None, &Limits::default()).expect_err(text);
        assert_eq!(fault.kind(), kind, "{text}: {fault}");
        let is_failed = kind == ReadErrorKind::CaptureFailed;
        assert_eq!(fault.verdict(), is_failed.then_some(Verdict::Empty), "{text}");
    }
}
