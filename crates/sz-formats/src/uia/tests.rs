use sz_tree::Limits;

use crate::{Format, ReadErrorKind, read, write_outline};

#[track_caller]
fn outline(document: &[u8]) -> String {
    let capture = read(document, None, &Limits::default())
        .unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(document)));
    assert_eq!(capture.format, Format::Uia);
    write_outline(&capture.tree)
}

/// What is in a window.
#[track_caller]
fn check(element: &str, expected: &str) {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><Window RuntimeId=\"42.1\">{element}</Window>"
    );
    assert_eq!(
        outline(document.as_bytes()).trim_end(),
        format!("window\n  {expected}"),
        "{element}"
    );
}

#[test]
fn every_attribute_is_read() {
    for (attributes, expected) in [
        (r#"Name=" OK  now ""#, "button \"OK now\""),
        (r#"Name="A &amp; B&#xA;C""#, "button \"A & B C\""),
        (r#"Name="OK" HelpText="Goes on""#, "button \"OK\" (\"Goes on\")"),
        (r#"Name="OK" HelpText="OK""#, "button \"OK\""),
        (r#"AutomationId="submit" ClassName="Button""#, "button [class=Button] [id=submit]"),
        (r#"AcceleratorKey="Ctrl+S" AccessKey="""#, "button [keyshortcuts=\"Ctrl+S\"]"),
        (r#"ItemStatus="3 new""#, "button [status=\"3 new\"]"),
        (r#"IsEnabled="False" IsOffscreen="True""#, "button {disabled, offscreen}"),
        (r#"IsEnabled="false" IsOffscreen="true""#, "button {disabled, offscreen}"),
        (r#"IsEnabled="0" IsOffscreen="1""#, "button {disabled, offscreen}"),
        (r#"IsEnabled="True" IsOffscreen="False""#, "button"),
        (r#"HasKeyboardFocus="True" IsKeyboardFocusable="True""#, "button {focusable, focused}"),
        (r#"IsRequiredForForm="True" IsDataValidForForm="False""#, "button {invalid, required}"),
        (r#"IsSelected="True""#, "button {selectable, selected}"),
        (r#"SelectionItem.IsSelected="False""#, "button {selectable}"),
        (r#"Toggle.ToggleState="On""#, "button {pressable, pressed}"),
        (r#"ToggleState="0""#, "button {pressable}"),
        (r#"ExpandCollapse.ExpandCollapseState="Expanded""#, "button {expandable, expanded}"),
        (r#"ExpandCollapseState="Collapsed""#, "button {expandable}"),
        (r#"ExpandCollapseState="LeafNode""#, "button"),
        (r#"Orientation="Vertical""#, "button {vertical}"),
        (r#"Orientation="None""#, "button"),
        (r#"IsModal="True""#, "button {modal}"),
        (r#"x="1" y="-2" width="30" height="40""#, "button @1,-2 30x40"),
        (r#"x="-397" y="700" width="0" height="0""#, "button @-397,700 0x0"),
        (r#"x="-2147483648" y="0" width="1" height="1""#, "button"),
        (r#"x="1" y="2" width="-3" height="4""#, "button"),
        (
            r#"RuntimeId="42.7" ProcessId="25776" Selection="42.9" SelectionContainer="42.1""#,
            "button",
        ),
        (
            r#"LocalizedControlType="Schaltfläche" FrameworkId="WPF" IsContentElement="True""#,
            "button",
        ),
        (r#"CanResize="True" WindowVisualState="Normal""#, "button"),
    ] {
        check(&format!("<Button {attributes}/>"), expected);
    }
}

#[test]
fn what_a_pattern_says_depends_on_the_control() {
    for (element, expected) in [
        (r#"<CheckBox ToggleState="On"/>"#, "checkbox {checkable, checked}"),
        (r#"<CheckBox ToggleState="2"/>"#, "checkbox {checkable, mixed}"),
        ("<CheckBox/>", "checkbox"),
        (r#"<RadioButton IsSelected="True"/>"#, "radio {checkable, checked}"),
        (r#"<RadioButton IsSelected="False"/>"#, "radio {checkable}"),
        (r#"<MenuItem ToggleState="1"/>"#, "menuitem {checkable, checked}"),
        (r#"<Edit Name="Who" Value.Value="Ada"/>"#, "textbox \"Who\" = \"Ada\" {editable}"),
        (r#"<Edit Value.IsReadOnly="True" Value.Value="Ada"/>"#, "textbox = \"Ada\" {read-only}"),
        (r#"<Edit Name="Ada" Value="Ada"/>"#, "textbox \"Ada\" {editable}"),
        (
            r#"<Edit Name="PIN" IsPassword="True" Value="1234"/>"#,
            "textbox \"PIN\" {editable, protected}",
        ),
        (
            r#"<Slider RangeValue.Value="30.0" RangeValue.Minimum="1" RangeValue.Maximum="90"/>"#,
            "slider = \"30\" [valuemax=90] [valuemin=1]",
        ),
        (r#"<HyperLink Name="a"/>"#, "link \"a\""),
        (r#"<Custom LocalizedControlType="rating"/>"#, "group [roledescription=rating]"),
        (r#"<Custom LocalizedControlType="custom"/>"#, "group"),
        (r#"<Gizmo Name="a"/>"#, "platform:Gizmo \"a\""),
        (r#"<Button Name="Pay"><Text Name="Pay"/></Button>"#, "button \"Pay\""),
        (r#"<Button Name="Pay"><Text Name="9"/></Button>"#, "button \"Pay\"\n    text \"9\""),
    ] {
        check(element, expected);
    }
}

#[test]
fn the_bytes_count_and_not_the_encoding_that_the_declaration_names() {
    let text =
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n<Window Name=\"ü\" RuntimeId=\"1\"/>";
    let (le, be) = (u16::to_le_bytes, u16::to_be_bytes);
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    for bytes in [
        text.as_bytes().to_vec(),
        ["\u{feff}", text].concat().into_bytes(),
        utf16(le),
        utf16(be),
        [vec![0xFF, 0xFE], utf16(le)].concat(),
        [vec![0xFE, 0xFF], utf16(be)].concat(),
    ] {
        assert_eq!(outline(&bytes), "window \"ü\"\n");
    }
}

#[test]
fn the_controls_of_ufo_are_read() {
    for (control, expected) in [
        (r#""control_type":"Button","name":"OK""#, "button \"OK\""),
        (r#""name":null,"control_type":"Pane""#, "generic"),
        (
            r#""control_type":"Edit","rectangle":{"left":1,"top":-2,"right":31,"bottom":38}"#,
            "textbox {editable} @1,-2 30x40",
        ),
        (
            r#""control_type":"Edit","rectangle":{"left":5,"top":5,"right":0,"bottom":0}"#,
            "textbox {editable}",
        ),
        (
            r#""control_type":"Edit","rectangle":null,"adjusted_rectangle":{"left":1}"#,
            "textbox {editable}",
        ),
        (
            r#""control_type":"Edit","name":"Password","value":"hunter2""#,
            "textbox \"Password\" {editable, protected}",
        ),
        (r#""error":"Traceback: hunter2""#, "generic"),
    ] {
        let document = format!(
            r#"{{"name":"a","control_type":"Window","level":0,"children":[{{{control},"children":[]}}]}}"#
        );
        assert_eq!(
            outline(document.as_bytes()),
            format!("window \"a\"\n  {expected}\n"),
            "{control}"
        );
    }
}

#[test]
fn says_what_is_wrong_and_where() {
    use ReadErrorKind::{CaptureFailed, DuplicateKey, MissingKey, MissingRole, Syntax, WrongType};
    for (text, kind, path) in [
        ("<?xml version='1.0' encoding='utf-16'?>", MissingKey, ""),
        ("<Window><Button Name='a' Name='b'/></Window>", DuplicateKey, "/Window/*[1]"),
        ("<Window><Button>", Syntax, "/Window/*[1]"),
        (r#"{"name":"a","children":[]}"#, MissingRole, ""),
        (r#"{"control_type":"Window","children":[{"name":"a"}]}"#, MissingRole, "/children/0"),
        (r#"{"control_type":1}"#, WrongType, "/control_type"),
        (
            r#"{"control_type":"Edit","rectangle":{"left":1,"left":2}}"#,
            DuplicateKey,
            "/rectangle/left",
        ),
        (r#"{"error":"Traceback (most recent call last)","name":"s3cret"}"#, CaptureFailed, ""),
    ] {
        let fault = read(text.as_bytes(), Some(Format::Uia), &Limits::default()).expect_err(text);
        assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{text}: {fault}");
        assert!(!fault.to_string().contains("s3cret"), "{fault}");
    }
}
