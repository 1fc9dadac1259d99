//! What templates promise, through the public API.

mod build;
mod compare;
mod load;
mod matching;
