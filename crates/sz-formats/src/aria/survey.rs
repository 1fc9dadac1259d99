//! A first walk over a snapshot: how much there is, and what its top is.

use sz_tree::{Limits, Role};

use super::has_value;
use crate::{
    fault::Fault,
    yaml::{Event, Events},
};

/// What a snapshot holds.
pub(super) struct Survey {
    /// The nodes, at most.
    pub(super) nodes: usize,
    /// True unless the snapshot is one node whose place among others is not compared.
    pub(super) is_fragment: bool,
}

/// A container that is being walked.
struct Level {
    is_mapping: bool,
    next: Next,
}

/// What comes next in a mapping.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Key,
    /// What stands behind a node: a text node, if it is text.
    Content,
    /// A value that is part of its key: of `text`, of a property, of a field.
    Part,
    /// How the list of the nodes at the top is compared.
    Mode,
}

/// Walks over the whole document, but not deeper than `limits` allow: what is wrong further down, the
/// reader finds itself.
///
/// The nodes are counted so that they get their memory at once, and so that a document of the shortest nodes
/// (`- a: b`), which nobody writes, does not get many times its length.
pub(super) fn survey(text: &str, limits: &Limits) -> Result<Survey, Fault> {
    let nodes_max = text.len() * 10 / 34 + 256;
    let levels_max = limits.depth.saturating_mul(2).saturating_add(2);
    let mut events = Events::new(text, limits)?;
    let mut levels: Vec<Level> = Vec::new();
    let (mut nodes, mut top_nodes, mut is_fragment) = (0_usize, 0_usize, false);
    loop {
        let event = events.next()?;
        let is_at_top = levels.len() <= 2;
        match event {
            Event::SequenceStart(_) | Event::MappingStart(_) => {
                let is_mapping = matches!(event, Event::MappingStart(_));
                levels.push(Level { is_mapping, next: Next::Key });
            }
            Event::End => {
                levels.pop();
                if let Some(level) = levels.last_mut() {
                    level.next = Next::Key;
                }
            }
            Event::Scalar(scalar) => {
                let Some(level) = levels.last_mut() else { break };
                if level.is_mapping && level.next != Next::Key {
                    nodes += usize::from(level.next == Next::Content);
                    // Among other nodes, one is the same as before.
                    is_fragment |= level.next == Next::Mode && scalar.text != "contain";
                    level.next = Next::Key;
                } else {
                    level.next = match &*scalar.text {
                        "/children" | "/order" if is_at_top => Next::Mode,
                        text if text.starts_with('/') || text == "text" || is_field(text) => {
                            Next::Part
                        }
                        _ => Next::Content,
                    };
                    let is_node = !scalar.text.starts_with('/');
                    nodes += usize::from(is_node);
                    top_nodes += usize::from(is_node && is_at_top);
                }
            }
        }
        if levels.is_empty() || levels.len() > levels_max {
            break;
        }
        if nodes > nodes_max {
            let fault = events.limit(format_args!("{nodes_max} nodes in {} bytes", text.len()));
            return Err(fault.help("give each node a line of its own"));
        }
    }
    is_fragment |= top_nodes != 1;
    Ok(Survey { nodes: nodes + usize::from(is_fragment), is_fragment })
}

/// True for a line whose role has a value instead of a text.
fn is_field(line: &str) -> bool {
    let role = line.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next();
    has_value(Role::from_name(role.unwrap_or_default()))
}
