//! The figures that the design names, each measured beside its yardstick in the same run, but for those of the diff.
//!
//! `cargo xtask bench` runs this and prints the ratios.

mod batch;
mod matching;
mod pipeline;
mod read;
mod redact;
mod workload;

use criterion::{criterion_group, criterion_main};

criterion_group!(
    figures,
    read::bench,
    redact::bench,
    pipeline::bench,
    batch::print,
    matching::bench,
);
criterion_main!(figures);
