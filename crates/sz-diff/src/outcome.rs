//! From which node is which to what changed.
//!
//! Every pair is compared field by field here, and every position checked, so nothing depends on a
//! fingerprint having told the truth.

use sz_tree::{NodeId, Tree};

use crate::{
    Diff, Modified, MoveKind, Moved,
    fingerprint::{NONE, Prints, node_at},
    judge::Judge,
    matching::Pairing,
    sequence::longest_increasing,
};

/// A tree and its prints.
pub(crate) type Side<'t> = (&'t Tree, &'t Prints);

/// `is_further` tells the nodes of A of which there is a fuller copy before; empty where there is none.
pub(crate) fn collect(
    a: Side<'_>,
    b: Side<'_>,
    judge: Judge<'_>,
    pairing: Pairing,
    is_further: &[bool],
) -> Diff {
    let view = View { a, b, judge, pairing: &pairing, anchors_of_removed: anchors(a.1, &pairing) };
    let Walked { added, accepted, modified, mut moved, shuffled } = view.walk();
    let mut reordered = Vec::new();
    for anchor in shuffled {
        let is_free = anchor != NONE && view.is_unordered(pairing.of_b[anchor as usize]);
        view.push_reordered(anchor, if is_free { &mut reordered } else { &mut moved });
    }
    moved.sort_unstable_by_key(|moved| moved.b);
    reordered.sort_unstable_by_key(|moved| moved.b);
    let (removed, omitted) = removed(a.1, judge, &pairing);
    let stays = |b: u32| {
        let is_moved = || moved.binary_search_by_key(&NodeId::new(b), |moved| moved.b).is_ok();
        b != NONE && pairing.of_b[b as usize] != NONE && !is_moved()
    };
    let wrapped = parents_of(b.1, &added, stays);
    let unwrapped = parents_of(a.1, &removed, |a| stays(pairing.of_a[a as usize]));
    let edits = added.len() + removed.len() + modified.len() + moved.len();
    let is_moved = |it: &&Modified| moved.binary_search_by_key(&it.b, |moved| moved.b).is_ok();
    // What a baseline leaves open says nothing: or else a screen could hide a change in a long list.
    let changed = modified.iter().map(|it| it.a).chain(moved.iter().map(|it| it.a)).collect();
    let repeats = repeats(&pairing, is_further, changed);
    let open = accepted.len() + omitted.len() + 2 * repeats;
    let nodes = pairing.of_a.len() + pairing.of_b.len() - open;
    let pairs = pairing.of_b.len() - added.len() - accepted.len();
    let both = modified.iter().filter(is_moved).count();
    Diff {
        unchanged: pairs + both - modified.len() - moved.len(),
        similarity: (1.0 - edits as f64 / nodes as f64).clamp(0.0, 1.0),
        added,
        removed,
        modified,
        moved,
        wrapped,
        unwrapped,
        accepted,
        omitted,
        reordered,
        edits,
        pairing,
    }
}

/// How many nodes of further copies are as they should be.
fn repeats(pairing: &Pairing, is_further: &[bool], mut changed: Vec<NodeId>) -> usize {
    if is_further.is_empty() {
        return 0;
    }
    changed.sort_unstable();
    let nodes = (0_u32..).zip(is_further).zip(&pairing.of_a);
    let is_repeat = |&((a, &is_further), &b): &((u32, &bool), &u32)| {
        is_further && b != NONE && changed.binary_search(&NodeId::new(a)).is_err()
    };
    nodes.filter(is_repeat).count()
}

/// Both trees and which node is which.
struct View<'v> {
    a: Side<'v>,
    b: Side<'v>,
    judge: Judge<'v>,
    pairing: &'v Pairing,
    anchors_of_removed: Vec<(u32, u32)>,
}

/// What one walk over B finds.
#[derive(Default)]
struct Walked {
    added: Vec<NodeId>,
    accepted: Vec<NodeId>,
    modified: Vec<Modified>,
    moved: Vec<Moved>,
    /// Anchors, as nodes of B, under which the order changed.
    shuffled: Vec<u32>,
}

/// A node of B that corresponds to one of A, while the walk is inside of it. The *anchor* of a node is its
/// nearest ancestor of this kind: its parent once all removed nodes have gone, or before any new one has
/// come.
struct Anchor {
    a: u32,
    b: u32,
    end: u32,
    /// The last node of A that was seen under it.
    last: u32,
    is_shuffled: bool,
}

impl View<'_> {
    fn walk(&self) -> Walked {
        let mut found = Walked::default();
        let has_rules = self.judge.rules().is_some();
        let there = if has_rules { counts(&self.pairing.of_b) } else { Vec::new() };
        // What has no anchor stands above the root.
        let top = Anchor { a: NONE, b: NONE, end: NONE, last: 0, is_shuffled: false };
        let mut open = vec![top];
        for (node, (b, &a)) in self.b.0.nodes().zip((0_u32..).zip(&self.pairing.of_b)) {
            while open.len() > 1 && open.last().is_some_and(|anchor| anchor.end <= b) {
                open.pop();
            }
            let Some(anchor) = open.last_mut() else { break };
            if a == NONE {
                // What was put around something is no company of it.
                let is_accepted = self.accepts_more(anchor.a)
                    && there[b as usize] == there[self.b.1.end(b) as usize];
                let list = if is_accepted { &mut found.accepted } else { &mut found.added };
                list.push(node.id());
                continue;
            }
            let before = node_at(self.a.0, a);
            if !self.judge.is_same(before, node) {
                let changes = self.judge.changes(before, node);
                found.modified.push(Modified { a: before.id(), b: node.id(), changes });
            }
            if self.anchor_in_a(a) != anchor.a {
                found.moved.push(Moved { a: before.id(), b: node.id(), kind: MoveKind::Parent });
            } else if a < anchor.last {
                if !anchor.is_shuffled {
                    found.shuffled.push(anchor.b);
                    anchor.is_shuffled = true;
                }
            } else {
                anchor.last = a;
            }
            let end = self.b.1.end(b);
            if end > b + 1 {
                open.push(Anchor { a, b, end, last: 0, is_shuffled: false });
            }
        }
        found
    }

    fn accepts_more(&self, a: u32) -> bool {
        self.judge.rules().is_some_and(|rules| rules.children(a).allows_more)
    }

    fn is_unordered(&self, a: u32) -> bool {
        self.judge.rules().is_some_and(|rules| rules.children(a).is_unordered)
    }

    fn anchor_in_a(&self, a: u32) -> u32 {
        let parent = self.a.1.parent[a as usize];
        if a == 0 {
            NONE
        } else if self.pairing.of_a[parent as usize] != NONE {
            parent
        } else {
            anchor_of_removed(&self.anchors_of_removed, parent)
        }
    }

    /// Adds what is outside of a longest run that kept its order under this anchor.
    fn push_reordered(&self, anchor: u32, moved: &mut Vec<Moved>) {
        let (mut next, end, anchor_a) = match anchor {
            NONE => (0, self.b.1.len(), NONE),
            anchor => (anchor + 1, self.b.1.end(anchor), self.pairing.of_b[anchor as usize]),
        };
        let mut under = Vec::new();
        while next < end {
            let a = self.pairing.of_b[next as usize];
            if a == NONE {
                next += 1;
                continue;
            }
            if self.anchor_in_a(a) == anchor_a {
                under.push((a, next));
            }
            next = self.b.1.end(next);
        }
        let order: Vec<u32> = under.iter().map(|&(a, _)| a).collect();
        for ((a, b), is_kept) in under.into_iter().zip(longest_increasing(&order)) {
            if !is_kept {
                let (a, b) = (NodeId::new(a), NodeId::new(b));
                moved.push(Moved { a, b, kind: MoveKind::Order });
            }
        }
    }
}

/// The nodes of A that correspond to none, each with its anchor or `NONE`.
fn anchors(a: &Prints, pairing: &Pairing) -> Vec<(u32, u32)> {
    let mut anchors = Vec::new();
    for (index, _) in (0_u32..).zip(&pairing.of_a).filter(|&(_, &b)| b == NONE) {
        let parent = a.parent[index as usize];
        let anchor = if index == 0 {
            NONE
        } else if pairing.of_a[parent as usize] != NONE {
            parent
        } else {
            anchor_of_removed(&anchors, parent)
        };
        anchors.push((index, anchor));
    }
    anchors
}

fn anchor_of_removed(anchors: &[(u32, u32)], node: u32) -> u32 {
    let place = anchors.binary_search_by_key(&node, |&(node, _)| node);
    place.map_or(NONE, |place| anchors[place].1)
}

/// Nodes of A without a counterpart: those that are missed, and those that may be absent. What may be absent
/// is missed where something that belongs under it is there.
fn removed(a: &Prints, judge: Judge<'_>, pairing: &Pairing) -> (Vec<NodeId>, Vec<NodeId>) {
    let (mut removed, mut omitted) = (Vec::new(), Vec::new());
    let there = if judge.rules().is_some() { counts(&pairing.of_a) } else { Vec::new() };
    let mut optional_end = 0;
    for (a_index, &b) in (0_u32..).zip(&pairing.of_a) {
        if b != NONE {
            continue;
        }
        let id = NodeId::new(a_index);
        if a_index >= optional_end
            && judge.rules().is_some_and(|rules| rules.occurs(a_index).is_optional)
        {
            let end = a.end(a_index);
            if there[a_index as usize] == there[end as usize] {
                optional_end = end;
            }
        }
        if a_index < optional_end { omitted.push(id) } else { removed.push(id) }
    }
    (removed, omitted)
}

/// How many nodes before each place correspond to one.
fn counts(of: &[u32]) -> Vec<u32> {
    let mut count = 0;
    let counts = of.iter().map(|&counterpart| {
        count += u32::from(counterpart != NONE);
        count
    });
    std::iter::once(0).chain(counts).collect()
}

/// Those of `nodes`, which correspond to none, that have something under them that stayed, with nothing that
/// corresponds in between.
fn parents_of(prints: &Prints, nodes: &[NodeId], stays: impl Fn(u32) -> bool) -> Vec<NodeId> {
    let mut is_kept = vec![false; nodes.len()];
    for (place, id) in nodes.iter().enumerate().rev() {
        let index = crate::fingerprint::to_u32(id.index());
        if !is_kept[place] {
            is_kept[place] = prints.children(index).any(&stays);
        }
        let parent = NodeId::new(prints.parent[id.index()]);
        if is_kept[place]
            && let Ok(parent) = nodes[..place].binary_search(&parent)
        {
            is_kept[parent] = true;
        }
    }
    let kept = nodes.iter().zip(is_kept).filter(|(_, is_kept)| *is_kept);
    kept.map(|(id, _)| *id).collect()
}
