use sz_tree::{AriaRole, BuildError, Limits, Node, Role, State, Tree, TreeBuilder};

use super::{
    has_value,
    states::{self, INVALID_KINDS},
};
use crate::text::collapse;

/// Exactly what an ARIA snapshot can express of a tree, node for node: the same shape, platform roles as
/// `generic`, names and text collapsed; level, URL, placeholder and the values of fields; checked, disabled,
/// expanded, invalid, pressed and selected, where "cannot be" and "is not" stay apart. Everything else goes.
///
/// `read(write_aria(tree))` is this tree, and projecting it again changes nothing.
pub fn project_aria(tree: &Tree) -> Tree {
    let once = project(tree);
    if once.nodes().any(|node| node.is(State::Protected)) {
        // Collapsed, a name or value showed itself as a secret, which was dropped and flagged just now;
        // a snapshot has no word for the flag.
        return project(&once);
    }
    once
}

fn project(tree: &Tree) -> Tree {
    // The tree passed its own limits, and what is kept of it is smaller.
    let unlimited = Limits {
        nodes: u32::MAX as usize,
        depth: usize::MAX,
        string_bytes: u32::MAX as usize,
        document_bytes: u32::MAX as usize,
    };
    let text_bytes = tree.nodes().map(|node| node.name().len()).sum();
    let mut builder = TreeBuilder::with_capacity(unlimited, tree.len(), text_bytes);
    let copied = builder.copy_subtree(tree.root(), |builder, node| copy_node(node, builder));
    match copied.and_then(|()| builder.finish()) {
        Ok(projected) => projected,
        // Nodes are opened and closed in pairs and nothing is limited.
        Err(_) => tree.clone(),
    }
}

fn copy_node(node: Node<'_>, builder: &mut TreeBuilder) -> Result<(), BuildError> {
    let role = match node.role() {
        role @ Role::Aria(_) => role,
        Role::Platform(_) => AriaRole::Generic.into(),
    };
    builder.open(role)?;
    builder.name(&collapse(node.name()))?;
    builder.states(states::project(node.states()))?;
    if let Some(value) = node.value().filter(|_| has_value(role)) {
        let value = collapse(value);
        if !value.is_empty() {
            builder.value(&value)?;
        }
    }
    for (key, value) in node.attributes() {
        match key {
            "url" | "placeholder" => builder.attribute(key, value)?,
            "level" => {
                if let Some(level) = states::level(value) {
                    builder.attribute(key, &level)?;
                }
            }
            "invalid" if node.is(State::Invalid) && INVALID_KINDS.contains(&value) => {
                builder.attribute(key, value)?;
            }
            _ => {}
        }
    }
    Ok(())
}
