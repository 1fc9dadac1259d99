use std::{fmt, str::FromStr};

use ring::digest::{Context, SHA256};
use sz_tree::Node;

use crate::{DarkPattern, DriftEvent};

/// What stays the same when the same drift comes back: application, screen, kind, change, the node by what it is rather
/// than where, and which of its fields changed, but not what they say now. Printed as `fp1:` and 32 hex digits.
///
/// It is the first 16 bytes of a SHA-256 over the ASCII text `sz-fingerprint/1` and these parts, in this order. A part
/// that is not there is the byte 00; one that is there is the byte 01, its length in bytes as 64 bits, the highest byte
/// first, and its UTF-8.
///
/// | part | is |
/// |---|---|
/// | application | as in the event |
/// | screen | as in the event |
/// | kind | its word, such as `content` |
/// | change | its word, such as `modified` |
/// | pattern | the word of the dark pattern, of a manipulative event |
/// | role | of the node of the baseline, or of the capture where the baseline has none |
/// | name | of that node, folded |
/// | surroundings | the roles from the nearest ancestor with a name, or else the root, down to the parent, with `/` between |
/// | place | the name of that ancestor, folded; absent where none has one |
/// | fields | of a modified node: the names of what changed, sorted, with `,` between |
/// | old | of an event without a node: what it was, folded |
/// | new | of an event without a node: what it is, folded |
///
/// A text is folded by writing `#` for each number: a run of numeric characters (`char::is_numeric`), with single
/// `.`, `,`, `:`, `'`, U+00A0 or U+202F between two of them. So `$3.99` and `$1,000` are `$#` both.
///
/// The screen is not trusted: two drifts with one fingerprint cannot be made but by what is folded or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

/// What is known of a drift beside its event.
#[derive(Clone, Copy, Default)]
pub(crate) struct Subjects<'a> {
    /// The node, of the baseline if it has one.
    pub(crate) node: Option<Node<'a>>,
    /// The fields that changed, sorted, with commas between.
    pub(crate) fields: Option<&'a str>,
}

impl Fingerprint {
    /// Of an event that is still being made; [`DriftEvent::fingerprinted`] replaces it.
    pub(crate) const PENDING: Self = Self(0);

    /// The fingerprint of an event about this node.
    pub(crate) fn of(event: &DriftEvent, subjects: Subjects<'_>) -> Self {
        let Subjects { node, fields } = subjects;
        let (surroundings, place) = node.map(surroundings).unzip();
        let without_node =
            |text: &Option<String>| text.as_deref().filter(|_| node.is_none()).map(folded);
        Self::digest(&[
            event.app.as_deref(),
            event.screen_id.as_deref(),
            Some(event.kind.as_str()),
            Some(event.change.as_str()),
            event.pattern.map(DarkPattern::as_str),
            node.as_ref().map(|node| node.role().as_str()),
            node.map(|node| folded(node.name())).as_deref(),
            surroundings.as_deref(),
            place.flatten().as_deref(),
            fields,
            without_node(&event.old).as_deref(),
            without_node(&event.new).as_deref(),
        ])
    }

    fn digest(parts: &[Option<&str>]) -> Self {
        let mut hash = Context::new(&SHA256);
        hash.update(b"sz-fingerprint/1");
        for part in parts {
            match part {
                None => hash.update(&[0]),
                Some(text) => {
                    hash.update(&[1]);
                    hash.update(&(text.len() as u64).to_be_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        let mut first = [0; 16];
        first.copy_from_slice(&hash.finish().as_ref()[..16]);
        Self(u128::from_be_bytes(first))
    }
}

/// The roles around a node, from the nearest ancestor with a name down, and that name, folded.
fn surroundings(node: Node<'_>) -> (String, Option<String>) {
    let mut roles = Vec::new();
    let mut place = None;
    for ancestor in node.ancestors() {
        roles.push(ancestor.role().as_str());
        if !ancestor.name().is_empty() {
            place = Some(folded(ancestor.name()));
            break;
        }
    }
    roles.reverse();
    (roles.join("/"), place)
}

/// A text with `#` for each number in it.
fn folded(text: &str) -> String {
    let is_separator = |c| matches!(c, '.' | ',' | ':' | '\'' | '\u{a0}' | '\u{202f}');
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_numeric() {
            folded.push(c);
            continue;
        }
        folded.push('#');
        loop {
            while chars.next_if(|c| c.is_numeric()).is_some() {}
            let mut ahead = chars.clone();
            let goes_on = ahead.next().is_some_and(is_separator)
                && ahead.next().is_some_and(char::is_numeric);
            if !goes_on {
                break;
            }
            chars.next();
        }
    }
    folded
}

const PREFIX: &str = "fp1:";

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{:032x}", self.0)
    }
}

/// A text is not a fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint: write `fp1:` and 32 hex digits, as `inspect --known` prints them")]
pub struct ParseFingerprintError;

impl FromStr for Fingerprint {
    type Err = ParseFingerprintError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_hex = |c: u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        let digits = text.strip_prefix(PREFIX).filter(|digits| digits.len() == 32);
        let digits = digits.filter(|digits| digits.bytes().all(is_hex));
        let number = digits.and_then(|digits| u128::from_str_radix(digits, 16).ok());
        number.map(Self).ok_or(ParseFingerprintError)
    }
}

#[cfg(test)]
mod tests;
