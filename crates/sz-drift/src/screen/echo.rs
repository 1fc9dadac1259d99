//! One change of a text that the diff finds at several nodes, because the name of a control is the text in it.
//!
//! Of a button and the text in it the button is told, and of a row and a cell in it the cell: the innermost node that people
//! have a word for.

use std::{collections::BTreeSet, ops::Bound};

use sz_tree::{AriaRole, Node, NodeId, Tree};

use super::{Finding, Judge};
use crate::Change;

/// The names of nodes with more in them than this are not taken apart.
const NODES_MAX: usize = 64;

impl Judge<'_> {
    /// Leaves out findings that say again what another one says. What is dark or required is always told.
    pub(super) fn drop_echoes(&self, findings: &mut Vec<Finding>) {
        let named: BTreeSet<NodeId> = findings
            .iter()
            .filter(|it| self.is_named_by_content(it))
            .filter_map(|it| it.b)
            .collect();
        if named.is_empty() {
            return;
        }
        // Who is told in place of a text.
        let mut owners: BTreeSet<NodeId> = BTreeSet::new();
        findings.retain(|it| {
            let owner = self.owner(it, &named).filter(|_| it.is_plain());
            owners.extend(owner);
            owner.is_none()
        });
        let is_gone = |it: &&Finding| it.b.is_none();
        let gone = findings.iter().filter(is_gone).filter_map(|it| it.a).collect();
        let now = findings.iter().filter_map(|it| it.b).collect();
        findings.retain(|it| {
            let is_named = |b| named.contains(&b) && !owners.contains(&b);
            let is_echo = it.is_plain() && it.b.is_some_and(is_named);
            let is_told_within = || {
                holds(&self.comparison.view, it.b, &now)
                    || holds(&self.comparison.baseline, it.a, &gone)
            };
            !(is_echo && is_told_within())
        });
    }

    /// True where all that changed is a name that was the text in the node before, and is so now.
    fn is_named_by_content(&self, finding: &Finding) -> bool {
        self.renamed(finding).is_some_and(|nodes| {
            nodes.iter().all(|node| node.role() != AriaRole::Text && is_content(*node))
        })
    }

    /// Whose name the text of a finding is, new or changed, of the nodes that are told themselves.
    fn owner(&self, finding: &Finding, named: &BTreeSet<NodeId>) -> Option<NodeId> {
        let now = match finding.change {
            Change::Added => self.comparison.view.node(finding.b?)?,
            _ => self.renamed(finding)?[1],
        };
        if now.role() != AriaRole::Text || !now.is_leaf() {
            return None;
        }
        let around = now.ancestors().take_while(|node| node.subtree_size() <= NODES_MAX);
        around.map(Node::id).find(|id| named.contains(id))
    }

    /// The node before and now, where its name is all that changed.
    fn renamed(&self, finding: &Finding) -> Option<[Node<'_>; 2]> {
        let (a, b) = (finding.a?, finding.b?);
        let is_renamed = finding.change == Change::Modified
            && self.fields.get(&a).is_some_and(|fields| fields == "name")
            && !self.comparison.is_pattern(a);
        let nodes = || Some([self.comparison.baseline.node(a)?, self.comparison.view.node(b)?]);
        is_renamed.then(nodes).flatten()
    }
}

impl Finding {
    /// True where it is a change and no more.
    fn is_plain(&self) -> bool {
        self.pattern.is_none() && self.required.is_none()
    }
}

/// True where one of these is inside of the node.
fn holds(tree: &Tree, id: Option<NodeId>, ids: &BTreeSet<NodeId>) -> bool {
    let Some(node) = id.and_then(|id| tree.node(id)) else { return false };
    let mut after = ids.range((Bound::Excluded(node.id()), Bound::Unbounded));
    after.next().is_some_and(|next| next.index() < node.id().index() + node.subtree_size())
}

/// True where the name of a node is what its leaves are called, one after the other, white space aside; so is that of a leaf.
fn is_content(node: Node<'_>) -> bool {
    if node.subtree_size() > NODES_MAX {
        return false;
    }
    let visible = |text: &'_ str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let leaves = node.subtree().filter(|inner| inner.is_leaf());
    visible(node.name()) == leaves.map(|leaf| visible(leaf.name())).collect::<String>()
}
