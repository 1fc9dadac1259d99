use sz_tree::{AriaRole, BuildError, Node, NodeId, NodePath, Role, Tree, TreeBuilder};

/// One change of a screen, to try whether a template sees it. Paths are of the screen before the change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnseenChange {
    /// A node is called otherwise, or a text reads otherwise.
    SetName {
        /// The node.
        path: NodePath,
        /// The new name.
        to: String,
    },
    /// A field has another value; an empty one is none.
    SetValue {
        /// The node.
        path: NodePath,
        /// The new value.
        to: String,
    },
    /// A link leads elsewhere.
    SetUrl {
        /// The node.
        path: NodePath,
        /// The new address.
        to: String,
    },
    /// A node is new, as the last child of another.
    AddChild {
        /// The node it is under.
        path: NodePath,
        /// Its role.
        role: AriaRole,
        /// Its name.
        name: String,
    },
    /// The screen is part of a larger one, beside a new button.
    AddAround {
        /// The name of the button.
        name: String,
    },
    /// A node is gone, with everything in it.
    Remove {
        /// The node.
        path: NodePath,
    },
    /// A node stands there twice.
    Repeat {
        /// The node.
        path: NodePath,
    },
    /// The children of a node stand in the opposite order.
    Reverse {
        /// The node.
        path: NodePath,
    },
}

/// What is copied next.
enum Piece {
    Old(NodeId),
    New(AriaRole, String),
}

impl UnseenChange {
    /// The screen after the change; `None` where it has no such node, or none that can be changed so.
    pub fn apply(&self, screen: &Tree) -> Option<Tree> {
        let target = match self {
            Self::AddAround { .. } => NodeId::ROOT,
            Self::SetName { path, .. }
            | Self::SetValue { path, .. }
            | Self::SetUrl { path, .. }
            | Self::AddChild { path, .. }
            | Self::Remove { path }
            | Self::Repeat { path }
            | Self::Reverse { path } => screen.at(path)?.id(),
        };
        let is_of_root = matches!(self, Self::Remove { .. } | Self::Repeat { .. });
        if is_of_root && target == NodeId::ROOT {
            return None;
        }
        self.rebuild(screen, target).ok()
    }

    fn rebuild(&self, screen: &Tree, target: NodeId) -> Result<Tree, BuildError> {
        let mut builder = TreeBuilder::deriving(screen);
        let mut open = Vec::new();
        if let Self::AddAround { name } = self {
            let is_taken = screen.root().role() == AriaRole::Document;
            let around = if is_taken { AriaRole::Window } else { AriaRole::Document };
            builder.open(Role::Aria(around))?;
            let inside = [Piece::Old(NodeId::ROOT), Piece::New(AriaRole::Button, name.clone())];
            open.push(inside.into_iter().collect::<Vec<_>>().into_iter());
        } else {
            open.push(vec![Piece::Old(NodeId::ROOT)].into_iter());
        }
        while let Some(pieces) = open.last_mut() {
            match pieces.next() {
                None => {
                    open.pop();
                    // The outermost pieces are in no node, unless one was put around them.
                    if !open.is_empty() || matches!(self, Self::AddAround { .. }) {
                        builder.close()?;
                    }
                }
                Some(Piece::New(role, name)) => {
                    builder.open(Role::Aria(role))?;
                    builder.name(&name)?;
                    builder.close()?;
                }
                Some(Piece::Old(id)) => {
                    let Some(node) = screen.node(id) else { continue };
                    builder.open_copy(node)?;
                    if id == target {
                        self.set_fields(node, &mut builder)?;
                    }
                    open.push(self.children(node, target).into_iter());
                }
            }
        }
        builder.finish()
    }

    fn set_fields(&self, node: Node<'_>, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        match self {
            Self::SetName { to, .. } => builder.name(to),
            Self::SetValue { to, .. } if to.is_empty() => builder.clear_value(),
            Self::SetValue { to, .. } => builder.value(to),
            Self::SetUrl { to, .. } => {
                let others: Vec<_> = node.attributes().filter(|(key, _)| *key != "url").collect();
                builder.clear_attributes()?;
                let mut all = others.into_iter().chain([("url", &**to)]);
                all.try_for_each(|(key, value)| builder.attribute(key, value))
            }
            _ => Ok(()),
        }
    }

    fn children(&self, node: Node<'_>, target: NodeId) -> Vec<Piece> {
        let ids = node.children().map(Node::id);
        match self {
            Self::Remove { .. } => ids.filter(|id| *id != target).map(Piece::Old).collect(),
            Self::Repeat { .. } => {
                let twice = |id| std::iter::repeat_n(id, if id == target { 2 } else { 1 });
                ids.flat_map(twice).map(Piece::Old).collect()
            }
            Self::Reverse { .. } if node.id() == target => {
                let mut ids: Vec<NodeId> = ids.collect();
                ids.reverse();
                ids.into_iter().map(Piece::Old).collect()
            }
            Self::AddChild { role, name, .. } if node.id() == target => {
                let mut pieces: Vec<Piece> = ids.map(Piece::Old).collect();
                pieces.push(Piece::New(*role, name.clone()));
                pieces
            }
            _ => ids.map(Piece::Old).collect(),
        }
    }
}
