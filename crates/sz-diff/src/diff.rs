use std::borrow::Cow;

use sz_tree::{NodeId, Tree};

use crate::{
    Baseline, DiffOptions, FieldChange,
    baseline::Rules,
    content::Fits,
    fingerprint::{NONE, Prints},
    instance::{Instance, Plan},
    judge::Judge,
    matching::{Index, Matcher, Pairing},
    outcome::{self, Side},
};

/// What changed from one tree, A, to another, B.
///
/// Costs are unit costs: a node added, removed or changed in any number of fields is one edit; so is a
/// subtree that moved. Removing a node leaves its children in its place, and a node can be added around
/// siblings, so that wrapping and unwrapping are one edit, too.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Diff {
    /// Nodes of B that A has not, in pre-order.
    pub added: Vec<NodeId>,
    /// Nodes of A that B has not, in pre-order.
    pub removed: Vec<NodeId>,
    /// Nodes of both that differ in a field that is compared, in B's pre-order.
    pub modified: Vec<Modified>,
    /// Subtrees that stand elsewhere, in B's pre-order.
    pub moved: Vec<Moved>,
    /// Those of `added` that were put around nodes that stayed.
    pub wrapped: Vec<NodeId>,
    /// Those of `removed` that left nodes behind in their place.
    pub unwrapped: Vec<NodeId>,
    /// Nodes of B that a baseline does not have but accepts; not part of `added`.
    pub accepted: Vec<NodeId>,
    /// Optional nodes of a baseline that B has not; not part of `removed`.
    pub omitted: Vec<NodeId>,
    /// Subtrees that stand elsewhere among siblings whose order a baseline leaves open; not part of `moved`.
    pub reordered: Vec<Moved>,
    /// How many nodes correspond and neither changed nor moved.
    pub unchanged: usize,
    /// How many edits turn A into B.
    pub edits: usize,
    /// `1 - edits / (nodes of A + nodes of B)`, from 0.0 to 1.0: 1 for equal trees, 0 where nothing corresponds.
    /// Nodes that a baseline leaves open, `accepted` and `omitted`, are not counted.
    pub similarity: f64,
    pub(crate) pairing: Pairing,
}

/// A node that is in both trees, with different fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modified {
    /// The node in A.
    pub a: NodeId,
    /// The node in B.
    pub b: NodeId,
    /// What differs, at least one field.
    pub changes: Vec<FieldChange>,
}

/// A subtree that stands elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its root in A.
    pub a: NodeId,
    /// Its root in B.
    pub b: NodeId,
    /// How far it went.
    pub kind: MoveKind,
}

/// How far a subtree moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MoveKind {
    /// To another parent.
    Parent,
    /// Among its siblings.
    Order,
}

impl MoveKind {
    /// The kind's name in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Order => "order",
        }
    }
}

impl Diff {
    /// True where nothing differs that is compared.
    pub fn is_empty(&self) -> bool {
        self.edits == 0
    }

    /// The node of B that a node of A became.
    pub fn in_b(&self, a: NodeId) -> Option<NodeId> {
        counterpart(&self.pairing.of_a, a)
    }

    /// The node of A that a node of B was.
    pub fn in_a(&self, b: NodeId) -> Option<NodeId> {
        counterpart(&self.pairing.of_b, b)
    }

    /// All corresponding nodes of A and B, in B's pre-order.
    pub fn pairs(&self) -> impl Iterator<Item = (NodeId, NodeId)> {
        let pairs = (0_u32..).zip(&self.pairing.of_b).filter(|&(_, &a)| a != NONE);
        pairs.map(|(b, &a)| (NodeId::new(a), NodeId::new(b)))
    }
}

fn counterpart(of: &[u32], id: NodeId) -> Option<NodeId> {
    of.get(id.index()).copied().filter(|&index| index != NONE).map(NodeId::new)
}

/// What changed from `a` to `b`. Cost: near-linear in their nodes and text, whatever they hold.
pub fn diff(a: &Tree, b: &Tree, options: &DiffOptions) -> Diff {
    let compared = options.compared;
    let prints_a = Prints::new(a, compared);
    let prints_b = Prints::new(b, compared);
    let judge = Judge::new(options, compared, None);
    let index = Index::new(&prints_a);
    let pairing = Matcher::new((a, &prints_a), (b, &prints_b), judge).pair(&index);
    without_strangers((a, &prints_a), (b, &prints_b), judge, pairing, &[])
}

/// How a tree differs from a [`Baseline`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BaselineDiff<'b> {
    /// From [`Self::expected`], A, to the tree, B.
    pub diff: Diff,
    /// The baseline as the tree fills it in: each repeated node stands in it as often as the tree has it. Where no node
    /// is repeated it is the baseline's own tree.
    pub expected: Cow<'b, Tree>,
    /// Per node of `expected`, the node of the baseline; `None` where they are the same.
    origins: Option<Vec<u32>>,
}

impl BaselineDiff<'_> {
    /// The node of the baseline that a node of [`Self::expected`] is a copy of.
    pub fn origin(&self, expected: NodeId) -> NodeId {
        let origin = self.origins.as_ref().and_then(|origins| origins.get(expected.index()));
        origin.map_or(expected, |&origin| NodeId::new(origin))
    }
}

/// How `tree` differs from a baseline. Of the options, `compared` is the baseline's own.
///
/// A tree that is what the baseline says, with everything that it leaves open, differs in nothing. Cost: near-linear in
/// the nodes of both; where a baseline is open in so many ways at once that it would be more, changes are told that are
/// none, but none is passed over.
pub fn diff_baseline<'b>(
    baseline: &'b Baseline,
    tree: &Tree,
    options: &DiffOptions,
) -> BaselineDiff<'b> {
    let compared = baseline.compared();
    let judge = Judge::new(options, compared, baseline.rules());
    let prints = Prints::new(tree, compared);
    let (a, b) = ((baseline.tree(), baseline.prints()), (tree, &prints));
    if let (Some(rules), Some(structure)) = (baseline.rules(), baseline.structure()) {
        let mut fits = Fits::new((a, b), judge, rules, structure);
        if let Some(diff) = diff_open(baseline, b, options, &mut fits) {
            return diff;
        }
    }
    let pairing = Matcher::new(a, b, judge).pair(baseline.index());
    let diff = without_strangers(a, b, judge, pairing, &[]);
    BaselineDiff { diff, expected: Cow::Borrowed(baseline.tree()), origins: None }
}

/// The difference from a baseline whose shape is open. `None` where its tree cannot be copied, which no valid tree is.
fn diff_open<'b>(
    baseline: &'b Baseline,
    b: Side<'_>,
    options: &DiffOptions,
    fits: &mut Fits<'_>,
) -> Option<BaselineDiff<'b>> {
    let (own, rules) = ((baseline.tree(), baseline.prints()), fits.rules());
    let is_whole = fits.accepts(0, 0);
    let plan = if is_whole {
        Plan::of_whole(fits)
    } else {
        let judge = Judge::new(options, baseline.compared(), Some(rules));
        let pairing = Matcher::new(own, b, judge).pair(baseline.index());
        Plan::of_parts(fits, &pairing.of_a)
    };
    let instance = plan.instance();
    let is_own = instance.is_baseline(own.1.len());
    let copy = if is_own { None } else { Some(Copy::new(baseline, rules, &instance)?) };
    let (a, index, rules) = match &copy {
        Some(copy) => ((&copy.tree, &copy.prints), &copy.index, &copy.rules),
        None => (own, baseline.index(), rules),
    };
    let judge = Judge::new(options, baseline.compared(), Some(rules));
    let pairing = if is_whole {
        instance.known.pairing(a.1.len(), b.1.len())
    } else {
        Matcher::new(a, b, judge).knowing(&instance.known).pair(index)
    };
    let diff = without_strangers(a, b, judge, pairing, &instance.is_further);
    let origins = copy.is_some().then_some(instance.origins);
    let expected = copy.map_or(Cow::Borrowed(baseline.tree()), |copy| Cow::Owned(copy.tree));
    Some(BaselineDiff { diff, expected, origins })
}

/// An instance of a baseline, ready to be compared with.
struct Copy {
    tree: Tree,
    prints: Prints,
    index: Index,
    rules: Rules,
}

impl Copy {
    fn new(baseline: &Baseline, rules: &Rules, instance: &Instance) -> Option<Self> {
        let tree = instance.tree(baseline.tree()).ok()?;
        if tree.len() != instance.origins.len() {
            return None;
        }
        let prints = Prints::new(&tree, baseline.compared());
        let index = Index::new(&prints);
        Some(Self { tree, prints, index, rules: rules.for_copies(&instance.origins) })
    }
}

/// What changed, where a leaf that is called otherwise and stands elsewhere is taken for another one: it costs the same,
/// and that a text "moved and reads otherwise" is nothing a person would say.
///
/// `is_further` tells the nodes of A of which there is a fuller copy before; empty where there is none.
fn without_strangers(
    a: Side<'_>,
    b: Side<'_>,
    judge: Judge<'_>,
    pairing: Pairing,
    is_further: &[bool],
) -> Diff {
    let diff = outcome::collect(a, b, judge, pairing, is_further);
    let is_stranger = |moved: &&Moved| {
        let (Some(old), Some(new)) = (a.0.node(moved.a), b.0.node(moved.b)) else { return false };
        old.is_leaf() && new.is_leaf() && !judge.is_called_same(old, new)
    };
    let strangers: Vec<Moved> = diff.moved.iter().filter(is_stranger).copied().collect();
    if strangers.is_empty() {
        return diff;
    }
    let mut pairing = diff.pairing;
    for moved in strangers {
        pairing.of_a[moved.a.index()] = NONE;
        pairing.of_b[moved.b.index()] = NONE;
    }
    outcome::collect(a, b, judge, pairing, is_further)
}
