//! The states that a snapshot can name, and what they are in a tree.

use std::fmt::Write as _;

use sz_tree::{Node, State, States};

/// A state, or the level, as an ARIA snapshot writes it in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(u8)]
pub enum AriaState {
    /// `[checked]`, `[checked=mixed]`
    Checked,
    /// `[disabled]`
    Disabled,
    /// `[expanded]`
    Expanded,
    /// `[invalid]`, `[invalid=grammar]`
    Invalid,
    /// `[level=2]`
    Level,
    /// `[pressed]`, `[pressed=mixed]`
    Pressed,
    /// `[selected]`
    Selected,
}

/// Which of the [`AriaState`]s a node of a snapshot has in writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AriaStates(u8);

impl AriaStates {
    /// True where the state is written, be it as true or false.
    pub const fn contains(self, state: AriaState) -> bool {
        self.0 & 1 << state as u8 != 0
    }

    pub(super) const fn with(self, state: AriaState) -> Self {
        Self(self.0 | 1 << state as u8)
    }
}

/// The kinds of `[invalid=...]` beside true and false.
pub(super) const INVALID_KINDS: [&str; 2] = ["grammar", "spelling"];

/// True, false or in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tristate {
    False,
    True,
    Mixed,
}

/// The states of a tree that a snapshot can tell, in the one form that reading it gives.
pub(super) fn project(states: States) -> States {
    let has = |state| states.contains(state);
    let mut projected = States::EMPTY;
    for state in [State::Disabled, State::Invalid] {
        if has(state) {
            projected = projected.with(state);
        }
    }
    for (can, is) in [(State::Expandable, State::Expanded), (State::Selectable, State::Selected)] {
        if has(can) || has(is) {
            projected = projected.with(can);
        }
        if has(is) {
            projected = projected.with(is);
        }
    }
    let is_pressable = has(State::Pressable) || has(State::Pressed);
    let is_checkable =
        has(State::Checkable) || has(State::Checked) || has(State::Mixed) && !is_pressable;
    for (can, state, is) in [
        (is_checkable, State::Checkable, State::Checked),
        (is_pressable, State::Pressable, State::Pressed),
    ] {
        if !can {
            continue;
        }
        projected = projected.with(state);
        if has(State::Mixed) {
            projected = projected.with(State::Mixed);
        } else if has(is) {
            projected = projected.with(is);
        }
    }
    projected
}

/// What a snapshot of these states writes: what is on, and what could be and is not. `states` are projected.
pub(super) fn told(states: States, has_level: bool) -> AriaStates {
    let has = |state| states.contains(state);
    [
        (AriaState::Checked, has(State::Checkable)),
        (AriaState::Disabled, has(State::Disabled)),
        (AriaState::Expanded, has(State::Expandable)),
        (AriaState::Invalid, has(State::Invalid)),
        (AriaState::Level, has_level),
        (AriaState::Pressed, has(State::Pressable)),
        (AriaState::Selected, has(State::Selectable)),
    ]
    .into_iter()
    .filter(|(_, is_told)| *is_told)
    .fold(AriaStates::default(), |told, (state, _)| told.with(state))
}

/// The states that are to be `told`, in brackets, in Playwright's order; those of the node are projected.
pub(super) fn push_states(told: AriaStates, node: Node<'_>, out: &mut String) {
    let has = |state| node.states().contains(state);
    let on = |is| if has(is) { "" } else { "=false" };
    let mixed_or = |is| if has(State::Mixed) { "=mixed" } else { on(is) };
    for (state, name, value) in [
        (AriaState::Checked, "checked", mixed_or(State::Checked)),
        (AriaState::Disabled, "disabled", on(State::Disabled)),
        (AriaState::Expanded, "expanded", on(State::Expanded)),
        (AriaState::Invalid, "invalid", on(State::Invalid)),
        (AriaState::Level, "level", ""),
        (AriaState::Pressed, "pressed", mixed_or(State::Pressed)),
        (AriaState::Selected, "selected", on(State::Selected)),
    ] {
        if !told.contains(state) {
            continue;
        }
        let kind = match state {
            AriaState::Invalid | AriaState::Level => node.attribute(name),
            _ => None,
        };
        // Writing to a string cannot fail.
        let _ = match kind {
            Some(kind) => write!(out, " [{name}={kind}]"),
            None => write!(out, " [{name}{value}]"),
        };
    }
}

/// What JavaScript's `Number()` makes of a level, written the shortest way; `None` where that is no finite
/// number.
pub(super) fn level(text: &str) -> Option<String> {
    let text = text.trim();
    let radix = |radix| u64::from_str_radix(text.get(2..)?, radix).ok();
    let integer = match text.get(..2) {
        Some("0x" | "0X") => Some(radix(16)?),
        Some("0o" | "0O") => Some(radix(8)?),
        Some("0b" | "0B") => Some(radix(2)?),
        _ => None,
    };
    if let Some(integer) = integer {
        return Some(integer.to_string());
    }
    let is_number =
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    let number: f64 = text.parse().ok().filter(|number: &f64| is_number && number.is_finite())?;
    // Minus zero is zero.
    Some((number + 0.0).to_string())
}
