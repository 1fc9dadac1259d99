//! Counts the edits found on made-up screens against those made, seed by seed and kind by kind:
//!
//! `cargo run --release -p sz-diff --example edit_counts [SEEDS [FIRST [SIZE]]]`
//!
//! Prints the mean and the worst ratio for each size, variety of screens and mix of edits, with the seed of the worst.
#![expect(clippy::print_stdout, reason = "measures and prints")]

use sz_diff::{DiffOptions, diff};
use sz_testkit::{EditKind, Variety, edited_by, made_screen};
use sz_tree::Limits;

fn main() {
    let number = |place| std::env::args().nth(place).and_then(|word: String| word.parse().ok());
    let (seeds, first) = (number(1).unwrap_or(20), number(2).unwrap_or(1));
    let only = number(3);
    println!("nodes   variety     edits              made    found   ratio  worst  seed");
    for (nodes, edits) in [(1_000, 12), (10_000, 140), (100_000, 1_200)] {
        if only.is_some_and(|only| only != nodes) {
            continue;
        }
        for variety in [Variety::Varied, Variety::Repetitive] {
            let workload = Workload { nodes: usize::try_from(nodes).unwrap_or(0), edits, variety };
            workload.count("mixed", EditKind::MIXED, first..first + seeds);
            workload.count("all", EditKind::ALL, first..first + seeds);
            for kind in EditKind::ALL {
                workload.count(&format!("{kind:?}"), &[*kind], first..first + seeds);
            }
        }
    }
}

struct Workload {
    nodes: usize,
    edits: usize,
    variety: Variety,
}

impl Workload {
    fn count(&self, mix: &str, kinds: &[EditKind], seeds: std::ops::Range<u64>) {
        let Self { nodes, edits, variety } = *self;
        let (mut found, mut made, mut worst) = (0, 0, (0.0, 0));
        for seed in seeds {
            let a = made_screen(nodes, variety, seed);
            let b = edited_by(&a, edits, kinds, seed + 10_000);
            let diff = diff(&a, &b.tree, &DiffOptions::default());
            let reached = diff.patch(&a, &b.tree).apply(&a, &Limits::default());
            assert_eq!(reached.as_ref(), Ok(&b.tree), "the script must reproduce the target");
            let ratio = diff.edits as f64 / b.cost.max(1) as f64;
            if ratio > worst.0 {
                worst = (ratio, seed);
            }
            found += diff.edits;
            made += b.cost;
        }
        println!(
            "{nodes:<7} {:<11} {mix:<17} {made:>6}  {found:>6}  {:>6.3} {:>6.3}  {}",
            format!("{variety:?}"),
            found as f64 / f64::from(u32::try_from(made.max(1)).unwrap_or(1)),
            worst.0,
            worst.1,
        );
    }
}
