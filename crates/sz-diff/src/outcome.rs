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

type Side<'t> = (&'t Tree, &'t Prints);

pub(crate) fn collect(a: Side<'_>, b: Side<'_>, judge: Judge<'_>, pairing: Pairing) -> Diff {
    let modified = modified(a.0, b.0, judge, &pairing);
    let anchors = Anchors::new(a.1, b.1, &pairing);
    let moved = moved(a.1, b.1, &anchors, &pairing);
    let mut is_moved = vec![false; pairing.of_b.len()];
    for moved in &moved {
        is_moved[moved.b.index()] = true;
    }
    let (removed, omitted) = removed(a.1, judge, &pairing);
    let (added, accepted) = added(b.1, judge, &anchors, &pairing);
    let stayed = |b: u32| pairing.of_b[b as usize] != NONE && !is_moved[b as usize];
    let wrapped = parents_of_stayed(b.1, &added, stayed);
    let unwrapped = parents_of_stayed(a.1, &removed, |a| {
        let b = pairing.of_a[a as usize];
        b != NONE && !is_moved[b as usize]
    });
    let edits = added.len() + removed.len() + modified.len() + moved.len();
    let nodes = pairing.of_a.len() + pairing.of_b.len();
    let pairs = pairing.of_b.iter().filter(|&&a| a != NONE).count();
    let both = modified.iter().filter(|modified| is_moved[modified.b.index()]).count();
    Diff {
        unchanged: (pairs + both).saturating_sub(modified.len() + moved.len()),
        similarity: (1.0 - edits as f64 / nodes as f64).clamp(0.0, 1.0),
        added,
        removed,
        modified,
        moved,
        wrapped,
        unwrapped,
        accepted,
        omitted,
        edits,
        pairing,
    }
}

fn modified(a: &Tree, b: &Tree, judge: Judge<'_>, pairing: &Pairing) -> Vec<Modified> {
    let mut modified = Vec::new();
    for (node_b, &a_index) in b.nodes().zip(&pairing.of_b) {
        if a_index == NONE {
            continue;
        }
        let node_a = node_at(a, a_index);
        if !judge.is_same(node_a, node_b) {
            let changes = judge.changes(node_a, node_b);
            modified.push(Modified { a: node_a.id(), b: node_b.id(), changes });
        }
    }
    modified
}

/// Per node, its nearest ancestor that corresponds to a node of the other tree, or `NONE`: its parent
/// once all removed nodes have gone, or before any new one has come.
pub(crate) struct Anchors {
    pub(crate) a: Vec<u32>,
    pub(crate) b: Vec<u32>,
}

impl Anchors {
    pub(crate) fn new(a: &Prints, b: &Prints, pairing: &Pairing) -> Self {
        Self { a: anchors(&a.parent, &pairing.of_a), b: anchors(&b.parent, &pairing.of_b) }
    }
}

fn anchors(parents: &[u32], of: &[u32]) -> Vec<u32> {
    let mut anchors: Vec<u32> = Vec::with_capacity(parents.len());
    for (place, &parent) in parents.iter().enumerate() {
        let parent_at = parent as usize;
        anchors.push(match () {
            () if place == 0 => NONE,
            () if of[parent_at] != NONE => parent,
            () => anchors[parent_at],
        });
    }
    anchors
}

/// Subtrees under another anchor, and those outside of a longest run that kept its order under its own.
fn moved(a: &Prints, b: &Prints, anchors: &Anchors, pairing: &Pairing) -> Vec<Moved> {
    let mut moved = Vec::new();
    // Per node of B, and last for what has no anchor, the last node of A that was seen under it.
    let mut last = vec![0_u32; pairing.of_b.len() + 1];
    let mut shuffled: Vec<u32> = Vec::new();
    for (b, &a) in (0_u32..).zip(&pairing.of_b) {
        if a == NONE {
            continue;
        }
        let anchor = anchors.b[b as usize];
        if !is_same_anchor(anchors.a[a as usize], anchor, pairing) {
            moved.push(Moved { a: NodeId::new(a), b: NodeId::new(b), kind: MoveKind::Parent });
            continue;
        }
        let last = &mut last[(anchor as usize).min(pairing.of_b.len())];
        if *last != NONE && a < *last {
            shuffled.push(anchor);
            *last = NONE;
        } else if *last != NONE {
            *last = a;
        }
    }
    for anchor in shuffled {
        let under = stayed_under(anchor, b, anchors, pairing);
        let order: Vec<u32> = under.iter().map(|&b| pairing.of_b[b as usize]).collect();
        for (b, is_kept) in under.into_iter().zip(longest_increasing(&order)) {
            if !is_kept {
                let a = NodeId::new(pairing.of_b[b as usize]);
                moved.push(Moved { a, b: NodeId::new(b), kind: MoveKind::Order });
            }
        }
    }
    debug_assert!(moved.iter().all(|moved| moved.a.index() < a.size.len()), "ids are of A");
    moved.sort_unstable_by_key(|moved| moved.b);
    moved
}

fn is_same_anchor(a: u32, b: u32, pairing: &Pairing) -> bool {
    if a == NONE || b == NONE { a == b } else { pairing.of_b[b as usize] == a }
}

/// The nodes of B under this anchor that were under it in A, too, in order.
fn stayed_under(anchor: u32, b: &Prints, anchors: &Anchors, pairing: &Pairing) -> Vec<u32> {
    let (mut next, end) = if anchor == NONE { (0, b.len()) } else { (anchor + 1, b.end(anchor)) };
    let mut under = Vec::new();
    while next < end {
        let a = pairing.of_b[next as usize];
        if a == NONE {
            next += 1;
            continue;
        }
        if is_same_anchor(anchors.a[a as usize], anchor, pairing) {
            under.push(next);
        }
        next = b.end(next);
    }
    under
}

/// Nodes of A without a counterpart: those that are missed, and those that may be absent.
fn removed(a: &Prints, judge: Judge<'_>, pairing: &Pairing) -> (Vec<NodeId>, Vec<NodeId>) {
    let (mut removed, mut omitted) = (Vec::new(), Vec::new());
    let mut optional_end = 0;
    for (a_index, &b) in (0_u32..).zip(&pairing.of_a) {
        if b != NONE {
            continue;
        }
        let id = NodeId::new(a_index);
        if judge.rules().and_then(|rules| rules.of(id)).is_some_and(|rule| rule.is_optional) {
            optional_end = optional_end.max(a.end(a_index));
        }
        if a_index < optional_end { omitted.push(id) } else { removed.push(id) }
    }
    (removed, omitted)
}

/// Nodes of B without a counterpart: those that are new, and those that their place accepts.
fn added(
    b: &Prints,
    judge: Judge<'_>,
    anchors: &Anchors,
    pairing: &Pairing,
) -> (Vec<NodeId>, Vec<NodeId>) {
    let (mut added, mut accepted) = (Vec::new(), Vec::new());
    for b in (0..b.len()).filter(|&b| pairing.of_b[b as usize] == NONE) {
        let anchor = pairing.of_b.get(anchors.b[b as usize] as usize).copied().unwrap_or(NONE);
        let rule = judge.rules().and_then(|rules| rules.of(NodeId::new(anchor)));
        let list = if rule.is_some_and(|rule| rule.allows_more_children) {
            &mut accepted
        } else {
            &mut added
        };
        list.push(NodeId::new(b));
    }
    (added, accepted)
}

/// Those of `nodes`, which correspond to none, that have something under them that stayed, with nothing that
/// corresponds in between.
fn parents_of_stayed(
    prints: &Prints,
    nodes: &[NodeId],
    mut stayed: impl FnMut(u32) -> bool,
) -> Vec<NodeId> {
    let mut has_stayed = vec![false; nodes.len()];
    for (place, id) in nodes.iter().enumerate().rev() {
        let index = crate::fingerprint::to_u32(id.index());
        if !has_stayed[place] {
            has_stayed[place] = prints.children(index).any(&mut stayed);
        }
        let parent = NodeId::new(prints.parent[id.index()]);
        if has_stayed[place]
            && let Ok(parent) = nodes[..place].binary_search(&parent)
        {
            has_stayed[parent] = true;
        }
    }
    let kept = nodes.iter().zip(has_stayed).filter(|(_, has_stayed)| *has_stayed);
    kept.map(|(id, _)| *id).collect()
}
