//! The laws that a difference keeps, over generated trees.

mod known_edits;
mod laws;
