//! The figures of the diff that the design names: its times, each beside its yardstick, and the edits it finds on screens
//! whose edits are known.
//!
//! `cargo xtask bench diff` runs this and prints the ratios.

mod edits;
mod times;

use criterion::{criterion_group, criterion_main};

criterion_group!(figures, edits::print, times::bench);
criterion_main!(figures);
