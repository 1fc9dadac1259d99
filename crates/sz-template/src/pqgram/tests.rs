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
fn the_bound_holds_where_buckets_overflow() {
    let wide = |n: usize| screen(&vec![(AriaRole::Button, true); n]);
    for (a, b) in [(400, 400), (400, 700), (10, 700), (300, 260)] {
        let (a, b) = (PqProfile::of(&wide(a)), PqProfile::of(&wide(b)));
        assert!(a.similarity_at_most(&b) >= a.similarity(&b));
        assert!(a.similarity_at_most(&b).get() - a.similarity(&b).get() < 1e-9, "and is close");
    }
}

proptest::proptest! {
    /// The matcher skips templates by the bound, so it must be one.
    #[test]
    fn the_bound_is_never_below_the_similarity(
        a in sz_testkit::arb_tree(60),
        b in sz_testkit::arb_tree(60),
    ) {
        let (a, b) = (PqProfile::of(&a), PqProfile::of(&b));
        proptest::prop_assert!(a.similarity_at_most(&b) >= a.similarity(&b));
        proptest::prop_assert!(a.similarity_at_most(&a) == Score::ONE);
    }
}
