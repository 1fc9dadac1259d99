use std::borrow::Cow;

/// Text for a message: what a terminal would act on instead of showing it is escaped, line breaks included.
///
/// Messages quote documents that may come from anyone.
///
/// ```
/// assert_eq!(sz_formats::one_line("unknown key `a\nb`"), r"unknown key `a\nb`");
/// ```
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_unsafe(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// True for what a terminal acts on instead of showing it: controls, line breaks and the marks that turn
/// the direction of text.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}
