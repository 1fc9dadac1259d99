//! What holds for every tree.

use proptest::prelude::*;
use sz_formats::{
    Format, Lost, Target, detect, loss, project_aria, read, read_aria_snapshot, write_aria,
    write_outline, write_sz, write_sz_for,
};
use sz_testkit::{arb_screen, arb_tree};
use sz_tree::{Limits, Tree};

fn read_tree(text: &str, format: Format) -> Tree {
    match read(text.as_bytes(), Some(format), &Limits::default()) {
        Ok(capture) => capture.tree,
        Err(error) => panic!("{error}\n{text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn writing_and_reading_sz_gives_the_same_tree(tree in arb_tree(40)) {
        let text = write_sz(&tree);
        prop_assert_eq!(&read_tree(&text, Format::Sz), &tree);
        prop_assert_eq!(write_sz(&read_tree(&text, Format::Sz)), text);
    }

    #[test]
    fn reading_an_aria_snapshot_gives_what_aria_can_express(tree in arb_tree(40)) {
        let text = write_aria(&tree);
        prop_assert_eq!(&read_tree(&text, Format::Aria), &project_aria(&tree), "{}", text);
    }

    #[test]
    fn where_nothing_is_lost_writing_and_reading_back_is_the_identity(tree in arb_tree(40)) {
        prop_assert_eq!(&loss(&tree, Target::Sz), &[]);
        let snapshot = read_tree(&write_aria(&tree), Format::Aria);
        prop_assert_eq!(loss(&tree, Target::Aria).is_empty(), snapshot == tree);
        // A snapshot that was read loses nothing when it is written again.
        prop_assert_eq!(&loss(&snapshot, Target::Aria), &[]);
    }

    #[test]
    fn a_report_of_losses_counts_what_differs(tree in arb_tree(40)) {
        let left = project_aria(&tree);
        let losses = loss(&tree, Target::Aria);
        let of = |lost: &Lost| losses.iter().find(|loss| loss.lost == *lost).map_or(0, |loss| loss.nodes);
        prop_assert_eq!(tree.len() - of(&Lost::Nodes), left.len());
        let with_bounds = tree.nodes().filter(|node| node.bounds().is_some()).count();
        prop_assert!(of(&Lost::Bounds) + of(&Lost::Nodes) >= with_bounds);
        for loss in &losses {
            prop_assert!(loss.nodes > 0 && (1..=3).contains(&loss.examples.len()));
            prop_assert!(loss.examples.iter().all(|path| tree.at(path).is_some()));
        }
        prop_assert!(losses.is_sorted_by(|a, b| a.lost < b.lost));
    }

    #[test]
    fn projecting_twice_changes_nothing(tree in arb_tree(40)) {
        let projected = project_aria(&tree);
        prop_assert_eq!(&project_aria(&projected), &projected);
    }

    #[test]
    fn a_written_snapshot_is_a_baseline_of_one_node_without_warnings(tree in arb_screen(60)) {
        let text = write_aria(&tree);
        let snapshot = read_aria_snapshot(&text, &Limits::default()).expect("what we write reads");
        prop_assert!(!snapshot.is_fragment);
        prop_assert_eq!(&snapshot.tree, &project_aria(&tree));
        prop_assert_eq!(snapshot.nodes.len(), snapshot.tree.len());
        prop_assert_eq!(&snapshot.warnings, &[]);
    }

    #[test]
    fn what_we_write_is_detected(tree in arb_tree(20), app in ".*") {
        prop_assert_eq!(detect(write_sz(&tree).as_bytes()), Some(Format::Sz));
        prop_assert_eq!(detect(write_aria(&tree).as_bytes()), Some(Format::Aria));
        let named = read(write_sz_for(&tree, &app).as_bytes(), None, &Limits::default())
            .expect("what we write reads");
        prop_assert_eq!(named.app.as_deref(), Some(&*app));
        prop_assert_eq!(named.tree, tree);
    }

    #[test]
    fn an_outline_has_a_line_for_each_node_and_nothing_a_terminal_acts_on(tree in arb_tree(40)) {
        let outline = write_outline(&tree);
        prop_assert_eq!(outline.lines().count(), tree.len());
        let is_safe = |c: char| c == '\n' || !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(outline.chars().all(is_safe), "{}", outline);
    }
}

#[test]
fn ordinary_snapshots_keep_their_shape() {
    // A projection only loses nodes where collapsing a text shows a secret; no screen does that.
    let mut runner = proptest::test_runner::TestRunner::default();
    let checked = runner.run(&arb_screen(60), |tree| {
        prop_assert_eq!(project_aria(&tree).len(), tree.len());
        Ok(())
    });
    assert_eq!(checked, Ok(()));
}
