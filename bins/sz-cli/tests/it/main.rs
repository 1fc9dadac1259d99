//! The program as people and scripts see it: output, messages and exit codes.

mod baseline;
mod batch;
mod convert;
mod diff;
mod fixtures;
mod ledger;
mod program;
mod query;
mod simulate;
