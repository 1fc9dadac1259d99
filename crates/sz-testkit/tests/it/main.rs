//! The kit is what other tests stand on: what it generates must be what it says.

use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sz_testkit::{EditKind, Variety, arb_screen, arb_tree, edited, edited_by, made_screen, tree};
use sz_tree::{Role, State, Tree};

fn sample(strategy: impl Strategy<Value = Tree>, count: usize) -> Vec<Tree> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a tree").current()).collect()
}

#[test]
fn arb_tree_covers_what_a_tree_can_be() {
    let trees = sample(arb_tree(120), 200);
    let some = |what: &str, found: &dyn Fn(&Tree) -> bool| {
        assert!(trees.iter().any(found), "no tree {what}");
    };
    let some_node = |what: &str, found: &dyn Fn(sz_tree::Node<'_>) -> bool| {
        some(what, &|tree| tree.nodes().any(found));
    };
    some("is a lone root", &|tree| tree.len() == 1);
    some("has more than 100 nodes", &|tree| tree.len() > 100);
    some("is a deep chain", &|tree| tree.depth() > 60);
    some("is flat", &|tree| tree.len() > 20 && tree.depth() == 2);
    some_node("has a platform role", &|node| matches!(node.role(), Role::Platform(_)));
    some_node("has a name with a line end", &|node| node.name().contains('\n'));
    some_node("has a name with a quote", &|node| node.name().contains('"'));
    some_node("has a name with a zero byte", &|node| node.name().contains('\0'));
    some_node("has an empty value", &|node| node.value() == Some(""));
    some_node("has a description", &|node| !node.description().is_empty());
    some_node("has two attributes", &|node| node.attributes().len() > 1);
    some_node("has bounds", &|node| node.bounds().is_some());
    some_node("has a password field", &|node| node.is(State::Protected));
    for &state in State::ALL {
        some_node(state.as_str(), &|node| node.is(state));
    }
    assert!(trees.iter().all(|tree| tree.len() <= 120));
}

#[test]
fn arb_screen_repeats_names_and_keeps_no_secret() {
    let trees = sample(arb_screen(80), 100);
    assert!(trees.iter().all(|tree| tree.len() <= 80 && tree.root().role().as_str() == "window"));
    assert!(trees.iter().flat_map(Tree::nodes).all(|node| !node.is(State::Protected)));
    let deep = trees.iter().filter(|tree| tree.depth() > 4).count();
    assert!(deep > 30, "{deep} of 100 are deep");
    let mut roles: Vec<_> =
        trees.iter().flat_map(Tree::nodes).map(|node| node.role().to_string()).collect();
    roles.sort();
    roles.dedup();
    assert!(roles.len() > 20, "{roles:?}");
}

#[test]
fn a_failure_shrinks_to_the_node_that_causes_it() {
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::default() },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let outcome = runner.run(&arb_tree(60), |tree| {
        prop_assert!(!tree.nodes().any(|node| node.is(State::Busy)));
        Ok(())
    });
    let Err(proptest::test_runner::TestError::Fail(_, tree)) = outcome else {
        panic!("a busy node was found in no tree: {outcome:?}");
    };
    assert!(format!("{tree:?}").ends_with("{Busy}\n"), "{tree:?}");
    assert_eq!(tree.len(), 1, "{tree:?}");
}

proptest! {
    #[test]
    fn an_outline_is_what_debug_prints(screen in arb_screen(60)) {
        prop_assert_eq!(tree(&format!("{screen:?}")), screen);
    }
}

#[test]
fn each_kind_of_edit_does_what_it_says() {
    let screen = made_screen(300, Variety::Varied, 1);
    let count = |tree: &Tree, prefix: &str| {
        tree.nodes().filter(|node| node.name().starts_with(prefix)).count()
    };
    for kind in EditKind::ALL {
        let after = edited_by(&screen, 6, &[*kind], 5);
        let (before, now) = (screen.len(), after.tree.len());
        match kind {
            EditKind::Move | EditKind::Reorder | EditKind::Toggle => {
                assert_eq!((now, after.cost), (before, 6), "{kind:?}");
            }
            EditKind::Rename => {
                assert_eq!((now, count(&after.tree, "Renamed "), after.cost), (before, 6, 6));
            }
            EditKind::Remove => assert_eq!(now, before - after.cost),
            EditKind::Repeat => assert_eq!(now, before + after.cost),
            EditKind::Add => {
                assert_eq!((now, count(&after.tree, "New "), after.cost), (before + 6, 6, 6));
            }
            EditKind::Wrap => {
                assert_eq!((now, count(&after.tree, "Wrapper "), after.cost), (before + 6, 6, 6));
            }
            EditKind::Unwrap => assert_eq!((now, after.cost), (before - 6, 6)),
        }
        assert_ne!(after.tree, screen, "{kind:?}");
        assert_eq!(edited_by(&screen, 6, &[*kind], 5).tree, after.tree, "the same seed");
    }
    assert_eq!(edited(&screen, 9, 3).tree, edited_by(&screen, 9, EditKind::MIXED, 3).tree);
}

#[test]
fn fixtures_are_found_from_any_folder() {
    assert!(sz_testkit::fixtures_dir().is_dir());
    let vectors = sz_testkit::fixture_text("signatures/vectors.json");
    assert!(vectors.contains("sz1:"));
    assert_eq!(sz_testkit::fixture("signatures/vectors.json"), vectors.as_bytes());
    let files = sz_testkit::fixture_files("signatures");
    assert!(files.iter().any(|file| file.ends_with("vectors.json")), "{files:?}");
}
