use proptest::{collection::vec, prelude::*, sample::Index};
use sz_tree::{AriaRole as R, Bounds, BuildError, Limits, State, Tree, TreeBuilder};

use crate::text::WORDS;

/// What a screen's node decides before it knows where it stands.
#[derive(Clone, Debug)]
struct Draft {
    /// Levels below the root; less where the place offers less.
    level: usize,
    /// Which of the roles that fit under its parent.
    role: Index,
    name: Index,
    value: Index,
    /// 0 for the usual state of such a node.
    mood: u8,
}

/// Trees of 1 to `max_nodes` nodes that look like screens: roles nested as applications nest them, names
/// from a small pool so that siblings look alike, values and states that fit the role, and bounds that
/// grow down the page. No secrets and no odd text: [`crate::arb_tree`] has those.
///
/// # Panics
/// Where `max_nodes` is 0.
pub fn arb_screen(max_nodes: u32) -> impl Strategy<Value = Tree> {
    assert!(max_nodes > 0, "a tree has at least one node");
    let draft = (0..7_usize, any::<Index>(), any::<Index>(), any::<Index>(), 0..8_u8)
        .prop_map(|(level, role, name, value, mood)| Draft { level, role, name, value, mood });
    vec(draft, 1..=max_nodes as usize)
        .prop_map(|drafts| build(&drafts).expect("drafts stay within the limits"))
}

const PAGE: &[R] = &[
    R::Group,
    R::Form,
    R::List,
    R::Navigation,
    R::Table,
    R::Toolbar,
    R::Dialog,
    R::Heading,
    R::Paragraph,
    R::Button,
    R::Link,
    R::Text,
    R::Img,
];
const FIELDS: &[R] = &[
    R::Textbox,
    R::Checkbox,
    R::Button,
    R::Text,
    R::Combobox,
    R::Radiogroup,
    R::Searchbox,
    R::Group,
];

/// The roles that applications put under `parent`; none for a leaf.
const fn fitting(parent: R) -> &'static [R] {
    match parent {
        R::Window => &[R::Main, R::Navigation, R::Dialog, R::Toolbar, R::Status],
        R::Main | R::Group | R::Dialog => PAGE,
        R::Form => FIELDS,
        R::List => &[R::Listitem],
        R::Listitem | R::Cell => &[R::Text, R::Link, R::Img, R::Button, R::Checkbox, R::Group],
        R::Navigation => &[R::Link, R::List, R::Button],
        R::Table => &[R::Row],
        R::Row => &[R::Cell],
        R::Toolbar => &[R::Button, R::Searchbox, R::Separator],
        R::Combobox => &[R::Option],
        R::Radiogroup => &[R::Radio],
        R::Paragraph => &[R::Text, R::Link],
        _ => &[],
    }
}

fn build(drafts: &[Draft]) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::new(Limits::default());
    let mut open: Vec<R> = Vec::new();
    for (row, draft) in (0..).zip(drafts) {
        let level = draft.level.max(1).min(open.len());
        while open.len() > level || open.last().is_some_and(|&role| fitting(role).is_empty()) {
            builder.close()?;
            open.pop();
        }
        let role = open.last().map_or(R::Window, |&parent| *draft.role.get(fitting(parent)));
        builder.open(role.into())?;
        describe(&mut builder, role, draft)?;
        let left = i32::try_from(open.len()).unwrap_or(0) * 16;
        builder.bounds(Bounds::new(left, row * 24, 800 - left, 24))?;
        open.push(role);
    }
    for _ in open {
        builder.close()?;
    }
    builder.finish()
}

fn describe(builder: &mut TreeBuilder, role: R, draft: &Draft) -> Result<(), BuildError> {
    let is_nameless = matches!(role, R::Row | R::Cell | R::List | R::Listitem | R::Paragraph);
    if !is_nameless && (draft.mood != 7 || role == R::Text) {
        builder.name(WORDS[draft.name.index(WORDS.len())])?;
    }
    if matches!(role, R::Textbox | R::Searchbox | R::Combobox) {
        builder.value(["", "12", "ada@example.org", "Berlin"][draft.value.index(4)])?;
    }
    if role == R::Heading {
        builder.attribute("level", ["1", "2", "3"][draft.value.index(3)])?;
    }
    let state = match (role, draft.mood) {
        (R::Checkbox | R::Radio, 1..=3) => Some(State::Checked),
        (R::Option, 1..=3) => Some(State::Selected),
        (R::Textbox, 1) => Some(State::Required),
        (R::Textbox, 2) => Some(State::Invalid),
        (R::Combobox, 1) => Some(State::Expanded),
        (R::Button | R::Textbox, 3) => Some(State::Disabled),
        _ => None,
    };
    if let Some(state) = state {
        builder.add_state(state);
    }
    if matches!(role, R::Checkbox | R::Radio) {
        builder.add_state(State::Checkable);
    }
    Ok(())
}
