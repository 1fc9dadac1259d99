//! A snapshot as a baseline: side tables and tree agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sz_formats::read_aria_snapshot;
use sz_tree::Limits;

fuzz_target!(|text: &str| {
    let Ok(snapshot) = read_aria_snapshot(text, &Limits::default()) else { return };
    assert_eq!(snapshot.nodes.len(), snapshot.tree.len());
    assert!(snapshot.patterns.iter().all(|pattern| snapshot.tree.node(pattern.node).is_some()));
});
