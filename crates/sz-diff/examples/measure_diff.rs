//! Times the difference of made-up screens with known edits, and counts its edits:
//!
//! `cargo run --release -p sz-diff --example measure_diff [ROUNDS]`
//!
//! Every time is the least of the rounds. The yardstick is `serde_json` reading one of the two trees into a `Value`.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "measures and prints")]

use std::{hint::black_box, time::Instant};

use serde_json::{Value, json};
use sz_diff::{DiffOptions, diff};
use sz_testkit::{Variety, edited, made_screen};
use sz_tree::{Limits, Node, Tree};

fn main() {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(30);
    println!(
        "nodes     variety      made  found  ratio   diff ms  patch ms  apply ms  value ms  diff/value"
    );
    for (nodes, edits) in [(1_000, 12), (10_000, 140), (100_000, 1_200)] {
        for variety in [Variety::Varied, Variety::Repetitive] {
            measure(nodes, edits, variety, rounds);
        }
    }
}

fn measure(nodes: usize, edits: usize, variety: Variety, rounds: usize) {
    let (mut made, mut found) = (0, 0);
    for seed in 0..5 {
        let a = made_screen(nodes, variety, seed);
        let b = edited(&a, edits, seed + 100);
        made += b.cost;
        found += diff(&a, &b.tree, &DiffOptions::default()).edits;
    }
    let a = made_screen(nodes, variety, 0);
    let b = edited(&a, edits, 100).tree;
    let text = to_json(&a);
    let options = DiffOptions::default();
    let diff_ms = least_ms(rounds, || diff(&a, &b, &options));
    let diff = diff(&a, &b, &options);
    let patch_ms = least_ms(rounds.min(5), || diff.patch(&a, &b));
    let patch = diff.patch(&a, &b);
    let apply_ms = least_ms(rounds.min(5), || patch.apply(&a, &Limits::default()));
    let value_ms = least_ms(rounds.min(20), || serde_json::from_str::<Value>(&text));
    println!(
        "{nodes:<9} {:<12} {made:<5} {found:<5}  {:.3}  {diff_ms:>8.3}  {patch_ms:>8.3}  {apply_ms:>8.3}  {value_ms:>8.3}  {:>8.3}",
        format!("{variety:?}"),
        f64::from(u32::try_from(found).unwrap_or(0)) / f64::from(u32::try_from(made).unwrap_or(1)),
        diff_ms / value_ms,
    );
}

fn least_ms<T>(rounds: usize, mut run: impl FnMut() -> T) -> f64 {
    let time = |_| {
        let start = Instant::now();
        let result = black_box(run());
        let elapsed = start.elapsed();
        drop(result);
        elapsed.as_secs_f64() * 1000.0
    };
    (0..rounds).map(time).fold(f64::INFINITY, f64::min)
}

/// The canonical JSON of a tree, near enough for a yardstick.
fn to_json(tree: &Tree) -> String {
    fn to_value(node: Node<'_>) -> Value {
        let bounds = node.bounds().map(|it| json!([it.x(), it.y(), it.width(), it.height()]));
        let states: Vec<_> = node.states().iter().map(sz_tree::State::as_str).collect();
        json!({
            "role": node.role().to_string(),
            "name": node.name(),
            "value": node.value(),
            "states": states,
            "bounds": bounds,
            "children": node.children().map(to_value).collect::<Vec<_>>(),
        })
    }
    to_value(tree.root()).to_string()
}
