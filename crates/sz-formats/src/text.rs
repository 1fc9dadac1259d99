//! Bytes to text, text to lines and columns, and what sources put into text that nobody sees.

use std::borrow::Cow;

use crate::{ReadErrorKind, fault::Fault};

/// The text of a document: UTF-8, or UTF-16 where a byte order mark or an XML declaration shows it.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0, b'<' | b'{', ..] => utf16(bytes, u16::from_be_bytes),
        [b'<' | b'{', 0, ..] => utf16(bytes, u16::from_le_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let at = error.valid_up_to();
        Fault::new(ReadErrorKind::Encoding, at, "the bytes are not UTF-8")
            .help("save the document as UTF-8")
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Fault> {
    let fault = || {
        Fault::new(ReadErrorKind::Encoding, 0, "the bytes are not UTF-16")
            .help("save the document as UTF-8")
    };
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(fault()) };
    // Three bytes of UTF-8 for each unit is the most there can be.
    let mut text = String::with_capacity(bytes.len() / 2);
    for c in char::decode_utf16(pairs.iter().copied().map(unit)) {
        text.push(c.map_err(|_| fault())?);
    }
    Ok(Cow::Owned(text))
}

/// The line and the column (in characters) of a byte offset, both from 1.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let at = text.floor_char_boundary(at);
    let breaks = line_breaks(text).take_while(|&line_start| line_start <= at);
    let (line, line_start) = breaks.fold((1, 0), |(line, _), start| (line + 1, start));
    (line, text[line_start..at].chars().count() + 1)
}

/// Where each line but the first starts: after `\n`, `\r\n` or a lone `\r`, as YAML counts.
pub(crate) fn line_breaks(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter_map(|(at, &byte)| {
        let is_break = byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        is_break.then_some(at + 1)
    })
}

/// Text as a person sees it: runs of white space are one space, none at the ends, and no zero-width
/// spaces or soft hyphens.
pub(crate) fn collapse(text: &str) -> Cow<'_, str> {
    if is_collapsed(text) {
        return Cow::Borrowed(text);
    }
    let mut collapsed = String::with_capacity(text.len());
    let mut is_space_due = false;
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        if is_space(c) {
            is_space_due = !collapsed.is_empty();
            continue;
        }
        if is_space_due {
            collapsed.push(' ');
            is_space_due = false;
        }
        collapsed.push(c);
    }
    Cow::Owned(collapsed)
}

fn is_collapsed(text: &str) -> bool {
    let mut was_space = true;
    for &byte in text.as_bytes() {
        if byte >= 0x80 {
            return is_collapsed_unicode(text);
        }
        let is_space = matches!(byte, b' ' | b'\t'..=b'\r');
        if is_space && (was_space || byte != b' ') {
            return false;
        }
        was_space = is_space;
    }
    !was_space || text.is_empty()
}

fn is_collapsed_unicode(text: &str) -> bool {
    let mut was_space = true;
    for c in text.chars() {
        if is_invisible(c) || is_space(c) && (was_space || c != ' ') {
            return false;
        }
        was_space = is_space(c);
    }
    !was_space
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{ad}')
}

/// White space for people and for JavaScript, which counts the byte order mark.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

#[cfg(test)]
mod tests;
