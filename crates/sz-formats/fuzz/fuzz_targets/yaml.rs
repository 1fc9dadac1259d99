//! YAML with marks: every mark is a place in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sz_formats::YamlNode;
use sz_tree::Limits;

fuzz_target!(|text: &str| {
    let Ok(node) = YamlNode::parse(text, &Limits::default()) else { return };
    let mut open = vec![&node];
    while let Some(node) = open.pop() {
        assert!(node.mark().line >= 1 && node.mark().line as usize <= text.split(['\n', '\r']).count());
        open.extend(node.as_sequence().unwrap_or_default());
        open.extend(node.as_mapping().unwrap_or_default().iter().flat_map(|(key, value)| [key, value]));
    }
});
