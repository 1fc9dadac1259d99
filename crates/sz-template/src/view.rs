//! A tree as baselines are compared with it: what an ARIA snapshot can say of it.

use sz_formats::project_aria;
use sz_tree::{AriaRole, BuildError, Node, NodeId, Tree, TreeBuilder};

/// A tree made from another, and where each of its nodes comes from.
#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) tree: Tree,
    /// Per node, its id in the tree it was made from.
    pub(crate) origins: Vec<NodeId>,
}

/// What a snapshot can say of a tree.
///
/// Snapshots have values for fields only. Some sources give other nodes one, too, which is what people read on
/// them (`button accept_button = "Accept"`): those become text, so that no change of it goes unseen.
pub(crate) fn view(tree: &Tree) -> View {
    let projected = project_aria(tree);
    let is_lost = |node: Node<'_>| {
        let kept = projected.node(node.id()).and_then(Node::value);
        node.value().is_some_and(|value| !value.trim().is_empty() && kept.is_none())
    };
    if tree.len() != projected.len() || !tree.nodes().any(is_lost) {
        let ids = (0..).take(projected.len()).map(NodeId::new);
        return View { origins: ids.collect(), tree: projected };
    }
    match with_values_as_text(tree, is_lost) {
        Ok((spoken, origins)) => View { tree: project_aria(&spoken), origins },
        // Copying a valid tree cannot fail; if it did, values would only not be compared.
        Err(_) => View { origins: projected.nodes().map(Node::id).collect(), tree: projected },
    }
}

fn with_values_as_text(
    tree: &Tree,
    is_lost: impl Fn(Node<'_>) -> bool,
) -> Result<(Tree, Vec<NodeId>), BuildError> {
    let mut builder = TreeBuilder::deriving(tree);
    let mut origins = Vec::with_capacity(tree.len());
    builder.copy_subtree(tree.root(), |builder, node| {
        builder.open_copy(node)?;
        origins.push(node.id());
        let Some(value) = node.value().filter(|_| is_lost(node)) else { return Ok(()) };
        if node.role() == AriaRole::Text {
            return builder.name(value);
        }
        builder.open(AriaRole::Text.into())?;
        builder.name(value)?;
        builder.close()?;
        origins.push(node.id());
        Ok(())
    })?;
    Ok((builder.finish()?, origins))
}
