//! When a YAML scalar needs quotes, after Playwright's `packages/isomorphic/yaml.ts`, and the quoting.

use std::fmt::Write as _;

use super::events::is_number;

/// True where a plain scalar would not be read back as this text.
pub(crate) fn must_quote(text: &str) -> bool {
    const BREAKS_IF_FIRST: &str = "-&*],?!>|@\"'#%[:=~";
    const BREAKS_ANYWHERE: &[char] = &['{', '}', '`'];
    text.is_empty()
        || text.starts_with(' ')
        || text.ends_with([' ', ':'])
        || text.chars().any(must_escape)
        || text.starts_with(|c| BREAKS_IF_FIRST.contains(c))
        || text.contains(BREAKS_ANYWHERE)
        || text.contains(": ")
        || text.contains(" #")
        || text == "..."
        || is_number(text)
        || text.parse::<f64>().is_ok()
        || is_word(text)
}

/// Words that YAML 1.1 or 1.2 reads as a boolean or nothing.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "true", "false", "on", "off", "null"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// True for characters that YAML accepts only as an escape, or that would be folded away.
pub(crate) fn must_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

pub(crate) fn push_double_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            c if must_escape(c) => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
