use std::time::{Duration, Instant};

use sz_select::{Describer, Selector, selector_for};
use sz_testkit::tree;
use sz_tree::{AriaRole, Limits, NodePath, Tree, TreeBuilder};

#[track_caller]
fn check(outline: &str, path: &str, expected: &str) {
    let tree = tree(outline);
    let path: NodePath = path.parse().expect("a path");
    let node = tree.at(&path).expect("a node");
    let selector = selector_for(node);
    assert_eq!(selector, expected);
    assert_eq!(Describer::new(&tree).selector_for(node), expected);
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
    let tree = chain(1024);
    let last = tree.nodes().last().expect("there are nodes");
    let selector = Selector::parse(&selector_for(last)).expect("valid");
    assert!(selector.matches(last));
    assert!(selector.select(&tree).any(|node| node.id() == last.id()));
}

#[test]
fn a_name_that_starts_like_a_long_one_competes_with_it() {
    // The 80th byte is in the middle of a character, so the long name is cut before it, at 77 bytes.
    let start = "x".repeat(77);
    let long = format!("{start}\u{1f600}");
    let cut = format!("text[name^=\"{start}\"]");
    for (rival, expected) in [
        (start.clone(), "form > text:nth-child(1)"),
        (format!("{start}abc"), "form > text:nth-child(1)"),
        (format!("{start}abcdef"), "form > text:nth-child(1)"),
        (format!("{start}\u{e9}"), "form > text:nth-child(1)"),
        (start[1..].to_owned(), &cut),
        (format!("{}yyy", &start[1..]), &cut),
    ] {
        check(&format!("form\n  text \"{long}\"\n  text \"{rival}\""), "/0", expected);
    }
}

#[test]
fn leaves_out_roles_too_long_to_write() {
    // They differ only at the end, so that no beginning tells them apart.
    let (one, two) = (format!("{}1", "x".repeat(100)), format!("{}2", "x".repeat(100)));
    let outline = format!("form\n  \"platform:{one}\" \"a\"\n  \"platform:{two}\" \"a\"");
    check(&outline, "/1", "form > *:nth-child(2)");
}

#[test]
fn a_node_of_another_tree_is_described_there() {
    let (here, there) = (tree("form"), tree("form\n  button\n  button"));
    let node = there.nodes().last().expect("there are nodes");
    assert_eq!(Describer::new(&here).selector_for(node), "form > button:nth-child(2)");
}

#[test]
fn describes_every_node_of_a_large_tree() {
    let n_siblings = 100_000;
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::List.into()).expect("within the limits");
    for _ in 0..n_siblings {
        builder.open(AriaRole::Listitem.into()).expect("within the limits");
        builder.name("Item").expect("within the limits");
        builder.attribute("id", "item").expect("within the limits");
        builder.close().expect("open");
    }
    builder.close().expect("open");
    let tree = builder.finish().expect("whole");
    let selectors = describe_all(&tree);
    assert_eq!(selectors[n_siblings], "list > listitem:nth-child(100000)");

    let chain = chain(1000);
    let selectors = describe_all(&chain);
    assert_eq!(selectors[1], ":root > group:nth-child(1)");
    assert!(selectors.iter().all(|selector| Selector::parse(selector).is_ok()));
}

/// Describes every node, in a time that a walk for each node could not keep.
#[expect(clippy::disallowed_methods, reason = "a test of the time it takes")]
fn describe_all(tree: &Tree) -> Vec<String> {
    let start = Instant::now();
    let describer = Describer::new(tree);
    let selectors = tree.nodes().map(|node| describer.selector_for(node)).collect();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
    selectors
}

fn chain(depth: usize) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    for _ in 0..depth {
        builder.open(AriaRole::Group.into()).expect("within the limits");
    }
    for _ in 0..depth {
        builder.close().expect("open");
    }
    builder.finish().expect("whole")
}
