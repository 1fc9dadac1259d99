/// Characters that show nothing and separate nothing: zero-width space, soft hyphen, word joiner and byte
/// order mark. The zero-width joiners stay; they change how letters and emoji look.
const INVISIBLE: &[char] = &['\u{200b}', '\u{ad}', '\u{2060}', '\u{feff}'];

/// The text with every run of white space as one space, none at the ends, and without invisible characters;
/// `None` where it is like that already.
pub(crate) fn tidy(text: &str) -> Option<String> {
    if is_plainly_tidy(text) {
        return None;
    }
    let mut tidy = String::with_capacity(text.len());
    let mut is_space_due = false;
    for c in text.chars().filter(|c| !INVISIBLE.contains(c)) {
        if c.is_whitespace() {
            is_space_due = !tidy.is_empty();
        } else {
            if std::mem::take(&mut is_space_due) {
                tidy.push(' ');
            }
            tidy.push(c);
        }
    }
    (tidy != text).then_some(tidy)
}

/// True only for texts that are tidy, and for nearly all of those that are ASCII: the fast way out.
fn is_plainly_tidy(text: &str) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES * 0x80;
    const SPACES: u64 = ONES * 0x20;
    // Eight bytes at a time; what is found out about a byte is in its highest bit.
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut is_after_space = true;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let is_odd = (word.wrapping_sub(SPACES) | word) & HIGH;
        let other = word ^ SPACES;
        let is_space = !(((other & !HIGH) + !HIGH) | other) & HIGH;
        let is_second_space = is_space & (is_space << 8 | u64::from(is_after_space) << 7);
        if is_odd | is_second_space != 0 {
            return false;
        }
        is_after_space = is_space >> 63 != 0;
    }
    for &byte in rest {
        let is_space = byte == b' ';
        if !(b' '..0x80).contains(&byte) || is_space && is_after_space {
            return false;
        }
        is_after_space = is_space;
    }
    text.is_empty() || !is_after_space
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn puts_white_space_in_order() {
        for (text, expected) in [
            ("", None),
            ("one two", None),
            ("é è", None),
            ("family 👨\u{200d}👩", None),
            (" one  two\n\tthree ", Some("one two three")),
            ("one\u{a0}two", Some("one two")),
            ("soft\u{ad}hyphen", Some("softhyphen")),
            ("\u{200b}", Some("")),
            ("a \u{200b} b", Some("a b")),
            ("   ", Some("")),
            ("a\u{1}b", None),
            ("eight  b and some more", Some("eight b and some more")),
            ("eightby  and some more", Some("eightby and some more")),
            ("eightbyt  nd some more", Some("eightbyt nd some more")),
            ("eight !b and !ome \"ore", None),
            ("eight by ", Some("eight by")),
            ("eightby ", Some("eightby")),
            (" eightby", Some("eightby")),
            ("eight\tby", Some("eight by")),
        ] {
            assert_eq!(tidy(text).as_deref(), expected, "{text:?}");
        }
    }
}
