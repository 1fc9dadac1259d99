use std::fmt;

macro_rules! states {
    ($($variant:ident $bit:literal $name:literal $doc:literal),+ $(,)?) => {
        /// One thing that can be true of a node. The discriminant is the bit number of the canonical
        /// encoding and never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum State {
            $(#[doc = $doc] $variant = $bit,)+
        }

        impl State {
            /// Every state, by bit number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The state's name in files, selectors and output.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The state of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

states! {
    Active 0 "active" "The window or item that input goes to.",
    Busy 1 "busy" "Still loading.",
    Checkable 2 "checkable" "Can be checked; without `Checked` or `Mixed` it is known to be unchecked.",
    Checked 3 "checked" "Checked.",
    Clickable 4 "clickable" "Reacts to a click.",
    Default 5 "default" "The default button of its dialog.",
    Disabled 6 "disabled" "Does not react to input.",
    Editable 7 "editable" "Its text can be edited.",
    Expandable 8 "expandable" "Can be expanded; without `Expanded` it is known to be collapsed.",
    Expanded 9 "expanded" "Expanded.",
    Focusable 10 "focusable" "Can take the keyboard focus.",
    Focused 11 "focused" "Has the keyboard focus.",
    HasPopup 12 "has-popup" "Opens a menu, list or dialog.",
    Hidden 13 "hidden" "Not shown at all.",
    Horizontal 14 "horizontal" "Laid out from left to right.",
    Invalid 15 "invalid" "Its content fails validation.",
    Mixed 16 "mixed" "Neither checked nor unchecked, neither pressed nor released.",
    Modal 17 "modal" "Blocks the rest of the application.",
    Multiline 18 "multiline" "Takes more than one line of text.",
    Multiselectable 19 "multiselectable" "More than one of its items can be selected.",
    Offscreen 20 "offscreen" "Part of the screen's tree, but not showing now.",
    Pressable 21 "pressable" "A toggle; without `Pressed` or `Mixed` it is known to be released.",
    Pressed 22 "pressed" "A toggle that is pressed.",
    Protected 23 "protected" "A password field. Its value and content are never kept.",
    ReadOnly 24 "read-only" "Its text can be read but not edited.",
    Required 25 "required" "Must be filled in.",
    Scrollable 26 "scrollable" "Its content scrolls.",
    Selectable 27 "selectable" "Can be selected; without `Selected` it is known to be unselected.",
    Selected 28 "selected" "Selected.",
    Vertical 29 "vertical" "Laid out from top to bottom.",
    Visited 30 "visited" "A link that was followed.",
}

/// A set of [`State`]s.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct States(u32);

impl States {
    /// No state at all.
    pub const EMPTY: Self = Self(0);

    /// The states that are part of a `full` signature: what a person could tell and a source does not
    /// invent. Focus, activity, visibility on the current scroll position, and what only some platforms
    /// report (`clickable`, `focusable`, `editable`, orientation, ...) are left out.
    pub const SIGNED: Self = Self::EMPTY
        .with(State::Busy)
        .with(State::Checkable)
        .with(State::Checked)
        .with(State::Disabled)
        .with(State::Expandable)
        .with(State::Expanded)
        .with(State::HasPopup)
        .with(State::Hidden)
        .with(State::Invalid)
        .with(State::Mixed)
        .with(State::Modal)
        .with(State::Pressable)
        .with(State::Pressed)
        .with(State::Protected)
        .with(State::ReadOnly)
        .with(State::Required)
        .with(State::Selected);

    /// This set and `state`.
    #[must_use]
    pub const fn with(self, state: State) -> Self {
        Self(self.0 | 1 << state as u8)
    }

    /// This set without `state`.
    #[must_use]
    pub const fn without(self, state: State) -> Self {
        Self(self.0 & !(1 << state as u8))
    }

    /// True where `state` is set.
    pub const fn contains(self, state: State) -> bool {
        self.0 & 1 << state as u8 != 0
    }

    /// What both sets hold.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What either set holds.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True where nothing is set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set as the number of the canonical encoding: the sum of `2^bit`.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The states that are set, by bit number.
    pub fn iter(self) -> impl Iterator<Item = State> {
        State::ALL.iter().copied().filter(move |&state| self.contains(state))
    }
}

impl FromIterator<State> for States {
    fn from_iter<I: IntoIterator<Item = State>>(states: I) -> Self {
        states.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl fmt::Debug for States {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
