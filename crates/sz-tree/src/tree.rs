use std::fmt;

use crate::{AriaRole, Bounds, Node, NodePath, Role, Signatures, States, signature};

/// One screen of one application: nodes in pre-order, at least one, never changed once built.
///
/// Two trees are equal where every node has the same fields and the same children; how they were
/// built does not matter.
#[derive(Clone)]
pub struct Tree {
    pub(crate) nodes: Vec<NodeRecord>,
    pub(crate) details: Vec<Details>,
    pub(crate) attributes: Vec<AttributeRecord>,
    pub(crate) platform_roles: Vec<Box<str>>,
    pub(crate) text: String,
}

/// A node's position in pre-order: 0 is the root. Only meaningful for the tree it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// The root of every tree.
    pub const ROOT: Self = Self(0);

    /// The node at this place in pre-order; [`Tree::node`] says whether a tree has it.
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The place in pre-order, for side tables with one entry per node.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A piece of [`Tree::text`], in bytes. Always on character boundaries.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

/// The fields every node has: 32 bytes, so that a walk over a screen stays in cache.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NodeRecord {
    pub(crate) name: Span,
    pub(crate) states: States,
    /// Nodes in this subtree, this one included.
    pub(crate) subtree_size: u32,
    /// The parent's index; the root's is its own.
    pub(crate) parent: u32,
    /// Position among its siblings.
    pub(crate) position: u32,
    pub(crate) details: DetailsRef,
    pub(crate) role: RoleRef,
}

/// An index into [`Tree::details`], with `u32::MAX` for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DetailsRef(pub(crate) u32);

impl DetailsRef {
    pub(crate) const NONE: Self = Self(u32::MAX);
}

/// A known role by its number, or `PLATFORM` plus an index into [`Tree::platform_roles`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleRef(pub(crate) u32);

impl RoleRef {
    pub(crate) const PLATFORM: u32 = 1 << 8;
    pub(crate) const fn aria(role: AriaRole) -> Self {
        Self(role as u32)
    }
}

/// The fields that most nodes lack.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Details {
    pub(crate) value: Option<Span>,
    pub(crate) description: Span,
    pub(crate) bounds: Option<Bounds>,
    pub(crate) attributes_start: u32,
    pub(crate) attributes_len: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct AttributeRecord {
    pub(crate) key: Span,
    pub(crate) value: Span,
}

impl Tree {
    /// The number of nodes, 1 or more.
    #[expect(clippy::len_without_is_empty, reason = "a tree is never empty")]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node everything else is under.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, 0)
    }

    /// The node with this id, if this tree has one.
    #[inline]
    pub fn node(&self, id: NodeId) -> Option<Node<'_>> {
        (id.index() < self.nodes.len()).then(|| Node::new(self, id.0))
    }

    /// The node at a path, if there is one. Cost: the number of children stepped over.
    pub fn at(&self, path: &NodePath) -> Option<Node<'_>> {
        path.positions().iter().try_fold(self.root(), |node, &position| {
            node.children().nth(usize::try_from(position).ok()?)
        })
    }

    /// All nodes in pre-order.
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes { tree: self, next: 0, end: self.record_count() }
    }

    /// The three signatures. Cost: one SHA-256 pass over the tree's text for each.
    pub fn signatures(&self) -> Signatures {
        signature::sign(self)
    }

    /// The most nodes on a path from the root down; 1 for a lone root.
    pub fn depth(&self) -> usize {
        let mut depths: Vec<u32> = Vec::with_capacity(self.nodes.len());
        for (index, record) in self.nodes.iter().enumerate() {
            let depth = if index == 0 { 1 } else { depths[record.parent as usize] + 1 };
            depths.push(depth);
        }
        depths.into_iter().max().unwrap_or(1) as usize
    }

    pub(crate) fn record_count(&self) -> u32 {
        // The builder refuses more nodes than an index can name.
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(crate) fn str(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.text.get(start..start + span.len as usize).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn role(&self, role: RoleRef) -> Role<'_> {
        match role.0.checked_sub(RoleRef::PLATFORM) {
            None => Role::Aria(AriaRole::ALL[role.0 as usize]),
            Some(index) => {
                Role::Platform(self.platform_roles.get(index as usize).map_or("", |name| name))
            }
        }
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.nodes.len() == other.nodes.len()
            && self
                .nodes()
                .zip(other.nodes())
                .all(|(a, b)| a.subtree_size() == b.subtree_size() && a.has_same_fields(b))
    }
}

impl Eq for Tree {}

impl fmt::Debug for Tree {
    /// One node a line, indented by depth.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut depths: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for node in self.nodes() {
            let depth = node.parent().map_or(0, |parent| depths[parent.id().index()] + 1);
            depths.push(depth);
            writeln!(f, "{:indent$}{node:?}", "", indent = depth * 2)?;
        }
        Ok(())
    }
}

/// Nodes in pre-order.
#[derive(Clone, Debug)]
pub struct Nodes<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) next: u32,
    pub(crate) end: u32,
}

impl<'a> Iterator for Nodes<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.next;
        (index < self.end).then(|| {
            self.next += 1;
            Node::new(self.tree, index)
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.end - self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Nodes<'_> {}
