//! Baselines and screens that are made to be slow to bring together. Each case takes a moment; what is quadratic
//! would take minutes.

use regex::Regex;
use sz_diff::{Baseline, BaselineBuilder, Compared, Diff, DiffOptions, TextField, diff_baseline};
use sz_tree::{AriaRole, BuildError, Limits, NodeId, Tree, TreeBuilder};

/// A list of items with two texts each, called by what `name` says.
fn list(items: usize, name: impl Fn(usize) -> [String; 2]) -> Tree {
    let mut builder = TreeBuilder::new(Limits { nodes: 1_000_000, ..Limits::default() });
    let mut fill = || {
        builder.open(AriaRole::List.into())?;
        for item in 0..items {
            builder.open(AriaRole::Listitem.into())?;
            for text in name(item) {
                builder.open(AriaRole::Text.into())?;
                builder.name(&text)?;
                builder.close()?;
            }
            builder.close()?;
        }
        builder.close().map(drop)
    };
    fill().expect("a list fits");
    builder.finish().expect("a list is a tree")
}

fn numbered(item: usize) -> [String; 2] {
    [format!("mail {item}"), "subject".to_owned()]
}

/// A baseline with rules for each item of a list, and for the first text in it.
fn open(tree: &Tree, rule: impl Fn(&mut BaselineBuilder, NodeId), pattern: &str) -> Baseline {
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    let pattern = Regex::new(pattern).expect("a pattern");
    for item in tree.root().children() {
        rule(&mut builder, item.id());
        let text = item.children().next().expect("an item has texts");
        builder.pattern(text.id(), TextField::Name, pattern.clone());
    }
    builder.build()
}

fn run(baseline: &Baseline, screen: &Tree) -> Diff {
    let found = diff_baseline(baseline, screen, &DiffOptions::default());
    let pairs = found.diff.pairs().count();
    let Diff { added, accepted, removed, omitted, .. } = &found.diff;
    assert_eq!(pairs + added.len() + accepted.len(), screen.len());
    assert_eq!(pairs + removed.len() + omitted.len(), found.expected.len());
    found.diff
}

#[test]
fn a_repeated_item_and_very_many_of_it() {
    let baseline = open(
        &list(1, numbered),
        |builder, item| {
            builder.repeat(item);
        },
        r"^mail \d+$",
    );
    assert_eq!(run(&baseline, &list(40_000, numbered)).edits, 0);
    let odd = |item: usize| [format!("mail {item}"), format!("subject {}", item % 2)];
    let diff = run(&baseline, &list(15_000, odd));
    assert_eq!((diff.edits, diff.modified.len()), (15_000, 15_000));
    let strange = |item: usize| [format!("spam {item}"), format!("buy {item}")];
    let diff = run(&baseline, &list(15_000, strange));
    assert_eq!((diff.edits, diff.modified.len()), (30_000, 30_000));
}

#[test]
fn many_items_each_of_which_may_be_absent() {
    let optional = |builder: &mut BaselineBuilder, item| {
        builder.optional(item);
    };
    let baseline = open(&list(5_000, numbered), optional, r"^mail \d+$");
    assert_eq!(run(&baseline, &list(5_000, numbered)).edits, 0);
    assert_eq!(run(&baseline, &list(2_500, numbered)).edits, 0);
    let other = |item: usize| [format!("mail {item}"), format!("other {item}")];
    let diff = run(&baseline, &list(5_000, other));
    assert!(diff.edits >= 5_000);
    let exact = |item: usize| [format!("mail {item}"), format!("subject {item}")];
    let baseline = open(&list(5_000, exact), optional, r"^mail \d+$");
    let sparse = |item: usize| exact(7 * item);
    assert_eq!(run(&baseline, &list(700, sparse)).edits, 0);
    let backwards = |item: usize| exact(5_000 - item);
    run(&baseline, &list(5_000, backwards));
}

#[test]
fn many_items_in_any_order() {
    let exact = |item: usize| [format!("mail {item}"), format!("subject {item}")];
    let tree = list(20_000, exact);
    let mut builder = BaselineBuilder::new(tree, Compared::everything());
    builder.any_order(NodeId::ROOT);
    let baseline = builder.build();
    assert_eq!(run(&baseline, &list(20_000, |item| exact(19_999 - item))).edits, 0);
    assert_eq!(run(&baseline, &list(20_000, |item| exact(20_000 - item))).edits, 2);
    let mut builder = BaselineBuilder::new(list(20_000, |_| exact(0)), Compared::everything());
    builder.any_order(NodeId::ROOT);
    let baseline = builder.build();
    assert_eq!(run(&baseline, &list(20_000, |_| exact(0))).edits, 0);
    let free = |builder: &mut BaselineBuilder, _| {
        builder.any_order(NodeId::ROOT);
    };
    let baseline = open(&list(500, exact), free, r"^mail \d+$");
    assert_eq!(run(&baseline, &list(500, |item| exact(499 - item))).edits, 0);
    let baseline = open(&list(3_000, exact), free, r"^mail \d+$");
    run(&baseline, &list(3_000, |item| exact(2_999 - item)));
}

#[test]
fn many_ways_to_read_one_list() {
    let any = |_: usize| ["mail 1".to_owned(), "subject".to_owned()];
    let all = |builder: &mut BaselineBuilder, item| {
        builder.optional(item).repeat(item);
    };
    let baseline = open(&list(50, any), all, ".*");
    assert_eq!(run(&baseline, &list(6_000, any)).edits, 0);
    let mut names = vec![any(0); 6_000];
    names.push(["mail".to_owned(), "the last one differs".to_owned()]);
    assert_eq!(run(&baseline, &list(6_001, |item| names[item].clone())).edits, 1);
}

/// A tree of this many levels in which each node has two children that are alike.
fn bushy(levels: u32, last: &str) -> Tree {
    let mut builder = TreeBuilder::new(Limits { nodes: 1_000_000, ..Limits::default() });
    let leaves = 1_u32 << (levels - 1);
    let mut fill = || {
        for leaf in 0..leaves {
            // The first leaf under a node of some level opens all the nodes from there.
            let opens = if leaf == 0 { levels } else { leaf.trailing_zeros() + 1 };
            for _ in 0..opens {
                builder.open(AriaRole::Group.into())?;
            }
            builder.name(if leaf + 1 == leaves { last } else { "x" })?;
            for _ in 0..=(leaf + 1).trailing_zeros().min(levels - 1) {
                builder.close()?;
            }
        }
        Ok::<_, BuildError>(())
    };
    fill().expect("a tree fits");
    builder.finish().expect("a tree")
}

#[test]
fn alike_children_all_the_way_down() {
    let tree = bushy(12, "x");
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    for node in tree.nodes() {
        builder.optional(node.id()).any_order(node.id());
    }
    let baseline = builder.build();
    assert_eq!(run(&baseline, &tree).edits, 0);
    assert!(run(&baseline, &bushy(12, "y")).edits > 0);
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    for node in tree.nodes() {
        builder.optional(node.id()).repeat(node.id());
    }
    let baseline = builder.build();
    assert_eq!(run(&baseline, &tree).edits, 0);
    assert!(run(&baseline, &bushy(12, "y")).edits > 0);
}

#[test]
fn repeated_nodes_under_one_another_as_deep_as_a_tree_can_be() {
    let chain = |levels: usize, last: &str| {
        let mut builder = TreeBuilder::new(Limits::default());
        let mut fill = || {
            for _ in 0..levels {
                builder.open(AriaRole::Group.into())?;
            }
            builder.name(last)?;
            while builder.close().is_ok() {}
            Ok::<_, BuildError>(())
        };
        fill().expect("a chain fits");
        builder.finish().expect("a chain is a tree")
    };
    let tree = chain(1_024, "x");
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    for node in tree.nodes() {
        builder.optional(node.id()).repeat(node.id()).any_order(node.id());
    }
    let baseline = builder.build();
    assert_eq!(run(&baseline, &tree).edits, 0);
    assert_eq!(run(&baseline, &chain(1_024, "y")).edits, 1);
    assert!(run(&baseline, &chain(700, "y")).edits > 0);
}

#[test]
fn small_items_do_not_make_many_large_ones() {
    // The repeated item is large, those of the screen are its shadow.
    let item = list(2_000, numbered);
    let mut builder = TreeBuilder::new(Limits::default());
    let tree = builder
        .open(AriaRole::Main.into())
        .and_then(|()| builder.open(AriaRole::List.into()))
        .and_then(|()| {
            for _ in 0..item.len() {
                builder.open(AriaRole::Text.into())?;
                builder.close()?;
            }
            Ok(())
        })
        .and_then(|()| builder.close())
        .and_then(|_| builder.close())
        .and_then(|_| builder.finish())
        .expect("a tree");
    let mut rules = BaselineBuilder::new(tree, Compared::everything());
    rules.repeat(NodeId::new(1));
    let baseline = rules.build();
    let mut builder = TreeBuilder::new(Limits::default());
    let shadows = builder
        .open(AriaRole::Main.into())
        .and_then(|()| {
            for _ in 0..20_000 {
                builder.open(AriaRole::List.into())?;
                builder.close()?;
            }
            builder.close()
        })
        .and_then(|_| builder.finish())
        .expect("a tree");
    let diff = run(&baseline, &shadows);
    assert!(diff.edits < 1_000_000 && diff.edits >= 20_000, "{}", diff.edits);
}
