use sz_select::{Selector, selector_for};
use sz_testkit::tree;
use sz_tree::{AriaRole, Limits, NodePath, TreeBuilder};

#[track_caller]
fn check(outline: &str, path: &str, expected: &str) {
    let tree = tree(outline);
    let path: NodePath = path.parse().expect("a path");
    let node = tree.at(&path).expect("a node");
    let selector = selector_for(node);
    assert_eq!(selector, expected);
    let selected: Vec<_> = Selector::parse(&selector).expect("valid").select(&tree).collect();
    assert_eq!(selected.iter().map(|node| node.path()).collect::<Vec<_>>(), [path]);
}

#[test]
fn describes_as_a_person_would() {
    check("form\n  button \"OK\"\n  button \"No\"", "/0", r#"button[name="OK"]"#);
    check("form\n  button\n  link", "/0", "button");
    check("form\n  button\n  button [id=ok]", "/1", "#ok");
    check("form\n  button\n  button [id=\"1 2\"]", "/1", r#"[id="1 2"]"#);
    check("form \"A\"", "/", r#"form[name="A"]"#);
    check("form\n  button \"say \\\"\\\\\\n\"", "/0", r#"button[name="say \"\\\a "]"#);
    check("form\n  platform:switcher \"a\"", "/0", r#"platform\:switcher[name="a"]"#);
    check("form\n  \"platform:color chooser\"", "/0", r#"[role="platform:color chooser"]"#);
    check("group\n  group", "/", ":root");
}

#[test]
fn names_an_ancestor_that_tells_apart() {
    check(
        "window\n  dialog \"A\"\n    button \"OK\"\n  dialog \"B\"\n    group\n      button \"OK\"",
        "/1/0/0",
        r#"dialog[name="B"] button[name="OK"]"#,
    );
    check("window\n  form\n    button\n  list\n    button", "/1/0", "list button");
}

#[test]
fn counts_where_nothing_else_helps() {
    check("list\n  listitem\n  listitem\n  listitem", "/1", "list > listitem:nth-child(2)");
    check(
        "group\n  group\n    group\n    group",
        "/0/1",
        ":root > group:nth-child(1) > group:nth-child(2)",
    );
}

#[test]
fn shortens_long_names() {
    let long = "word ".repeat(30);
    let start = &long[..80];
    check(
        &format!("form\n  text \"{long}\"\n  text \"short\""),
        "/0",
        &format!("text[name^=\"{start}\"]"),
    );
}

#[test]
fn stays_a_selector_in_the_deepest_tree() {
    let mut builder = TreeBuilder::new(Limits::default());
    for _ in 0..1024 {
        builder.open(AriaRole::Group.into()).expect("within the limits");
    }
    for _ in 0..1024 {
        builder.close().expect("open");
    }
    let tree = builder.finish().expect("whole");
    let last = tree.nodes().last().expect("there are nodes");
    let selector = Selector::parse(&selector_for(last)).expect("valid");
    assert!(selector.matches(last));
    assert!(selector.select(&tree).any(|node| node.id() == last.id()));
}
