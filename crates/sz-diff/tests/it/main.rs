//! What a difference says of two screens, and the laws that it keeps.

mod baseline;
mod examples;
mod known_edits;
mod laws;
mod open;
mod open_worst;
mod patch;
mod worst_cases;
