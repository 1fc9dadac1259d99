use std::fmt::Write as _;

use sz_tree::{Node, Role, Tree};

use super::SCHEMA;
use crate::{Capture, Quality, json::push_quoted};

/// The tree as canonical JSON (`sz`, schema `sz-tree/1`): one line, keys in a fixed order, nothing that
/// is absent or empty. Reading it gives an equal tree, as long as no node has more than 1,024 attributes.
pub fn write_sz(tree: &Tree) -> String {
    write(tree, None, &Quality::COMPLETE)
}

/// As [`write_sz`], with the name of the application the tree belongs to.
pub fn write_sz_for(tree: &Tree, app: &str) -> String {
    write(tree, Some(app), &Quality::COMPLETE)
}

/// As [`write_sz`], with everything that is known of the capture beside its tree: application and quality.
/// Reading it gives the same capture, in format `sz`.
pub fn write_sz_capture(capture: &Capture) -> String {
    write(&capture.tree, capture.app.as_deref(), &capture.quality)
}

fn write(tree: &Tree, app: Option<&str>, quality: &Quality) -> String {
    const TYPICAL_NODE_BYTES: usize = 128;
    let mut out = String::with_capacity(tree.len() * TYPICAL_NODE_BYTES);
    out.push_str("{\"schema\":\"");
    out.push_str(SCHEMA);
    out.push('"');
    push_member("app", app, &mut out);
    if *quality != Quality::COMPLETE {
        out.push_str(",\"quality\":{\"verdict\":");
        push_quoted(quality.verdict().as_str(), &mut out);
        push_member("reason", Some(quality.reason()).filter(|reason| !reason.is_empty()), &mut out);
        out.push('}');
    }
    out.push_str(",\"root\":");
    // Where the subtrees that are open end, in pre-order.
    let mut open: Vec<usize> = Vec::new();
    for node in tree.nodes() {
        let index = node.id().index();
        while open.last() == Some(&index) {
            open.pop();
            out.push_str("]}");
        }
        if node.position() > 0 {
            out.push(',');
        }
        push_fields(node, &mut out);
        if node.is_leaf() {
            out.push('}');
        } else {
            out.push_str(",\"children\":[");
            open.push(index + node.subtree_size());
        }
    }
    for _ in open {
        out.push_str("]}");
    }
    out.push('}');
    out
}

/// Everything of a node but its children and its closing brace.
fn push_fields(node: Node<'_>, out: &mut String) {
    out.push_str("{\"role\":");
    match node.role() {
        Role::Aria(role) => push_quoted(role.as_str(), out),
        role @ Role::Platform(_) => push_quoted(&role.to_string(), out),
    }
    push_member("name", Some(node.name()).filter(|name| !name.is_empty()), out);
    push_member("value", node.value(), out);
    push_member("description", Some(node.description()).filter(|text| !text.is_empty()), out);
    if !node.states().is_empty() {
        out.push_str(",\"states\":[");
        for (i, state) in node.states().iter().enumerate() {
            out.push_str(if i == 0 { "\"" } else { ",\"" });
            out.push_str(state.as_str());
            out.push('"');
        }
        out.push(']');
    }
    if let Some(bounds) = node.bounds() {
        let (x, y, width, height) = (bounds.x(), bounds.y(), bounds.width(), bounds.height());
        // Writing to a string cannot fail.
        let _ = write!(out, ",\"bounds\":[{x},{y},{width},{height}]");
    }
    if node.attributes().len() > 0 {
        out.push_str(",\"attributes\":{");
        for (i, (key, value)) in node.attributes().enumerate() {
            if i > 0 {
                out.push(',');
            }
            push_quoted(key, out);
            out.push(':');
            push_quoted(value, out);
        }
        out.push('}');
    }
}

fn push_member(key: &str, value: Option<&str>, out: &mut String) {
    if let Some(value) = value {
        out.push_str(",\"");
        out.push_str(key);
        out.push_str("\":");
        push_quoted(value, out);
    }
}
