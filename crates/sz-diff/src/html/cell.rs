//! One node in HTML.

use std::fmt::Write as _;

use sz_tree::Node;

use crate::{Field, FieldChange, Modified, WordPiece, judge::state_names};

/// Which of the two trees a cell shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// Writes a node with all its texts; what differs from the other side is in `del` and `ins`.
pub(super) fn write_node(
    out: &mut String,
    node: Node<'_>,
    modified: Option<&Modified>,
    side: Side,
) {
    let changes = modified.map_or(&[][..], |modified| &modified.changes);
    let cell = Cell { changes, side };
    cell.write(out, &Field::Role, Some(&node.role().to_string()), ["", ""]);
    let filled = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
    cell.write(out, &Field::Name, filled(node.name()).as_deref(), [" “", "”"]);
    cell.write(out, &Field::Value, node.value(), [" = “", "”"]);
    cell.write(out, &Field::Description, filled(node.description()).as_deref(), [" (“", "”)"]);
    cell.write(out, &Field::States, state_names(node.states()).as_deref(), [" {", "}"]);
    for (key, value) in node.attributes() {
        let mut before = String::from(" [");
        push_text(&mut before, key);
        before.push('=');
        cell.write(out, &Field::Attribute(key.to_owned()), Some(value), [&before, "]"]);
    }
    if cell.change(&Field::Bounds).is_some() {
        cell.write(out, &Field::Bounds, None, [" @", ""]);
    }
}

struct Cell<'c> {
    changes: &'c [FieldChange],
    side: Side,
}

impl<'c> Cell<'c> {
    fn change(&self, field: &Field) -> Option<&'c FieldChange> {
        // In the order of fields, as a difference has them: a node may have very many attributes.
        let place = self.changes.binary_search_by(|change| change.field.cmp(field)).ok()?;
        self.changes.get(place)
    }

    /// Writes a field between two pieces of markup, if the node has it.
    fn write(&self, out: &mut String, field: &Field, own: Option<&str>, around: [&str; 2]) {
        let change = self.change(field);
        let text = match (change, self.side) {
            (Some(change), Side::Before) => change.old.as_deref(),
            (Some(change), Side::After) => change.new.as_deref(),
            (None, _) => own,
        };
        let Some(text) = text else { return };
        out.push_str(around[0]);
        out.push_str("<bdi>");
        match change {
            None => push_text(out, text),
            Some(change) => self.write_changed(out, change, text),
        }
        out.push_str("</bdi>");
        out.push_str(around[1]);
    }

    fn write_changed(&self, out: &mut String, change: &FieldChange, text: &str) {
        let Some(words) = change.words() else { return self.write_marked(out, text) };
        for piece in &words {
            match (piece, self.side) {
                (WordPiece::Kept(text), _) => push_text(out, text),
                (WordPiece::Removed(text), Side::Before)
                | (WordPiece::Added(text), Side::After) => self.write_marked(out, text),
                _ => {}
            }
        }
    }

    fn write_marked(&self, out: &mut String, text: &str) {
        let tag = if self.side == Side::Before { "del" } else { "ins" };
        let _ = write!(out, "<{tag}>");
        push_text(out, text);
        let _ = write!(out, "</{tag}>");
    }
}

/// Adds text from a screen: markup as entities, and what is not to be seen, or would turn the direction of what is around
/// it, as `\u{202e}`.
pub(super) fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if is_hidden(c) => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
}

/// Control and format characters but for the joiners that emoji and some scripts need, and what is no character.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
