//! Captures against baselines.

use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};

/// The edits between a baseline and a screen, as `+added -removed ~modified >moved`.
#[track_caller]
fn check(template: &str, screen: &str, expected: &str) {
    let profile = Profile::built_in();
    let template = format!("screen_id: s\nthreshold: 0\nbaseline: |\n{template}");
    let template = Template::parse(&template).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let set = TemplateSet::new([template], &profile);
    let observation = Observation::new(&sz_testkit::tree(screen), &profile);
    let Match::Known(found) = set.best_match(&observation, None) else { panic!("threshold is 0") };
    let diff = set.compare(&found, &observation).expect("there is a baseline").diff;
    let counts = [
        ("+", diff.added.len()),
        ("-", diff.removed.len()),
        ("~", diff.modified.len()),
        (">", diff.moved.len()),
    ];
    let shown: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(sign, count)| format!("{sign}{count}"))
        .collect();
    assert_eq!(shown.join(" "), expected);
}

const OFFER: &str = "  - group \"offer\":\n    - text: /\\$\\d+\\.\\d{2}/\n    - button \"Accept\"\n    - button \"Decline\"\n";

#[test]
fn a_pattern_takes_every_text_it_fits() {
    let screen = |price: &str| {
        format!("group \"offer\"\n  text \"{price}\"\n  button \"Accept\"\n  button \"Decline\"")
    };
    check(OFFER, &screen("$5.00"), "");
    check(OFFER, &screen("$1234.99"), "");
    check(OFFER, &screen("free"), "~1");
}

#[test]
fn a_node_that_is_gone_is_removed() {
    check(OFFER, "group \"offer\"\n  text \"$5.00\"\n  button \"Accept\"", "-1");
}

#[test]
fn a_state_that_is_not_written_is_off() {
    let baseline = "  - checkbox \"Newsletter\"\n";
    check(baseline, "checkbox \"Newsletter\" {checkable}", "");
    check(baseline, "checkbox \"Newsletter\" {checkable, checked}", "~1");
    check(baseline, "checkbox \"Newsletter\" {disabled}", "~1");
    check(
        "  - checkbox \"Newsletter\" [checked]\n",
        "checkbox \"Newsletter\" {checkable, checked}",
        "",
    );
}

#[test]
fn more_children_are_new_unless_the_baseline_accepts_them() {
    let screen = "list \"Mail\"\n  listitem \"One\"\n  listitem \"Two\"";
    check("  - list \"Mail\":\n    - listitem \"One\"\n", screen, "+1");
    check("  - list \"Mail\":\n    - /children: contain\n    - listitem \"One\"\n", screen, "");
}

#[test]
fn a_baseline_of_a_part_starts_where_the_part_is() {
    let screen =
        "document \"Page\"\n  banner\n    link \"Home\"\n  form \"Sign in\"\n    button \"Go\"";
    check("  - form \"Sign in\":\n    - button \"Go\"\n", screen, "");
    check("  - form \"Sign in\":\n    - button \"Stop\"\n", screen, "~1");
}

#[test]
fn noise_rules_of_the_template_apply_to_both_sides() {
    let baseline = "  - main \"Page\":\n    - text: 5 min\nnoise: [ { mask: text, fields: [name], pattern: '\\d+ min', with: '<minutes>' } ]\n";
    check(baseline, "main \"Page\"\n  text \"17 min\"", "");
    check(baseline, "main \"Page\"\n  text \"17 hours\"", "~1");
}

#[test]
fn a_pattern_of_an_address_is_checked() {
    let baseline = "  - link \"Product\":\n    - /url: /^\\/p\\/\\d+$/\n";
    check(baseline, "link \"Product\" [url=\"/p/17\"]", "");
    check(baseline, "link \"Product\" [url=\"https://evil.example/p/17\"]", "~1");
    check(baseline, "link \"Product\"", "~1");
}

#[test]
fn a_list_that_may_grow_does_not_make_a_screen_more_like_its_baseline() {
    let template = "screen_id: s\nthreshold: 0\nbaseline: |\n  - main:\n    - button \"Filters\"\n    - list \"Mail\":\n      - /children: contain\n      - listitem \"a\"\n";
    let profile = Profile::built_in();
    let similarity = |items: usize| {
        let items: String = (0..items).map(|_| "\n    listitem \"a\"").collect();
        let screen = format!("main\n  list \"Mail\"{items}");
        let set = TemplateSet::new([Template::parse(template).unwrap()], &profile);
        let observation = Observation::new(&sz_testkit::tree(&screen), &profile);
        let Match::Known(found) = set.best_match(&observation, None) else {
            panic!("threshold is 0")
        };
        set.compare(&found, &observation).expect("there is a baseline").diff.similarity
    };
    assert!((similarity(1) - similarity(60)).abs() < 1e-12, "{} {}", similarity(1), similarity(60));
}

#[test]
fn around_a_baseline_of_the_whole_screen_nothing_goes_unseen() {
    let part = "  - form \"Sign in\":\n    - button \"Go\"\n";
    let whole = format!("{part}node_count: 2\n");
    let screen = "window \"App\"\n  form \"Sign in\"\n    button \"Go\"\n  dialog \"Pay\"\n    button \"Pay now\"";
    check(part, screen, "");
    check(&whole, screen, "+3");
}
