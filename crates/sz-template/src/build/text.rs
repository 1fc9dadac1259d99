//! What the texts of one place have in common, as a regular expression as tight as they allow.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

mod column;
mod gap;
mod token;

pub(super) use token::has_placeholder;

/// What a field held in one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said<'t> {
    pub(super) sample: usize,
    pub(super) text: &'t str,
}

/// What a field may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Learned<'t> {
    /// This text, as it is.
    Constant(&'t str),
    /// What this expression finds: anchored, without slashes around it.
    Pattern(String),
}

/// More different texts than these are not aligned with each other; all have to fit in the end.
const ALIGNED_MAX: usize = 24;

/// More alternatives than these are no list that a person would write.
const ALTERNATIVES_MAX: usize = 4;

/// How many texts are left out in turn to see whether an expression holds for what it was not learned from.
const PROOFS_MAX: usize = 8;

/// Learns from every text that a field held; nothing at all is the empty text.
///
/// What all texts share stays word for word. What varies becomes a number, a word or anything, whichever is the tightest
/// that fits. Where each text was seen in several samples, and there are few, they are the only ones there are.
///
/// Cost: linear in the texts, and for a bounded number of them quadratic in their first words, up to a bound.
pub(super) fn learn<'t>(said: &[Said<'t>]) -> Learned<'t> {
    let mut samples: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for said in said {
        samples.entry(said.text).or_default().insert(said.sample);
    }
    let texts: Vec<&str> = samples.keys().copied().collect();
    match texts.as_slice() {
        [] => return Learned::Constant(""),
        [only] => return Learned::Constant(only),
        _ => {}
    }
    // Of people and their numbers there are always more.
    let are_all = texts.len() <= ALTERNATIVES_MAX
        && samples.values().all(|in_| in_.len() > 1)
        && !texts.iter().any(|text| has_placeholder(text));
    if are_all {
        return Learned::Pattern(alternatives(&texts));
    }
    // Texts are sorted: the empty one comes first.
    let filled = texts.strip_prefix(&[""]).unwrap_or(&texts);
    let has_empty = filled.len() < texts.len();
    let pattern = match (shared(filled), has_empty) {
        (shared, false) => format!("^{shared}$"),
        (shared, true) => format!("^(?:{shared})?$"),
    };
    let fits = |regex: &Regex| texts.iter().all(|text| regex.is_match(text));
    Learned::Pattern(match (Regex::new(&pattern).is_ok_and(|regex| fits(&regex)), has_empty) {
        (true, _) => pattern,
        (false, false) => ".".to_owned(),
        (false, true) => ".*".to_owned(),
    })
}

/// True where texts that were left out in learning would have fit all the same. Two texts prove nothing.
pub(super) fn is_proven(said: &[Said<'_>]) -> bool {
    let texts: BTreeSet<&str> = said.iter().map(|said| said.text).collect();
    // Each proof learns anew: a few of them tell as much as all.
    let step = texts.len().div_ceil(PROOFS_MAX).max(1);
    texts.len() > 2
        && texts.iter().step_by(step).all(|&left_out| {
            let others: Vec<Said<'_>> =
                said.iter().filter(|said| said.text != left_out).copied().collect();
            match learn(&others) {
                Learned::Constant(_) => false,
                Learned::Pattern(pattern) => {
                    Regex::new(&pattern).is_ok_and(|regex| regex.is_match(left_out))
                }
            }
        })
}

fn alternatives(texts: &[&str]) -> String {
    let escaped: Vec<String> = texts.iter().map(|text| escape(text)).collect();
    format!("^(?:{})$", escaped.join("|"))
}

/// The text as an expression that finds just it, with no more escapes than needed.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// An expression, not anchored, for texts of which none is empty.
fn shared(texts: &[&str]) -> String {
    // Sorted texts differ the most where they are far apart.
    let step = texts.len().div_ceil(ALIGNED_MAX).max(1);
    let aligned: Vec<&str> = texts.iter().step_by(step).chain(texts.last()).copied().collect();
    gap::pattern(&column::columns(&aligned))
}

#[cfg(test)]
mod tests;
