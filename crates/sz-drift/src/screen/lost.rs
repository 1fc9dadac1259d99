//! Ways to say no that went.

use std::{cell::OnceCell, collections::HashMap};

use sz_tree::{Node, NodeId, State, Tree};

use super::{Finding, Judge};
use crate::{
    Change, DarkPattern, DriftKind,
    dark::{Label, acceptance_beside, is_acceptance, is_control, is_scope, is_way_out, obstacle},
};

/// How many ways to say no and to say yes there are in any part of a tree.
struct Ways<'t> {
    tree: &'t Tree,
    /// Per node, the ways out and the acceptances before it in pre-order; one entry more than nodes.
    before: Vec<(u32, u32)>,
}

impl<'t> Ways<'t> {
    fn of(tree: &'t Tree) -> Self {
        let mut before = Vec::with_capacity(tree.len() + 1);
        let (mut no, mut yes) = (0, 0);
        before.push((no, yes));
        for node in tree.nodes() {
            if is_way_out(node) {
                no += 1;
            } else if is_acceptance(node) {
                yes += 1;
            }
            before.push((no, yes));
        }
        Self { tree, before }
    }

    /// Ways to say no and to say yes under a node.
    fn within(&self, node: Node<'_>) -> (u32, u32) {
        let at = |index: usize| self.before.get(index).copied().unwrap_or_default();
        let (start, end) = (at(node.id().index()), at(node.id().index() + node.subtree_size()));
        (end.0 - start.0, end.1 - start.1)
    }
}

impl Judge<'_> {
    /// A way to say no that went, while fewer are left around it than the baseline has there.
    ///
    /// Where what it was part of went with it (a dialog, an item of a list), nothing is asked any more that could be
    /// declined, unless the yes beside it stayed, or ways to say yes that went are there again.
    pub(super) fn mark_lost_ways_out(&self, findings: &mut [Finding]) {
        if !self.policy.dark_patterns.is_on(DarkPattern::HiddenInformation) {
            return;
        }
        let (now, approved) = (OnceCell::new(), OnceCell::new());
        let unseen = OnceCell::new();
        for finding in findings {
            let Some(lost) = self.lost_way_out(finding) else { continue };
            let approved = approved.get_or_init(|| Ways::of(&self.comparison.baseline));
            let now = now.get_or_init(|| Ways::of(&self.comparison.view));
            if !self.is_missed(lost, approved, now) {
                continue;
            }
            let what = if self.is_removed(lost) {
                let unseen = unseen.get_or_init(|| self.unseen());
                unseen.get(lost.name()).copied().unwrap_or("is gone")
            } else {
                "is no way out any more"
            };
            finding.kind = DriftKind::Manipulative;
            finding.pattern = Some(DarkPattern::HiddenInformation);
            finding.explanation = format!(
                "{} {what}, which leaves fewer ways to say no than the approved screen has.",
                self.expected(lost),
            );
        }
    }

    fn lost_way_out(&self, finding: &Finding) -> Option<Node<'_>> {
        let node = self.comparison.baseline.node(finding.a?)?;
        match finding.change {
            Change::Removed => {
                node.subtree().find(|inner| is_way_out(*inner) && self.is_removed(*inner))
            }
            Change::Modified => {
                let now = self.comparison.view.node(finding.b?)?;
                (is_way_out(node) && !is_way_out(now) && !still_says(now, node)).then_some(node)
            }
            _ => None,
        }
    }

    fn is_missed(&self, lost: Node<'_>, approved: &Ways<'_>, now: &Ways<'_>) -> bool {
        let diff = &self.comparison.diff;
        // The largest part that went with it and held more than it.
        let is_gone = |node: &Node<'_>| diff.in_b(node.id()).is_none();
        let says_more = |node: &Node<'_>| {
            let mut inside = node.subtree().filter(|inner| !inner.name().is_empty());
            inside.any(|inner| !is_within(inner, lost) && inner.id() != node.id())
        };
        let went = lost.ancestors().take(LEVELS_MAX).take_while(is_gone).filter(says_more).last();
        let scope = lost.ancestors().filter(|node| is_scope(*node));
        let Some((around, left)) =
            scope.into_iter().find_map(|node| Some((node, now.tree.node(diff.in_b(node.id())?)?)))
        else {
            return true;
        };
        let ((no_before, yes_before), (no, yes)) = (approved.within(around), now.within(left));
        let asks_again = |went: Node<'_>| approved.within(went).1 > 0 && yes >= yes_before;
        let still_asks = || acceptance_beside(lost).is_some_and(|yes| !is_gone(&yes));
        let is_lone = went.is_none() && !self.went_with_neighbours(lost);
        no < no_before && (is_lone || still_asks() || went.is_some_and(asks_again))
    }

    /// True where what stands before or behind a way out went, too: in a flat tree that is what it was part of.
    fn went_with_neighbours(&self, lost: Node<'_>) -> bool {
        let index = lost.id().index();
        let at = |index: usize| lost.tree().node(NodeId::new(u32::try_from(index).ok()?));
        let before = index.checked_sub(1).and_then(at).filter(|node| node.is_leaf());
        let behind = at(index + lost.subtree_size());
        let mut neighbours = before.into_iter().chain(behind);
        neighbours.any(|node| !node.name().is_empty() && self.is_removed(node))
    }

    /// The names of controls of the capture that cannot be seen, and why.
    fn unseen(&self) -> HashMap<&str, &'static str> {
        let controls = self.scene.captured.nodes().filter(|&node| is_way_out(node));
        let unseen = controls.filter_map(|node| Some((node.name(), obstacle(node)?)));
        unseen.collect()
    }
}

fn is_within(node: Node<'_>, around: Node<'_>) -> bool {
    let start = around.id().index();
    (start..start + around.subtree_size()).contains(&node.id().index())
}

/// True for a control that still says what it said, at the end: `Emergency: exit this page`.
fn still_says(now: Node<'_>, before: Node<'_>) -> bool {
    is_control(now)
        && !now.is(State::Disabled)
        && Label::of(now.name()).ends_as(&Label::of(before.name()))
}

/// How many levels above a way out what went with it is looked for.
const LEVELS_MAX: usize = 8;
