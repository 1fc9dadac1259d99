//! Several captures of one screen as one tree: which nodes correspond, which are not always there, which repeat.

use std::{collections::BTreeSet, hash::Hasher};

use rustc_hash::FxHasher;
use sz_tree::{Node, NodeId, Role, Tree};

use align::{Place, align};

mod align;
mod lists;

/// Trees woven into one. Made by [`Weave::new`]; the root is [`Weave::ROOT`].
#[derive(Debug)]
pub(super) struct Weave<'t> {
    knots: Vec<Knot<'t>>,
}

/// Nodes that correspond.
#[derive(Debug)]
pub(super) struct Knot<'t> {
    /// At least one; those of one sample in the order of its tree.
    pub(super) instances: Vec<Instance<'t>>,
    /// By their place in the weave, in order.
    pub(super) children: Vec<usize>,
    /// Its siblings in a row are instances of it, too.
    pub(super) is_repeated: bool,
    /// Its children are in another order in some samples.
    pub(super) is_unordered: bool,
    kind: Kind<'t>,
}

/// A node in one of the samples.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instance<'t> {
    pub(super) sample: usize,
    pub(super) node: Node<'t>,
    /// Equal where roles, names and values are, its own and those under it.
    content: u64,
}

/// What nodes are compared by to find those that correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind<'t> {
    role: Role<'t>,
    name: &'t str,
    /// Of the roles under it; neighbours of one shape count once.
    shape: u64,
    /// Of all roles, names and values under it, its own included.
    content: u64,
}

impl<'t> Weave<'t> {
    pub(super) const ROOT: usize = 0;

    /// Weaves trees whose roots have one role; `None` where there is no tree or they have not. Cost: near-linear in the nodes
    /// for each tree.
    pub(super) fn new(samples: &[&'t Tree]) -> Option<Self> {
        let root_role = samples.first()?.root().role();
        if samples.iter().any(|sample| sample.root().role() != root_role) {
            return None;
        }
        let mut weave = Self { knots: Vec::new() };
        for (sample, tree) in samples.iter().enumerate() {
            let root = weave.add(sample, tree);
            if root != Self::ROOT {
                weave.absorb(Self::ROOT, root);
            }
        }
        weave.fold_lists();
        Some(weave)
    }

    pub(super) fn knot(&self, knot: usize) -> &Knot<'t> {
        &self.knots[knot]
    }

    /// True where some parent has no such child.
    pub(super) fn is_optional(&self, parent: usize, child: usize) -> bool {
        self.knots[child].parent_count() < self.knots[parent].instances.len()
    }

    /// The knots in pre-order, each with its parent and its depth.
    pub(super) fn walk(&self) -> Vec<(usize, Option<usize>, usize)> {
        let mut walked = Vec::with_capacity(self.knots.len());
        let mut ahead = vec![(Self::ROOT, None, 0)];
        while let Some((knot, parent, depth)) = ahead.pop() {
            walked.push((knot, parent, depth));
            let children = self.knots[knot].children.iter().rev();
            ahead.extend(children.map(|&child| (child, Some(knot), depth + 1)));
        }
        walked
    }

    /// Puts a tree beside the others and says where its root is.
    fn add(&mut self, sample: usize, tree: &'t Tree) -> usize {
        let start = self.knots.len();
        let kinds = kinds(tree);
        for (node, kind) in tree.nodes().zip(kinds) {
            let children = node.children().map(|child| start + child.id().index()).collect();
            self.knots.push(Knot {
                instances: vec![Instance { sample, node, content: kind.content }],
                children,
                is_repeated: false,
                is_unordered: false,
                kind,
            });
        }
        start
    }

    /// Makes everything of the knot `other`, with all that is under it, part of `knot`.
    fn absorb(&mut self, knot: usize, other: usize) {
        let mut pairs = vec![(knot, other)];
        while let Some((knot, other)) = pairs.pop() {
            let instances = std::mem::take(&mut self.knots[other].instances);
            self.knots[knot].instances.extend(instances);
            let others = std::mem::take(&mut self.knots[other].children);
            let own = std::mem::take(&mut self.knots[knot].children);
            let kinds = |knots: &[usize]| -> Vec<Kind<'t>> {
                knots.iter().map(|&knot| self.knots[knot].kind).collect()
            };
            let aligned = align(&kinds(&own), &kinds(&others));
            let mut children = Vec::with_capacity(aligned.places.len());
            for place in aligned.places {
                children.push(match place {
                    Place::Both(a, b) => {
                        pairs.push((own[a], others[b]));
                        own[a]
                    }
                    Place::First(a) => own[a],
                    Place::Second(b) => others[b],
                });
            }
            let is_unordered = aligned.is_unordered || self.knots[other].is_unordered;
            let woven = &mut self.knots[knot];
            woven.children = children;
            woven.is_unordered |= is_unordered;
        }
    }
}

impl<'t> Knot<'t> {
    pub(super) fn role(&self) -> Role<'t> {
        self.kind.role
    }

    /// How many nodes have one of these as a child.
    fn parent_count(&self) -> usize {
        let parent = |it: &Instance<'_>| (it.sample, it.node.parent().map(Node::id));
        self.instances.iter().map(parent).collect::<BTreeSet<(usize, Option<NodeId>)>>().len()
    }
}

/// What each node is compared by, in pre-order.
fn kinds(tree: &Tree) -> Vec<Kind<'_>> {
    let nodes: Vec<Node<'_>> = tree.nodes().collect();
    let mut kinds: Vec<Kind<'_>> = nodes
        .iter()
        .map(|node| Kind { role: node.role(), name: node.name(), shape: 0, content: 0 })
        .collect();
    for (index, node) in nodes.iter().enumerate().rev() {
        let (mut shape, mut content) = (FxHasher::default(), FxHasher::default());
        shape.write(node.role().as_str().as_bytes());
        for text in [node.role().as_str(), node.name(), node.value().unwrap_or_default()] {
            content.write(text.as_bytes());
            content.write_u8(0xff);
        }
        let mut before = None;
        for child in node.children().map(|child| kinds[child.id().index()]) {
            if before != Some(child.shape) {
                shape.write_u64(child.shape);
            }
            before = Some(child.shape);
            content.write_u64(child.content);
        }
        kinds[index].shape = shape.finish();
        kinds[index].content = content.finish();
    }
    kinds
}

#[cfg(test)]
mod tests;
