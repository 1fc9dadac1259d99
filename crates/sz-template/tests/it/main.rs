//! What templates promise, through the public API.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod build;
mod cluster;
mod compare;
mod load;
mod matching;
mod versions;
