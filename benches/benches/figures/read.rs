//! Reading canonical JSON, against `serde_json` into a `Value`.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use sz_core::{Format, Limits, read, write_sz};

use crate::workload;

pub(crate) fn bench(criterion: &mut Criterion) {
    let bytes = write_sz(&workload::screen(1_000)).into_bytes();
    let limits = Limits::default();
    let mut group = criterion.benchmark_group("read_1000");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("arena", |bencher| {
        bencher.iter(|| read(black_box(&bytes), Some(Format::Sz), &limits).expect("valid"));
    });
    group.bench_function("serde_json_value", |bencher| {
        bencher.iter(|| {
            serde_json::from_slice::<serde_json::Value>(black_box(&bytes)).expect("valid")
        });
    });
    group.finish();
}
