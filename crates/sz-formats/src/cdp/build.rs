//! From the linked list to a tree.

use sz_tree::{AriaRole, BuildError, Tree, TreeBuilder};

use super::list::{IGNORED, List, NONE, Record};
use crate::{fault::Fault, foreign::plain_number, roles, text::collapse};

/// A node whose children are being built, or an ignored one whose children take its place.
struct Level {
    node: u32,
    next_child: u32,
    is_open: bool,
    /// The text field around it, if there is one.
    field: Option<u32>,
}

/// What becomes of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Hoisted,
    Dropped,
}

pub(super) fn build(list: &List<'_>, root: u32, mut builder: TreeBuilder) -> Result<Tree, Fault> {
    let origin = origin_of(list, root);
    let mut levels = vec![open(list, root, &origin, &mut builder)?];
    while let Some(level) = levels.last_mut() {
        let Some(&child) = list.children(level.node).get(level.next_child as usize) else {
            if level.is_open {
                let at = list.nodes[level.node as usize].at as usize;
                builder.close().map_err(|error| Fault::build(at, &error))?;
            }
            levels.pop();
            continue;
        };
        level.next_child += 1;
        if child == NONE {
            continue;
        }
        let field = level.field;
        match field.map_or_else(|| fate(list, child), |field| fate_in_field(list, field, child)) {
            Fate::Dropped => {}
            Fate::Hoisted => {
                levels.push(Level { node: child, next_child: 0, is_open: false, field });
            }
            Fate::Kept => levels.push(open(list, child, &origin, &mut builder)?),
        }
    }
    builder.finish().map_err(|error| Fault::build(0, &error))
}

fn fate(list: &List<'_>, node: u32) -> Fate {
    let record = &list.nodes[node as usize];
    match list.raw(record.role) {
        "LineBreak" => Fate::Dropped,
        _ if record.flags & IGNORED != 0 => Fate::Hoisted,
        "none" | "presentation" => Fate::Hoisted,
        _ => Fate::Kept,
    }
}

/// Inside of a text field the browser repeats what is typed, in boxes of its own: the boxes are nothing to a
/// person, and the text is the field's value or placeholder.
fn fate_in_field(list: &List<'_>, field: u32, node: u32) -> Fate {
    let record = &list.nodes[node as usize];
    match list.raw(record.role) {
        "generic" => Fate::Hoisted,
        "StaticText" if is_told_by_field(list, field, record) => Fate::Dropped,
        _ => fate(list, node),
    }
}

fn is_told_by_field(list: &List<'_>, field: u32, text: &Record) -> bool {
    let field = &list.nodes[field as usize];
    let Some(details) = list.details.get(field.details as usize) else { return false };
    let start = details.attributes_start as usize;
    let end = start + details.attributes_len as usize;
    let attributes = list.attributes.get(start..end).unwrap_or_default();
    let placeholder = attributes.iter().find(|(key, _)| *key == "placeholder");
    details.value.is_some()
        || placeholder.is_some_and(|&(_, value)| list.decode(value) == list.decode(text.name))
}

/// Opens the node; its children are next, unless they say nothing that it does not say itself.
fn open(
    list: &List<'_>,
    node: u32,
    origin: &str,
    builder: &mut TreeBuilder,
) -> Result<Level, Fault> {
    let record = list.nodes[node as usize];
    set_fields(list, &record, origin, builder)
        .map_err(|error| Fault::build(record.at as usize, &error))?;
    let next_child = if repeats_itself(list, node) { u32::MAX } else { 0 };
    let is_field = matches!(list.raw(record.role), "textbox" | "searchbox" | "spinbutton")
        || list.raw(record.role).starts_with("TextField");
    Ok(Level { node, next_child, is_open: true, field: is_field.then_some(node) })
}

fn set_fields(
    list: &List<'_>,
    record: &Record,
    origin: &str,
    builder: &mut TreeBuilder,
) -> Result<(), BuildError> {
    let role = list.decode(record.role);
    let role = if record.flags & IGNORED != 0 || role.is_empty() || role == "none" {
        AriaRole::Generic.into()
    } else {
        roles::cdp::role(&role)
    };
    builder.open(role)?;
    builder.states(record.states)?;
    builder.name(&collapse(&list.decode(record.name)))?;
    let Some(details) = list.details.get(record.details as usize) else { return Ok(()) };
    builder.bounds(details.bounds)?;
    builder.description(&collapse(&list.decode(details.description)))?;
    if let Some(value) = details.value {
        builder.value(plain_number(&list.decode(value)))?;
    }
    let start = details.attributes_start as usize;
    let end = start + details.attributes_len as usize;
    for &(key, value) in list.attributes.get(start..end).unwrap_or_default() {
        let value = list.decode(value);
        let value = if key == "url" { without_origin(&value, origin) } else { &value };
        builder.attribute(key, &collapse(value))?;
    }
    Ok(())
}

/// True where all that is left of a node's children is one static text with its name or value.
fn repeats_itself(list: &List<'_>, node: u32) -> bool {
    let Some(text) = only_child(list, node) else { return false };
    let text = &list.nodes[text as usize];
    if list.raw(text.role) != "StaticText" {
        return false;
    }
    let record = &list.nodes[node as usize];
    if text.name == record.name {
        return true;
    }
    let text = list.decode(text.name);
    let text = collapse(&text);
    let value = list.details.get(record.details as usize).and_then(|details| details.value);
    let is = |other| collapse(&list.decode(other)) == text;
    is(record.name) || value.is_some_and(is)
}

/// The only child that a node keeps, seen through the ignored ones. Each ignored node is looked through
/// for one kept node, so that all calls together cost the length of the list.
fn only_child(list: &List<'_>, node: u32) -> Option<u32> {
    let mut found = None;
    let mut levels = vec![(node, 0_usize)];
    while let Some((node, next_child)) = levels.last_mut() {
        let Some(&child) = list.children(*node).get(*next_child) else {
            levels.pop();
            continue;
        };
        *next_child += 1;
        if child == NONE {
            continue;
        }
        match fate(list, child) {
            Fate::Dropped => {}
            Fate::Hoisted => levels.push((child, 0)),
            Fate::Kept if found.is_some() => return None,
            Fate::Kept => found = Some(child),
        }
    }
    found
}

/// `https://example.org:8000`: what all addresses within the page start with.
fn origin_of(list: &List<'_>, root: u32) -> String {
    let record = &list.nodes[root as usize];
    let Some(details) = list.details.get(record.details as usize) else { return String::new() };
    let start = details.attributes_start as usize;
    let end = start + details.attributes_len as usize;
    let attributes = list.attributes.get(start..end).unwrap_or_default();
    let Some(&(_, url)) = attributes.iter().find(|(key, _)| *key == "url") else {
        return String::new();
    };
    let url = list.decode(url);
    let Some(host_at) = url.find("://").map(|at| at + 3) else { return String::new() };
    let host_len = url[host_at..].find(['/', '?', '#']).unwrap_or(url.len() - host_at);
    url[..host_at + host_len].to_owned()
}

/// Path, query and fragment of an address on the page's own server, so that neither host nor port counts.
fn without_origin<'a>(url: &'a str, origin: &str) -> &'a str {
    match url.strip_prefix(origin) {
        Some("") if !origin.is_empty() => "/",
        Some(rest) if !origin.is_empty() && rest.starts_with(['/', '?', '#']) => rest,
        _ => url,
    }
}
