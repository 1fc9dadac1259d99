use sz_tree::Limits;

use crate::{Format, Verdict, read};

#[track_caller]
fn check(document: &str, expected: Verdict) {
    let capture = read(document.as_bytes(), None, &Limits::default())
        .unwrap_or_else(|error| panic!("{document}: {error}"));
    let quality = &capture.quality;
    assert_eq!(quality.verdict(), expected, "{}: {document}: {quality}", capture.format);
    // What is not complete says why; a complete capture of these formats has nothing to say.
    let is_reasoned = !quality.reason().is_empty();
    assert_eq!(is_reasoned, expected != Verdict::Complete, "{document}: {quality}");
}

fn atspi(app: &str, toolkit: &str, tree: &str) -> String {
    format!(r#"{{"source":"atspi","app":"{app}","toolkit":"{toolkit}","tree":{tree}}}"#)
}

#[test]
fn an_android_screen_without_anything_to_read_or_touch_is_empty() {
    let dump = |nodes: &str| format!("<hierarchy>{nodes}</hierarchy>");
    check(&dump(""), Verdict::Empty);
    check(&dump("<node class='android.widget.FrameLayout'/>"), Verdict::Empty);
    check(
        &dump(
            "<a.B><android.view.View focusable='true'><android.view.View/></android.view.View></a.B>",
        ),
        Verdict::Complete,
    );
    let boxes = "<node class='android.view.View'><node class='android.view.ViewGroup'/></node>";
    check(&dump(boxes), Verdict::Empty);
    for part in [
        "<node class='android.view.View' text='a'/>",
        "<node class='android.view.View' content-desc='a'/>",
        "<node class='android.view.View' clickable='true'/>",
        "<node class='android.widget.Button'/>",
        "<node class='android.widget.ImageView'/>",
    ] {
        check(&dump(&[boxes, part].concat()), Verdict::Complete);
    }
}

#[test]
fn an_ios_application_without_anything_to_read_or_touch_is_empty() {
    let source = |inside: &str| {
        format!(
            "<AppiumAUT><XCUIElementTypeApplication label='a'>{inside}</XCUIElementTypeApplication></AppiumAUT>"
        )
    };
    check(&source(""), Verdict::Empty);
    check(
        &source("<XCUIElementTypeWindow label='a'><XCUIElementTypeOther/></XCUIElementTypeWindow>"),
        Verdict::Empty,
    );
    check(
        &source("<XCUIElementTypeWindow><XCUIElementTypeButton/></XCUIElementTypeWindow>"),
        Verdict::Complete,
    );
}

#[test]
fn an_ios_tree_that_ends_in_a_container_where_the_driver_stops_is_truncated() {
    for (levels, last, expected) in [
        (49, "Other", Verdict::Complete),
        (50, "Other", Verdict::Truncated),
        (51, "Cell", Verdict::Truncated),
        (52, "Other", Verdict::Complete),
        (50, "StaticText", Verdict::Complete),
    ] {
        // The application, the boxes and the last make so many levels.
        let boxes = levels - 2;
        let document = [
            "<XCUIElementTypeApplication>",
            "<XCUIElementTypeButton label='a'/>",
            &"<XCUIElementTypeOther>".repeat(boxes),
            &format!("<XCUIElementType{last} label='b'/>"),
            &"</XCUIElementTypeOther>".repeat(boxes),
            "</XCUIElementTypeApplication>",
        ]
        .concat();
        check(&document, expected);
    }
}

#[test]
fn a_linux_application_without_a_window_is_empty_and_a_silent_one_of_chromium_is_switched_off() {
    let app =
        |inside: &str| format!(r#"{{"role":"application","name":"a","children":[{inside}]}}"#);
    let empty_frame = r#"{"role":"frame","name":"Title"}"#;
    let frame = r#"{"role":"frame","name":"Title","children":[{"role":"panel"}]}"#;
    check(&atspi("a", "gtk", &app("")), Verdict::Empty);
    check(&atspi("a", "gtk", &app(empty_frame)), Verdict::Empty);
    check(&atspi("a", "gtk", empty_frame), Verdict::Empty);
    check(&atspi("a", "gtk", &app(frame)), Verdict::Complete);
    for (name, toolkit) in
        [("a", "Chromium"), ("Code", ""), ("Google Chrome", ""), ("slack", "gtk")]
    {
        for tree in [app(""), app(empty_frame), app(frame), empty_frame.to_owned()] {
            check(&atspi(name, toolkit, &tree), Verdict::AccessibilityOff);
        }
        let page = r#"{"role":"frame","children":[{"role":"document web","children":[{"role":"push button"}]}]}"#;
        check(&atspi(name, toolkit, &app(page)), Verdict::Complete);
    }
}

#[test]
fn a_document_that_is_loading_is_not_settled() {
    let page = |states: &str| {
        format!(
            r#"{{"role":"frame","children":[{{"role":"document web","states":[{states}],"children":[{{"role":"link","name":"a"}}]}}]}}"#
        )
    };
    check(&atspi("a", "Gecko", &page(r#""busy","enabled""#)), Verdict::NotSettled);
    check(&atspi("a", "Gecko", &page(r#""enabled""#)), Verdict::Complete);
    let cdp = |properties: &str| {
        format!(
            r#"{{"nodes":[{{"nodeId":"1","role":{{"value":"RootWebArea"}},"properties":[{properties}],"childIds":["2"]}},
                {{"nodeId":"2","parentId":"1","role":{{"value":"button"}}}}]}}"#
        )
    };
    check(&cdp(r#"{"name":"busy","value":{"value":true}}"#), Verdict::NotSettled);
    check(&cdp(""), Verdict::Complete);
}

#[test]
fn a_page_of_which_nodes_are_missing_is_truncated() {
    let node = |id: &str, parent: &str, role: &str, children: &str| {
        format!(
            r#"{{"nodeId":"{id}"{parent},"role":{{"value":"{role}"}},"name":{{"value":"n{id}"}},"childIds":[{children}]}}"#
        )
    };
    let below = |id: &str| format!(r#","parentId":"{id}""#);
    let check = |nodes: &[String], expected| {
        check(&format!(r#"{{"nodes":[{}]}}"#, nodes.join(",")), expected);
    };
    let root = |children: &str| node("1", "", "RootWebArea", children);
    check(&[root(r#""2""#), node("2", &below("1"), "button", "")], Verdict::Complete);
    check(&[root(r#""2","3""#), node("2", &below("1"), "button", "")], Verdict::Truncated);
    check(
        &[root(r#""2""#), node("2", &below("1"), "button", ""), node("4", &below("3"), "link", "")],
        Verdict::Truncated,
    );
    // The boxes of a text's lines are left out by some capture scripts, and by the reader.
    let text = node("3", &below("2"), "StaticText", r#""-7""#);
    check(&[root(r#""2""#), node("2", &below("1"), "button", r#""3""#), text], Verdict::Complete);
}

#[test]
fn a_page_with_nothing_but_its_root_is_empty() {
    let ignored = r#"{"nodeId":"2","parentId":"1","ignored":true,"role":{"value":"none"}}"#;
    let root =
        r#"{"nodeId":"1","role":{"value":"RootWebArea"},"name":{"value":"Shop"},"childIds":["2"]}"#;
    check(&format!(r#"{{"nodes":[{root},{ignored}]}}"#), Verdict::Empty);
    check(r#"[{"nodeId":"1","ignored":true,"role":{"value":"none"}}]"#, Verdict::Empty);
}

#[test]
fn a_window_of_windows_that_only_chromium_could_describe_is_switched_off() {
    let window = |class: &str, inside: &str| {
        format!("<Pane Name='a' ClassName='{class}' RuntimeId='1'>{inside}</Pane>")
    };
    check(&window("Notepad", ""), Verdict::Empty);
    check(&window("Notepad", "<Edit Name='a'/>"), Verdict::Complete);
    check(&window("Chrome_WidgetWin_1", ""), Verdict::AccessibilityOff);
    check(
        &window("Chrome_WidgetWin_1", "<Pane ClassName='Intermediate D3D Window'/>"),
        Verdict::AccessibilityOff,
    );
    let page = |inside: &str| {
        let page = format!(
            "<Document ClassName='Chrome_RenderWidgetHostHWND' Name='a'>{inside}</Document>"
        );
        window("Chrome_WidgetWin_1", &["<Button Name='Close'/>", &page].concat())
    };
    check(&page(""), Verdict::AccessibilityOff);
    check(&page("<Button Name='Pay'/>"), Verdict::Complete);
}

#[test]
fn what_ufo_met_an_error_at_is_truncated() {
    let window =
        |inside: &str| format!(r#"{{"name":"a","control_type":"Window","children":[{inside}]}}"#);
    let button = r#"{"name":"b","control_type":"Button","children":[]}"#;
    let error = r#"{"error":"Traceback (most recent call last): ..."}"#;
    check(&window(button), Verdict::Complete);
    check(&window(&[button, error].join(",")), Verdict::Truncated);
    check(
        r#"{"name":"a","control_type":"Window","error":"Traceback","children":[{"control_type":"Button"}]}"#,
        Verdict::Truncated,
    );
}

#[test]
fn what_the_server_of_osworld_caps_is_truncated() {
    let desktop = |system: &str, inside: &str| {
        format!(
            "<desktop xmlns:st='https://accessibility.{system}.example.org/ns/state'>{inside}</desktop>"
        )
    };
    let verdict = |document: &str| {
        let capture = read(document.as_bytes(), Some(Format::Osworld), &Limits::default());
        capture.map(|capture| capture.quality).expect("it reads")
    };
    for (system, depth, expected) in [
        ("ubuntu", 49, Verdict::Complete),
        ("ubuntu", 50, Verdict::Truncated),
        ("windows", 49, Verdict::Complete),
        ("windows", 50, Verdict::Truncated),
        ("macos", 50, Verdict::Complete),
        ("macos", 51, Verdict::Truncated),
    ] {
        let inside = ["<panel name='a'>".repeat(depth), "</panel>".repeat(depth)].concat();
        assert_eq!(verdict(&desktop(system, &inside)).verdict(), expected, "{system} {depth}");
    }
    for (width, expected) in
        [(1_023, Verdict::Complete), (1_024, Verdict::Truncated), (1_025, Verdict::Complete)]
    {
        let inside = [
            "<list name='aaaaaaaaaaaaaaaa'>",
            &"<list-item name='aaaaaaaa'/>".repeat(width),
            "</list>",
        ]
        .concat();
        assert_eq!(verdict(&desktop("ubuntu", &inside)).verdict(), expected, "{width}");
    }
    // The order of siblings is no evidence, and the capture says so.
    let two = "<panel name='a'/><panel name='b'/>";
    for (system, is_noted) in [("ubuntu", true), ("windows", true), ("macos", true)] {
        let quality = verdict(&desktop(system, two));
        assert_eq!(quality.verdict(), Verdict::Complete);
        assert_eq!(
            quality.reason().contains("the order in which they answered"),
            is_noted,
            "{quality}"
        );
    }
    assert_eq!(verdict(&desktop("ubuntu", "<panel name='a'/>")).reason(), "");
}

#[test]
fn a_browser_on_a_desktop_that_has_a_window_and_tells_nothing_of_it_is_switched_off() {
    let shell =
        "<application name='gnome-shell'><window><push-button name='a'/></window></application>";
    for (browser, expected) in [
        ("<application name='Google Chrome'/>", Verdict::Complete),
        (
            "<application name='Google Chrome'><frame name='Shop'/></application>",
            Verdict::AccessibilityOff,
        ),
        (
            "<application name='Google Chrome'><frame name='Shop'><push-button name='Back'/></frame></application>",
            Verdict::Complete,
        ),
    ] {
        let document = ["<desktop-frame>", shell, browser, "</desktop-frame>"].concat();
        let capture = read(document.as_bytes(), None, &Limits::default()).expect("it reads");
        assert_eq!(capture.quality.verdict(), expected, "{browser}");
    }
}

#[test]
fn verdicts_have_names_and_say_what_may_be_concluded() {
    for &verdict in Verdict::ALL {
        assert_eq!(Verdict::from_name(verdict.as_str()), Some(verdict));
        assert!(verdict.shows_a_screen() || !verdict.is_whole(), "{verdict}");
    }
    assert_eq!(Verdict::from_name("Complete"), None);
    assert!(Verdict::Truncated.shows_a_screen() && !Verdict::Truncated.is_whole());
    assert!(!Verdict::Empty.shows_a_screen() && !Verdict::AccessibilityOff.shows_a_screen());
}
