//! What a capture is worth decides what is said of it.

use sz_core::{
    Capture, Engine, Format, Limits, Report, Verdict,
    formats::write_sz_capture,
    noise::{RedactionKey, Redactor},
    read,
};

use crate::engine_for;

const BASE: &str = "window \"Shop\"\n  button \"Buy\"\n  button \"No, thanks\"";
/// The way to say no is gone.
const CHANGED: &str = "window \"Shop\"\n  button \"Buy\"";

/// A capture of a screen with this verdict, as it comes out of a file.
fn capture(screen: &str, verdict: Verdict) -> Capture {
    let tree = sz_core::write_sz(&sz_testkit::tree(screen));
    let verdict =
        format!(r#""quality":{{"verdict":"{verdict}","reason":"of ada@example.org"}},"root""#);
    let text = tree.replacen("\"root\"", &verdict, 1);
    read(text.as_bytes(), Some(Format::Sz), &Limits::default()).unwrap()
}

fn inspect(screen: &str, verdict: Verdict) -> Report {
    engine_for(&sz_testkit::tree(BASE)).inspect_capture(&capture(screen, verdict))
}

#[test]
fn a_complete_capture_is_named_and_judged() {
    let report = inspect(CHANGED, Verdict::Complete);
    assert!(report.matched.screen_id.is_some() && !report.drift.is_empty());
    assert!(report.similarity.is_some_and(|similarity| similarity < 1.0));
    assert_eq!(report.quality.verdict(), Verdict::Complete);
}

#[test]
fn what_is_missing_from_a_part_of_a_screen_is_no_drift() {
    for verdict in [Verdict::Truncated, Verdict::NotSettled] {
        let report = inspect(CHANGED, verdict);
        assert!(report.matched.screen_id.is_some(), "{verdict}");
        assert_eq!((report.drift, report.similarity), (vec![], None), "{verdict}");
        assert_eq!(report.quality.verdict(), verdict);
        let unknown = inspect("form\n  link \"x\"", verdict);
        assert_eq!((unknown.matched.screen_id, unknown.drift), (None, vec![]), "{verdict}");
    }
}

#[test]
fn a_failed_capture_is_no_screen() {
    for verdict in [Verdict::Empty, Verdict::AccessibilityOff] {
        // Even where the tree is the template's to the last node.
        let report = inspect(BASE, verdict);
        assert_eq!((report.matched.screen_id, report.matched.nearest), (None, None), "{verdict}");
        assert_eq!((report.drift, report.similarity), (vec![], None), "{verdict}");
        assert_eq!(report.quality.verdict(), verdict);
    }
}

#[test]
fn the_verdict_survives_being_written_and_read() {
    for &verdict in Verdict::ALL {
        let first = capture(BASE, verdict);
        let text = write_sz_capture(&first);
        let again = read(text.as_bytes(), None, &Limits::default()).unwrap();
        assert_eq!(again.quality, first.quality, "{text}");
    }
}

#[test]
fn an_engine_that_redacts_redacts_the_reason() {
    let redactor = Redactor::new(RedactionKey::new(&[7; 32]).unwrap());
    let engine = Engine::builder().redaction(redactor).build();
    let report = engine.inspect_capture(&capture(BASE, Verdict::Truncated));
    assert!(!report.quality.reason().contains("ada@"), "{}", report.quality);
}
