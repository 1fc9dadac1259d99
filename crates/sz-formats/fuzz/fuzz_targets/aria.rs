//! A snapshot as a baseline: side tables and tree agree, and it is written as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sz_formats::{read_aria_snapshot, write_aria_snapshot};
use sz_tree::Limits;

fuzz_target!(|text: &str| {
    let Ok(snapshot) = read_aria_snapshot(text, &Limits::default()) else { return };
    assert_eq!(snapshot.nodes.len(), snapshot.tree.len());
    assert!(snapshot.patterns.iter().all(|pattern| snapshot.tree.node(pattern.node).is_some()));
    let written = write_aria_snapshot(&snapshot);
    let unlimited = Limits { document_bytes: usize::MAX, ..Limits::default() };
    assert_eq!(read_aria_snapshot(&written, &unlimited), Ok(snapshot), "{written}");
});
