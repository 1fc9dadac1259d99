//! Screens that are made to be slow to compare. Each case takes a moment; what is quadratic would take minutes.

use sz_diff::{AttributesCompared, Compared, Diff, DiffOptions, diff};
use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};

const MANY: usize = 100_000;

/// A list of texts.
fn list(texts: impl IntoIterator<Item = String>) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    let fill = || {
        builder.open(AriaRole::List.into())?;
        for text in texts {
            builder.open(AriaRole::Text.into())?;
            builder.name(&text)?;
            builder.close()?;
        }
        builder.close()
    };
    fill().expect("a list fits");
    builder.finish().expect("a list is a tree")
}

/// Nodes under one another, with these names.
fn chain(names: impl IntoIterator<Item = String>) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    let fill = || {
        for name in names {
            builder.open(AriaRole::Group.into())?;
            builder.name(&name)?;
        }
        while builder.close().is_ok() {}
        Ok::<_, sz_tree::BuildError>(())
    };
    fill().expect("a chain fits");
    builder.finish().expect("a chain is a tree")
}

fn check(a: &Tree, b: &Tree) -> Diff {
    let diff = diff(a, b, &DiffOptions::default());
    assert_eq!(diff.patch(a, b).apply(a, &Limits::default()).as_ref(), Ok(b));
    diff
}

#[test]
fn many_equal_siblings() {
    let texts = |n: usize| std::iter::repeat_n("x".to_owned(), n);
    assert_eq!(check(&list(texts(MANY)), &list(texts(MANY))).edits, 0);
    assert_eq!(check(&list(texts(MANY)), &list(texts(MANY - 7))).edits, 7);
    assert_eq!(check(&list(texts(MANY / 2)), &list(texts(MANY))).edits, MANY / 2);
}

#[test]
fn many_siblings_of_two_kinds_in_another_order() {
    let even = (0..MANY).map(|n| (n % 2).to_string());
    let split = (0..MANY).map(|n| (2 * n / MANY).to_string());
    let edits = check(&list(even), &list(split)).edits;
    assert!(edits <= MANY / 2 + 1, "{edits}");
}

#[test]
fn many_siblings_that_are_all_different() {
    let left = (0..MANY).map(|n| format!("a{n}"));
    let right = (0..MANY).map(|n| format!("b{n}"));
    let edits = check(&list(left), &list(right)).edits;
    assert!(edits <= MANY, "{edits}: one update each");
}

#[test]
fn many_siblings_in_reverse() {
    let texts = |n: usize| format!("t{n}");
    let edits = check(&list((0..MANY).map(texts)), &list((0..MANY).rev().map(texts))).edits;
    assert_eq!(edits, MANY - 1);
}

#[test]
fn deep_chains() {
    let same = |n: usize| std::iter::repeat_n("x".to_owned(), n);
    let named = |from: usize| (from..from + 1_000).map(|n| n.to_string());
    assert_eq!(check(&chain(same(1_024)), &chain(same(1_000))).edits, 24);
    let edits = check(&chain(named(0)), &chain(named(24))).edits;
    assert!(edits <= 49, "{edits}: 24 go, 24 come, and the roots are taken for each other");
    let edits = check(&chain(named(0)), &chain(named(5_000))).edits;
    assert!(edits <= 1_000, "{edits}: one update each");
}

#[test]
fn deep_chains_with_the_same_leaves_everywhere() {
    let comb = |depth: usize, name: &dyn Fn(usize) -> String| {
        let mut builder = TreeBuilder::new(Limits::default());
        let mut fill = || {
            for level in 0..depth {
                builder.open(AriaRole::Group.into())?;
                builder.name(&name(level))?;
                for _ in 0..90 {
                    builder.open(AriaRole::Button.into())?;
                    builder.close()?;
                }
            }
            while builder.close().is_ok() {}
            Ok::<_, sz_tree::BuildError>(())
        };
        fill().expect("a comb fits");
        builder.finish().expect("a comb is a tree")
    };
    check(&comb(1_000, &|_| String::new()), &comb(999, &|_| String::new()));
    check(&comb(1_000, &|n| n.to_string()), &comb(1_000, &|n| (n + 1_000).to_string()));
    check(&comb(1_000, &|n| (n % 2).to_string()), &comb(1_000, &|n| (n % 3).to_string()));
}

#[test]
fn a_node_with_many_attributes() {
    let node = |value: &str| {
        let mut builder = TreeBuilder::new(Limits::default());
        let mut fill = || {
            builder.open(AriaRole::Button.into())?;
            for n in 0..MANY {
                builder.attribute(&format!("{n:06}"), value)?;
            }
            builder.close()
        };
        fill().expect("attributes fit");
        builder.finish().expect("a node is a tree")
    };
    let (a, b) = (node("x"), node("y"));
    assert_eq!(check(&a, &b).modified[0].changes.len(), MANY);
    let given = Compared::everything().with_attributes(AttributesCompared::Given);
    let options = DiffOptions::default().with_compared(given);
    assert_eq!(diff(&a, &b, &options).modified[0].changes.len(), MANY);
    assert_eq!(diff(&a, &a, &options).edits, 0);
}
