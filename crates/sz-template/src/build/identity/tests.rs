use sz_noise::Profile;
use sz_testkit::tree;

use super::*;

fn observe(outline: &str) -> Observation {
    Observation::new(&tree(outline), &Profile::built_in())
}

/// What is required of a screen with these samples beside others.
#[track_caller]
fn check(samples: &[&str], others: &[(f64, &str)], expected: &[&str]) {
    let samples: Vec<Observation> = samples.iter().map(|it| observe(it)).collect();
    let samples: Vec<&Observation> = samples.iter().collect();
    let others: Vec<(f64, Observation)> =
        others.iter().map(|(likeness, outline)| (*likeness, observe(outline))).collect();
    let facts: Vec<_> = others.iter().map(|(_, other)| facts(other.kept())).collect();
    let lists: Vec<Vec<&Observation>> = others.iter().map(|(_, other)| vec![other]).collect();
    let neighbours: Vec<Neighbour<'_>> = (others.iter().zip(&facts).zip(&lists))
        .map(|(((likeness, _), facts), samples)| Neighbour { likeness: *likeness, facts, samples })
        .collect();
    assert_eq!(required(&samples, &[], &neighbours), expected);
}

const FORM: &str =
    "form \"Pay\"\n  heading \"Card\"\n  text \"$12.50\"\n  button \"Pay now\"\n  button \"Back\"";

#[test]
fn what_varies_between_samples_is_not_required() {
    let other = FORM.replace("Card", "Voucher").replace("$12.50", "$3.00");
    check(
        &[FORM, &other],
        &[],
        &["form[name=\"Pay\"]", "button[name=\"Back\"]", "button[name=\"Pay now\"]"],
    );
}

#[test]
fn what_a_look_alike_has_too_is_not_required() {
    let other = FORM.replace("\"Card\"", "\"Voucher\"");
    check(&[FORM], &[(0.95, &other)], &["heading[name=\"Card\"]"]);
}

#[test]
fn where_names_do_not_tell_a_state_does() {
    let tabs = |general: &str, privacy: &str| {
        format!(
            "window \"Settings\"\n  tablist\n    tab \"General\"{general}\n    tab \"Privacy\"{privacy}"
        )
    };
    let (general, privacy) = (tabs(" {selected}", ""), tabs("", " {selected}"));
    let samples = [observe(&general)];
    let other = observe(&privacy);
    let (facts, list) = (facts(other.kept()), [&other]);
    let neighbour = Neighbour { likeness: 1.0, facts: &facts, samples: &list };
    let required = required(&[&samples[0]], &[], &[neighbour]);
    assert!(required.contains(&"tab[name=\"General\"]:selected".to_owned()), "{required:?}");
}

#[test]
fn a_screen_without_names_requires_nothing() {
    check(&["main\n  list\n    listitem"], &[], &[]);
    assert_eq!(required_of(&tree("main\n  button")), Vec::<String>::new());
}
