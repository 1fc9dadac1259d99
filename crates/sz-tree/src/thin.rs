//! A tree without some of its nodes, copied record by record.
//!
//! Unlike a [`TreeBuilder`](crate::TreeBuilder) this looks for no secrets: every node closed once already with all that
//! is in the copy, and what is taken away from under a field can only make it less of one.

use crate::{
    Node, Tree,
    tree::{Details, DetailsRef, NodeRecord},
};

/// What becomes of a node in [`Tree::thinned`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// The node stays.
    Keep,
    /// The node goes, and its children take its place.
    Hoist,
    /// The node goes with everything under it.
    Drop,
}

/// The copy in the making.
struct Copy {
    tree: Tree,
    /// The nodes that are open, outermost first.
    open: Vec<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    /// Where its subtree ends in the original.
    end: u32,
    index: u32,
    children: u32,
}

impl Tree {
    /// A copy without the nodes that `keeping` takes away. It is asked in pre-order, and not about what is under a
    /// dropped node. `None` where not exactly one root is left.
    ///
    /// Text of nodes that go may stay in the copy's memory.
    pub fn thinned(&self, mut keeping: impl FnMut(Node<'_>) -> Keeping) -> Option<Self> {
        let tree = Self {
            nodes: Vec::with_capacity(self.nodes.len()),
            details: Vec::with_capacity(self.details.len()),
            attributes: Vec::with_capacity(self.attributes.len()),
            platform_roles: self.platform_roles.clone(),
            text: self.text.clone(),
        };
        let mut copy = Copy { tree, open: Vec::new() };
        let mut next = 0;
        while next < self.record_count() {
            let node = Node::new(self, next);
            let end = next + node.record().subtree_size;
            next += 1;
            match keeping(node) {
                Keeping::Keep => copy.push(node, end)?,
                Keeping::Hoist => {}
                Keeping::Drop => next = end,
            }
        }
        copy.close_before(self.record_count());
        (!copy.tree.nodes.is_empty()).then_some(copy.tree)
    }
}

impl Copy {
    /// `None` for a second root.
    fn push(&mut self, node: Node<'_>, end: u32) -> Option<()> {
        self.close_before(end - node.record().subtree_size);
        let index = self.tree.record_count();
        let (parent, position) = match self.open.last_mut() {
            Some(parent) => {
                parent.children += 1;
                (parent.index, parent.children - 1)
            }
            None if index == 0 => (0, 0),
            None => return None,
        };
        let details = node.details().map_or(DetailsRef::NONE, |details| self.copy(node, details));
        self.tree.nodes.push(NodeRecord { parent, position, details, ..*node.record() });
        self.open.push(Open { end, index, children: 0 });
        Some(())
    }

    fn copy(&mut self, node: Node<'_>, details: &Details) -> DetailsRef {
        let number = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let copied = DetailsRef(number(self.tree.details.len()));
        let attributes_start = number(self.tree.attributes.len());
        self.tree.details.push(Details { attributes_start, ..*details });
        self.tree.attributes.extend_from_slice(node.attribute_records());
        copied
    }

    /// Closes the nodes whose subtrees end at this node of the original or before it.
    fn close_before(&mut self, index: u32) {
        let end = self.tree.record_count();
        while let Some(closed) = self.open.pop_if(|open| open.end <= index) {
            self.tree.nodes[closed.index as usize].subtree_size = end - closed.index;
        }
    }
}
