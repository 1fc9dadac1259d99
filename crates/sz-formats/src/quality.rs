//! How far a capture can be believed.

use std::{borrow::Cow, fmt};

use sz_tree::{AriaRole, Node, State, States, Tree};

macro_rules! verdicts {
    ($($(#[$doc:meta])+ $variant:ident $name:literal),+ $(,)?) => {
        /// What a reader found a capture to be worth.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Verdict {
            $($(#[$doc])+ $variant,)+
        }

        impl Verdict {
            /// Every verdict, best first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The verdict's name in files and output.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The verdict of this name.
            pub(crate) fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

verdicts! {
    /// Nothing shows that anything is missing.
    Complete "complete",
    /// A part of the screen was not captured: what is missing may be there all the same.
    Truncated "truncated",
    /// The screen had not come to rest: what is missing may be about to appear.
    NotSettled "not_settled",
    /// The source answered, and with nothing that is on a screen.
    Empty "empty",
    /// The application does not tell what it shows until accessibility is switched on for it.
    AccessibilityOff "accessibility_off",
}

impl Verdict {
    /// True where the capture is of a screen, so that asking which one makes sense.
    pub const fn shows_a_screen(self) -> bool {
        matches!(self, Self::Complete | Self::Truncated | Self::NotSettled)
    }

    /// True where what the capture lacks was not on the screen, so that its absence means something.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Complete)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A [`Verdict`] and why, as a reader judged it from what the document holds.
///
/// It travels with the capture: `sz` keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    verdict: Verdict,
    reason: Cow<'static, str>,
}

impl Quality {
    /// Nothing is known to be missing.
    pub const COMPLETE: Self = Self { verdict: Verdict::Complete, reason: Cow::Borrowed("") };

    /// A verdict and the sentence that says why, without a dot. The reason may be printed: no text from a screen.
    pub fn new(verdict: Verdict, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict, reason: reason.into() }
    }

    /// What the capture is worth.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why, in one sentence. Of a complete capture usually empty, else what to know about it all the same.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl Default for Quality {
    fn default() -> Self {
        Self::COMPLETE
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verdict.as_str())?;
        if self.reason.is_empty() { Ok(()) } else { write!(f, ": {}", self.reason) }
    }
}

/// What shows that a person could do something with a node.
const TELLING: States = States::EMPTY
    .with(State::Checkable)
    .with(State::Clickable)
    .with(State::Editable)
    .with(State::Expandable)
    .with(State::Pressable)
    .with(State::Protected)
    .with(State::Selectable);

/// True where a node shows something, or a person could do something with it. Boxes without text do not, and of
/// a window its title is not what is in it.
fn tells(node: Node<'_>) -> bool {
    let has_text = || {
        !node.name().is_empty()
            || node.value().is_some_and(|value| !value.is_empty())
            || !node.description().is_empty()
    };
    match node.role().aria() {
        Some(AriaRole::Application | AriaRole::Window) => false,
        Some(
            AriaRole::Generic
            | AriaRole::Group
            | AriaRole::Document
            | AriaRole::None
            | AriaRole::Presentation,
        ) => has_text() || !node.states().intersection(TELLING).is_empty(),
        _ => true,
    }
}

/// Where nothing has a text and nothing reacts to input there is no screen, however many nodes there are.
pub(crate) fn judge_content(tree: &Tree) -> Quality {
    if tree.len() == 1 {
        return Quality::new(Verdict::Empty, "there is nothing in the document but its root");
    }
    if tree.nodes().skip(1).any(tells) {
        return Quality::COMPLETE;
    }
    Quality::new(
        Verdict::Empty,
        "no node has a text and none reacts to input: the screen is blank, or only its application knows what is on it",
    )
}

/// Where there are windows and nothing in them there is no screen. Boxes without text may well be one: a window
/// has a title.
fn judge_windows(tree: &Tree) -> Quality {
    let is_frame = |node: Node<'_>| {
        matches!(node.role().aria(), Some(AriaRole::Application | AriaRole::Window))
    };
    if tree.len() > 1 && tree.nodes().skip(1).any(|node| !is_frame(node)) {
        return Quality::COMPLETE;
    }
    Quality::new(Verdict::Empty, "there is no window with anything in it")
}

const SWITCHED_OFF: &str = "a program built on Chromium tells nothing of what is in its window: switch accessibility \
                            on for it (--force-renderer-accessibility) and capture again";

/// Judges a window of Windows. Programs built on Chromium have classes by which they are known.
pub(crate) fn judge_window(tree: &Tree) -> Quality {
    let is_of = |node: Node<'_>, start| {
        node.attribute("class").is_some_and(|class| class.starts_with(start))
    };
    let mut pages = tree.nodes().filter(|&node| is_of(node, "Chrome_RenderWidgetHost")).peekable();
    let is_off = if pages.peek().is_some() {
        pages.all(Node::is_leaf)
    } else {
        tree.nodes().any(|node| is_of(node, "Chrome_WidgetWin")) && !tree.nodes().skip(1).any(tells)
    };
    if is_off {
        return Quality::new(Verdict::AccessibilityOff, SWITCHED_OFF);
    }
    judge_windows(tree)
}

/// Judges what AT-SPI said of one application, or of all.
pub(crate) fn judge_accessible(tree: &Tree, app: Option<&str>) -> Quality {
    let root = tree.root();
    let is_chromium = |node: Node<'_>| {
        let names = [node.attribute("toolkit"), Some(node.name())];
        names.into_iter().flatten().any(is_built_on_chromium)
    };
    let of_chromium = app.is_some_and(is_built_on_chromium) || is_chromium(root);
    if of_chromium && !root.subtree().skip(1).any(tells) {
        return Quality::new(Verdict::AccessibilityOff, SWITCHED_OFF);
    }
    if root.role() == AriaRole::Application && root.is_leaf() {
        return Quality::new(Verdict::Empty, "the application has no window");
    }
    // On a desktop with several: a window of one of them, and nothing in it. Without a window it is in the background.
    let is_dark = |node: Node<'_>| {
        node.role() == AriaRole::Application
            && is_chromium(node)
            && node.children().any(|child| child.role() == AriaRole::Window)
            && !node.subtree().skip(1).any(tells)
    };
    if root.children().any(is_dark) {
        return Quality::new(Verdict::AccessibilityOff, SWITCHED_OFF);
    }
    let is_loading = |node: Node<'_>| node.role() == AriaRole::Document && node.is(State::Busy);
    if tree.nodes().any(is_loading) {
        return Quality::new(Verdict::NotSettled, "a document says that it is still loading");
    }
    judge_windows(tree)
}

/// True for the toolkit and for well-known programs that are built on it and silent until they are asked to speak.
fn is_built_on_chromium(name: &str) -> bool {
    const PARTS: [&str; 10] = [
        "chrome",
        "chromium",
        "electron",
        "visual studio code",
        "slack",
        "discord",
        "brave",
        "vivaldi",
        "microsoft edge",
        "microsoft teams",
    ];
    const NAMES: [&str; 7] =
        ["code", "codium", "vscodium", "cursor", "signal", "obsidian", "msedge"];
    let name = name.to_lowercase();
    NAMES.contains(&&*name) || PARTS.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests;
