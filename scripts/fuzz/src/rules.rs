use std::fmt::Debug;

use sz_drift::{KnownDrift, Moment, Policy, Rule, RuleScreen, RuleSet, Status, unknown_screen};

use crate::document::{Places, SCREENS, assert_message, text};

/// The most steps one rule may take.
const MAX_STEPS: usize = 50_000;

/// Custom rules: a file of them, or one expression.
pub(crate) fn rules(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    match RuleSet::parse(source) {
        Ok(rules) => apply(&rules),
        Err(wrong) => {
            assert!(!wrong.faults.is_empty());
            let places = Places::of(source);
            for fault in &wrong.faults {
                assert_message(&fault.to_string());
                let mark = fault.mark.expect("a fault of a file has a place");
                places.assert_has(mark.line, mark.column);
            }
        }
    }
    match RuleSet::compile([Rule::new("only", source).suppress()]) {
        Ok(rules) => apply(&rules),
        Err(wrong) => {
            let places = Places::of(source);
            for fault in &wrong.faults {
                assert_message(&fault.to_string());
                let mark = fault.mark.expect("a fault of an expression has a place");
                // Only a line feed ends a line of an expression, and a byte order mark is one of its characters.
                if !source.contains(['\r', '\u{feff}']) {
                    places.assert_has(mark.line, mark.column);
                }
            }
        }
    }
}

/// Rules say the same of an event each time, in no more than their steps, and lose none.
fn apply(rules: &RuleSet) {
    let event = unknown_screen(Some("shop"), None, &Policy::default());
    for screen in SCREENS.iter() {
        for node in [None, screen.nodes().next(), screen.nodes().last()] {
            let on = RuleScreen { nodes: Some(screen.len()), ..RuleScreen::default() };
            let ruling = rules.apply(event.clone(), node, on);
            assert!(ruling.steps <= MAX_STEPS * rules.len(), "{} steps", ruling.steps);
            assert_eq!(ruling.event.fingerprint, event.fingerprint);
            same(&ruling, &rules.apply(event.clone(), node, on));
        }
    }
}

fn same<T: Debug + PartialEq>(a: &T, b: &T) {
    assert_eq!(a, b);
}

/// A register of known drift: what is read is written and read back as the same.
pub(crate) fn known(bytes: &[u8]) {
    let Some(source) = text(bytes) else { return };
    match KnownDrift::parse(source) {
        Ok(mut known) => {
            same(&KnownDrift::parse(&known.to_yaml()), &Ok(known.clone()));
            let before = known.len();
            let event = unknown_screen(None, None, &Policy::default());
            let status = known.note(&event, Moment::from_unix_seconds(u64::MAX));
            assert_eq!(status == Status::New, known.len() == before + 1);
            same(&KnownDrift::parse(&known.to_yaml()), &Ok(known));
        }
        Err(wrong) => {
            assert!(!wrong.faults.is_empty());
            let places = Places::of(source);
            for fault in &wrong.faults {
                assert_message(&fault.message);
                places.assert_has(fault.line, fault.column);
            }
        }
    }
}
