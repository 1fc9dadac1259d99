use sz_template::{Candidate, Observation, Score, TemplateSet};
use sz_tree::{Node, NodeId, Tree};

#[cfg(feature = "rules")]
use crate::RuleScreen;
use crate::{
    Change, DriftEvent, DriftKind, Fingerprint, Policy, event::DriftId, explain::quoted,
    fingerprint::Subjects,
};

mod dark;
mod echo;
mod finding;
mod judge;
mod lost;
mod required;
mod selectors;

use dark::Unapproved;
use finding::{Finding, Place};
use judge::{Judge, changed_fields};
use selectors::Selectors;

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
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ScreenDrift {
    /// What changed; what is gone first, then what is new or different in the order of the screen.
    pub events: Vec<DriftEvent>,
    /// What rules of the policy took out of the events.
    pub suppressed: Vec<DriftEvent>,
    /// How alike screen and baseline are, `0.0..=1.0`; `None` where the template says nothing of shape.
    pub similarity: Option<f64>,
}

/// Where events are told, for the rules of the policy.
struct Stage<'a> {
    place: Place<'a>,
    #[cfg_attr(not(feature = "rules"), expect(dead_code, reason = "for rules only"))]
    candidate: Option<&'a Candidate<'a>>,
    #[cfg_attr(not(feature = "rules"), expect(dead_code, reason = "for rules only"))]
    nodes: usize,
    /// What holds everywhere.
    #[cfg_attr(not(feature = "rules"), expect(dead_code, reason = "for rules only"))]
    policy: &'a Policy,
}

impl ScreenDrift {
    /// Takes an event about this node, as the rules of the policy leave it.
    #[cfg(feature = "rules")]
    fn take_in(&mut self, event: DriftEvent, node: Option<Node<'_>>, stage: &Stage<'_>) {
        let rules = &stage.policy.rules;
        if rules.is_empty() {
            return self.events.push(event);
        }
        let version = stage.candidate.map(|candidate| candidate.template.version().to_string());
        let screen = RuleScreen {
            id: stage.place.screen_id,
            app: stage.place.app,
            version: version.as_deref(),
            score: stage.candidate.map(|candidate| candidate.score.get()),
            similarity: self.similarity,
            nodes: Some(stage.nodes),
        };
        let ruling = rules.apply(event, node, screen);
        let events = if ruling.is_suppressed { &mut self.suppressed } else { &mut self.events };
        events.push(ruling.event);
    }

    /// Takes an event.
    #[cfg(not(feature = "rules"))]
    fn take_in(&mut self, event: DriftEvent, _: Option<Node<'_>>, _: &Stage<'_>) {
        self.events.push(event);
    }
}

/// Judges a recognised screen against its template: what the diff to the baseline found, and what is
/// required and missing.
///
/// Removed and added nodes are told once per subtree, and a text that is the name of a control once, of the control. A change that takes a required node away is as severe as
/// the policy says for that; one that leaves fewer ways to say no than the baseline has is manipulative.
/// Cost: near-linear in the nodes, plus one selector per event.
pub fn judge_screen(scene: &Scene<'_>, policy: &Policy) -> ScreenDrift {
    let stage = scene.stage(policy);
    let policy = policy.on(scene.app, Some(scene.candidate.template.screen_id().as_str()));
    let Some(comparison) = scene.templates.compare(scene.candidate, scene.observation) else {
        return without_baseline(scene, policy, &stage);
    };
    let similarity = comparison.diff.similarity;
    let fields = changed_fields(&comparison.diff);
    let judge = Judge { scene, policy, comparison: &comparison, similarity, fields };
    let mut findings = judge.findings();
    judge.mark_lost_ways_out(&mut findings);
    judge.mark_dark(&mut findings);
    judge.mark_required(&mut findings);
    judge.drop_echoes(&mut findings);
    let selectors = Selectors::for_events(findings.len(), scene.captured, &comparison.baseline);
    let mut drift = ScreenDrift { similarity: Some(similarity), ..ScreenDrift::default() };
    for finding in findings {
        let (event, node) = judge.event(finding, &selectors);
        drift.take_in(event, node, &stage);
    }
    drift
}

impl Scene<'_> {
    fn place(&self) -> Place<'_> {
        let screen_id = Some(self.candidate.template.screen_id().as_str());
        Place { screen_id, app: self.app }
    }

    fn stage<'a>(&'a self, policy: &'a Policy) -> Stage<'a> {
        let nodes = self.observation.kept().len();
        Stage { place: self.place(), candidate: Some(self.candidate), nodes, policy }
    }
}

/// A capture that no template knows.
#[derive(Clone, Copy, Debug)]
pub struct UnknownScene<'a> {
    /// The template that came nearest.
    pub nearest: Option<&'a Candidate<'a>>,
    /// The capture, ready for templates.
    pub observation: &'a Observation,
    /// The tree that was observed; paths and selectors are of this one.
    pub captured: &'a Tree,
    /// The application, if known.
    pub app: Option<&'a str>,
}

/// Judges a capture that no template knows: that it is unknown, and the dark patterns on it. Without a baseline there is
/// nothing that somebody approved, so all of the screen is looked at. Cost: linear in the nodes and their text.
pub fn judge_unknown(scene: &UnknownScene<'_>, policy: &Policy) -> ScreenDrift {
    let origin = |id: NodeId| scene.captured.node(scene.observation.captured_id(id)?);
    let (view, captured) = (scene.observation.view(), scene.captured);
    let place = Place { screen_id: None, app: scene.app };
    let stage = Stage { place, candidate: None, nodes: scene.observation.kept().len(), policy };
    let policy = policy.on(scene.app, None);
    let mut drift = ScreenDrift::default();
    drift.take_in(unknown_screen(scene.app, scene.nearest, policy), None, &stage);
    for (event, node) in (Unapproved { view, captured, origin: &origin }).events(place, policy) {
        drift.take_in(event, Some(node), &stage);
    }
    drift
}

/// The event for a capture that no template knows.
pub fn unknown_screen(
    app: Option<&str>,
    nearest: Option<&Candidate<'_>>,
    policy: &Policy,
) -> DriftEvent {
    let kind = DriftKind::UnknownScreen;
    let (severity, rule) = policy.on(app, None).decide(kind, 0.0);
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
        fingerprint: Fingerprint::PENDING,
        kind,
        pattern: None,
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
        tags: Vec::new(),
        notify: Vec::new(),
        rule_errors: Vec::new(),
        explanation,
    }
    .fingerprinted(Subjects::default())
}

fn without_baseline(scene: &Scene<'_>, policy: &Policy, stage: &Stage<'_>) -> ScreenDrift {
    let structure = scene.candidate.evidence.structure.map(Score::get);
    let mut findings: Vec<Finding> =
        required::missing(scene).map(|it| required::finding(it, policy.missing_required)).collect();
    if let Some(similarity) = structure.filter(|&similarity| similarity < 1.0) {
        findings.push(Finding {
            kind: DriftKind::Layout,
            pattern: None,
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
    let mut drift = ScreenDrift { similarity: structure, ..ScreenDrift::default() };
    for finding in findings {
        let event = finding.event(stage.place, policy, None, Some(similarity));
        drift.take_in(event.fingerprinted(Subjects::default()), None, stage);
    }
    let origin = |id: NodeId| scene.captured.node(scene.observation.captured_id(id)?);
    let (view, captured) = (scene.observation.view(), scene.captured);
    for (event, node) in
        (Unapproved { view, captured, origin: &origin }).events(stage.place, policy)
    {
        drift.take_in(event, Some(node), stage);
    }
    drift
}
