//! Templates written from captures.

use proptest::prelude::*;
use sz_noise::Profile;
use sz_template::{
    BuildOptions, Match, Observation, Requirement, Score, ScreenId, Template, TemplateSet,
    build_template,
};
use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};

fn options() -> BuildOptions {
    BuildOptions {
        screen_id: ScreenId::new("screen").unwrap(),
        app: Some("shop".to_owned()),
        description: Some("A screen: with \"quotes\"".to_owned()),
        source: None,
    }
}

/// A template built from a capture matches it with score 1 and finds no difference.
#[track_caller]
fn check_round_trip(tree: &Tree) {
    let profile = Profile::built_in();
    let observation = Observation::new(tree, &profile);
    let text = build_template(&observation, &options()).unwrap();
    let template = Template::parse(&text).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"));
    let set = TemplateSet::new([template], &profile);
    let Match::Known(found) = set.best_match(&observation, None) else {
        panic!("not recognised\n{text}\n{tree:?}")
    };
    assert_eq!(found.score, Score::ONE, "{text}\n{tree:?}");
    let comparison = set.compare(&found, &observation).expect("a built template has a baseline");
    let diff = &comparison.diff;
    assert_eq!(diff.edits, 0, "{diff:?}\n{text}\n{:?}", comparison.view);
}

#[test]
fn requires_what_identifies_the_screen_and_not_what_varies() {
    let tree = sz_testkit::tree(
        "form \"Checkout\"\n  heading \"Your order\"\n  text \"$12.50\"\n  button \"Pay $12.50\"\n  button \"Cancel\"",
    );
    let text = build_template(&Observation::new(&tree, &Profile::built_in()), &options()).unwrap();
    let template = Template::parse(&text).unwrap();
    let required: Vec<&str> = template.required_nodes().iter().map(Requirement::as_str).collect();
    assert_eq!(
        required,
        ["form[name=\"Checkout\"]", "heading[name=\"Your order\"]", "button[name=\"Cancel\"]"]
    );
    assert_eq!(template.metadata().description(), Some("A screen: with \"quotes\""));
}

#[test]
fn values_of_roles_that_have_none_in_a_snapshot_are_part_of_the_baseline() {
    let tree = sz_testkit::tree(
        "window \"Offer\"\n  text \"payout_label\" = \"$12.50\"\n  button \"accept_button\" = \"Accept\"",
    );
    let text = build_template(&Observation::new(&tree, &Profile::built_in()), &options()).unwrap();
    assert!(text.contains("$12.50") && text.contains("Accept"), "{text}");
    check_round_trip(&tree);
}

fn link_to(url: &str) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Main.into()).unwrap();
    builder.open(AriaRole::Link.into()).unwrap();
    builder.name("Go").unwrap();
    builder.attribute("url", url).unwrap();
    builder.close().unwrap();
    builder.close().unwrap();
    builder.finish().unwrap()
}

#[test]
fn texts_and_addresses_between_slashes_are_no_patterns() {
    for text in ["/[/", "/a+b/", "//", "/help/"] {
        check_round_trip(&sz_testkit::tree(&format!(
            "main\n  text \"{text}\"\n  textbox \"Path\" = \"{text}\""
        )));
        check_round_trip(&sz_testkit::tree(&format!("main\n  link \"Go\" [url=\"{text}\"]")));
    }
    // An address keeps its white space.
    let tree = link_to("/a  b\n/");
    assert_eq!(tree.nodes().last().and_then(|link| link.attribute("url")), Some("/a  b\n/"));
    check_round_trip(&tree);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_template_built_from_any_tree_matches_it_perfectly(tree in sz_testkit::arb_tree(30)) {
        check_round_trip(&tree);
    }

    #[test]
    fn a_template_built_from_a_screen_matches_it_perfectly(tree in sz_testkit::arb_screen(60)) {
        check_round_trip(&tree);
    }
}
