use sz_tree::{AriaRole as R, Node, Role, State, States};

use crate::{
    Action,
    bar::{self, Inside},
    quiet::{is_loading_text, is_number},
};

/// A rule of the built-in profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BuiltInRule {
    /// What a profile calls it to switch it on or off.
    pub name: &'static str,
    /// What it does.
    pub action: Action,
    /// Whether it is on where a profile says nothing.
    pub is_on: bool,
    /// What it catches, in one line.
    pub description: &'static str,
}

macro_rules! built_ins {
    ($($variant:ident $name:literal $action:ident $is_on:literal $description:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum BuiltIn {
            $($variant),+
        }

        pub(crate) const BUILT_INS: &[BuiltIn] = &[$(BuiltIn::$variant),+];

        pub(crate) const DOCUMENTED: &str = concat!(
            "schema: sz-noise/1\n\n",
            "# Built-in rules and whether they are on. A profile names only those that it switches.\n",
            "builtin:\n",
            $("  # ", $description, "\n  ", $name, ": ", $is_on, "\n"),+
            , "\n",
            "# Rules of your own, such as\n",
            "#   - { drop: 'region[name=\"Advertisement\"]' }\n",
            "#   - { hoist: 'group:not([name])' }\n",
            "#   - { ignore: 'timer', fields: [name, value] }\n",
            "#   - { mask: 'text', fields: [name], pattern: '\\d+ min', with: '<minutes>' }\n",
            "rules: []\n",
        );

        pub(crate) const BUILT_IN_RULES: &[BuiltInRule] = &[$(BuiltInRule {
            name: $name,
            action: Action::$action,
            is_on: $is_on,
            description: $description,
        }),+];
    };
}

built_ins! {
    TextSpace "text-space" Tidy true
        "white space in names and descriptions becomes one space, none at the ends; zero-width spaces and soft hyphens go",
    ScrollBar "scroll-bar" Drop true "scroll bars that hold only thumbs and buttons without names or with the usual ones (`Page down`), and are named by nothing but a number, loading text or `scroll bar`",
    Separator "separator" Drop true "lines between other things that hold neither text nor a control, and are named by nothing but a number, loading text or `separator`, `divider`, `splitter`",
    ProgressBar "progress-bar" Drop true "progress bars that say only how far something is: each text, their own and inside, is a number, a percentage, loading text or, their own, `progress` or a name for programs (`offer_timer`); and no control is inside",
    Spinner "spinner" Drop true "roles that only platforms have for a busy sign (spinner, busy indicator, activity indicator), under the terms of progress bars, named `busy` or like such a role",
    StatusBar "status-bar" Drop true "status areas that say nothing: no text and nothing kept inside",
    EmptyText "empty-text" Drop true "static texts without any text, unless something is kept inside or they react to input",
    LoadingText "loading-text" Drop true "texts that only say that something loads (`Loading...`, `Please wait`, `Loading 45 %`, `Loading your orders...`: at most two more words, of letters only), with nothing else inside",
    Hidden "hidden" Drop true "what is not shown at all",
    Offscreen "offscreen" Drop false "what is in the tree but not showing now: closed menus, other pages, what is scrolled away",
    ZeroSize "zero-size" Drop true "what covers no pixel, unless something is kept inside, it is a control, or it has text and is neither hidden nor offscreen",
    DecorativeImage "decorative-image" Drop true "images without any text, unless something is kept inside or they react to input",
    Presentational "presentational" Hoist true "nodes of the roles `none` and `presentation` that have no text",
    UnnamedWrapper "unnamed-wrapper" Hoist true "`generic` nodes that have neither text nor a state that matters",
}

/// Which built-in rules are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Switches(u16);

impl Switches {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn default_on() -> Self {
        BUILT_INS
            .iter()
            .filter(|rule| rule.rule().is_on)
            .fold(Self::NONE, |switches, rule| switches.set(*rule, true))
    }

    pub(crate) fn set(self, rule: BuiltIn, is_on: bool) -> Self {
        let bit = 1 << rule as u8;
        Self(if is_on { self.0 | bit } else { self.0 & !bit })
    }

    pub(crate) fn has(self, rule: BuiltIn) -> bool {
        self.0 & 1 << rule as u8 != 0
    }
}

/// Platform roles that are nothing but a busy sign, in lower case and without spaces.
const SPINNERS: &[&str] =
    &["spinner", "busyindicator", "activityindicator", "progressring", "progressindicator"];

/// States of what reacts to input, or tells something that only it can tell. Not among them is what comes and
/// goes by itself or what the nodes inside say as well: busy, disabled, focused, read-only.
pub(crate) const TELLING: States = States::EMPTY
    .with(State::Checkable)
    .with(State::Checked)
    .with(State::Clickable)
    .with(State::Editable)
    .with(State::Expandable)
    .with(State::Expanded)
    .with(State::Focusable)
    .with(State::HasPopup)
    .with(State::Invalid)
    .with(State::Mixed)
    .with(State::Modal)
    .with(State::Pressable)
    .with(State::Pressed)
    .with(State::Protected)
    .with(State::Required)
    .with(State::Selectable)
    .with(State::Selected);

impl BuiltIn {
    pub(crate) fn rule(self) -> &'static BuiltInRule {
        &BUILT_IN_RULES[self as usize]
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        BUILT_INS.iter().copied().find(|rule| rule.rule().name == name)
    }

    /// The rule that removes a node with all below it, or puts its children in its place.
    ///
    /// `has_content` says that something below the node is kept, `inside` what that is to a bar. What the answer depends on is the same
    /// once the rules have been applied, so that applying them again changes nothing.
    pub(crate) fn judge(
        on: Switches,
        node: Node<'_>,
        has_content: bool,
        inside: Inside,
    ) -> Option<Self> {
        let states = node.states();
        if states.contains(State::Hidden) && on.has(Self::Hidden) {
            return Some(Self::Hidden);
        }
        if states.contains(State::Offscreen) && on.has(Self::Offscreen) {
            return Some(Self::Offscreen);
        }
        let by_role = match node.role() {
            // Without a hidden node around it, what is inside would seem to be shown.
            Role::Aria(R::None | R::Presentation)
                if !states.contains(State::Hidden) && !has_text(node) =>
            {
                Some(Self::Presentational)
            }
            Role::Aria(R::Status) if !has_content && !has_text(node) => Some(Self::StatusBar),
            Role::Aria(R::Text) if is_decorative(node, has_content) => Some(Self::EmptyText),
            Role::Aria(R::Img) if is_decorative(node, has_content) => Some(Self::DecorativeImage),
            Role::Aria(R::Generic) if is_wrapper(node) => Some(Self::UnnamedWrapper),
            _ => bar::judge(node, inside),
        };
        if let Some(rule) = by_role.filter(|rule| on.has(*rule)) {
            return Some(rule);
        }
        if has_content {
            return None;
        }
        if on.has(Self::ZeroSize) && has_no_size(node) {
            return Some(Self::ZeroSize);
        }
        (on.has(Self::LoadingText) && says_loading(node)).then_some(Self::LoadingText)
    }
}

/// The name, the description and the value, where there are any.
pub(crate) fn texts(node: Node<'_>) -> impl Iterator<Item = &str> {
    let texts = [node.name(), node.description(), node.value().unwrap_or_default()];
    texts.into_iter().filter(|text| !text.is_empty())
}

pub(crate) fn has_text(node: Node<'_>) -> bool {
    !node.name().is_empty()
        || !node.description().is_empty()
        || node.value().is_some_and(|value| !value.is_empty())
}

fn is_decorative(node: Node<'_>, has_content: bool) -> bool {
    !has_content && !has_text(node) && node.states().intersection(TELLING).is_empty()
}

fn is_wrapper(node: Node<'_>) -> bool {
    !has_text(node) && node.states().intersection(TELLING.with(State::Hidden)).is_empty()
}

pub(crate) fn is_spinner(name: &str) -> bool {
    SPINNERS.iter().any(|spinner| letters_are(name, spinner))
}

/// Whether a text is a word, apart from case, spaces and hyphens.
pub(crate) fn letters_are(text: &str, word: &str) -> bool {
    let letters = text.bytes().filter(|c| !matches!(c, b' ' | b'-' | b'_'));
    letters.map(|c| c.to_ascii_lowercase()).eq(word.bytes())
}

/// A control without a size is often the real one behind a drawn one, so it stays. So does text: bounds are
/// only claimed, and it takes a second claim to believe that nobody sees it.
fn has_no_size(node: Node<'_>) -> bool {
    const UNSEEN: States = States::EMPTY.with(State::Hidden).with(State::Offscreen);
    let is_seen = node.states().intersection(UNSEEN).is_empty();
    node.bounds().is_some_and(sz_tree::Bounds::is_empty)
        && !is_control(node)
        && !(is_seen && has_text(node))
}

pub(crate) fn is_control(node: Node<'_>) -> bool {
    matches!(
        node.role(),
        Role::Aria(
            R::Button
                | R::Checkbox
                | R::Combobox
                | R::Link
                | R::Listbox
                | R::Menuitem
                | R::Menuitemcheckbox
                | R::Menuitemradio
                | R::Option
                | R::Radio
                | R::Searchbox
                | R::Slider
                | R::Spinbutton
                | R::Switch
                | R::Tab
                | R::Textbox
                | R::Treeitem
        )
    )
}

/// Only where text stands by itself: a control or a heading that says `Loading...` is the control's or
/// the heading's business.
fn says_loading(node: Node<'_>) -> bool {
    let is_passive = match node.role() {
        Role::Platform(_) => true,
        Role::Aria(role) => matches!(
            role,
            R::Alert
                | R::Figure
                | R::Generic
                | R::Group
                | R::Img
                | R::Log
                | R::None
                | R::Note
                | R::Paragraph
                | R::Presentation
                | R::Region
                | R::Status
                | R::Text
                | R::Timer
        ),
    };
    is_passive
        && node.states().intersection(TELLING).is_empty()
        && is_loading_text(node.name())
        && texts(node).all(|text| is_loading_text(text) || is_number(text))
}
