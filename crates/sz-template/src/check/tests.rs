use super::*;

const LOGIN: &str = "screen_id: login\nrequired_nodes: ['button[name=\"Sign in\"]', E-mail, Help]\n\
                     forbidden_nodes: [alert]\nexpected_roles: [form, link]\nthreshold: 0.7\n";
const RESET: &str = "screen_id: reset\nmetadata: {app: shop}\nrequired_nodes: [Send]\n";

/// The recognition on a screen and the reasons for it.
#[track_caller]
fn check(screen: &str, recognition: &str, reasons: &[&str]) {
    let profile = Profile::built_in();
    let templates = [LOGIN, RESET]
        .map(|text| Template::parse(text).unwrap_or_else(|faults| panic!("{faults:#?}")));
    let set = TemplateSet::new(templates.clone(), &profile);
    let observation = Observation::new(&sz_testkit::tree(screen), &profile);
    let best = set.best_match(&observation, None);
    let checked = TemplateCheck::new(&templates[0], &profile).judge(&observation, &best);
    assert_eq!(
        (checked.recognition.as_str(), checked.reasons()),
        (recognition, reasons.iter().map(|&it| it.to_owned()).collect())
    );
}

#[test]
fn a_screen_that_fits_needs_no_reason() {
    check("form\n  textbox \"E-mail\"\n  button \"Sign in\"\n  link \"Help\"", "recognised", &[]);
    check("form\n  textbox \"E-mail\"\n  button \"Sign in\"\n  link \"FAQ\"", "recognised", &[]);
}

#[test]
fn a_screen_that_does_not_fit_is_told_what_is_missing() {
    check(
        "form\n  button \"Sign in\"",
        "too_low",
        &[
            "scores 0.389 and needs 0.700",
            "2 of 3 required nodes missing: `E-mail`, `Help`",
            "roles missing: `link`",
        ],
    );
}

#[test]
fn a_forbidden_node_is_named() {
    check(
        "form\n  alert \"Locked\"\n  textbox \"E-mail\"\n  button \"Sign in\"\n  link \"Help\"",
        "forbidden",
        &["forbidden and there: `alert`"],
    );
}

#[test]
fn a_better_template_is_named() {
    check(
        "form\n  textbox \"E-mail\"\n  button \"Sign in\"\n  link \"FAQ\"\n  button \"Send\"",
        "outscored",
        &[
            "`reset` of shop (1.000) fits better than 0.778",
            "1 of 3 required nodes missing: `Help`",
        ],
    );
    check(
        "form\n  button \"Send\"\n  link \"x\"",
        "too_low",
        &[
            "scores 0.333 and needs 0.700",
            "3 of 3 required nodes missing: `button[name=\"Sign in\"]`, `E-mail`, `Help`",
            "recognised as `reset` of shop (1.000)",
        ],
    );
}

#[test]
fn long_lists_are_cut() {
    let texts: Vec<String> = (0..7).map(|n| n.to_string()).collect();
    assert_eq!(list(&texts).as_deref(), Some("`0`, `1`, `2`, `3`, `4` and 2 more"));
}
