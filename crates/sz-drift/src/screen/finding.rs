use sz_tree::{Node, NodeId};

use super::Scene;
use crate::{Change, DriftEvent, DriftKind, Policy, Severity, event::DriftId};

/// One change on its way to becoming an event.
pub(super) struct Finding {
    pub(super) kind: DriftKind,
    pub(super) change: Change,
    /// The node in the baseline.
    pub(super) a: Option<NodeId>,
    /// The node in the view.
    pub(super) b: Option<NodeId>,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) explanation: String,
    pub(super) required: Option<Severity>,
}

impl Finding {
    /// True where the finding speaks of this node of the baseline.
    pub(super) fn is_about(&self, a: Node<'_>) -> bool {
        let Some(own) = self.a else { return false };
        own == a.id()
            || self.change == Change::Removed && a.ancestors().any(|ancestor| ancestor.id() == own)
    }

    /// The event for it; `node` is the one in the capture, or that of the baseline where it is gone.
    pub(super) fn event(
        self,
        scene: &Scene<'_>,
        policy: &Policy,
        node: Option<Node<'_>>,
        similarity: f64,
    ) -> DriftEvent {
        let (mut severity, mut rule) = policy.decide(self.kind, similarity);
        if let Some(required) = self.required
            && required >= severity
            && self.kind != DriftKind::Manipulative
        {
            (severity, rule) = (required, policy.rule("required_node"));
        }
        let screen_id = scene.candidate.template.screen_id().as_str();
        let path = node.map(Node::path);
        let path_text = path.as_ref().map(ToString::to_string);
        DriftEvent {
            id: DriftId::of([
                scene.app,
                Some(screen_id),
                Some(self.kind.as_str()),
                Some(self.change.as_str()),
                path_text.as_deref(),
                self.old.as_deref(),
                self.new.as_deref(),
            ]),
            kind: self.kind,
            pattern: None,
            severity,
            change: self.change,
            screen_id: Some(screen_id.to_owned()),
            app: scene.app.map(str::to_owned),
            selector: None,
            path,
            old: self.old,
            new: self.new,
            similarity: Some(similarity),
            rule,
            tags: Vec::new(),
            explanation: self.explanation,
        }
    }
}
