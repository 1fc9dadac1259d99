use std::collections::BTreeMap;

use serde::Serialize;
use sz_tree::{Node, NodeId, Tree};

use crate::{Diff, FieldChange, WordPiece};

/// A [`Diff`] as it is written to JSON. Paths are chains of child positions from the root, `/0/3/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DiffReport {
    /// Nodes that only B has, with their paths in B.
    pub added: Vec<PlacedNode>,
    /// Nodes that only A has, with their paths in A.
    pub removed: Vec<PlacedNode>,
    /// Nodes with different fields.
    pub modified: Vec<ModifiedNode>,
    /// Subtrees that stand elsewhere.
    pub moved: Vec<MovedNode>,
    /// Those added nodes that were put around nodes that stayed, with their paths in B.
    pub wrapped: Vec<PlacedNode>,
    /// Those removed nodes that left nodes behind in their place, with their paths in A.
    pub unwrapped: Vec<PlacedNode>,
    /// How many nodes correspond and neither changed nor moved.
    pub unchanged: usize,
    /// From 0.0 to 1.0; 1 for equal trees.
    pub similarity: f64,
    /// How many edits turn A into B.
    pub edits: usize,
}

/// What a node is, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeSummary {
    /// The role as it is displayed: `button`, `platform:color chooser`.
    pub role: String,
    /// The accessible name; empty where there is none.
    pub name: String,
    /// The value, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A node and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedNode {
    /// Its path.
    pub path: String,
    /// The node.
    pub node: NodeSummary,
}

/// A node of both trees with different fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModifiedNode {
    /// Its path in A.
    pub path_a: String,
    /// Its path in B.
    pub path_b: String,
    /// The node as it is in B.
    pub node: NodeSummary,
    /// By the name of the field.
    pub changes: BTreeMap<String, OldNew>,
}

/// What a field was and is; `null` where there is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OldNew {
    /// In A.
    pub old: Option<String>,
    /// In B.
    pub new: Option<String>,
    /// Which words went and which came; absent where the texts are short or unlike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Vec<WordPiece>>,
}

/// A subtree that stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedNode {
    /// The path of its root in A.
    pub from: String,
    /// The path of its root in B.
    pub to: String,
    /// `parent` for another parent, `order` for another place among its siblings.
    pub kind: &'static str,
    /// The root as it is in B.
    pub node: NodeSummary,
}

impl From<Node<'_>> for NodeSummary {
    fn from(node: Node<'_>) -> Self {
        Self {
            role: node.role().to_string(),
            name: node.name().to_owned(),
            value: node.value().map(str::to_owned),
        }
    }
}

impl From<&FieldChange> for OldNew {
    fn from(change: &FieldChange) -> Self {
        Self { old: change.old.clone(), new: change.new.clone(), words: change.words() }
    }
}

impl Diff {
    /// The difference with paths in place of ids. `a` and `b` must be the trees it is of; what other trees
    /// do not have is left out.
    pub fn report(&self, a: &Tree, b: &Tree) -> DiffReport {
        let modified = self.modified.iter().filter_map(|modified| {
            let changes = modified.changes.iter();
            Some(ModifiedNode {
                path_a: path(a, modified.a)?,
                path_b: path(b, modified.b)?,
                node: b.node(modified.b)?.into(),
                changes: changes.map(|it| (it.field.to_string(), it.into())).collect(),
            })
        });
        let moved = self.moved.iter().filter_map(|moved| {
            Some(MovedNode {
                from: path(a, moved.a)?,
                to: path(b, moved.b)?,
                kind: moved.kind.as_str(),
                node: b.node(moved.b)?.into(),
            })
        });
        DiffReport {
            added: placed(b, &self.added),
            removed: placed(a, &self.removed),
            modified: modified.collect(),
            moved: moved.collect(),
            wrapped: placed(b, &self.wrapped),
            unwrapped: placed(a, &self.unwrapped),
            unchanged: self.unchanged,
            similarity: self.similarity,
            edits: self.edits,
        }
    }
}

fn path(tree: &Tree, id: NodeId) -> Option<String> {
    Some(tree.node(id)?.path().to_string())
}

fn placed(tree: &Tree, ids: &[NodeId]) -> Vec<PlacedNode> {
    let nodes = ids.iter().filter_map(|&id| tree.node(id));
    nodes.map(|node| PlacedNode { path: node.path().to_string(), node: node.into() }).collect()
}
