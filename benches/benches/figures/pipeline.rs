//! The whole pipeline, from bytes to report, against `serde_json` reading the same bytes.

use std::hint::black_box;

use criterion::Criterion;
use sz_core::{Format, Limits, read, write_sz};

use crate::workload;

const TEMPLATES: u32 = 1_000;

pub(crate) fn bench(criterion: &mut Criterion) {
    let screen = workload::screen(1_000);
    let engine = workload::engine(TEMPLATES, &screen);
    // The screen with one change in a hundred nodes: the drift has to be found, too.
    let changed = sz_testkit::edited(&screen, 10, 3).tree;
    let bytes = write_sz(&changed).into_bytes();
    let limits = Limits::default();
    let mut group = criterion.benchmark_group("pipeline_1000");
    group.bench_function("bytes_to_report", |bencher| {
        bencher.iter(|| {
            let capture = read(black_box(&bytes), Some(Format::Sz), &limits).expect("valid");
            engine.inspect_capture(&capture)
        });
    });
    let capture = read(&bytes, Some(Format::Sz), &limits).expect("valid");
    group.bench_function("tree_to_report", |bencher| {
        bencher.iter(|| engine.inspect(black_box(&capture.tree)));
    });
    group.bench_function("serde_json_value", |bencher| {
        bencher.iter(|| {
            serde_json::from_slice::<serde_json::Value>(black_box(&bytes)).expect("valid")
        });
    });
    group.finish();
}
