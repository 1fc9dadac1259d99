use super::*;

fn json(text: &str) -> Json<'_> {
    Json::new(text, 100)
}

/// Reads the document as one value and compares with what `serde_json` says of it.
#[track_caller]
fn check(text: &str) {
    let mut reader = json(text);
    let ours = reader.skip().and_then(|()| reader.finish()).map_err(|_| ());
    let theirs = serde_json::from_str::<serde_json::Value>(text).map(drop).map_err(|_| ());
    assert_eq!(ours, theirs, "{text:?}");
}

#[test]
fn accepts_and_refuses_what_json_does() {
    for text in [
        "{}",
        "[]",
        "0",
        "-0",
        "1.5",
        "-1.5e10",
        "1E+2",
        "1e-2",
        "true",
        "false",
        "null",
        "\"\"",
        " [ 1 , 2 ] ",
        "{\"a\":[{}]}",
        "\"\\u0041\\n\\/\"",
        "\t\r\n[]",
        "",
        " ",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "tru",
        "truex",
        "nul",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "[",
        "{",
        "{\"a\":[}",
        "[]]",
        "[] []",
        "'a'",
        "\u{a0}1",
        "[1}",
        "NaN",
    ] {
        check(text);
    }
}

#[test]
fn decodes_strings() {
    for text in [
        r#""plain""#,
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u00e9\u20ac\ud83d\ude00 end""#,
        r#""ü€😀""#,
        r#""\\u0041""#,
        r#""a\u0000b""#,
    ] {
        let expected: String = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(json(text).string("it").ok().as_deref(), Some(&*expected), "{text}");
        let mut written = String::new();
        push_quoted(&expected, &mut written);
        assert_eq!(serde_json::from_str::<String>(&written).ok(), Some(expected), "{written}");
    }
}

#[test]
fn half_a_surrogate_pair_becomes_a_replacement_character() {
    for (text, expected) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""a\ud83dz""#, "a\u{fffd}z"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
    ] {
        assert_eq!(json(text).string("it").ok().as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn finds_the_pointer_of_a_place() {
    let text = r#"{"a": [1, {"b/c": "x", "d~": [true, 22]}], "e": {}}"#;
    for (needle, pointer_there) in [
        ("{\"a\"", ""),
        ("[1,", "/a"),
        ("1,", "/a/0"),
        ("{\"b/c", "/a/1"),
        ("\"b/c", "/a/1/b~1c"),
        ("\"x\"", "/a/1/b~1c"),
        ("[true", "/a/1/d~0"),
        ("true", "/a/1/d~0/0"),
        ("22", "/a/1/d~0/1"),
        ("{}", "/e"),
    ] {
        let at = text.find(needle).expect("the needle is there");
        let at = if needle == "\"b/c" { at + 1 } else { at };
        assert_eq!(pointer(text, at), pointer_there, "{needle}");
    }
    assert_eq!(pointer("", 0), "");
    assert_eq!(pointer("[1, ?", 4), "/1");
}

#[test]
fn noted_keys_may_stand_once() {
    for (text, is_fine) in [
        (r#"{"a":1,"b":2,"A":3}"#, true),
        (r#"{"a":1,"b":2,"a":3}"#, false),
        (r#"{"a":1,"\u0061":3}"#, false),
        (r#"[{"a":1},{"a":1}]"#, true),
        (r#"{"a":{"b":1},"b":{"a":1,"b":1}}"#, true),
        (r#"{"a":{"b":1,"c":{"d":1,"d":1}}}"#, false),
        (r#"{"":1,"":1}"#, false),
    ] {
        assert_eq!(json(text).skip().is_ok(), is_fine, "{text}");
    }
}

#[test]
fn plain_text_ends_at_the_first_byte_that_is_not_plain() {
    for byte in 0..=u8::MAX {
        for before in 0..20 {
            for after in [0, 3, 9] {
                let bytes =
                    [&b"plain\x7f, \xff and more text"[..before], &[byte], &[b'"'; 9][..after]];
                let ends = byte < 0x20 || matches!(byte, b'"' | b'\\');
                let expected = if ends { before } else { before + 1 };
                assert_eq!(
                    plain_len(&bytes.concat()),
                    expected,
                    "{before} bytes, {byte}, {after} bytes"
                );
            }
        }
    }
}

#[test]
fn a_small_integer_is_a_number_that_is_one() {
    for number in ["0", "-0", "7", "-12", "123456789", "-999999999"] {
        for after in ["", ",", "]", " ", "x"] {
            let text = format!(" {number}{after}");
            let mut reader = json(&text);
            assert_eq!(reader.small_integer(), number.parse().ok(), "{text:?}");
            assert_eq!(reader.at(), text.len() - after.len(), "{text:?}");
        }
    }
    for text in ["", "-", "x", "01", "-00", "1.0", "1e3", "1E3", "1234567890", "\"1\"", "+1", ".5"]
    {
        let mut reader = json(text);
        assert_eq!(reader.small_integer(), None, "{text:?}");
        assert_eq!(reader.at(), 0, "{text:?}");
    }
}
