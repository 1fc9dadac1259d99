use std::fmt::Write as _;

use sz_tree::{Node, State, Tree};

use crate::one_line::is_unsafe;

/// The tree as an outline for people: one node a line, indented by depth, without colour.
///
/// ```text
/// form "Sign in"
///   textbox "E-mail" = "ada@example.org" {focused, required} [id=email] @10,20 300x24
///   button "Continue" ("Goes to the next step") {disabled}
/// ```
///
/// Text is escaped: whatever a screen shows, a terminal only sees printable characters, and none that turn
/// the direction of the line. Past 40 levels the depth is a number: `(41) generic`.
pub fn write_outline(tree: &Tree) -> String {
    const TYPICAL_LINE_BYTES: usize = 64;
    let mut out = String::with_capacity(tree.len() * TYPICAL_LINE_BYTES);
    let mut open: Vec<usize> = Vec::new();
    for node in tree.nodes() {
        let index = node.id().index();
        while open.last() == Some(&index) {
            open.pop();
        }
        out.extend(std::iter::repeat_n("  ", open.len().min(LEVELS_MAX)));
        if open.len() > LEVELS_MAX {
            // Writing to a string cannot fail.
            let _ = write!(out, "({}) ", open.len());
        }
        push_node(node, &mut out);
        out.push('\n');
        open.push(index + node.subtree_size());
    }
    out
}

/// Levels that are shown by indentation.
const LEVELS_MAX: usize = 40;

fn push_node(node: Node<'_>, out: &mut String) {
    let role = node.role();
    if role.aria().is_none() {
        out.push_str(sz_tree::PLATFORM_PREFIX);
    }
    push_escaped(role.as_str(), out);
    if !node.name().is_empty() {
        out.push(' ');
        push_quoted(node.name(), out);
    }
    if let Some(value) = node.value() {
        out.push_str(" = ");
        push_quoted(value, out);
    }
    if !node.description().is_empty() {
        out.push_str(" (");
        push_quoted(node.description(), out);
        out.push(')');
    }
    if !node.states().is_empty() {
        let names: Vec<&str> = node.states().iter().map(State::as_str).collect();
        // Writing to a string cannot fail.
        let _ = write!(out, " {{{}}}", names.join(", "));
    }
    for (key, value) in node.attributes() {
        out.push_str(" [");
        push_escaped(key, out);
        out.push('=');
        if is_word(value) {
            out.push_str(value);
        } else {
            push_quoted(value, out);
        }
        out.push(']');
    }
    if let Some(bounds) = node.bounds() {
        let (x, y, width, height) = (bounds.x(), bounds.y(), bounds.width(), bounds.height());
        let _ = write!(out, " @{x},{y} {width}x{height}");
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':'))
}

fn push_quoted(text: &str, out: &mut String) {
    out.push('"');
    push_escaped(text, out);
    out.push('"');
}

fn push_escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
