//! Looseness is claimed by templates and shown by the engine.

use proptest::prelude::*;
use sz_core::tree::{AriaRole, TreeBuilder};
use sz_core::{
    BuildOptions, Engine, Observation, Profile, Report, ScreenId, Template, Tree, build_template,
    template::{Looseness, UnseenChange, looseness},
};
use sz_testkit::{Variety, edited, made_screen};

fn engine(text: &str) -> Engine {
    let template = Template::parse(text).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}"));
    Engine::builder().templates([template]).build()
}

fn loose(text: &str) -> Looseness {
    looseness(text, &Profile::built_in()).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}"))
}

fn is_clean(report: &Report) -> bool {
    report.matched.screen_id.is_some() && report.drift.is_empty()
}

/// Makes every change that the template is said not to notice, and gives back the kinds of those it did not.
#[track_caller]
fn check_claims(text: &str) -> Vec<&'static str> {
    let (engine, loose) = (engine(text), loose(text));
    let template = engine.templates().templates().next().unwrap();
    let Some(screen) = template.exemplar() else { return Vec::new() };
    assert!(is_clean(&engine.inspect(&screen)), "the screen does not fit:\n{text}");
    let mut shown = Vec::new();
    for end in &loose.ends {
        let Some(change) = &end.change else { continue };
        let changed = change.apply(&screen).unwrap_or_else(|| panic!("{change:?} of\n{text}"));
        assert_ne!(changed, screen, "{change:?} changes nothing");
        let report = engine.inspect(&changed);
        assert!(is_clean(&report), "{end:#?} is noticed:\n{:#?}\n{text}", report.drift);
        shown.push(end.kind.as_str());
    }
    shown
}

/// A template of a whole screen that is large enough to be known by the rest when one thing changes.
fn with(baseline: &str, more: &str) -> String {
    let rest: String = (0..12).map(|n| format!("      - listitem \"row {n}\"\n")).collect();
    format!(
        "screen_id: s\nnode_count: 20\nrequired_nodes: ['heading[name=\"Pay\"]']\nbaseline: |\n  - main:\n    \
         - heading \"Pay\"\n    - list \"rows\":\n{rest}{baseline}{more}"
    )
}

#[test]
fn every_kind_of_change_that_is_claimed_goes_unseen() {
    #[track_caller]
    fn check(baseline: &str, more: &str, kind: &str) {
        assert_eq!(check_claims(&with(baseline, more)), [kind]);
    }
    check("    - text: /.*/\n", "", "any_text");
    check("    - text: /\\d+ min/\n", "", "text_around");
    check("    - text: /^\\$\\d+$/\n", "", "varying_text");
    check("    - textbox \"Code\": /^[0-9]*$/\n", "", "empty_text");
    check("    - link /^(Help|Support)$/:\n      - /url: /help\n", "", "varying_text");
    check("    - link \"Help\":\n      - /url: /^https:\\/\\/shop\\.example/\n", "", "text_around");
    check("    - link \"Help\"\n", "", "untold_address");
    check("    - group:\n      - /children: contain\n      - button \"a\"\n", "", "more_children");
    check("    - button \"Tip\":\n      - /optional: \"true\"\n", "", "optional");
    check(
        "    - group \"card\":\n      - /repeat: \"true\"\n      - button \"Buy\"\n",
        "",
        "repeat",
    );
    check(
        "    - group:\n      - /order: free\n      - button \"Yes\"\n      - button \"No\"\n",
        "",
        "any_order",
    );
    check("", "noise: [{drop: button}]\n", "noise_rule");
    check(
        "    - text: 5 min\n",
        "noise: [{mask: text, fields: [name], pattern: '\\d+', with: N}]\n",
        "noise_rule",
    );
    check("    - button \"OK\"\n", "noise: [{ignore: button, fields: [name]}]\n", "noise_rule");
    check(
        "    - group \"card\":\n      - button \"OK\"\n",
        "noise: [{hoist: group}]\n",
        "noise_rule",
    );
    let part = with("", "").replace("node_count: 20\n", "threshold: 0.3\n");
    assert_eq!(check_claims(&part), ["partial_baseline"]);
}

#[test]
fn what_is_noticed_is_not_claimed() {
    // A required node is missed, though the baseline lets it go.
    let text = with("    - button \"Tip\":\n      - /optional: \"true\"\n", "");
    assert_eq!(check_claims(&text.replace("\"Pay\"]'", "\"Pay\"]', Tip")), Vec::<&str>::new());
    // The template of two nodes does not know its screen any more with a third.
    let tiny =
        "screen_id: s\nbaseline: |\n  - main:\n    - /children: contain\n    - heading \"a\"\n";
    assert_eq!(check_claims(tiny), Vec::<&str>::new());
}

#[test]
fn without_a_baseline_everything_else_goes_unseen() {
    let text = "screen_id: s\nrequired_nodes: ['heading[name=\"Pay\"]']\n";
    assert_eq!(loose(text).ends[0].kind.as_str(), "no_baseline");
    let screen =
        |more: &str| sz_testkit::tree(&format!("main\n  heading \"Pay\"\n  text \"$5\"{more}"));
    for more in ["", "\n  dialog \"Pay $99\"\n    button \"Yes\"", "\n  button \"Unsubscribe\""] {
        assert!(is_clean(&engine(text).inspect(&screen(more))), "{more}");
    }
}

#[test]
fn as_many_required_nodes_as_said_may_be_missing_and_no_more() {
    for threshold in ["0.3", "0.5", "0.6", "0.7", "0.8", "0.9", "1"] {
        for evidence in
            ["", "expected_roles: [main]\n", "depth: 2\n", "depth: 2\nexpected_roles: [main]\n"]
        {
            let text = format!(
                "screen_id: s\nthreshold: {threshold}\nrequired_nodes: [a, b, c, d, e]\n{evidence}"
            );
            let tolerated = loose(&text).missing_tolerated.unwrap();
            for missing in 0..=5 {
                let names = ["a", "b", "c", "d", "e", ""];
                let rows: String = names
                    .iter()
                    .skip(missing)
                    .map(|name| format!("\n  button \"{name}\""))
                    .collect();
                let report = engine(&text).inspect(&sz_testkit::tree(&format!("main{rows}")));
                let is_known = report.matched.screen_id.is_some();
                assert_eq!(is_known, missing <= tolerated, "{missing} missing of\n{text}");
                // A screen that is known with nodes missing is reported.
                assert_eq!(is_known && missing > 0, is_known && !report.drift.is_empty(), "{text}");
            }
        }
    }
}

#[test]
fn the_templates_of_the_fixtures_claim_what_is_so() {
    let mut shown = 0;
    for folder in ["desktop", "legacy", "web"] {
        for file in sz_testkit::fixture_files(format!("templates/{folder}")) {
            let text = sz_testkit::fixture_text(&file);
            // Some are known by nodes that their baselines leave out.
            let screen = Template::parse(&text).unwrap().exemplar().unwrap();
            let fits = is_clean(&engine(&text).inspect(&screen));
            shown += if fits { check_claims(&text).len() } else { 0 };
        }
    }
    assert!(shown > 20, "{shown}");
}

/// The template that is built from one capture.
fn built(tree: &Tree) -> String {
    let options = BuildOptions {
        screen_id: ScreenId::new("screen").unwrap(),
        app: None,
        description: None,
        source: None,
    };
    build_template(&[&Observation::new(tree, &Profile::built_in())], &options).unwrap()
}

/// The screen with an address for each link that has none.
fn with_addresses(screen: &Tree) -> Tree {
    let mut builder = TreeBuilder::deriving(screen);
    let copied = builder.copy_subtree(screen.root(), |builder, node| {
        builder.open_copy(node)?;
        let is_untold = node.role() == AriaRole::Link && node.attribute("url").is_none();
        if is_untold { builder.attribute("url", "/somewhere") } else { Ok(()) }
    });
    copied.and_then(|()| builder.finish()).unwrap()
}

#[test]
fn a_template_without_a_loose_end_notices_every_single_edit() {
    let (mut strict, mut edits) = (0, 0);
    for seed in 0..16 {
        let variety = if seed % 2 == 0 { Variety::Varied } else { Variety::Repetitive };
        let nodes = 60 + 10 * usize::try_from(seed).unwrap();
        let screen = with_addresses(&made_screen(nodes, variety, seed));
        let text = built(&screen);
        if !loose(&text).ends.is_empty() {
            continue;
        }
        strict += 1;
        let engine = engine(&text);
        assert!(is_clean(&engine.inspect(&screen)));
        for edit_seed in 0..50 {
            let changed = edited(&screen, 1, edit_seed).tree;
            // An edit of noise, or one that swaps equals, leaves the screen as it was.
            let is_same = engine.observe(&changed).view() == engine.observe(&screen).view();
            if is_same {
                continue;
            }
            edits += 1;
            assert!(
                !is_clean(&engine.inspect(&changed)),
                "edit {edit_seed} of screen {seed} goes unseen:\n{text}"
            );
        }
    }
    assert!(strict >= 14 && edits > 500, "{strict} templates without a loose end, {edits} edits");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Whatever marks and patterns a baseline has, what is claimed to go unseen does.
    #[test]
    fn claims_hold(
        tree in sz_testkit::arb_screen(24),
        loosened in proptest::collection::vec((0_usize..24, 0_u8..5), 0..5),
        is_whole in any::<bool>(),
    ) {
        use sz_core::formats::{AriaField, AriaSnapshotBuilder, ChildOrder, ChildrenMode, Occurrence, write_aria_snapshot};
        let observation = Observation::new(&tree, &Profile::built_in());
        let mut builder = AriaSnapshotBuilder::new(observation.view());
        for (at, how) in loosened {
            let ids: Vec<_> = builder.tree().nodes().map(sz_core::Node::id).collect();
            let id = ids[at % ids.len()];
            let has_name = builder.tree().node(id).is_some_and(|node| !node.name().is_empty());
            match how {
                0 => builder.children(id, ChildrenMode::Contain),
                1 => builder.order(id, ChildOrder::Free),
                2 => builder.occurrence(id, Occurrence::Optional),
                3 => builder.occurrence(id, Occurrence::Repeated),
                _ if has_name => builder.pattern(id, AriaField::Name, "^[A-Z][a-z]+$"),
                _ => &mut builder,
            };
        }
        let Ok(snapshot) = builder.build() else { return Ok(()) };
        let baseline: String = write_aria_snapshot(&snapshot).lines().map(|line| format!("  {line}\n")).collect();
        let whole = if is_whole { format!("node_count: {}\n", tree.len()) } else { String::new() };
        let text = format!("screen_id: s\nthreshold: 0.1\n{whole}baseline: |\n{baseline}");
        let Ok(template) = Template::parse(&text) else { return Ok(()) };
        let engine = Engine::builder().templates([template.clone()]).build();
        let screen = template.exemplar().unwrap();
        prop_assume!(is_clean(&engine.inspect(&screen)));
        for end in loose(&text).ends {
            let Some(change) = &end.change else { continue };
            let changed: Tree = UnseenChange::apply(change, &screen).unwrap();
            let report = engine.inspect(&changed);
            prop_assert!(is_clean(&report), "{:#?} is noticed: {:#?}\n{}", end, report.drift, text);
        }
    }
}
