//! Tokens that are known by their look: as good as random, and long.

use std::ops::Range;

use super::{super::fold::is_word, MIN_TOKEN_BYTES, WEB_TOKEN_START};

/// The shortest token in a query.
const MIN_QUERY_TOKEN: usize = 20;

/// The shortest token in a path, where names of files and articles stand, too.
const MIN_PATH_TOKEN: usize = 32;

/// The words before a token in a path that say what it is for.
const DOORS: &[&str] = &[
    "activate",
    "activation",
    "auth",
    "confirm",
    "confirmation",
    "invitation",
    "invite",
    "invites",
    "join",
    "login",
    "magic",
    "oauth",
    "password",
    "recover",
    "reset",
    "reset-password",
    "session",
    "share",
    "token",
    "unlock",
    "unsubscribe",
    "verification",
    "verify",
    "webhook",
    "webhooks",
];

/// Tokens in paths, and JSON web tokens anywhere.
pub(super) fn tokens(bytes: &[u8], part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let mut at = part.start;
    while at < part.end {
        if !is_token(bytes[at]) {
            at += 1;
            continue;
        }
        let len = bytes[at..part.end].iter().take_while(|&&byte| is_token(byte)).count();
        let before = bytes[part.start..at].last();
        let is_secret = match before {
            Some(b'/') => is_path_token(bytes, part.start..at, &bytes[at..at + len]),
            _ => false,
        };
        if is_secret {
            add(at..at + len);
        } else if let Some(whole) = web_token_len(&bytes[at..part.end], len) {
            add(at..at + whole);
            at += whole;
            continue;
        }
        at += len;
    }
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// The length of the token of three parts that a word of Base64 starts.
fn web_token_len(bytes: &[u8], head: usize) -> Option<usize> {
    const MIN_PART: usize = 10;
    if head < MIN_PART
        || !bytes.starts_with(WEB_TOKEN_START.as_bytes())
        || bytes.get(head) != Some(&b'.')
    {
        return None;
    }
    let part = |from: usize| bytes[from..].iter().take_while(|&&byte| is_token(byte)).count();
    let body = part(head + 1);
    let end = head + 1 + body;
    if body < MIN_PART || bytes.get(end) != Some(&b'.') {
        return None;
    }
    Some(end + 1 + part(end + 1))
}

fn is_path_token(bytes: &[u8], before: Range<usize>, token: &[u8]) -> bool {
    if token.len() < MIN_TOKEN_BYTES {
        return false;
    }
    let path = &bytes[before.start..before.end - 1];
    // No further back than any of the words is long.
    let reach =
        path.len().saturating_sub(DOORS.iter().map(|word| word.len()).max().unwrap_or(0) + 1);
    let parent = path[reach..].rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    let is_door = DOORS.iter().any(|word| parent.eq_ignore_ascii_case(word.as_bytes()));
    let look = Look::of(token);
    is_door && look.is_random(MIN_TOKEN_BYTES, MIN_TOKEN_BYTES)
        || look.has_both_cases() && look.is_random(MIN_PATH_TOKEN, usize::MAX)
}

/// The length of the value at the start of a text, where it looks like a token.
pub(super) fn token_len(bytes: &[u8]) -> Option<usize> {
    let is_part = |byte: &&u8| is_token(**byte) || matches!(byte, b'+' | b'/' | b'=' | b'~');
    let len = bytes.iter().take_while(is_part).count();
    let ends = bytes.get(len).is_none_or(|&next| !is_word(next) && next != b'.');
    let look = Look::of(&bytes[..len]);
    (ends && !is_uuid(&bytes[..len]) && look.is_random(MIN_QUERY_TOKEN, 24)).then_some(len)
}

/// A UUID is an identifier, and shown everywhere.
fn is_uuid(bytes: &[u8]) -> bool {
    let mut groups = bytes.split(|&byte| byte == b'-');
    let is_group = |len: &usize| {
        groups
            .next()
            .is_some_and(|group| group.len() == *len && group.iter().all(u8::is_ascii_hexdigit))
    };
    [8, 4, 4, 4, 12].iter().all(is_group)
}

/// How many there are of what a word is made of.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    lower: usize,
    upper: usize,
    digits: usize,
    /// How often a letter, a capital or a digit follows one of another kind.
    changes: usize,
}

impl Look {
    fn of(token: &[u8]) -> Self {
        let mut look = Self::default();
        let mut last = None;
        for &byte in token.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
            let (kind, count) = match byte {
                b'a'..=b'z' => (0, &mut look.lower),
                b'A'..=b'Z' => (1, &mut look.upper),
                _ => (2, &mut look.digits),
            };
            *count += 1;
            look.changes += usize::from(last.is_some_and(|last| last != kind));
            last = Some(kind);
        }
        look
    }

    fn has_both_cases(self) -> bool {
        self.lower > 0 && self.upper > 0
    }

    /// True for what no person would type. Of 64 random characters, 41 follow one of another kind, and of 36 of one case
    /// 14 do; in `redirectToCheckoutPageV2` it is a third, in `my-article-2024` a seventh.
    fn is_random(self, min_of_both_cases: usize, min_of_one_case: usize) -> bool {
        let len = self.lower + self.upper + self.digits;
        let has_letters = self.lower + self.upper > 0;
        let (min, share) =
            if self.has_both_cases() { (min_of_both_cases, 42) } else { (min_of_one_case, 27) };
        has_letters && self.digits > 0 && len >= min && self.changes * 100 >= len * share
    }
}
