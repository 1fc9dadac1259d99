//! Phone numbers: international ones, and national ones whose form leaves little doubt.

use std::ops::Range;

use super::fold::{Folded, SYMBOL, is_word};

mod countries;
mod form;
mod label;

pub(super) use label::Label;

use form::Window;

/// The most groups of digits that a number is written in.
const MAX_GROUPS: usize = 8;

/// How far back a word counts that says what a number is, in characters.
const LABEL_REACH: usize = 40;

pub(super) fn find(
    text: &Folded<'_>,
    part: Range<usize>,
    label: Label,
    add: &mut dyn FnMut(Range<usize>),
) {
    let bytes = &text.bytes()[..part.end];
    let mut groups = Vec::new();
    let mut at = part.start;
    while let Some(ahead) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let from = at;
        read_groups(bytes, at + ahead, &mut groups);
        at = groups.last().map_or(part.end, |group| group.end);
        let n_digits: usize = groups.iter().map(Range::len).sum();
        if n_digits < form::DIGITS.start {
            continue;
        }
        let run = Run { text, bytes, groups: &groups, from, part: part.start, label };
        run.find(add);
    }
}

/// The groups of digits from `at` on that stand close enough together to be one number.
fn read_groups(bytes: &[u8], at: usize, groups: &mut Vec<Range<usize>>) {
    groups.clear();
    let mut start = at;
    loop {
        let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = start + len;
        groups.push(start..end);
        let is_between = |byte: &&u8| matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')');
        let gap = bytes[end..].iter().take_while(is_between).count();
        let is_separator = form::is_separator(&bytes[end..end + gap]);
        if !is_separator || !bytes.get(end + gap).is_some_and(u8::is_ascii_digit) {
            return;
        }
        start = end + gap;
    }
}

/// Groups of digits in a row, with what is around them.
struct Run<'a> {
    text: &'a Folded<'a>,
    bytes: &'a [u8],
    groups: &'a [Range<usize>],
    /// Where the run before ended.
    from: usize,
    /// Where the part of the text starts that is looked at.
    part: usize,
    label: Label,
}

impl Run<'_> {
    fn find(&self, add: &mut dyn FnMut(Range<usize>)) {
        let mut first = 0;
        while first < self.groups.len() {
            match self.number_from(first) {
                Some((range, next)) => {
                    add(range);
                    first = next;
                }
                None => first += 1,
            }
        }
    }

    /// The longest number that starts with a group, and the group after it.
    fn number_from(&self, first: usize) -> Option<(Range<usize>, usize)> {
        let lead = self.lead(first);
        if first > 0 && !self.separator(first).contains(&b' ') {
            return None;
        }
        let most = self.groups.len().min(first + MAX_GROUPS);
        (first + 1..=most).rev().find_map(|next| {
            let is_apart = next == self.groups.len() || self.separator(next).contains(&b' ');
            let window = Window { bytes: self.bytes, groups: &self.groups[first..next], lead };
            let is_number =
                is_apart && window.has_fitting_length() && self.is_number(first, &window);
            is_number.then(|| (window.range(), next))
        })
    }

    fn is_number(&self, first: usize, window: &Window<'_>) -> bool {
        // What looks like a prefix for calls abroad may be any group of digits in the middle of others.
        if window.is_international() && (first == 0 || window.has_plus()) {
            return self.starts_freely(first, window);
        }
        let label = self.label_before(window.range().start);
        let is_of_form = match label {
            Label::Phone => true,
            Label::Silent => window.is_national() || window.is_bare(),
            Label::Other => window.is_in_brackets(),
        };
        is_of_form && self.stands_alone(first, window)
    }

    /// What stands between a group and the one before.
    fn separator(&self, group: usize) -> &[u8] {
        let end =
            group.checked_sub(1).map_or(self.groups[group].start, |before| self.groups[before].end);
        &self.bytes[end..self.groups[group].start]
    }

    /// The signs directly before a group that belong to a number: `+`, `(`, `(+` or `+(`.
    fn lead(&self, group: usize) -> &[u8] {
        let end = self.groups[group].start;
        let start = if group == 0 { self.from } else { self.groups[group - 1].end };
        let before = &self.bytes[start..end];
        let len =
            before.iter().rev().take(2).take_while(|byte| matches!(byte, b'+' | b'(')).count();
        &before[before.len() - len..]
    }

    /// What a word before the number says, else what the field is called.
    fn label_before(&self, start: usize) -> Label {
        let from = self.part.max(start.saturating_sub(LABEL_REACH));
        match Label::last_in(self.text.source(from..start)) {
            Label::Silent => self.label,
            said => said,
        }
    }

    /// False where a number with a country code goes on to the left: `1+49 ...`.
    fn starts_freely(&self, first: usize, window: &Window<'_>) -> bool {
        first > 0 || self.before(window).is_none_or(|byte| !is_word(byte) && byte != b')')
    }

    /// False where the digits are part of something else: a word, a time, a price, a path, a fraction.
    fn stands_alone(&self, first: usize, window: &Window<'_>) -> bool {
        let Range { start, end } = window.range();
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let starts_well = first > 0
            || match self.before(window) {
                None => true,
                Some(b':') => !is_digit(self.bytes[self.part..start - 1].last()),
                Some(SYMBOL) => !is_of_numbers(self.text.source(start - 1..start)),
                Some(byte) => !is_word(byte) && !b"#$._-/\\*%&^+)]<@".contains(&byte),
            };
        let ends_well = match &self.bytes[end..] {
            [b' ', SYMBOL, ..] => !is_of_numbers(self.text.source(end + 1..end + 2)),
            [SYMBOL, ..] => !is_of_numbers(self.text.source(end..end + 1)),
            [b'%' | b'$' | b'_' | b'@' | b'=', ..] => false,
            [b'-' | b'.' | b':' | b',' | b'/' | b'+', next, ..] | [next, ..] => !is_word(*next),
            [] => true,
        };
        starts_well && ends_well
    }

    fn before(&self, window: &Window<'_>) -> Option<u8> {
        self.bytes[self.part..window.range().start].last().copied()
    }
}

/// True for a sign that makes a number something other than a phone number.
fn is_of_numbers(sign: &str) -> bool {
    const SIGNS: &[char] = &[
        '€', '£', '¥', '₹', '₽', '₩', '₿', '¢', '₺', '₫', '₴', '₪', '№', '§', '°', '‰', '×', '±',
        'º', 'ª',
    ];
    sign.contains(SIGNS)
}

/// The digits, without the prefix for calls abroad and without the zero in `+49 (0)30`.
pub(super) fn normalise(bytes: &[u8]) -> String {
    form::significant(bytes).into_iter().map(char::from).collect()
}
