//! Noise rules that cover what people read or act on, and nodes of a baseline that are noise.

use std::collections::BTreeMap;

use sz_noise::{Action, Field};
use sz_select::Selector;
use sz_tree::{AriaRole, BuildError, Limits, Node, NodeId, NodePath, Role, Tree, TreeBuilder};

use super::{
    LooseBaseline, LooseEnd, LooseKind, UnseenChange, Weight, quoted,
    shape::{CONTROLS, is_control},
};

/// The name of what a rule is tried with.
const PROBE: &str = "Pay $99 now";

pub(super) fn loose_ends(baseline: &mut LooseBaseline<'_>) -> Vec<LooseEnd> {
    let rules: Vec<(usize, Action, Selector)> = baseline
        .file
        .template
        .noise()
        .iter()
        .enumerate()
        .map(|(item, (_, action, selector))| (item, action, selector.clone()))
        .collect();
    let probes = probes();
    let mut ends: Vec<LooseEnd> = Vec::new();
    for (item, action, selector) in &rules {
        let found = Covered::by(selector, baseline.laboratory.screen(), probes.as_ref().ok());
        if let Some(end) = found.and_then(|covered| rule(baseline, (*item, *action), &covered)) {
            ends.extend(baseline.shown(end));
        }
    }
    ends.extend(in_baseline(baseline));
    ends
}

/// A screen with one of each control and a text.
fn probes() -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(Role::Aria(AriaRole::Window))?;
    for role in CONTROLS.iter().chain([&AriaRole::Text]) {
        builder.open(Role::Aria(*role))?;
        builder.name(PROBE)?;
        builder.close()?;
    }
    builder.close()?;
    builder.finish()
}

/// What a rule takes.
struct Covered {
    /// A node of the screen that it takes: a control if it takes one.
    here: Option<NodeId>,
    /// What it would take if it came: a control if it takes one.
    probe: Option<AriaRole>,
    is_control: bool,
}

impl Covered {
    /// `None` where it takes neither controls nor texts.
    fn by(selector: &Selector, screen: &Tree, probes: Option<&Tree>) -> Option<Self> {
        let holds_control = |node: &Node<'_>| node.subtree().any(|it| is_control(it.role()));
        let holds_text = |node: &Node<'_>| node.subtree().any(|it| !it.name().is_empty());
        let control = selector.select(screen).find(holds_control).map(Node::id);
        let here = control.or_else(|| selector.select(screen).find(holds_text).map(Node::id));
        let probe =
            probes.and_then(|probes| selector.first(probes)).and_then(|it| it.role().aria());
        let is_control = control.is_some() || probe.is_some_and(|role| role != AriaRole::Text);
        (here.is_some() || probe.is_some()).then_some(Self { here, probe, is_control })
    }
}

fn rule(
    baseline: &LooseBaseline<'_>,
    (item, action): (usize, Action),
    covered: &Covered,
) -> Option<LooseEnd> {
    let text = baseline.file.template.noise_texts.get(item)?;
    let covers = if covered.is_control { "controls" } else { "text" };
    let screen = baseline.laboratory.screen();
    let here = covered.here.and_then(|id| screen.node(id));
    let (example, change) = match (action, here, covered.probe) {
        (Action::Drop, _, Some(role)) => (
            format!("a {} \"{PROBE}\" is new", role.as_str()),
            Some(UnseenChange::AddChild {
                path: NodePath::new(Vec::new()),
                role,
                name: PROBE.to_owned(),
            }),
        ),
        (Action::Drop, Some(node), None) => (
            format!("{} is gone", baseline.called(node.id())),
            Some(UnseenChange::Remove { path: node.path() }),
        ),
        (Action::Ignore | Action::Mask, Some(node), _) => in_fields(baseline, item, action, node)?,
        (Action::Hoist, Some(node), _) if !node.name().is_empty() => (
            format!("{} is called \"{PROBE}\"", baseline.called(node.id())),
            Some(UnseenChange::SetName { path: node.path(), to: PROBE.to_owned() }),
        ),
        (Action::Ignore | Action::Mask, None, _) => {
            (format!("a {covers} that comes may say anything that the rule covers"), None)
        }
        _ => return None,
    };
    let weight = match (action, covered.is_control) {
        (Action::Drop, true) => Weight::High,
        (Action::Mask, false) => Weight::Low,
        _ => Weight::Medium,
    };
    Some(LooseEnd {
        kind: LooseKind::NoiseRule,
        weight,
        mark: baseline.file.item_mark("noise", item),
        path: here.map(|node| node.path().to_string()),
        what: format!("the noise rule `{}` covers {covers}", quoted(text).trim_matches('"')),
        example,
        remedy: "narrow its selector to the nodes that vary, by name or place".to_owned(),
        change,
    })
}

/// A change of a field that a rule ignores or masks.
fn in_fields(
    baseline: &LooseBaseline<'_>,
    item: usize,
    action: Action,
    node: Node<'_>,
) -> Option<(String, Option<UnseenChange>)> {
    let (called, path) = (baseline.called(node.id()), node.path());
    let fields = baseline.file.rule_fields(item);
    let covers = |field: Field| fields.is_empty() || fields.contains(&field);
    let to = match action {
        Action::Mask => masked_otherwise(baseline, item, node, &covers)?,
        _ => PROBE.to_owned(),
    };
    let read = format!("{called} reads {}", quoted(&to));
    Some(if covers(Field::Name) && !node.name().is_empty() {
        (read, Some(UnseenChange::SetName { path, to }))
    } else if covers(Field::Value) && node.value().is_some() {
        (
            format!("the value of {called} is {}", quoted(&to)),
            Some(UnseenChange::SetValue { path, to }),
        )
    } else if action == Action::Ignore
        && covers(Field::Attributes)
        && node.attribute("url").is_some()
    {
        (format!("{called} leads to {}", quoted(&to)), Some(UnseenChange::SetUrl { path, to }))
    } else if action == Action::Ignore && covers(Field::States) {
        (format!("{called} is disabled, checked or selected"), None)
    } else {
        return None;
    })
}

/// The text of a node with another one in place of what a mask finds.
fn masked_otherwise(
    baseline: &LooseBaseline<'_>,
    item: usize,
    node: Node<'_>,
    covers: &impl Fn(Field) -> bool,
) -> Option<String> {
    let pattern = baseline.file.rule_pattern(item)?;
    let regex = regex::Regex::new(pattern).ok()?;
    let name = covers(Field::Name).then_some(node.name()).filter(|name| !name.is_empty());
    let text = name.or_else(|| node.value().filter(|_| covers(Field::Value)))?;
    let found = regex.find(text).filter(|found| !found.is_empty())?;
    let other = crate::sample::samples(pattern)
        .into_iter()
        .find(|sample| !sample.is_empty() && sample != found.as_str())?;
    Some(format!("{}{other}{}", text.get(..found.start())?, text.get(found.end()..)?))
}

/// Nodes that the baseline writes and the noise profile takes out again, told once for each rule.
fn in_baseline(baseline: &LooseBaseline<'_>) -> Vec<LooseEnd> {
    let tree = &baseline.snapshot.tree;
    let mut by_rule: BTreeMap<String, (NodeId, usize)> = BTreeMap::new();
    for effect in baseline.file.profile.explain(tree) {
        let says_something = tree.node(effect.node).is_some_and(|node| {
            node.subtree().any(|it| !it.name().is_empty() || it.value().is_some())
        });
        if effect.action == Action::Drop && says_something {
            by_rule.entry(effect.rule).or_insert((effect.node, 0)).1 += effect.n_removed;
        }
    }
    let end = |(rule, (first, n)): (String, (NodeId, usize))| LooseEnd {
        kind: LooseKind::NoiseInBaseline,
        weight: Weight::Low,
        mark: baseline.mark(first),
        path: baseline.path(first),
        what: format!(
            "{} written here {} noise by the rule `{rule}`: nothing is compared with {}",
            if n == 1 { "one node".to_owned() } else { format!("{n} nodes") },
            if n == 1 { "is" } else { "are" },
            if n == 1 { "it" } else { "them" },
        ),
        example: format!("{} is gone", baseline.called(first)),
        remedy: format!("take it out of the baseline, or switch `{rule}` off in the noise profile"),
        change: None,
    };
    by_rule.into_iter().map(end).collect()
}
