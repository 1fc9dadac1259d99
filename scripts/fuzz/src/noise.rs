use std::{ops::Range, sync::LazyLock};

use sz_noise::{Detector, Finding, Profile, RedactionKey, Redactor};
use sz_tree::{Node, Tree};

use crate::document::{Places, SCREENS, assert_message, parts, text, tree};

/// A noise profile, and behind a zero byte the document to apply it to.
pub(crate) fn noise(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let Some(source) = parts.next().and_then(text) else { return };
    let own = parts.next().and_then(tree);
    match Profile::parse(source) {
        Ok(profile) => own.iter().chain(SCREENS.iter()).for_each(|tree| check(&profile, tree)),
        Err(errors) => {
            assert!(!errors.faults.is_empty());
            let places = Places::of(source);
            for fault in &errors.faults {
                assert_message(&fault.message);
                places.assert_has(fault.mark.line, fault.mark.column);
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
        assert_eq!(origin.map(Node::role), Some(node.role()));
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

static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| {
    Redactor::new(RedactionKey::new(&[7; 32]).expect("a key of the right length"))
});

/// A text, or a document with texts in it: what is found in it is not in what is left.
pub(crate) fn redact(bytes: &[u8]) {
    if let Some(text) = text(bytes) {
        check_redacted(text);
    }
    let Some(tree) = tree(bytes) else { return };
    let redacted = REDACTOR.tree(&tree);
    assert_eq!(redacted.len(), tree.len());
    for (node, from) in redacted.nodes().zip(tree.nodes()) {
        assert_eq!((node.role(), node.bounds()), (from.role(), from.bounds()));
        assert_eq!(node.children().count(), from.children().count());
        for text in [node.name(), node.description()].into_iter().chain(node.value()) {
            // What a node is called may say that its digits are no phone or card number.
            let may_be_digits =
                |it: &Finding| [Detector::Card, Detector::Phone].contains(&it.detector);
            assert!(REDACTOR.findings(text).iter().all(may_be_digits), "{node:?}");
        }
    }
    assert_eq!(*REDACTOR.tree(&redacted), *redacted, "redacting again changes nothing");
}

fn check_redacted(text: &str) {
    let findings = REDACTOR.findings(text);
    let mut end = 0;
    for Range { start, end: next } in findings.iter().map(|finding| finding.range.clone()) {
        assert!(end <= start && start < next, "{findings:?}");
        assert!(text.get(start..next).is_some(), "{findings:?} of {text:?}");
        end = next;
    }
    let redacted = REDACTOR.text(text);
    assert_eq!(redacted == text, findings.is_empty());
    assert_eq!(REDACTOR.text(&redacted), redacted, "redacting {text:?} again changes nothing");
}
