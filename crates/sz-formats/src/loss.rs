//! What a target format cannot say.

use std::{collections::BTreeMap, fmt};

use sz_tree::{Node, NodePath, State, Tree};

use crate::{
    Capture, Quality, project_aria,
    sz::{ATTRIBUTES_MAX, write_sz_capture},
    write_aria, write_outline,
};

/// A format that a capture can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Our own canonical JSON, schema `sz-tree/1`.
    Sz,
    /// A Playwright ARIA snapshot.
    Aria,
    /// An indented outline for people.
    Outline,
}

impl Target {
    /// Every target.
    pub const ALL: &'static [Self] = &[Self::Sz, Self::Aria, Self::Outline];

    /// The target's name in options and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sz => "sz",
            Self::Aria => "aria",
            Self::Outline => "outline",
        }
    }

    /// The capture, written in this format. `sz` ends without a line break, the others end with one.
    pub fn write(self, capture: &Capture) -> String {
        match self {
            Self::Sz => write_sz_capture(capture),
            Self::Aria => write_aria(&capture.tree),
            Self::Outline => write_outline(&capture.tree),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What of a capture is lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Lost {
    /// Reading the document back, altogether.
    Reading,
    /// The name of the application.
    App,
    /// The verdict on the capture.
    Quality,
    /// Nodes below the ones that are told of.
    Nodes,
    /// Roles that only a platform has.
    Role,
    /// Names, or the way they are spaced.
    Name,
    /// Values, or the way they are spaced.
    Value,
    /// Descriptions.
    Description,
    /// One state.
    State(State),
    /// Places and sizes.
    Bounds,
    /// The attribute of this name.
    Attribute(String),
}

impl Lost {
    /// Why it is lost, or what becomes of it.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Reading => "no reader takes the document as it is written",
            Self::App => "the format has no place for the application's name",
            Self::Quality => "the format has no place for the verdict on the capture",
            Self::Nodes => "what is in the node would show a secret there",
            Self::Role => "a role that only its platform has is written as `generic`",
            Self::Name => "white space becomes one space, and none at the ends",
            Self::Value => "only a field has a value, with white space as in names",
            Self::Description => "the format has no descriptions",
            Self::State(_) => "the format has no word for it, or one that implies another state",
            Self::Bounds => "the format has no places and sizes",
            Self::Attribute(_) => "the format has no such attribute, or not with this value",
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reading => f.write_str("reading back"),
            Self::App => f.write_str("application"),
            Self::Quality => f.write_str("quality"),
            Self::Nodes => f.write_str("nodes"),
            Self::Role => f.write_str("role"),
            Self::Name => f.write_str("name"),
            Self::Value => f.write_str("value"),
            Self::Description => f.write_str("description"),
            Self::State(state) => write!(f, "state {}", state.as_str()),
            Self::Bounds => f.write_str("bounds"),
            Self::Attribute(key) => write!(f, "attribute {key}"),
        }
    }
}

/// One thing that a target cannot say of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loss {
    /// What is lost.
    pub lost: Lost,
    /// Of how many nodes; 0 where it is not a matter of nodes.
    pub nodes: usize,
    /// The first of them, three at most, in the order of the tree.
    pub examples: Vec<NodePath>,
}

/// Paths that a [`Loss`] names.
const EXAMPLES_MAX: usize = 3;

/// What is lost of a tree where it is written as `to`. Empty means that reading the result gives the same tree.
///
/// Cost: as much as writing and reading it.
pub fn loss(tree: &Tree, to: Target) -> Vec<Loss> {
    let mut losses = Losses::default();
    match to {
        Target::Sz => {
            let is_refused = |node: &Node<'_>| node.attributes().len() > ATTRIBUTES_MAX;
            tree.nodes().filter(is_refused).for_each(|node| losses.add(Lost::Reading, node));
        }
        Target::Aria => compare(tree, &project_aria(tree), &mut losses),
        Target::Outline => losses.add_whole(Lost::Reading),
    }
    losses.into_list()
}

/// [`loss`], and what is lost of the capture beside its tree.
pub fn capture_loss(capture: &Capture, to: Target) -> Vec<Loss> {
    let mut losses = Losses::default();
    if to != Target::Sz {
        if capture.app.is_some() {
            losses.add_whole(Lost::App);
        }
        if capture.quality != Quality::COMPLETE {
            losses.add_whole(Lost::Quality);
        }
    }
    let mut list = losses.into_list();
    list.extend(loss(&capture.tree, to));
    list.sort_by(|a, b| a.lost.cmp(&b.lost));
    list
}

/// What was found so far: of how many nodes, and the first of them.
#[derive(Default)]
struct Losses(BTreeMap<Lost, (usize, Vec<NodePath>)>);

impl Losses {
    fn add(&mut self, lost: Lost, node: Node<'_>) {
        self.add_many(lost, node, 1);
    }

    fn add_many(&mut self, lost: Lost, node: Node<'_>, count: usize) {
        let (nodes, examples) = self.0.entry(lost).or_default();
        *nodes += count;
        if examples.len() < EXAMPLES_MAX {
            examples.push(node.path());
        }
    }

    fn add_whole(&mut self, lost: Lost) {
        self.0.entry(lost).or_default();
    }

    fn into_list(self) -> Vec<Loss> {
        let loss = |(lost, (nodes, examples))| Loss { lost, nodes, examples };
        self.0.into_iter().map(loss).collect()
    }
}

/// Holds a tree against what is left of it: the same shape, but for what is in nodes that have become leaves.
fn compare(tree: &Tree, left: &Tree, losses: &mut Losses) {
    let mut left = left.nodes();
    let mut skipped_to = 0;
    for node in tree.nodes() {
        let index = node.id().index();
        if index < skipped_to {
            continue;
        }
        let Some(other) = left.next() else {
            losses.add(Lost::Nodes, node);
            continue;
        };
        compare_fields(node, other, losses);
        if other.is_leaf() && !node.is_leaf() {
            skipped_to = index + node.subtree_size();
            losses.add_many(Lost::Nodes, node, node.subtree_size() - 1);
        }
    }
}

fn compare_fields(node: Node<'_>, left: Node<'_>, losses: &mut Losses) {
    for (lost, is_lost) in [
        (Lost::Role, node.role() != left.role()),
        (Lost::Name, node.name() != left.name()),
        (Lost::Value, node.value() != left.value()),
        (Lost::Description, node.description() != left.description()),
        (Lost::Bounds, node.bounds() != left.bounds()),
    ] {
        if is_lost {
            losses.add(lost, node);
        }
    }
    for &state in State::ALL {
        if node.is(state) != left.is(state) {
            losses.add(Lost::State(state), node);
        }
    }
    for (key, value) in node.attributes() {
        if left.attribute(key) != Some(value) {
            losses.add(Lost::Attribute(key.to_owned()), node);
        }
    }
    for (key, _) in left.attributes() {
        if node.attribute(key).is_none() {
            losses.add(Lost::Attribute(key.to_owned()), node);
        }
    }
}

#[cfg(test)]
mod tests;
