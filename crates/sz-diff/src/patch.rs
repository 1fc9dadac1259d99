use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use sz_tree::{Bounds, Limits, Node, NodeId, Tree};

use crate::{
    Diff,
    fingerprint::{NONE, node_at, to_u32},
};

mod apply;
mod plan;

pub use apply::{ApplyError, PatchFault};

/// An edit script that turns one tree, A, into another, B, exactly; as JSON, schema `sz-patch/1`.
///
/// Nodes of A are numbered by their place in pre-order, from 0; the nodes that steps insert follow, in the
/// order of those steps. The steps describe one change that happens at once:
///
/// 1. A deleted node is replaced by its children. A moved node is taken out with all that is under it
///    and is not itself moved.
/// 2. What is left under a node, in order, *stays*.
/// 3. Each inserted or moved node becomes the child number `at` of its `parent` in B. An inserted node takes
///    over the next `takes` nodes that stay at that place. The rest of the children are those that stay.
/// 4. Fields are set.
///
/// Every step is one edit. `silent` sets fields that were not compared when the trees were, such as bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Patch {
    /// The version of this shape.
    pub schema: PatchSchema,
    /// The full signature of A.
    pub from: String,
    /// The full signature of B.
    pub to: String,
    /// How many nodes A has.
    pub nodes: u32,
    /// The edits: deletions in A's pre-order, insertions and moves in B's, then updates.
    pub steps: Vec<Step>,
    /// What is no edit but differs.
    pub silent: Vec<Update>,
}

/// The versions of [`Patch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PatchSchema {
    /// The first.
    #[serde(rename = "sz-patch/1")]
    V1,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Step {
    /// A node of A goes; its children take its place.
    Delete {
        /// Its number.
        node: u32,
    },
    /// A new node comes, possibly around nodes that stay.
    Insert {
        /// The number of its parent; none for the root of B.
        parent: Option<u32>,
        /// Its position among the children of its parent in B.
        at: u32,
        /// How many of the nodes that stay in its place it takes over.
        #[serde(default, skip_serializing_if = "is_zero")]
        takes: u32,
        /// The node.
        node: PatchNode,
    },
    /// A node of A goes elsewhere, with its subtree.
    Move {
        /// Its number.
        node: u32,
        /// The number of its new parent; none for the root of B.
        parent: Option<u32>,
        /// Its position among the children of its parent in B.
        at: u32,
    },
    /// Fields of a node of A change.
    Update(Update),
}

/// New fields for a node of A.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Its number.
    pub node: u32,
    /// The fields that change.
    pub set: SetFields,
}

/// A new node, with all fields and without children.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchNode {
    /// As `Role` is displayed: `button`, `platform:color chooser`.
    pub role: String,
    /// The accessible name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The accessible description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The names of the states that are set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// x, y, width and height in px.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[i32; 4]>,
    /// The attributes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// Fields to set: one that is absent here is left as it is, `null` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetFields {
    /// The role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The accessible name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub value: Option<Option<String>>,
    /// The accessible description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All states that are set from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub states: Option<Vec<String>>,
    /// x, y, width and height in px.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub bounds: Option<Option<[i32; 4]>>,
    /// All attributes from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, String>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn some<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Why a text is no patch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadPatchError {
    /// It is longer than the limits allow.
    #[error("the patch has {bytes} bytes, and {max} are allowed")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// What is allowed.
        max: usize,
    },
    /// It is not JSON, or not of this shape; the source says what is wrong, with line and column.
    #[error("the text is no edit script of schema sz-patch/1")]
    Json(#[source] serde_json::Error),
}

impl Patch {
    /// Reads a patch. Whether its steps make sense is only known when it is applied.
    pub fn from_json(json: &[u8], limits: &Limits) -> Result<Self, ReadPatchError> {
        if json.len() > limits.document_bytes {
            let (bytes, max) = (json.len(), limits.document_bytes);
            return Err(ReadPatchError::TooLong { bytes, max });
        }
        serde_json::from_slice(json).map_err(ReadPatchError::Json)
    }

    /// The tree B, from A.
    ///
    /// `limits` bounds the tree that comes out. Cost: linear in A and the patch, and three SHA-256 passes
    /// over each tree.
    pub fn apply(&self, a: &Tree, limits: &Limits) -> Result<Tree, ApplyError> {
        apply::apply(self, a, limits)
    }
}

impl Diff {
    /// The edit script that turns `a` into `b`. Both must be the trees this difference is of; for others
    /// the script is meaningless. A script of a difference from a baseline is one for its
    /// [`expected`](crate::BaselineDiff::expected) tree; it also inserts, deletes and moves what the baseline accepts, and
    /// sets what it does not compare.
    pub fn patch(&self, a: &Tree, b: &Tree) -> Patch {
        let mut steps: Vec<Step> = (0_u32..)
            .zip(&self.pairing.of_a)
            .filter(|&(_, &b)| b == NONE)
            .map(|(node, _)| Step::Delete { node })
            .collect();
        self.push_placements(&mut steps, a, b);
        let mut silent = Vec::new();
        for (id_a, id_b) in self.pairs() {
            let (Some(node_a), Some(node_b)) = (a.node(id_a), b.node(id_b)) else { continue };
            if node_a.has_same_fields(node_b) {
                continue;
            }
            let update =
                Update { node: to_u32(id_a.index()), set: SetFields::between(node_a, node_b) };
            match self.modified.binary_search_by_key(&id_b, |modified| modified.b) {
                Ok(_) => steps.push(Step::Update(update)),
                Err(_) => silent.push(update),
            }
        }
        Patch {
            schema: PatchSchema::V1,
            from: a.signatures().full.to_string(),
            to: b.signatures().full.to_string(),
            nodes: to_u32(a.len()),
            steps,
            silent,
        }
    }

    fn push_placements(&self, steps: &mut Vec<Step>, a: &Tree, b: &Tree) {
        let all_moved = self.all_moved();
        let takes = self.takes(b, &all_moved);
        let mut moved = all_moved.iter().peekable();
        // The number in A's terms of each node of B.
        let mut numbers: Vec<u32> = Vec::with_capacity(b.len());
        let mut next_number = to_u32(a.len());
        for (node, (&in_a, takes)) in b.nodes().zip(self.pairing.of_b.iter().zip(takes)) {
            let parent = node.parent().map(|parent| numbers[parent.id().index()]);
            let at = to_u32(node.position());
            let moved = moved.next_if(|&&moved| moved == node.id());
            if in_a == NONE {
                numbers.push(next_number);
                next_number += 1;
                steps.push(Step::Insert { parent, at, takes, node: PatchNode::from(node) });
            } else {
                numbers.push(in_a);
                if moved.is_some() {
                    steps.push(Step::Move { node: in_a, parent, at });
                }
            }
        }
    }

    /// The nodes of B that stand elsewhere, accepted or not, in pre-order.
    fn all_moved(&self) -> Vec<NodeId> {
        let mut all: Vec<NodeId> =
            self.moved.iter().chain(&self.reordered).map(|moved| moved.b).collect();
        all.sort_unstable();
        all
    }

    /// Per new node of B, how many nodes that stay it is around, new ones around the same not counted.
    fn takes(&self, b: &Tree, moved: &[NodeId]) -> Vec<u32> {
        let mut takes = vec![0_u32; b.len()];
        let mut moved = moved.iter().rev().peekable();
        for index in (1..to_u32(b.len().min(self.pairing.of_b.len()))).rev() {
            let node = node_at(b, index);
            let is_moved = moved.next_if(|&&moved| moved == node.id()).is_some();
            let Some(parent) = node.parent().map(|parent| parent.id().index()) else { continue };
            if self.pairing.of_b[parent] != NONE || is_moved {
                continue;
            }
            let is_new = self.pairing.of_b[index as usize] == NONE;
            takes[parent] += if is_new { takes[index as usize] } else { 1 };
        }
        takes
    }
}

impl From<Node<'_>> for PatchNode {
    fn from(node: Node<'_>) -> Self {
        Self {
            role: node.role().to_string(),
            name: node.name().to_owned(),
            value: node.value().map(str::to_owned),
            description: node.description().to_owned(),
            states: states(node),
            bounds: node.bounds().map(sides),
            attributes: attributes(node),
        }
    }
}

impl SetFields {
    fn between(a: Node<'_>, b: Node<'_>) -> Self {
        Self {
            role: (a.role() != b.role()).then(|| b.role().to_string()),
            name: (a.name() != b.name()).then(|| b.name().to_owned()),
            value: (a.value() != b.value()).then(|| b.value().map(str::to_owned)),
            description: (a.description() != b.description()).then(|| b.description().to_owned()),
            states: (a.states() != b.states()).then(|| states(b)),
            bounds: (a.bounds() != b.bounds()).then(|| b.bounds().map(sides)),
            attributes: (!a.attributes().eq(b.attributes())).then(|| attributes(b)),
        }
    }
}

fn states(node: Node<'_>) -> Vec<String> {
    node.states().iter().map(|state| state.as_str().to_owned()).collect()
}

fn sides(bounds: Bounds) -> [i32; 4] {
    [bounds.x(), bounds.y(), bounds.width(), bounds.height()]
}

fn attributes(node: Node<'_>) -> BTreeMap<String, String> {
    node.attributes().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
