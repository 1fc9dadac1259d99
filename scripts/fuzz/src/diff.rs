use sz_diff::{ApplyError, DiffOptions, Patch, WordPiece, diff_words};
use sz_tree::{Limits, Tree};

use crate::document::{SCREENS, assert_message, limits, parts, text, tree};

/// Two documents with a zero byte between them: the edit script makes the second from the first, and the words that went
/// and came make its text from that of the first.
pub(crate) fn diff(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let (Some(a), Some(b)) = (parts.next(), parts.next()) else { return };
    if let (Some(a), Some(b)) = (text(a), text(b)) {
        check_words(a, b);
    }
    let (Some(a), Some(b)) = (tree(a), tree(b)) else { return };
    check_difference(&a, &b);
    check_difference(&b, &a);
    let none = sz_diff::diff(&a, &a, &DiffOptions::default());
    assert!(none.is_empty() && none.edits == 0, "{none:?}");
}

fn check_words(old: &str, new: &str) {
    let Some(pieces) = diff_words(old, new) else { return };
    let (mut before, mut after) = (String::new(), String::new());
    for piece in &pieces {
        match piece {
            WordPiece::Kept(text) => [&mut before, &mut after].map(|it| it.push_str(text)),
            WordPiece::Removed(text) => [before.push_str(text), ()],
            WordPiece::Added(text) => [after.push_str(text), ()],
        };
    }
    assert_eq!((&*before, &*after), (old, new), "{pieces:?}");
}

fn check_difference(a: &Tree, b: &Tree) {
    let diff = sz_diff::diff(a, b, &DiffOptions::default());
    assert!((0.0..=1.0).contains(&diff.similarity), "{}", diff.similarity);
    assert_eq!(diff.is_empty(), diff.edits == 0);
    for (in_a, in_b) in diff.pairs() {
        assert_eq!((diff.in_b(in_a), diff.in_a(in_b)), (Some(in_b), Some(in_a)));
    }
    let patch = diff.patch(a, b);
    assert_eq!(patch.steps.len(), diff.edits);
    assert_eq!(patch.apply(a, &Limits::default()).as_ref(), Ok(b));
    check_json(&patch);
    assert_eq!(diff.outline(a, b).is_empty(), diff.is_empty());
    assert!(serde_json::to_string(&diff.report(a, b)).is_ok());
}

/// An edit script, tried on trees that it is made to be for.
pub(crate) fn patch(bytes: &[u8]) {
    let mut patch = match Patch::from_json(bytes, &limits()) {
        Ok(patch) => patch,
        Err(error) => return assert_message(&error.to_string()),
    };
    check_json(&patch);
    for tree in SCREENS.iter() {
        patch.from = tree.signatures().full.to_string();
        patch.nodes = u32::try_from(tree.len()).unwrap_or(u32::MAX);
        check_applied(&mut patch, tree);
    }
}

fn check_applied(patch: &mut Patch, tree: &Tree) {
    let limits = Limits { nodes: 200, depth: 50, string_bytes: 1_000, ..Limits::default() };
    let error = match patch.apply(tree, &limits) {
        Ok(found) => return assert_eq!(found.signatures().full.to_string(), patch.to),
        Err(error) => error,
    };
    assert_message(&error.to_string());
    let ApplyError::OtherResult { found, .. } = error else { return };
    patch.to = found;
    let changed = patch.apply(tree, &limits);
    let changed = changed.expect("all that was wrong was the promise");
    assert!(changed.len() <= limits.nodes && changed.depth() <= limits.depth);
    check_difference(tree, &changed);
}

fn check_json(patch: &Patch) {
    let json = serde_json::to_vec(patch).unwrap_or_default();
    let again = Patch::from_json(&json, &Limits::default());
    assert_eq!(again.ok().as_ref(), Some(patch), "{}", String::from_utf8_lossy(&json));
}
