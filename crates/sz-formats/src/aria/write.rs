use sz_tree::{AriaRole, Node, Tree};

use super::{has_value, project::project_aria, states::push_states};
use crate::yaml;

/// The tree as a Playwright ARIA snapshot: what [`project_aria`] keeps of it, one node a line.
///
/// Names are always quoted, so that none turns into a pattern.
pub fn write_aria(tree: &Tree) -> String {
    let tree = project_aria(tree);
    let mut out = String::new();
    // Where the subtrees that are open end, in pre-order.
    let mut open: Vec<usize> = Vec::new();
    let mut nodes = tree.nodes();
    while let Some(node) = nodes.next() {
        let index = node.id().index();
        while open.last() == Some(&index) {
            open.pop();
        }
        let level = open.len();
        if push_node(node, level, &mut out) == Children::Inline {
            nodes.next();
        }
        open.push(index + node.subtree_size());
    }
    out
}

/// Where the children of a node are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Children {
    /// The one there is stands on the line of the node.
    Inline,
    Below,
}

fn push_node(node: Node<'_>, level: usize, out: &mut String) -> Children {
    push_item(level, out);
    let is_in_field = node.parent().is_some_and(|parent| has_value(parent.role()));
    if is_plain_text(node) && !is_in_field {
        out.push_str("text: ");
        push_scalar(node.name(), out);
        out.push('\n');
        return Children::Below;
    }
    let properties =
        [("url", node.attribute("url")), ("placeholder", node.attribute("placeholder"))];
    let has_properties = properties.iter().any(|(_, value)| value.is_some());
    let inline = if has_properties { None } else { inline_text(node) };
    let has_more = has_properties || node.value().is_some() || !node.is_leaf();
    push_line_key(&key(node), has_more, level, out);
    if let Some(text) = inline {
        out.push(' ');
        push_scalar(text, out);
        out.push('\n');
        return if node.is_leaf() { Children::Below } else { Children::Inline };
    }
    out.push('\n');
    for (name, value) in properties {
        if let Some(value) = value {
            push_property(name, value, level + 1, out);
        }
    }
    match node.value() {
        None => {}
        Some(value) if node.is_leaf() => push_entry("text", value, level + 1, out),
        Some(value) => push_property("value", value, level + 1, out),
    }
    Children::Below
}

/// What stands behind the colon on the node's own line: its value, or the text that is its only child.
fn inline_text(node: Node<'_>) -> Option<&str> {
    if has_value(node.role()) {
        return node.value().filter(|_| node.is_leaf());
    }
    let mut children = node.children();
    let only = children.next().filter(|_| children.next().is_none())?;
    is_plain_text(only).then_some(only.name())
}

/// True for a text node that is nothing but its text.
fn is_plain_text(node: Node<'_>) -> bool {
    node.role() == AriaRole::Text
        && !node.name().is_empty()
        && node.is_leaf()
        && node.states().is_empty()
        && node.attributes().len() == 0
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

/// `role "name" [states]`, quoted where YAML demands it.
fn key(node: Node<'_>) -> String {
    let mut key = node.role().as_str().to_owned();
    // `text` alone would be the key of a static text.
    if !node.name().is_empty() || node.role() == AriaRole::Text {
        key.push_str(" \"");
        for c in node.name().chars() {
            if matches!(c, '"' | '\\') {
                key.push('\\');
            }
            key.push(c);
        }
        key.push('"');
    }
    push_states(node.states(), node.attribute("level"), node.attribute("invalid"), &mut key);
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

fn push_scalar(text: &str, out: &mut String) {
    if yaml::must_quote(text) {
        yaml::push_double_quoted(text, out);
    } else {
        out.push_str(text);
    }
}
