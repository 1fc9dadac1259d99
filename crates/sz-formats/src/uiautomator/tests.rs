use sz_tree::Limits;

use crate::{Format, ReadErrorKind, Verdict, read, write_outline};

/// The outline of what is in the hierarchy, without the class, which is always there.
#[track_caller]
fn check(nodes: &str, expected: &str) {
    let text = format!("<?xml version='1.0'?>\n<hierarchy rotation=\"0\">{nodes}</hierarchy>");
    let capture = read(text.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{nodes}: {error}"));
    assert_eq!(capture.format, Format::Uiautomator);
    let outline = write_outline(&capture.tree);
    let outline = outline.replace(" [class=android.widget.Button]", "");
    let outline = outline.replace(" [class=android.widget.EditText]", "");
    assert_eq!(outline.trim_end(), format!("application\n{expected}").trim_end(), "{nodes}");
}

fn button(attributes: &str) -> String {
    format!("<node class=\"android.widget.Button\" {attributes}/>")
}

#[test]
fn every_attribute_is_read() {
    for (attributes, expected) in [
        (r#"text=" OK  now ""#, "button \"OK now\""),
        (r#"content-desc="Go""#, "button \"Go\""),
        (r#"text="OK" content-desc="Go""#, "button \"OK\" (\"Go\")"),
        (r#"pane-title="Shop""#, "button \"Shop\""),
        (r#"resource-id="a:id/b""#, "button [id=a:id/b]"),
        (r#"hint="Say""#, "button [placeholder=Say]"),
        (r#"error="Too short""#, "button [error=\"Too short\"]"),
        (r#"heading="true" text="x""#, "heading \"x\""),
        (r#"checkable="true" checked="false""#, "button {checkable}"),
        (r#"checkable="true" checked="true""#, "button {checkable, checked}"),
        (r#"selected="true""#, "button {selectable, selected}"),
        (r#"enabled="false""#, "button {disabled}"),
        (r#"displayed="false""#, "button {offscreen}"),
        (r#"visible-to-user="false""#, "button {offscreen}"),
        (r#"focusable="true" focused="true""#, "button {focusable, focused}"),
        (r#"clickable="true" long-clickable="true""#, "button {clickable}"),
        (r#"scrollable="true" content-invalid="true""#, "button {invalid, scrollable}"),
        (r#"bounds="[1,2][31,42]""#, "button @1,2 30x40"),
        (r#"bounds="[-1,-2][0,0]""#, "button @-1,-2 1x2"),
        (r#"bounds="[5,5][0,0]""#, "button"),
        (r#"bounds="[-2147483648,0][2147483647,0]""#, "button"),
        (r#"NAF="true" index="3" drawing-order="2""#, "button"),
        (r#"text="a&#10;&lt;b&gt;&quot;""#, "button \"a <b>\\\"\""),
    ] {
        check(&button(attributes), &format!("  {expected}"));
    }
}

#[test]
fn the_text_of_a_field_is_its_value() {
    let field = |attributes: &str| format!("<android.widget.EditText {attributes}/>");
    check(
        &field(r#"text="Ada" hint="Name""#),
        "  textbox \"Name\" = \"Ada\" {editable} [placeholder=Name]",
    );
    check(
        &field(r#"text="Name" showing-hint="true""#),
        "  textbox \"Name\" {editable} [placeholder=Name]",
    );
    check(&field(r#"text="Ada" content-desc="Who""#), "  textbox \"Who\" = \"Ada\" {editable}");
    check(&field(r#"text="hunter2" password="true""#), "  textbox {editable, protected}");
    check(&button(r#"text="hunter2" password="true""#), "  button {editable, protected}");
}

#[test]
fn packages_are_told_where_they_change() {
    let text = r#"<hierarchy>
        <a.B package="com.a"><a.B package="com.a"/><a.B package="com.b"><a.B/></a.B><a.B/></a.B></hierarchy>"#;
    let capture = read(text.as_bytes(), None, &Limits::default()).expect("it reads");
    assert_eq!(capture.app.as_deref(), Some("com.a"));
    let packages: Vec<_> = capture.tree.nodes().map(|node| node.attribute("package")).collect();
    assert_eq!(packages, [None, Some("com.a"), None, Some("com.b"), None, None]);
}

#[test]
fn a_message_of_adb_after_the_dump_is_passed_over() {
    for tail in ["UI hierchary dumped to: /dev/tty\n", " & done", ""] {
        let text = format!("<hierarchy><node class='a'/></hierarchy>{tail}");
        assert!(read(text.as_bytes(), None, &Limits::default()).is_ok(), "{tail}");
    }
}

#[test]
fn a_tool_that_failed_is_quoted() {
    for (text, verdict) in [
        ("ERROR: could not get idle state.\n", Verdict::NotSettled),
        ("null root node returned by UiTestAutomationBridge", Verdict::Empty),
        ("ERROR: null root node returned by UiTestAutomationBridge.", Verdict::Empty),
    ] {
        for format in [None, Some(Format::Uiautomator)] {
            let fault = read(text.as_bytes(), format, &Limits::default()).expect_err(text);
            assert_eq!(fault.kind(), ReadErrorKind::CaptureFailed);
            assert_eq!(fault.verdict(), Some(verdict));
            assert!(!fault.help().is_empty(), "{fault}");
            assert!(fault.message().contains(text.trim()), "{fault}");
        }
    }
}

#[test]
fn says_what_is_wrong_and_where() {
    use ReadErrorKind::{BadValue, Entity, MissingKey, MissingRole, Structure, Syntax, WrongType};
    for (text, kind, path) in [
        ("<hierarchy><node/></hierarchy>", MissingRole, "/hierarchy/*[1]"),
        (
            "<hierarchy><a.B/><a.B><a.C bounds='x'/></a.B></hierarchy>",
            BadValue,
            "/hierarchy/*[2]/*[1]",
        ),
        ("<hierarchy><a></b></hierarchy>", Syntax, "/hierarchy/*[1]"),
        ("<hierarchy><a>", Syntax, "/hierarchy/*[1]"),
        ("<hierarchy><a b=c/></hierarchy>", Syntax, "/hierarchy/*[1]"),
        ("<hierarchy><a text='&'/></hierarchy>", Syntax, "/hierarchy/*[1]"),
        ("<hierarchy/><hierarchy/>", Structure, ""),
        ("<node class='a'/>", WrongType, "/node"),
        ("<!DOCTYPE a><hierarchy/>", Entity, ""),
        ("<?xml version='1.0'?>", MissingKey, ""),
        ("<!-- x -->text<hierarchy/>", Syntax, ""),
        ("{}", Syntax, ""),
    ] {
        let fault =
            read(text.as_bytes(), Some(Format::Uiautomator), &Limits::default()).expect_err(text);
        assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{text}: {fault}");
    }
}
