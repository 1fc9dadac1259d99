use sz_tree::Limits;

use crate::{Format, ReadErrorKind, read, write_outline};

#[track_caller]
fn outline(document: &str) -> (Option<String>, String) {
    let capture = read(document.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{document}: {error}"));
    assert_eq!(capture.format, Format::Xcuitest);
    (capture.app, write_outline(&capture.tree))
}

/// An element in both forms: what is in the application.
#[track_caller]
fn check(kind: &str, attributes: &[(&str, &str)], expected: &str) {
    let xml: String = attributes
        .iter()
        .map(|(key, value)| format!(" {key}=\"{}\"", value.replace('&', "&amp;")))
        .collect();
    let xml = format!(
        "<AppiumAUT><XCUIElementTypeApplication><XCUIElementType{kind} type=\"XCUIElementType{kind}\"{xml}/>\
         </XCUIElementTypeApplication></AppiumAUT>"
    );
    let (_, xml) = outline(&xml);
    assert_eq!(xml.trim_end(), format!("application\n  {expected}"), "{kind} {attributes:?}");
    let mut json = String::new();
    let mut rect = String::new();
    for (key, value) in attributes {
        let member = match *key {
            "x" | "y" | "width" | "height" => {
                rect.push_str(&format!(
                    "{}\"{key}\":{value}",
                    if rect.is_empty() { "" } else { "," }
                ));
                continue;
            }
            "enabled" | "visible" | "selected" | "focused" => {
                let key = format!("is{}{}", key[..1].to_uppercase(), &key[1..]);
                format!(",\"{key}\":\"{}\"", if *value == "true" { "1" } else { "0" })
            }
            key => format!(",\"{key}\":\"{value}\""),
        };
        json.push_str(&member);
    }
    let json = format!(
        r#"{{"type":"Application","rect":{{}},"children":[{{"rect":{{{rect}}}{json},"type":"{kind}"}}]}}"#
    );
    let (_, json) = outline(&json);
    assert_eq!(json, xml, "the two forms say the same");
}

#[test]
fn every_attribute_is_read() {
    for (attributes, expected) in [
        (&[("label", " OK  now ")][..], "button \"OK now\""),
        (&[("label", "OK"), ("name", "OK")], "button \"OK\""),
        (&[("label", "OK"), ("name", "submit")], "button \"OK\" [id=submit]"),
        (&[("name", "submit")], "button [id=submit]"),
        (&[("label", "A & B")], "button \"A & B\""),
        (&[("enabled", "false")], "button {disabled}"),
        (&[("enabled", "true"), ("visible", "true")], "button"),
        (&[("visible", "false")], "button {offscreen}"),
        (&[("focused", "true")], "button {focused}"),
        (&[("selected", "true")], "button {selectable, selected}"),
        (&[("traits", "Button, Selected, NotEnabled")], "button {disabled, selectable, selected}"),
        (&[("value", "1"), ("label", "Account")], "button \"Account\" {selectable, selected}"),
        (&[("value", "3 items"), ("label", "Cart")], "button \"Cart\" = \"3 items\""),
        (&[("x", "1"), ("y", "-2"), ("width", "30"), ("height", "40")], "button @1,-2 30x40"),
        (&[("x", "1.4"), ("y", "2.6"), ("width", "0"), ("height", "0")], "button @1,3 0x0"),
        (&[("x", "1"), ("y", "2"), ("width", "-30"), ("height", "40")], "button"),
        (&[("x", "1"), ("y", "2")], "button"),
        (&[("index", "3"), ("accessible", "true"), ("hittable", "true")], "button"),
        (&[("processId", "4211")], "button"),
    ] {
        check("Button", attributes, expected);
    }
}

#[test]
fn a_coordinate_without_end_is_none() {
    for number in ["inf", "Infinity", "nan", "-9223372036854775808", "", "1e999"] {
        let xml = format!(
            "<XCUIElementTypeApplication><XCUIElementTypeKey x='{number}' y='0' width='1' height='1'/></XCUIElementTypeApplication>"
        );
        assert_eq!(outline(&xml).1, "application\n  button\n", "{number}");
    }
}

#[test]
fn a_value_is_what_the_element_does_not_say_otherwise() {
    for (kind, attributes, expected) in [
        (
            "TextField",
            &[("label", "E-mail"), ("value", "a@b")][..],
            "textbox \"E-mail\" = \"a@b\" {editable}",
        ),
        (
            "TextField",
            &[("value", "you@"), ("placeholderValue", "you@")],
            "textbox {editable} [placeholder=\"you@\"]",
        ),
        ("TextView", &[("value", "a")], "textbox = \"a\" {editable, multiline}"),
        ("SearchField", &[("value", "shoes")], "searchbox = \"shoes\" {editable}"),
        (
            "SecureTextField",
            &[("label", "PIN"), ("value", "1234")],
            "textbox \"PIN\" {editable, protected}",
        ),
        ("StaticText", &[("label", "Hi"), ("value", "Hi")], "text \"Hi\""),
        ("StaticText", &[("value", "Hi")], "text \"Hi\""),
        ("StaticText", &[("name", "Hi")], "text \"Hi\""),
        ("StaticText", &[("name", "TITLE"), ("label", "Hi")], "text \"Hi\" [id=TITLE]"),
        ("StaticText", &[("name", "TITLE"), ("value", "Hi")], "text \"Hi\" [id=TITLE]"),
        ("StaticText", &[("label", "Hi"), ("traits", "StaticText, Header")], "heading \"Hi\""),
        ("Switch", &[("label", "Wi-Fi"), ("value", "1")], "switch \"Wi-Fi\" {checkable, checked}"),
        ("Switch", &[("label", "Wi-Fi"), ("value", "0")], "switch \"Wi-Fi\" {checkable}"),
        ("CheckBox", &[("value", "2")], "checkbox {checkable, mixed}"),
        ("RadioButton", &[("value", "true")], "radio {checkable, checked}"),
        (
            "Slider",
            &[("value", "30%"), ("minValue", "0"), ("maxValue", "1")],
            "slider = \"30%\" [valuemax=1] [valuemin=0]",
        ),
        ("PickerWheel", &[("value", "May")], "spinbutton = \"May\""),
        ("NavigationBar", &[("name", "Settings")], "navigation \"Settings\""),
        ("MenuButton", &[("label", "More")], "button \"More\" {has-popup}"),
        ("Other", &[("traits", "Button"), ("label", "Pay")], "button \"Pay\""),
        ("Other", &[("traits", "Image, Link")], "img"),
        ("Gizmo", &[("label", "a")], "platform:XCUIElementTypeGizmo \"a\""),
    ] {
        check(kind, attributes, expected);
    }
}

#[test]
fn the_application_is_named_by_its_bundle_or_its_label() {
    let application = |attributes: &str| {
        format!(
            "<AppiumAUT><XCUIElementTypeApplication {attributes}><XCUIElementTypeKey/></XCUIElementTypeApplication></AppiumAUT>"
        )
    };
    for (attributes, app) in [
        (
            "name='Shop' label='Shop' bundleId='com.example.shop' processId='1'",
            Some("com.example.shop"),
        ),
        ("name='shop.main' label='Shop'", Some("Shop")),
        ("name='Shop'", Some("Shop")),
        ("", None),
    ] {
        assert_eq!(outline(&application(attributes)).0.as_deref(), app, "{attributes}");
    }
    let json = r#"{"type":"Application","label":"Shop","rect":{},"children":[{"type":"Key","label":"a"}]}"#;
    assert_eq!(outline(json).0.as_deref(), Some("Shop"));
}

#[test]
fn a_text_that_repeats_its_element_goes_and_any_other_stays() {
    let button = |inside: &str| {
        format!(
            "<XCUIElementTypeApplication><XCUIElementTypeButton label='Pay'>{inside}</XCUIElementTypeButton></XCUIElementTypeApplication>"
        )
    };
    let (echo, other) =
        ("<XCUIElementTypeStaticText label='Pay'/>", "<XCUIElementTypeStaticText label='9 €'/>");
    for (inside, expected) in [
        (echo.to_owned(), ""),
        (other.to_owned(), "    text \"9 €\"\n"),
        ([echo, other].concat(), "    text \"Pay\"\n    text \"9 €\"\n"),
        ("<XCUIElementTypeImage label='Pay'/>".to_owned(), "    img \"Pay\"\n"),
    ] {
        let expected = format!("application\n  button \"Pay\"\n{expected}");
        assert_eq!(outline(&button(&inside)).1, expected, "{inside}");
    }
}

#[test]
fn an_answer_of_the_driver_reads_as_what_is_in_it() {
    let tree = r#"{"type":"XCUIElementTypeApplication","isEnabled":true,"value":null,"children":[{"type":"Key","label":"a"}]}"#;
    let (_, alone) = outline(tree);
    for answer in [
        format!(r#"{{"value":{tree},"sessionId":"1"}}"#),
        format!(r#"{{"sessionId":null,"status":0,"value":{tree}}}"#),
    ] {
        assert_eq!(outline(&answer).1, alone);
    }
}

#[test]
fn says_what_is_wrong_and_where() {
    use ReadErrorKind::{DuplicateKey, MissingKey, MissingRole, Structure, Syntax, WrongType};
    for (text, kind, path) in [
        ("<AppiumAUT/>", MissingKey, "/AppiumAUT"),
        (
            "<AppiumAUT><XCUIElementTypeApplication><node/></XCUIElementTypeApplication></AppiumAUT>",
            WrongType,
            "/AppiumAUT/*[1]/*[1]",
        ),
        ("<AppiumAUT><XCUIElementType/></AppiumAUT>", WrongType, "/AppiumAUT/*[1]"),
        (
            "<XCUIElementTypeOther><AppiumAUT/></XCUIElementTypeOther>",
            WrongType,
            "/XCUIElementTypeOther/*[1]",
        ),
        (
            "<AppiumAUT><XCUIElementTypeKey/><XCUIElementTypeKey/></AppiumAUT>",
            Structure,
            "/AppiumAUT/*[2]",
        ),
        ("<XCUIElementTypeKey><a", Syntax, "/XCUIElementTypeKey"),
        ("<XCUIElementTypeKey x='1' x='2'/>", DuplicateKey, "/XCUIElementTypeKey"),
        (r#"{"label":"a"}"#, MissingRole, ""),
        (r#"{"type":"Window","children":[{"label":"a"}]}"#, MissingRole, "/children/0"),
        (r#"{"type":1}"#, WrongType, "/type"),
        (r#"{"type":"Window","children":{}}"#, WrongType, "/children"),
        (r#"{"type":"Window","rect":{"x":1,"x":2}}"#, DuplicateKey, "/rect/x"),
        (r#"{"type":"Window","label":"a","label":"b"}"#, DuplicateKey, "/label"),
        (r#"{"value":{"type":"Window"},"value":{"type":"Window"}}"#, Structure, "/value"),
    ] {
        let fault =
            read(text.as_bytes(), Some(Format::Xcuitest), &Limits::default()).expect_err(text);
        assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{text}: {fault}");
    }
}
