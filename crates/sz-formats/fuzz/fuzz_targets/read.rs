//! Bytes in any format: the first byte picks the reader, 0 lets the content tell.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sz_formats::{Format, project_aria, read, write_aria, write_outline, write_sz};
use sz_tree::Limits;

fuzz_target!(|bytes: &[u8]| {
    let Some((&which, bytes)) = bytes.split_first() else { return };
    let format = Format::ALL.get((usize::from(which) % 7).wrapping_sub(1)).copied();
    let limits = Limits { nodes: 2_000, depth: 50, ..Limits::default() };
    let Ok(capture) = read(bytes, format, &limits) else { return };
    let tree = capture.tree;
    assert!(!write_outline(&tree).is_empty());
    let again = read(write_sz(&tree).as_bytes(), Some(Format::Sz), &limits).expect("sz reads back");
    assert_eq!(again.tree, tree);
    let again = read(write_aria(&tree).as_bytes(), Some(Format::Aria), &Limits::default());
    assert_eq!(again.expect("a snapshot reads back").tree, project_aria(&tree));
});
