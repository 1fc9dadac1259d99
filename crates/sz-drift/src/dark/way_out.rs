//! Ways to say no: buttons and links that decline, close or cancel.
//!
//! Taking them away is the dark pattern called "obstruction" (hidden or missing close and decline) in Gray et
//! al., "The Dark (Patterns) Side of UX Design", CHI 2018.

use sz_tree::{AriaRole, Node, Role, State};

/// First words of labels that decline.
const WORDS: &[&str] = &[
    "decline",
    "reject",
    "refuse",
    "cancel",
    "close",
    "dismiss",
    "skip",
    "deny",
    "disagree",
    "exit",
    "quit",
    "unsubscribe",
    "opt-out",
    "leave",
    "back",
];

/// Whole beginnings of labels that decline.
const PHRASES: &[&str] = &[
    "no thanks",
    "no, thanks",
    "no thank you",
    "not now",
    "maybe later",
    "not interested",
    "opt out",
    "do not",
    "don't",
    "only necessary",
    "necessary only",
    "continue without",
];

/// Labels that are nothing but a cross.
const CROSSES: &[&str] = &["x", "×", "✕", "✖", "✗", "no"];

/// True for a control by which a person can say no.
pub(crate) fn is_way_out(node: Node<'_>) -> bool {
    let is_control =
        matches!(node.role(), Role::Aria(AriaRole::Button | AriaRole::Link | AriaRole::Menuitem));
    let text_child = || node.children().next().map_or("", Node::name);
    is_control && !node.is(State::Disabled) && [node.name(), text_child()].into_iter().any(declines)
}

fn declines(label: &str) -> bool {
    let label = label.trim().to_lowercase();
    let first = label.split(|c: char| c.is_whitespace() || [',', '_'].contains(&c)).next();
    first.is_some_and(|first| WORDS.contains(&first))
        || PHRASES.iter().any(|phrase| label.starts_with(phrase))
        || CROSSES.contains(&&*label)
}

#[cfg(test)]
mod tests;
