use sz_tree::Limits;

use crate::{Format, ReadErrorKind, read, write_outline};

/// The namespaces of a system, under the prefixes that its server gives them.
fn declarations(system: &str) -> String {
    let spaces = [
        ("st", "state"),
        ("attr", "attributes"),
        ("cp", "component"),
        ("docattr", "document/attributes"),
        ("val", "value"),
        ("act", "action"),
        ("class", "class"),
        ("role", "role"),
        ("id", "id"),
    ];
    let declare = |(prefix, space)| {
        format!(" xmlns:{prefix}=\"https://accessibility.{system}.example.org/ns/{space}\"")
    };
    spaces.into_iter().map(declare).collect()
}

#[track_caller]
fn outline(document: &str) -> (Option<String>, String) {
    let capture = read(document.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{document}: {error}"));
    assert_eq!(capture.format, Format::Osworld);
    (capture.app, write_outline(&capture.tree))
}

/// What is on a desktop.
#[track_caller]
fn check(system: &str, inside: &str, expected: &str) {
    let document = format!("<desktop{}>{inside}</desktop>", declarations(system));
    let (_, found) = outline(&document);
    assert_eq!(found.trim_end(), format!("generic\n  {expected}"), "{system}: {inside}");
}

const PLAIN: &str = r#"st:enabled="true" st:sensitive="true" st:showing="true" st:visible="true""#;

#[test]
fn an_object_of_linux_is_read_as_atspi_is() {
    for (tag, attributes, text, expected) in [
        ("push-button", r#"name=" OK  now ""#, "", "button \"OK now\""),
        ("push-button", r#"name="A &amp; B""#, "", "button \"A & B\""),
        (
            "push-button",
            r#"st:has_popup="true" st:is_default="True""#,
            "",
            "button {default, has-popup}",
        ),
        ("push-button", r#"st:multi_line="1" st:read_only="false""#, "", "button {multiline}"),
        ("toggle-button", r#"st:checked="true""#, "", "button {pressable, pressed}"),
        ("push-button-menu", "", "", "button {has-popup}"),
        ("push-button", r#"cp:screencoord="(-3, 42)" cp:size="(64, 0)""#, "", "button @-3,42 64x0"),
        ("push-button", r#"cp:screencoord="(3, 42)" cp:size="(-1, -1)""#, "", "button"),
        ("push-button", r#"cp:screencoord="3 42" cp:size="(1)""#, "", "button"),
        (
            "push-button",
            r#"attr:id="go" attr:level="2" attr:class="c""#,
            "",
            "button [id=go] [level=2]",
        ),
        ("push-button", r#"attr:description="Goes on" name="a""#, "", "button \"a\" (\"Goes on\")"),
        ("push-button", r#"image="true" selection="true" act:click_desc="x""#, "", "button"),
        ("text", r#"attr:placeholder-text="you""#, "Ada", "textbox = \"Ada\" [placeholder=you]"),
        ("label", "", "a &lt;b&gt;&#10;<![CDATA[c]]>", "text \"a <b> c\""),
        ("label", r#"name="a""#, "a", "text \"a\""),
        ("paragraph", "", "Terms \u{fffc}&amp; more\u{fffd}", "paragraph \"Terms & more\""),
        ("password-text", r#"name="Key""#, "hunter2", "textbox \"Key\" {protected}"),
        (
            "slider",
            r#"val:value="30.0" val:min="1.0" val:max="90.5" val:step="1.0""#,
            "",
            "slider = \"30\" [valuemax=90.5] [valuemin=1]",
        ),
        ("gear-wheel", "", "", "platform:gear wheel"),
    ] {
        check("ubuntu", &format!("<{tag} {PLAIN} {attributes}>{text}</{tag}>"), expected);
    }
    check(
        "ubuntu",
        r#"<menu-item name="a" st:enabled="true" st:visible="true"/>"#,
        "menuitem \"a\"",
    );
    let shown = format!(
        r#"<label name="a" {PLAIN}/><label name="b" st:enabled="true" st:visible="true"/>"#
    );
    check("ubuntu", &shown, "text \"a\"\n  text \"b\" {offscreen}");
    check("ubuntu", r#"<label name="b" st:visible="true"/>"#, "text \"b\" {disabled}");
}

#[test]
fn a_control_of_windows_is_told_by_its_type_or_else_by_its_class() {
    for (tag, attributes, text, expected) in [
        ("button", r#"name="OK" class:friendly_class_name="button""#, "", "button \"OK\""),
        ("netuihwnd", r#"class:friendly_class_name="pane""#, "", "generic"),
        ("tag-32770", r#"name="a" class:friendly_class_name="dialog""#, "", "dialog \"a\""),
        ("notepad", r#"name="a" class:friendly_class_name="dialog""#, "", "window \"a\""),
        ("syslistview32", "", "", "list"),
        ("ratingcontrol", r#"class:friendly_class_name="custom""#, "", "slider"),
        ("gizmo", "", "", "platform:gizmo"),
        ("gizmo", r#"class:friendly_class_name="custom""#, "", "group"),
        ("button", r#"st:enabled="false" st:visible="False""#, "", "button {disabled, offscreen}"),
        ("button", r#"st:enabled="true" st:visible="true" st:minimized="false""#, "", "button"),
        (
            "button",
            r#"st:keyboard_focused="true" st:is_keyboard_focusable="true""#,
            "",
            "button {focusable, focused}",
        ),
        ("button", r#"st:pressable="true" st:pressed="true""#, "", "button {pressable, pressed}"),
        ("checkbox", r#"st:checkable="true" st:checked="false""#, "", "checkbox {checkable}"),
        ("checkbox", r#"st:checked="true""#, "", "checkbox {checkable, checked}"),
        (
            "treeitem",
            r#"st:expanded="true" st:collapsed="false""#,
            "",
            "treeitem {expandable, expanded}",
        ),
        ("treeitem", r#"st:expanded="false" st:collapsed="true""#, "", "treeitem {expandable}"),
        ("tabitem", r#"st:selected="true""#, "", "tab {selectable, selected}"),
        ("button", r#"cp:screencoord="(1, 2)" cp:size="(30, 40)""#, "", "button @1,2 30x40"),
        (
            "button",
            r#"id:automation_id="go" class:class_name="Button" class:class="x""#,
            "",
            "button [class=Button] [id=go]",
        ),
        ("edit", r#"name="Who" st:editable="true""#, "Ada", "textbox \"Who\" = \"Ada\" {editable}"),
        ("edit", r#"name="Who" val:value="Ada""#, "", "textbox \"Who\" = \"Ada\""),
        ("edit", "", "Ada", "textbox = \"Ada\""),
        ("static", "", "Ada", "text \"Ada\""),
        ("static", r#"name="Ada" val:value="Ada""#, "", "text \"Ada\""),
        (
            "slider",
            r#"val:value="30.0" val:min="1.0" val:max="90""#,
            "",
            "slider = \"30\" [valuemax=90] [valuemin=1]",
        ),
        (
            "passwordbox",
            r#"name="Key" val:value="hunter2""#,
            "hunter2",
            "textbox \"Key\" {protected}",
        ),
    ] {
        check("windows", &format!("<{tag} {attributes}>{text}</{tag}>"), expected);
    }
}

#[test]
fn an_object_of_macos_is_told_by_its_subrole_its_role_or_its_description() {
    for (tag, attributes, text, expected) in [
        ("button", r#"role:AXRole="AXButton" attr:AXTitle="OK""#, "", "button \"OK\""),
        ("schaltfläche", r#"role:AXRole="AXButton" attr:AXDescription="OK""#, "", "button \"OK\""),
        ("pop_up_button", "", "A4", "combobox = \"A4\""),
        (
            "x",
            r#"role:AXRole="AXRadioButton" role:AXSubrole="AXTabButton""#,
            "1",
            "tab {selectable, selected}",
        ),
        ("x", r#"role:AXRole="AXWindow" role:AXSubrole="AXUnknown""#, "", "window"),
        ("x", r#"role:AXRole="AXGroup" role:AXSubrole="AXLandmarkNavigation""#, "", "navigation"),
        (
            "close_button",
            r#"role:AXRole="AXButton" role:AXSubrole="AXCloseButton""#,
            "",
            "button \"close button\"",
        ),
        ("gizmo", r#"role:AXRole="AXGizmo""#, "", "platform:gizmo"),
        ("button", r#"st:AXEnabled="False" st:AXFocused="True""#, "", "button {disabled, focused}"),
        ("button", r#"st:AXEnabled="True" st:AXInvalid="false""#, "", "button"),
        ("text_field", r#"st:AXInvalid="spelling""#, "", "textbox {editable, invalid}"),
        ("row", r#"st:AXSelected="1""#, "", "row {selectable, selected}"),
        ("button", r#"attr:AXTitle="a" attr:AXHelp="Goes on""#, "", "button \"a\" (\"Goes on\")"),
        ("link", r#"attr:AXURL="/a" attr:AXDOMIdentifier="b""#, "", "link [id=b] [url=/a]"),
        ("button", r#"cp:screencoord="(1, 2)" cp:size="(30, 40)""#, "", "button @1,2 30x40"),
        ("text", r#"role:AXRole="AXStaticText""#, "Hello  there", "text \"Hello there\""),
        (
            "text_field",
            r#"attr:AXDescription="Who""#,
            "Ada",
            "textbox \"Who\" = \"Ada\" {editable}",
        ),
        ("text_field", r#"attr:AXDescription="Who""#, "None", "textbox \"Who\" {editable}"),
        ("check_box", r#"attr:AXTitle="All""#, "2", "checkbox \"All\" {checkable, mixed}"),
        ("check_box", r#"attr:AXTitle="All""#, "0", "checkbox \"All\" {checkable}"),
        ("switch", "", "1", "switch {checkable, checked}"),
        (
            "secure_text_field",
            r#"attr:AXTitle="Key""#,
            "hunter2",
            "textbox \"Key\" {editable, protected}",
        ),
        (
            "text_field",
            r#"role:AXRole="AXTextField" role:AXSubrole="AXSecureTextField""#,
            "hunter2",
            "textbox {editable, protected}",
        ),
        ("slider", "", "30", "slider = \"30\""),
    ] {
        check("macos", &format!("<{tag} {attributes}>{text}</{tag}>"), expected);
    }
}

#[test]
fn the_namespace_counts_and_not_its_prefix() {
    let document = r#"<desktop xmlns:a="https://accessibility.macos.example.org/ns/state"
        xmlns:st="https://accessibility.macos.example.org/ns/action"
        xmlns:r="https://accessibility.macos.example.org/ns/role">
        <x r:AXRole="AXButton" a:AXEnabled="False" st:AXFocused="True"/></desktop>"#;
    assert_eq!(outline(document).1, "generic\n  button {disabled}\n");
    // Declared in the element that uses it, after its use.
    let document = r#"<desktop><push-button b:checked="true" b:enabled="true"
        xmlns:b="https://accessibility.ubuntu.example.org/ns/state"/></desktop>"#;
    let (_, found) = outline(document);
    assert!(found.contains("button"), "{found}");
    // Not declared at all: what the server writes.
    let document = "<desktop-frame><push-button name='a' st:focused='true' st:enabled='true' st:visible='true'/></desktop-frame>";
    assert_eq!(outline(document).1, "generic\n  button \"a\" {focused}\n");
    let document = "<desktop><button name='a' st:enabled='false'/></desktop>";
    assert_eq!(outline(document).1, "generic\n  button \"a\" {disabled}\n");
}

#[test]
fn the_application_is_the_one_in_front_or_the_only_one() {
    let frame = |name: &str, state: &str| {
        format!("<application name='{name}'><frame name='x' {state}><panel/></frame></application>")
    };
    let (front, back) = ("st:active='true'", "");
    for (inside, app) in [
        (frame("shop", back), Some("shop")),
        ([frame("shell", back), frame("shop", front)].concat(), Some("shop")),
        ([frame("shop", front), frame("shell", back)].concat(), Some("shop")),
        ([frame("shell", back), frame("shop", back)].concat(), None),
        (frame("", back), None),
    ] {
        let document = format!("<desktop-frame>{inside}</desktop-frame>");
        assert_eq!(outline(&document).0.as_deref(), app, "{inside}");
    }
    let windows = |names: &[&str]| {
        let windows: String =
            names.iter().map(|name| format!("<window name='{name}'><button/></window>")).collect();
        format!("<desktop{}>{windows}</desktop>", declarations("macos"))
    };
    assert_eq!(outline(&windows(&["Shop", "Shop"])).0.as_deref(), Some("Shop"));
    assert_eq!(outline(&windows(&["Shop", "Dock"])).0, None);
}

#[test]
fn only_the_text_before_the_first_child_is_of_the_element() {
    check(
        "ubuntu",
        "<paragraph> Terms <link name='a'>x</link> tail </paragraph>",
        "paragraph \"Terms\"\n    link \"a\"",
    );
}

#[test]
fn says_what_is_wrong_and_where() {
    use ReadErrorKind::{DuplicateKey, Entity, Limit, MissingKey, Syntax};
    let prefixes: String = (0..300).map(|i| format!("<a xmlns:p{i}='x'/>")).collect();
    let prefixes = format!("<desktop>{prefixes}</desktop>");
    for (text, kind, path) in [
        ("<?xml version='1.0'?>", MissingKey, ""),
        ("<desktop><a name='x' name='y'/></desktop>", DuplicateKey, "/desktop/*[1]"),
        ("<desktop><a>&b;</a></desktop>", Entity, "/desktop/*[1]"),
        ("<desktop><a>", Syntax, "/desktop/*[1]"),
        ("text", Syntax, ""),
        (&*prefixes, Limit, "/desktop/*[33]"),
    ] {
        let fault =
            read(text.as_bytes(), Some(Format::Osworld), &Limits::default()).expect_err(text);
        assert_eq!((fault.kind(), &*fault.place().path), (kind, path), "{text}: {fault}");
    }
}
