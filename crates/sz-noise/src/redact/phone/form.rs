//! The forms that phone numbers are written in.

use std::ops::Range;

use super::countries::Country;

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
    pub(super) bytes: &'a [u8],
    pub(super) groups: &'a [Range<usize>],
    /// The signs directly before the first group.
    pub(super) lead: &'a [u8],
}

impl Window<'_> {
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
        DIGITS.contains(&self.groups.iter().map(Range::len).sum())
    }

    /// A number with its country code: after `+`, or after the prefix for calls abroad.
    pub(super) fn is_international(&self) -> bool {
        let digits = significant(&self.bytes[self.range()]);
        let is_plain = self.has_plus();
        if !is_plain && !self.has_prefix_for_abroad() {
            return false;
        }
        let Some(country) = Country::of(&digits) else { return false };
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
        let rest: Vec<usize> = self.groups[area + 1..].iter().map(Range::len).collect();
        let n_rest: usize = rest.iter().sum();
        match self.digits_of(area) {
            [b'0', ..] => area == 0 && (4..=9).contains(&n_rest) && self.n_digits() >= 8,
            [_, _, _] => matches!(rest[..], [3, 4] | [7] | [3, 2, 2]),
            [_, _] => matches!(rest[..], [4 | 5, 4] | [8 | 9]),
            _ => false,
        }
    }

    /// `555-123-4567`, `555.123.4567`, `1 555 123 4567`.
    fn is_north_american(&self) -> bool {
        let area = match (self.lens()[..].len(), &self.lens()[..]) {
            (3, [3, 3, 4]) => 0,
            (4, [1, 3, 3, 4]) if self.digits_of(0) == b"1" => 1,
            _ => return false,
        };
        let is_code = matches!(self.digits_of(area), [b'2'..=b'9', ..]);
        match (self.between(area + 1), self.between(area + 2)) {
            (b"-", b"-") => true,
            (b"." | b" ", _) if self.between(area + 1) != self.between(area + 2) => false,
            (b"." | b" ", _) | (b"/", b"-") => is_code,
            _ => false,
        }
    }

    /// `030 1234567`, `0171/2345678`, `01 23 45 67 89`, `090-1234-5678`: the zero for calls within a country.
    fn has_trunk_zero(&self) -> bool {
        let lens = self.lens();
        let (Some((&first, rest)), [b'0', b'1'..=b'9', ..]) =
            (lens.split_first(), self.digits_of(0))
        else {
            return false;
        };
        let has_sensible_groups = (2..=6).contains(&first)
            && !rest.is_empty()
            && rest.iter().all(|len| (2..=8).contains(len));
        let separators: Vec<&[u8]> = (1..lens.len()).map(|group| self.between(group)).collect();
        let is_dotted = separators.contains(&&b"."[..]);
        let is_even = separators.windows(2).all(|pair| pair[0] == pair[1]);
        let has_no_brackets =
            separators.iter().all(|between| !between.contains(&b'(') && !between.contains(&b')'));
        let has_late_slash = separators.iter().skip(1).any(|between| between.contains(&b'/'));
        // `0532 0130 00` goes on as something else.
        let has_crumbs = (2..lens.len())
            .any(|at| lens[at] <= 2 && lens[at - 1] >= 4 && self.between(at) == b" ");
        let is_fitting = !is_dotted || is_even && (first > 2 || lens[..] == [2; 5]);
        has_sensible_groups
            && (9..=12).contains(&self.n_digits())
            && has_no_brackets
            && !has_late_slash
            && is_fitting
            && !has_crumbs
            && !self.is_date()
            && !self.counts_up()
    }

    /// `01-02-2024 10 30`.
    fn is_date(&self) -> bool {
        let is_year = |digits: &[u8]| matches!(digits, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
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
            && numbers.is_sorted_by(|a, b| a < b)
            && numbers.last().is_some_and(|&last| last <= HIGHEST_DRAWN)
    }

    /// Forms of single countries without a zero in front: China, Russia, Brazil, Australia.
    fn is_of_one_country(&self) -> bool {
        let separators: Vec<&[u8]> =
            (1..self.groups.len()).map(|group| self.between(group)).collect();
        let is_even = separators.windows(2).all(|pair| pair[0] == pair[1])
            && matches!(separators.first(), Some(&(b" " | b"-")));
        let is_mixed = separators == [b" ", b"-"];
        match (&self.lens()[..], self.digits_of(0)) {
            ([2, 4 | 5, 4], [b'1'..=b'9', _]) => is_mixed,
            ([3, 4, 4], [b'1', b'3'..=b'9', _])
            | ([1, 3, 3, 2, 2], b"7" | b"8")
            | ([4, 3, 3], b"1300" | b"1800") => is_even,
            _ => false,
        }
    }

    /// `01711234567`: nothing but the zero in front says what it is.
    pub(super) fn is_bare(&self) -> bool {
        let [group] = self.groups else { return false };
        let digits = &self.bytes[group.clone()];
        (10..=12).contains(&digits.len())
            && matches!(digits, [b'0', b'1'..=b'9', ..])
            && self.lead.is_empty()
            && !is_isbn(digits)
    }

    fn lens(&self) -> Vec<usize> {
        self.groups.iter().map(Range::len).collect()
    }

    fn n_digits(&self) -> usize {
        self.groups.iter().map(Range::len).sum()
    }

    fn digits_of(&self, group: usize) -> &[u8] {
        self.groups.get(group).map_or(&[], |group| &self.bytes[group.clone()])
    }

    /// What stands between a group and the one before.
    fn between(&self, group: usize) -> &[u8] {
        &self.bytes[self.groups[group - 1].end..self.groups[group].start]
    }
}

/// An ISBN-10 with the right check digit.
fn is_isbn(digits: &[u8]) -> bool {
    let weigh = |(weight, digit): (u32, &u8)| weight * u32::from(digit - b'0');
    digits.len() == 10 && (1..).zip(digits.iter().rev()).map(weigh).sum::<u32>() % 11 == 0
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
        && digits.get(country.code_len) == Some(&b'0')
    {
        digits.remove(country.code_len);
    }
    digits
}
