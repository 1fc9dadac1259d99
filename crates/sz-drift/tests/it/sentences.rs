//! What each kind of drift is called, by which rule it was decided, and the sentence that explains it.

use std::collections::BTreeSet;

use sz_drift::{
    Change, DriftEvent, DriftKind, Policy, Scene, Visit, judge_screen, judge_session,
    unknown_screen,
};
use sz_noise::Profile;
use sz_template::{Match, Observation, ScreenId, Template, TemplateSet};

const BASELINE: &str = "\
main \"Checkout\"
  heading \"Your order\" [level=2]
  text \"Total\"
  group \"Address\"
    text \"Name\"
    textbox \"Street\"
  checkbox \"Large print\" {checkable}
  link \"Terms\" [url=/terms]
  button \"Pay\"
  button \"Cancel\"
";

const TEMPLATE: &str = r#"
screen_id: checkout
threshold: 0.1
required_nodes: ['button[name="Pay"]']
baseline: |
  - main "Checkout":
    - heading "Your order" [level=2]
    - text: Total
    - group "Address":
      - text: Name
      - textbox "Street"
    - checkbox "Large print"
    - link "Terms":
      - /url: /terms
    - button "Pay"
    - button "Cancel"
"#;

/// The events of a screen that is this one but for what is replaced.
fn changed(replacements: &[(&str, &str)]) -> Vec<DriftEvent> {
    let mut screen = BASELINE.to_owned();
    for (old, new) in replacements {
        assert!(screen.contains(old), "{old}");
        screen = screen.replacen(old, new, 1);
    }
    judged(&[TEMPLATE], &screen)
}

fn judged(templates: &[&str], screen: &str) -> Vec<DriftEvent> {
    let profile = Profile::built_in();
    let parse = |text: &&str| Template::parse(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let templates = TemplateSet::new(templates.iter().map(parse), &profile);
    let captured = sz_testkit::tree(screen);
    let observation = Observation::new(&captured, &profile);
    match templates.best_match(&observation, None) {
        Match::Unknown(nearest) => vec![unknown_screen(None, nearest.as_ref(), &Policy::default())],
        Match::Known(candidate) => {
            let scene = Scene {
                templates: &templates,
                candidate: &candidate,
                observation: &observation,
                captured: &captured,
                app: None,
            };
            judge_screen(&scene, &Policy::default()).events
        }
    }
}

fn session(templates: &[&str], visits: &str, policy: &str) -> Vec<DriftEvent> {
    let templates = templates.iter().map(|text| Template::parse(text).unwrap());
    let templates = TemplateSet::new(templates, &Profile::empty());
    let screens: Vec<ScreenId> =
        visits.split(' ').map(|visit| ScreenId::new(visit).unwrap()).collect();
    let visit = |screen_id| Visit { screen_id: Some(screen_id), app: None };
    let visits: Vec<Visit<'_>> = screens.iter().map(visit).collect();
    let events = judge_session(&visits, &templates, &Policy::parse(policy).unwrap());
    events.into_iter().map(|found| found.event).collect()
}

/// The events of the screen as it is, by these templates.
fn unchanged(templates: &[&str]) -> Vec<DriftEvent> {
    judged(templates, BASELINE)
}

/// Events of every kind and change there is.
fn all() -> Vec<DriftEvent> {
    let pay = "  button \"Pay\"\n";
    let wrapped = "  region \"Deal\"\n    button \"Pay\"\n";
    let address = "  group \"Address\"\n    text \"Name\"\n    textbox \"Street\"\n";
    let street = "    textbox \"Street\"\n";
    [
        changed(&[(
            pay,
            "  button \"Pay\"\n  region \"Tip\"\n    text \"More\"\n    link \"Why\"\n",
        )]),
        changed(&[(pay, "  button \"Pay\"\n  list\n")]),
        changed(&[(pay, "  button \"Pay\"\n  article\n")]),
        changed(&[(pay, wrapped)]),
        changed(&[(address, "")]),
        changed(&[(address, "  text \"Name\"\n  textbox \"Street\"\n")]),
        changed(&[(pay, "")]),
        changed(&[("link \"Terms\"", "button \"Terms\"")]),
        changed(&[(pay, ""), ("  heading", "  button \"Pay\"\n  heading")]),
        changed(&[(street, ""), (pay, "  textbox \"Street\"\n  button \"Pay\"\n")]),
        changed(&[("Your order", "Your offer")]),
        changed(&[("text \"Total\"", "text \"Sum\"")]),
        changed(&[("{checkable}", "{checkable, checked}")]),
        changed(&[("textbox \"Street\"", "textbox \"Street\" = \"Elm\"")]),
        changed(&[("/terms", "/trap")]),
        changed(&[("\"Your order\" [level=2]", "\"Your offer\" [level=3]")]),
        changed(&[("  button \"Cancel\"\n", "")]),
        changed(&[(pay, "  button \"Pay\"\n  checkbox \"Insurance\" {checkable, checked}\n")]),
        changed(&[("button \"Cancel\"", "button \"Cancel\" {disabled}")]),
        unchanged(&["screen_id: s\nthreshold: 0.1\nrequired_nodes: [Accept]\nnode_count: 20"]),
        judged(
            &["screen_id: s\nrequired_nodes: [Pay]"],
            &BASELINE.replace("Large print\" {", "Send me the newsletter\" {checked, "),
        ),
        unchanged(&["screen_id: other\nrequired_nodes: [nothing]"]),
        unchanged(&[]),
        session(&["screen_id: a\nvalid_transitions: [b]"], "a c", "{}"),
        session(&[], "a b a b a b", "{}"),
        session(
            &["screen_id: b\nvalid_transitions: [c]", "screen_id: c\nvalid_transitions: [d]"],
            "a b c",
            "sequence: { forced_steps: 2 }",
        ),
        session(&[], "a c", "expected_transitions: ['a -> b']"),
    ]
    .concat()
}

#[test]
fn every_event_says_its_rule_and_one_sentence() {
    let shown: Vec<String> = all()
        .iter()
        .map(|it| format!("{} {} {}: {}", it.kind, it.change, it.rule, it.explanation))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn no_kind_and_no_change_is_without_a_sentence() {
    let events = all();
    let kinds: BTreeSet<DriftKind> = events.iter().map(|event| event.kind).collect();
    assert!(DriftKind::ALL.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    let changes: BTreeSet<Change> = events.iter().map(|event| event.change).collect();
    let missing: Vec<_> = Change::ALL.iter().filter(|it| !changes.contains(it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for event in events {
        let text = &event.explanation;
        assert!(text.ends_with('.') && !text.contains('\n'), "{text}");
        assert!(text.starts_with(char::is_uppercase) || text.starts_with('"'), "{text}");
        assert!(!event.rule.is_empty(), "{text}");
    }
}
