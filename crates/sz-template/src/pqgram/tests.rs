use super::*;
use sz_tree::{AriaRole, Limits, TreeBuilder};

/// A root with these children, each with one text under it where marked.
fn screen(children: &[(AriaRole, bool)]) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Main.into()).unwrap();
    for &(role, has_text) in children {
        builder.open(role.into()).unwrap();
        if has_text {
            builder.open(AriaRole::Text.into()).unwrap();
            builder.close().unwrap();
        }
        builder.close().unwrap();
    }
    builder.close().unwrap();
    builder.finish().unwrap()
}

fn similarity(a: &Tree, b: &Tree) -> f64 {
    PqProfile::of(a).similarity(&PqProfile::of(b)).get()
}

#[test]
fn counts_the_grams_of_the_paper() {
    // Root with two leaves: 2 + 3 - 1 windows at the root and one at each leaf.
    let tree = screen(&[(AriaRole::Button, false), (AriaRole::Link, false)]);
    assert_eq!(PqProfile::of(&tree).size, 4 + 2);
}

#[test]
fn equal_shapes_are_1_and_disjoint_ones_0() {
    let tree = screen(&[(AriaRole::Button, true), (AriaRole::Link, false)]);
    assert!((similarity(&tree, &tree) - 1.0).abs() < 1e-12);
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Dialog.into()).unwrap();
    builder.close().unwrap();
    assert!(similarity(&tree, &builder.finish().unwrap()) < 1e-12);
}

#[test]
fn a_swap_of_neighbours_counts_less_than_another_screen() {
    let base =
        screen(&[(AriaRole::Button, true), (AriaRole::Link, true), (AriaRole::Heading, true)]);
    let swapped =
        screen(&[(AriaRole::Link, true), (AriaRole::Button, true), (AriaRole::Heading, true)]);
    let other =
        screen(&[(AriaRole::Img, false), (AriaRole::Table, true), (AriaRole::Heading, true)]);
    assert!(similarity(&base, &swapped) < 1.0);
    assert!(similarity(&base, &swapped) > similarity(&base, &other));
}

#[test]
fn the_length_of_a_list_does_not_matter() {
    let list = |items: usize| {
        let mut children = vec![(AriaRole::Heading, true)];
        children.extend(vec![(AriaRole::Listitem, true); items]);
        screen(&children)
    };
    for (a, b) in [(1, 2), (2, 3), (3, 700)] {
        assert!((similarity(&list(a), &list(b)) - 1.0).abs() < 1e-12, "{a} and {b} items");
    }
    assert!(similarity(&list(0), &list(1)) < 0.8, "one item is not none");
}

#[test]
fn items_that_differ_a_little_count_a_little() {
    let table = |rows: usize| {
        let row = |n| (AriaRole::Row, n % 2 == 0);
        screen(&(0..rows).map(row).collect::<Vec<_>>())
    };
    assert!((similarity(&table(8), &table(40)) - 1.0).abs() < 1e-12);
    assert!(similarity(&table(3), &table(40)) > 0.8);
}

#[test]
fn only_neighbours_of_one_shape_count_as_one() {
    let (button, link) = ((AriaRole::Button, false), (AriaRole::Link, false));
    let full_button = (AriaRole::Button, true);
    let base = screen(&[button, button]);
    assert!((similarity(&base, &screen(&[button])) - 1.0).abs() < 1e-12);
    for other in [&[button, full_button][..], &[button, link], &[button, link, button]] {
        assert!(similarity(&base, &screen(other)) < 1.0, "{other:?}");
    }
}

#[test]
fn what_need_not_be_sorted_does_not_count() {
    // Numbers that meet in all places, some of them hundreds of times; 0 is what an empty place looks like.
    let grams: Vec<u64> = (0..20_000_u64).map(|n| (n * n * 31) % 701 % (n / 40 + 1)).collect();
    let mut recent = Recent([0; RECENT]);
    let left: Vec<u64> = grams.iter().copied().filter(|&gram| recent.counts(gram)).collect();
    assert!(left.len() < grams.len() / 2, "{} are left", left.len());
    let (of_left, of_all) = (PqProfile::counting(left), PqProfile::counting(grams));
    assert_eq!((of_left.grams, of_left.size), (of_all.grams, of_all.size));
}
