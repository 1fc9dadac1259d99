use std::collections::BTreeMap;

use sz_template::{ScreenId, TemplateSet};
use sz_tree::{Node, NodeId, State, Tree};

use super::{
    DarkPattern, Label, acceptance_beside, amount,
    costs::{is_charged, is_fee_in_session, is_total, label_of_price},
    is_refusal, is_scope,
    late_costs::LateCosts,
    nagging::Nagging,
    obstacle,
    steps_out::StepsOut,
    text_of,
};
use crate::{
    Change, DriftEvent, DriftKind, Fingerprint, Policy, SequenceEvent, event::DriftId,
    fingerprint::Subjects,
};

/// What one screen of a session has of what only a session tells: prompts that can be declined, fees and a total.
///
/// Small, and holds no tree: it can be kept as long as the session lasts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub(super) screen_id: Option<ScreenId>,
    pub(super) app: Option<Box<str>>,
    pub(super) prompts: Vec<Prompt>,
    /// By what they are called, in words alone: what was read.
    pub(super) fees: BTreeMap<String, String>,
    /// The largest total, in hundredths.
    pub(super) total: Option<u64>,
    /// What was pressed on the screen, as a label.
    pub(super) pressed: Option<String>,
}

/// Something that asks, and can be declined.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Prompt {
    /// What it says and how it is answered: the same prompt again has the same key.
    pub(super) key: String,
    /// What it says.
    pub(super) title: String,
    /// What its no says.
    pub(super) no: String,
}

/// How many prompts of a screen are remembered.
const PROMPTS_MAX: usize = 16;

/// How many fees of a screen are remembered.
const FEES_MAX: usize = 64;

/// The longest title of a prompt that is kept, in characters.
const TITLE_CHARS_MAX: usize = 80;

impl Step {
    /// Reads a captured screen. Cost: linear in its nodes and their text.
    pub fn new(tree: &Tree, screen_id: Option<&ScreenId>, app: Option<&str>) -> Self {
        let mut step =
            Self { screen_id: screen_id.cloned(), app: app.map(Into::into), ..Self::default() };
        for node in tree.nodes() {
            if step.prompts.len() < PROMPTS_MAX && is_refusal(node) {
                step.prompts.extend(Prompt::of(node).filter(|it| !step.prompts.contains(it)));
            }
            step.read_amount(node);
        }
        step
    }

    /// The same screen, and what was pressed on it then: the name of the control.
    #[must_use]
    pub fn pressed(self, label: &str) -> Self {
        Self { pressed: Some(Label::of(label).as_str().to_owned()), ..self }
    }

    fn read_amount(&mut self, node: Node<'_>) {
        let Some(cents) = amount(node.name()).filter(|&cents| cents > 0) else { return };
        let text = label_of_price(node);
        let label = Label::of(&text);
        if is_total(&label) {
            self.total = self.total.max(Some(cents));
        } else if self.fees.len() < FEES_MAX && is_fee_in_session(&label) && is_charged(node) {
            self.fees.entry(label.words_alone()).or_insert(text);
        }
    }
}

impl Prompt {
    fn of(no: Node<'_>) -> Option<Self> {
        let yes = acceptance_beside(no)?;
        if obstacle(no).is_some() || no.is(State::Disabled) {
            return None;
        }
        let around = no.ancestors().find(|around| is_scope(*around) || is_in(yes, *around))?;
        let speaks = |node: &Node<'_>| !node.name().is_empty() && !super::is_control(*node);
        let title = around.subtree().take(TITLE_NODES_MAX).find(speaks).map_or("", Node::name);
        let (no, yes) = (text_of(no), text_of(yes));
        let key = [title, no, yes].map(|text| Label::of(text).words_alone()).join("|");
        let title = if title.is_empty() { yes } else { title };
        Some(Self { key, title: title.chars().take(TITLE_CHARS_MAX).collect(), no: no.to_owned() })
    }
}

/// How far into a prompt its title is looked for.
const TITLE_NODES_MAX: usize = 32;

fn is_in(node: Node<'_>, around: Node<'_>) -> bool {
    let index = |node: Node<'_>| NodeId::index(node.id());
    (index(around)..index(around) + around.subtree_size()).contains(&index(node))
}

/// The dark patterns that only a session shows, each with the step it is about, in the order of the steps: a prompt that
/// comes again after it was declined, fees that appear late, and a way out that is longer than the way in.
///
/// Steps of several applications are told apart. What the templates say was approved: a fee that is in the baseline of
/// its screen, a way out as long as the templates' transitions make it. Cost: near-linear in the steps and the templates.
pub fn judge_steps(steps: &[Step], templates: &TemplateSet, policy: &Policy) -> Vec<SequenceEvent> {
    let mut sessions: BTreeMap<Option<&str>, Vec<(usize, &Step)>> = BTreeMap::new();
    for (visit, step) in steps.iter().enumerate() {
        sessions.entry(step.app.as_deref()).or_default().push((visit, step));
    }
    let mut events: Vec<SequenceEvent> = Vec::new();
    for session in sessions.values() {
        let (mut nagging, mut costs) = (Nagging::default(), LateCosts::default());
        for &(visit, step) in session {
            let told = nagging.step(step).into_iter().chain(costs.step(step, templates));
            events.extend(told.filter_map(|it| it.event(visit, step, policy)));
        }
        let told = StepsOut::of(session, templates);
        events.extend(told.and_then(|(visit, step, it)| it.event(visit, step, policy)));
    }
    events.sort_by_key(|event| event.visit);
    events
}

/// What is told of a step.
pub(super) struct Told {
    pub(super) pattern: DarkPattern,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) explanation: String,
}

impl Told {
    fn event(self, visit: usize, step: &Step, policy: &Policy) -> Option<SequenceEvent> {
        let app = step.app.as_deref();
        let screen = step.screen_id.as_ref().map(ScreenId::as_str);
        Some(SequenceEvent { visit, event: self.drift(app, screen, policy)? })
    }

    /// The event, if the pattern is looked for.
    pub(super) fn drift(
        self,
        app: Option<&str>,
        screen: Option<&str>,
        policy: &Policy,
    ) -> Option<DriftEvent> {
        let Self { pattern, old, new, explanation } = self;
        let policy = policy.on(app, screen);
        let kind = DriftKind::Manipulative;
        let event = DriftEvent {
            id: DriftId::of([
                app,
                screen,
                Some(kind.as_str()),
                Some(pattern.as_str()),
                old.as_deref(),
                new.as_deref(),
            ]),
            fingerprint: Fingerprint::PENDING,
            kind,
            pattern: Some(pattern),
            severity: policy.dark_patterns.severity(pattern, policy.manipulative)?,
            change: Change::Present,
            screen_id: screen.map(str::to_owned),
            app: app.map(str::to_owned),
            path: None,
            selector: None,
            old,
            new,
            similarity: None,
            rule: format!("dark.{}", policy.rule(pattern.as_str())).into(),
            tags: Vec::new(),
            notify: Vec::new(),
            rule_errors: Vec::new(),
            explanation,
        };
        Some(event.fingerprinted(Subjects::default()))
    }
}
