//! Dark patterns: what a screen does to work against the person in front of it.

mod pattern;
mod way_out;

pub use pattern::{DarkPattern, DarkPatterns};
pub(crate) use way_out::is_way_out;
