//! `uia`: Windows UI Automation, as `WinAppDriver` and the drivers after its model give it as a page source (XML),
//! and as UFO keeps it (JSON).
//!
//! XML: elements named after their control type, `<Button AutomationId ClassName Name IsEnabled="True" ... x y width
//! height>`; the declaration says `utf-16`, whatever the bytes are. JSON: `{"name", "control_type", "rectangle":
//! {"left", "top", "right", "bottom"}, "children": [...]}`, without states, values and ids.
//!
//! - `Name` is the name, `HelpText` the description, `AutomationId` the attribute `id`, `ClassName` the attribute
//!   `class`. `LocalizedControlType` is translated, and kept (`roledescription`) only of a `Custom` control, of which
//!   nothing else says what it is.
//! - States and values come from the patterns: `IsSelected`, `Toggle.ToggleState`, `ExpandCollapseState`, `IsModal`,
//!   `Value.Value` and so on, with the name of the pattern or without.
//! - Off-screen elements keep their place, odd as it is.
//! - A static text that only repeats the node whose only child it is goes.
//!
//! Left out: `RuntimeId` and `ProcessId`, which are others each time and identify nothing, ids of other elements
//! (`Selection`, `SelectionContainer`) and what an element can do but does not show (`CanResize`).

use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Limits, Role, State, States, TreeBuilder};

use crate::{
    Capture, Format,
    echo::without_echoes,
    fault::Fault,
    foreign::{self, is_true, plain_number},
    quality::judge_window,
    roles,
    text::collapse,
};

mod json;
mod xml;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let (tree, gap) = if text.trim_start().starts_with('<') {
        (xml::read(text, limits)?, None)
    } else {
        json::read(text, limits)?
    };
    let quality = gap.unwrap_or_else(|| judge_window(&tree));
    Ok(Capture::new(without_echoes(tree), Format::Uia, None).with_quality(quality))
}

/// What the attributes of an element say.
#[derive(Debug, Default)]
struct Element {
    /// Its control type.
    kind: String,
    name: String,
    description: String,
    value: String,
    /// What is kept as an attribute, under its name there.
    attributes: Vec<(&'static str, String)>,
    states: States,
    /// Of the states of a toggle, which says what it is only together with the role.
    toggle: Option<Toggle>,
    localized_kind: String,
    /// x, y, width, height.
    frame: [Option<i32>; 4],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Toggle {
    Off,
    On,
    Mixed,
}

impl Element {
    /// Takes an attribute, named with its pattern or without.
    fn set(&mut self, key: &str, value: Cow<'_, str>) {
        let key = key.rsplit('.').next().unwrap_or(key);
        match key {
            "Name" => self.name = value.into_owned(),
            "HelpText" => self.description = value.into_owned(),
            "LocalizedControlType" => self.localized_kind = value.into_owned(),
            "Value" => self.value = value.into_owned(),
            "x" => self.frame[0] = foreign::pixels(&value),
            "y" => self.frame[1] = foreign::pixels(&value),
            "width" => self.frame[2] = foreign::pixels(&value),
            "height" => self.frame[3] = foreign::pixels(&value),
            "ToggleState" => self.toggle = toggle(&value),
            "ExpandCollapseState" => self.set_expanded(&value),
            "Orientation" => match &*value {
                "Horizontal" | "1" => self.add(State::Horizontal),
                "Vertical" | "2" => self.add(State::Vertical),
                _ => {}
            },
            key => match attribute(key) {
                Some(attribute) => {
                    if !value.is_empty() {
                        self.attributes.push((attribute, value.into_owned()));
                    }
                }
                None => self.set_flag(key, is_true(&value)),
            },
        }
    }

    fn add(&mut self, state: State) {
        self.states = self.states.with(state);
    }

    fn set_expanded(&mut self, value: &str) {
        match value {
            "Collapsed" | "0" => self.add(State::Expandable),
            "Expanded" | "PartiallyExpanded" | "1" | "2" => {
                self.add(State::Expandable);
                self.add(State::Expanded);
            }
            _ => {}
        }
    }

    fn set_flag(&mut self, key: &str, is_set: bool) {
        let states: &[State] = match (key, is_set) {
            ("IsEnabled", false) => &[State::Disabled],
            ("IsOffscreen", true) => &[State::Offscreen],
            ("IsPassword", true) => &[State::Protected],
            ("IsRequiredForForm", true) => &[State::Required],
            ("IsReadOnly", true) => &[State::ReadOnly],
            ("IsDataValidForForm", false) => &[State::Invalid],
            ("IsModal", true) => &[State::Modal],
            ("IsSelected", true) => &[State::Selectable, State::Selected],
            ("IsSelected", false) => &[State::Selectable],
            ("CanSelectMultiple", true) => &[State::Multiselectable],
            ("HasKeyboardFocus", true) => &[State::Focused],
            ("IsKeyboardFocusable", true) => &[State::Focusable],
            ("HorizontallyScrollable" | "VerticallyScrollable", true) => &[State::Scrollable],
            _ => &[],
        };
        self.states = states.iter().fold(self.states, |all, &one| all.with(one));
    }

    fn states(&self, role: Role<'_>) -> States {
        let mut states = self.states;
        let is_checkable = matches!(
            role.aria(),
            Some(AriaRole::Checkbox | AriaRole::Radio | AriaRole::Menuitem | AriaRole::Treeitem)
        );
        let (can, is) = if is_checkable {
            (State::Checkable, State::Checked)
        } else {
            (State::Pressable, State::Pressed)
        };
        states = match self.toggle {
            None => states,
            Some(Toggle::Off) => states.with(can),
            Some(Toggle::On) => states.with(can).with(is),
            Some(Toggle::Mixed) => states.with(can).with(State::Mixed),
        };
        // A radio button has no toggle: it is selected.
        if role == AriaRole::Radio && states.contains(State::Selectable) {
            states = states.with(State::Checkable);
            if states.contains(State::Selected) {
                states = states.with(State::Checked);
            }
            states = states.without(State::Selectable).without(State::Selected);
        }
        if role == AriaRole::Textbox && !states.contains(State::ReadOnly) {
            states = states.with(State::Editable);
        }
        states
    }

    /// Gives the open node everything that is known of it.
    fn fill(&self, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        let role = roles::uia::role(&self.kind);
        builder.role(role)?;
        let name = collapse(&self.name);
        builder.name(&name)?;
        let description = collapse(&self.description);
        if description != name {
            builder.description(&description)?;
        }
        let states = self.states(role);
        builder.states(states)?;
        builder.bounds(foreign::rectangle(self.frame))?;
        let shows_number = matches!(
            role.aria(),
            Some(
                AriaRole::Slider
                    | AriaRole::Spinbutton
                    | AriaRole::Progressbar
                    | AriaRole::Scrollbar
            )
        );
        let value = if shows_number { plain_number(&self.value) } else { &*self.value };
        // The builder would drop a password's text; here it is not even offered.
        let is_told = value.is_empty() || collapse(value) == name;
        if !is_told && !states.contains(State::Protected) {
            builder.value(value)?;
        }
        for (key, value) in &self.attributes {
            builder.attribute(key, &collapse(value))?;
        }
        if self.kind == "Custom" && !matches!(&*self.localized_kind, "" | "custom") {
            builder.attribute("roledescription", &collapse(&self.localized_kind))?;
        }
        Ok(())
    }
}

/// What is kept as an attribute.
fn attribute(key: &str) -> Option<&'static str> {
    Some(match key {
        "AutomationId" => "id",
        "ClassName" => "class",
        "AcceleratorKey" | "AccessKey" => "keyshortcuts",
        "ItemStatus" => "status",
        "Level" => "level",
        "Minimum" => "valuemin",
        "Maximum" => "valuemax",
        _ => return None,
    })
}

fn toggle(value: &str) -> Option<Toggle> {
    match value {
        "Off" | "0" => Some(Toggle::Off),
        "On" | "1" => Some(Toggle::On),
        "Indeterminate" | "2" => Some(Toggle::Mixed),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
