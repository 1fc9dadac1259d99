//! The diff, against reading one of the two trees.

use std::hint::black_box;

use criterion::Criterion;
use sz_core::{DiffOptions, Format, Limits, diff::diff, read, write_sz};

use crate::edits::edited_screen;

/// Nodes and mixed edits.
const SIZES: &[(usize, usize)] = &[(10_000, 140), (100_000, 1_200)];

pub(crate) fn bench(criterion: &mut Criterion) {
    for &(nodes, edits) in SIZES {
        let (before, after) = edited_screen(nodes, edits);
        let bytes = write_sz(&before).into_bytes();
        let (limits, options) = (Limits::default(), DiffOptions::default());
        let mut group = criterion.benchmark_group(format!("diff_{nodes}"));
        group.sample_size(20);
        group.bench_function("diff", |bencher| {
            bencher.iter(|| diff(black_box(&before), black_box(&after.tree), &options));
        });
        group.bench_function("read_one_tree", |bencher| {
            bencher.iter(|| read(black_box(&bytes), Some(Format::Sz), &limits).expect("valid"));
        });
        group.finish();
    }
}
