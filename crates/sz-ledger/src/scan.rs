//! A fast reader for entries in exactly the form this crate writes them.
//!
//! Verifying a log reads every entry, and hashing is quick enough that a general JSON reader would take most of the
//! time. This one knows the order of the members, copies nothing, and gives up (`None`) at the first byte that
//! is not as expected; then the general reader decides and words the error. It never accepts what that one refuses.

use crate::checkpoint::decimal;
use crate::timestamp::Timestamp;

/// Deepest nesting that is followed; deeper values are left to the general reader.
const DEPTH_MAX: u32 = 60;

/// Index and time of an entry in canonical form.
pub(crate) fn place(entry: &[u8]) -> Option<(u64, Timestamp)> {
    let mut scanner = Scanner { text: str::from_utf8(entry).ok()?, at: 0 };
    scanner.expect(r#"{"actor":"#)?;
    scanner.string()?;
    scanner.expect(r#","data":"#)?;
    scanner.object()?;
    scanner.expect(r#","index":"#)?;
    let index = decimal(scanner.string()?)?;
    scanner.expect(r#","kind":"#)?;
    scanner.string()?;
    if scanner.expect(r#","payload":{"bytes":"#).is_some() {
        scanner.string()?;
        scanner.expect(r#","commitment":"#)?;
        scanner.string()?;
        scanner.expect("}")?;
    }
    scanner.expect(r#","schema":"sz-entry/1","subject":"#)?;
    scanner.string()?;
    scanner.expect(r#","tenant":"#)?;
    scanner.string()?;
    scanner.expect(r#","time":"#)?;
    let time = Timestamp::from_canonical(scanner.string()?)?;
    scanner.expect("}")?;
    (scanner.at == entry.len()).then_some((index, time))
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn expect(&mut self, literal: &str) -> Option<()> {
        self.rest().starts_with(literal.as_bytes()).then(|| self.at += literal.len())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    /// A string, quotes and all; what is returned is between them, with its escapes.
    fn string(&mut self) -> Option<&'a str> {
        self.expect("\"")?;
        let start = self.at;
        loop {
            self.at += plain_length(self.rest());
            match self.next()? {
                b'"' => return self.text.get(start..self.at - 1),
                b'\\' => self.escape()?,
                _ => return None,
            }
        }
    }

    /// What follows a backslash. Of the `\u` escapes only those of control characters are canonical.
    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                self.expect("00")?;
                let (high, low) = (self.next()?, self.next()?);
                let control = matches!(high, b'0' | b'1');
                (control && matches!(low, b'0'..=b'9' | b'a'..=b'f')).then_some(())
            }
            _ => None,
        }
    }

    /// An object with anything in it. Which brackets are open is kept in the bits of a number.
    fn object(&mut self) -> Option<()> {
        self.expect("{")?;
        if self.expect("}").is_some() {
            return Some(());
        }
        let (mut depth, mut objects) = (1_u32, 1_u64);
        self.key()?;
        loop {
            match *self.rest().first()? {
                open @ (b'{' | b'[') => {
                    self.at += 1;
                    let close = if open == b'{' { "}" } else { "]" };
                    if self.expect(close).is_none() {
                        depth += 1;
                        objects = objects << 1 | u64::from(open == b'{');
                        if depth > DEPTH_MAX {
                            return None;
                        }
                        if open == b'{' {
                            self.key()?;
                        }
                        continue;
                    }
                }
                b'"' => {
                    self.string()?;
                }
                _ => self.scalar()?,
            }
            // A value has ended, and with it perhaps what it stands in.
            loop {
                let in_object = objects & 1 == 1;
                match self.next()? {
                    b',' if in_object => break self.key()?,
                    b',' => break,
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return None,
                }
                (depth, objects) = (depth - 1, objects >> 1);
                if depth == 0 {
                    return Some(());
                }
            }
        }
    }

    fn key(&mut self) -> Option<()> {
        self.string()?;
        self.expect(":")
    }

    /// A literal or an integer: canonical entries have no other numbers.
    fn scalar(&mut self) -> Option<()> {
        for literal in ["true", "false", "null", "0"] {
            if self.expect(literal).is_some() {
                return Some(());
            }
        }
        let _negative = self.expect("-");
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let starts = matches!(self.rest().first(), Some(b'1'..=b'9'));
        self.at += digits;
        (starts && digits <= 16).then_some(())
    }
}

/// Number of bytes before the first quote, backslash or control character; eight at a time.
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let (words, _) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest marked byte is exact; marks above it may come from its borrow.
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
        let same = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
        let marks = below(word, 0x20) | same(b'"') | same(b'\\');
        if marks != 0 {
            return at * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let start = words.len() * 8;
    let plain = |byte: &&u8| **byte >= b' ' && **byte != b'"' && **byte != b'\\';
    start + bytes[start..].iter().take_while(plain).count()
}

#[cfg(test)]
mod tests;
