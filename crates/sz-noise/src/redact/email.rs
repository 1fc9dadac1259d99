//! E-mail addresses.

use std::ops::Range;

use super::fold::{Folded, IDEOGRAPH, LETTER};

pub(super) fn find(text: &Folded<'_>, part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let bytes = text.bytes();
    // Nothing before it belongs to the next address: each byte is looked at from at most two sides.
    let mut from = part.start;
    let mut at = part.start;
    while let Some(ahead) = bytes[at..part.end].iter().position(|&byte| byte == b'@') {
        at += ahead;
        let start = local_start(bytes, from..at);
        let end = domain_end(bytes, at + 1..part.end);
        at += 1;
        if let (Some(start), Some(end)) = (start, end) {
            add(start..end);
            at = end;
        }
        from = at;
    }
}

/// Where the local part starts that ends where the range does.
fn local_start(bytes: &[u8], before: Range<usize>) -> Option<usize> {
    let has_ideographs = bytes[before.clone()].last() == Some(&IDEOGRAPH);
    let is_local = |byte: u8| match byte {
        b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | LETTER => true,
        IDEOGRAPH => has_ideographs,
        _ => byte.is_ascii_alphanumeric(),
    };
    let len = bytes[before.clone()].iter().rev().take_while(|&&byte| is_local(byte)).count();
    let start = before.end - len;
    // What stands around an address: `'ada@example.org'`, `...ada@example.org`, `-ada@example.org`.
    let is_ornament = |byte: &&u8| matches!(byte, b'.' | b'\'' | b'-' | b'+');
    let start = start + bytes[start..before.end].iter().take_while(is_ornament).count();
    (start < before.end).then_some(start)
}

/// Where the domain ends that starts where the range does: after the last label that can be a top-level domain, with
/// one before it.
fn domain_end(bytes: &[u8], after: Range<usize>) -> Option<usize> {
    let has_ideographs = bytes[after.clone()].first() == Some(&IDEOGRAPH);
    let is_letter = |byte: u8| match byte {
        LETTER => true,
        IDEOGRAPH => has_ideographs,
        _ => byte.is_ascii_alphabetic(),
    };
    let is_label = |byte: u8| is_letter(byte) || byte.is_ascii_digit() || byte == b'-';
    let mut labels = Labels::default();
    let mut end = None;
    let mut start = after.start;
    loop {
        let len = bytes[start..after.end].iter().take_while(|&&byte| is_label(byte)).count();
        let label = &bytes[start..start + len];
        // A hyphen at the end is the sentence's: `ada@example.org - call me`.
        let hyphens = label.iter().rev().take_while(|&&byte| byte == b'-').count();
        let label = &label[..len - hyphens];
        let is_punycode = label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--"));
        if labels.count > 0
            && label.len() > 1
            && (is_punycode || label.iter().all(|&byte| is_letter(byte)))
            && !labels.is_of_a_file(label)
        {
            end = Some(start + label.len());
        }
        labels.add(label);
        start += len;
        if hyphens > 0 || label.is_empty() || bytes[start..after.end].first() != Some(&b'.') {
            return end;
        }
        start += 1;
    }
}

/// The labels before the one at hand.
#[derive(Debug, Default)]
struct Labels {
    count: usize,
    /// How many at the start are numbers, or the scale of an image: `2x`.
    numbers: usize,
}

impl Labels {
    fn add(&mut self, label: &[u8]) {
        let digits = label.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_number = digits > 0 && matches!(&label[digits..], [] | [b'x']);
        self.numbers += usize::from(is_number && self.numbers == self.count);
        self.count += 1;
    }

    /// `logo@2x.png`, `package@1.2.tgz`, `package@1.2.0-rc.next`; but `163.com` is a domain.
    fn is_of_a_file(&self, last: &[u8]) -> bool {
        const ENDINGS: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "tgz", "zip", "js"];
        let has_ending = || ENDINGS.iter().any(|known| last.eq_ignore_ascii_case(known.as_bytes()));
        self.numbers > 1 || self.numbers == 1 && self.count == 1 && has_ending()
    }
}
