//! Texts that a pattern takes, and screens that a baseline takes.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};
use sz_formats::{AriaField, AriaSnapshot};
use sz_tree::{BuildError, NodeId, Tree, TreeBuilder};

/// How many kinds of texts are tried.
const VARIANTS: usize = 6;

/// The longest text that is made, in characters.
const MAX_CHARS: usize = 2_000;

/// Different texts that a pattern takes, the plainest first; none where none is found.
///
/// They are texts as screens have them: without white space at the ends or in runs.
pub(crate) fn samples(pattern: &str) -> Vec<String> {
    let (Ok(hir), Ok(regex)) = (regex_syntax::parse(pattern), Regex::new(pattern)) else {
        return Vec::new();
    };
    let mut samples: Vec<String> = Vec::new();
    for variant in 0..VARIANTS {
        let mut writer = Writer { variant, n_letters: 0, text: String::new(), n_chars: 0 };
        if writer.write(&hir).is_none() {
            continue;
        }
        let words: Vec<&str> = writer.text.split_whitespace().collect();
        let text = words.join(" ");
        if regex.is_match(&text) && !samples.contains(&text) {
            samples.push(text);
        }
    }
    samples
}

/// Writes one text that an expression takes, but for what it says of the places between characters.
struct Writer {
    variant: usize,
    /// How many characters were chosen from classes.
    n_letters: usize,
    text: String,
    n_chars: usize,
}

/// What is chosen from classes, by variant: digits and letters, where the class has them.
const LETTERS: [&str; VARIANTS] =
    ["text", "other words", "Sample", "QWERTY", "a longer text than before", "z"];
const DIGITS: [&str; VARIANTS] = ["49", "99", "12", "07", "123456", "1"];

impl Writer {
    /// `None` where no text is taken, or only one that is too long. The nesting is limited by the parser.
    fn write(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(()),
            HirKind::Literal(literal) => {
                str::from_utf8(&literal.0).ok()?.chars().try_for_each(|c| self.push(c))
            }
            HirKind::Class(Class::Unicode(class)) => {
                let has = |c: char| {
                    class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&c))
                };
                let first =
                    class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start)?;
                let chosen = self.choose(has).unwrap_or(first);
                self.push(chosen)
            }
            HirKind::Class(Class::Bytes(class)) => {
                let has = |c: char| {
                    u8::try_from(c).is_ok_and(|c| {
                        class
                            .ranges()
                            .iter()
                            .any(|range| (range.start()..=range.end()).contains(&c))
                    })
                };
                let chosen = self.choose(has)?;
                self.push(chosen)
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX);
                self.n_letters = 0;
                for _ in 0..self.wanted(&repetition.sub).clamp(repetition.min, most) {
                    self.write(&repetition.sub)?;
                }
                Some(())
            }
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part)),
            HirKind::Alternation(parts) => self.write(parts.get(self.variant % parts.len())?),
        }
    }

    /// How often something is repeated that may be repeated as often as one likes.
    fn wanted(&self, hir: &Hir) -> u32 {
        let variant = self.variant % VARIANTS;
        let is_digits = |class: &Class| match class {
            Class::Unicode(class) => class.ranges().iter().all(|range| range.start().is_numeric()),
            Class::Bytes(class) => {
                class.ranges().iter().all(|range| range.start().is_ascii_digit())
            }
        };
        let text = match hir.kind() {
            HirKind::Class(class) if is_digits(class) => DIGITS[variant],
            HirKind::Class(_) => LETTERS[variant],
            _ => return [1, 2, 3, 1, 2, 0][variant],
        };
        u32::try_from(text.len()).unwrap_or(1)
    }

    fn push(&mut self, c: char) -> Option<()> {
        self.n_chars += 1;
        self.text.push(c);
        (self.n_chars <= MAX_CHARS).then_some(())
    }

    /// The next character of those that this variant likes and the class has.
    fn choose(&mut self, has: impl Fn(char) -> bool) -> Option<char> {
        self.n_letters += 1;
        let next = |from: &'static str| {
            let liked: Vec<char> = from.chars().filter(|&c| has(c)).collect();
            liked.get((self.n_letters - 1) % liked.len().max(1)).copied()
        };
        let (letters, digits) = (LETTERS[self.variant % VARIANTS], DIGITS[self.variant % VARIANTS]);
        let printable = || ('!'..='~').find(|&c| has(c));
        next(letters)
            .or_else(|| next(digits))
            .or_else(|| next("abcdefghijklmnopqrstuvwxyz"))
            .or_else(|| next("0123456789"))
            .or_else(printable)
    }
}

/// A screen that a baseline takes for its own: what it says, with a text in place of each pattern, and every node once.
/// A pattern that no text is found for stays as it is written.
pub(crate) fn exemplar(snapshot: &AriaSnapshot) -> Tree {
    // Copying a valid tree cannot fail; if it did, patterns would only stay patterns.
    copy(snapshot).unwrap_or_else(|_| snapshot.tree.clone())
}

fn copy(snapshot: &AriaSnapshot) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::deriving(&snapshot.tree);
    let mut patterns = snapshot.patterns.iter().peekable();
    builder.copy_subtree(snapshot.tree.root(), |builder, node| {
        builder.open_copy(node)?;
        let is_own = |id: NodeId| id == node.id();
        while let Some(pattern) = patterns.next_if(|pattern| is_own(pattern.node)) {
            let Some(text) = samples(&pattern.source).into_iter().next() else { continue };
            match pattern.field {
                AriaField::Name => builder.name(&text)?,
                AriaField::Value => builder.value(&text)?,
                _ => {
                    let others: Vec<_> =
                        node.attributes().filter(|(key, _)| *key != "url").collect();
                    builder.clear_attributes()?;
                    for (key, value) in others.into_iter().chain([("url", &*text)]) {
                        builder.attribute(key, value)?;
                    }
                }
            }
        }
        Ok(())
    })?;
    builder.finish()
}

#[cfg(test)]
mod tests;
