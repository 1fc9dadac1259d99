//! Readers and writers for every UI tree format System//Zero knows.
