//! Sentences for people.

use sz_diff::{Field, FieldChange};
use sz_tree::{AriaRole, Node};

/// The longest piece of a screen in a sentence, in characters.
const MAX_QUOTE_CHARS: usize = 80;

/// Text from a screen, quoted and short.
pub(crate) fn quoted(text: &str) -> String {
    if text.chars().nth(MAX_QUOTE_CHARS).is_none() {
        return format!("\"{text}\"");
    }
    let head: String = text.chars().take(MAX_QUOTE_CHARS).collect();
    format!("\"{head}…\"")
}

/// `The button "Accept"`, and for a node without a name `A list`.
pub(crate) fn subject(node: Node<'_>) -> String {
    match node.name() {
        "" => format!("A {}", node.role().as_str()),
        name => format!("The {} {}", node.role().as_str(), quoted(name)),
    }
}

/// ` and the 3 nodes in it`, or nothing for a leaf.
pub(crate) fn company(node: Node<'_>) -> String {
    match node.subtree_size() - 1 {
        0 => String::new(),
        1 => " and the node in it".to_owned(),
        n => format!(" and the {n} nodes in it"),
    }
}

/// What became of a node, to stand behind [`subject`]: one clause per field.
pub(crate) fn changes(node: Node<'_>, changes: &[FieldChange]) -> String {
    let clauses: Vec<String> = changes.iter().map(|change| clause(node, change)).collect();
    clauses.join(", and ")
}

fn clause(node: Node<'_>, change: &FieldChange) -> String {
    let new = change.new.as_deref().filter(|text| !text.is_empty());
    let old = change.old.as_deref().filter(|text| !text.is_empty());
    let (new, old) = (new.map(quoted), old.map(quoted));
    let what = match &change.field {
        Field::Name => "name".to_owned(),
        Field::States => "state".to_owned(),
        Field::Attribute(key) => format!("attribute {key}"),
        field => field.to_string(),
    };
    match (old, new) {
        // The subject of the sentence says the old name already.
        (Some(_), Some(new)) if change.field == Field::Name => {
            let verb = if node.role() == AriaRole::Text { "now reads" } else { "is now called" };
            format!("{verb} {new}")
        }
        (Some(old), Some(new)) => format!("has the {what} {new} instead of {old}"),
        (None, Some(new)) => format!("has the {what} {new}, which it had not"),
        (Some(old), None) => format!("lost the {what} {old}"),
        (None, None) => format!("has another {what}"),
    }
}
