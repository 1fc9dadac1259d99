//! Barcodes: numbers that nobody has to hide, and that are everywhere.

/// True for the digits of a barcode of 12 or 13 with the right check digit, GS1. Those of America start with a zero, as
/// phone numbers of other places do; next to no card has 13 digits any more.
pub(super) fn is_barcode(digits: impl DoubleEndedIterator<Item = u8> + ExactSizeIterator) -> bool {
    let len = digits.len();
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = digits.rev().zip(weights).map(|(digit, weight)| u32::from(digit) * weight).sum();
    matches!(len, 12 | 13) && sum.is_multiple_of(10)
}
