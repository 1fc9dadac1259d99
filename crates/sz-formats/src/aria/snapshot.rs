use sz_tree::{NodeId, Tree};

use super::AriaStates;
use crate::Mark;

/// An ARIA snapshot as a baseline: what it says, what it leaves open, and what looks like a check and is
/// none.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AriaSnapshot {
    /// The nodes in writing. Where a name, value or URL is a pattern, its text is the pattern between
    /// slashes.
    pub tree: Tree,
    /// The snapshot has several nodes, or none, at its top, or compares the list of them: the root of `tree` stands
    /// around them and is not part of the snapshot.
    pub is_fragment: bool,
    /// What the snapshot says of each node beyond the node itself, in pre-order.
    pub nodes: Vec<AriaNode>,
    /// The patterns, in the order of their nodes.
    pub patterns: Vec<AriaPattern>,
    /// What the snapshot holds and nothing is compared by.
    pub warnings: Vec<AriaWarning>,
}

/// What a snapshot says of one node beyond what the tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AriaNode {
    /// Where the node stands in the snapshot.
    pub mark: Mark,
    /// How its children are compared, if the snapshot says so.
    pub children: Option<ChildrenMode>,
    /// The states in writing; the others may be anything.
    pub written: AriaStates,
}

/// How the children of a node are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildrenMode {
    /// Those in the snapshot are there, in this order, among others. What holds without a word.
    Contain,
    /// Exactly those in the snapshot are there.
    Equal,
    /// As `Equal`, and so for all descendants that say nothing else.
    DeepEqual,
}

impl ChildrenMode {
    /// The mode as a snapshot writes it: `deep-equal`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contain => "contain",
            Self::Equal => "equal",
            Self::DeepEqual => "deep-equal",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Contain, Self::Equal, Self::DeepEqual].into_iter().find(|mode| mode.as_str() == name)
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
    /// The expression without its slashes, unanchored, in JavaScript's dialect. Not compiled yet.
    pub source: String,
    /// Where it stands in the snapshot.
    pub mark: Mark,
}

/// What a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
        self.patterns.sort_by_key(|pattern| pattern.node);
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
