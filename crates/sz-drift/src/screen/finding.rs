use std::borrow::Cow;

use sz_tree::{Node, NodeId};

use crate::{
    Change, DarkPattern, DriftEvent, DriftKind, Fingerprint, Policy, Severity, event::DriftId,
};

/// The screen that events are of.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) screen_id: Option<&'a str>,
    pub(super) app: Option<&'a str>,
}

/// One change on its way to becoming an event.
pub(super) struct Finding {
    pub(super) kind: DriftKind,
    pub(super) pattern: Option<DarkPattern>,
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

    /// The finding is a dark pattern, and told as that.
    pub(super) fn become_dark(&mut self, pattern: DarkPattern, explanation: String) {
        self.kind = DriftKind::Manipulative;
        self.pattern = Some(pattern);
        self.explanation = explanation;
    }

    /// The event for it; `node` is the one in the capture, or that of the baseline where it is gone.
    pub(super) fn event(
        self,
        place: Place<'_>,
        policy: &Policy,
        node: Option<Node<'_>>,
        similarity: Option<f64>,
    ) -> DriftEvent {
        let (severity, rule) = self.decide(policy, similarity.unwrap_or(1.0));
        let path = node.map(Node::path);
        let path_text = path.as_ref().map(ToString::to_string);
        DriftEvent {
            id: DriftId::of([
                place.app,
                place.screen_id,
                Some(self.kind.as_str()),
                Some(self.change.as_str()),
                path_text.as_deref(),
                self.old.as_deref(),
                self.new.as_deref(),
            ]),
            fingerprint: Fingerprint::PENDING,
            kind: self.kind,
            pattern: self.pattern,
            severity,
            change: self.change,
            screen_id: place.screen_id.map(str::to_owned),
            app: place.app.map(str::to_owned),
            selector: None,
            path,
            old: self.old,
            new: self.new,
            similarity,
            rule,
            tags: Vec::new(),
            notify: Vec::new(),
            rule_errors: Vec::new(),
            explanation: self.explanation,
        }
    }

    fn decide(&self, policy: &Policy, similarity: f64) -> (Severity, Cow<'static, str>) {
        let (usual, rule) = policy.decide(self.kind, similarity);
        let (severity, rule) = match self.pattern {
            None => (usual, rule),
            Some(pattern) => {
                let severity = policy.dark_patterns.severity(pattern, usual).unwrap_or(usual);
                (severity, Cow::Owned(format!("dark.{}", policy.rule(pattern.as_str()))))
            }
        };
        match self.required {
            // Of two rules that say the same, a dark pattern tells more.
            Some(required)
                if required > severity || required == severity && self.pattern.is_none() =>
            {
                (required, policy.rule("required_node"))
            }
            _ => (severity, rule),
        }
    }
}
