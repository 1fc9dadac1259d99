use std::collections::HashMap;

use sz_tree::{Node, NodeId, Tree};

use crate::describe::{Description, Text, describe, selector_for};

/// Writes selectors for many nodes of one tree: the same that [`selector_for`] writes, without its walks.
///
/// Made in one pass over the tree, at up to seven look-ups a node, mostly two or three. A selector then costs
/// at most some thirty steps towards the root and its own text, whatever the size of the tree.
///
/// ```
/// # let mut builder = sz_tree::TreeBuilder::new(sz_tree::Limits::default());
/// # builder.open(sz_tree::AriaRole::List.into())?;
/// # for _ in 0..2 {
/// #     builder.open(sz_tree::AriaRole::Listitem.into())?;
/// #     builder.close()?;
/// # }
/// # builder.close()?;
/// # let tree = builder.finish()?;
/// let describer = sz_select::Describer::new(&tree);
/// let selectors: Vec<String> = tree.nodes().map(|node| describer.selector_for(node)).collect();
/// assert_eq!(selectors, ["list", "list > listitem:nth-child(1)", "list > listitem:nth-child(2)"]);
/// # Ok::<(), sz_tree::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Describer<'t> {
    tree: &'t Tree,
    by_name: Vec<Rivals>,
    by_id: Vec<Rivals>,
}

/// The nearest nodes in pre-order, on both sides of a node, that its description fits as well. Since a subtree
/// is a range of pre-order, they tell for every ancestor whether the description is unique below it.
#[derive(Clone, Copy, Debug, Default)]
struct Rivals {
    before: Option<NodeId>,
    after: Option<NodeId>,
}

/// The last node that a description fits.
struct Last {
    id: NodeId,
    /// True where it is that node's own description.
    is_own: bool,
}

impl<'t> Describer<'t> {
    /// Looks at every node once.
    pub fn new(tree: &'t Tree) -> Self {
        let rivals = vec![Rivals::default(); tree.len()];
        let mut describer = Self { tree, by_name: rivals.clone(), by_id: rivals };
        // The keys are what a hostile capture says, so the hasher has to be keyed.
        let mut last: HashMap<Description<'t>, Last> = HashMap::with_capacity(tree.len());
        for node in tree.nodes() {
            let (by_name, id) = (Description::by_name(node), node.id());
            for description in Description::fitting(node) {
                let is_own = description.role.is_none() || by_name == Some(description);
                let Some(before) = last.insert(description, Last { id, is_own }) else { continue };
                let rivals = describer.rivals_mut(description);
                if before.is_own {
                    rivals[before.id.index()].after = Some(id);
                }
                if is_own {
                    rivals[id.index()].before = Some(before.id);
                }
            }
        }
        describer
    }

    /// A short selector for a node, as [`selector_for`] writes it. A node of another tree is described there,
    /// at the cost of [`selector_for`].
    pub fn selector_for(&self, node: Node<'t>) -> String {
        if !std::ptr::eq(self.tree, node.tree()) {
            return selector_for(node);
        }
        describe(node, &|top, description, node| self.is_unique(top, description, node))
    }

    fn is_unique(&self, top: Node<'t>, description: Description<'t>, node: Node<'t>) -> bool {
        let Rivals { before, after } = self.rivals(description)[node.id().index()];
        let start = top.id().index();
        let end = start + top.subtree_size();
        before.is_none_or(|id| id.index() < start) && after.is_none_or(|id| id.index() >= end)
    }

    fn rivals(&self, description: Description<'_>) -> &[Rivals] {
        match description.test {
            Text::Id(_) => &self.by_id,
            Text::Name(_) | Text::NameStart(_) => &self.by_name,
        }
    }

    fn rivals_mut(&mut self, description: Description<'_>) -> &mut [Rivals] {
        match description.test {
            Text::Id(_) => &mut self.by_id,
            Text::Name(_) | Text::NameStart(_) => &mut self.by_name,
        }
    }
}
