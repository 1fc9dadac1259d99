//! Templates written from captures.

use proptest::prelude::*;
use sz_noise::Profile;
use sz_template::{
    BuildOptions, Match, Observation, Requirement, Score, ScreenId, Template, TemplateSet,
    build_template,
};
use sz_tree::{AriaRole, Limits, Node, Tree, TreeBuilder};

fn options() -> BuildOptions {
    BuildOptions {
        screen_id: ScreenId::new("screen").unwrap(),
        app: Some("shop".to_owned()),
        description: Some("A screen: with \"quotes\"".to_owned()),
        source: None,
    }
}

/// A template built from captures recognises each of them and finds no difference. Says what was built.
#[track_caller]
fn check_samples(trees: &[&Tree]) -> String {
    let profile = Profile::built_in();
    let observations: Vec<Observation> =
        trees.iter().map(|tree| Observation::new(tree, &profile)).collect();
    let text = build_template(&observations.iter().collect::<Vec<_>>(), &options()).unwrap();
    let template = Template::parse(&text).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"));
    let set = TemplateSet::new([template], &profile);
    for (observation, tree) in observations.iter().zip(trees) {
        let Match::Known(found) = set.best_match(observation, None) else {
            panic!("not recognised\n{text}\n{tree:?}")
        };
        let comparison = set.compare(&found, observation).expect("a built template has a baseline");
        let diff = &comparison.diff;
        assert_eq!(diff.edits, 0, "{diff:?}\n{text}\n{:?}", comparison.view);
    }
    text
}

/// A template built from a capture matches it with score 1 and finds no difference.
#[track_caller]
fn check_round_trip(tree: &Tree) {
    let profile = Profile::built_in();
    let observation = Observation::new(tree, &profile);
    let text = build_template(&[&observation], &options()).unwrap();
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
    let text =
        build_template(&[&Observation::new(&tree, &Profile::built_in())], &options()).unwrap();
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
    let text =
        build_template(&[&Observation::new(&tree, &Profile::built_in())], &options()).unwrap();
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

/// The baseline of a template built from these outlines.
#[track_caller]
fn baseline(outlines: &[&str]) -> String {
    let trees: Vec<Tree> = outlines.iter().map(|outline| sz_testkit::tree(outline)).collect();
    let text = check_samples(&trees.iter().collect::<Vec<_>>());
    let template = Template::parse(&text).unwrap();
    sz_formats::write_aria_snapshot(template.baseline().unwrap())
}

#[test]
fn what_varies_becomes_an_expression() {
    let built = baseline(&[
        "main\n  heading \"Order 17\"\n  text \"$12.50\"\n  textbox \"Name\" = \"Ada\"\n  link \"More\" [url=/order/17]",
        "main\n  heading \"Order 23\"\n  text \"$7.00\"\n  textbox \"Name\" = \"Bob\"\n  link \"More\" [url=/order/23]",
    ]);
    assert_eq!(
        built,
        "\
- main:
  - heading /^Order \\d+$/
  - text: \"/^\\\\$\\\\d+\\\\.\\\\d{2}$/\"
  - textbox \"Name\": /^.+$/
  - link \"More\":
    - /url: /^/order/\\d+$/
"
    );
}

#[test]
fn what_is_not_always_there_becomes_optional() {
    let built = baseline(&[
        "form \"Sign in\"\n  textbox \"E-mail\"\n  button \"Continue\"",
        "form \"Sign in\"\n  alert \"Wrong password\"\n  textbox \"E-mail\"\n  button \"Continue\"",
    ]);
    assert_eq!(
        built,
        "\
- form \"Sign in\":
  - alert \"Wrong password\":
    - /optional: \"true\"
  - textbox \"E-mail\"
  - button \"Continue\"
"
    );
}

#[test]
fn items_of_a_list_of_any_length_become_one() {
    let list = |items: &[&str]| {
        let items: String = (items.iter())
            .map(|item| format!("\n    listitem\n      checkbox\n      text \"{item}\""))
            .collect();
        format!("main\n  heading \"todos\"\n  list{items}")
    };
    let (a, b) = (list(&["Buy milk", "Call"]), list(&["Write", "Read a book", "Sleep"]));
    assert_eq!(
        baseline(&[&a, &b]),
        "\
- main:
  - heading \"todos\"
  - list:
    - listitem:
      - /repeat: \"true\"
      - checkbox
      - text: /^.+$/
"
    );
    let empty = baseline(&[&a, &list(&[]), &b]);
    assert!(empty.contains("/optional: \"true\"\n      - /repeat: \"true\""), "{empty}");
}

#[test]
fn all_there_is_under_a_nameless_root_is_not_written_as_one_item() {
    // With one item in it, the root would be a wrapper, which the noise profile takes away.
    let two = sz_testkit::tree("generic\n  text \"home\"\n  text \"plans\"");
    let three = sz_testkit::tree("generic\n  text \"new\"\n  text \"free\"\n  text \"all\"");
    let text = check_samples(&[&two, &three]);
    assert!(!text.contains("/repeat"), "{text}");
}

#[test]
fn lists_of_one_length_and_names_that_stay_are_no_repeats() {
    let built = baseline(&[
        "toolbar\n  button \"Save\"\n  button \"Print\"\n  button \"Close\"",
        "toolbar\n  button \"Save\"\n  button \"Print\"\n  button \"Undo\"\n  button \"Close\"",
    ]);
    assert!(!built.contains("/repeat"), "{built}");
    assert!(built.contains("- button \"Undo\":\n    - /optional: \"true\""), "{built}");
    let fixed = baseline(&[
        "list\n  listitem \"Buy milk\"\n  listitem \"Call\"",
        "list\n  listitem \"Write\"\n  listitem \"Sleep\"",
    ]);
    assert!(!fixed.contains("/repeat"), "{fixed}");
}

#[test]
fn children_in_another_order_are_in_any_order() {
    let built = baseline(&[
        "group\n  button \"One\"\n  text \"and\"\n  link \"Two\"",
        "group\n  link \"Two\"\n  button \"One\"\n  text \"and\"",
    ]);
    assert!(built.contains("/order: free") && !built.contains("/optional"), "{built}");
}

#[test]
fn states_that_vary_are_left_to_noise() {
    let (off, on) = ("form\n  checkbox \"News\"", "form\n  checkbox \"News\" {checked}");
    let (off, on) = (sz_testkit::tree(off), sz_testkit::tree(on));
    let text = check_samples(&[&off, &on]);
    assert!(text.contains("ignore: checkbox[name=\"News\"]"), "{text}");
}

#[test]
fn captures_of_different_screens_are_refused() {
    let (a, b) = (sz_testkit::tree("main\n  text \"a\""), sz_testkit::tree("dialog \"b\""));
    let profile = Profile::built_in();
    let (a, b) = (Observation::new(&a, &profile), Observation::new(&b, &profile));
    let error = build_template(&[&a, &b], &options()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the captures for `screen` are of different screens: the first is a main, number 2 a dialog"
    );
    assert!(build_template(&[], &options()).is_err());
}

fn under_main(tree: &Tree) -> Tree {
    let mut builder = TreeBuilder::deriving(tree);
    builder.open(AriaRole::Main.into()).unwrap();
    builder.copy_subtree(tree.root(), TreeBuilder::open_copy).unwrap();
    builder.close().unwrap();
    builder.finish().unwrap()
}

/// Copies a node with new texts, and its children that are kept, some of them several times.
fn copy(
    node: Node<'_>,
    builder: &mut TreeBuilder,
    kept: &[bool],
    dice: &dyn Fn(Node<'_>, u64) -> u64,
) {
    builder.open_copy(node).unwrap();
    if dice(node, 2) < 4 && !node.name().is_empty() {
        builder.name(&format!("{} {}", node.name(), dice(node, 3))).unwrap();
    }
    for child in node.children().filter(|child| kept[child.id().index()]) {
        let times = if dice(child, 4) == 0 { 3 } else { 1 };
        for _ in 0..times {
            copy(child, builder, kept, dice);
        }
    }
    builder.close().unwrap();
}

/// A tree like this one, with other texts, fewer nodes and more of some, as `dice` has it.
fn varied(tree: &Tree, dice: u64) -> Tree {
    let roll = |node: Node<'_>, salt: u64| {
        let mixed = (node.id().index() as u64 + 1).wrapping_mul(dice | 1).wrapping_add(salt);
        mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 59
    };
    let mut builder = TreeBuilder::deriving(tree);
    let mut gone_until = 0;
    let mut kept = Vec::new();
    for node in tree.nodes() {
        let index = node.id().index();
        let is_gone = index > 0 && (index < gone_until || roll(node, 1) == 0);
        if is_gone {
            gone_until = gone_until.max(index + node.subtree_size());
        }
        kept.push(!is_gone);
    }
    copy(tree.root(), &mut builder, &kept, &roll);
    builder.finish().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_template_recognises_every_capture_that_it_was_built_from(
        tree in sz_testkit::arb_screen(20),
        dice in proptest::collection::vec(any::<u64>(), 1..3),
    ) {
        let mut trees = vec![tree.clone()];
        trees.extend(dice.iter().map(|&dice| varied(&tree, dice)));
        check_samples(&trees.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_template_recognises_any_captures_that_it_was_built_from(
        trees in proptest::collection::vec(sz_testkit::arb_tree(8), 2..4),
    ) {
        // Screens that need not have more in common than their root.
        let trees: Vec<Tree> = trees.iter().map(under_main).collect();
        check_samples(&trees.iter().collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_template_built_from_any_tree_matches_it_perfectly(tree in sz_testkit::arb_tree(20)) {
        check_round_trip(&tree);
    }

    #[test]
    fn a_template_built_from_a_screen_matches_it_perfectly(tree in sz_testkit::arb_screen(24)) {
        check_round_trip(&tree);
    }
}

/// The tree with one more screen part at its end, which no sample had.
fn with_stranger(tree: &Tree) -> Tree {
    let mut builder = TreeBuilder::deriving(tree);
    builder.open_copy(tree.root()).unwrap();
    for child in tree.root().children() {
        builder.copy_subtree(child, TreeBuilder::open_copy).unwrap();
    }
    builder.open(AriaRole::Alertdialog.into()).unwrap();
    builder.name("Stranger").unwrap();
    builder.close().unwrap();
    builder.close().unwrap();
    builder.finish().unwrap()
}

/// The tree under a root with a part beside it that is the same in every sample.
fn beside_fixed(tree: &Tree, fixed: &Tree) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Main.into()).unwrap();
    for (name, part) in [("fixed", fixed), ("varied", tree)] {
        builder.open(AriaRole::Region.into()).unwrap();
        builder.name(name).unwrap();
        add(part.root(), &mut builder);
        builder.close().unwrap();
    }
    builder.close().unwrap();
    builder.finish().unwrap()
}

/// Adds a node of another tree with all that is under it.
fn add(node: Node<'_>, builder: &mut TreeBuilder) {
    builder.open(node.role()).unwrap();
    builder.name(node.name()).unwrap();
    if let Some(value) = node.value() {
        builder.value(value).unwrap();
    }
    builder.states(node.states()).unwrap();
    for (key, value) in node.attributes() {
        builder.attribute(key, value).unwrap();
    }
    node.children().for_each(|child| add(child, builder));
    builder.close().unwrap();
}

/// How many differences there are between what a template built from samples expects and a screen.
fn differences(samples: &[Tree], screen: &Tree) -> usize {
    let profile = Profile::built_in();
    let observations: Vec<Observation> =
        samples.iter().map(|tree| Observation::new(tree, &profile)).collect();
    let text = build_template(&observations.iter().collect::<Vec<_>>(), &options()).unwrap();
    let set = TemplateSet::new([Template::parse(&text).unwrap()], &profile);
    let observation = Observation::new(screen, &profile);
    let candidates = set.candidates(&observation, 1);
    set.compare(&candidates[0], &observation).expect("a built template has a baseline").diff.edits
}

/// True where the shape or the texts of two screens differ in what baselines can say. States are left out: where some vary, a
/// noise rule covers them by role and name, wherever they stand.
fn is_sayable(a: &Tree, b: &Tree) -> bool {
    let profile = Profile::built_in();
    let said = |tree: &Tree| {
        let signatures = Observation::new(tree, &profile).view().signatures();
        (signatures.structural, signatures.content)
    };
    said(a) != said(b)
}

#[test]
fn what_changes_outside_of_what_varied_is_reported() {
    let mut n_tried = 0;
    for seed in 0..60_u64 {
        let (fixed, living) = (
            sz_testkit::made_application_screen(seed % 5, seed),
            sz_testkit::made_application_screen(seed % 3, seed + 1_000),
        );
        if fixed.len() > 100 || living.len() > 100 {
            continue;
        }
        let variants: Vec<Tree> = std::iter::once(living.clone())
            .chain((1..3).map(|n| varied(&living, seed * 31 + n)))
            .collect();
        let samples: Vec<Tree> = variants.iter().map(|it| beside_fixed(it, &fixed)).collect();
        assert_eq!(differences(&samples, &samples[1]), 0, "seed {seed}");
        let edits = usize::try_from(1 + seed % 3).unwrap();
        let changed = beside_fixed(&variants[1], &sz_testkit::edited(&fixed, edits, seed).tree);
        if is_sayable(&changed, &samples[1]) {
            n_tried += 1;
            assert!(differences(&samples, &changed) > 0, "seed {seed}: {edits} edits go unseen");
        }
        assert!(differences(&samples, &with_stranger(&samples[0])) > 0, "seed {seed}");
    }
    assert!(n_tried > 10, "only {n_tried} changes were tried");
}

#[test]
fn whoever_signed_in_when_redacted_captures_were_made_is_left_open() {
    let screen = |digest: &str, items: usize| {
        format!(
            "main\n  heading \"Signed in as <email:{digest}>\"\n  text \"{items} items\"\n  button \"Sign out\""
        )
    };
    let built = baseline(&[&screen("0123456789", 2), &screen("abcdef0123", 3)]);
    assert_eq!(
        built,
        "\
- main:
  - 'heading /^Signed in as <email:[0-9a-f]{10}>$/'
  - text: /^\\d+ items$/
  - button \"Sign out\"
"
    );
    let trees = [screen("0123456789", 2), screen("abcdef0123", 3)].map(|it| sz_testkit::tree(&it));
    let other = sz_testkit::tree(&screen("9876543210", 40));
    assert_eq!(differences(&trees, &other), 0);
    let not_redacted =
        sz_testkit::tree(&screen("9876543210", 4).replace("<email:9876543210>", "ada"));
    assert!(differences(&trees, &not_redacted) > 0);
}
