//! What drift promises, through the public API.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod compliance;
mod dark;
mod dark_fixtures;
mod echo;
mod fingerprint;
mod policy;
#[cfg(feature = "rules")]
mod rules;
mod screen;
mod sentences;
mod sequence;
mod steps;
mod wording;
