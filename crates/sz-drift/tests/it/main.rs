//! What drift promises, through the public API.

mod policy;
mod screen;
mod sequence;
