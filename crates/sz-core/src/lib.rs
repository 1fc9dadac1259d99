//! The pure pipeline of System//Zero: from a UI tree to a report, without I/O.
