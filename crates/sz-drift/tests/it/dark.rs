//! Dark patterns: what each detector says of a small screen, and what it leaves alone.

use sz_drift::{
    DarkPattern, DriftEvent, DriftKind, Policy, Scene, Severity, UnknownScene, judge_screen,
    judge_unknown,
};
use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};
use sz_tree::Tree;

/// What is told of a screen whose template has this baseline, or that no template knows.
pub(crate) fn judge(template: Option<&str>, captured: &Tree, policy: &Policy) -> Vec<DriftEvent> {
    let profile = Profile::built_in();
    let templates = template.map(|text| Template::parse(text).unwrap_or_else(|e| panic!("{e:#?}")));
    let templates = TemplateSet::new(templates, &profile);
    let observation = Observation::new(captured, &profile);
    match templates.best_match(&observation, None) {
        Match::Known(candidate) => {
            let scene = Scene {
                templates: &templates,
                candidate: &candidate,
                observation: &observation,
                captured,
                app: None,
            };
            judge_screen(&scene, policy).events
        }
        Match::Unknown(_) => {
            assert!(template.is_none(), "the screen is not recognised");
            let scene =
                UnknownScene { nearest: None, observation: &observation, captured, app: None };
            judge_unknown(&scene, policy).events
        }
    }
}

fn with_baseline(baseline: &str) -> String {
    let lines: String =
        baseline.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    format!("screen_id: checkout\nthreshold: 0.1\nbaseline: |\n{lines}")
}

/// The dark patterns of a screen against a baseline.
#[track_caller]
fn check(baseline: &str, screen: &str, expected: &[&str]) {
    let events =
        judge(Some(&with_baseline(baseline)), &sz_testkit::tree(screen), &Policy::default());
    assert_eq!(shown(&events), expected);
}

/// The dark patterns of a screen that no template knows.
#[track_caller]
fn check_unknown(screen: &str, expected: &[&str]) {
    let events = judge(None, &sz_testkit::tree(screen), &Policy::default());
    assert_eq!(shown(&events), expected);
}

/// Pattern, change, path and explanation of each manipulative event.
pub(crate) fn shown(events: &[DriftEvent]) -> Vec<String> {
    let show = |event: &DriftEvent| {
        let pattern = event.pattern.expect("a manipulative event has a pattern");
        assert_eq!(event.rule, format!("dark.{pattern}"));
        assert!(event.selector.is_some() || event.path.is_none());
        let path = event.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{pattern} {} {path} {}", event.change, event.explanation)
    };
    let dark = events.iter().filter(|event| event.kind == DriftKind::Manipulative);
    assert!(events.iter().all(|it| it.kind == DriftKind::Manipulative || it.pattern.is_none()));
    dark.map(show).collect()
}

const OFFER: &str = r#"
- main "Offer":
  - heading "Premium"
  - checkbox "Send me the newsletter"
  - checkbox "Do not share my data" [checked]
  - checkbox "Dark mode"
  - button "Accept"
  - button "Decline"
"#;

const OFFER_SCREEN: &str = r#"
main "Offer"
  heading "Premium"
  checkbox "Send me the newsletter" {checkable}
  checkbox "Do not share my data" {checkable, checked}
  checkbox "Dark mode" {checkable}
  button "Accept" @0,0 200x40
  button "Decline" @0,50 200x40
"#;

fn offer_with(old: &str, new: &str) -> String {
    assert!(OFFER_SCREEN.contains(old), "{old}");
    OFFER_SCREEN.replace(old, new)
}

#[test]
fn what_was_approved_is_no_drift() {
    check(OFFER, OFFER_SCREEN, &[]);
    let hurried =
        "- main:\n  - text: Hurry! Only 2 left in stock\n  - checkbox \"Add insurance\" [checked]";
    check(
        hurried,
        "main\n  text \"Hurry! Only 2 left in stock\"\n  checkbox \"Add insurance\" {checkable, checked}",
        &[],
    );
}

#[test]
fn what_consents_and_is_chosen_by_nobody_is_preselection() {
    check(
        OFFER,
        &offer_with("newsletter\" {checkable}", "newsletter\" {checkable, checked}"),
        &[
            r#"preselection modified /1 The checkbox "Send me the newsletter" is chosen before anybody chose it, and consents to messages; this was not in the approved baseline."#,
        ],
    );
    check(
        OFFER,
        &offer_with("data\" {checkable, checked}", "data\" {checkable}"),
        &[
            r#"preselection modified /2 The checkbox "Do not share my data" is no longer chosen, though it protects; this was not in the approved baseline."#,
        ],
    );
    check(OFFER, &offer_with("mode\" {checkable}", "mode\" {checkable, checked}"), &[]);
}

#[test]
fn a_text_cut_into_pieces_or_written_in_odd_letters_still_presses() {
    let in_pieces = offer_with(
        "  button \"Accept\"",
        "  group\n    text \"Hurry! Only\"\n    text \"2\"\n    text \"left in stock\"\n  button \"Accept\"",
    );
    check(
        OFFER,
        &in_pieces,
        &[
            r#"scarcity added /4 The group "Hurry! Only 2 left in stock" says that there is not enough for all ("Only", "2", "left"); this was not in the approved baseline."#,
        ],
    );
    let odd = offer_with("\"Premium\"", "\"Hu\u{200b}rry! Оnly 2 lеft in ｓｔｏｃｋ\"");
    let events = judge(Some(&with_baseline(OFFER)), &sz_testkit::tree(&odd), &Policy::default());
    assert_eq!(events[0].pattern, Some(DarkPattern::Scarcity));
}

#[test]
fn a_pattern_inside_something_new_is_told_beside_it() {
    let screen = offer_with(
        "  button \"Accept\"",
        "  region \"Extras\"\n    checkbox \"Travel insurance $9.99\" {checkable, checked}\n    button \"Details\"\n  button \"Accept\"",
    );
    let events = judge(Some(&with_baseline(OFFER)), &sz_testkit::tree(&screen), &Policy::default());
    let kinds: Vec<_> =
        events.iter().map(|it| (it.kind.as_str(), it.path.as_ref().unwrap().to_string())).collect();
    assert_eq!(kinds, [("layout", "/4".to_owned()), ("manipulative", "/4/0".to_owned())]);
}

#[test]
fn a_no_that_became_a_link_is_less_than_the_yes_beside_it() {
    check(
        OFFER,
        &offer_with("button \"Decline\"", "link \"Decline\""),
        &[
            r#"false_hierarchy modified /5 "Decline" is only a link, no button any more, while "Accept" beside it is one; this was not in the approved baseline."#,
        ],
    );
}

#[test]
fn a_no_that_cannot_be_hit_is_told_though_a_baseline_has_no_sizes() {
    check(
        OFFER,
        &offer_with("@0,50 200x40", "@0,50 20x9"),
        &[
            r#"false_hierarchy present /5 The button "Decline" is only 20 x 9 px beside the 200 x 40 px of "Accept"; this was not in the approved baseline."#,
        ],
    );
    check(
        OFFER,
        &offer_with("@0,50 200x40", "@0,50 0x0"),
        &[
            r#"hidden_information present /5 The button "Decline" covers no pixel, while "Accept" beside it can be pressed; this was not in the approved baseline."#,
        ],
    );
    // Somebody approved a smaller button.
    check(OFFER, &offer_with("@0,50 200x40", "@0,50 90x26"), &[]);
}

#[test]
fn a_no_that_is_hidden_is_said_to_be() {
    check(
        OFFER,
        &offer_with("button \"Decline\"", "button \"Decline\" {hidden}"),
        &[
            r#"hidden_information removed /5 The button "Decline" is hidden, which leaves fewer ways to say no than the approved screen has."#,
        ],
    );
}

const DIALOGS: &str = r#"
- main:
  - dialog "Rate us":
    - button "Yes"
    - button "Not now"
  - list:
    - listitem:
      - text: Milk
      - button "×"
    - listitem:
      - text: Bread
      - button "×"
  - link "Back"
"#;

const DIALOGS_SCREEN: &str = r#"
main
  dialog "Rate us"
    button "Yes"
    button "Not now"
  list
    listitem
      text "Milk"
      button "×"
    listitem
      text "Bread"
      button "×"
  link "Back"
"#;

#[test]
fn a_no_that_went_with_what_it_belongs_to_is_not_missed() {
    check(DIALOGS, DIALOGS_SCREEN, &[]);
    let item = "    listitem\n      text \"Bread\"\n      button \"×\"\n";
    check(DIALOGS, &DIALOGS_SCREEN.replace(item, ""), &[]);
    let dialog = "  dialog \"Rate us\"\n    button \"Yes\"\n    button \"Not now\"\n";
    check(DIALOGS, &DIALOGS_SCREEN.replace(dialog, ""), &[]);
}

#[test]
fn a_no_that_went_with_its_neighbours_is_missed_only_where_the_yes_stayed() {
    let card = "- main:\n  - text: Write a review\n  - button \"Dismiss\"\n  - text: Photos\n  - button \"Yes\"\n";
    check(card, "main\n  text \"Photos\"", &[]);
    let lost = r#"hidden_information removed /1 The button "Dismiss" is gone, which leaves fewer ways to say no than the approved screen has."#;
    check(card, "main\n  text \"Photos\"\n  button \"Yes\"", &[lost]);
}

#[test]
fn another_no_elsewhere_on_the_screen_is_no_replacement() {
    let screen = DIALOGS_SCREEN.replace("    button \"Not now\"\n", "") + "  button \"Close\"\n";
    check(
        DIALOGS,
        &screen,
        &[
            r#"hidden_information removed /0/1 The button "Not now" is gone, which leaves fewer ways to say no than the approved screen has."#,
        ],
    );
}

const CART: &str = r#"
- main "Your cart":
  - list:
    - listitem:
      - text: Lamp
      - text: $20.00
  - spinbutton "Quantity of gift cards": "0"
  - text: Total $20.00
  - button "Pay"
"#;

const CART_SCREEN: &str = r#"
main "Your cart"
  list
    listitem
      text "Lamp"
      text "$20.00"
  spinbutton "Quantity of gift cards" = "0"
  text "Total $20.00"
  button "Pay"
"#;

#[test]
fn fees_and_items_that_nobody_chose_are_sneaked_in() {
    check(CART, CART_SCREEN, &[]);
    let after_lamp = |new: &str| {
        CART_SCREEN
            .replace(
                "      text \"$20.00\"\n",
                &format!("      text \"$20.00\"\n    listitem\n{new}"),
            )
            .replace("Total $20.00", "Total $22.50")
    };
    check(
        CART,
        &after_lamp("      text \"Handling fee\"\n      text \"$2.50\"\n"),
        &[
            r#"hidden_costs added /0/1 "Handling fee $2.50" is charged where no such fee was (2.50); this was not in the approved baseline."#,
        ],
    );
    check(
        CART,
        &after_lamp("      text \"Screen wipes\"\n      text \"$2.50\"\n"),
        &[
            r#"sneak_into_basket added /0/1 "Screen wipes $2.50" is to be paid, and nobody is known to have chosen it; this was not in the approved baseline."#,
        ],
    );
    check(
        CART,
        &CART_SCREEN.replace("\"0\"", "\"1\""),
        &[
            r#"sneak_into_basket modified /1 "Quantity of gift cards" is 1 before anybody chose it; this was not in the approved baseline."#,
        ],
    );
    check(
        CART,
        &CART_SCREEN.replace("Total $20.00", "Total $22.50"),
        &[
            "hidden_costs modified /2 The total rose from Total $20.00 to Total $22.50, and nothing on the screen says why; this was not in the approved baseline.",
        ],
    );
    check(CART, &CART_SCREEN.replace("Total $20.00", "Total $18.00"), &[]);
    let discount = after_lamp("      text \"Discount\"\n      text \"-$2.50\"\n");
    check(CART, &discount.replace("$22.50", "$17.50"), &[]);
}

#[test]
fn a_screen_that_nobody_approved_is_looked_at_as_a_whole() {
    check_unknown(
        r#"
        main
          checkbox "Email me special offers" {checkable, checked}
          checkbox "Remember me" {checkable, checked}
          dialog
            text "Hurry! Only 2 left in stock"
            button "Accept all" @0,0 300x48
            link "No thanks" @100,60 60x16
        "#,
        &[
            r#"preselection present /0 The checkbox "Email me special offers" is chosen before anybody chose it, and consents to messages; there is no approved baseline to compare with."#,
            r#"scarcity present /2/0 The text "Hurry! Only 2 left in stock" says that there is not enough for all ("Only", "2", "left"); there is no approved baseline to compare with."#,
            r#"false_hierarchy present /2/2 The link "No thanks" is only 60 x 16 px beside the 300 x 48 px of "Accept all"; there is no approved baseline to compare with."#,
        ],
    );
    check_unknown("main\n  button \"Accept\" @0,0 90x30\n  button \"Decline\" @0,0 90x30", &[]);
}

#[test]
fn a_template_without_a_baseline_approves_nothing() {
    let screen = sz_testkit::tree("main \"Offer\"\n  text \"Hurry! Only 2 left in stock\"");
    let events =
        judge(Some("screen_id: offer\nrequired_nodes: [Offer]"), &screen, &Policy::default());
    assert_eq!(events[0].pattern, Some(DarkPattern::Scarcity));
    assert_eq!(events[0].screen_id.as_deref(), Some("offer"));
    assert!(events[0].explanation.ends_with("there is no approved baseline to compare with."));
}

#[test]
fn the_policy_switches_patterns_and_says_how_much_they_matter() {
    let screen = sz_testkit::tree(&offer_with("button \"Decline\"", "link \"Decline\""));
    let severities = |policy: &str| {
        let policy = Policy::parse(policy).unwrap_or_else(|fault| panic!("{fault}"));
        let events = judge(Some(&with_baseline(OFFER)), &screen, &policy);
        events.iter().map(|it| (it.kind, it.severity)).collect::<Vec<_>>()
    };
    let dark = DriftKind::Manipulative;
    assert_eq!(severities("{}"), [(dark, Severity::Critical)]);
    assert_eq!(severities("manipulative: warning"), [(dark, Severity::Warning)]);
    assert_eq!(severities("dark_patterns: { false_hierarchy: info }"), [(dark, Severity::Info)]);
    assert_eq!(severities("dark_patterns: { nagging: 'off' }"), [(dark, Severity::Critical)]);
    let off = severities("dark_patterns: { false_hierarchy: 'off' }");
    assert_eq!(off, [(DriftKind::Layout, Severity::Info)]);
}
