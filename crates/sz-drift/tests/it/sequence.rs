//! Transitions within one session.

use sz_drift::{Change, DriftKind, Policy, Severity, Visit, judge_sequence};
use sz_noise::Profile;
use sz_template::{ScreenId, Template, TemplateSet};

const TEMPLATES: &[&str] = &[
    "screen_id: home\nvalid_transitions: [cart, search]",
    "screen_id: cart\nvalid_transitions: [home, cart -> pay]",
    "screen_id: pay",
    "screen_id: search\nvalid_transitions: ['pay -> home']",
];

/// The visits that may not follow what was before them, as `from>to`.
#[track_caller]
fn check(visits: &str, expected: &str) {
    let templates = TEMPLATES.iter().map(|text| Template::parse(text).unwrap());
    let set = TemplateSet::new(templates, &Profile::empty());
    let screens: Vec<Option<ScreenId>> =
        visits.split(' ').map(|name| ScreenId::new(name).ok().filter(|_| name != "?")).collect();
    let visits: Vec<Visit<'_>> =
        screens.iter().map(|s| Visit { screen_id: s.as_ref(), app: None }).collect();
    let events = judge_sequence(&visits, &set, &Policy::default());
    assert_eq!(events.len(), visits.len());
    let shown: Vec<String> = events
        .into_iter()
        .flatten()
        .map(|event| {
            assert_eq!((event.kind, event.severity), (DriftKind::Sequence, Severity::Warning));
            assert_eq!(event.change, Change::Transition);
            format!("{}>{}", event.old.unwrap(), event.new.unwrap())
        })
        .collect();
    assert_eq!(shown.join(" "), expected);
}

#[test]
fn follows_both_ways_of_writing_a_transition() {
    check("home cart pay home", "");
    check("home pay", "home>pay");
    check("cart search", "cart>search");
}

#[test]
fn a_transition_counts_whichever_template_writes_it() {
    check("pay home", "");
    check("pay cart", "pay>cart");
}

#[test]
fn a_screen_without_transitions_may_lead_anywhere() {
    check("search home", "");
}

#[test]
fn staying_is_allowed_and_unknown_screens_are_stepped_over() {
    check("home home cart", "");
    check("home ? pay", "home>pay");
    check("? home", "");
}
