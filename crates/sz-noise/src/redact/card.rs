//! Payment card numbers, ISO/IEC 7812.

use std::ops::Range;

use super::{
    barcode::is_barcode,
    fold::{Folded, is_word},
};

/// Prefixes of six digits that belong to card issuers, first and last, and the lengths of their numbers.
const ISSUERS: &[(u32, u32, &[usize])] = &[
    (180_000, 180_099, &[15]),                         // JCB, old
    (213_100, 213_199, &[15]),                         // JCB, old
    (220_000, 220_499, &[16, 17, 18, 19]),             // Mir
    (222_100, 272_099, &[16]),                         // Mastercard
    (300_000, 305_999, &[14, 16]),                     // Diners Club
    (309_500, 309_599, &[14, 16]),                     // Diners Club
    (340_000, 349_999, &[15]),                         // American Express
    (350_000, 359_999, &[16, 17, 18, 19]),             // JCB
    (360_000, 369_999, &[14, 16, 19]),                 // Diners Club
    (370_000, 379_999, &[15]),                         // American Express
    (380_000, 399_999, &[14, 16, 19]),                 // Diners Club
    (400_000, 499_999, &[13, 16, 18, 19]),             // Visa
    (500_000, 509_999, &[13, 14, 15, 16, 17, 18, 19]), // Maestro, Dankort, Elo, RuPay, Verve
    (510_000, 559_999, &[16]),                         // Mastercard
    (560_000, 589_999, &[13, 14, 15, 16, 17, 18, 19]), // Maestro
    (600_000, 699_999, &[16, 17, 18, 19]), // Discover, UnionPay, Maestro, RuPay, InterPayment, Troy
    (630_400, 630_499, &[13, 14, 15]),     // Maestro
    (670_000, 679_999, &[13, 14, 15]),     // Maestro
    (810_000, 829_999, &[16, 17, 18, 19]), // UnionPay, RuPay
    (979_200, 979_299, &[16]),             // Troy
];

/// The digits of a card number.
const LENGTHS: Range<usize> = 13..20;

/// How card numbers are divided; the last group may be shorter than the last one here.
const GROUPINGS: &[&[usize]] = &[
    &[19],
    &[4, 4, 4, 4, 3],
    &[4, 6, 5],
    &[4, 6, 4],
    &[6, 13],
    &[8, 8],
    &[4, 5, 6],
    &[4, 3, 3, 3],
    &[5, 5, 5],
];

pub(super) fn find(text: &Folded<'_>, part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let bytes = &text.bytes()[part.clone()];
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        match starts_number(bytes, at).then(|| card_len(&bytes[at..])).flatten() {
            Some(len) => {
                add(part.start + at..part.start + at + len);
                at += len;
            }
            // The next group may be the first one of a card number.
            None => at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count(),
        }
    }
}

/// False for what is the rest of a word, of a fraction or of something with a sign.
fn starts_number(bytes: &[u8], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|place| bytes[place]);
    match before(1) {
        None => true,
        Some(b'.' | b',') => !before(2).is_some_and(|byte| byte.is_ascii_digit()),
        Some(byte) => !is_word(byte) && byte != b'+' && byte != b'_',
    }
}

/// The length of the card number at the start of a text, with the separators in it.
fn card_len(bytes: &[u8]) -> Option<usize> {
    let mut digits = [0_u8; LENGTHS.end];
    let (mut n_digits, mut groups, mut n_groups) = (0, [0_usize; 5], 0);
    let mut at = 0;
    let mut longest = None;
    while n_groups < groups.len() {
        let group = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let Some(places) = digits.get_mut(n_digits..n_digits + group) else { break };
        places.iter_mut().zip(&bytes[at..]).for_each(|(place, byte)| *place = byte - b'0');
        groups[n_groups] = group;
        (n_groups, n_digits, at) = (n_groups + 1, n_digits + group, at + group);
        if ends_number(&bytes[at..])
            && is_grouped(&groups[..n_groups], n_digits)
            && is_card(&digits[..n_digits])
        {
            longest = Some(at);
        }
        let is_separated = matches!(bytes[at..], [b' ' | b'-', next, ..] if next.is_ascii_digit());
        if !is_separated {
            break;
        }
        at += 1;
    }
    longest
}

fn ends_number(rest: &[u8]) -> bool {
    match rest {
        [b'.' | b',' | b'-', next, ..] => !next.is_ascii_alphanumeric(),
        [next, ..] => !is_word(*next) && *next != b'_',
        [] => true,
    }
}

fn is_grouped(groups: &[usize], n_digits: usize) -> bool {
    let fits = |grouping: &[usize]| {
        groups.len() <= grouping.len()
            && groups.split_last().is_some_and(|(last, others)| {
                let (own, rest) = grouping.split_at(others.len());
                others == own && rest.first().is_some_and(|most| last <= most)
            })
    };
    LENGTHS.contains(&n_digits) && GROUPINGS.iter().any(|grouping| fits(grouping))
}

fn is_card(digits: &[u8]) -> bool {
    let prefix = digits.iter().take(6).fold(0, |prefix, &digit| prefix * 10 + u32::from(digit));
    let is_issued = ISSUERS.iter().any(|&(first, last, lengths)| {
        (first..=last).contains(&prefix) && lengths.contains(&digits.len())
    });
    is_issued && passes_luhn(digits) && !is_barcode(digits.iter().copied())
}

/// ISO/IEC 7812-1, annex B: every second digit from the right is doubled, and the sum of all digits ends in 0.
fn passes_luhn(digits: &[u8]) -> bool {
    let value = |(place, &digit): (usize, &u8)| match (place % 2, u32::from(digit) * 2) {
        (0, _) => u32::from(digit),
        (_, doubled) if doubled > 9 => doubled - 9,
        (_, doubled) => doubled,
    };
    digits.iter().rev().enumerate().map(value).sum::<u32>() % 10 == 0
}

pub(super) fn normalise(bytes: &[u8]) -> String {
    bytes.iter().filter(|byte| byte.is_ascii_digit()).map(|&byte| char::from(byte)).collect()
}
