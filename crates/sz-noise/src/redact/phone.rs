//! Phone numbers: international ones, and national ones whose form leaves little doubt.

use std::{cell::LazyCell, ops::Range};

use super::fold::{Folded, SYMBOL, is_word};

mod countries;
mod form;
mod label;

pub(super) use label::Label;

use form::{MAX_GROUPS, Window};

/// How far back a word counts that says what a number is, in characters.
const LABEL_REACH: usize = 40;

pub(super) fn find(
    text: &Folded<'_>,
    part: Range<usize>,
    field: Label,
    add: &mut dyn FnMut(Range<usize>),
) {
    let bytes = &text.bytes()[..part.end];
    let mut groups = Vec::new();
    let mut at = part.start;
    while let Some(ahead) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let from = at;
        let first = at + ahead;
        read_groups(bytes, first, &mut groups);
        at = groups.last().map_or(part.end, |group| group.end);
        let n_digits: usize = groups.iter().map(Range::len).sum();
        if n_digits < form::DIGITS.start {
            continue;
        }
        let said_before = LazyCell::new(|| label_before(text, part.start..first));
        let groups = &groups;
        let run = Run { text, bytes, groups, from, part: part.start, said_before, field };
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

/// What a word at the end of a part says about the number after it.
fn label_before(text: &Folded<'_>, part: Range<usize>) -> Label {
    let from = part.start.max(part.end.saturating_sub(LABEL_REACH));
    Label::before(text.source(from..part.end))
}

/// Groups of digits in a row, with what is around them.
struct Run<'a, F> {
    text: &'a Folded<'a>,
    bytes: &'a [u8],
    groups: &'a [Range<usize>],
    /// Where the run before ended.
    from: usize,
    /// Where the part of the text starts that is looked at.
    part: usize,
    /// What the text before it says about the numbers in it.
    said_before: LazyCell<Label, F>,
    /// What the field that the text is in says.
    field: Label,
}

impl<F: FnOnce() -> Label> Run<'_, F> {
    fn find(&self, add: &mut dyn FnMut(Range<usize>)) {
        // What follows a number is a run of its own.
        let (mut origin, mut first) = (0, 0);
        while first < self.groups.len() {
            match self.number_from(first, origin) {
                Some((range, next)) => {
                    add(range);
                    (origin, first) = (next, next);
                }
                None => first += 1,
            }
        }
    }

    /// The longest number that starts with a group, and the group after it.
    fn number_from(&self, first: usize, origin: usize) -> Option<(Range<usize>, usize)> {
        let is_inner = first > origin;
        if is_inner && !self.separator(first).contains(&b' ') {
            return None;
        }
        let lead = self.lead(first);
        let most = self.groups.len().min(first + MAX_GROUPS);
        (first + 1..=most).rev().find_map(|next| {
            let is_apart = next == self.groups.len() || self.separator(next).contains(&b' ');
            let window = Window::new(self.bytes, &self.groups[first..next], lead);
            let is_number =
                is_apart && window.has_fitting_length() && self.is_number(is_inner, &window);
            is_number.then(|| (window.range(), next))
        })
    }

    fn is_number(&self, is_inner: bool, window: &Window<'_>) -> bool {
        let stands_alone = || (is_inner || self.starts_alone(window)) && self.ends_alone(window);
        if window.is_international() {
            // Zeros, which may be the prefix for calls abroad, may also be in the middle of anything.
            return if window.has_plus() {
                self.starts_freely(window)
            } else {
                !is_inner && stands_alone()
            };
        }
        // The rest of a long number: `1 099 511 627 776`.
        if is_inner && window.is_of_thousands() {
            return false;
        }
        let is_of_form = match (*self.said_before, self.field) {
            (Label::Phone, _) | (Label::Silent, Label::Phone) => true,
            (Label::Other, _) => window.is_in_brackets(),
            // What a field is called says little about the single number in a long text.
            (Label::Silent, Label::Other) => window.is_national(),
            (Label::Silent, Label::Silent) => {
                window.is_national()
                    || window.is_bare()
                    || self.is_whole_text(window) && window.is_likely_alone()
            }
        };
        is_of_form && stands_alone()
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

    /// True where there is nothing else in the text.
    fn is_whole_text(&self, window: &Window<'_>) -> bool {
        let is_space = |byte: &u8| byte.is_ascii_whitespace();
        let all = self.text.bytes();
        all[..window.range().start].iter().all(is_space)
            && all[window.range().end..].iter().all(is_space)
    }

    /// False where a number with a country code goes on to the left: `1+49 ...`.
    fn starts_freely(&self, window: &Window<'_>) -> bool {
        self.before(window).is_none_or(|byte| !is_word(byte) && byte != b')')
    }

    /// False where the digits are the end of something else: a word, a time, a price, a path, a fraction.
    fn starts_alone(&self, window: &Window<'_>) -> bool {
        let start = window.range().start;
        match self.before(window) {
            None => true,
            Some(b':') => !self.bytes[self.part..start - 1].last().is_some_and(u8::is_ascii_digit),
            Some(SYMBOL) => !is_of_numbers(self.text.source(start - 1..start)),
            Some(byte) => !is_word(byte) && !b"#$._-/\\*%&^+)]<@".contains(&byte),
        }
    }

    /// False where the digits are the start of something else.
    fn ends_alone(&self, window: &Window<'_>) -> bool {
        let end = window.range().end;
        match &self.bytes[end..] {
            [b' ', SYMBOL, ..] => !is_of_numbers(self.text.source(end + 1..end + 2)),
            [SYMBOL, ..] => !is_of_numbers(self.text.source(end..end + 1)),
            [b'%' | b'$' | b'_' | b'@' | b'=', ..] => false,
            // An extension.
            [b'x' | b'X', next, ..] => next.is_ascii_digit(),
            [b'-' | b'.' | b':' | b',' | b'/' | b'+', next, ..] | [next, ..] => !is_word(*next),
            [] => true,
        }
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
