use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(collapse(text), expected, "{text:?}");
    assert_eq!(collapse(expected), expected, "collapsing twice");
}

#[test]
fn collapses_white_space_and_drops_what_is_invisible() {
    check("", "");
    check("Sign in", "Sign in");
    check("  Sign \n\t in ", "Sign in");
    check(" ", "");
    check("\u{200b}", "");
    check("soft\u{ad}ware", "software");
    check("a\u{a0}\u{a0}b", "a b");
    check("a \u{200b} b", "a b");
    check("\u{feff}Ünï ", "Ünï");
    check("Ünï cöde", "Ünï cöde");
    check("a\u{b}b", "a b");
}

#[test]
fn finds_lines_and_columns() {
    for (at, expected) in [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 2)), (99, (2, 3))] {
        assert_eq!(position("ab\nüx", at), expected, "{at}");
    }
    for (at, expected) in [(2, (1, 3)), (3, (2, 1)), (4, (2, 2)), (6, (3, 1))] {
        assert_eq!(position("ab\rc\r\nd", at), expected, "{at}");
    }
}

#[test]
fn decodes_what_tools_write() {
    for bytes in [
        &b"<a/>"[..],
        b"\xEF\xBB\xBF<a/>",
        b"\xFE\xFF\0<\0a\0/\0>",
        b"\xFF\xFE<\0a\0/\0>\0",
        b"\0<\0a\0/\0>",
        b"<\0a\0/\0>\0",
    ] {
        assert_eq!(decode(bytes).ok().as_deref(), Some("<a/>"), "{bytes:?}");
    }
    for bytes in [&b"\xFF"[..], b"\xFF\xFEa", b"\xFF\xFE\0\xD8", b"ab\xC3"] {
        let kind = decode(bytes).err().map(|fault| fault.kind());
        assert_eq!(kind, Some(ReadErrorKind::Encoding), "{bytes:?}");
    }
}
