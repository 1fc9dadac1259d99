//! How long a list in brackets or a mapping in braces may be.
//!
//! The scanner underneath keeps all tokens of one until it ends, some three hundred bytes for every two. Nobody
//! writes long ones, so they are found and refused before the scanner sees them.

/// Where a list in brackets or a mapping in braces starts that may be longer than `bytes_max`, if there is one.
///
/// Errs on the side of refusing: a line that starts an item with `- ` ends what is before it, because that
/// cannot stand in brackets; nothing else is believed to.
pub(super) fn find_long(text: &str, bytes_max: usize) -> Option<usize> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        if content.starts_with("- ") || content.trim_end() == "-" {
            start = None;
        }
        if start.is_none() {
            start = find_start(line).map(|offset| at + offset);
        }
        at += line.len();
        if start.is_some_and(|start| at - start > bytes_max) {
            return start;
        }
    }
    None
}

/// Where in a line a value starts with a bracket or brace, or with a tag or anchor that one may follow.
fn find_start(line: &str) -> Option<usize> {
    let is_blank = |c: char| c.is_whitespace();
    let starts = |at: usize| line[at..].starts_with(['[', '{', '!', '&']);
    let skip_blanks = |at: usize| line[at..].find(|c| !is_blank(c)).map(|len| at + len);
    let mut at = skip_blanks(0)?;
    while let Some(rest) = ["---", "-", "?", ":"].iter().find_map(|mark| {
        let rest = line[at..].strip_prefix(mark)?;
        rest.starts_with(is_blank).then_some(rest)
    }) {
        at = skip_blanks(line.len() - rest.len())?;
    }
    if starts(at) {
        return Some(at);
    }
    let mut colons = line[at..].match_indices(':').map(|(offset, _)| at + offset + 1);
    colons.find_map(|after| {
        let value = skip_blanks(after).filter(|&value| value > after)?;
        starts(value).then_some(value)
    })
}
