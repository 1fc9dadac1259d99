//! What drift promises, through the public API.
#![expect(clippy::panic, reason = "a test stops where it cannot go on")]

mod policy;
mod screen;
mod sequence;
