//! Both trees as rows of one list: B in pre-order, with what only A has where it was.

use sz_tree::{NodeId, Tree};

use crate::{
    Diff, Modified, MoveKind, Moved,
    fingerprint::{NONE, node_at, to_u32},
};

/// More unchanged rows in a row than this are folded.
const UNFOLDED_MAX: usize = 2;

/// A node of A, of B, or of both.
pub(super) struct Row<'d> {
    pub(super) a: Option<NodeId>,
    pub(super) b: Option<NodeId>,
    /// Levels below the root.
    pub(super) depth: usize,
    pub(super) kind: RowKind<'d>,
    /// Something changed here or further down, or too few rows in a row did not.
    pub(super) is_shown: bool,
}

pub(super) enum RowKind<'d> {
    /// In B only. `is_around` tells what was put around nodes that stayed.
    Added { is_around: bool },
    /// In B only, which a baseline accepts.
    Accepted,
    /// In A only. `is_around` tells what left nodes in its place.
    Removed { is_around: bool },
    /// In A only, which a baseline accepts.
    Omitted,
    /// In A, at a place that its counterpart in B has left.
    Departed,
    /// In both.
    Both { moved: Option<MoveKind>, modified: Option<&'d Modified> },
}

impl<'d> Row<'d> {
    fn new(a: Option<NodeId>, b: Option<NodeId>, depth: usize, kind: RowKind<'d>) -> Self {
        let is_same = matches!(
            kind,
            RowKind::Both { moved: None, modified: None } | RowKind::Accepted | RowKind::Omitted
        );
        Self { a, b, depth, kind, is_shown: !is_same }
    }
}

/// Every node of A and of B has a row, in which both stand where they are the same one. What moved has another row at the
/// place that it left. Cost: `n log n` in the nodes.
pub(super) fn rows<'d>(diff: &'d Diff, a: &'d Tree, b: &'d Tree) -> Vec<Row<'d>> {
    let mut walk = Walk { diff, a, b, open: Vec::new(), rows: Vec::with_capacity(b.len()) };
    let (end, end_a) = (to_u32(b.len()), to_u32(a.len()));
    walk.open.push(Open { next: 0, end, next_a: 0, end_a, counterpart: NONE });
    while let Some(open) = walk.open.last_mut() {
        if open.next < open.end {
            let node = open.next;
            open.next += to_u32(node_at(b, node).subtree_size());
            walk.enter(node);
        } else {
            let end_a = open.end_a;
            walk.leave_behind(end_a);
            walk.open.pop();
        }
    }
    show_ancestors(&mut walk.rows);
    show_short_runs(&mut walk.rows);
    walk.rows
}

/// What is not worth folding is shown.
fn show_short_runs(rows: &mut [Row<'_>]) {
    for run in rows.chunk_by_mut(|one, next| one.is_shown == next.is_shown) {
        if run.len() <= UNFOLDED_MAX {
            for row in run {
                row.is_shown = true;
            }
        }
    }
}

/// What changed is shown with everything it is in.
fn show_ancestors(rows: &mut [Row<'_>]) {
    // The level of the next ancestor, counted from 1; 0 for none.
    let mut wanted = 0;
    for row in rows.iter_mut().rev() {
        row.is_shown |= row.depth < wanted;
        if row.is_shown {
            wanted = row.depth;
        }
    }
}

struct Walk<'d> {
    diff: &'d Diff,
    a: &'d Tree,
    b: &'d Tree,
    open: Vec<Open>,
    rows: Vec<Row<'d>>,
}

/// A node of B whose children are being listed.
struct Open {
    next: u32,
    end: u32,
    /// Children of its counterpart, among them those that are not under it any more.
    next_a: u32,
    end_a: u32,
    counterpart: u32,
}

impl<'d> Walk<'d> {
    fn depth(&self) -> usize {
        self.open.len() - 1
    }

    fn enter(&mut self, node: u32) {
        let id = NodeId::new(node);
        let before = self.diff.in_a(id);
        let before_index = before.map_or(NONE, |before| to_u32(before.index()));
        let parent = before.and_then(|before| self.a.node(before)?.parent());
        let counterpart = self.open.last().map_or(NONE, |open| open.counterpart);
        if parent.is_some_and(|parent| to_u32(parent.id().index()) == counterpart)
            && self.moved(id).is_none()
        {
            self.leave_behind(before_index);
        }
        let kind = match before {
            Some(_) => RowKind::Both { moved: self.moved(id), modified: self.modified(id) },
            None if self.diff.added.binary_search(&id).is_ok() => {
                RowKind::Added { is_around: self.diff.wrapped.binary_search(&id).is_ok() }
            }
            None => RowKind::Accepted,
        };
        let depth = self.depth();
        self.rows.push(Row::new(before, Some(id), depth, kind));
        let end = node + to_u32(node_at(self.b, node).subtree_size());
        let (next_a, end_a) = match before.and_then(|before| self.a.node(before)) {
            Some(before) => (before_index + 1, before_index + to_u32(before.subtree_size())),
            None => (0, 0),
        };
        self.open.push(Open { next: node + 1, end, next_a, end_a, counterpart: before_index });
    }

    /// Lists what stood under the open node's counterpart, before this node of A, and stands there no more.
    fn leave_behind(&mut self, before: u32) {
        while let Some(open) = self.open.last_mut()
            && open.next_a < open.end_a.min(before)
        {
            let child = open.next_a;
            open.next_a += to_u32(node_at(self.a, child).subtree_size());
            self.leave(child);
        }
    }

    fn leave(&mut self, root: u32) {
        let depth = self.depth();
        let mut ends: Vec<u32> = Vec::new();
        let end = root + to_u32(node_at(self.a, root).subtree_size());
        let mut next = root;
        while next < end {
            while ends.last().is_some_and(|&end| end <= next) {
                ends.pop();
            }
            let (id, depth) = (NodeId::new(next), depth + ends.len());
            let after = next + to_u32(node_at(self.a, next).subtree_size());
            let kind = match self.diff.in_b(id) {
                // What is in B has its row there, with what was under it.
                Some(b) => {
                    if self.moved(b).is_some() {
                        let kind = RowKind::Departed;
                        self.rows.push(Row::new(Some(id), Some(b), depth, kind));
                    }
                    next = after;
                    continue;
                }
                None if self.diff.removed.binary_search(&id).is_ok() => {
                    RowKind::Removed { is_around: self.diff.unwrapped.binary_search(&id).is_ok() }
                }
                None => RowKind::Omitted,
            };
            self.rows.push(Row::new(Some(id), None, depth, kind));
            ends.push(after);
            next += 1;
        }
    }

    fn moved(&self, b: NodeId) -> Option<MoveKind> {
        let place = |list: &[Moved]| {
            let place = list.binary_search_by_key(&b, |moved| moved.b).ok()?;
            list.get(place).map(|moved| moved.kind)
        };
        place(&self.diff.moved)
    }

    fn modified(&self, b: NodeId) -> Option<&'d Modified> {
        let place = self.diff.modified.binary_search_by_key(&b, |modified| modified.b).ok()?;
        self.diff.modified.get(place)
    }
}
