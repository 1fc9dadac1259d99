//! What opens doors, in addresses.

use std::ops::Range;

use super::fold::Folded;

mod look;
mod parameter;

/// The shortest token that is known by its look.
pub(super) const MIN_TOKEN_BYTES: usize = 16;

/// What every JSON web token starts with: `{"` in Base64.
pub(super) const WEB_TOKEN_START: &str = "eyJ";

/// The shortest JSON web token: two parts of ten characters and the points between them.
pub(super) const MIN_WEB_TOKEN_BYTES: usize = 22;

pub(super) fn find(text: &Folded<'_>, part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let mut found = Vec::new();
    let mut note = |range: Range<usize>| found.push(range);
    user_info(text.bytes(), part.clone(), &mut note);
    parameter::find(text, part.clone(), &mut note);
    look::tokens(text.bytes(), part.clone(), &mut note);
    // Several may have seen the same text: who starts first takes it.
    found.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = part.start;
    for range in found {
        if range.start >= end {
            end = range.end;
            add(range);
        }
    }
}

/// `user:password@` between `://` and the host.
fn user_info(bytes: &[u8], part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let mut from = part.start;
    while let Some(ahead) = bytes[from..part.end].windows(3).position(|three| three == b"://") {
        let start = from + ahead + 3;
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/?#\"'<>\\`".contains(byte);
        let len = bytes[start..part.end].iter().position(is_end).unwrap_or(part.end - start);
        if let Some(len) = bytes[start..start + len].iter().rposition(|&byte| byte == b'@')
            && len > 0
        {
            add(start..start + len);
        }
        from = start;
    }
}
