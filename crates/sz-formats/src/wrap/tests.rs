use sz_tree::Limits;

use crate::{Format, ReadErrorKind, Verdict, read};

#[test]
fn xml_in_the_answer_of_a_server_is_read() {
    for (text, format) in [
        (r#"{"AT":"<desktop-frame><application name=\"a\"/></desktop-frame>"}"#, Format::Osworld),
        (
            r#"{"status":"ok","AT":" <desktop><button name='a'/></desktop>","x":[1]}"#,
            Format::Osworld,
        ),
        (
            r#"{"value":"<AppiumAUT><XCUIElementTypeApplication name=\"a\"><XCUIElementTypeButton/></XCUIElementTypeApplication></AppiumAUT>","sessionId":"1"}"#,
            Format::Xcuitest,
        ),
        (
            r#"{"sessionId":null,"value":"<hierarchy><node class=\"a\"/></hierarchy>"}"#,
            Format::Uiautomator,
        ),
    ] {
        for from in [None, Some(format)] {
            let capture = read(text.as_bytes(), from, &Limits::default())
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(capture.format, format, "{text}");
            assert!(capture.tree.len() >= 2, "{text}");
        }
    }
}

#[test]
fn an_answer_without_a_page_source_is_a_failed_capture() {
    for text in [
        r#"{"AT":""}"#,
        r#"{"AT":null}"#,
        r#"{"value":"  "}"#,
        r#"{"value":{"message":"gone","error":"no such window"},"sessionId":"1"}"#,
    ] {
        let error = read(text.as_bytes(), None, &Limits::default()).expect_err(text);
        assert_eq!(error.kind(), ReadErrorKind::CaptureFailed, "{text}: {error}");
        assert_eq!(error.verdict(), Some(Verdict::Empty), "{text}: {error}");
    }
}

#[test]
fn a_fault_is_told_by_its_place_in_the_answer_and_by_its_path_in_the_page_source() {
    for (text, path, place) in [
        (r#"{"AT":"<desktop>\n<a></b></desktop>"}"#, "/desktop/*[1]", (1, 22)),
        (
            r#"{"AT":"<desktop>\u003ca name=\"😀\uD83D\uDE00\"></b></desktop>"}"#,
            "/desktop/*[1]",
            (1, 48),
        ),
        ("{\n\"AT\": \"<desktop><a></b></desktop>\"}", "/desktop/*[1]", (2, 20)),
        (r#"{"AT":"<desktop/>","b":}"#, "/b", (1, 24)),
        (r#"{"AT":"<desktop/>""#, "/AT", (1, 19)),
        (r#"{"AT":"desktop"}"#, "/AT", (1, 7)),
    ] {
        let error = read(text.as_bytes(), None, &Limits::default()).expect_err(text);
        let found = (error.place().line, error.place().column);
        assert_eq!((&*error.place().path, found), (path, place), "{text}: {error}");
    }
}
