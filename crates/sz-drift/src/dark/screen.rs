use std::{
    cell::{Cell, OnceCell},
    collections::HashSet,
};

use sz_tree::{AriaRole, Node, NodeId, Role, Tree};

use super::{DarkPattern, Label, is_way_out};

/// The most nodes of a container that is read as one line.
const LINE_NODES_MAX: usize = 8;

/// The longest text of such a container, in bytes.
const LINE_BYTES_MAX: usize = 300;

/// Words on a screen, or in its id, where somebody is about to pay.
const PAYING: &[&str] =
    &[" total ", " subtotal ", " amount due ", " to pay ", " order summary ", " price details "];
const PAYING_SCREENS: &[&str] = &[
    " cart ",
    " basket ",
    " bag ",
    " checkout ",
    " order ",
    " payment ",
    " pay ",
    " booking ",
    " bill ",
    " invoice ",
];

/// A screen on which dark patterns are looked for.
pub(crate) struct Screen<'a> {
    view: &'a Tree,
    baseline: Option<&'a Tree>,
    id: Option<&'a str>,
    sources: Sources<'a>,
    is_paying: OnceCell<bool>,
    approved_buttons: OnceCell<HashSet<String>>,
    last_line: Cell<Option<(NodeId, bool)>>,
}

/// Where nodes of a view come from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    /// The node that was captured, which has bounds.
    pub(crate) captured: &'a dyn Fn(NodeId) -> Option<Node<'a>>,
    /// The node of the baseline, if there is one.
    pub(crate) before: &'a dyn Fn(NodeId) -> Option<Node<'a>>,
}

/// A node that is new or was changed; on a screen without an approved baseline, any node.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(crate) now: Node<'a>,
    /// What it was in the baseline; `None` where it is new, or nothing is known.
    pub(crate) before: Option<Node<'a>>,
}

/// What a detector says of a node.
pub(crate) struct Suspicion {
    pub(crate) pattern: DarkPattern,
    /// The node of the view that shows it.
    pub(crate) at: NodeId,
    /// The beginning of a sentence that [`Screen::sentence`] ends.
    pub(crate) what: String,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(
        view: &'a Tree,
        baseline: Option<&'a Tree>,
        id: Option<&'a str>,
        sources: Sources<'a>,
    ) -> Self {
        Self {
            view,
            baseline,
            id,
            sources,
            is_paying: OnceCell::new(),
            approved_buttons: OnceCell::new(),
            last_line: Cell::new(None),
        }
    }

    pub(crate) fn view(&self) -> &'a Tree {
        self.view
    }

    pub(crate) fn has_baseline(&self) -> bool {
        self.baseline.is_some()
    }

    pub(crate) fn captured(&self, node: Node<'_>) -> Option<Node<'a>> {
        (self.sources.captured)(node.id())
    }

    pub(crate) fn before(&self, node: Node<'_>) -> Option<Node<'a>> {
        (self.sources.before)(node.id())
    }

    /// The whole explanation of what a detector says.
    pub(crate) fn sentence(&self, what: &str) -> String {
        let approved = if self.has_baseline() {
            "this was not in the approved baseline"
        } else {
            "there is no approved baseline to compare with"
        };
        format!("{what}; {approved}.")
    }

    /// True where somebody is about to pay.
    pub(crate) fn is_paying(&self) -> bool {
        *self.is_paying.get_or_init(|| {
            let is_paying = |node: Node<'_>| Label::of(node.name()).has(PAYING);
            self.id.is_some_and(|id| Label::of(id).has(PAYING_SCREENS))
                || self.view.nodes().any(is_paying)
                || self.baseline.is_some_and(|baseline| baseline.nodes().any(is_paying))
        })
    }

    /// True where the approved screen has a button of this label by which a person can say no.
    pub(crate) fn has_approved_button(&self, label: &Label) -> bool {
        let buttons = self.approved_buttons.get_or_init(|| {
            let nodes = self.baseline.iter().flat_map(|baseline| baseline.nodes());
            let ways_out =
                nodes.filter(|&node| node.role() == AriaRole::Button && is_way_out(node));
            ways_out.map(|node| Label::of(text_of(node)).as_str().to_owned()).collect()
        });
        buttons.contains(label.as_str())
    }

    /// Whether something was told of a line; `None` where it was not read yet. Nodes come in pre-order, so the last line
    /// is the only one to be remembered.
    pub(crate) fn told(&self, line: Node<'_>) -> Option<bool> {
        self.last_line.get().filter(|last| last.0 == line.id()).map(|last| last.1)
    }

    /// Remembers that a line was read, and whether something was told of it.
    pub(crate) fn tell(&self, line: Node<'_>, is_told: bool) {
        self.last_line.set(Some((line.id(), is_told)));
    }
}

/// The largest container around a node that is small enough to be read as one line, and holds no control.
pub(crate) fn line_around(node: Node<'_>) -> Option<Node<'_>> {
    let is_line = |node: &Node<'_>| {
        node.subtree_size() <= LINE_NODES_MAX
            && (node.is_leaf()
                || joins(*node) && !node.subtree().skip(1).any(|inner| is_for_input(inner)))
    };
    let is_whole = |node: Node<'_>| {
        matches!(node.role(), Role::Aria(AriaRole::Listitem | AriaRole::Row | AriaRole::Treeitem))
    };
    let mut line = node;
    while let Some(around) = line.parent().filter(|around| !is_whole(line) && is_line(around)) {
        line = around;
    }
    Some(line).filter(|line| is_line(line) && !line.is_leaf())
}

/// True for containers whose texts are read one after the other.
fn joins(node: Node<'_>) -> bool {
    use AriaRole::{
        Alert, Alertdialog, Banner, Blockquote, Button, Cell, Complementary, Dialog, Emphasis,
        Generic, Gridcell, Group, Heading, Insertion, Link, Listitem, Marquee, Note, Paragraph,
        Region, Row, Status, Strong, Timer,
    };
    matches!(
        node.role(),
        Role::Aria(
            Alert
                | Alertdialog
                | Banner
                | Blockquote
                | Button
                | Cell
                | Complementary
                | Dialog
                | Emphasis
                | Generic
                | Gridcell
                | Group
                | Heading
                | Insertion
                | Link
                | Listitem
                | Marquee
                | Note
                | Paragraph
                | Region
                | Row
                | Status
                | Strong
                | Timer
        )
    )
}

/// The text of a line: what its nodes say, each thing once.
pub(crate) fn line_text(line: Node<'_>) -> Option<String> {
    let mut text = String::new();
    for node in line.subtree() {
        let name = node.name().trim();
        let is_said = node.parent().is_some_and(|parent| parent.name().contains(name));
        if name.is_empty() || node.id() != line.id() && is_said {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(name);
        if text.len() > LINE_BYTES_MAX {
            return None;
        }
    }
    Some(text)
}

/// The name of a node, or the first text in it.
pub(crate) fn text_of(node: Node<'_>) -> &str {
    match node.name() {
        "" => node.children().next().map_or("", Node::name),
        name => name,
    }
}

fn is_for_input(node: Node<'_>) -> bool {
    use AriaRole::{
        Button, Checkbox, Combobox, Link, Menuitem, Menuitemcheckbox, Menuitemradio, Option, Radio,
        Searchbox, Slider, Spinbutton, Switch, Tab, Textbox,
    };
    matches!(
        node.role(),
        Role::Aria(
            Button
                | Checkbox
                | Combobox
                | Link
                | Menuitem
                | Menuitemcheckbox
                | Menuitemradio
                | Option
                | Radio
                | Searchbox
                | Slider
                | Spinbutton
                | Switch
                | Tab
                | Textbox
        )
    )
}
