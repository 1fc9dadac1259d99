use proptest::prelude::*;

use super::{Decision, Known, KnownDrift, Moment, Reopened, Said, Status};
use crate::{
    Change, DriftEvent, DriftKind, Fingerprint, Severity, event::DriftId, fingerprint::Subjects,
};

/// A price that changed: the place and the new text are the fingerprint's business, and only the place is in it.
fn event(place: &str, new: &str, severity: Severity) -> DriftEvent {
    let event = DriftEvent {
        id: DriftId::of([Some(place), Some(new)]),
        fingerprint: Fingerprint::PENDING,
        kind: DriftKind::Content,
        pattern: None,
        severity,
        change: Change::Modified,
        screen_id: Some("cart".to_owned()),
        app: Some("shop".to_owned()),
        path: None,
        selector: None,
        old: None,
        new: None,
        similarity: None,
        rule: "content".into(),
        tags: Vec::new(),
        notify: Vec::new(),
        rule_errors: Vec::new(),
        explanation: format!("The price of the {place} is {new}."),
    };
    let event = event.fingerprinted(Subjects { node: None, fields: Some(place) });
    DriftEvent { old: Some("$3".to_owned()), new: Some(new.to_owned()), ..event }
}

fn price(new: &str) -> DriftEvent {
    event("tea", new, Severity::Info)
}

fn day(day: u64) -> Moment {
    Moment::from_unix_seconds(day * 86_400)
}

#[test]
fn the_same_drift_is_new_once_and_then_counted() {
    let mut known = KnownDrift::default();
    assert_eq!(known.note(&price("$4"), day(1)), Status::New);
    assert_eq!(known.note(&price("$5"), day(3)), Status::Recurring { times: 2 });
    assert_eq!(known.note(&event("milk", "$5", Severity::Info), day(3)), Status::New);
    assert_eq!(known.note(&price("$4"), day(2)), Status::Recurring { times: 3 });
    let tea = known.get(price("").fingerprint).unwrap();
    assert_eq!((tea.first, tea.last, tea.times), (day(1), day(3), 3));
    assert_eq!(tea.explanation, "The price of the tea is $4.");
}

#[test]
fn drift_that_stands_several_times_in_a_capture_is_seen_once_and_as_severe_as_the_worst() {
    let mut known = KnownDrift::default();
    let events =
        [price("$4"), event("milk", "$1", Severity::Info), event("tea", "$5", Severity::Critical)];
    assert_eq!(known.note_capture(&events, day(1)), [Status::New; 3]);
    let tea = known.get(price("").fingerprint).unwrap();
    assert_eq!((tea.times, tea.severity), (1, Severity::Critical));
    let statuses = known.note_capture(&events, day(2));
    assert_eq!(statuses, [Status::Recurring { times: 2 }; 3]);
    assert_eq!(known.len(), 2);
}

#[test]
fn what_is_ignored_comes_back_when_its_time_is_over() {
    let mut known = KnownDrift::default();
    known.note(&price("$4"), day(1));
    known.ignore(price("").fingerprint, day(10), "ana", "the sale ends then").unwrap();
    let ignored = |times| Status::Ignored { until: day(10), times };
    assert_eq!(known.note(&price("$4"), day(2)), ignored(2));
    assert_eq!(known.note(&price("$9"), day(9)), ignored(3));
    let expired = Status::Returned { because: Reopened::Expired, times: 4 };
    assert_eq!(known.note(&price("$4"), day(10)), expired);
    assert_eq!(known.note(&price("$4"), day(11)), Status::Recurring { times: 5 });
}

#[test]
fn what_is_ignored_comes_back_at_once_when_it_gets_worse() {
    let mut known = KnownDrift::default();
    known.note(&price("$4"), day(1));
    known.ignore(price("").fingerprint, day(10), "ana", "").unwrap();
    let worse = Status::Returned { because: Reopened::Worse, times: 2 };
    assert_eq!(known.note(&event("tea", "$4", Severity::Warning), day(2)), worse);
    assert_eq!(known.note(&price("$4"), day(3)), Status::Recurring { times: 3 });
}

#[test]
fn what_is_approved_is_told_when_it_changes_again() {
    let mut known = KnownDrift::default();
    known.note(&price("$4"), day(1));
    known.approve(price("").fingerprint, day(1), "ana", "agreed with sales").unwrap();
    assert_eq!(known.note(&price("$4"), day(400)), Status::Approved { times: 2 });
    let changed = Status::Returned { because: Reopened::Changed, times: 3 };
    assert_eq!(known.note(&price("$400"), day(401)), changed);
    assert_eq!(known.note(&price("$4"), day(402)), Status::Recurring { times: 4 });
    known.approve(price("").fingerprint, day(402), "ana", "").unwrap();
    let worse = Status::Returned { because: Reopened::Worse, times: 5 };
    assert_eq!(known.note(&event("tea", "$4", Severity::Critical), day(403)), worse);
}

#[test]
fn decisions_can_be_taken_back_and_are_only_about_what_was_seen() {
    let mut known = KnownDrift::default();
    let tea = price("").fingerprint;
    assert_eq!(
        known.reopen(tea).unwrap_err().to_string(),
        format!("the register knows no drift {tea}")
    );
    assert!(
        known.ignore(tea, day(9), "", "").is_err() && known.approve(tea, day(9), "", "").is_err()
    );
    known.note(&price("$4"), day(1));
    known.ignore(tea, day(10), "ana", "").unwrap();
    known.reopen(tea).unwrap();
    assert_eq!(known.note(&price("$4"), day(2)), Status::Recurring { times: 2 });
}

const FILE: &str = r#"schema: sz-known-drift/1
drift:
- fingerprint: fp1:FP
  app: "shop"
  screen: "cart"
  kind: content
  change: modified
  severity: info
  said: "SAID"
  first: 1970-01-02T00:00:00Z
  last: 1970-01-03T00:00:00Z
  times: 2
  explanation: "The price of the tea is $4."
  ignored: 
    until: 1970-01-11T00:00:00Z
    by: "ana"
    why: "a \"sale\"\U0000000Aof two lines"
    severity: info
"#;

#[test]
fn a_register_is_a_file_that_people_can_read() {
    let mut known = KnownDrift::default();
    assert_eq!(known.to_yaml(), "schema: sz-known-drift/1\ndrift: []\n");
    known.note(&price("$4"), day(1));
    known.note(&price("$4"), day(2));
    let tea = price("").fingerprint;
    known.ignore(tea, day(10), "ana", "a \"sale\"\nof two lines").unwrap();
    let said = known.get(tea).unwrap().said.0.to_string();
    let fp = tea.to_string();
    let expected =
        FILE.replace("fp1:FP", &fp).replace("SAID", &said).replace("ignored: \n", "ignored:\n");
    assert_eq!(known.to_yaml(), expected);
    assert_eq!(KnownDrift::parse(&expected), Ok(known));
}

#[track_caller]
fn check_faults(text: &str, expected: &[&str]) {
    let faults = KnownDrift::parse(text).unwrap_err();
    assert_eq!(faults.to_string().lines().collect::<Vec<_>>(), expected);
}

#[test]
fn every_fault_of_a_file_is_told_with_its_place() {
    check_faults("[]", &["line 1, column 1: a mapping of schema, drift is expected, not a list"]);
    check_faults(
        "{}",
        &[
            "line 1, column 1: there is no schema; write `schema: sz-known-drift/1`",
            "line 1, column 1: there is no `drift`; write `drift: []` for none",
        ],
    );
    check_faults(
        "schema: sz-known-drift/2\ndrift: none\ndrfit: []\n",
        &[
            "line 1, column 9: write `schema: sz-known-drift/1`",
            "line 2, column 8: a list is expected, not text",
            "line 3, column 1: unknown key `drfit`; did you mean `drift`?",
        ],
    );
    let broken = FILE
        .replace("fp1:FP", "1234")
        .replace("SAID", "0123456789ABCDEF")
        .replace("kind: content", "kind: contents")
        .replace("times: 2", "times: 0")
        .replace("1970-01-03", "1970-02-30")
        .replace("    by: \"ana\"\n", "")
        .replace("  app", "  ap");
    check_faults(
        &broken,
        &[
            "line 3, column 16: not a fingerprint: write `fp1:` and 32 hex digits, as `inspect --known` prints them",
            "line 4, column 3: unknown key `ap`; did you mean `app`?",
            "line 6, column 9: `kind` can be layout, content, sequence, manipulative, unknown_screen",
            "line 9, column 9: `said` is 16 hex digits",
            "line 11, column 9: not a time: write a day such as `2026-11-21`, or `2026-11-21T19:00:00Z`",
            "line 12, column 10: `times` is a whole number from 1",
            "line 15, column 5: there is no `by`; add it",
        ],
    );
}

#[test]
fn a_drift_that_stands_twice_is_a_fault() {
    let mut known = KnownDrift::default();
    known.note(&price("$4"), day(1));
    let text = known.to_yaml();
    let twice = text.clone() + text.split_once("drift:\n").unwrap().1;
    let faults = KnownDrift::parse(&twice).unwrap_err();
    assert_eq!(faults.faults.len(), 1);
    assert!(faults.to_string().ends_with("the same fingerprint; take one out"), "{faults}");
}

fn any_decision() -> impl Strategy<Value = Decision> {
    let severity = prop::sample::select(Severity::ALL);
    (0..3_u8, any::<u64>(), any::<String>(), any::<String>(), severity).prop_map(
        |(which, time, by, why, severity)| {
            let (at, said) = (Moment::from_unix_seconds(time), Said(DriftId::of([Some(&*by)])));
            match which {
                0 => Decision::Open,
                1 => Decision::Ignored { until: at, by, why, severity },
                _ => Decision::Approved { at, by, why, severity, said },
            }
        },
    )
}

fn any_known() -> impl Strategy<Value = Known> {
    let words = (
        prop::sample::select(DriftKind::ALL),
        prop::sample::select(Change::ALL),
        prop::sample::select(Severity::ALL),
    );
    let texts = (any::<Option<String>>(), any::<Option<String>>(), any::<String>());
    (words, texts, any::<[u64; 2]>(), 1..u64::MAX, any_decision()).prop_map(
        |((kind, change, severity), (app, screen, explanation), times, n, decision)| Known {
            said: Said(DriftId::of([Some(&*explanation)])),
            app,
            screen,
            kind,
            change,
            severity,
            first: Moment::from_unix_seconds(times[0]),
            last: Moment::from_unix_seconds(times[1]),
            times: n,
            explanation,
            decision,
        },
    )
}

proptest! {
    #[test]
    fn every_register_is_read_as_it_was_written(drifts in prop::collection::vec(any_known(), 0..4)) {
        let mut register = KnownDrift::default();
        for (n, known) in drifts.into_iter().enumerate() {
            let fields = n.to_string();
            let subjects = Subjects { node: None, fields: Some(&fields) };
            let fingerprint = Fingerprint::of(&price("$4"), subjects);
            register.drifts.insert(fingerprint, known);
        }
        let text = register.to_yaml();
        prop_assert_eq!(KnownDrift::parse(&text), Ok(register), "{}", text);
    }
}
