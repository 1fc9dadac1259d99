//! Nodes that a template requires and that are not there.

use sz_template::{Requirement, Score};
use sz_tree::Node;

use super::{Finding, Judge, Scene};
use crate::{Change, DriftKind, Severity};

impl Judge<'_> {
    /// Findings that explain why a required node is missing become as severe as that is; what none
    /// explains becomes a finding of its own.
    pub(super) fn mark_required(&self, findings: &mut Vec<Finding>) {
        let severity = self.policy.missing_required;
        for requirement in missing(self.scene) {
            let is_required = |node: &Node<'_>| requirement.is_met_by(*node);
            let expected = self.comparison.baseline.nodes().find(is_required);
            let explained = expected
                .and_then(|node| findings.iter_mut().find(|finding| finding.is_about(node)));
            match explained {
                Some(finding) => finding.required = Some(severity),
                None => findings.push(finding(requirement, severity)),
            }
        }
    }
}

/// The requirements that no node of the capture meets.
pub(super) fn missing<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Requirement> {
    let is_complete = scene.candidate.evidence.required.is_none_or(|score| score == Score::ONE);
    let required = scene.candidate.template.required_nodes();
    let required = if is_complete { &[] } else { required };
    let kept = scene.observation.kept();
    required.iter().filter(|r| !kept.nodes().any(|node| r.is_met_by(node)))
}

/// The finding for a requirement that nothing else explains.
pub(super) fn finding(requirement: &Requirement, severity: Severity) -> Finding {
    Finding {
        kind: DriftKind::Layout,
        pattern: None,
        change: Change::Missing,
        a: None,
        b: None,
        old: Some(requirement.to_string()),
        new: None,
        explanation: format!("Nothing on the screen is `{requirement}`, which is required."),
        required: Some(severity),
    }
}
