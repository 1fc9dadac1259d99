//! Captures against baselines.

use proptest::{collection::vec, prelude::*, sample::Index};
use sz_formats::{
    AriaField, AriaSnapshotBuilder, ChildOrder, ChildrenMode, Occurrence, write_aria_snapshot,
};
use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};
use sz_testkit::arb_screen;
use sz_tree::{NodeId, Tree};

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

const MAIL: &str = r#"
  - main "Inbox":
    - list "Mail":
      - listitem:
        - /repeat: true
        - checkbox /^Select /
        - text "New":
          - /optional: true
        - text: /^\d+ min ago$/
    - navigation:
      - /order: free
      - link "Drafts"
      - link /^Sent/
"#;

/// A mail program with these items, and these links.
fn mail(items: &[&str], links: &[&str]) -> String {
    let mut screen = String::from("main \"Inbox\"\n  list \"Mail\"\n");
    for item in items {
        screen.push_str("    listitem\n");
        for node in item.split("; ") {
            screen.push_str(&format!("      {node}\n"));
        }
    }
    screen.push_str("  navigation\n");
    for link in links {
        screen.push_str(&format!("    link \"{link}\"\n"));
    }
    screen
}

const OLD: &str = "checkbox \"Select Ada\"; text \"5 min ago\"";
const NEW: &str = "checkbox \"Select Bob\"; text \"New\"; text \"17 min ago\"";

#[test]
fn a_baseline_says_what_may_repeat_be_absent_or_stand_elsewhere() {
    let links = ["Drafts", "Sent"];
    check(MAIL, &mail(&[OLD], &links), "");
    check(MAIL, &mail(&[NEW, OLD, OLD, NEW], &links), "");
    check(MAIL, &mail(&[NEW; 500], &["Sent (3)", "Drafts"]), "");
    check(MAIL, &mail(&[], &links), "-3");
    check(MAIL, &mail(&[OLD], &["Drafts"]), "-1");
    check(MAIL, &mail(&[OLD], &["Drafts", "Sent", "Spam"]), "+1");
    check(MAIL, &mail(&[OLD], &["Spam", "Drafts"]), "~1");
}

#[test]
fn nothing_hides_in_a_list_that_may_repeat() {
    let with = |item: &str, expected| {
        let mut items = vec![OLD; 200];
        items[90] = item;
        items[150] = NEW;
        check(MAIL, &mail(&items, &["Drafts", "Sent"]), expected);
    };
    with("checkbox \"Select Eve\"; text \"5 min ago\"; button \"Pay now\"", "+1");
    with("checkbox \"Select Eve\"; text \"just now\"", "~1");
    with("checkbox \"Select Eve\" {checkable, checked}; text \"5 min ago\"", "~1");
    with("text \"5 min ago\"; checkbox \"Select Eve\"", ">1");
    with("text \"5 min ago\"", "-1");
    with("checkbox \"Select Eve\"; text \"Newest\"; text \"5 min ago\"", "~1");
    with("link \"Advertisement\"", "+1 -2");
}

#[test]
fn marks_at_the_top_are_about_the_nodes_there() {
    let screen = |nodes: &str| format!("document \"Page\"\n{nodes}");
    let baseline =
        "  - /order: free\n  - banner\n  - alert:\n    - /optional: true\n  - main \"A\"\n";
    check(baseline, &screen("  main \"A\"\n  banner"), "");
    check(baseline, &screen("  alert\n  main \"A\"\n  banner"), "");
    check(baseline, &screen("  banner"), "-1");
    check(baseline, &screen("  main \"A\"\n  banner\n  dialog \"Pay\""), "+1");
}

#[test]
fn a_part_is_found_by_the_pattern_of_its_name() {
    let screen = "document \"Page\"\n  group \"Stops\"\n    button \"Go\"\n  group \"Offer 17\"\n    button \"Accept\"";
    check("  - group /^Offer \\d+$/:\n    - button \"Accept\"\n", screen, "");
}

/// The tree on which Playwright's own matcher was tried.
const PAGE: &str = r#"
document "Page"
  banner
    heading "Title 1" [level=1]
    link "Docs" [url=/docs/]
  list "L"
    listitem
      text "One"
    listitem
      text "Two"
      list
        listitem
          text "2.1"
        listitem
          text "2.2"
    listitem
      text "Three"
  button "Go"
"#;

/// What Playwright answers to a snapshot, and what we do.
#[track_caller]
fn check_both(snapshot: &str, does_playwright_match: bool, expected: &str, why: &str) {
    let indented: String = snapshot.lines().map(|line| format!("  {line}\n")).collect();
    assert_eq!(does_playwright_match == expected.is_empty(), why.is_empty(), "{snapshot}");
    check(&indented, PAGE, expected);
}

#[test]
fn what_playwright_answers_and_what_we_do() {
    let company = "what is not listed is new";
    let one_three = "list \"L\":\n  - listitem: One\n  - listitem: Three";
    check_both(&format!("- {one_three}"), true, "+7", company);
    let mode = |mode: &str, items: &str| format!("- list \"L\":\n  - /children: {mode}\n{items}");
    let bare = "  - listitem\n  - listitem\n  - listitem";
    check_both(&mode("contain", "  - listitem: One\n  - listitem: Three"), true, "", "");
    check_both(&mode("contain", "  - listitem: Three\n  - listitem: One"), false, ">1", "");
    check_both(&mode("equal", "  - listitem: One\n  - listitem: Three"), false, "+7", "");
    check_both(&mode("equal", bare), true, "+8", "a node without children has none");
    check_both(&mode("deep-equal", bare), false, "+8", "");

    let heading = |name: &str| format!("- heading {name} [level=1]");
    check_both(&heading("/title/"), false, "~1", "");
    check_both(&heading("/Title/"), true, "", "");
    check_both(&heading("/^Title \\d$/"), true, "", "");
    check_both(&heading("\"Title\""), false, "~1", "");
    check_both(&heading("\"\""), true, "~1", "a node without a name has none");

    let link = |rest: &str| format!("- link \"Docs\"{rest}");
    check_both(&link(":\n  - /url: /docs/"), true, "", "");
    check_both(&link(":\n  - /url: /^.docs.$/"), true, "", "");
    check_both(&link(":\n  - /url: docs"), false, "~1", "");
    check_both(&link(" [disabled=false]"), false, "", "what cannot be disabled is not");
    check_both(
        &link(":\n  - /placeholder: zzz"),
        true,
        "~1",
        "a placeholder that is written is compared",
    );
    check_both("- button \"Go\" [disabled=false]", true, "", "");
    check_both("- button \"Go\" [disabled]", false, "~1", "");
    check_both("- button \"Go\" [active]", true, "", "");

    check_both("- banner:\n  - link \"Docs\"\n- button \"Go\"", true, "+13", company);
    let among = "- /children: contain\n- banner:\n  - /children: contain\n  - link \"Docs\"\n- button \"Go\"";
    check_both(among, true, "", "");
    check_both("- /children: equal\n- banner\n- button \"Go\"", false, "+14", "");
    check_both("- list:\n  - listitem: \"2.1\"", true, "+2", company);
    let somewhere = "a baseline is held against one place, the first that is called so";
    check_both("- listitem:\n  - text: Three", true, "~1", somewhere);
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

/// A template whose baseline is this screen, with marks at random places.
fn marked(view: &Tree, marks: &[(Index, u8)]) -> Template {
    let mut builder = AriaSnapshotBuilder::new(view);
    for (place, mark) in marks {
        let node = NodeId::new(u32::try_from(place.index(view.len())).expect("a small tree"));
        match mark {
            0 => builder.occurrence(node, Occurrence::Optional),
            1 => builder.occurrence(node, Occurrence::Repeated),
            2 => builder.occurrence(node, Occurrence::AnyNumber),
            3 => builder.order(node, ChildOrder::Free),
            4 => builder.children(node, ChildrenMode::Contain),
            5 => builder.children(node, ChildrenMode::DeepEqual),
            _ => builder.pattern(node, AriaField::Name, ".*"),
        };
    }
    let snapshot = builder.build().unwrap_or_else(|errors| panic!("{errors:#?}"));
    let baseline: String =
        write_aria_snapshot(&snapshot).lines().map(|line| format!("  {line}\n")).collect();
    let nodes = view.len();
    let text = format!("screen_id: s\nthreshold: 0\nnode_count: {nodes}\nbaseline: |\n{baseline}");
    Template::parse(&text).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_a_baseline_leaves_open_it_accepts_the_screen_it_was_made_of(
        screen in arb_screen(24),
        marks in vec((any::<Index>(), 0..7_u8), 0..12),
    ) {
        let profile = Profile::built_in();
        let observation = Observation::new(&screen, &profile);
        let set = TemplateSet::new([marked(observation.view(), &marks)], &profile);
        let Match::Known(found) = set.best_match(&observation, None) else { panic!("threshold is 0") };
        let diff = set.compare(&found, &observation).expect("there is a baseline").diff;
        prop_assert!(diff.is_empty(), "{:#?}", diff);
    }
}
