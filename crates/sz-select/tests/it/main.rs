//! What a selector selects, what describes a node, and that both agree.

mod describe;
mod laws;
mod select;
