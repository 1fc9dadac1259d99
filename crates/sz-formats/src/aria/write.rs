use std::borrow::Cow;

use sz_tree::{AriaRole, Node, Tree};

use super::{
    AriaField, AriaNode, AriaPattern, AriaSnapshot, AriaStates, ChildOrder, ChildrenMode,
    Occurrence, has_value,
    key::{is_pattern_text, slashed},
    project::project_aria,
    states::{push_states, told},
};
use crate::yaml;

/// The tree as a Playwright ARIA snapshot: what [`project_aria`] keeps of it, one node a line.
///
/// Names are always quoted, so that none turns into a pattern.
pub fn write_aria(tree: &Tree) -> String {
    let tree = project_aria(tree);
    let mut writer = Writer { nodes: None, patterns: &[], out: String::new() };
    writer.subtree(&tree, false);
    writer.out
}

/// The snapshot as a baseline: reading it with [`read_aria_snapshot`](crate::read_aria_snapshot) gives the same
/// snapshot.
///
/// Marks are written as texts (`/optional: "true"`), which Playwright's own parser accepts and ignores.
pub fn write_aria_snapshot(snapshot: &AriaSnapshot) -> String {
    write_said(&snapshot.tree, snapshot.is_fragment, &snapshot.nodes, &snapshot.patterns)
}

/// A baseline of a tree and what is said of its nodes; the patterns are in the order of their nodes.
pub(super) fn write_said(
    tree: &Tree,
    is_fragment: bool,
    nodes: &[AriaNode],
    patterns: &[AriaPattern],
) -> String {
    let mut writer = Writer { nodes: Some(nodes), patterns, out: String::new() };
    writer.subtree(tree, is_fragment);
    writer.out
}

struct Writer<'s> {
    /// What a baseline says of the nodes; `None` for a snapshot of a screen, which has its nodes and no more.
    nodes: Option<&'s [AriaNode]>,
    /// The patterns of the nodes that are not written yet.
    patterns: &'s [AriaPattern],
    out: String,
}

/// Where the children of a node are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Children {
    /// The one there is stands on the line of the node.
    Inline,
    Below,
}

impl<'s> Writer<'s> {
    fn subtree(&mut self, tree: &Tree, is_fragment: bool) {
        let mut nodes = tree.nodes();
        if is_fragment {
            nodes.next();
            self.top(tree.root());
        }
        // Where the subtrees that are open end, in pre-order.
        let mut open: Vec<usize> = Vec::new();
        while let Some(node) = nodes.next() {
            let index = node.id().index();
            while open.last() == Some(&index) {
                open.pop();
            }
            let level = open.len();
            if self.node(node, level) == Children::Inline {
                nodes.next();
            }
            open.push(index + node.subtree_size());
        }
    }

    /// What is said of the list of nodes at the top, which makes it a list.
    fn top(&mut self, root: Node<'_>) {
        let mut said = self.said(root).copied();
        if let Some(said) = &mut said
            && root.children().nth(1).is_none()
            && !root.is_leaf()
            && said.order == ChildOrder::Written
            && matches!(said.children, None | Some(ChildrenMode::Contain))
        {
            // No reader makes such a list; without a word it would be read as its node.
            said.children = Some(ChildrenMode::Equal);
        }
        if let Some(said) = &said {
            self.marks(said, 0);
        }
        if root.is_leaf() && self.out.is_empty() {
            self.out.push_str("[]\n");
        }
    }

    fn said(&self, node: Node<'_>) -> Option<&'s AriaNode> {
        self.nodes?.get(node.id().index())
    }

    /// The pattern that a field of this node is.
    fn pattern(&self, node: Node<'_>, field: AriaField) -> Option<&'s str> {
        let ahead = self.patterns.iter().skip_while(|pattern| pattern.node < node.id());
        let mut own = ahead.take_while(|pattern| pattern.node == node.id());
        own.find(|pattern| pattern.field == field).map(|pattern| &*pattern.source)
    }

    /// The text of a field, be it a pattern.
    fn text<'n>(&self, node: Node<'n>, field: AriaField) -> Option<Cow<'n, str>> {
        if let Some(source) = self.pattern(node, field) {
            return Some(format!("/{source}/").into());
        }
        let text = match field {
            AriaField::Name => Some(node.name()),
            AriaField::Value => node.value(),
            AriaField::Url => node.attribute("url"),
        };
        text.map(Cow::Borrowed)
    }

    fn node(&mut self, node: Node<'_>, level: usize) -> Children {
        let past = self.patterns.iter().take_while(|pattern| pattern.node < node.id()).count();
        self.patterns = self.patterns.get(past..).unwrap_or_default();
        push_item(level, &mut self.out);
        // The only text in a field that has no value would be it.
        let is_value_like = node.parent().is_some_and(|parent| {
            has_value(parent.role())
                && parent.children().nth(1).is_none()
                && self.text(parent, AriaField::Value).is_none()
        });
        if self.is_plain_text(node) && !is_value_like {
            self.out.push_str("text: ");
            push_scalar(&self.text(node, AriaField::Name).unwrap_or_default(), &mut self.out);
            self.out.push('\n');
            return Children::Below;
        }
        let properties = [
            ("url", self.text(node, AriaField::Url)),
            ("placeholder", node.attribute("placeholder").map(Cow::Borrowed)),
        ];
        let value = self.text(node, AriaField::Value);
        let has_properties =
            self.is_marked(node) || properties.iter().any(|(_, value)| value.is_some());
        let inline = if has_properties { None } else { self.inline_text(node) };
        let has_more = has_properties || value.is_some() || !node.is_leaf();
        push_line_key(&self.key(node), has_more, level, &mut self.out);
        if let Some(text) = inline {
            self.out.push(' ');
            push_scalar(&text, &mut self.out);
            self.out.push('\n');
            return if node.is_leaf() { Children::Below } else { Children::Inline };
        }
        self.out.push('\n');
        if let Some(said) = self.said(node) {
            self.marks(said, level + 1);
        }
        for (name, value) in properties {
            if let Some(value) = value {
                push_property(name, &value, level + 1, &mut self.out);
            }
        }
        match value {
            None => {}
            Some(value) if node.is_leaf() && has_value(node.role()) => {
                push_entry("text", &value, level + 1, &mut self.out);
            }
            Some(value) => push_property("value", &value, level + 1, &mut self.out),
        }
        Children::Below
    }

    fn is_marked(&self, node: Node<'_>) -> bool {
        self.said(node).is_some_and(|said| {
            let AriaNode { children, order, occurrence, .. } = said;
            children.is_some() || *order == ChildOrder::Free || *occurrence != Occurrence::Once
        })
    }

    fn marks(&mut self, said: &AriaNode, level: usize) {
        let AriaNode { children, order, occurrence, .. } = said;
        for (name, value) in [
            ("children", children.map(ChildrenMode::as_str)),
            ("order", (*order == ChildOrder::Free).then_some("free")),
            ("optional", occurrence.is_optional().then_some("true")),
            ("repeat", occurrence.is_repeated().then_some("true")),
        ] {
            if let Some(value) = value {
                push_property(name, value, level, &mut self.out);
            }
        }
    }

    /// What stands behind the colon on the node's own line: its value, or the text that is its only child.
    fn inline_text<'n>(&self, node: Node<'n>) -> Option<Cow<'n, str>> {
        let value = self.text(node, AriaField::Value);
        if has_value(node.role()) {
            return value.filter(|_| node.is_leaf());
        }
        let mut children = node.children();
        let only = children.next().filter(|_| children.next().is_none() && value.is_none())?;
        if self.is_plain_text(only) { self.text(only, AriaField::Name) } else { None }
    }

    /// True for a text node that is nothing but its text, and that stays what it is when written as one.
    fn is_plain_text(&self, node: Node<'_>) -> bool {
        let pattern = self.pattern(node, AriaField::Name);
        let is_plain = node.role() == AriaRole::Text
            && (pattern.is_some() || !node.name().is_empty())
            && node.is_leaf()
            && node.states().is_empty()
            && node.attributes().len() == 0
            && node.value().is_none();
        // A snapshot of a screen has no patterns: whatever its texts look like, they are texts.
        let Some(said) = self.said(node).filter(|_| is_plain) else { return is_plain };
        let is_itself = match pattern {
            Some(source) => !source.is_empty(),
            None => !is_pattern_text(node.name()),
        };
        is_itself
            && said.written == AriaStates::default()
            && !self.is_marked(node)
            && self.pattern(node, AriaField::Value).is_none()
            && self.pattern(node, AriaField::Url).is_none()
    }

    /// `role "name" [states]`, quoted where YAML demands it.
    fn key(&self, node: Node<'_>) -> String {
        let mut key = node.role().as_str().to_owned();
        if let Some(source) = self.pattern(node, AriaField::Name) {
            key.push(' ');
            key.push_str(&slashed(source));
        } else if !node.name().is_empty() || node.role() == AriaRole::Text {
            // `text` alone would be the key of a static text.
            key.push_str(" \"");
            for c in node.name().chars() {
                if matches!(c, '"' | '\\') {
                    key.push('\\');
                }
                key.push(c);
            }
            key.push('"');
        }
        let told = match self.said(node) {
            Some(said) => said.written,
            None => told(node.states(), node.attribute("level").is_some()),
        };
        push_states(told, node, &mut key);
        if !yaml::must_quote(&key) {
            return key;
        }
        if key.chars().any(yaml::must_escape) {
            let mut quoted = String::new();
            yaml::push_double_quoted(&key, &mut quoted);
            return quoted;
        }
        format!("'{}'", key.replace('\'', "''"))
    }
}

fn push_item(level: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", level));
    out.push_str("- ");
}

fn push_property(name: &str, value: &str, level: usize, out: &mut String) {
    push_entry(&format!("/{name}"), value, level, out);
}

fn push_entry(key: &str, value: &str, level: usize, out: &mut String) {
    push_item(level, out);
    out.push_str(key);
    out.push_str(": ");
    push_scalar(value, out);
    out.push('\n');
}

/// The key of a line, and the colon if something comes behind it.
fn push_line_key(key: &str, has_more: bool, level: usize, out: &mut String) {
    // What YAML allows a key to have on its line, less what the quotes and escapes may add.
    const KEY_BYTES_MAX: usize = 1_000;
    if has_more && key.len() > KEY_BYTES_MAX {
        out.push_str("? ");
        out.push_str(key);
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level + 1));
        out.push(':');
        return;
    }
    out.push_str(key);
    if has_more {
        out.push(':');
    }
}

fn push_scalar(text: &str, out: &mut String) {
    if yaml::must_quote(text) {
        yaml::push_double_quoted(text, out);
    } else {
        out.push_str(text);
    }
}
