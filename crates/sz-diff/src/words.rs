//! Which words of a text went, and which came.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    fingerprint::to_u32,
    sequence::{self, Common},
};

/// A piece of two texts that were compared word by word.
///
/// The pieces that were kept and removed make up the old text, those that were kept and added the new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WordPiece {
    /// Both texts have it.
    Kept(String),
    /// Only the old text has it.
    Removed(String),
    /// Only the new text has it.
    Added(String),
}

/// Texts of no more words than this are not compared by words: each is read at a glance.
const FEW_WORDS: usize = 3;
/// How far apart two parts of one word may be, in bytes of marks between them.
const MARKS_MAX: usize = 3;
/// How many words and spaces may differ before texts are said to be unlike.
const EDITS_MAX: u32 = 512;
/// How much is compared for long texts, in words and spaces times differences.
const COST_MAX: u32 = 4_000_000;

/// What went from a text and what came, word by word, in the order of the texts; where one word took another's place,
/// the old one first.
///
/// `None` where that says no more than the texts themselves: they are equal or short, or have less than a third of their
/// words in common. A word is what stands between white space, without the punctuation around it, or
/// one ideograph or kana. Cost: near-linear in the texts, whatever they hold.
pub fn diff_words(old: &str, new: &str) -> Option<Vec<WordPiece>> {
    let (a, b) = (tokens(old), tokens(new));
    if old == new || words(&a).max(words(&b)) <= FEW_WORDS {
        return None;
    }
    let common = common(&a, &b)?;
    let kept = common.iter().filter(|&&(i, _)| is_word(a[i])).count();
    if kept * 3 < words(&a).max(words(&b)) {
        return None;
    }
    Some(pieces(&a, &b, &common))
}

/// Words, and in between the white space and the punctuation.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = Class::of(first);
        let end = match class {
            Class::Ideograph | Class::Mark => first.len_utf8(),
            Class::Space | Class::Word => {
                let is_other = |c: char| Class::of(c) != class;
                let end = rest.find(is_other).unwrap_or(rest.len());
                if class == Class::Word { end + inner_marks(&rest[end..]) } else { end }
            }
        };
        let (token, tail) = rest.split_at(end);
        tokens.push(token);
        rest = tail;
    }
    tokens
}

/// How far a word goes on behind marks that are inside of it, as in `3.50` and `don't`.
fn inner_marks(rest: &str) -> usize {
    let mut inside = 0;
    for (at, c) in rest.char_indices() {
        match Class::of(c) {
            Class::Mark if at <= inside + MARKS_MAX => {}
            Class::Word => inside = at + c.len_utf8(),
            Class::Mark | Class::Space | Class::Ideograph => break,
        }
    }
    inside
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Space,
    Word,
    /// Punctuation that stands around words.
    Mark,
    /// A character that is a word of its own, as these scripts have no spaces.
    Ideograph,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_whitespace() => Self::Space,
            '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '\''
            | '…' | '«' | '»' | '“' | '”' | '‘' | '’' | '、' | '。' => Self::Mark,
            '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
                Self::Ideograph
            }
            '\u{2_0000}'..='\u{3_ffff}' => Self::Ideograph,
            _ => Self::Word,
        }
    }
}

fn is_word(token: &str) -> bool {
    token.chars().next().is_some_and(|c| matches!(Class::of(c), Class::Word | Class::Ideograph))
}

fn words(tokens: &[&str]) -> usize {
    tokens.iter().filter(|token| is_word(token)).count()
}

/// The places of equal tokens in a longest common subsequence. `None` where there are too many differences to find one.
fn common(a: &[&str], b: &[&str]) -> Option<Vec<(usize, usize)>> {
    // Numbers in place of texts, so that comparing two is one step however long they are.
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let (a, b) = (number(a, &mut numbers), number(b, &mut numbers));
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let ends = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&rest_a[..rest_a.len() - ends], &rest_b[..rest_b.len() - ends]);
    let (len_a, len_b) = (to_u32(rest_a.len()), to_u32(rest_b.len()));
    let edits_max = (COST_MAX / len_a.saturating_add(len_b).max(1)).clamp(16, EDITS_MAX);
    let Common { pairs, is_complete } =
        sequence::common(len_a, len_b, edits_max, |i, j| rest_a[i as usize] == rest_b[j as usize]);
    let middle = pairs.iter().map(|&(i, j)| (start + i as usize, start + j as usize));
    let back = (0..ends).map(|n| (a.len() - ends + n, b.len() - ends + n));
    is_complete.then(|| (0..start).map(|n| (n, n)).chain(middle).chain(back).collect())
}

fn number<'t>(tokens: &[&'t str], numbers: &mut BTreeMap<&'t str, usize>) -> Vec<usize> {
    let number = |token: &&'t str| {
        let next = numbers.len();
        *numbers.entry(token).or_insert(next)
    };
    tokens.iter().map(number).collect()
}

/// The texts in pieces. Space and punctuation between two changed words is no reason to tell them apart.
fn pieces(a: &[&str], b: &[&str], common: &[(usize, usize)]) -> Vec<WordPiece> {
    let mut pieces = Pieces { done: Vec::new(), kept: String::new(), open: None };
    let (mut at_a, mut at_b) = (0, 0);
    for &(i, j) in common.iter().chain([&(a.len(), b.len())]) {
        pieces.change(&a[at_a..i], &b[at_b..j]);
        if let Some(token) = a.get(i) {
            pieces.keep(token);
        }
        (at_a, at_b) = (i + 1, j + 1);
    }
    pieces.finish()
}

struct Pieces {
    done: Vec<WordPiece>,
    /// What was kept since the last change.
    kept: String,
    /// The last change, which may go on: what went and what came.
    open: Option<(String, String)>,
}

impl Pieces {
    fn keep(&mut self, token: &str) {
        if is_word(token) {
            self.close();
        }
        self.kept.push_str(token);
    }

    fn change(&mut self, removed: &[&str], added: &[&str]) {
        if removed.is_empty() && added.is_empty() {
            return;
        }
        let kept = std::mem::take(&mut self.kept);
        if let Some((old, new)) = &mut self.open {
            old.push_str(&kept);
            new.push_str(&kept);
        } else {
            push(&mut self.done, WordPiece::Kept, kept);
        }
        let (old, new) = self.open.get_or_insert_default();
        old.extend(removed.iter().copied());
        new.extend(added.iter().copied());
    }

    /// The change is over. What was kept behind it is still to come.
    fn close(&mut self) {
        if let Some((old, new)) = self.open.take() {
            push(&mut self.done, WordPiece::Removed, old);
            push(&mut self.done, WordPiece::Added, new);
        }
    }

    fn finish(mut self) -> Vec<WordPiece> {
        self.close();
        push(&mut self.done, WordPiece::Kept, self.kept);
        self.done
    }
}

fn push(pieces: &mut Vec<WordPiece>, kind: fn(String) -> WordPiece, text: String) {
    if !text.is_empty() {
        pieces.push(kind(text));
    }
}

#[cfg(test)]
mod tests;
