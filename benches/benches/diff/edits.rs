//! How many edits the diff finds, against how many were made. Not a time, so printed rather than measured.

use criterion::Criterion;
use sz_core::{DiffOptions, Limits, Tree, diff::diff};
use sz_testkit::{EditKind, Edited, Variety, edited, edited_by, made_screen};

/// Nodes and mixed edits.
const SIZES: &[(usize, usize)] = &[(1_000, 12), (10_000, 140), (100_000, 1_200)];

/// The seed of the second round where none is asked for.
const SECOND_SEED: u64 = 20_261_121;

/// Kinds of screens and of edits, by the name of their figures.
const MIXES: &[(&str, Variety, &[EditKind])] = &[
    ("varied_mixed", Variety::Varied, EditKind::MIXED),
    ("varied_all", Variety::Varied, EditKind::ALL),
    ("repetitive_mixed", Variety::Repetitive, EditKind::MIXED),
    ("repetitive_all", Variety::Repetitive, EditKind::ALL),
];

/// The first seed, on which the diff was made, and a second one.
pub(crate) fn print(_: &mut Criterion) {
    for &(nodes, edits) in SIZES {
        let (before, after) = edited_screen(nodes, edits);
        print_figure(&format!("edit_script_{nodes}"), &before, &after);
    }
    let seed = second_seed();
    for &(nodes, edits) in SIZES {
        for (name, variety, kinds) in MIXES {
            let before = made_screen(nodes, *variety, seed);
            let after = edited_by(&before, edits, kinds, seed + 1);
            print_figure(&format!("edit_script_{nodes}_{name}"), &before, &after);
        }
    }
}

/// A screen and what it is after this many mixed edits.
pub(crate) fn edited_screen(nodes: usize, edits: usize) -> (Tree, Edited) {
    let before = made_screen(nodes, Variety::Varied, 7);
    let after = edited(&before, edits, 11);
    (before, after)
}

#[expect(clippy::disallowed_methods, reason = "Criterion takes no arguments of ours")]
fn second_seed() -> u64 {
    let asked = std::env::var("SZ_BENCH_SEED").ok();
    asked.and_then(|seed| seed.parse().ok()).unwrap_or(SECOND_SEED)
}

#[expect(clippy::print_stdout, reason = "`cargo xtask bench` reads these lines")]
fn print_figure(name: &str, before: &Tree, after: &Edited) {
    let diff = diff(before, &after.tree, &DiffOptions::default());
    let reproduced = diff.patch(before, &after.tree).apply(before, &Limits::default());
    assert_eq!(reproduced.as_ref(), Ok(&after.tree), "the script must reproduce the target");
    println!("figure: {name} {} {}", diff.edits, after.cost);
}
