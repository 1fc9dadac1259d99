use sz_tree::{NodeId, Tree};

use super::AriaStates;
use crate::Mark;

/// An ARIA snapshot as a baseline: what it says, what it leaves open, and what looks like a check and is
/// none.
///
/// Two are equal where they say the same, wherever it stands and whatever warnings there were. Read from text by
/// [`read_aria_snapshot`](crate::read_aria_snapshot), made from a tree by an
/// [`AriaSnapshotBuilder`](crate::AriaSnapshotBuilder), written by
/// [`write_aria_snapshot`](crate::write_aria_snapshot).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AriaSnapshot {
    /// The nodes in writing. Where a name, value or URL is a pattern, its text is the pattern between
    /// slashes.
    pub tree: Tree,
    /// The snapshot has several nodes, or none, at its top, or says how the list of them is compared: the root of
    /// `tree` stands around them and is not part of the snapshot.
    pub is_fragment: bool,
    /// What the snapshot says of each node beyond the node itself, in pre-order.
    pub nodes: Vec<AriaNode>,
    /// The patterns, in the order of their nodes.
    pub patterns: Vec<AriaPattern>,
    /// What the snapshot holds and nothing is compared by.
    pub warnings: Vec<AriaWarning>,
}

impl AriaSnapshot {
    /// What the snapshot says of a node of its tree beyond the node itself.
    pub fn said(&self, node: NodeId) -> Option<&AriaNode> {
        self.nodes.get(node.index())
    }
}

impl PartialEq for AriaSnapshot {
    fn eq(&self, other: &Self) -> bool {
        let said = |it: &AriaNode| (it.children, it.order, it.occurrence, it.written);
        let pattern = |it: &AriaPattern| (it.node, it.field);
        self.is_fragment == other.is_fragment
            && self.tree == other.tree
            && self.nodes.iter().map(said).eq(other.nodes.iter().map(said))
            && self.patterns.iter().map(pattern).eq(other.patterns.iter().map(pattern))
            && self.patterns.iter().zip(&other.patterns).all(|(a, b)| a.source == b.source)
    }
}

impl Eq for AriaSnapshot {}

/// What a snapshot says of one node beyond what the tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AriaNode {
    /// Where the node stands in the snapshot.
    pub mark: Mark,
    /// How its children are compared, if the snapshot says so.
    pub children: Option<ChildrenMode>,
    /// In which order its children stand.
    pub order: ChildOrder,
    /// How often the node stands in its place.
    pub occurrence: Occurrence,
    /// The states in writing; what the others may be is for whoever compares to say.
    pub written: AriaStates,
}

impl AriaNode {
    pub(super) const fn new(mark: Mark, written: AriaStates) -> Self {
        let (order, occurrence) = (ChildOrder::Written, Occurrence::Once);
        Self { mark, children: None, order, occurrence, written }
    }
}

/// How the children of a node are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildrenMode {
    /// Those in the snapshot are there, in this order, among others.
    Contain,
    /// Exactly those in the snapshot are there.
    Equal,
    /// As `Equal`, and so for all descendants that say nothing else.
    DeepEqual,
}

impl ChildrenMode {
    pub(super) const ALL: [Self; 3] = [Self::Contain, Self::Equal, Self::DeepEqual];

    /// The mode as a snapshot writes it: `deep-equal`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contain => "contain",
            Self::Equal => "equal",
            Self::DeepEqual => "deep-equal",
        }
    }
}

/// In which order the children of a node stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChildOrder {
    /// As they are written.
    #[default]
    Written,
    /// In any order: `/order: free`.
    Free,
}

/// How often a node, with all that is under it, stands in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Occurrence {
    /// Once.
    #[default]
    Once,
    /// Once or not at all: `/optional: true`.
    Optional,
    /// Once or more, one sibling after the other: `/repeat: true`.
    Repeated,
    /// Any number of times: both marks.
    AnyNumber,
}

impl Occurrence {
    /// By what a node may do.
    pub const fn new(is_optional: bool, is_repeated: bool) -> Self {
        match (is_optional, is_repeated) {
            (false, false) => Self::Once,
            (true, false) => Self::Optional,
            (false, true) => Self::Repeated,
            (true, true) => Self::AnyNumber,
        }
    }

    /// True where the node may be absent.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Optional | Self::AnyNumber)
    }

    /// True where the node may stand there more than once.
    pub const fn is_repeated(self) -> bool {
        matches!(self, Self::Repeated | Self::AnyNumber)
    }
}

/// A regular expression in place of text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AriaPattern {
    /// The node in [`AriaSnapshot::tree`].
    pub node: NodeId,
    /// What of the node it is to match.
    pub field: AriaField,
    /// The expression without its slashes, unanchored, in JavaScript's dialect. Not compiled yet. In a name, `\/`
    /// has become `/` and white space is collapsed, as it is in the text that is looked at.
    pub source: String,
    /// Where it stands in the snapshot.
    pub mark: Mark,
}

/// What a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AriaField {
    /// The name; of a text node, its text.
    Name,
    /// The value of a field.
    Value,
    /// The attribute `url`, which may also be equal to the pattern with its slashes.
    Url,
}

/// Something in a snapshot that looks like a check and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AriaWarning {
    /// Where it stands.
    pub mark: Mark,
    /// What it is and why it counts for nothing.
    pub message: String,
}

/// What only a baseline needs.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) nodes: Vec<AriaNode>,
    pub(super) patterns: Vec<AriaPattern>,
    pub(super) warnings: Vec<AriaWarning>,
}

impl Side {
    /// Brings the patterns into the order of their nodes, without those of values that were dropped.
    pub(super) fn finish(mut self, tree: &Tree) -> Self {
        self.patterns.sort_by_key(|pattern| (pattern.node, pattern.field));
        let warnings = &mut self.warnings;
        self.patterns.retain(|pattern| {
            let Some(node) = tree.node(pattern.node) else { return false };
            let dropped = match pattern.field {
                AriaField::Value if node.value().is_none() => Some("value"),
                AriaField::Url if node.attribute("url").is_none() => Some("URL"),
                _ => None,
            };
            if let Some(what) = dropped {
                let message =
                    format!("the {what} of a password field is never kept, so nothing matches it");
                warnings.push(AriaWarning { mark: pattern.mark, message });
                return false;
            }
            true
        });
        self.warnings.sort_by_key(|warning| warning.mark);
        self
    }
}
