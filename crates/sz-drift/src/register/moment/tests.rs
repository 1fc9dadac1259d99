use super::Moment;

#[test]
fn moments_are_written_as_everywhere() {
    for (seconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_795_287_600, "2026-11-21T19:00:00Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (u64::MAX, "9999-12-31T23:59:59Z"),
    ] {
        let moment = Moment::from_unix_seconds(seconds);
        assert_eq!(moment.to_string(), text);
        assert_eq!(text.parse(), Ok(moment));
    }
    assert_eq!("2026-11-21".parse(), Ok(Moment::from_unix_seconds(1_795_219_200)));
}

#[test]
fn every_day_is_read_as_it_is_written() {
    for day in 0..2_932_897 / 7 {
        let moment = Moment::from_unix_seconds(day * 7 * 86_400 + day % 86_400);
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
}

#[test]
fn what_is_no_moment_is_refused() {
    for text in [
        "",
        "today",
        "2026",
        "2026-11",
        "2026-13-01",
        "2026-02-29",
        "2100-02-29",
        "2026-04-31",
        "2026-00-01",
        "2026-01-00",
        "1969-12-31",
        "10000-01-01",
        "2026-1-1",
        "+026-01-01",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00+01:00",
        "2026-01-01T00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T",
        "2026-01-01-01",
    ] {
        assert!(text.parse::<Moment>().is_err(), "{text}");
    }
}
