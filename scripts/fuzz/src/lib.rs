//! Laws that every parser of System//Zero keeps for any input.
//!
//! A [`Target`] takes bytes from anyone and panics where a law is broken: what is read can be written and
//! read back, errors name a place inside the document, limits are kept, a log proves nothing that was not in it.
//! libFuzzer makes up the bytes (`libfuzzer/`, run by `cargo xtask fuzz`); the tests of this package run
//! every target over its `seeds/`, over all of `fixtures/`, and over damaged copies of both.
//!
//! A new parser gets a law here, a program of the same name in `libfuzzer/src/bin/`, a folder in `seeds/`, and a row
//! in the table of `tests/parsers.rs` that says which target covers it.

mod diff;
mod document;
mod formats;
mod history;
mod ledger;
mod noise;
mod policy;
mod rules;
mod selector;
mod template;
mod wording;
mod words;

use diff::{diff, patch};
use formats::{aria, read, yaml};
use history::history;
use ledger::{checkpoint, entry, key, log, proof, wal};
use noise::{noise, redact};
use policy::policy;
use rules::{known, rules};
use selector::selector;
use template::{built, imported, loose, pattern, template};
use wording::wording;
use words::words;

/// One law, or several about the same input.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is that of its program and of its folder of seeds.
    pub name: &'static str,
    /// Tries one input.
    ///
    /// # Panics
    /// If a law is broken.
    pub run: fn(&[u8]),
}

macro_rules! targets {
    ($($name:ident)+) => { &[$(Target { name: stringify!($name), run: $name }),+] };
}

/// Every target.
pub const TARGETS: &[Target] = targets! {
    aria built checkpoint diff entry history imported key known log loose noise patch pattern policy proof read redact rules
    selector template wal wording words yaml
};

/// Tries one input on the target of this name.
///
/// # Panics
/// If a law is broken, or there is no such target.
pub fn run(target: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|known| known.name == target).expect("the name of a target");
    (target.run)(bytes);
}

#[cfg(test)]
mod tests;
