//! Compliance and its trend.

use proptest::prelude::*;
use sz_drift::{
    CaptureOutcome, DriftKind, Severity, TREND_LEAST_JUDGED, Tally, Trend, Window, compliance,
    compliance_by,
};

use CaptureOutcome::{Clean, Critical, Info, NotJudged, Unknown, Warning};

const WINDOW: Window = Window { from: 0, until: 200, n_parts: 4 };

/// `n_clean` of 100 captures in the older half of the window and `n_clean` of 100 in the newer.
fn records(n_clean: [i64; 2]) -> impl Iterator<Item = (i64, CaptureOutcome)> {
    let outcome = move |time: i64| {
        let (half, place) = if time < 100 { (0, time) } else { (1, time - 100) };
        // Spread over the half.
        if place * 37 % 100 < n_clean[half] { Clean } else { Warning }
    };
    (0..200).map(move |time| (time, outcome(time)))
}

#[test]
fn the_worst_drift_is_what_a_capture_came_to() {
    let (content, info) = (DriftKind::Content, Severity::Info);
    assert_eq!(CaptureOutcome::of([]), Clean);
    assert_eq!(CaptureOutcome::of([(content, info)]), Info);
    let drift = [(DriftKind::Layout, Severity::Critical), (content, Severity::Warning)];
    assert_eq!(CaptureOutcome::of(drift), Critical);
    assert_eq!(CaptureOutcome::of([(DriftKind::UnknownScreen, info)]), Unknown);
}

#[test]
fn shares_are_of_what_was_judged() {
    let outcomes = [Clean, Clean, Clean, Info, Unknown, NotJudged, NotJudged];
    let found = compliance(outcomes.map(|outcome| (1, outcome)), &WINDOW);
    let whole = found.whole;
    assert_eq!((whole.captures(), whole.judged(), whole.count(NotJudged)), (7, 5, 2));
    assert_eq!(whole.share_clean(), Some(0.6));
    assert_eq!(found.parts[0], whole);
    assert_eq!(found.trend, Trend::Unclear);
    let none = compliance([(1, NotJudged)], &WINDOW).whole;
    assert_eq!(none.share_clean(), None);
}

#[test]
fn what_is_outside_of_the_window_is_left_out() {
    let times = [i64::MIN, -1, 0, 49, 50, 199, 200, i64::MAX];
    let found = compliance(times.map(|time| (time, Clean)), &WINDOW);
    let parts: Vec<u64> = found.parts.iter().map(Tally::captures).collect();
    assert_eq!(parts, [2, 1, 0, 1]);
    assert_eq!(found.whole.captures(), 4);
    let all = Window { from: i64::MIN, until: i64::MAX, n_parts: 0 };
    assert_eq!(compliance(times.map(|time| (time, Clean)), &all).parts[0].captures(), 7);
    let empty = Window { from: 5, until: 5, n_parts: 3 };
    assert_eq!(compliance(times.map(|time| (time, Clean)), &empty).whole, Tally::default());
}

#[test]
fn a_trend_is_a_difference_that_chance_does_not_explain() {
    let trend = |n_clean| compliance(records(n_clean), &WINDOW).trend;
    assert_eq!(trend([80, 80]), Trend::Steady);
    assert_eq!(trend([100, 100]), Trend::Steady);
    assert_eq!(trend([0, 0]), Trend::Steady);
    // Of 85 % of 200 the standard error is 5.05 %: a difference of 9.9 % is the least that counts.
    assert_eq!(trend([80, 89]), Trend::Steady);
    assert_eq!(trend([80, 90]), Trend::Improving);
    assert_eq!(trend([90, 80]), Trend::Worsening);
    assert_eq!(trend([0, 100]), Trend::Improving);
}

#[test]
fn few_captures_make_no_trend() {
    let half = i64::try_from(TREND_LEAST_JUDGED).unwrap();
    let trend = |n: i64| {
        let records =
            (0..n).map(|time| (time, Critical)).chain((100..100 + n).map(|time| (time, Clean)));
        compliance(records, &WINDOW).trend
    };
    assert_eq!((trend(half - 1), trend(half)), (Trend::Unclear, Trend::Improving));
}

#[test]
fn each_application_is_told_apart() {
    let records = [("shop", 1, Clean), ("bank", 2, Critical), ("shop", 3, Info)];
    let found = compliance_by(records, &WINDOW);
    let shares: Vec<_> = found.iter().map(|(app, it)| (*app, it.whole.share_clean())).collect();
    assert_eq!(shares, [("bank", Some(0.0)), ("shop", Some(0.5))]);
}

proptest! {
    /// Every capture of the window is in one part, and time told backwards turns the trend round.
    #[test]
    fn parts_add_up_and_the_trend_has_no_favourite(
        records in prop::collection::vec((0_i64..200, 0..CaptureOutcome::ALL.len()), 0..300),
        n_parts in 1_usize..9,
    ) {
        let records: Vec<(i64, CaptureOutcome)> =
            records.into_iter().map(|(time, outcome)| (time, CaptureOutcome::ALL[outcome])).collect();
        let found = compliance(records.clone(), &Window { n_parts, ..WINDOW });
        prop_assert_eq!(found.parts.len(), n_parts);
        for &outcome in CaptureOutcome::ALL {
            let sum: u64 = found.parts.iter().map(|part| part.count(outcome)).sum();
            prop_assert_eq!(sum, found.whole.count(outcome));
        }
        let back = compliance(records.into_iter().map(|(time, it)| (199 - time, it)), &WINDOW);
        prop_assert_eq!(back.trend, match found.trend {
            Trend::Improving => Trend::Worsening,
            Trend::Worsening => Trend::Improving,
            same => same,
        });
    }
}
