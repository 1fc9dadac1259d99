mod spans;

pub use spans::{OutlineSpan, SpanKind};

use sz_tree::{Node, NodeId, Tree};

use self::spans::{describe, note, plain, push_change};
use crate::{
    Diff, Modified, MoveKind, Moved,
    fingerprint::{NONE, node_at, to_u32},
};

/// One line of a difference drawn as one tree: B, with what was removed from A in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineLine {
    /// What the line says.
    pub mark: Mark,
    /// Levels below the root.
    pub depth: usize,
    /// The node and what happened to it, on one line, with control characters escaped.
    pub spans: Vec<OutlineSpan>,
}

impl OutlineLine {
    /// The whole line as plain text, which says all that the kinds of the spans do.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| &*span.text).collect()
    }
}

/// What a line of an outline says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mark {
    /// A node that did not change, shown because something under it did.
    Same,
    /// A node that only B has.
    Added,
    /// A node that only A has.
    Removed,
    /// A node with different fields.
    Modified,
    /// A subtree that came from elsewhere, with or without different fields at its root.
    Moved,
    /// Unchanged nodes that are left out.
    Elided,
}

impl Mark {
    /// One character for the margin.
    pub const fn as_char(self) -> char {
        match self {
            Self::Same | Self::Elided => ' ',
            Self::Added => '+',
            Self::Removed => '-',
            Self::Modified => '~',
            Self::Moved => '>',
        }
    }
}

impl Diff {
    /// The difference as lines for people. `a` and `b` must be the trees it is of. Empty where nothing differs.
    pub fn outline(&self, a: &Tree, b: &Tree) -> Vec<OutlineLine> {
        if a.len() != self.pairing.of_a.len() || b.len() != self.pairing.of_b.len() {
            return Vec::new();
        }
        let mut drawing = Drawing::new(self, a, b);
        if drawing.is_shown.first() == Some(&true) || !self.removed.is_empty() {
            drawing.draw();
        }
        drawing.lines
    }
}

struct Drawing<'d> {
    diff: &'d Diff,
    a: &'d Tree,
    b: &'d Tree,
    /// Per node of B, whether anything in its subtree changed.
    is_shown: Vec<bool>,
    open: Vec<Open>,
    lines: Vec<OutlineLine>,
}

/// A node of B whose children are being drawn.
struct Open {
    next: u32,
    end: u32,
    /// Children of its counterpart, among them those that were removed.
    next_a: u32,
    end_a: u32,
    counterpart: u32,
    /// Unchanged nodes since the last line.
    elided: usize,
}

impl<'d> Drawing<'d> {
    fn new(diff: &'d Diff, a: &'d Tree, b: &'d Tree) -> Self {
        let mut is_shown = vec![false; b.len()];
        let changed = diff.added.iter().chain(diff.modified.iter().map(|modified| &modified.b));
        for id in changed.chain(diff.moved.iter().map(|moved| &moved.b)) {
            is_shown[id.index()] = true;
        }
        for node in diff.removed.iter().filter_map(|&id| a.node(id)) {
            let parent = node.parent().map(|parent| diff.pairing.of_a[parent.id().index()]);
            if let Some(shown) = parent.and_then(|parent| is_shown.get_mut(parent as usize)) {
                *shown = true;
            }
        }
        for node in (1..to_u32(b.len())).rev().map(|index| node_at(b, index)) {
            if is_shown[node.id().index()]
                && let Some(parent) = node.parent()
            {
                is_shown[parent.id().index()] = true;
            }
        }
        Self { diff, a, b, is_shown, open: Vec::new(), lines: Vec::new() }
    }

    fn draw(&mut self) {
        let (end, end_a) = (to_u32(self.b.len()), to_u32(self.a.len()));
        self.open.push(Open { next: 0, end, next_a: 0, end_a, counterpart: NONE, elided: 0 });
        while let Some(open) = self.open.last_mut() {
            if open.next >= open.end {
                let end_a = open.end_a;
                self.draw_removed_before(end_a);
                self.flush();
                self.open.pop();
                continue;
            }
            let node = node_at(self.b, open.next);
            open.next += to_u32(node.subtree_size());
            let before = self.diff.pairing.of_b[node.id().index()];
            if self.is_child_of_counterpart(before) {
                self.draw_removed_before(before);
            }
            if self.is_shown[node.id().index()] {
                self.flush();
                self.draw_node(node, before);
            } else if let Some(open) = self.open.last_mut() {
                open.elided += node.subtree_size();
            }
        }
    }

    fn is_child_of_counterpart(&self, a: u32) -> bool {
        let parent = self.a.node(NodeId::new(a)).and_then(Node::parent);
        let counterpart = self.open.last().map_or(NONE, |open| open.counterpart);
        parent.is_some_and(|parent| to_u32(parent.id().index()) == counterpart)
    }

    fn push(&mut self, mark: Mark, depth: usize, spans: Vec<OutlineSpan>) {
        self.lines.push(OutlineLine { mark, depth, spans });
    }

    fn flush(&mut self) {
        let depth = self.open.len() - 1;
        let Some(open) = self.open.last_mut() else { return };
        let elided = std::mem::take(&mut open.elided);
        if elided > 0 {
            self.push(Mark::Elided, depth, vec![note(format!("… {elided} unchanged"))]);
        }
    }

    fn draw_node(&mut self, node: Node<'_>, before: u32) {
        let id = node.id();
        let modified = self.modified(id);
        let moved = self.moved(id);
        let mut spans = vec![plain(describe(node))];
        if self.diff.wrapped.binary_search(&id).is_ok() {
            spans.push(note("  (put around what is in it)".to_owned()));
        }
        if let Some((moved, from)) = moved.and_then(|it| Some((it, self.a.node(it.a)?))) {
            let verb = if moved.kind == MoveKind::Order { "reordered" } else { "moved" };
            spans.push(note(format!("  ({verb} from {})", from.path())));
        }
        for change in modified.iter().flat_map(|modified| &modified.changes) {
            push_change(&mut spans, change);
        }
        let mark = match (before, modified, moved) {
            (NONE, ..) => Mark::Added,
            (_, _, Some(_)) => Mark::Moved,
            (_, Some(_), _) => Mark::Modified,
            _ => Mark::Same,
        };
        self.push(mark, self.open.len() - 1, spans);
        let next = to_u32(id.index()) + 1;
        let end = next - 1 + to_u32(node.subtree_size());
        let (next_a, end_a) = match self.a.node(NodeId::new(before)) {
            Some(before_node) => (before + 1, before + to_u32(before_node.subtree_size())),
            None => (0, 0),
        };
        self.open.push(Open { next, end, next_a, end_a, counterpart: before, elided: 0 });
    }

    fn modified(&self, b: NodeId) -> Option<&'d Modified> {
        let place = self.diff.modified.binary_search_by_key(&b, |modified| modified.b).ok()?;
        self.diff.modified.get(place)
    }

    fn moved(&self, b: NodeId) -> Option<&'d Moved> {
        let place = self.diff.moved.binary_search_by_key(&b, |moved| moved.b).ok()?;
        self.diff.moved.get(place)
    }

    /// Draws the removed children of the open node's counterpart that stand before this node of A.
    fn draw_removed_before(&mut self, before: u32) {
        loop {
            let Some(open) = self.open.last_mut() else { return };
            if open.next_a >= open.end_a.min(before) {
                return;
            }
            let child = node_at(self.a, open.next_a);
            open.next_a += to_u32(child.subtree_size());
            if self.diff.removed.binary_search(&child.id()).is_ok() {
                self.flush();
                self.draw_removed(child);
            }
        }
    }

    /// Draws a removed node and what was removed with it; what was in it and is still there has its own place.
    fn draw_removed(&mut self, root: Node<'_>) {
        let depth = self.open.len() - 1;
        let mut ends: Vec<usize> = Vec::new();
        let (mut next, end) = (root.id().index(), root.id().index() + root.subtree_size());
        while next < end {
            while ends.last().is_some_and(|&end| end <= next) {
                ends.pop();
            }
            let node = node_at(self.a, to_u32(next));
            if self.diff.pairing.of_a[next] != NONE {
                next += node.subtree_size();
                continue;
            }
            let mut spans = vec![plain(describe(node))];
            if self.diff.unwrapped.binary_search(&node.id()).is_ok() {
                spans.push(note("  (what is in it stays)".to_owned()));
            }
            self.push(Mark::Removed, depth + ends.len(), spans);
            ends.push(next + node.subtree_size());
            next += 1;
        }
    }
}
