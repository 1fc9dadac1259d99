//! Drift of one recognised screen.

use sz_drift::{DriftEvent, Policy, Scene, judge_screen, unknown_screen};
use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};

pub(crate) fn judge(template: &str, screen: &str) -> (Vec<DriftEvent>, Option<f64>) {
    let profile = Profile::built_in();
    let template = Template::parse(template).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let templates = TemplateSet::new([template], &profile);
    let captured = sz_testkit::tree(screen);
    let observation = Observation::new(&captured, &profile);
    let Match::Known(candidate) = templates.best_match(&observation, None) else {
        panic!("the screen is not recognised")
    };
    let scene = Scene {
        templates: &templates,
        candidate: &candidate,
        observation: &observation,
        captured: &captured,
        app: None,
    };
    let drift = judge_screen(&scene, &Policy::default());
    (drift.events, drift.similarity)
}

/// Severity, kind, change, path and explanation of each event.
#[track_caller]
fn check(screen: &str, expected: &[&str]) {
    let (events, _) = judge(TEMPLATE, screen);
    let shown: Vec<String> = events
        .iter()
        .map(|e| {
            let path = e.path.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {} {} {path} {}", e.severity, e.kind, e.change, e.explanation)
        })
        .collect();
    assert_eq!(shown, expected);
}

const TEMPLATE: &str = r#"
screen_id: offer
threshold: 0.2
required_nodes: ['button[name="Accept"]']
baseline: |
  - main "Offer":
    - heading "New delivery" [level=2]
    - text: /\$\d+\.\d\d/
    - group "Stops":
      - text: Pickup
      - text: Drop-off
    - checkbox "Share my location"
    - button "Accept"
    - button "Decline"
"#;

const SCREEN: &str = r#"
main "Offer"
  heading "New delivery" [level=2]
  text "$12.50"
  group "Stops"
    text "Pickup"
    text "Drop-off"
  checkbox "Share my location" {checkable}
  button "Accept"
  button "Decline"
"#;

fn with(old: &str, new: &str) -> String {
    assert!(SCREEN.contains(old), "{old}");
    SCREEN.replace(old, new)
}

#[test]
fn a_screen_like_its_baseline_has_no_drift() {
    check(SCREEN, &[]);
    check(&with("$12.50", "$99.00"), &[]);
    assert_eq!(judge(TEMPLATE, SCREEN).1, Some(1.0));
}

#[test]
fn other_text_is_content_drift_and_an_info() {
    check(
        &with("New delivery", "Hot delivery"),
        &[r#"info content modified /0 The heading "New delivery" is now called "Hot delivery"."#],
    );
}

#[test]
fn another_state_is_content_drift() {
    check(
        &with("button \"Accept\"", "button \"Accept\" {disabled}"),
        &[
            r#"info content modified /4 The button "Accept" has the state "disabled", which it did not have."#,
        ],
    );
}

#[test]
fn what_is_new_is_told_once_per_subtree() {
    check(
        &with(
            "  button \"Decline\"",
            "  button \"Decline\"\n  region \"Tip\"\n    text \"More\"\n    link \"Why\"",
        ),
        &[r#"warning layout added /6 The region "Tip" and the 2 nodes in it are new."#],
    );
}

#[test]
fn what_is_gone_is_told_once_per_subtree_with_its_place_in_the_baseline() {
    check(
        &with("  group \"Stops\"\n    text \"Pickup\"\n    text \"Drop-off\"\n", ""),
        &[r#"warning layout removed /2 The group "Stops" and the 2 nodes in it are gone."#],
    );
}

#[test]
fn a_lost_way_to_say_no_is_manipulative() {
    check(
        &with("  button \"Decline\"\n", ""),
        &[
            r#"critical manipulative removed /5 The button "Decline" is gone, which leaves fewer ways to say no than the approved screen has."#,
        ],
    );
}

#[test]
fn a_way_to_say_no_that_is_disabled_is_lost_too() {
    check(
        &with("button \"Decline\"", "button \"Decline\" {disabled}"),
        &[
            r#"critical manipulative modified /5 The button "Decline" is no way out any more, which leaves fewer ways to say no than the approved screen has."#,
        ],
    );
}

#[test]
fn a_text_that_does_not_match_its_pattern_is_told_by_the_pattern() {
    check(
        &with("$12.50", "a lot"),
        &[
            r#"info content modified /1 The text that should match /\$\d+\.\d\d/ now reads "a lot"."#,
        ],
    );
}

#[test]
fn another_word_for_no_is_only_content() {
    check(
        &with("Decline", "No thanks"),
        &[r#"info content modified /5 The button "Decline" is now called "No thanks"."#],
    );
}

#[test]
fn a_required_node_that_is_gone_is_critical() {
    check(
        &with("  button \"Accept\"\n", ""),
        &[r#"critical layout removed /4 The button "Accept" is gone."#],
    );
    check(
        &with("\"Accept\"", "\"Take it\""),
        &[r#"critical content modified /4 The button "Accept" is now called "Take it"."#],
    );
}

#[test]
fn a_moved_part_is_layout_drift() {
    check(
        &with(
            "  checkbox \"Share my location\" {checkable}\n  button \"Accept\"\n",
            "  button \"Accept\"\n  checkbox \"Share my location\" {checkable}\n",
        ),
        &[
            r#"info layout moved /3 The button "Accept" now stands after the group "Stops" instead of after the checkbox "Share my location"."#,
        ],
    );
}

#[test]
fn layout_severity_follows_the_likeness_of_the_screen() {
    let (events, similarity) =
        judge(TEMPLATE, "main \"Offer\"\n  button \"Accept\"\n  button \"Decline\"");
    assert!(similarity.is_some_and(|s| s < 0.7), "{similarity:?}");
    assert!(events.iter().all(|event| event.severity.as_str() == "critical"), "{events:#?}");
    assert!(events.iter().all(|event| event.rule == "layout.critical_below"), "{events:#?}");
}

#[test]
fn a_template_without_baseline_still_tells_missing_nodes_and_another_shape() {
    let template = "screen_id: s\nthreshold: 0.3\nrequired_nodes: [Accept, Terms]\nnode_count: 18";
    let (events, similarity) = judge(template, SCREEN);
    let kinds: Vec<&str> = events.iter().map(|event| event.change.as_str()).collect();
    assert_eq!(kinds, ["missing", "reshaped"]);
    assert_eq!(similarity, Some(0.5));
    assert_eq!(events[0].explanation, "Nothing on the screen is `Terms`, which is required.");
}

#[test]
fn the_same_drift_has_the_same_id_and_other_drift_another() {
    let id = |screen: &str| judge(TEMPLATE, screen).0[0].id;
    let (hot, cold) = (with("New delivery", "Hot delivery"), with("New delivery", "Cold delivery"));
    assert_eq!(id(&hot), id(&hot));
    assert_ne!(id(&hot), id(&cold));
}

#[test]
fn a_selector_of_an_event_finds_the_node_in_the_capture() {
    let screen = with("New delivery", "Hot delivery");
    let (events, _) = judge(TEMPLATE, &screen);
    let selector = events[0].selector.as_deref().expect("a node is there");
    let tree = sz_testkit::tree(&screen);
    let found = sz_select::Selector::parse(selector).unwrap().first(&tree).unwrap();
    assert_eq!(found.name(), "Hot delivery");
}

#[test]
fn an_unknown_screen_says_what_came_nearest() {
    let profile = Profile::built_in();
    let templates =
        TemplateSet::new([Template::parse("screen_id: a\nrequired_nodes: [x]").unwrap()], &profile);
    let observation = Observation::new(&sz_testkit::tree(SCREEN), &profile);
    let Match::Unknown(nearest) = templates.best_match(&observation, None) else { panic!("known") };
    let event = unknown_screen(None, nearest.as_ref(), &Policy::default());
    assert_eq!(
        event.explanation,
        "No template knows this screen; the nearest, \"a\", fits to 0.000 of the 0.800 it needs."
    );
}

/// One search of the tree per event would take minutes here.
#[test]
fn a_flood_of_changes_is_told_in_full() {
    let flood: String = (0..20_000).map(|i| format!("  text \"{i}\"\n")).collect();
    let template = "screen_id: s\nthreshold: 0\nbaseline: |\n  - main:\n    - button \"OK\"\n";
    let (events, _) = judge(template, &format!("main\n  button \"OK\"\n{flood}"));
    assert_eq!(events.len(), 20_000);
    assert!(events.iter().all(|event| event.selector.is_some()));
}

const TRIPS: &str = r#"
screen_id: trips
threshold: 0.2
baseline: |
  - main "Trips":
    - list:
      - listitem /^Trip \d+$/:
        - /repeat: true
        - text: /^\$\d+$/
        - button "Accept"
        - button "Decline"
    - text "No connection":
      - /optional: true
    - button "Log out"
"#;

/// The events of a screen with these items: kind, change, path in the capture or the baseline, and explanation.
#[track_caller]
fn check_trips(items: &[&str], expected: &[&str]) {
    let items: String = items
        .iter()
        .map(|item| item.split("; ").map(|node| format!("      {node}\n")).collect::<String>())
        .map(|nodes| format!("    listitem \"Trip 7\"\n{nodes}"))
        .collect();
    let screen = format!("main \"Trips\"\n  list\n{items}  button \"Log out\"\n");
    let (events, _) = judge(TRIPS, &screen);
    let show = |e: &DriftEvent| {
        let path = e.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {} {path} {}", e.kind, e.change, e.explanation)
    };
    assert_eq!(events.iter().map(show).collect::<Vec<_>>(), expected);
}

#[test]
fn what_changes_in_one_item_of_a_repeated_list_is_drift_of_that_item() {
    let fits = "text \"$5\"; button \"Accept\"; button \"Decline\"";
    check_trips(&[fits], &[]);
    check_trips(&[fits; 40], &[]);
    check_trips(
        &[fits, "text \"free\"; button \"Accept\"; button \"Decline\"", fits],
        &[r#"content modified /0/1/0 The text that should match /^\$\d+$/ now reads "free"."#],
    );
    let added = "text \"$5\"; button \"Accept\"; button \"Accept all\"; button \"Decline\"";
    check_trips(&[fits, added], &["layout added /0/1/2 The button \"Accept all\" is new."]);
    check_trips(
        &[fits, fits, "text \"$5\"; button \"Accept\""],
        &[
            "manipulative removed /0/2/2 The button \"Decline\" is gone, which leaves fewer ways to say no than the approved screen has.",
        ],
    );
    let vague = "text \"$5\"; button \"Accept\"; button \"Maybe later\"";
    check_trips(
        &[fits, fits, vague],
        &["content modified /0/2/2 The button \"Decline\" is now called \"Maybe later\"."],
    );
}
