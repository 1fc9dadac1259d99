//! Which drift is the same drift.

use proptest::prelude::*;
use sz_drift::{Change, DriftEvent, Fingerprint, Policy, Scene, judge_screen};
use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};

const TEMPLATE: &str = r#"
screen_id: cart
threshold: 0.1
metadata: { app: shop }
baseline: |
  - main "Cart":
    - heading "Your cart"
    - list "Items":
      - listitem "Tea":
        - text: "$3.99"
      - listitem "Milk":
        - text: "$1.20"
    - text: Delivered tomorrow
    - button "Buy"
    - button "Back"
"#;

fn events(screen: &str) -> Vec<DriftEvent> {
    let profile = Profile::built_in();
    let template = Template::parse(TEMPLATE).unwrap_or_else(|faults| panic!("{faults:#?}"));
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
        app: Some("shop"),
    };
    judge_screen(&scene, &Policy::default()).events
}

/// A cart with another price of the tea, something before it, and another button.
fn cart(before: &str, tea: &str, milk: &str, button: &str) -> String {
    format!(
        "main \"Cart\"\n  heading \"Your cart\"\n{before}  list \"Items\"\n    listitem \"Tea\"\n      text \"{tea}\"\n    \
         listitem \"Milk\"\n      text \"{milk}\"\n  text \"Delivered tomorrow\"\n  button \"{button}\"\n  button \"Back\"\n"
    )
}

/// The fingerprint of the one event that is a modification.
#[track_caller]
fn modified(screen: &str) -> Fingerprint {
    let events = events(screen);
    let mut modified = events.iter().filter(|event| event.change == Change::Modified);
    let only = modified.next().unwrap_or_else(|| panic!("nothing is modified: {events:#?}"));
    assert_eq!(modified.next(), None);
    only.fingerprint
}

#[test]
fn another_price_and_another_place_are_the_same_drift() {
    let drift = modified(&cart("", "$4.99", "$1.20", "Buy"));
    assert_eq!(modified(&cart("", "$1,000", "$1.20", "Buy")), drift);
    assert_eq!(modified(&cart("  text \"News\"\n", "$4.99", "$1.20", "Buy")), drift);
    let ids = ["$4.99", "$5.99"].map(|price| events(&cart("", price, "$1.20", "Buy"))[0].id);
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn another_node_and_another_field_are_another_drift() {
    let tea = modified(&cart("", "$4.99", "$1.20", "Buy"));
    assert_ne!(modified(&cart("", "$3.99", "$4.99", "Buy")), tea);
    let renamed = modified(&cart("", "$3.99", "$1.20", "Buy it"));
    assert_ne!(renamed, tea);
    let disabled = cart("", "$3.99", "$1.20", "Buy").replace("\"Buy\"", "\"Buy\" {disabled}");
    assert_ne!(modified(&disabled), renamed);
}

#[test]
fn every_event_has_a_fingerprint_of_its_own_kind() {
    let screen = "main \"Cart\"\n  heading \"Your cart\"\n  list \"Items\"\n    listitem \"Milk\"\n      text \"$9\"\n  \
                  dialog \"Wait\"\n    text \"A gift\"\n  text \"Delivered tomorrow\"\n  button \"Back\"\n";
    let events = events(screen);
    assert!(events.len() >= 3, "{events:#?}");
    let mut prints: Vec<Fingerprint> = events.iter().map(|event| event.fingerprint).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), events.len(), "{events:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_price_and_nothing_before_it_makes_another_drift(
        price in "\\$[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\\.[0-9]{2})?",
        n_before in 0_usize..4,
    ) {
        prop_assume!(price != "$3.99");
        let before: String = (0..n_before).map(|n| format!("  text \"News {n}\"\n")).collect();
        let expected = modified(&cart("", "$4.99", "$1.20", "Buy"));
        prop_assert_eq!(modified(&cart(&before, &price, "$1.20", "Buy")), expected);
        prop_assert_ne!(modified(&cart(&before, "$3.99", &price.replace("$1.20", "$2"), "Buy")), expected);
    }
}
