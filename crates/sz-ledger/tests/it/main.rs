//! The public API of sz-ledger: life cycles, attacks, faults, vectors.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod attacks;
mod faults;
mod faulty;
mod format;
mod kill;
mod life;
mod support;
mod vectors;
