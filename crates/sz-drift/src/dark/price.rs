//! Amounts of money in texts.

/// The first amount in a text, in hundredths; of whatever currency.
///
/// Read are `$5`, `$1,234.50`, `12,99 €`, `EUR 3`, `£ 4.20`. An amount with a minus before it is none: it takes off.
pub(crate) fn amount(text: &str) -> Option<u64> {
    let text = super::visible(text);
    let (mut rest, mut found) = (&*text, None);
    while let Some(next) = next_amount(rest) {
        if next.cents.is_some() {
            found = next.cents;
            break;
        }
        rest = next.after;
    }
    found
}

/// A text cut behind each of its amounts: what each is of, and the amount. Sources put texts together that stand one
/// below the other: `Service fee $2.50 Total $22.50`.
pub(super) fn amounts(text: &str) -> Vec<(String, u64)> {
    let text = super::visible(text);
    let (mut found, mut rest, mut start) = (Vec::new(), &*text, &*text);
    while let Some(next) = next_amount(rest) {
        rest = next.after;
        if let Some(cents) = next.cents {
            let end = start.len() - rest.len();
            found.push((start.get(..end).unwrap_or_default().trim().to_owned(), cents));
            start = rest;
        }
    }
    found
}

struct NextNumber<'t> {
    /// The amount in hundredths, if it is one that is to be paid.
    cents: Option<u64>,
    /// The text behind it and its currency.
    after: &'t str,
}

fn next_amount(text: &str) -> Option<NextNumber<'_>> {
    let (before, from) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    let is_part = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let (number, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
    let is_paid = has_currency(before, after) && !takes_off(before);
    let cents = if is_paid { hundredths(number) } else { None };
    let is_signed = before.trim_end().ends_with(SIGNS);
    let after = if cents.is_some() && !is_signed { without_currency(after) } else { after };
    Some(NextNumber { cents, after })
}

fn without_currency(after: &str) -> &str {
    let unit = after.trim_start();
    let sign = unit.strip_prefix(SIGNS);
    sign.or_else(|| CODES.iter().find_map(|code| unit.strip_prefix(*code))).unwrap_or(after)
}

const SIGNS: &[char] = &['$', '€', '£', '¥', '₹', '₽', '₩', '₺', '₫', '₪', '₱', '฿', '₴', '₦'];
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "INR", "SEK", "NOK", "DKK", "PLN", "CZK",
    "BRL", "zł", "kr", "Fr.",
];

fn has_currency(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end(), after.trim_start());
    // A code is a word of its own: `kroner` is none, `5 kr` is one.
    let ends = |code: &&str| {
        before.strip_suffix(*code).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    };
    let starts = |code: &&str| {
        after.strip_prefix(*code).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    before.ends_with(SIGNS)
        || after.starts_with(SIGNS) && !is_next_price(after)
        || CODES.iter().any(ends)
        || CODES.iter().any(starts)
}

/// In `2 $5` the sign belongs to the second number.
fn is_next_price(after: &str) -> bool {
    after.trim_start_matches(SIGNS).trim_start().starts_with(|c: char| c.is_ascii_digit())
}

fn takes_off(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches(SIGNS).trim_end();
    before.ends_with(['-', '−', '–'])
}

/// `1,234.5` as 123450. The last mark is the decimal one if one or two digits follow it.
fn hundredths(number: &str) -> Option<u64> {
    let number = number.trim_end_matches(['.', ',']);
    let (whole, part) = match number.rfind(['.', ',']) {
        Some(at) if (1..=2).contains(&(number.len() - at - 1)) => {
            (number.get(..at)?, number.get(at + 1..)?)
        }
        _ => (number, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: u64 = whole.parse().ok()?;
    let part: u64 = match part.len() {
        0 => 0,
        1 => part.parse::<u64>().ok()? * 10,
        _ => part.parse().ok()?,
    };
    whole.checked_mul(100)?.checked_add(part)
}

#[cfg(test)]
mod tests;
