//! The program as people and scripts see it: output, messages and exit codes.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it cannot go on, and writes the files it is about"
)]

mod baseline;
mod batch;
mod bulk;
mod convert;
mod diff;
mod docs;
mod drift;
mod fixtures;
mod history;
mod known;
mod ledger;
mod looseness;
mod merge;
mod program;
mod quality;
mod query;
mod readme;
mod redaction;
mod seeds;
mod shown;
mod simulate;
mod trouble;
mod validate;
mod wording;
