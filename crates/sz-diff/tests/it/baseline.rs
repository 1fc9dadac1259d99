use regex::Regex;
use sz_diff::{Baseline, BaselineBuilder, Compared, Diff, DiffOptions, TextField, diff_baseline};
use sz_testkit::tree;
use sz_tree::{NodeId, NodePath, State, States};

/// The node at a path of the baseline's tree.
fn at(outline: &str, path: &str) -> NodeId {
    let path: NodePath = path.parse().expect("a path");
    tree(outline).at(&path).expect("a node").id()
}

fn baseline(outline: &str, rules: impl Fn(&mut BaselineBuilder)) -> Baseline {
    let mut builder = BaselineBuilder::new(tree(outline), Compared::everything());
    rules(&mut builder);
    builder.build()
}

fn run(baseline: &Baseline, outline: &str) -> Diff {
    diff_baseline(baseline, &tree(outline), &DiffOptions::default()).diff
}

const OFFER: &str = r#"
    group "offer card"
      text "$12.50"
      list
        listitem "Fast"
        listitem "Safe"
      button "Accept"
      button "Decline"
"#;

fn with_price() -> Baseline {
    baseline(OFFER, |builder| {
        let pattern = Regex::new(r"\$\d+\.\d{2}").expect("a pattern");
        builder.pattern(at(OFFER, "/0"), TextField::Name, pattern);
    })
}

#[test]
fn a_pattern_takes_what_it_finds() {
    for price in ["$12.50", "$7.00", "from $99.99 up", "$1\\t\\n.00 or $1.00"] {
        let diff = run(&with_price(), &OFFER.replace("$12.50", price));
        assert_eq!((diff.edits, diff.unchanged, diff.similarity), (0, 7, 1.0), "{price}");
    }
}

#[test]
fn a_pattern_looks_at_collapsed_white_space() {
    let baseline = baseline("text \"a b\"", |builder| {
        builder.pattern(NodeId::ROOT, TextField::Name, Regex::new("^a b$").expect("a pattern"));
    });
    assert_eq!(run(&baseline, r#"text "  a \n\t b ""#).edits, 0);
    assert_eq!(run(&baseline, r#"text "ab""#).edits, 1);
}

#[test]
fn a_pattern_that_fails_is_an_update_that_shows_it() {
    let diff = run(&with_price(), &OFFER.replace("$12.50", "free"));
    assert_eq!(diff.edits, 1);
    let change = &diff.modified[0].changes[0];
    assert_eq!(
        (change.old.as_deref(), change.new.as_deref()),
        (Some(r"/\$\d+\.\d{2}/"), Some("free"))
    );
}

#[test]
fn values_and_descriptions_can_have_patterns() {
    let outline = r#"textbox "Amount" = "1" ("of 5")"#;
    let baseline = baseline(outline, |builder| {
        builder.pattern(NodeId::ROOT, TextField::Value, Regex::new("^[0-9]*$").expect("a pattern"));
        let description = Regex::new("^of ").expect("a pattern");
        builder.pattern(NodeId::ROOT, TextField::Description, description);
    });
    assert_eq!(run(&baseline, r#"textbox "Amount" = "42" ("of 7")"#).edits, 0);
    assert_eq!(run(&baseline, r#"textbox "Amount" ("of 7")"#).edits, 0, "no value is empty text");
    assert_eq!(run(&baseline, r#"textbox "Amount" = "many" ("of 7")"#).edits, 1);
    assert_eq!(run(&baseline, r#"textbox "Amount" = "42""#).edits, 1);
}

#[test]
fn what_surrounds_a_pattern_is_still_compared() {
    let changed = OFFER.replace("$12.50", "$8.00").replace("Decline", "Maybe later");
    let diff = run(&with_price(), &changed);
    assert_eq!((diff.edits, diff.modified.len()), (1, 1));
    let moved = r#"
        group "offer card"
          list
            listitem "Fast"
            listitem "Safe"
          text "$8.00"
          button "Accept"
          button "Decline"
    "#;
    let diff = run(&with_price(), moved);
    assert_eq!(
        (diff.edits, diff.moved.len()),
        (1, 1),
        "a pattern is matched where it moved to: {diff:?}"
    );
}

#[test]
fn a_node_can_be_compared_by_less() {
    let any_name = baseline(OFFER, |builder| {
        builder.compared(at(OFFER, "/1"), Compared::everything().with_name(false));
        builder.compared(at(OFFER, "/1/0"), Compared::everything().with_name(false));
    });
    assert_eq!(run(&any_name, &OFFER.replace("list\n", "list \"Reasons\"\n")).edits, 0);
    assert_eq!(run(&any_name, &OFFER.replace("Fast", "Slow")).edits, 0);
    assert_eq!(run(&any_name, &OFFER.replace("Safe", "Slow")).edits, 1);
    let any_state = baseline(OFFER, |builder| {
        builder.compared(at(OFFER, "/2"), Compared::everything().with_states(States::EMPTY));
    });
    let disabled = OFFER.replace("\"Accept\"", "\"Accept\" {disabled}");
    assert_eq!(run(&any_state, &disabled).edits, 0);
    assert_eq!(run(&any_name, &disabled).edits, 1);
}

#[test]
fn a_node_can_be_compared_by_more_than_the_rest() {
    let mut builder = BaselineBuilder::new(tree(OFFER), Compared::role_only());
    let disabled = [State::Disabled].into_iter().collect();
    builder.compared(at(OFFER, "/2"), Compared::role_only().with_states(disabled));
    let baseline = builder.build();
    assert_eq!(run(&baseline, &OFFER.replace("Safe", "Slow")).edits, 0);
    assert_eq!(run(&baseline, &OFFER.replace("\"Accept\"", "\"Accept\" {disabled}")).edits, 1);
    assert_eq!(run(&baseline, &OFFER.replace("\"Decline\"", "\"Decline\" {disabled}")).edits, 0);
}

#[test]
fn more_children_can_be_accepted() {
    let open = baseline(OFFER, |builder| {
        builder.allow_more_children(at(OFFER, "/1"));
    });
    let more = OFFER.replace("listitem \"Safe\"", "listitem \"Safe\"\n        listitem \"New\"");
    let diff = run(&open, &more);
    assert_eq!((diff.edits, diff.accepted.len(), diff.similarity), (0, 1, 1.0));
    let elsewhere = OFFER.replace("button \"Accept\"", "button \"Accept\"\n      button \"New\"");
    assert_eq!(run(&open, &elsewhere).edits, 1);
    assert_eq!(run(&open, &OFFER.replace("        listitem \"Safe\"\n", "")).edits, 1);
}

#[test]
fn an_optional_node_may_be_absent() {
    let optional = baseline(OFFER, |builder| {
        builder.optional(at(OFFER, "/1"));
    });
    let without =
        OFFER.replace("      list\n        listitem \"Fast\"\n        listitem \"Safe\"\n", "");
    let diff = run(&optional, &without);
    assert_eq!((diff.edits, diff.omitted.len()), (0, 3));
    assert_eq!(run(&optional, OFFER).edits, 0);
    assert_eq!(
        run(&optional, &OFFER.replace("        listitem \"Safe\"\n", "")).edits,
        1,
        "it is there"
    );
}

#[test]
fn a_baseline_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Baseline>();
}
