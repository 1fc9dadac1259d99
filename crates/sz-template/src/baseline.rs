use std::borrow::Cow;

use regex::Regex;
use sz_diff::{
    AttributesCompared, Baseline, BaselineBuilder, BaselineDiff, Compared, Diff, DiffOptions,
    TextField, diff_baseline,
};
use sz_formats::{AriaField, AriaNode, AriaSnapshot, ChildOrder, ChildrenMode};
use sz_noise::{Profile, RuleSet};
use sz_tree::{
    AriaRole, BuildError, Node, NodeId, NodePath, Role, State, States, Tree, TreeBuilder,
};

use crate::{Observation, Template};

/// The states in which a screen is compared with its baseline: those that a snapshot can write. One that it
/// does not write is expected to be off.
pub(crate) const COMPARED_STATES: States = States::EMPTY
    .with(State::Checked)
    .with(State::Disabled)
    .with(State::Expanded)
    .with(State::Invalid)
    .with(State::Mixed)
    .with(State::Pressed)
    .with(State::Selected);

/// A baseline made ready to be compared with.
#[derive(Clone, Debug)]
pub(crate) struct PreparedBaseline {
    baseline: Baseline,
    is_fragment: bool,
    /// The pattern that the name of the root is, if it is one.
    root_name: Option<Regex>,
    /// The nodes whose name or text is a pattern, in ascending order.
    patterned: Vec<NodeId>,
}

/// How a capture differs from the baseline of a template.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// From the baseline, A, to the capture, B.
    pub diff: Diff,
    /// The baseline as the capture fills it in: with each repeated node as often as the capture has it.
    pub baseline: Cow<'a, Tree>,
    /// The capture as it was compared: what a snapshot can say of it, without the template's noise.
    pub view: Cow<'a, Tree>,
    /// For each node of `view`, which node of the capture it comes from.
    origins: Cow<'a, [NodeId]>,
    patterned: Cow<'a, [NodeId]>,
}

impl Comparison<'_> {
    /// True where the name or text of a node of [`Self::baseline`] is a pattern rather than a name.
    pub fn is_pattern(&self, baseline_node: NodeId) -> bool {
        self.patterned.binary_search(&baseline_node).is_ok()
    }

    /// The path of a node of [`Self::view`] in `captured`, the tree that was observed.
    pub fn captured_path(&self, view_node: NodeId, captured: &Tree) -> Option<NodePath> {
        self.captured_node(view_node, captured).map(Node::path)
    }

    /// The node of `captured`, the tree that was observed, that a node of [`Self::view`] comes from.
    pub fn captured_node<'t>(&self, view_node: NodeId, captured: &'t Tree) -> Option<Node<'t>> {
        captured.node(*self.origins.get(view_node.index())?)
    }
}

impl PreparedBaseline {
    pub(crate) fn new(snapshot: &AriaSnapshot, noise: &RuleSet, profile: &Profile) -> Self {
        let filtered = profile.apply(&snapshot.tree);
        let quiet = Profile::empty().with_rules(noise).apply(&filtered.tree);
        let origins = quiet.origins.iter().map(|id| filtered.origins[id.index()]);
        let mut kept_as: Vec<Option<NodeId>> = vec![None; snapshot.tree.len()];
        for (kept, origin) in (0..).zip(origins) {
            kept_as[origin.index()] = Some(NodeId::new(kept));
        }
        let kept = |id: NodeId| kept_as.get(id.index()).copied().flatten();
        let compared = Compared::role_only()
            .with_name(true)
            .with_value(true)
            .with_states(COMPARED_STATES)
            .with_attributes(AttributesCompared::Given);
        let mut builder = BaselineBuilder::new(quiet.tree, compared);
        let (mut patterned, mut root_name) = (Vec::new(), None);
        for pattern in &snapshot.patterns {
            // The loader has compiled every pattern once, so none fails here.
            let Some((id, regex)) = kept(pattern.node).zip(Regex::new(&pattern.source).ok()) else {
                continue;
            };
            match pattern.field {
                AriaField::Name => {
                    patterned.push(id);
                    if id == NodeId::ROOT {
                        root_name = Some(regex.clone());
                    }
                    builder.pattern(id, TextField::Name, regex)
                }
                AriaField::Value => builder.pattern(id, TextField::Value, regex),
                _ => builder.attribute_pattern(id, "url", regex),
            };
        }
        for (node, said) in (0..).map(NodeId::new).zip(&snapshot.nodes) {
            if let Some(id) = kept(node) {
                leave_open(&mut builder, id, said);
            }
        }
        patterned.sort_unstable();
        let (baseline, is_fragment) = (builder.build(), snapshot.is_fragment);
        Self { baseline, is_fragment, root_name, patterned }
    }

    pub(crate) fn compare<'a>(
        &'a self,
        template: &Template,
        observation: &'a Observation,
    ) -> Comparison<'a> {
        let (view, origins) = self.view(template, observation);
        let found = diff_baseline(&self.baseline, &view, &DiffOptions::default());
        let patterned = self.patterned_in(&found);
        let BaselineDiff { diff, expected: baseline, .. } = found;
        Comparison { diff, baseline, view, origins, patterned }
    }

    /// The nodes of the expected tree whose name or text is a pattern.
    fn patterned_in(&self, found: &BaselineDiff<'_>) -> Cow<'_, [NodeId]> {
        match &found.expected {
            Cow::Borrowed(_) => Cow::Borrowed(&self.patterned),
            Cow::Owned(expected) => {
                let ids = expected.nodes().map(Node::id);
                let is_pattern =
                    |id: &NodeId| self.patterned.binary_search(&found.origin(*id)).is_ok();
                Cow::Owned(ids.filter(is_pattern).collect())
            }
        }
    }

    /// The part of the capture that the baseline speaks of, and where its nodes were captured.
    fn view<'a>(
        &self,
        template: &Template,
        observation: &'a Observation,
    ) -> (Cow<'a, Tree>, Cow<'a, [NodeId]>) {
        let (view, origins) = without_noise(template.noise(), observation);
        let is_whole = self.is_fragment || template.is_of_whole_screen();
        let anchor = if is_whole { view.root() } else { self.anchor(&view) };
        if anchor.id() == NodeId::ROOT && !self.is_fragment {
            return (view, origins);
        }
        let origins = anchor.subtree().map(|node| origins[node.id().index()]).collect();
        // Cutting a valid tree cannot fail; if it did, the whole tree is compared.
        let part = cut(anchor, self.is_fragment).map_or_else(|_| view.clone(), Cow::Owned);
        (part, Cow::Owned(origins))
    }

    /// Where in a capture a baseline starts that may be of only a part of the screen: at the root, or where that
    /// has another role, at the first node of the baseline's role and name.
    fn anchor<'t>(&self, view: &'t Tree) -> Node<'t> {
        let (root, start) = (view.root(), self.baseline.tree().root());
        if root.role() == start.role() {
            return root;
        }
        let has_role = |node: &Node<'_>| node.role() == start.role();
        let is_alike = |node: &Node<'_>| {
            has_role(node)
                && match &self.root_name {
                    Some(pattern) => pattern.is_match(node.name()),
                    None => node.name() == start.name(),
                }
        };
        view.nodes().find(is_alike).or_else(|| view.nodes().find(has_role)).unwrap_or(root)
    }
}

/// The view of a capture without what a template calls noise, and for each of its nodes the captured one.
fn without_noise<'a>(
    noise: &RuleSet,
    observation: &'a Observation,
) -> (Cow<'a, Tree>, Cow<'a, [NodeId]>) {
    let (view, captured) = (observation.view(), observation.captured_ids());
    if noise.is_empty() {
        return (Cow::Borrowed(view), Cow::Borrowed(captured));
    }
    let quiet = Profile::empty().with_rules(noise).apply(view);
    let origins = quiet.origins.iter().map(|id| captured[id.index()]).collect();
    (Cow::Owned(quiet.tree), Cow::Owned(origins))
}

/// What a baseline says of a node beyond the node itself. With no word of the children, they are exactly those that are
/// written, which is also what `equal` and `deep-equal` say.
fn leave_open(builder: &mut BaselineBuilder, id: NodeId, said: &AriaNode) {
    if said.children == Some(ChildrenMode::Contain) {
        builder.allow_more_children(id);
    }
    if said.order == ChildOrder::Free {
        builder.any_order(id);
    }
    if said.occurrence.is_optional() {
        builder.optional(id);
    }
    if said.occurrence.is_repeated() {
        builder.repeat(id);
    }
}

/// A subtree as a tree; with an unnamed wrapper in place of its root for a baseline that has several.
fn cut(node: Node<'_>, is_fragment: bool) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::deriving(node.tree());
    builder.copy_subtree(node, |builder, inner| {
        if is_fragment && inner.id() == node.id() {
            return builder.open(Role::Aria(AriaRole::Generic));
        }
        builder.open_copy(inner)
    })?;
    builder.finish()
}
