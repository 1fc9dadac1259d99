//! Text as a person reads it, whatever characters it is written with.

use std::borrow::Cow;

/// Longer texts are no labels, and only their beginning is read as one.
const CHARS_MAX: usize = 400;

/// Text without what nobody sees: zero-width and steering characters go; wide, mathematical and look-alike letters become
/// the Latin ones they are read as. The case stays.
///
/// Look-alikes of other scripts are only replaced in words that consist of nothing else, or have Latin letters, too.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain: String = text.chars().filter(|&c| !is_invisible(c)).map(plain).collect();
    if plain.is_ascii() {
        return Cow::Owned(plain);
    }
    let pieces = plain.split_inclusive(|c: char| !c.is_alphabetic());
    Cow::Owned(pieces.map(latin).collect())
}

/// A word in Latin letters, if it reads as one.
fn latin(word: &str) -> Cow<'_, str> {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let is_latin = |c: char| c.is_ascii() || look_alike(c).is_some();
    let is_mixed = letters().any(|c| c.is_ascii()) && letters().any(|c| look_alike(c).is_some());
    if word.is_ascii() || !(is_mixed || letters().all(is_latin)) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.chars().map(|c| look_alike(c).unwrap_or(c)).collect())
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Wide forms, mathematical letters and odd spaces as plain characters.
fn plain(c: char) -> char {
    const CAPITAL_A: u32 = 'A' as u32;
    const SMALL_A: u32 = 'a' as u32;
    let code = u32::from(c);
    let folded = match code {
        0xff01..=0xff5e => Some(code - 0xfee0),
        // Thirteen alphabets of capitals and small letters.
        0x1d400..=0x1d6a3 => Some(match (code - 0x1d400) % 52 {
            capital @ 0..=25 => CAPITAL_A + capital,
            small => SMALL_A + small - 26,
        }),
        // Five times ten digits.
        0x1d7ce..=0x1d7ff => Some('0' as u32 + (code - 0x1d7ce) % 10),
        0x24b6..=0x24cf => Some(CAPITAL_A + code - 0x24b6),
        0x24d0..=0x24e9 => Some(SMALL_A + code - 0x24d0),
        _ if c.is_whitespace() => Some(' ' as u32),
        0x2018 | 0x2019 | 0x2bc => Some('\'' as u32),
        _ => None,
    };
    folded.and_then(char::from_u32).unwrap_or(c)
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'с' | 'ϲ' => 'c',
        'С' | 'Ϲ' => 'C',
        'ԁ' => 'd',
        'е' => 'e',
        'Е' | 'Ε' => 'E',
        'һ' => 'h',
        'Н' | 'Η' => 'H',
        'і' | 'ι' => 'i',
        'І' | 'Ι' => 'I',
        'ј' => 'j',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'ӏ' => 'l',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'ո' => 'n',
        'о' | 'ο' => 'o',
        'О' | 'Ο' => 'O',
        'р' | 'ρ' => 'p',
        'Р' | 'Ρ' => 'P',
        'ѕ' => 's',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'υ' => 'u',
        'ν' => 'v',
        'ԝ' => 'w',
        'х' => 'x',
        'Х' | 'Χ' => 'X',
        'у' => 'y',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}

/// A label in lower case, its words with one space before, between and behind them and nothing else: `"Don't sell!"` is
/// `" dont sell "`. What is looked for in it is written the same way.
pub(crate) struct Label(String);

impl Label {
    pub(crate) fn of(text: &str) -> Self {
        let mut words = String::with_capacity(text.len().min(CHARS_MAX) + 2);
        words.push(' ');
        for c in visible(text).chars().take(CHARS_MAX) {
            if c.is_alphanumeric() {
                words.extend(c.to_lowercase());
            } else if c != '\'' && !words.ends_with(' ') {
                words.push(' ');
            }
        }
        if !words.ends_with(' ') {
            words.push(' ');
        }
        Self(words)
    }

    /// The words with their spaces.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// True where any of these is in it: `" no thanks "` the words, `" insur"` the beginning of a word.
    pub(crate) fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|phrase| self.0.contains(phrase))
    }

    /// True where it begins with any of these.
    pub(crate) fn begins(&self, any: &[&str]) -> bool {
        any.iter().any(|phrase| self.0.starts_with(phrase))
    }

    /// True where it ends with all of the other label, and nothing before that says no to it.
    pub(crate) fn ends_as(&self, other: &Self) -> bool {
        let before = self.0.strip_suffix(other.as_str());
        let denies =
            |word: &str| matches!(word, "dont" | "not" | "never" | "no" | "keep" | "cannot");
        before.is_some_and(|before| !before.split_ascii_whitespace().any(denies))
    }

    /// The words without numbers, with one space between them: what stays the same where only amounts change.
    pub(crate) fn words_alone(&self) -> String {
        let words = self.0.split_ascii_whitespace();
        let is_word = |word: &&str| !word.contains(|c: char| c.is_ascii_digit());
        words.filter(is_word).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn words(&self) -> usize {
        self.0.split_ascii_whitespace().count()
    }
}

#[cfg(test)]
mod tests;
