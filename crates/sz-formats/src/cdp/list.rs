//! The flat list of nodes, as compact records that point into the text.

use std::borrow::Cow;

use sz_tree::{Bounds, Limits, States};

use super::node::read_node;
use crate::{
    ReadErrorKind,
    fault::{Fault, LARGER_LIMITS, Quoted},
    json::{Json, Raw},
};

/// A piece of the text: what stands between the quotes of a string, or a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    len: u32,
}

/// An index that stands for no node.
pub(super) const NONE: u32 = u32::MAX;

/// One `AXNode`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Record {
    /// Where its object starts and ends.
    pub(super) at: u32,
    pub(super) end: u32,
    pub(super) id: Span,
    pub(super) role: Span,
    pub(super) name: Span,
    pub(super) states: States,
    /// Its children: a piece of [`List::child_ids`], and of [`List::children`] once linked.
    pub(super) children_start: u32,
    pub(super) children_len: u32,
    /// An index into [`List::details`], or `NONE`.
    pub(super) details: u32,
    pub(super) flags: u8,
}

pub(super) const IGNORED: u8 = 1;
pub(super) const HAS_PARENT: u8 = 2;
const IS_CHILD: u8 = 4;
/// The same node again, character by character: Chromium answers so for generated content.
const IS_REPEATED: u8 = 8;

/// What most nodes lack.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Details {
    pub(super) value: Option<Span>,
    pub(super) description: Span,
    pub(super) bounds: Option<Bounds>,
    pub(super) attributes_start: u32,
    pub(super) attributes_len: u32,
}

pub(super) struct List<'a> {
    pub(super) text: &'a str,
    pub(super) nodes: Vec<Record>,
    pub(super) details: Vec<Details>,
    pub(super) attributes: Vec<(&'static str, Span)>,
    pub(super) child_ids: Vec<Span>,
    /// The nodes behind `child_ids`.
    pub(super) children: Vec<u32>,
    /// There was a list, be it an empty one.
    pub(super) is_given: bool,
    /// The answer is an error.
    pub(super) has_error: bool,
    nodes_read: usize,
    nodes_max: usize,
}

impl<'a> List<'a> {
    pub(super) fn new(text: &'a str, limits: &Limits) -> Self {
        const TYPICAL_NODE_BYTES: usize = 256;
        // Ignored nodes and inline text boxes are in the list and not in the tree.
        let nodes_max = limits.nodes.saturating_mul(4);
        Self {
            text,
            nodes: Vec::with_capacity((text.len() / TYPICAL_NODE_BYTES).min(nodes_max)),
            details: Vec::new(),
            attributes: Vec::new(),
            child_ids: Vec::new(),
            children: Vec::new(),
            is_given: false,
            has_error: false,
            nodes_read: 0,
            nodes_max,
        }
    }

    /// Reads the list of nodes that is next in `json`.
    pub(super) fn read(&mut self, json: &mut Json<'a>) -> Result<(), Fault> {
        let mut items = json.array("`nodes`")?;
        self.is_given = true;
        while json.item(&mut items)? {
            if self.nodes_read >= self.nodes_max {
                let max = self.nodes_max;
                return Err(Fault::limit(json.at(), format_args!("{max} nodes in one list"))
                    .help(LARGER_LIMITS));
            }
            self.nodes_read += 1;
            let (details, children) = (self.details.len(), self.child_ids.len());
            let node = read_node(self, json)?;
            if self.raw(node.role) == "InlineTextBox" {
                // A third of a typical list, and never part of the tree.
                self.details.truncate(details);
                self.child_ids.truncate(children);
                continue;
            }
            self.nodes.push(node);
        }
        Ok(())
    }

    pub(super) fn span(&self, raw: &str) -> Span {
        let start = raw.as_ptr() as usize - self.text.as_ptr() as usize;
        let (start, len) = (u32::try_from(start), u32::try_from(raw.len()));
        Span { start: start.unwrap_or_default(), len: len.unwrap_or_default() }
    }

    /// The piece as it is written.
    pub(super) fn raw(&self, span: Span) -> &'a str {
        let start = span.start as usize;
        self.text.get(start..start + span.len as usize).unwrap_or_default()
    }

    pub(super) fn decode(&self, span: Span) -> Cow<'a, str> {
        Raw::new(self.raw(span)).decode()
    }

    pub(super) fn children(&self, node: u32) -> &[u32] {
        let node = &self.nodes[node as usize];
        let start = node.children_start as usize;
        self.children.get(start..start + node.children_len as usize).unwrap_or_default()
    }

    /// Finds the node behind each child id, and the root.
    pub(super) fn link(&mut self) -> Result<u32, Fault> {
        let by_id = self.sort_by_id()?;
        self.children = Vec::with_capacity(self.child_ids.len());
        for &id in &self.child_ids {
            let id = self.raw(id);
            let found = by_id.binary_search_by(|&node| self.id(node).cmp(id));
            self.children.push(found.map_or(NONE, |place| by_id[place]));
        }
        self.child_ids = Vec::new();
        // Where no node has two parents and the root has none, what hangs together is a tree.
        for parent in 0..self.nodes.len() {
            let Record { children_start, children_len, flags, .. } = self.nodes[parent];
            let len = if flags & IS_REPEATED == 0 { children_len as usize } else { 0 };
            for i in (children_start as usize..).take(len) {
                self.claim(self.children[i])?;
            }
        }
        self.find_root()
    }

    fn id(&self, node: u32) -> &'a str {
        self.raw(self.nodes[node as usize].id)
    }

    /// Marks a node as having its parent.
    fn claim(&mut self, child: u32) -> Result<(), Fault> {
        let Some(node) = self.nodes.get_mut(child as usize) else { return Ok(()) };
        if node.flags & IS_CHILD == 0 {
            node.flags |= IS_CHILD;
            return Ok(());
        }
        let message = format!("two nodes name {} as their child", Quoted(self.id(child)));
        Err(self.fault(child, message).help("`childIds` must name each node once"))
    }

    /// The nodes by id, each id once.
    fn sort_by_id(&mut self) -> Result<Vec<u32>, Fault> {
        let mut by_id: Vec<u32> = (0..).take(self.nodes.len()).collect();
        by_id.sort_unstable_by(|&a, &b| self.id(a).cmp(self.id(b)).then(a.cmp(&b)));
        let mut kept: Vec<u32> = Vec::with_capacity(by_id.len());
        for node in by_id {
            match kept.last() {
                Some(&first) if self.id(first) == self.id(node) => {
                    if self.source(first) != self.source(node) {
                        let id = Quoted(self.id(node));
                        let message = format!("two different nodes have the nodeId {id}");
                        return Err(self.fault(node, message));
                    }
                    self.nodes[node as usize].flags |= IS_REPEATED;
                }
                _ => kept.push(node),
            }
        }
        Ok(kept)
    }

    /// The node's whole object, as it is written.
    fn source(&self, node: u32) -> &'a str {
        let Record { at, end, .. } = self.nodes[node as usize];
        self.text.get(at as usize..end as usize).unwrap_or_default()
    }

    /// The one node that is nobody's child.
    fn find_root(&self) -> Result<u32, Fault> {
        let is_root = |flags: u8| flags & (IS_CHILD | HAS_PARENT | IS_REPEATED) == 0;
        let mut roots = (0..).zip(&self.nodes).filter(|(_, node)| is_root(node.flags));
        let Some((root, _)) = roots.next() else {
            // A part of a tree: the parent of its root is not in the list.
            let top =
                (0..).zip(&self.nodes).find(|(_, node)| node.flags & (IS_CHILD | IS_REPEATED) == 0);
            return top.map(|(root, _)| root).ok_or_else(|| {
                self.fault(0, "no node is the root: the nodes go round in a circle".to_owned())
            });
        };
        match roots.next() {
            None => Ok(root),
            Some((second, _)) => {
                let (first, id) = (Quoted(self.id(root)), Quoted(self.id(second)));
                let message = format!("the nodes {first} and {id} are both roots");
                Err(self.fault(second, message).help("save the nodes of each frame on their own"))
            }
        }
    }

    /// True where nodes are missing: a child that is not in the list, or a node that nothing leads to.
    pub(super) fn is_part(&self, root: u32) -> bool {
        let has_orphan = (0..)
            .zip(&self.nodes)
            .any(|(node, record)| node != root && record.flags & (IS_CHILD | IS_REPEATED) == 0);
        // The boxes of a line of text were left out on purpose.
        let lacks_child = |node: u32| {
            !matches!(self.raw(self.nodes[node as usize].role), "StaticText" | "LineBreak")
                && self.children(node).contains(&NONE)
        };
        has_orphan || (0..).take(self.nodes.len()).any(lacks_child)
    }

    pub(super) fn fault(&self, node: u32, message: String) -> Fault {
        let at = self.nodes.get(node as usize).map_or(0, |node| node.at as usize);
        Fault::new(ReadErrorKind::Structure, at, message)
    }
}
