use std::ops::Range;

use sz_tree::{AriaRole as R, Node, Role, State, States, Tree};

use crate::{
    built_in::{BuiltIn, TELLING, has_text, is_control, is_spinner, letters_are, texts},
    quiet::{is_loading_text, is_number},
};

/// What is kept below a node, as far as it decides whether a bar around it is nothing but a bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inside(u8);

impl Inside {
    const NOTHING: Self = Self(0);
    /// Texts that say how far something is.
    const PROGRESS: Self = Self(1);
    /// The thumb and the arrows of a scroll bar.
    const SCROLLING: Self = Self(2);
    /// Anything else that has text or reacts to input.
    const CONTENT: Self = Self(4);

    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What a node that is kept is to the bars around it, without what is below it.
    pub(crate) fn of(node: Node<'_>) -> Self {
        let telling = node.states().intersection(TELLING);
        let is_pushed_at_most = telling.intersection(PUSHED) == telling;
        if is_scroll_part(node) && is_pushed_at_most {
            return Self::SCROLLING;
        }
        if !telling.is_empty() || is_control(node) {
            return Self::CONTENT;
        }
        if !has_text(node) {
            return Self::NOTHING;
        }
        let is_passive = matches!(
            node.role(),
            Role::Platform(_)
                | Role::Aria(R::Generic | R::Group | R::Paragraph | R::Status | R::Text)
        );
        let is_progress = is_passive && texts(node).all(says_how_far);
        if is_progress { Self::PROGRESS } else { Self::CONTENT }
    }
}

/// What is inside the outermost bars and busy signs that hold anything, in pre-order: all that [`Inside`] matters for.
pub(crate) fn contents(tree: &Tree) -> Vec<Range<usize>> {
    let mut contents: Vec<Range<usize>> = Vec::new();
    for node in tree.nodes().filter(|node| !node.is_leaf() && is_bar(*node)) {
        let index = node.id().index();
        if contents.last().is_none_or(|outer| index >= outer.end) {
            contents.push(index + 1..index + node.subtree_size());
        }
    }
    contents
}

/// The roles that [`judge`] has a rule for.
fn is_bar(node: Node<'_>) -> bool {
    match node.role() {
        Role::Aria(role) => matches!(role, R::Scrollbar | R::Separator | R::Progressbar),
        Role::Platform(name) => is_spinner(name),
    }
}

/// What can be pushed has no other states that tell something.
const PUSHED: States = States::EMPTY.with(State::Clickable).with(State::Focusable);

/// The words that the buttons in scroll bars have for names.
const SCROLL_WORDS: &[&str] = &[
    "column",
    "decrease",
    "down",
    "horizontal",
    "increase",
    "large",
    "left",
    "line",
    "page",
    "position",
    "right",
    "scroll",
    "small",
    "thumb",
    "up",
    "vertical",
];

fn is_scroll_part(node: Node<'_>) -> bool {
    let is_word = |word: &str| SCROLL_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word));
    let is_part = match node.role() {
        Role::Aria(role) => role == R::Button,
        Role::Platform(name) => letters_are(name, "thumb"),
    };
    is_part && texts(node).all(|text| text.split(' ').all(is_word))
}

fn says_how_far(text: &str) -> bool {
    is_number(text) || is_loading_text(text)
}

/// The rule for a bar or busy sign that says and holds nothing else: each of its texts is a number, loading
/// text or the usual word for it, and so is what it holds, as far as such a bar holds anything.
pub(crate) fn judge(node: Node<'_>, inside: Inside) -> Option<BuiltIn> {
    let (rule, parts, words): (_, _, &[&str]) = match node.role() {
        Role::Aria(R::Scrollbar) => (
            BuiltIn::ScrollBar,
            Inside::SCROLLING,
            &["scrollbar", "verticalscrollbar", "horizontalscrollbar", "vertical", "horizontal"],
        ),
        Role::Aria(R::Separator) => {
            (BuiltIn::Separator, Inside::NOTHING, &["separator", "divider", "splitter"])
        }
        Role::Aria(R::Progressbar) => {
            (BuiltIn::ProgressBar, Inside::PROGRESS, &["progressbar", "progress"])
        }
        Role::Platform(name) if is_spinner(name) => (BuiltIn::Spinner, Inside::PROGRESS, &["busy"]),
        _ => return None,
    };
    let is_usual = |text: &str| {
        says_how_far(text)
            || words.iter().any(|word| letters_are(text, word))
            || rule == BuiltIn::Spinner && is_spinner(text)
    };
    let holds_parts_only = inside.0 & !parts.0 == 0;
    // A name that only programs read, such as `offer_timer`, is no text on the screen.
    let is_bare = |text: &str| is_usual(text) || text == node.name() && is_identifier(text);
    (holds_parts_only && texts(node).all(is_bare)).then_some(rule)
}

/// `offer_timer`, `scroll-bar`: words put together as programs do, which no sentence is.
fn is_identifier(text: &str) -> bool {
    const LONGEST: usize = 40;
    const MOST_WORDS: usize = 4;
    let is_joined = text.contains(['_', '-']);
    let words = || text.split(['_', '-']);
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|c| c.is_ascii_lowercase());
    text.len() <= LONGEST && is_joined && words().count() <= MOST_WORDS && words().all(is_word)
}
