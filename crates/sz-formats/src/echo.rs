//! Text that stands in a tree twice: toolkits give a button its caption as a name and once more as a text in it.

use sz_tree::{AriaRole, Node, NodeId, Tree, TreeBuilder};

/// The tree without static texts that only repeat the name or the value of the node whose only child they are.
pub(crate) fn without_echoes(tree: Tree) -> Tree {
    if !tree.nodes().any(is_echo) {
        return tree;
    }
    let mut builder = TreeBuilder::deriving(&tree);
    // Where the subtrees that are open end.
    let mut ends: Vec<usize> = Vec::new();
    let mut copy = || {
        for node in tree.nodes() {
            let index = node.id().index();
            while ends.last().is_some_and(|&end| end <= index) {
                ends.pop();
                builder.close()?;
            }
            if is_echo(node) {
                continue;
            }
            builder.open_copy(node)?;
            ends.push(index + node.subtree_size());
        }
        ends.drain(..).try_for_each(|_| builder.close().map(drop::<NodeId>))
    };
    let copied: Result<(), sz_tree::BuildError> = copy();
    match copied.and_then(|()| builder.finish()) {
        Ok(copied) => copied,
        // Nodes are opened and closed in pairs, and the root is nobody's child.
        Err(_) => tree,
    }
}

fn is_echo(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    node.role() == AriaRole::Text
        && node.is_leaf()
        && parent.subtree_size() == 2
        && !node.name().is_empty()
        && node.value().is_none()
        && (node.name() == parent.name() || parent.value() == Some(node.name()))
}
