use std::fmt;

use crate::{
    Bounds, NodeId, NodePath, Nodes, Role, State, States, Tree,
    tree::{AttributeRecord, Details, DetailsRef, NodeRecord},
};

/// A borrowed view of one node; as cheap to copy as a reference.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    tree: &'a Tree,
    index: u32,
}

impl<'a> Node<'a> {
    pub(crate) fn new(tree: &'a Tree, index: u32) -> Self {
        Self { tree, index }
    }

    #[inline]
    pub(crate) fn record(self) -> &'a NodeRecord {
        &self.tree.nodes[self.index as usize]
    }

    #[inline]
    pub(crate) fn details(self) -> Option<&'a Details> {
        match self.record().details {
            DetailsRef::NONE => None,
            DetailsRef(index) => self.tree.details.get(index as usize),
        }
    }

    /// The tree this node is part of.
    pub fn tree(self) -> &'a Tree {
        self.tree
    }

    /// Where the node stands in pre-order.
    pub fn id(self) -> NodeId {
        NodeId::new(self.index)
    }

    /// What the node is.
    #[inline]
    pub fn role(self) -> Role<'a> {
        self.tree.role(self.record().role)
    }

    /// The accessible name; empty where there is none.
    #[inline]
    pub fn name(self) -> &'a str {
        self.tree.str(self.record().name)
    }

    /// The current value, as text. `None` is "has no value", `Some("")` an empty one.
    #[inline]
    pub fn value(self) -> Option<&'a str> {
        Some(self.tree.str(self.details()?.value?))
    }

    /// The accessible description; empty where there is none.
    #[inline]
    pub fn description(self) -> &'a str {
        self.details().map_or("", |details| self.tree.str(details.description))
    }

    /// What is true of the node.
    #[inline]
    pub fn states(self) -> States {
        self.record().states
    }

    /// True where `state` is set.
    pub fn is(self, state: State) -> bool {
        self.states().contains(state)
    }

    /// Where the node is on the screen, if the source said so.
    #[inline]
    pub fn bounds(self) -> Option<Bounds> {
        self.details()?.bounds
    }

    /// The attributes in byte order of their keys, which are unique.
    #[inline]
    pub fn attributes(self) -> Attributes<'a> {
        Attributes { tree: self.tree, records: self.attribute_records().iter() }
    }

    #[inline]
    pub(crate) fn attribute_records(self) -> &'a [AttributeRecord] {
        let Some(details) = self.details() else { return &[] };
        let start = details.attributes_start as usize;
        let end = start + details.attributes_len as usize;
        self.tree.attributes.get(start..end).unwrap_or_default()
    }

    /// The value of one attribute. Cost: logarithmic in the attributes of the node.
    pub fn attribute(self, key: &str) -> Option<&'a str> {
        let records = self.attribute_records();
        let place = records.binary_search_by(|record| self.tree.str(record.key).cmp(key)).ok()?;
        Some(self.tree.str(records[place].value))
    }

    /// The node this one is a child of; `None` for the root.
    #[inline]
    pub fn parent(self) -> Option<Self> {
        (self.index != 0).then(|| Self::new(self.tree, self.record().parent))
    }

    /// The children in their order.
    pub fn children(self) -> Children<'a> {
        let end = self.index + self.record().subtree_size;
        Children { tree: self.tree, next: self.index + 1, end }
    }

    /// This node and everything under it, in pre-order.
    pub fn subtree(self) -> Nodes<'a> {
        Nodes { tree: self.tree, next: self.index, end: self.index + self.record().subtree_size }
    }

    /// The number of nodes in this subtree, this one included.
    #[inline]
    pub fn subtree_size(self) -> usize {
        self.record().subtree_size as usize
    }

    /// True where the node has no children.
    pub fn is_leaf(self) -> bool {
        self.record().subtree_size == 1
    }

    /// The position among the siblings, from 0.
    pub fn position(self) -> usize {
        self.record().position as usize
    }

    /// The sibling before this one. Cost: the number of siblings before it.
    pub fn previous_sibling(self) -> Option<Self> {
        let before = self.position().checked_sub(1)?;
        self.parent()?.children().nth(before)
    }

    /// The sibling after this one.
    pub fn next_sibling(self) -> Option<Self> {
        let parent = self.parent()?;
        let next = self.index + self.record().subtree_size;
        (next < parent.index + parent.record().subtree_size).then(|| Self::new(self.tree, next))
    }

    /// The ancestors, parent first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The chain of child positions from the root. Cost: the depth of the node.
    pub fn path(self) -> NodePath {
        let mut positions: Vec<u32> = std::iter::successors(Some(self), |node| node.parent())
            .filter(|node| node.index != 0)
            .map(|node| node.record().position)
            .collect();
        positions.reverse();
        NodePath::new(positions)
    }

    /// True where role, name, value, description, states, bounds and attributes are equal;
    /// children are not looked at.
    pub fn has_same_fields(self, other: Node<'_>) -> bool {
        self.has_same_content(other) && self.bounds() == other.bounds()
    }

    /// True where everything that [`Self::has_same_fields`] looks at is equal, bounds aside.
    #[inline]
    pub fn has_same_content(self, other: Node<'_>) -> bool {
        let is_bare = |node: Node<'_>| node.record().details == DetailsRef::NONE;
        self.role() == other.role()
            && self.states() == other.states()
            && self.name() == other.name()
            && (is_bare(self) && is_bare(other) || self.has_same_details(other))
    }

    fn has_same_details(self, other: Node<'_>) -> bool {
        self.value() == other.value()
            && self.description() == other.description()
            && self.attributes().eq(other.attributes())
    }
}

impl fmt::Debug for Node<'_> {
    /// The node's fields without its children: `button "OK" {Disabled} [level=2]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.role(), self.name())?;
        if let Some(value) = self.value() {
            write!(f, " = {value:?}")?;
        }
        if !self.description().is_empty() {
            write!(f, " ({:?})", self.description())?;
        }
        if !self.states().is_empty() {
            write!(f, " {:?}", self.states())?;
        }
        if let Some(bounds) = self.bounds() {
            write!(f, " @{},{} {}x{}", bounds.x(), bounds.y(), bounds.width(), bounds.height())?;
        }
        self.attributes().try_for_each(|(key, value)| write!(f, " [{key}={value:?}]"))
    }
}

/// The children of a node, in order.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.next < self.end).then(|| {
            let child = Node::new(self.tree, self.next);
            self.next += child.record().subtree_size;
            child
        })
    }
}

/// The attributes of a node as key and value, in byte order of the keys.
#[derive(Clone, Debug)]
pub struct Attributes<'a> {
    tree: &'a Tree,
    records: std::slice::Iter<'a, AttributeRecord>,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.records.next()?;
        Some((self.tree.str(record.key), self.tree.str(record.value)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.records.size_hint()
    }
}

impl ExactSizeIterator for Attributes<'_> {}
