use super::*;

/// The weave of these outlines, one line for each knot: role, how many instances, marks.
fn woven(outlines: &[&str]) -> Vec<String> {
    let trees: Vec<Tree> = outlines.iter().map(|outline| sz_testkit::tree(outline)).collect();
    let weave = Weave::new(&trees.iter().collect::<Vec<_>>()).unwrap();
    let line = |(knot, parent, depth): (usize, Option<usize>, usize)| {
        let Knot { instances, is_repeated, is_unordered, .. } = weave.knot(knot);
        let marks = [
            (parent.is_some_and(|parent| weave.is_optional(parent, knot)), " optional"),
            (*is_repeated, " repeated"),
            (*is_unordered, " unordered"),
        ];
        let marks = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| *mark);
        let (role, name) = (weave.knot(knot).role(), instances[0].node.name());
        let indent = "  ".repeat(depth);
        format!("{indent}{role} {name} {}{}", instances.len(), marks.collect::<String>())
    };
    weave.walk().into_iter().map(line).collect()
}

#[test]
fn equal_trees_are_woven_node_by_node() {
    let screen = "form A\n  textbox B\n  group C\n    button D";
    let screen = &screen.replace(" A", " \"A\"").replace(" B", " \"B\"");
    let screen = &screen.replace(" C", " \"C\"").replace(" D", " \"D\"");
    let expected = ["form A 3", "  textbox B 3", "  group C 3", "    button D 3"];
    assert_eq!(woven(&[screen, screen, screen]), expected);
}

#[test]
fn what_only_some_have_keeps_its_place() {
    let woven = woven(&[
        "main\n  heading \"H\"\n  text \"a\"",
        "main\n  heading \"H\"\n  button \"New\"\n  text \"b\"",
        "main\n  img \"I\"\n  heading \"H\"\n  text \"c\"\n  link \"L\"",
    ]);
    let expected = [
        "main  3",
        "  img I 1 optional",
        "  heading H 3",
        "  button New 1 optional",
        "  text a 3",
        "  link L 1 optional",
    ];
    assert_eq!(woven, expected);
}

#[test]
fn lists_of_other_lengths_become_one_item() {
    let list = |items: &str| format!("main\n  list{items}");
    let short = list("\n    listitem \"a\"\n    listitem \"b\"");
    let long = list("\n    listitem \"c\"\n    listitem \"d\"\n    listitem \"e\"");
    assert_eq!(woven(&[&short, &long]), ["main  2", "  list  2", "    listitem a 5 repeated"]);
    assert_eq!(
        woven(&[&short, &list(""), &long]),
        ["main  3", "  list  3", "    listitem a 5 optional repeated"]
    );
}

#[test]
fn lists_within_items_are_folded_too() {
    let item = |links: usize| {
        format!("\n  listitem\n    text \"t{links}\"{}", "\n    link \"l\"".repeat(links))
    };
    let a = format!("list{}{}", item(1), item(2));
    let b = format!("list{}{}{}", item(3), item(1), item(4));
    assert_eq!(
        woven(&[&a, &b]),
        ["list  2", "  listitem  5 repeated", "    text t3 5", "    link l 11 repeated"]
    );
}

#[test]
fn a_menu_that_gains_an_entry_is_no_list_of_anything() {
    let menu = |entries: &[&str]| {
        let entries: String =
            entries.iter().map(|entry| format!("\n  menuitem \"{entry}\"")).collect();
        format!("menu{entries}")
    };
    let (a, b) = (menu(&["Open", "Save", "Quit"]), menu(&["Open", "Save", "Print", "Quit"]));
    let expected = [
        "menu  2",
        "  menuitem Open 2",
        "  menuitem Save 2",
        "  menuitem Print 1 optional",
        "  menuitem Quit 2",
    ];
    assert_eq!(woven(&[&a, &b]), expected);
}

#[test]
fn long_lists_are_aligned_without_a_table() {
    let list = |items: std::ops::Range<usize>| {
        let items: String = items.map(|n| format!("\n  listitem \"{n}\"")).collect();
        format!("list{items}")
    };
    let woven = woven(&[&list(0..700), &list(5_000..6_100)]);
    assert_eq!(woven, ["list  2", "  listitem 0 1800 repeated"]);
}

#[test]
fn roots_of_other_roles_are_not_woven() {
    let (a, b) = (sz_testkit::tree("main"), sz_testkit::tree("dialog"));
    assert!(Weave::new(&[&a, &b]).is_none());
    assert!(Weave::new(&[]).is_none());
}

#[test]
fn a_deep_tree_does_not_exhaust_the_stack() {
    use sz_tree::{AriaRole, Limits, TreeBuilder};
    let deep = |name: &str| {
        let mut builder = TreeBuilder::new(Limits::default());
        for _ in 0..1_000 {
            builder.open(AriaRole::Group.into()).unwrap();
        }
        builder.name(name).unwrap();
        for _ in 0..1_000 {
            builder.close().unwrap();
        }
        builder.finish().unwrap()
    };
    let (a, b) = (deep("a"), deep("b"));
    let weave = Weave::new(&[&a, &b]).unwrap();
    assert_eq!(weave.walk().len(), 1_000);
    assert!(weave.walk().iter().all(|(knot, ..)| weave.knot(*knot).instances.len() == 2));
}
