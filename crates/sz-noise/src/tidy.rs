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
    let mut is_after_space = true;
    for &byte in text.as_bytes() {
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
        ] {
            assert_eq!(tidy(text).as_deref(), expected, "{text:?}");
        }
    }
}
