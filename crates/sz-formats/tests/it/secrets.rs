//! No password leaves a reader, whatever the format and whatever it is written as.

use sz_formats::{
    Format, project_aria, read, read_aria_snapshot, write_aria, write_outline, write_sz,
    write_sz_for,
};
use sz_testkit::fixture;
use sz_tree::Limits;

const SECRET: &str = "s3cret-Zq9";

#[track_caller]
fn check(format: Format, document: &str) {
    assert!(document.contains(SECRET), "{format}: the document holds the secret");
    let capture = read(document.as_bytes(), Some(format), &Limits::default())
        .unwrap_or_else(|error| panic!("{format}: {error}"));
    let tree = &capture.tree;
    for output in [
        write_sz(tree),
        write_sz_for(tree, "app"),
        write_aria(tree),
        write_outline(tree),
        write_sz(&project_aria(tree)),
        format!("{capture:?}"),
    ] {
        assert!(!output.contains(SECRET), "{format}: {output}");
        assert!(!output.contains('•'), "{format}: the length shows: {output}");
    }
}

#[test]
fn a_password_is_in_no_output_of_any_format() {
    check(
        Format::Sz,
        r#"{"schema":"sz-tree/1","root":{"role":"form","children":[
            {"children":[{"role":"text","name":"s3cret-Zq9"}],"value":"s3cret-Zq9","states":["protected"],
             "role":"textbox"},
            {"value":"s3cret-Zq9","name":"Password","role":"textbox"},
            {"role":"textbox","attributes":{"id":"new-password"},"value":"s3cret-Zq9"}]}}"#,
    );
    check(
        Format::Legacy,
        r#"{"root":{"role":"form","children":[
            {"role":"textbox","name":"a","type":"password","properties":{"value":"s3cret-Zq9"}},
            {"role":"password_field","name":"b","properties":{"value":"s3cret-Zq9"}},
            {"role":"textbox","name":"c","properties":{"value":"s3cret-Zq9","secure":true}},
            {"role":"textbox","name":"password_input","properties":{"value":"s3cret-Zq9"}}]}}"#,
    );
    check(
        Format::Cdp,
        r#"{"nodes":[
            {"nodeId":"1","ignored":false,"role":{"value":"RootWebArea"},"childIds":["2","4"]},
            {"nodeId":"2","ignored":false,"role":{"value":"textbox"},"name":{"value":"Password"},
             "value":{"value":"s3cret-Zq9"},"childIds":["3"]},
            {"nodeId":"3","ignored":false,"role":{"value":"generic"},"childIds":["5"]},
            {"nodeId":"5","ignored":false,"role":{"value":"StaticText"},"name":{"value":"s3cret-Zq9"}},
            {"nodeId":"4","ignored":false,"role":{"value":"textbox"},"name":{"value":"Code"},
             "value":{"value":"•••"},"childIds":["6"]},
            {"nodeId":"6","ignored":false,"role":{"value":"StaticText"},"name":{"value":"s3cret-Zq9"}}]}"#,
    );
    check(
        Format::Atspi,
        r#"{"source":"atspi","tree":{"role":"frame","children":[
            {"text":{"content":"s3cret-Zq9"},"role":"password text","states":["enabled"]},
            {"role":"entry","name":"Password","text":{"content":"s3cret-Zq9"}}]}}"#,
    );
    check(
        Format::Uiautomator,
        r#"<hierarchy><node text="s3cret-Zq9" class="android.widget.EditText" password="true"/>
            <node class="android.widget.TextView" text="s3cret-Zq9" password="true">
              <node class="android.widget.TextView" text="s3cret-Zq9"/></node></hierarchy>"#,
    );
    check(
        Format::Aria,
        "- form:\n  - textbox \"Password\": s3cret-Zq9\n  - textbox \"Your PIN\":\n    - /placeholder: PIN\n    - text: s3cret-Zq9\n",
    );
}

#[test]
fn a_password_on_a_phone_is_in_no_output() {
    check(
        Format::Droidbot,
        r#"{"views":[
            {"class":"android.widget.EditText","temp_id":0,"parent":-1,"text":"s3cret-Zq9","is_password":true,
             "signature":"[text]s3cret-Zq9[enabled]","view_str":"s3cret-Zq9","children":[1]},
            {"class":"android.widget.TextView","temp_id":1,"parent":0,"text":"s3cret-Zq9"},
            {"class":"android.widget.EditText","temp_id":2,"parent":-1,"text":"s3cret-Zq9","password":"true"},
            {"class":"android.widget.EditText","temp_id":3,"parent":-1,"text":"s3cret-Zq9",
             "content_description":"Password"},
            {"class":"android.widget.EditText","temp_id":4,"parent":-1,"text":"•••"}]}"#,
    );
    for secure in [
        "<XCUIElementTypeSecureTextField value='s3cret-Zq9'><XCUIElementTypeStaticText label='s3cret-Zq9'/></XCUIElementTypeSecureTextField>",
        "<XCUIElementTypeTextField label='Password' value='s3cret-Zq9'/>",
        "<XCUIElementTypeTextField name='new-password' value='s3cret-Zq9'/>",
        "<XCUIElementTypeTextField label='PIN' value='s3cret-Zq9'/><XCUIElementTypeTextField value='••••'/>",
    ] {
        check(
            Format::Xcuitest,
            &format!("<XCUIElementTypeWindow>{secure}</XCUIElementTypeWindow>"),
        );
    }
    check(
        Format::Xcuitest,
        r#"{"type":"Window","children":[
            {"value":"s3cret-Zq9","children":[{"type":"StaticText","label":"s3cret-Zq9"}],"type":"SecureTextField"},
            {"type":"TextField","label":"PIN","value":"s3cret-Zq9"}]}"#,
    );
}

#[test]
fn a_password_on_a_desktop_is_in_no_output() {
    check(
        Format::Uia,
        "<Window><Edit Value.Value='s3cret-Zq9' IsPassword='True' ItemStatus='s3cret-Zq9'><Text Name='s3cret-Zq9'/></Edit>
            <Edit Name='Password' Value='s3cret-Zq9'/><Edit IsPassword='true' Value='s3cret-Zq9'/>
            <Edit AutomationId='passwordBox' Value='s3cret-Zq9'/><Edit Name='a' Value='●●●'/>
            <Custom Name='Password' Value='s3cret-Zq9' IsPassword='1'/></Window>",
    );
    check(
        Format::Uia,
        r#"{"control_type":"Window","children":[
            {"control_type":"Edit","name":"Password","value":"s3cret-Zq9","texts":["s3cret-Zq9"]}]}"#,
    );
    check(
        Format::Osworld,
        "<desktop-frame><password-text name='a'>s3cret-Zq9<label name='s3cret-Zq9'/></password-text>
            <entry name='Password'>s3cret-Zq9</entry><entry name='a'>•••</entry></desktop-frame>",
    );
    check(
        Format::Osworld,
        "<desktop><passwordbox name='a' val:value='s3cret-Zq9'>s3cret-Zq9<textblock name='s3cret-Zq9'/></passwordbox>
            <textbox name='Password' val:value='s3cret-Zq9'>s3cret-Zq9</textbox>
            <edit name='a'>●●●</edit></desktop>",
    );
    let macos = "xmlns:role='https://accessibility.macos.example.org/ns/role'
        xmlns:attr='https://accessibility.macos.example.org/ns/attributes'";
    check(
        Format::Osworld,
        &format!(
            "<desktop {macos}><secure_text_field>s3cret-Zq9</secure_text_field>
            <x role:AXRole='AXTextField' role:AXSubrole='AXSecureTextField'>s3cret-Zq9<text>s3cret-Zq9</text></x>
            <text_field attr:AXTitle='Password'>s3cret-Zq9</text_field><text_field>•••</text_field></desktop>"
        ),
    );
    check(
        Format::Osworld,
        r#"{"AT":"<desktop-frame><password-text>s3cret-Zq9</password-text></desktop-frame>"}"#,
    );
}

#[test]
fn a_legacy_node_is_a_password_field_by_any_of_its_flags() {
    for flag in [
        r#""type":"password""#,
        r#""inputType":"textPassword""#,
        r#""input_type":"Password""#,
        r#""password":true"#,
        r#""isPassword":"True""#,
        r#""is_password":"1""#,
        r#""secure":1"#,
        r#""secureTextEntry":1.0"#,
        r#""masked":"true""#,
        r#""protected":true"#,
    ] {
        let secret = r#""text":"s3cret-Zq9","value":"s3cret-Zq9","other":"s3cret-Zq9""#;
        for properties in [format!("{flag},{secret}"), format!("{secret},{flag}")] {
            check(
                Format::Legacy,
                &format!(
                    r#"{{"root":{{"role":"field","name":"a","properties":{{{properties}}}}}}}"#
                ),
            );
        }
    }
    let secret = r#""properties":{"text":"s3cret-Zq9","value":"s3cret-Zq9"}"#;
    for node in [
        r#""role":"Password Field""#,
        r#""type":"AXPasswordText""#,
        r#""role":"spinbutton","name":"PIN""#,
        r#""role":"combobox","name":"Password""#,
        r#""role":"vault","name":"Password""#,
        r#""role":"field","name":"a","properties":{"password":"s3cret-Zq9"},"x":1"#,
    ] {
        let rest = if node.contains("properties") { "" } else { secret };
        let comma = if rest.is_empty() { "" } else { "," };
        check(Format::Legacy, &format!(r#"{{"root":{{{node}{comma}{rest}}}}}"#));
        check(Format::Legacy, &format!(r#"{{"root":{{{rest}{comma}{node}}}}}"#));
    }
}

#[test]
fn no_error_quotes_a_value() {
    for (format, document) in [
        (Format::Aria, "- textbox \"Password\" [value=s3cret-Zq9]"),
        (Format::Aria, "- textbox \"Password\" [checked=s3cret-Zq9]"),
        (Format::Aria, "- textbox \"Password\" [value=s3cret-Zq9"),
        (Format::Aria, "- textbox \"Password\" s3cret-Zq9"),
        (Format::Aria, "- '\"Password\" s3cret-Zq9'"),
        (Format::Aria, "- 'textbox \"Password\" [level=1] = s3cret-Zq9'"),
        (Format::Aria, "- textbox \"Password: s3cret-Zq9"),
        (Format::Aria, "- textbox \"Password\": &s3cret-Zq9 a"),
        (Format::Aria, "- textbox \"Password\": *s3cret-Zq9"),
        (Format::Aria, "- textbox \"Password\": !s3cret-Zq9 a"),
        (Format::Aria, "- textbox \"Password\": \"s3cret-Zq9"),
        (
            Format::Uiautomator,
            "<hierarchy><node password=\"true\" text=\"a&s3cret-Zq9;\"/></hierarchy>",
        ),
        (Format::Uiautomator, "<hierarchy><node text=s3cret-Zq9/></hierarchy>"),
        (Format::Uiautomator, "<hierarchy><node text=\"s3cret-Zq9/></hierarchy>"),
        (Format::Uiautomator, "<hierarchy><node bounds=\"s3cret-Zq9\"/></hierarchy>"),
        (Format::Droidbot, r#"{"views":[{"class":"a","text":s3cret-Zq9}]}"#),
        (Format::Droidbot, r#"{"views":[{"class":"a","is_password":true,"bounds":"s3cret-Zq9"}]}"#),
        (Format::Xcuitest, "<XCUIElementTypeKey value='a&s3cret-Zq9;'/>"),
        (Format::Xcuitest, r#"{"type":"Key","value":s3cret-Zq9}"#),
        (Format::Uia, "<Edit IsPassword='True' Value='a&s3cret-Zq9;'/>"),
        (Format::Uia, r#"{"control_type":"Edit","name":s3cret-Zq9}"#),
        (Format::Osworld, "<desktop><entry>&s3cret-Zq9;</entry></desktop>"),
        (Format::Osworld, r#"{"AT":"<desktop><entry>&s3cret-Zq9;</entry></desktop>"}"#),
        (Format::Osworld, r#"{"AT":"s3cret-Zq9"}"#),
        (Format::Legacy, r#"{"root":{"role":"a","properties":{"value":s3cret-Zq9}}}"#),
        (Format::Legacy, r#"{"root":{"role":"a","properties":{"value":"\q s3cret-Zq9"}}}"#),
        (Format::Legacy, r#"{"root":{"role":"a","properties":"s3cret-Zq9"}}"#),
        (Format::Sz, r#"{"schema":"sz-tree/1","root":{"role":"a","value":["s3cret-Zq9"]}}"#),
        (Format::Sz, r#"{"schema":"sz-tree/1","root":{"role":"a","bounds":["s3cret-Zq9"]}}"#),
    ] {
        assert!(document.contains(SECRET), "{document}");
        let error = read(document.as_bytes(), Some(format), &Limits::default())
            .expect_err("the document is broken");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{document}: {error}");
    }
}

#[test]
fn the_help_of_a_limit_is_something_one_can_do() {
    let small = Limits { nodes: 1, ..Limits::default() };
    let document = br#"{"root":{"role":"a","children":[{"role":"b"}]}}"#;
    let error = read(document, Some(Format::Legacy), &small).expect_err("two nodes");
    assert!(error.help().contains("larger `Limits` through the library"), "{error}");
}

#[test]
fn a_password_in_a_baseline_is_dropped_with_its_pattern() {
    for text in ["s3cret-Zq9", "/s3cret-Zq9/"] {
        let text = format!("- form:\n  - textbox \"Password\": {text}\n  - button \"Go\"\n");
        let snapshot = read_aria_snapshot(&text, &Limits::default()).expect("it is a baseline");
        assert!(!format!("{snapshot:?}").contains(SECRET), "{snapshot:?}");
        assert_eq!(snapshot.nodes.len(), snapshot.tree.len());
    }
}

#[test]
fn the_traps_of_the_fixtures_hold_nothing() {
    for (file, secret) in [
        ("captures/web/login/filled.json", "•"),
        ("captures/legacy/login_form/other-1.json", "correct-horse"),
        ("samples/legacy.json", "correct-horse"),
        ("samples/droidbot.json", "correct-horse"),
        ("samples/xcuitest.xml", "&#8226;"),
        ("samples/xcuitest-json.json", "•"),
        ("samples/uia.xml", "correct-horse"),
        ("samples/osworld-linux.json", "●"),
        ("samples/osworld-windows.xml", "•"),
        ("samples/osworld-macos.xml", "•"),
    ] {
        let bytes = fixture(file);
        let document = String::from_utf8_lossy(&bytes);
        let capture = read(&bytes, None, &Limits::default()).expect("it reads");
        assert!(document.contains(secret), "{file}: no secret to drop");
        for secret in [secret, "•", "●"] {
            assert!(!write_sz(&capture.tree).contains(secret), "{file}");
        }
    }
}
