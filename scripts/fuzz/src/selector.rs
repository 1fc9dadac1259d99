use sz_select::{Describer, Selector};
use sz_tree::{Node, NodeId, Tree};

use crate::document::{SCREENS, assert_message, parts, text, tree};

/// A selector, and behind a zero byte the document to run it on.
pub(crate) fn selector(bytes: &[u8]) {
    let mut parts = parts(bytes);
    let Some(source) = parts.next().and_then(text) else { return };
    let own = parts.next().and_then(tree);
    if let Some(tree) = &own {
        check_descriptions(tree);
    }
    let selector = match Selector::parse(source) {
        Ok(selector) => selector,
        Err(error) => {
            assert_message(&error.to_string());
            assert!((1..=source.chars().count() + 1).contains(&error.column), "{error}");
            return;
        }
    };
    assert!(source.len() <= Selector::MAX_BYTES);
    assert_eq!(selector.to_string(), source);
    own.iter().chain(SCREENS.iter()).for_each(|tree| check_selected(&selector, tree));
}

/// All ways of asking agree.
fn check_selected(selector: &Selector, tree: &Tree) {
    let selected = ids(selector, tree);
    assert!(selected.is_sorted_by(|a, b| a < b));
    assert_eq!(selector.first(tree).map(Node::id), selected.first().copied());
    let matching = tree.nodes().filter(|node| selector.matches(*node)).map(Node::id);
    assert!(matching.eq(selected.iter().copied()), "`matches` and `select` of {selector}");
    if let Some(roles) = selector.roles() {
        let has_such_a_role =
            |id: &NodeId| tree.node(*id).is_some_and(|n| roles.contains(&n.role()));
        assert!(selected.iter().all(has_such_a_role), "the roles of {selector}");
    }
    // In parentheses it is one level and one step more, which may be too many.
    if let Ok(same) = Selector::parse(&format!(":is({selector})")) {
        assert_eq!(ids(&same, tree), selected, "{same}");
    }
    if let Ok(others) = Selector::parse(&format!(":not({selector})")) {
        let others = ids(&others, tree);
        assert_eq!(others.len() + selected.len(), tree.len(), "`:not()` of {selector}");
        assert!(others.iter().all(|id| selected.binary_search(id).is_err()));
    }
}

fn ids(selector: &Selector, tree: &Tree) -> Vec<NodeId> {
    selector.select(tree).map(Node::id).collect()
}

/// What describes a node selects it.
fn check_descriptions(tree: &Tree) {
    const NODES: usize = 20;
    let describer = Describer::new(tree);
    for node in tree.nodes().take(NODES) {
        let description = describer.selector_for(node);
        let selector = Selector::parse(&description);
        assert!(
            selector.is_ok_and(|selector| selector.matches(node)),
            "{description:?} of {node:?}"
        );
    }
}
