//! A text as detectors see it: one byte for each character, and the same byte however a digit, a dash or an `@` is
//! written.

use std::{borrow::Cow, ops::Range};

/// A letter of any alphabet but ASCII.
pub(super) const LETTER: u8 = 0x80;
/// A letter of a script that writes words without spaces between them: it ends no word and starts none.
pub(super) const IDEOGRAPH: u8 = 0x81;
/// Any other character.
pub(super) const SYMBOL: u8 = 0x82;

/// A folded text. Digits of all common scripts, dashes, spaces and full-width forms are the ASCII ones, `%40` is `@`,
/// and what shows nothing, such as the marks around numbers in right-to-left text, is left out.
#[derive(Debug)]
pub(super) struct Folded<'t> {
    text: &'t str,
    bytes: Cow<'t, [u8]>,
    /// Where each byte comes from; empty where the text is folded as it stands.
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    len: u8,
}

/// The length of `%40`.
const ESCAPE_BYTES: usize = 3;

impl<'t> Folded<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let is_plain = text.bytes().all(|byte| byte.is_ascii() && byte != b'%');
        if is_plain {
            return Self { text, bytes: Cow::Borrowed(text.as_bytes()), places: Vec::new() };
        }
        let mut bytes = Vec::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len());
        let mut start = 0;
        while let Some(c) = text[start..].chars().next() {
            let (folded, len) = match escaped(&text.as_bytes()[start..]) {
                Some(byte) => (Some(byte), ESCAPE_BYTES),
                None => (fold(c), c.len_utf8()),
            };
            if let Some(byte) = folded {
                bytes.push(byte);
                places.push(Place { start, len: u8::try_from(len).unwrap_or(1) });
            }
            start += len;
        }
        Self { text, bytes: Cow::Owned(bytes), places }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// True where the byte at `index` is written as `%40`.
    pub(super) fn is_escaped(&self, index: usize) -> bool {
        self.places.get(index).is_some_and(|place| {
            usize::from(place.len) == ESCAPE_BYTES
                && self.bytes[index].is_ascii()
                && self.text.as_bytes()[place.start] == b'%'
        })
    }

    /// The part of the text that some bytes come from.
    pub(super) fn span(&self, range: Range<usize>) -> Range<usize> {
        if self.places.is_empty() || range.is_empty() {
            return range;
        }
        let last = self.places[range.end - 1];
        self.places[range.start].start..last.start + usize::from(last.len)
    }

    /// The text that some bytes come from.
    pub(super) fn source(&self, range: Range<usize>) -> &'t str {
        self.text.get(self.span(range)).unwrap_or_default()
    }

    /// The characters of a part: ASCII where it was folded to that, else as they were.
    pub(super) fn chars(&self, range: Range<usize>) -> impl Iterator<Item = char> {
        range.map(move |index| {
            let byte = self.bytes[index];
            let own = self.source(index..index + 1).chars().next().filter(|_| !byte.is_ascii());
            own.unwrap_or(char::from(byte))
        })
    }
}

/// The printable ASCII character that `%xx` at the start stands for.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let &[b'%', high, low, ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    (b' '..=b'~').contains(&byte).then_some(byte)
}

/// The zeros of scripts that have digits of their own and are used on screens; nine more digits follow each.
const ZEROS: [char; 18] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
    '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}',
    '\u{17e0}', '\u{1810}',
];

/// The byte for a character; `None` where it shows nothing.
fn fold(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(c)
        && byte.is_ascii()
    {
        return Some(byte);
    }
    let code = u32::from(c);
    Some(match c {
        '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20e3}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => b'-',
        '\u{2044}' | '\u{2215}' => b'/',
        '\u{fe6b}' => b'@',
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(code - 0xfee0).unwrap_or(SYMBOL),
        '\u{300}'..='\u{36f}' => LETTER,
        _ if c.is_whitespace() => b' ',
        _ if let Some(digit) = digit(code) => digit,
        _ if !c.is_alphanumeric() => SYMBOL,
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => IDEOGRAPH,
        _ => LETTER,
    })
}

fn digit(code: u32) -> Option<u8> {
    let value = ZEROS.iter().find_map(|&zero| code.checked_sub(zero.into()).filter(|&v| v < 10))?;
    u8::try_from(value).ok().map(|value| b'0' + value)
}

/// True for what a word is made of in a script with spaces.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == LETTER
}
