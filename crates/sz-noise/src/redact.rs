use std::borrow::Cow;

use ring::hmac;
use sz_tree::Tree;

mod barcode;
mod card;
mod detector;
mod email;
mod fold;
mod iban;
mod key;
mod phone;
mod scan;
mod tree;
mod url;

pub use detector::{Detector, Finding};
pub use key::{RedactionKey, RedactionKeyError};

use fold::Folded;
use phone::Label;
use scan::{Signs, scan};

/// Replaces personal data and secrets in texts and trees by placeholders such as `<email:3f9a0c1d2b>`.
///
/// The ten hex digits are the start of an HMAC-SHA256 over the kind and the normalised text: with the same key the
/// same address gives the same placeholder wherever it stands and however it is written, and without the key
/// nothing can be told or tried out from it. Cost: linear in the text, whatever is in it.
///
/// Redaction errs on the side of taking too much where what looks like a secret has a fixed form, and on the side
/// of leaving things where digits may as well be a date, a price, a version or an order number.
#[derive(Clone, Debug)]
pub struct Redactor {
    key: RedactionKey,
    detectors: Vec<Detector>,
}

impl Redactor {
    /// What every placeholder matches, as a regular expression for masks and baselines.
    pub const PLACEHOLDER: &str = "<(?:secret|email|iban|card|phone):[0-9a-f]{10}>";

    /// Hex digits in a placeholder.
    pub const DIGEST_DIGITS: usize = 10;

    /// A redactor with every detector.
    pub fn new(key: RedactionKey) -> Self {
        Self::with_detectors(key, Detector::ALL.iter().copied())
    }

    /// A redactor with some detectors; with none it changes nothing.
    pub fn with_detectors(
        key: RedactionKey,
        detectors: impl IntoIterator<Item = Detector>,
    ) -> Self {
        let mut detectors: Vec<Detector> = detectors.into_iter().collect();
        // The order decides who takes a text that several could have: an address before the number in it.
        detectors.sort_unstable();
        detectors.dedup();
        Self { key, detectors }
    }

    /// The detectors, in the order in which they look.
    pub fn detectors(&self) -> &[Detector] {
        &self.detectors
    }

    /// What would be replaced in a text, in its order.
    pub fn findings(&self, text: &str) -> Vec<Finding> {
        self.findings_under(text, Label::Silent)
    }

    /// The text with every finding replaced; borrowed where there is none.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.text_under(text, Label::Silent).map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// A selector for redacted trees: with every finding in its strings replaced. Strings with escapes and regular
    /// expressions stay as they are.
    pub fn selector<'t>(&self, selector: &'t str) -> Cow<'t, str> {
        let mut redacted = String::new();
        let mut rest = selector;
        while let Some(start) = rest.find(['"', '\'']) {
            let (before, quoted) = rest.split_at(start);
            let (quote, inner) = quoted.split_at(1);
            let string = inner.split_once(quote).filter(|(string, _)| !string.contains('\\'));
            let Some((string, after)) = string else { break };
            for part in [before, quote, &self.text(string), quote] {
                redacted.push_str(part);
            }
            rest = after;
        }
        redacted.push_str(rest);
        if redacted == selector { Cow::Borrowed(selector) } else { Cow::Owned(redacted) }
    }

    /// The tree with every finding replaced in names, values, descriptions and attributes, keys included; borrowed
    /// where there is none.
    ///
    /// Nothing else changes: roles (a platform's own names for them included), states, bounds and the shape stay.
    /// A number is also judged by what its node is called: digits in a field named `Phone` are a phone number. A
    /// secret whose parts stand in several nodes is not found. What was replaced is gone from the memory of the
    /// new tree.
    pub fn tree<'t>(&self, tree: &'t Tree) -> Cow<'t, Tree> {
        tree::redact(self, tree)
    }

    /// [`Self::findings`] of a text that has a label.
    fn findings_under(&self, text: &str, label: Label) -> Vec<Finding> {
        if !Signs::of(text.as_bytes()).allow_any() {
            return Vec::new();
        }
        let folded = Folded::of(text);
        let found = scan(&folded, &self.detectors, label);
        let finding = |(range, detector)| Finding { detector, range: folded.span(range) };
        found.into_iter().map(finding).collect()
    }

    /// The text with every finding replaced; `None` where there is none.
    fn text_under(&self, text: &str, label: Label) -> Option<String> {
        if !Signs::of(text.as_bytes()).allow_any() {
            return None;
        }
        let folded = Folded::of(text);
        let found = scan(&folded, &self.detectors, label);
        if found.is_empty() {
            return None;
        }
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for (range, detector) in found {
            let span = folded.span(range.clone());
            redacted.push_str(text.get(end..span.start).unwrap_or_default());
            self.write_placeholder(detector, &detector.normalise(&folded, range), &mut redacted);
            end = span.end;
        }
        redacted.push_str(text.get(end..).unwrap_or_default());
        Some(redacted)
    }

    fn write_placeholder(&self, detector: Detector, normalised: &str, to: &mut String) {
        let mut context = hmac::Context::with_key(self.key.hmac());
        // The kind is part of what is signed, so that digits tell nothing across kinds.
        for part in [DOMAIN, detector.as_str().as_bytes(), b"\0", normalised.as_bytes()] {
            context.update(part);
        }
        let tag = context.sign();
        to.push('<');
        to.push_str(detector.as_str());
        to.push(':');
        for byte in &tag.as_ref()[..Self::DIGEST_DIGITS / 2] {
            for nibble in [byte >> 4, byte & 15] {
                to.push(char::from_digit(nibble.into(), 16).unwrap_or('0'));
            }
        }
        to.push('>');
    }
}

/// What every digest starts with.
const DOMAIN: &[u8] = b"sz-redact/1\0";

#[cfg(test)]
mod tests;
