//! From several captures to the baseline that all of them meet.

use std::collections::BTreeSet;

use sz_formats::{
    AriaField, AriaSnapshot, AriaSnapshotBuilder, ChildOrder, Occurrence, ReadError,
    write_aria_snapshot,
};
use sz_tree::{AriaRole, BuildError, Limits, Node, NodeId, Role, States, Tree, TreeBuilder};

use super::{
    BuildTemplateError,
    text::{Learned, Said, is_proven, learn},
    weave::{Knot, Weave},
};
use crate::{Observation, baseline::COMPARED_STATES};

/// What all samples have in common, and what they leave open.
#[derive(Clone, Debug)]
pub(super) struct BuiltBaseline {
    /// The baseline as a template has it.
    pub(super) text: String,
    /// Selectors of nodes whose states vary.
    pub(super) restless: Vec<String>,
    /// Expressions that the names of nodes meet that are in every sample, with their roles.
    pub(super) patterns: Vec<(AriaRole, String)>,
}

/// One field of a node that is a pattern.
struct Open {
    node: NodeId,
    field: AriaField,
    pattern: String,
}

/// Writes down a weave.
#[derive(Default)]
struct Draft {
    open: Vec<Open>,
    occurrences: Vec<(NodeId, Occurrence)>,
    unordered: Vec<NodeId>,
    restless: BTreeSet<String>,
    patterns: Vec<(AriaRole, String)>,
}

impl BuiltBaseline {
    pub(super) fn new(
        samples: &[&Observation],
        screen_id: &str,
    ) -> Result<Self, BuildTemplateError> {
        let views: Vec<&Tree> = samples.iter().map(|sample| sample.view()).collect();
        let Some(weave) = Weave::new(&views) else { return Err(different(&views, screen_id)) };
        let mut draft = Draft::default();
        // Nodes are opened and closed in pairs and nothing is limited.
        let tree = draft.tree(&weave).expect("a weave is a tree");
        let snapshot = draft.snapshot(&tree).map_err(|source| BuildTemplateError::Baseline {
            screen_id: screen_id.to_owned(),
            source: Box::new(source),
        })?;
        Ok(Self {
            text: write_aria_snapshot(&snapshot),
            restless: draft.restless.into_iter().collect(),
            patterns: draft.patterns,
        })
    }
}

impl Draft {
    fn tree(&mut self, weave: &Weave<'_>) -> Result<Tree, BuildError> {
        let unlimited = Limits {
            nodes: u32::MAX as usize,
            depth: usize::MAX,
            string_bytes: u32::MAX as usize,
            document_bytes: u32::MAX as usize,
        };
        let mut builder = TreeBuilder::new(unlimited);
        let mut open: Vec<usize> = Vec::new();
        // Until which depth every knot on the way is in every sample, once.
        let mut firm_depth = 0;
        for (id, (place, parent, depth)) in (0..).map(NodeId::new).zip(weave.walk()) {
            while open.len() > depth {
                builder.close()?;
                open.pop();
            }
            let knot = weave.knot(place);
            let is_optional = parent.is_some_and(|parent| weave.is_optional(parent, place));
            let occurrence = Occurrence::new(is_optional, knot.is_repeated);
            firm_depth = firm_depth.min(depth);
            if occurrence == Occurrence::Once && firm_depth == depth {
                firm_depth += 1;
            }
            self.node(&mut builder, id, knot, firm_depth > depth)?;
            let path: Vec<Role<'_>> = open.iter().map(|&above| weave.knot(above).role()).collect();
            self.note_states(knot, &path);
            if occurrence != Occurrence::Once {
                self.occurrences.push((id, occurrence));
            }
            if knot.is_unordered {
                self.unordered.push(id);
            }
            open.push(place);
        }
        while open.pop().is_some() {
            builder.close()?;
        }
        builder.finish()
    }

    /// Opens a node for a knot. `is_firm` says that it is in every sample.
    fn node(
        &mut self,
        builder: &mut TreeBuilder,
        id: NodeId,
        knot: &Knot<'_>,
        is_firm: bool,
    ) -> Result<(), BuildError> {
        let first = knot.instances[0].node;
        builder.open(knot.role())?;
        builder.states(first.states())?;
        let names = said(knot, Node::name);
        match learn(&names) {
            Learned::Constant(name) => builder.name(name)?,
            Learned::Pattern(pattern) => {
                builder.name(filled(knot, Node::name))?;
                if let Some(role) = knot.role().aria().filter(|_| is_firm && is_proven(&names)) {
                    self.patterns.push((role, pattern.clone()));
                }
                self.open.push(Open { node: id, field: AriaField::Name, pattern });
            }
        }
        match learn(&said(knot, value)) {
            Learned::Constant(_) => {
                if let Some(value) = first.value() {
                    builder.value(value)?;
                }
            }
            Learned::Pattern(pattern) => {
                builder.value(filled(knot, value))?;
                self.open.push(Open { node: id, field: AriaField::Value, pattern });
            }
        }
        self.attributes(builder, id, knot)
    }

    /// Those that all instances have; an address that varies becomes a pattern, anything else that does is left out. So is the
    /// address of the screen, which says where it was captured rather than what it looks like.
    fn attributes(
        &mut self,
        builder: &mut TreeBuilder,
        id: NodeId,
        knot: &Knot<'_>,
    ) -> Result<(), BuildError> {
        let first = knot.instances[0].node;
        for (key, value) in first.attributes() {
            let is_own_address = id == NodeId::ROOT && key == "url";
            let all = knot.instances.iter().map(|instance| instance.node.attribute(key));
            let all: Option<BTreeSet<&str>> = all.collect();
            let Some(all) = all.filter(|_| !is_own_address) else { continue };
            if all.len() == 1 {
                builder.attribute(key, value)?;
            } else if key == "url" {
                builder.attribute(key, value)?;
                let said = said(knot, |node| node.attribute("url").unwrap_or_default());
                if let Learned::Pattern(pattern) = learn(&said) {
                    self.open.push(Open { node: id, field: AriaField::Url, pattern });
                }
            }
        }
        Ok(())
    }

    /// A baseline has no word for a state that may be on or off: the template leaves it to its noise rules.
    fn note_states(&mut self, knot: &Knot<'_>, path: &[Role<'_>]) {
        let compared = |node: Node<'_>| -> States { node.states().intersection(COMPARED_STATES) };
        let mut states = knot.instances.iter().map(|instance| compared(instance.node));
        let first = states.next().unwrap_or_default();
        if states.all(|other| other == first) {
            return;
        }
        self.restless.insert(selector(knot, path));
    }

    fn snapshot(&self, tree: &Tree) -> Result<AriaSnapshot, ReadError> {
        let mut builder = AriaSnapshotBuilder::new(tree);
        for Open { node, field, pattern } in &self.open {
            builder.pattern(*node, *field, pattern);
        }
        for &(node, occurrence) in &self.occurrences {
            builder.occurrence(node, occurrence);
        }
        for &node in &self.unordered {
            builder.order(node, ChildOrder::Free);
        }
        builder.build().map_err(|errors| {
            errors.into_iter().next().expect("a snapshot that is refused has a fault")
        })
    }
}

fn different(views: &[&Tree], screen_id: &str) -> BuildTemplateError {
    let screen_id = screen_id.to_owned();
    let mut roles = views.iter().map(|view| view.root().role()).enumerate();
    let Some((_, first)) = roles.next() else { return BuildTemplateError::NoSample { screen_id } };
    let other = roles.find(|(_, role)| *role != first).unwrap_or((0, first));
    BuildTemplateError::DifferentScreens {
        screen_id,
        first: first.to_string(),
        number: other.0 + 1,
        other: other.1.to_string(),
    }
}

fn value(node: Node<'_>) -> &str {
    node.value().unwrap_or_default()
}

fn said<'t>(knot: &Knot<'t>, field: impl Fn(Node<'t>) -> &'t str) -> Vec<Said<'t>> {
    let said = |it: &super::weave::Instance<'t>| Said { sample: it.sample, text: field(it.node) };
    knot.instances.iter().map(said).collect()
}

/// The first text that is not empty.
fn filled<'t>(knot: &Knot<'t>, field: impl Fn(Node<'t>) -> &'t str) -> &'t str {
    let mut texts = knot.instances.iter().map(|instance| field(instance.node));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

/// A selector for all instances, by name where it has one, else by the roles above it.
fn selector(knot: &Knot<'_>, path: &[Role<'_>]) -> String {
    let role = knot.role().as_str();
    let names: BTreeSet<&str> =
        knot.instances.iter().map(|instance| instance.node.name()).collect();
    let plain = |name: &str| !name.is_empty() && !name.contains(['"', '\\', '\n', '\r']);
    if let Some(name) = names.first().filter(|name| names.len() == 1 && plain(name)) {
        return format!("{role}[name=\"{name}\"]");
    }
    let above = path.iter().rev().take(2).rev().map(|role| role.as_str());
    above.chain([role]).collect::<Vec<_>>().join(" > ")
}
