//! `sz`: our own canonical JSON, schema `sz-tree/1`.

mod read;
mod write;

pub(crate) use read::{ATTRIBUTES_MAX, missing_role, read};
pub use write::{write_sz, write_sz_capture, write_sz_for};

/// What `schema` must say.
const SCHEMA: &str = "sz-tree/1";

#[cfg(test)]
mod tests;
