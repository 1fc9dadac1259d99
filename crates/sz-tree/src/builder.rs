use std::collections::BTreeMap;

use crate::{
    Bounds, LimitKind, Limits, Node, NodeId, Role, State, States, Tree, secret,
    tree::{AttributeRecord, Details, DetailsRef, NodeRecord, RoleRef, Span},
};

mod copy;
mod settle;

/// Why a tree could not be built. The builder is of no further use after an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The document asks for more than its [`Limits`] allow.
    #[error("more than {max} {limit}")]
    Limit {
        /// Which limit.
        limit: LimitKind,
        /// What it allows.
        max: usize,
    },
    /// A second node was opened beside the root.
    #[error("a tree has one root, and this is a second one")]
    SecondRoot,
    /// No node was ever opened.
    #[error("there is no node")]
    Empty,
    /// A field was set, or a node closed, while none was open; or the tree was finished too early.
    #[error("nodes are not opened and closed in pairs")]
    Unbalanced,
}

/// Builds a [`Tree`] in document order: open a node, set its fields and build its children in any
/// order, close it.
///
/// A field set twice keeps the second value. When a node closes, a password field (flagged
/// [`State::Protected`], holding nothing but mask characters, or a field labelled as one) loses its value, its
/// children and all attributes but those that say which field it is, and is flagged; a text field also where it
/// is empty. This cannot be switched off.
#[derive(Debug)]
pub struct TreeBuilder {
    limits: Limits,
    tree: Tree,
    open: Vec<Open>,
    /// The attributes of the open nodes, outermost first, in the order they were set.
    pending: Vec<AttributeRecord>,
    platform_roles: BTreeMap<Box<str>, u32>,
    /// The text of another tree is in this one: what replaces it may be there to hide it.
    is_derived: bool,
    /// Text that must not stay in memory was dropped from the tree or replaced.
    has_dropped_secret: bool,
}

/// Different platform roles in one tree: each costs far more than a node does.
const PLATFORM_ROLES_MAX: usize = 4_096;

#[derive(Clone, Copy, Debug)]
struct Open {
    index: u32,
    children: u32,
    /// Where its attributes start in [`TreeBuilder::pending`].
    attributes_start: usize,
    /// A node under it has nothing but mask characters for a name.
    is_around_mask: bool,
}

impl TreeBuilder {
    /// An empty builder.
    pub fn new(limits: Limits) -> Self {
        Self::with_capacity(limits, 0, 0)
    }

    /// An empty builder with room for this many nodes and bytes of text, but never for more nodes than
    /// `limits` allows: the hint may come from a document.
    pub fn with_capacity(limits: Limits, nodes: usize, text_bytes: usize) -> Self {
        let tree = Tree {
            nodes: Vec::with_capacity(nodes.min(limits.nodes)),
            details: Vec::new(),
            attributes: Vec::new(),
            platform_roles: Vec::new(),
            text: String::with_capacity(text_bytes.min(limits.document_bytes)),
        };
        Self::starting_from(limits, tree)
    }

    /// A builder for a changed copy of `tree`, for which [`Self::open_copy`] takes no text copies.
    /// No limit applies: the tree has passed its own. Text that a new field replaces is gone from the copy's
    /// memory, too; that of nodes that are not copied may stay there until a field is replaced.
    pub fn deriving(tree: &Tree) -> Self {
        let limits = Limits {
            nodes: u32::MAX as usize,
            depth: usize::MAX,
            string_bytes: u32::MAX as usize,
            document_bytes: u32::MAX as usize,
        };
        let derived = Tree {
            nodes: Vec::with_capacity(tree.nodes.len()),
            details: Vec::with_capacity(tree.details.len()),
            attributes: Vec::with_capacity(tree.attributes.len()),
            platform_roles: tree.platform_roles.clone(),
            text: tree.text.clone(),
        };
        Self { is_derived: true, ..Self::starting_from(limits, derived) }
    }

    fn starting_from(limits: Limits, tree: Tree) -> Self {
        let platform_roles =
            (0..).zip(&tree.platform_roles).map(|(i, name)| (name.clone(), i)).collect();
        let (open, pending) = (Vec::new(), Vec::new());
        let (is_derived, has_dropped_secret) = (false, false);
        Self { limits, tree, open, pending, platform_roles, is_derived, has_dropped_secret }
    }

    /// Opens a node as the last child of the one that is open.
    ///
    /// # Errors
    /// The limits on nodes and depth, and a second root.
    pub fn open(&mut self, role: Role<'_>) -> Result<(), BuildError> {
        let role = self.role_ref(role)?;
        self.push(NodeRecord {
            name: Span::default(),
            states: States::EMPTY,
            subtree_size: 1,
            parent: 0,
            position: 0,
            details: DetailsRef::NONE,
            role,
        })
    }

    /// Opens a copy of a node of the tree that this builder is [`Self::deriving`], with all fields
    /// and without its children. The copy of a node of any other tree has no meaning.
    ///
    /// # Errors
    /// A second root.
    pub fn open_copy(&mut self, node: Node<'_>) -> Result<(), BuildError> {
        self.push(NodeRecord { details: DetailsRef::NONE, ..*node.record() })?;
        if let Some(details) = node.details() {
            *self.details()? = *details;
            self.pending.extend_from_slice(node.attribute_records());
        }
        Ok(())
    }

    fn push(&mut self, mut record: NodeRecord) -> Result<(), BuildError> {
        let max = self.limits.nodes.min(u32::MAX as usize - 1);
        let index = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        if index as usize >= max {
            return Err(BuildError::Limit { limit: LimitKind::Nodes, max });
        }
        if self.open.len() >= self.limits.depth {
            return Err(BuildError::Limit { limit: LimitKind::Depth, max: self.limits.depth });
        }
        (record.parent, record.position) = match self.open.last_mut() {
            Some(parent) => {
                parent.children += 1;
                (parent.index, parent.children - 1)
            }
            None if index == 0 => (0, 0),
            None => return Err(BuildError::SecondRoot),
        };
        record.subtree_size = 1;
        self.tree.nodes.push(record);
        let attributes_start = self.pending.len();
        self.open.push(Open { index, children: 0, attributes_start, is_around_mask: false });
        Ok(())
    }

    /// The number of nodes opened so far.
    pub fn len(&self) -> usize {
        self.tree.nodes.len()
    }

    /// True before the root is opened.
    pub fn is_empty(&self) -> bool {
        self.tree.nodes.is_empty()
    }

    /// Changes the role of the open node.
    ///
    /// # Errors
    /// No node is open.
    pub fn role(&mut self, role: Role<'_>) -> Result<(), BuildError> {
        let role = self.role_ref(role)?;
        self.current()?.role = role;
        Ok(())
    }

    /// Sets the accessible name of the open node.
    ///
    /// # Errors
    /// The limit on strings; no node is open.
    pub fn name(&mut self, name: &str) -> Result<(), BuildError> {
        let span = self.store(name)?;
        self.current()?.name = span;
        Ok(())
    }

    /// Sets the value of the open node.
    ///
    /// # Errors
    /// The limit on strings; no node is open.
    pub fn value(&mut self, value: &str) -> Result<(), BuildError> {
        let span = self.store(value)?;
        self.details()?.value = Some(span);
        Ok(())
    }

    /// Takes the value of the open node away.
    ///
    /// # Errors
    /// No node is open.
    pub fn clear_value(&mut self) -> Result<(), BuildError> {
        if self.current()?.details != DetailsRef::NONE {
            self.details()?.value = None;
            self.has_dropped_secret |= self.is_derived;
        }
        Ok(())
    }

    /// Sets the accessible description of the open node.
    ///
    /// # Errors
    /// The limit on strings; no node is open.
    pub fn description(&mut self, description: &str) -> Result<(), BuildError> {
        let span = self.store(description)?;
        if span.len > 0 || self.current()?.details != DetailsRef::NONE {
            self.details()?.description = span;
        }
        Ok(())
    }

    /// Sets the bounds of the open node.
    ///
    /// # Errors
    /// No node is open.
    pub fn bounds(&mut self, bounds: Option<Bounds>) -> Result<(), BuildError> {
        if bounds.is_some() || self.current()?.details != DetailsRef::NONE {
            self.details()?.bounds = bounds;
        }
        Ok(())
    }

    /// Replaces the states of the open node.
    ///
    /// # Errors
    /// No node is open.
    pub fn states(&mut self, states: States) -> Result<(), BuildError> {
        self.current()?.states = states;
        Ok(())
    }

    /// Adds one state to the open node. Does nothing where no node is open.
    pub fn add_state(&mut self, state: State) {
        if let Ok(record) = self.current() {
            record.states = record.states.with(state);
        }
    }

    /// Sets one attribute of the open node.
    ///
    /// # Errors
    /// The limit on strings; no node is open.
    pub fn attribute(&mut self, key: &str, value: &str) -> Result<(), BuildError> {
        let record = AttributeRecord { key: self.store(key)?, value: self.store(value)? };
        self.details()?;
        self.pending.push(record);
        Ok(())
    }

    /// Takes all attributes of the open node away.
    ///
    /// # Errors
    /// No node is open.
    pub fn clear_attributes(&mut self) -> Result<(), BuildError> {
        let open = self.open.last().ok_or(BuildError::Unbalanced)?;
        self.pending.truncate(open.attributes_start);
        self.has_dropped_secret |= self.is_derived;
        Ok(())
    }

    /// Closes the open node and says which it is.
    ///
    /// # Errors
    /// No node is open.
    pub fn close(&mut self) -> Result<NodeId, BuildError> {
        self.settle_attributes()?;
        let Open { index, is_around_mask, .. } = self.open.pop().ok_or(BuildError::Unbalanced)?;
        let has_mask = is_around_mask || secret::is_masked(Node::new(&self.tree, index).name());
        if self.holds_a_secret(index, is_around_mask) {
            self.drop_secret(index);
        } else if let Some(parent) = self.open.last_mut() {
            parent.is_around_mask |= has_mask;
        }
        let end = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        self.tree.nodes[index as usize].subtree_size = end - index;
        Ok(NodeId::new(index))
    }

    /// The finished tree.
    ///
    /// # Errors
    /// Nothing was built, or a node is still open.
    pub fn finish(mut self) -> Result<Tree, BuildError> {
        if !self.open.is_empty() {
            return Err(BuildError::Unbalanced);
        }
        if self.tree.nodes.is_empty() {
            return Err(BuildError::Empty);
        }
        if self.has_dropped_secret {
            self.forget_unused_text();
        }
        self.tree.nodes.shrink_to_fit();
        self.tree.text.shrink_to_fit();
        Ok(self.tree)
    }

    fn current(&mut self) -> Result<&mut NodeRecord, BuildError> {
        let open = self.open.last().ok_or(BuildError::Unbalanced)?;
        Ok(&mut self.tree.nodes[open.index as usize])
    }

    /// The details of the open node, for writing: its own copy, made when first asked for.
    fn details(&mut self) -> Result<&mut Details, BuildError> {
        let index = self.open.last().ok_or(BuildError::Unbalanced)?.index as usize;
        let next = u32::try_from(self.tree.details.len()).unwrap_or(u32::MAX);
        if next == 0 {
            // A quarter, so that growing by doubling ends at the number of nodes and not beyond.
            self.tree.details.reserve_exact(self.tree.nodes.capacity().div_ceil(4));
        }
        let record = &mut self.tree.nodes[index];
        if record.details == DetailsRef::NONE {
            record.details = DetailsRef(next);
            self.tree.details.push(Details::default());
        }
        Ok(&mut self.tree.details[record.details.0 as usize])
    }

    fn store(&mut self, text: &str) -> Result<Span, BuildError> {
        let max = self.limits.string_bytes;
        if text.len() > max {
            return Err(BuildError::Limit { limit: LimitKind::StringBytes, max });
        }
        let max = u32::MAX as usize;
        if self.tree.text.len() + text.len() > max {
            return Err(BuildError::Limit { limit: LimitKind::DocumentBytes, max });
        }
        self.has_dropped_secret |= self.is_derived;
        let start = u32::try_from(self.tree.text.len()).unwrap_or(u32::MAX);
        self.tree.text.push_str(text);
        Ok(Span { start, len: u32::try_from(text.len()).unwrap_or(u32::MAX) })
    }

    fn role_ref(&mut self, role: Role<'_>) -> Result<RoleRef, BuildError> {
        let name = match role {
            Role::Aria(role) => return Ok(RoleRef::aria(role)),
            Role::Platform(name) => name,
        };
        let max = self.limits.string_bytes;
        if name.len() > max {
            return Err(BuildError::Limit { limit: LimitKind::StringBytes, max });
        }
        if let Some(&index) = self.platform_roles.get(name) {
            return Ok(RoleRef(RoleRef::PLATFORM + index));
        }
        if self.tree.platform_roles.len() >= PLATFORM_ROLES_MAX {
            let limit = LimitKind::PlatformRoles;
            return Err(BuildError::Limit { limit, max: PLATFORM_ROLES_MAX });
        }
        let index = u32::try_from(self.tree.platform_roles.len()).unwrap_or(u32::MAX);
        self.platform_roles.insert(name.into(), index);
        self.tree.platform_roles.push(name.into());
        Ok(RoleRef(RoleRef::PLATFORM + index))
    }
}

#[cfg(test)]
mod tests;
