//! The forms that phone numbers are written in.

use std::ops::Range;

use super::{super::barcode::is_barcode, countries::Country};

/// The most groups of digits that a number is written in.
pub(super) const MAX_GROUPS: usize = 8;

/// How many digits a phone number has.
pub(super) const DIGITS: Range<usize> = 7..18;

/// The most digits of a number with its country code, E.164.
const MAX_INTERNATIONAL: usize = 15;

/// True for what may stand between two groups of digits of one number.
pub(super) fn is_separator(between: &[u8]) -> bool {
    const SEPARATORS: &[&str] = &[
        " ", "-", ".", "/", ")", "(", ") ", ")-", ").", ")/", " (", "-(", "/(", " - ", " / ",
        ") - ", ")(",
    ];
    SEPARATORS.iter().any(|known| between == known.as_bytes())
}

/// Groups of digits that may be one number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window<'a> {
    bytes: &'a [u8],
    groups: &'a [Range<usize>],
    /// The signs directly before the first group.
    lead: &'a [u8],
    lens: [usize; MAX_GROUPS],
}

impl<'a> Window<'a> {
    /// The window on at most [`MAX_GROUPS`] groups.
    pub(super) fn new(bytes: &'a [u8], groups: &'a [Range<usize>], lead: &'a [u8]) -> Self {
        let mut lens = [0; MAX_GROUPS];
        lens.iter_mut().zip(groups).for_each(|(len, group)| *len = group.len());
        Self { bytes, groups, lead, lens }
    }

    /// From the sign before the first group to the end of the last one.
    pub(super) fn range(&self) -> Range<usize> {
        let (Some(first), Some(last)) = (self.groups.first(), self.groups.last()) else {
            return 0..0;
        };
        let is_open = self.lead.contains(&b'(');
        let is_closed = self.bytes[first.start..last.end].contains(&b')');
        // A bracket around the whole number stays outside.
        let lead = match self.lead {
            [b'(', b'+'] if !is_closed => 1,
            _ if is_open && !is_closed && self.lead.len() == 1 => 0,
            lead => lead.len(),
        };
        first.start - lead..last.end
    }

    pub(super) fn has_fitting_length(&self) -> bool {
        DIGITS.contains(&self.n_digits())
    }

    /// A number with its country code: after `+`, or after the prefix for calls abroad.
    pub(super) fn is_international(&self) -> bool {
        let is_plain = self.has_plus();
        if !is_plain && !self.has_prefix_for_abroad() {
            return false;
        }
        let digits = significant(&self.bytes[self.range()]);
        let Some(country) = Country::of(&digits) else { return false };
        if !is_plain && self.groups.len() == 1 && is_barcode(values(self.digits_of(0))) {
            return false;
        }
        let national = &digits[country.code_len..];
        let starts_well = country.keeps_zero || national.first() != Some(&b'0');
        let is_long_enough = digits.len() >= 10 && is_plain && !self.is_grouped_by_thousands();
        starts_well
            && digits.len() <= MAX_INTERNATIONAL
            && (country.has_numbers_of(national.len()) || is_long_enough)
    }

    pub(super) fn has_plus(&self) -> bool {
        self.lead.contains(&b'+')
    }

    /// `00` or `011`, which only make sense before a country code.
    fn has_prefix_for_abroad(&self) -> bool {
        self.digits_of(0).starts_with(b"00") || self.digits_of(0) == b"011"
    }

    /// `10 000 000`.
    fn is_grouped_by_thousands(&self) -> bool {
        self.groups.len() > 2 && self.groups[1..].iter().all(|group| group.len() == 3)
    }

    /// Groups of three and nothing else.
    pub(super) fn is_of_thousands(&self) -> bool {
        self.groups.iter().all(|group| group.len() == 3)
    }

    /// A national number in one of the forms that are hardly ever anything else.
    pub(super) fn is_national(&self) -> bool {
        self.is_in_brackets()
            || self.is_north_american()
            || self.has_trunk_zero()
            || self.is_of_one_country()
    }

    /// `(030) 1234567`, `(555) 123-4567`, `8 (495) 123-45-67`, `(11) 91234-5678`.
    pub(super) fn is_in_brackets(&self) -> bool {
        let area = match (self.lead, self.groups.len()) {
            ([b'('], 2..) => 0,
            ([], 3..) if self.groups[0].len() == 1 && self.between(1).last() == Some(&b'(') => 1,
            _ => return false,
        };
        if self.between(area + 1).first() != Some(&b')') {
            return false;
        }
        let rest = &self.lens()[area + 1..];
        let n_rest: usize = rest.iter().sum();
        match self.digits_of(area) {
            [b'0', ..] => area == 0 && (4..=9).contains(&n_rest) && self.n_digits() >= 8,
            [_, _, _] => matches!(rest, [3, 4] | [7] | [3, 2, 2]),
            [_, _] => matches!(rest, [4 | 5, 4] | [8 | 9]),
            _ => false,
        }
    }

    /// `555-123-4567`, `555.123.4567`, `1 555 123 4567`.
    fn is_north_american(&self) -> bool {
        let area = match self.lens() {
            [3, 3, 4] => 0,
            [1, 3, 3, 4] if matches!(self.digits_of(0), b"1" | b"7" | b"8") => 1,
            _ => return false,
        };
        let is_russian = area == 1 && self.digits_of(0) != b"1";
        let is_code = is_russian || matches!(self.digits_of(area), [b'2'..=b'9', ..]);
        let has_fitting_lead = area == 0
            || matches!(self.between(1), b" " | b"-")
            || self.between(1) == self.between(2);
        match (self.between(area + 1), self.between(area + 2)) {
            _ if !has_fitting_lead => false,
            (b"-", b"-") => true,
            (b"." | b" ", _) if self.between(area + 1) != self.between(area + 2) => false,
            (b"." | b" ", _) | (b"/", b"-") => is_code,
            _ => false,
        }
    }

    /// `030 1234567`, `0171/2345678`, `01 23 45 67 89`, `090-1234-5678`: the zero for calls within a country.
    fn has_trunk_zero(&self) -> bool {
        let ([first, rest @ ..], [b'0', b'1'..=b'9', ..]) = (self.lens(), self.digits_of(0)) else {
            return false;
        };
        let has_sensible_groups = (2..=6).contains(first)
            && !rest.is_empty()
            && rest.iter().all(|len| (2..=9).contains(len));
        let least = if self.has_set_off_area() { 8 } else { 9 };
        has_sensible_groups
            && (least..=13).contains(&self.n_digits())
            && self.has_sensible_separators()
            && !self.is_date()
            && !self.counts_up()
    }

    /// `08-12 34 56`, `030/12345`.
    fn has_set_off_area(&self) -> bool {
        let mut separators = self.separators();
        matches!(separators.next(), Some(b"-" | b"/")) && separators.all(|it| it == b" ")
    }

    fn has_sensible_separators(&self) -> bool {
        let lens = self.lens();
        let has_brackets = self.separators().any(|it| it.contains(&b'(') || it.contains(&b')'));
        let has_late_slash = self.separators().skip(1).any(|it| it.contains(&b'/'));
        // `0532 0130 00` goes on as something else.
        let has_crumbs = (2..lens.len())
            .any(|at| lens[at] <= 2 && lens[at - 1] >= 4 && self.between(at) == b" ");
        let is_dotted = self.separators().any(|it| it == b".");
        let has_fitting_dots =
            self.is_even() && (lens[0] > 2 || *lens == [2; 5] || *lens == [2, 4, 4]);
        !has_brackets && !has_late_slash && !has_crumbs && (!is_dotted || has_fitting_dots)
    }

    /// `01-02-2024 10 30`.
    fn is_date(&self) -> bool {
        let is_short = |group: usize| self.digits_of(group).len() <= 2;
        self.groups.len() > 2
            && (is_short(0) && is_short(1) && is_year(self.digits_of(2))
                || is_year(self.digits_of(0)) && is_short(1) && is_short(2))
    }

    /// `03 12 25 37 41`: numbers drawn or pages counted.
    fn counts_up(&self) -> bool {
        const HIGHEST_DRAWN: u8 = 60;
        let numbers: Vec<u8> = (0..self.groups.len())
            .map(|group| {
                self.digits_of(group)
                    .iter()
                    .fold(0_u8, |sum, digit| sum.saturating_mul(10).saturating_add(digit - b'0'))
            })
            .collect();
        self.lens().iter().all(|&len| len == 2)
            && self.is_even()
            && numbers.is_sorted_by(|a, b| a < b)
            && numbers.last().is_some_and(|&last| last <= HIGHEST_DRAWN)
    }

    /// Forms of single countries without a zero in front: China, Russia, Brazil, Australia.
    fn is_of_one_country(&self) -> bool {
        let first = self.separators().next();
        let is_mixed = || self.separators().eq([b" ", b"-"]);
        let is_even = || matches!(first, Some(b" " | b"-")) && self.is_even();
        match (self.lens(), self.digits_of(0)) {
            ([2, 4 | 5, 4], [b'1'..=b'9', _]) => is_mixed(),
            ([3, 4, 4], [b'1', b'3'..=b'9', _])
            | ([1, 3, 3, 2, 2], b"7" | b"8")
            | ([4, 3, 3], b"1300" | b"1800") => is_even(),
            _ => false,
        }
    }

    /// `01711234567`: nothing but the zero in front says what it is.
    pub(super) fn is_bare(&self) -> bool {
        let digits = self.digits_of(0);
        self.groups.len() == 1
            && (10..=12).contains(&digits.len())
            && matches!(digits, [b'0', b'1'..=b'9', ..])
            && !is_binary(digits)
            && !is_barcode(values(digits))
    }

    /// Forms that could be anything among other words and numbers, and are phone numbers where they are all there is.
    pub(super) fn is_likely_alone(&self) -> bool {
        let digits = self.digits_of(0);
        let is_even = || matches!(self.between(1), b" " | b"-") && self.is_even();
        match self.lens() {
            // No zero at the start: of China, and of Russia.
            [11] => matches!(digits, [b'1', b'3'..=b'9', ..] | [b'7' | b'8', b'9', ..]),
            [9] => matches!(digits, [b'0', b'1'..=b'9', ..]),
            [2 | 3, 2 | 3, 2, 2] | [2, 3 | 4, 4] => {
                is_even() && !self.counts_up() && !self.is_date()
            }
            [4, 4] => is_even() && matches!(digits[0], b'2'..=b'9') && !is_year(digits),
            [3, 7] => is_even() && digits[0] == b'3',
            [5, 5] => is_even() && matches!(digits[0], b'6'..=b'9'),
            _ => false,
        }
    }

    fn lens(&self) -> &[usize] {
        &self.lens[..self.groups.len()]
    }

    fn n_digits(&self) -> usize {
        self.lens.iter().sum()
    }

    /// What stands between the groups.
    fn separators(&self) -> impl DoubleEndedIterator<Item = &[u8]> + Clone {
        (1..self.groups.len()).map(|group| self.between(group))
    }

    /// The same stands between all groups.
    fn is_even(&self) -> bool {
        self.separators().zip(self.separators().skip(1)).all(|(a, b)| a == b)
    }

    fn digits_of(&self, group: usize) -> &[u8] {
        self.groups.get(group).map_or(&[], |group| &self.bytes[group.clone()])
    }

    /// What stands between a group and the one before.
    fn between(&self, group: usize) -> &[u8] {
        &self.bytes[self.groups[group - 1].end..self.groups[group].start]
    }
}

fn values(digits: &[u8]) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator {
    digits.iter().map(|digit| digit - b'0')
}

fn is_binary(digits: &[u8]) -> bool {
    digits.iter().all(|digit| matches!(digit, b'0' | b'1'))
}

fn is_year(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'9', _, _] | [b'2', b'0', _, _])
}

/// The digits that tell numbers apart: without the prefix for calls abroad, and without the zero that only callers
/// within the country dial, where the country is given.
pub(super) fn significant(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().copied().filter(u8::is_ascii_digit);
    let mut digits: Vec<u8> = digits.collect();
    let is_plain = bytes.iter().take_while(|byte| !byte.is_ascii_digit()).any(|&byte| byte == b'+');
    let is_prefixed = match bytes {
        [b'0', b'0', ..] => digits.drain(..2).count() > 0,
        [b'0', b'1', b'1', next, ..] if !next.is_ascii_digit() => digits.drain(..3).count() > 0,
        _ => false,
    };
    if (is_plain || is_prefixed)
        && let Some(country) = Country::of(&digits)
        && !country.keeps_zero
    {
        let zeros = digits[country.code_len..].iter().take(2).take_while(|&&digit| digit == b'0');
        digits.drain(country.code_len..country.code_len + zeros.count());
    }
    digits
}
