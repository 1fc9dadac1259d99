use sz_diff::{Field, FieldChange};
use sz_select::{Describer, selector_for};
use sz_template::{Candidate, Comparison, Observation, Requirement, Score, TemplateSet};
use sz_tree::{Node, NodeId, Tree};

use crate::{
    Change, DriftEvent, DriftKind, Policy, Severity,
    event::DriftId,
    explain::{Subject, and_company_is, changes, quoted},
    way_out::is_way_out,
};

/// A recognised screen and everything it is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The templates.
    pub templates: &'a TemplateSet,
    /// The one that was recognised.
    pub candidate: &'a Candidate<'a>,
    /// The capture, ready for templates.
    pub observation: &'a Observation,
    /// The tree that was observed; paths and selectors are of this one, but for what is gone: those are of the
    /// baseline.
    pub captured: &'a Tree,
    /// The application, if known.
    pub app: Option<&'a str>,
}

/// How a screen drifted from its template.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenDrift {
    /// What changed; what is gone first, then what is new or different in the order of the screen.
    pub events: Vec<DriftEvent>,
    /// How alike screen and baseline are, `0.0..=1.0`; `None` where the template says nothing of shape.
    pub similarity: Option<f64>,
}

/// Judges a recognised screen against its template: what the diff to the baseline found, and what is
/// required and missing.
///
/// Removed and added nodes are told once per subtree. A change that takes a required node away is as severe as
/// the policy says for that; one that leaves fewer ways to say no than the baseline has is manipulative.
/// Cost: near-linear in the nodes, plus one selector per event.
pub fn judge_screen(scene: &Scene<'_>, policy: &Policy) -> ScreenDrift {
    let Some(comparison) = scene.templates.compare(scene.candidate, scene.observation) else {
        return without_baseline(scene, policy);
    };
    let similarity = comparison.diff.similarity;
    let judge = Judge { scene, policy, comparison: &comparison, similarity };
    let mut findings = judge.removed();
    findings.extend(judge.added());
    findings.extend(judge.moved());
    findings.extend(judge.modified());
    judge.mark_lost_ways_out(&mut findings);
    judge.mark_required(&mut findings);
    let selectors = Selectors::for_events(findings.len(), scene.captured, &comparison.baseline);
    let events = findings.into_iter().map(|finding| judge.event(finding, &selectors)).collect();
    ScreenDrift { events, similarity: Some(similarity) }
}

/// The event for a capture that no template knows.
pub fn unknown_screen(
    app: Option<&str>,
    nearest: Option<&Candidate<'_>>,
    policy: &Policy,
) -> DriftEvent {
    let kind = DriftKind::UnknownScreen;
    let (severity, rule) = policy.decide(kind, 0.0);
    let explanation = match nearest {
        None => "No template knows this screen.".to_owned(),
        Some(nearest) => format!(
            "No template knows this screen; the nearest, {}, fits to {} of the {} it needs.",
            quoted(nearest.template.screen_id().as_str()),
            nearest.score,
            nearest.template.threshold(),
        ),
    };
    DriftEvent {
        id: DriftId::of([app, Some(kind.as_str())]),
        kind,
        severity,
        change: Change::Unrecognised,
        screen_id: None,
        app: app.map(str::to_owned),
        path: None,
        selector: None,
        old: None,
        new: None,
        similarity: None,
        rule,
        explanation,
    }
}

/// One change on its way to becoming an event.
struct Finding {
    kind: DriftKind,
    change: Change,
    /// The node in the baseline.
    a: Option<NodeId>,
    /// The node in the view.
    b: Option<NodeId>,
    old: Option<String>,
    new: Option<String>,
    explanation: String,
    required: Option<Severity>,
}

impl Finding {
    /// True where the finding speaks of this node of the baseline.
    fn is_about(&self, a: Node<'_>) -> bool {
        let Some(own) = self.a else { return false };
        own == a.id()
            || self.change == Change::Removed && a.ancestors().any(|ancestor| ancestor.id() == own)
    }
}

struct Judge<'a> {
    scene: &'a Scene<'a>,
    policy: &'a Policy,
    comparison: &'a Comparison<'a>,
    similarity: f64,
}

impl Judge<'_> {
    fn removed(&self) -> Vec<Finding> {
        let removed = &self.comparison.diff.removed;
        let finding = |node: Node<'_>| Finding {
            kind: DriftKind::Layout,
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
            Some(Finding {
                kind: DriftKind::Layout,
                change: Change::Moved,
                a: Some(moved.a),
                b: Some(moved.b),
                old: Some(old.path().to_string()),
                new: Some(self.captured_path(new)),
                explanation: format!("{} stands elsewhere.", Subject::exact(new)),
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

    /// A way to say no that went, while fewer are left than the baseline has.
    fn mark_lost_ways_out(&self, findings: &mut [Finding]) {
        if findings.iter().all(|finding| self.lost_way_out(finding).is_none()) {
            return;
        }
        let ways = |tree: &Tree| tree.nodes().filter(|&node| is_way_out(node)).count();
        if ways(&self.comparison.view) >= ways(&self.comparison.baseline) {
            return;
        }
        for finding in findings {
            let Some(lost) = self.lost_way_out(finding) else { continue };
            finding.kind = DriftKind::Manipulative;
            finding.explanation = format!(
                "{} is {}, which leaves fewer ways to say no than the approved screen has.",
                self.expected(lost),
                if self.is_removed(lost) { "gone" } else { "no way out any more" },
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
                (is_way_out(node) && !is_way_out(now)).then_some(node)
            }
            _ => None,
        }
    }

    /// A node of the baseline, as a sentence speaks of it.
    fn expected<'n>(&self, node: Node<'n>) -> Subject<'n> {
        Subject { node, is_pattern: self.comparison.is_pattern(node.id()) }
    }

    /// Where a node of the view stands in the capture.
    fn captured_path(&self, view_node: Node<'_>) -> String {
        let path = self.comparison.captured_path(view_node.id(), self.scene.captured);
        path.unwrap_or_else(|| view_node.path()).to_string()
    }

    fn is_removed(&self, a: Node<'_>) -> bool {
        self.comparison.diff.removed.binary_search(&a.id()).is_ok()
    }

    /// Findings that explain why a required node is missing become as severe as that is; what none
    /// explains becomes a finding of its own.
    fn mark_required(&self, findings: &mut Vec<Finding>) {
        let severity = self.policy.missing_required;
        for requirement in missing(self.scene) {
            let is_required = |node: &Node<'_>| requirement.is_met_by(*node);
            let expected = self.comparison.baseline.nodes().find(is_required);
            let explained = expected
                .and_then(|node| findings.iter_mut().find(|finding| finding.is_about(node)));
            match explained {
                Some(finding) => finding.required = Some(severity),
                None => findings.push(missing_finding(requirement, severity)),
            }
        }
    }

    fn event(&self, finding: Finding, selectors: &Selectors<'_>) -> DriftEvent {
        let captured = self.scene.captured;
        let now = finding.b.and_then(|b| self.comparison.captured_node(b, captured));
        let before = finding.a.and_then(|a| self.comparison.baseline.node(a));
        let selector = match (now, before) {
            (Some(now), _) => Some(selectors.captured(now)),
            // The pattern of a baseline is nobody's name.
            (None, Some(before)) if self.comparison.is_pattern(before.id()) => None,
            (None, before) => before.map(|before| selectors.baseline(before)),
        };
        let event = event(self.scene, self.policy, finding, now.or(before), self.similarity);
        DriftEvent { selector, ..event }
    }
}

/// Selectors for the nodes of events: one by one for a few, by an index of each tree for many.
struct Selectors<'t>(Option<(Describer<'t>, Describer<'t>)>);

impl<'t> Selectors<'t> {
    /// With more events than this, the indexes cost less than the events.
    const FEW: usize = 50;

    fn for_events(events: usize, captured: &'t Tree, baseline: &'t Tree) -> Self {
        let is_many = events > Self::FEW;
        Self(is_many.then(|| (Describer::new(captured), Describer::new(baseline))))
    }

    fn captured(&self, node: Node<'t>) -> String {
        self.0
            .as_ref()
            .map_or_else(|| selector_for(node), |(captured, _)| captured.selector_for(node))
    }

    fn baseline(&self, node: Node<'t>) -> String {
        self.0
            .as_ref()
            .map_or_else(|| selector_for(node), |(_, baseline)| baseline.selector_for(node))
    }
}

/// The nodes of a list in pre-order whose parents are not in it.
fn tops<'t>(tree: &'t Tree, ids: &[NodeId]) -> impl Iterator<Item = Node<'t>> {
    let nodes = ids.iter().filter_map(|&id| tree.node(id));
    nodes.filter(|node| node.parent().is_none_or(|parent| ids.binary_search(&parent.id()).is_err()))
}

/// `button "Accept"`.
fn label(node: Node<'_>) -> String {
    format!("{} \"{}\"", node.role(), node.name())
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

/// The requirements that no node of the capture meets.
fn missing<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Requirement> {
    let is_complete = scene.candidate.evidence.required.is_none_or(|score| score == Score::ONE);
    let required = scene.candidate.template.required_nodes();
    let required = if is_complete { &[] } else { required };
    let kept = scene.observation.kept();
    required.iter().filter(|r| !kept.nodes().any(|node| r.is_met_by(node)))
}

fn missing_finding(requirement: &Requirement, severity: Severity) -> Finding {
    Finding {
        kind: DriftKind::Layout,
        change: Change::Missing,
        a: None,
        b: None,
        old: Some(requirement.to_string()),
        new: None,
        explanation: format!("Nothing on the screen is `{requirement}`, which is required."),
        required: Some(severity),
    }
}

fn without_baseline(scene: &Scene<'_>, policy: &Policy) -> ScreenDrift {
    let structure = scene.candidate.evidence.structure.map(Score::get);
    let mut findings: Vec<Finding> =
        missing(scene).map(|r| missing_finding(r, policy.missing_required)).collect();
    if let Some(similarity) = structure.filter(|&similarity| similarity < 1.0) {
        findings.push(Finding {
            kind: DriftKind::Layout,
            change: Change::Reshaped,
            a: None,
            b: None,
            old: None,
            new: None,
            explanation: format!(
                "The shape of the screen is only {similarity:.3} like the expected one; the template has no \
                 baseline to say what changed."
            ),
            required: None,
        });
    }
    let similarity = structure.unwrap_or(1.0);
    let events = findings.into_iter().map(|f| event(scene, policy, f, None, similarity)).collect();
    ScreenDrift { events, similarity: structure }
}

fn event(
    scene: &Scene<'_>,
    policy: &Policy,
    finding: Finding,
    node: Option<Node<'_>>,
    similarity: f64,
) -> DriftEvent {
    let (mut severity, mut rule) = policy.decide(finding.kind, similarity);
    if let Some(required) = finding.required
        && required >= severity
        && finding.kind != DriftKind::Manipulative
    {
        (severity, rule) = (required, "required_node");
    }
    let screen_id = scene.candidate.template.screen_id().as_str();
    let path = node.map(Node::path);
    let path_text = path.as_ref().map(ToString::to_string);
    DriftEvent {
        id: DriftId::of([
            scene.app,
            Some(screen_id),
            Some(finding.kind.as_str()),
            Some(finding.change.as_str()),
            path_text.as_deref(),
            finding.old.as_deref(),
            finding.new.as_deref(),
        ]),
        kind: finding.kind,
        severity,
        change: finding.change,
        screen_id: Some(screen_id.to_owned()),
        app: scene.app.map(str::to_owned),
        selector: None,
        path,
        old: finding.old,
        new: finding.new,
        similarity: Some(similarity),
        rule,
        explanation: finding.explanation,
    }
}
