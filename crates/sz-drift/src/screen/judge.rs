use std::collections::BTreeMap;

use sz_diff::{Diff, Field, FieldChange};
use sz_template::Comparison;
use sz_tree::{Node, NodeId, Tree};

use super::{Finding, Scene, Selectors};
use crate::{
    Change, DriftEvent, DriftKind, Policy,
    explain::{self, Subject, and_company_is, changes},
    fingerprint::Subjects,
};

/// Turns a comparison with the baseline into findings.
pub(super) struct Judge<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) policy: &'a Policy,
    pub(super) comparison: &'a Comparison<'a>,
    pub(super) similarity: f64,
    /// The fields that changed of each modified node of the baseline, sorted, with commas between.
    pub(super) fields: BTreeMap<NodeId, String>,
}

impl Judge<'_> {
    /// What is gone first, then what is new or different in the order of the screen.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = self.removed();
        findings.extend(self.added());
        findings.extend(self.moved());
        findings.extend(self.modified());
        findings
    }

    fn removed(&self) -> Vec<Finding> {
        let removed = &self.comparison.diff.removed;
        let finding = |node: Node<'_>| Finding {
            kind: DriftKind::Layout,
            pattern: None,
            change: Change::Removed,
            a: Some(node.id()),
            b: None,
            old: Some(label(node)),
            new: None,
            explanation: if self.comparison.diff.unwrapped.contains(&node.id()) {
                format!("{} is no longer around what it held.", self.expected(node))
            } else {
                format!("{}{} gone.", self.expected(node), and_company_is(node))
            },
            required: None,
        };
        tops(&self.comparison.baseline, removed).map(finding).collect()
    }

    fn added(&self) -> Vec<Finding> {
        let added = &self.comparison.diff.added;
        let finding = |node: Node<'_>| Finding {
            kind: DriftKind::Layout,
            pattern: None,
            change: Change::Added,
            a: None,
            b: Some(node.id()),
            old: None,
            new: Some(label(node)),
            explanation: if self.comparison.diff.wrapped.contains(&node.id()) {
                format!("{} is new around what was there.", Subject::exact(node))
            } else {
                format!("{}{} new.", Subject::exact(node), and_company_is(node))
            },
            required: None,
        };
        tops(&self.comparison.view, added).map(finding).collect()
    }

    fn moved(&self) -> Vec<Finding> {
        let finding = |moved: &sz_diff::Moved| {
            let old = self.comparison.baseline.node(moved.a)?;
            let new = self.comparison.view.node(moved.b)?;
            let paths = [old.path().to_string(), self.captured_path(new)];
            let is_pattern = |node: Node<'_>| self.comparison.is_pattern(node.id());
            let how = explain::moved([old, new], paths.each_ref().map(|it| &**it), is_pattern);
            let [from, to] = paths;
            Some(Finding {
                kind: DriftKind::Layout,
                pattern: None,
                change: Change::Moved,
                a: Some(moved.a),
                b: Some(moved.b),
                old: Some(from),
                new: Some(to),
                explanation: format!("{} {how}.", Subject::exact(new)),
                required: None,
            })
        };
        self.comparison.diff.moved.iter().filter_map(finding).collect()
    }

    fn modified(&self) -> Vec<Finding> {
        let finding = |modified: &sz_diff::Modified| {
            let old = self.comparison.baseline.node(modified.a)?;
            let is_role = |change: &FieldChange| change.field == Field::Role;
            let is_layout = modified.changes.iter().any(is_role);
            let (olds, news) = olds_and_news(&modified.changes);
            Some(Finding {
                kind: if is_layout { DriftKind::Layout } else { DriftKind::Content },
                pattern: None,
                change: Change::Modified,
                a: Some(modified.a),
                b: Some(modified.b),
                old: Some(olds),
                new: Some(news),
                explanation: format!("{} {}.", self.expected(old), changes(old, &modified.changes)),
                required: None,
            })
        };
        self.comparison.diff.modified.iter().filter_map(finding).collect()
    }

    /// A node of the baseline, as a sentence speaks of it.
    pub(super) fn expected<'n>(&self, node: Node<'n>) -> Subject<'n> {
        Subject { node, is_pattern: self.comparison.is_pattern(node.id()) }
    }

    /// Where a node of the view stands in the capture.
    fn captured_path(&self, view_node: Node<'_>) -> String {
        let path = self.comparison.captured_path(view_node.id(), self.scene.captured);
        path.unwrap_or_else(|| view_node.path()).to_string()
    }

    pub(super) fn is_removed(&self, a: Node<'_>) -> bool {
        self.comparison.diff.removed.binary_search(&a.id()).is_ok()
    }

    /// The event of a finding, and the node that it is about: of the capture, or of the baseline where it is gone.
    pub(super) fn event(
        &self,
        finding: Finding,
        selectors: &Selectors<'_>,
    ) -> (DriftEvent, Option<Node<'_>>) {
        let captured = self.scene.captured;
        let now = finding.b.and_then(|b| self.comparison.captured_node(b, captured));
        let before = finding.a.and_then(|a| self.comparison.baseline.node(a));
        let selector = match (now, before) {
            (Some(now), _) => Some(selectors.captured(now)),
            // The pattern of a baseline is nobody's name.
            (None, Some(before)) if self.comparison.is_pattern(before.id()) => None,
            (None, before) => before.map(|before| selectors.baseline(before)),
        };
        let fields = before.and_then(|before| self.fields.get(&before.id()));
        let fields = fields.filter(|_| finding.change == Change::Modified).map(String::as_str);
        let subjects = Subjects { node: before.or(now), fields };
        let event =
            finding.event(self.scene.place(), self.policy, now.or(before), Some(self.similarity));
        (DriftEvent { selector, ..event }.fingerprinted(subjects), now.or(before))
    }
}

/// The nodes of a list in pre-order whose parents are not in it.
fn tops<'t>(tree: &'t Tree, ids: &[NodeId]) -> impl Iterator<Item = Node<'t>> {
    let nodes = ids.iter().filter_map(|&id| tree.node(id));
    nodes.filter(|node| node.parent().is_none_or(|parent| ids.binary_search(&parent.id()).is_err()))
}

/// `button "Accept"`.
pub(super) fn label(node: Node<'_>) -> String {
    format!("{} \"{}\"", node.role(), node.name())
}

/// The fields that changed of each modified node of the baseline, sorted, with commas between.
pub(super) fn changed_fields(diff: &Diff) -> BTreeMap<NodeId, String> {
    let fields = |changes: &[FieldChange]| {
        let mut names: Vec<String> = changes.iter().map(|it| it.field.to_string()).collect();
        names.sort_unstable();
        names.join(",")
    };
    diff.modified.iter().map(|it| (it.a, fields(&it.changes))).collect()
}

/// What the changed fields were and are: the bare text of one field, `field: text` of several.
fn olds_and_news(changes: &[FieldChange]) -> (String, String) {
    let text = |change: &FieldChange, value: &Option<String>| {
        let value = value.as_deref().unwrap_or_default();
        if changes.len() == 1 { value.to_owned() } else { format!("{}: {value}", change.field) }
    };
    let olds: Vec<String> = changes.iter().map(|change| text(change, &change.old)).collect();
    let news: Vec<String> = changes.iter().map(|change| text(change, &change.new)).collect();
    (olds.join("; "), news.join("; "))
}
