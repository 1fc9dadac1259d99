//! The states that a snapshot can name, and what they are in a tree.

use std::fmt::Write as _;

use sz_tree::{State, States};

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

/// The states in brackets, in Playwright's order; `states` are projected.
pub(super) fn push_states(
    states: States,
    level: Option<&str>,
    invalid: Option<&str>,
    out: &mut String,
) {
    let tristate = |can, is| {
        let value = if states.contains(State::Mixed) {
            "=mixed"
        } else if states.contains(is) {
            ""
        } else {
            "=false"
        };
        states.contains(can).then_some(value)
    };
    let flag = |state| states.contains(state).then_some("");
    let two =
        |can, is| states.contains(can).then_some(if states.contains(is) { "" } else { "=false" });
    for (name, value) in [
        ("checked", tristate(State::Checkable, State::Checked)),
        ("disabled", flag(State::Disabled)),
        ("expanded", two(State::Expandable, State::Expanded)),
        ("invalid", flag(State::Invalid)),
    ] {
        let Some(value) = value else { continue };
        // Writing to a string cannot fail.
        let _ = match invalid.filter(|_| name == "invalid") {
            Some(kind) => write!(out, " [{name}={kind}]"),
            None => write!(out, " [{name}{value}]"),
        };
    }
    if let Some(level) = level {
        let _ = write!(out, " [level={level}]");
    }
    for (name, value) in [
        ("pressed", tristate(State::Pressable, State::Pressed)),
        ("selected", two(State::Selectable, State::Selected)),
    ] {
        if let Some(value) = value {
            let _ = write!(out, " [{name}{value}]");
        }
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
