use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    let read = text.parse::<Timestamp>().ok().map(|time| time.to_string());
    assert_eq!(read.as_deref(), expected, "{text}");
}

#[test]
fn times_are_read_in_any_offset_and_written_in_one_form() {
    check("1970-01-01T00:00:00Z", Some("1970-01-01T00:00:00.000000000Z"));
    check("1969-12-31T23:00:00-01:00", Some("1970-01-01T00:00:00.000000000Z"));
    check("2024-02-29T12:30:45.5+02:30", Some("2024-02-29T10:00:45.500000000Z"));
    check("2026-11-21t13:00:28.123456789z", Some("2026-11-21T13:00:28.123456789Z"));
    check("2554-07-21T23:34:33.709551615Z", Some("2554-07-21T23:34:33.709551615Z"));
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "2026-11-21",
        "2026-11-21T13:00:28",
        "2026-11-21 13:00:28Z",
        "2026-13-01T00:00:00Z",
        "2025-02-29T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-06-30T23:59:60Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+0100",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+00:01",
        "2554-07-21T23:34:33.709551616Z",
        "9999-01-01T00:00:00Z",
        "+026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z ",
        "2026-01-01T00:00:0éZ",
    ] {
        check(text, None);
    }
}

proptest! {
    #[test]
    fn agrees_with_an_independent_implementation(nanos in any::<u64>()) {
        let ours = Timestamp::from_unix_nanos(nanos);
        let theirs = jiff::Timestamp::from_nanosecond(i128::from(nanos)).unwrap();
        prop_assert_eq!(ours.to_string(), format!("{theirs:.9}"));
        prop_assert_eq!(ours.to_string().parse(), Ok(ours));
        prop_assert_eq!(Timestamp::from_canonical(&ours.to_string()), Some(ours));
    }

    #[test]
    fn the_canonical_form_is_the_only_one(text in "20[0-9]{2}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-5][0-9]:[0-6][0-9][.]?[0-9]{0,9}[Zz+]") {
        if let Some(time) = Timestamp::from_canonical(&text) {
            prop_assert_eq!(time.to_string(), text);
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\PC{0,8}") {
        drop(text.parse::<Timestamp>());
    }
}
