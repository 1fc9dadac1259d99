use sz_diff::{BaselineBuilder, Compared, DiffOptions, diff, diff_baseline};
use sz_testkit::{EditKind, Variety, edited, edited_by, made_screen};
use sz_tree::Limits;

/// Edits a made-up screen and compares the script's cost with the cost of the edits.
#[track_caller]
fn check_by(kinds: &[EditKind], (nodes, edits): (usize, usize), variety: Variety, at_most: f64) {
    let (mut found, mut back, mut made) = (0, 0, 0);
    for seed in 1..=5 {
        let a = made_screen(nodes, variety, seed);
        let b = edited_by(&a, edits, kinds, seed + 100);
        back += diff(&b.tree, &a, &DiffOptions::default()).edits;
        let diff = diff(&a, &b.tree, &DiffOptions::default());
        assert_eq!(diff.patch(&a, &b.tree).apply(&a, &Limits::default()).as_ref(), Ok(&b.tree));
        found += diff.edits;
        made += b.cost;
    }
    for (way, found) in [("there", found), ("back", back)] {
        let ratio = found as f64 / made as f64;
        assert!(
            ratio <= at_most,
            "{nodes} {variety:?} {kinds:?} {way}: {found} edits for {made}, x{ratio:.3}"
        );
    }
}

#[track_caller]
fn check(nodes: usize, edits: usize, variety: Variety, at_most: f64) {
    check_by(EditKind::MIXED, (nodes, edits), variety, at_most);
}

#[test]
fn varied_screens_cost_no_more_than_their_edits() {
    check(1_000, 12, Variety::Varied, 1.0);
    check(10_000, 140, Variety::Varied, 1.01);
}

#[test]
fn repetitive_screens_cost_hardly_more_than_their_edits() {
    check(1_000, 12, Variety::Repetitive, 1.05);
    check(10_000, 140, Variety::Repetitive, 1.05);
}

#[test]
fn no_kind_of_edit_costs_more_than_it_is() {
    for kind in EditKind::ALL {
        check_by(&[*kind], (1_000, 12), Variety::Varied, 1.0);
        check_by(&[*kind], (1_000, 12), Variety::Repetitive, 1.05);
    }
    check_by(EditKind::ALL, (10_000, 140), Variety::Varied, 1.0);
    check_by(EditKind::ALL, (10_000, 140), Variety::Repetitive, 1.05);
    // Where one node in five is edited, edits meet.
    check_by(EditKind::ALL, (1_000, 200), Variety::Varied, 1.05);
}

#[test]
fn many_moves_between_equal_items_cost_hardly_more_than_they_are() {
    check_by(&[EditKind::Move], (20_000, 240), Variety::Repetitive, 1.05);
}

#[test]
fn a_baseline_with_nodes_of_any_name_costs_hardly_more_than_the_edits() {
    let (mut found, mut made) = (0, 0);
    for seed in 1..=10 {
        let a = made_screen(1_000, Variety::Repetitive, seed);
        let b = edited(&a, 12, seed + 100);
        let mut builder = BaselineBuilder::new(a.clone(), Compared::everything());
        for node in a.nodes().filter(|node| node.id().index() % 5 == 0) {
            builder.compared(node.id(), Compared::everything().with_name(false));
        }
        found += diff_baseline(&builder.build(), &b.tree, &DiffOptions::default()).diff.edits;
        made += b.cost;
    }
    assert!(found as f64 <= 1.05 * made as f64, "{found} edits for {made}");
}

#[test]
fn a_baseline_whose_shape_is_open_costs_hardly_more_than_the_edits() {
    let (mut found, mut made) = (0, 0);
    for (seed, variety) in
        (1..=10).flat_map(|it| [(it, Variety::Varied), (it, Variety::Repetitive)])
    {
        let a = made_screen(1_000, variety, seed);
        let b = edited(&a, 12, seed + 100);
        let mut builder = BaselineBuilder::new(a.clone(), Compared::everything());
        for node in a.nodes().filter(|node| node.id().index() % 7 == 3) {
            match node.id().index() % 4 {
                0 => builder.optional(node.id()),
                1 => builder.repeat(node.id()),
                2 => builder.any_order(node.id()),
                _ => builder.allow_more_children(node.id()),
            };
        }
        found += diff_baseline(&builder.build(), &b.tree, &DiffOptions::default()).diff.edits;
        made += b.cost;
    }
    assert!(found * 100 <= made * 105, "{found} edits found, {made} made");
    assert!(
        found * 100 >= made * 80,
        "{found} edits found, {made} made: what is open hides little"
    );
}
