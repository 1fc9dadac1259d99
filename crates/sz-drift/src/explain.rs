//! Sentences for people.

use std::{borrow::Cow, fmt};

use sz_diff::{Field, FieldChange, WordPiece};
use sz_tree::{AriaRole, Node, NodeId, Role};

/// The longest piece of a screen in a sentence, in characters.
const MAX_QUOTE_CHARS: usize = 80;

/// Text from a screen, quoted and short.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_QUOTE_CHARS) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// A node of a screen or baseline, as a sentence speaks of it.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) node: Node<'a>,
    /// The node's name is a pattern of a baseline.
    pub(crate) is_pattern: bool,
}

impl<'a> Subject<'a> {
    pub(crate) fn exact(node: Node<'a>) -> Self {
        Self { node, is_pattern: false }
    }
}

impl fmt::Display for Subject<'_> {
    /// `The button "Accept"`, `The text "OK" of the button "accept"`, `The text that should match /\d+/`, and
    /// `A list` for a node without a name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (role, name) = (self.node.role().as_str(), self.node.name());
        match name {
            "" if role.starts_with(['a', 'e', 'i', 'o', 'u']) => return write!(f, "An {role}"),
            "" => return write!(f, "A {role}"),
            _ if self.is_pattern => write!(f, "The {role} that should match {}", shortened(name))?,
            _ => write!(f, "The {role} {}", quoted(name))?,
        }
        let owner = self.node.parent().filter(|parent| speaks_through_text(*parent));
        match owner.filter(|_| self.node.role() == AriaRole::Text) {
            Some(owner) => {
                write!(f, " of the {} {}", owner.role().as_str(), quoted(owner.name()))
            }
            None => Ok(()),
        }
    }
}

/// True for controls and headings that have a name beside the text inside.
fn speaks_through_text(node: Node<'_>) -> bool {
    use AriaRole::{Button, Heading, Link, Menuitem, Tab};
    !node.name().is_empty()
        && matches!(node.role(), Role::Aria(Button | Heading | Link | Menuitem | Tab))
}

/// ` is`, ` and the node in it are` or ` and the 3 nodes in it are`: what stands between a subject and what happened
/// to it.
pub(crate) fn and_company_is(node: Node<'_>) -> String {
    match node.subtree_size() - 1 {
        0 => " is".to_owned(),
        1 => " and the node in it are".to_owned(),
        n => format!(" and the {n} nodes in it are"),
    }
}

/// Where a node went, to stand behind a [`Subject`]: from one part of the screen to another, or among its neighbours.
/// `paths` tell what words do not.
pub(crate) fn moved(
    [old, new]: [Node<'_>; 2],
    paths: [&str; 2],
    is_pattern: impl Fn(Node<'_>) -> bool,
) -> String {
    let in_baseline = |node: Node<'_>| mention(Subject { node, is_pattern: is_pattern(node) });
    let on_screen = |node: Node<'_>| mention(Subject::exact(node));
    let homes = [old.parent().map(in_baseline), new.parent().map(on_screen)];
    if let [Some(from), Some(to)] = &homes
        && from != to
    {
        return format!("moved from {from} to {to}");
    }
    let neighbours = [previous(old).map(in_baseline), previous(new).map(on_screen)];
    let place =
        |it: &Option<String>| it.as_ref().map_or("first".into(), |it| format!("after {it}"));
    let [before, now] = neighbours.each_ref().map(place);
    if before == now {
        return format!("stands at {} instead of {}", paths[1], paths[0]);
    }
    format!("now stands {now} instead of {before}")
}

/// The sibling before a node. Not by way of all before it: of many nodes that moved, each would cost as many steps.
fn previous(node: Node<'_>) -> Option<Node<'_>> {
    let parent = node.parent()?;
    let before = u32::try_from(node.id().index()).ok()?.checked_sub(1)?;
    let last = node.tree().node(NodeId::new(before))?;
    let around = std::iter::successors(Some(last), |inner| inner.parent());
    around.take_while(|inner| inner.id() != parent.id()).last()
}

/// A [`Subject`] within a sentence.
fn mention(subject: Subject<'_>) -> String {
    let text = subject.to_string();
    let rest = text.strip_prefix(['A', 'T']).unwrap_or_default();
    let first = if text.starts_with('T') { 't' } else { 'a' };
    format!("{first}{rest}")
}

/// What became of a node, to stand behind a [`Subject`]: one clause per field.
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
    if let Some(said) = change.words().and_then(|words| reworded(&words)) {
        return match change.field {
            Field::Name => said,
            _ => format!("has a {what} that {said}"),
        };
    }
    match (old, new) {
        // The subject of the sentence says the old name already.
        (Some(_), Some(new)) if change.field == Field::Name => {
            let verb = if node.role() == AriaRole::Text { "now reads" } else { "is now called" };
            format!("{verb} {new}")
        }
        (Some(old), Some(new)) => format!("has the {what} {new} instead of {old}"),
        (None, Some(new)) => format!("has the {what} {new}, which it did not have"),
        (Some(old), None) => format!("lost the {what} {old}"),
        (None, None) => format!("has another {what}"),
    }
}

/// What changed in a long text, where that is in one place: quoting both texts in full would hide it.
fn reworded(words: &[WordPiece]) -> Option<String> {
    let is_kept = |piece: &&WordPiece| matches!(piece, WordPiece::Kept(_));
    let changed: Vec<_> = words.iter().filter(|piece| !is_kept(piece)).collect();
    let is_space = |piece: &&WordPiece| {
        let (WordPiece::Kept(text) | WordPiece::Removed(text) | WordPiece::Added(text)) = piece;
        text.trim().is_empty()
    };
    if changed.iter().any(is_space) {
        return None;
    }
    let said = |text: &str| quoted(text.trim());
    Some(match changed.as_slice() {
        [WordPiece::Removed(old), WordPiece::Added(new)] => {
            format!("now says {} instead of {}", said(new), said(old))
        }
        [WordPiece::Added(new)] => format!("now says {} as well", said(new)),
        [WordPiece::Removed(old)] => format!("no longer says {}", said(old)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
