//! Which template a screen fits best.

use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};

fn observe(outline: &str) -> Observation {
    Observation::new(&sz_testkit::tree(outline), &Profile::built_in())
}

fn set(templates: &[&str]) -> TemplateSet {
    let parse = |text: &&str| Template::parse(text).expect("a template without fault");
    TemplateSet::new(templates.iter().map(parse), &Profile::built_in())
}

const LOGIN: &str = r#"
form "Sign in"
  heading "Welcome"
  textbox "E-mail"
  button "Sign in"
"#;

/// The screen that is recognised, or `unknown`, and the score of it or of the nearest.
#[track_caller]
fn check(templates: &[&str], screen: &str, expected: &str) {
    let shown = match set(templates).best_match(&observe(screen), None) {
        Match::Known(best) => format!("{} {:.2}", best.template.screen_id(), best.score.get()),
        Match::Unknown(Some(nearest)) => {
            format!("unknown, nearest {} {:.2}", nearest.template.screen_id(), nearest.score.get())
        }
        Match::Unknown(None) => "unknown".to_owned(),
    };
    assert_eq!(shown, expected);
}

#[test]
fn plain_names_and_selectors_are_required_alike() {
    check(&["screen_id: login\nrequired_nodes: [Welcome]"], LOGIN, "login 1.00");
    check(&["screen_id: login\nrequired_nodes: ['button[name=\"Sign in\"]']"], LOGIN, "login 1.00");
    check(&["screen_id: login\nrequired_nodes: ['form > textbox']"], LOGIN, "login 1.00");
    check(
        &["screen_id: login\nrequired_nodes: ['link[name=\"Sign in\"]']"],
        LOGIN,
        "unknown, nearest login 0.00",
    );
}

#[test]
fn an_address_is_required_of_any_node_of_its_role() {
    let page = "document \"Shop\" [url=/cart]\n  link \"Pay\" [url=/pay]";
    let at = |role: &str, url: &str| {
        format!("screen_id: cart\nrequired_nodes: ['{role}[url=\"{url}\"]']")
    };
    check(&[&at("document", "/cart")], page, "cart 1.00");
    check(&[&at("link", "/pay")], page, "cart 1.00");
    check(&[&at("document", "/pay")], page, "unknown, nearest cart 0.00");
    check(&[&at("document", "/cart/2")], page, "unknown, nearest cart 0.00");
    let page_of_text = "document \"/cart\"\n  text \"/cart\"";
    check(&[&at("document", "/cart")], page_of_text, "unknown, nearest cart 0.00");
}

#[test]
fn a_plain_name_is_also_an_id() {
    let screen = "window \"Offer\"\n  text \"$5\" [id=payout_label]";
    check(&["screen_id: offer\nrequired_nodes: [payout_label]"], screen, "offer 1.00");
}

#[test]
fn a_plain_name_of_a_role_is_that_role_too() {
    check(&["screen_id: login\nrequired_nodes: [textbox]"], LOGIN, "login 1.00");
    check(&["screen_id: login\nrequired_nodes: [dialog]"], LOGIN, "unknown, nearest login 0.00");
}

#[test]
fn only_given_evidence_counts() {
    let half = "screen_id: login\nrequired_nodes: [Welcome, Goodbye]\nthreshold: 0.5";
    check(&[half], LOGIN, "login 0.50");
    let with_roles = "screen_id: login\nrequired_nodes: [Welcome, Goodbye]\nexpected_roles: [form]";
    check(&[with_roles], LOGIN, "unknown, nearest login 0.67");
}

#[test]
fn depth_and_count_stand_in_where_there_is_no_other_shape() {
    check(&["screen_id: a\ndepth: 2\nnode_count: 4"], LOGIN, "a 1.00");
    check(&["screen_id: a\ndepth: 2\nnode_count: 8\nthreshold: 0.7"], LOGIN, "a 0.75");
}

#[test]
fn a_forbidden_node_makes_the_score_zero() {
    let template = "screen_id: login\nrequired_nodes: [Welcome]\nforbidden_nodes: ['textbox']";
    check(&[template], LOGIN, "unknown, nearest login 0.00");
}

#[test]
fn a_template_without_evidence_wins_only_when_nothing_else_passes() {
    let known = "screen_id: login\nrequired_nodes: [Welcome]";
    check(&["screen_id: anything", known], LOGIN, "login 1.00");
    check(&["screen_id: anything", known], "form \"Else\"", "anything 0.00");
    check(&[], LOGIN, "unknown");
}

#[test]
fn of_equals_the_one_with_more_evidence_wins_then_the_first_by_name() {
    let little = "screen_id: a\nrequired_nodes: [Welcome]";
    let more = "screen_id: b\nrequired_nodes: [Welcome, E-mail]";
    check(&[little, more], LOGIN, "b 1.00");
    check(&["screen_id: z\nrequired_nodes: [Welcome]", little], LOGIN, "a 1.00");
}

#[test]
fn of_equals_the_template_of_the_same_application_wins() {
    let set = set(&[
        "screen_id: login\nrequired_nodes: [Welcome, E-mail]\nmetadata: { app: shop }",
        "screen_id: login\nrequired_nodes: [Welcome]\nmetadata: { app: mail }",
    ]);
    let Match::Known(best) = set.best_match(&observe(LOGIN), Some("mail")) else {
        panic!("unknown")
    };
    assert_eq!(best.template.metadata().app(), Some("mail"));
}
