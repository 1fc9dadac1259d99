//! The integrity log of System//Zero: an append-only, signed transparency log in the C2SP formats.
