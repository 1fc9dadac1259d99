use sz_noise::Profile;
use sz_tree::Tree;

use crate::document::{SCREENS, assert_message, assert_place, parts, text, tree};

/// A noise profile, and behind a zero byte the document to apply it to.
pub fn noise(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let Some(source) = parts.next().and_then(text) else { return };
    let own = parts.next().and_then(tree);
    match Profile::parse(source) {
        Ok(profile) => own.iter().chain(SCREENS.iter()).for_each(|tree| check(&profile, tree)),
        Err(errors) => {
            assert!(!errors.faults.is_empty());
            for fault in &errors.faults {
                assert_message(&fault.message);
                assert_place(source, fault.mark.line as usize, fault.mark.column as usize);
            }
        }
    }
}

/// What is left is a part of what was there, and every change is explained.
fn check(profile: &Profile, tree: &Tree) {
    let filtered = profile.apply(tree);
    assert_eq!(filtered.origins.len(), filtered.tree.len());
    assert!(filtered.tree.len() <= tree.len());
    assert!(filtered.origins.is_sorted_by(|a, b| a < b));
    for (node, origin) in filtered.tree.nodes().zip(&filtered.origins) {
        let origin = tree.node(*origin);
        assert_eq!(origin.map(|origin| origin.role()), Some(node.role()));
    }
    let effects = profile.explain(tree);
    assert_eq!(effects.is_empty(), filtered.tree == *tree, "{effects:?}");
    let n_removed: usize = effects.iter().map(|effect| effect.n_removed).sum();
    let n_gone = tree.len() - filtered.tree.len();
    assert!(n_removed <= n_gone, "{effects:?}");
    // Nodes can also go because changed text gives a password field away.
    let is_text_unchanged = effects.iter().all(|effect| effect.field.is_none());
    assert!(!is_text_unchanged || n_removed == n_gone, "{effects:?}");
}
