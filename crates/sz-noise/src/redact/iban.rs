//! International bank account numbers, ISO 13616.

use std::ops::Range;

use super::fold::{Folded, is_word};

/// How long the account numbers of each country are, from the SWIFT registry.
const LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

pub(super) fn find(text: &Folded<'_>, part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let bytes = &text.bytes()[part.clone()];
    let mut at = 0;
    while at < bytes.len() {
        let is_start = at == 0 || !is_word(bytes[at - 1]);
        match is_start.then(|| iban_len(&bytes[at..])).flatten() {
            Some(len) => {
                add(part.start + at..part.start + at + len);
                at += len;
            }
            None => at += 1,
        }
    }
}

/// The length of the account number at the start of a text, with the separators in it.
fn iban_len(bytes: &[u8]) -> Option<usize> {
    let [a, b, c, d, ..] = bytes else { return None };
    let is_head = a.is_ascii_alphabetic()
        && a.is_ascii_uppercase() == b.is_ascii_uppercase()
        && c.is_ascii_digit()
        && d.is_ascii_digit();
    if !is_head {
        return None;
    }
    let country = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
    let (_, len) = LENGTHS.iter().find(|(known, _)| **known == country)?;
    let mut number = Vec::with_capacity(*len);
    let mut end = 0;
    while number.len() < *len {
        match bytes.get(end)? {
            byte if byte.is_ascii_alphanumeric() => number.push(byte.to_ascii_uppercase()),
            b' ' | b'-' | b'.' if bytes[end - 1].is_ascii_alphanumeric() => {}
            _ => return None,
        }
        end += 1;
    }
    let is_whole = bytes.get(end).is_none_or(|&next| !is_word(next));
    (is_whole && remainder(&number) == 1).then_some(end)
}

/// The number that ISO 7064 takes the check digits from, modulo 97: the first four characters come last, and letters
/// count from 10.
fn remainder(number: &[u8]) -> u32 {
    let (head, rest) = number.split_at(4);
    rest.iter().chain(head).fold(0, |sum, &byte| {
        let value = char::from(byte).to_digit(36).unwrap_or(0);
        (sum * if value < 10 { 10 } else { 100 } + value) % 97
    })
}

pub(super) fn normalise(bytes: &[u8]) -> String {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric();
    bytes.iter().filter(is_part).map(|byte| char::from(byte.to_ascii_uppercase())).collect()
}
