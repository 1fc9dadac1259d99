use super::*;

/// The lines of these bytes, too long ones as `None`.
#[track_caller]
fn check(bytes: &[u8], expected: &[Line<'_>]) {
    let mut lines = Lines::new(bytes);
    for expected in expected {
        assert_eq!(lines.next().unwrap().as_ref(), Some(expected));
    }
    assert_eq!(lines.next().unwrap(), None);
}

#[test]
fn lines_end_with_a_newline_or_the_file() {
    check(b"", &[]);
    check(b"a", &[Line::Text("a")]);
    check(b"a\r\n\nb\rc\n", &[Line::Text("a"), Line::Text(""), Line::Text("b\rc")]);
}

#[test]
fn a_line_that_is_not_utf_8_does_not_spoil_the_next() {
    check(b"ab\xff\nc\n", &[Line::NotUtf8(3), Line::Text("c")]);
}

#[test]
fn a_line_as_long_as_allowed_is_read_and_a_longer_one_is_not() {
    let most = "a".repeat(LINE_BYTES_MAX);
    for end in ["\n", "\r\n"] {
        check(format!("{most}{end}b").as_bytes(), &[Line::Text(&most), Line::Text("b")]);
        check(format!("{most}a{end}b").as_bytes(), &[Line::TooLong, Line::Text("b")]);
        check(format!("{most}{most}{end}b").as_bytes(), &[Line::TooLong, Line::Text("b")]);
    }
    check(most.as_bytes(), &[Line::Text(&most)]);
    check(format!("{most}{most}").as_bytes(), &[Line::TooLong]);
}
