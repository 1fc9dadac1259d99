//! The escapes of JSON strings, both ways.

/// The length of the escape that `bytes` start with, if JSON has it.
pub(super) fn check(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => bytes.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

/// Decodes a string that was checked.
#[cold]
pub(super) fn unescape(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, len) = unescape_one(rest);
        decoded.push(c);
        rest = rest.get(len..).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}

/// Where in a string that was checked the character begins that is at `decoded_at` once it is decoded.
#[cold]
pub(super) fn raw_offset(text: &str, decoded_at: usize) -> usize {
    let (mut raw, mut decoded) = (0, 0);
    while decoded < decoded_at && raw < text.len() {
        let rest = &text[raw..];
        let plain = rest.find('\\').unwrap_or(rest.len());
        if plain > 0 {
            let step = plain.min(decoded_at - decoded);
            (raw, decoded) = (raw + step, decoded + step);
            continue;
        }
        let (c, len) = unescape_one(rest);
        (raw, decoded) = (raw + len, decoded + c.len_utf8());
    }
    text.floor_char_boundary(raw)
}

fn unescape_one(text: &str) -> (char, usize) {
    let c = match text.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unescape_unicode(text),
        Some(&byte) => char::from(byte),
        None => char::REPLACEMENT_CHARACTER,
    };
    (c, 2)
}

fn unescape_unicode(text: &str) -> (char, usize) {
    const ESCAPE_LEN: usize = 6;
    let unit =
        |text: &str| text.get(2..ESCAPE_LEN).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let first = unit(text);
    let rest = text.get(ESCAPE_LEN..).filter(|rest| rest.starts_with("\\u"));
    let second = rest.and_then(unit);
    let units = [first.unwrap_or_default(), second.unwrap_or_default()];
    match char::decode_utf16(units).next() {
        Some(Ok(c)) => (c, ESCAPE_LEN * c.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, ESCAPE_LEN),
    }
}

/// Writes a string in quotes, with escapes only where JSON demands them.
pub(crate) fn push_quoted(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| super::ENDS_PLAIN_TEXT[byte as usize]) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte => {
                out.push_str("\\u00");
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}
