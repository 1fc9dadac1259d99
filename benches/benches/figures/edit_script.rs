//! How many edits the diff finds, against how many were made. Not a time, so printed rather than measured.

use criterion::Criterion;
use sz_core::{DiffOptions, Limits, diff::diff};

use crate::workload;

/// Nodes and mixed edits.
const SIZES: &[(usize, usize)] = &[(1_000, 12), (10_000, 140), (100_000, 1_200)];

pub(crate) fn print(_: &mut Criterion) {
    for &(nodes, edits) in SIZES {
        let (before, after) = workload::edited_screen(nodes, edits);
        let diff = diff(&before, &after.tree, &DiffOptions::default());
        let reproduced = diff.patch(&before, &after.tree).apply(&before, &Limits::default());
        assert_eq!(reproduced.as_ref(), Ok(&after.tree), "the script must reproduce the target");
        print_figure(nodes, diff.edits, after.cost);
    }
}

#[expect(clippy::print_stdout, reason = "`cargo xtask bench` reads these lines")]
fn print_figure(nodes: usize, found: usize, made: usize) {
    println!("figure: edit_script_{nodes} {found} {made}");
}
