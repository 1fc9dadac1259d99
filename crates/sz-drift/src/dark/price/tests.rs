use super::*;

#[track_caller]
fn check(text: &str, expected: Option<u64>) {
    assert_eq!(amount(text), expected, "{text:?}");
}

#[test]
fn reads_amounts_as_they_are_written() {
    check("$5", Some(500));
    check("Service fee $1,234.50", Some(123_450));
    check("12,99 €", Some(1_299));
    check("1.234,5 EUR", Some(123_450));
    check("EUR 3 a month", Some(300));
    check("£ 4.20.", Some(420));
    check("Ｔｉｐ ＄２", Some(200));
    check("2 tickets at $15", Some(1_500));
    check("1 $5", Some(500));
    check("10 kr", Some(1_000));
    check("$1,000", Some(100_000));
}

#[test]
fn numbers_without_a_currency_are_no_amounts() {
    for text in ["", "2 left", "10 kroner", "Version 1.2.3", "$", "US", "€uro", "5 krona"] {
        check(text, None);
    }
}

#[test]
fn what_takes_off_is_no_amount_and_what_is_too_much_is_none() {
    check("Discount -$5.00", None);
    check("−€3", None);
    check("$99999999999999999999999", None);
}

#[test]
fn a_text_is_cut_behind_its_amounts() {
    let cut = |text: &str| {
        let parts = amounts(text).into_iter().map(|(text, cents)| format!("{text}={cents}"));
        parts.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(cut("Service fee $2.50 Total $22.50"), "Service fee $2.50=250; Total $22.50=2250");
    assert_eq!(cut("Gebühr 2,50 € Summe 22,50 €"), "Gebühr 2,50 €=250; Summe 22,50 €=2250");
    assert_eq!(cut("2 lamps EUR 3 and 4 more"), "2 lamps EUR 3=300");
    assert_eq!(cut("nothing"), "");
}
