//! An object of a dump of macOS.

use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Role, State, States, TreeBuilder};

use super::{Frame, Space};
use crate::{foreign::is_true, roles, text::collapse};

/// Subroles of buttons that are named by their role alone.
const WINDOW_BUTTONS: [&str; 4] =
    ["AXCloseButton", "AXMinimizeButton", "AXZoomButton", "AXFullScreenButton"];

#[derive(Debug, Default)]
pub(super) struct Object {
    /// The description of the role, as a tag.
    tag: String,
    role: String,
    subrole: String,
    /// Of a window, the application it is of.
    owner: String,
    title: String,
    description: String,
    help: String,
    id: String,
    url: String,
    /// The value, whatever its type was.
    text: String,
    states: States,
    frame: Frame,
}

impl Object {
    pub(super) fn new(tag: &str) -> Self {
        Self { tag: tag.to_owned(), ..Self::default() }
    }

    pub(super) fn owner(&self) -> &str {
        &self.owner
    }

    pub(super) fn set(&mut self, space: Space, key: &str, value: Cow<'_, str>) {
        let text = match (space, key) {
            (Space::Plain, "name") => &mut self.owner,
            (Space::Role, "AXRole") => &mut self.role,
            (Space::Role, "AXSubrole") => &mut self.subrole,
            (Space::Attributes, "AXTitle") => &mut self.title,
            (Space::Attributes, "AXDescription") => &mut self.description,
            (Space::Attributes, "AXHelp") => &mut self.help,
            (Space::Attributes, "AXDOMIdentifier") => &mut self.id,
            (Space::Attributes, "AXURL") => &mut self.url,
            (Space::Value, "AXValue") => &mut self.text,
            (Space::Component, key) => return self.frame.set(key, &value),
            (Space::State, key) => return self.set_state(key, &value),
            _ => return,
        };
        *text = value.into_owned();
    }

    fn set_state(&mut self, key: &str, value: &str) {
        let state = match (key, is_true(value)) {
            ("AXEnabled", false) => State::Disabled,
            ("AXFocused", true) => State::Focused,
            ("AXSelected", true) => State::Selected,
            ("AXInvalid", _) if !matches!(value, "false" | "False" | "0" | "") => State::Invalid,
            _ => return,
        };
        self.states = self.states.with(state);
        if state == State::Selected {
            self.states = self.states.with(State::Selectable);
        }
    }

    /// The server writes what it gets from Python, `None` and addresses of objects too.
    pub(super) fn set_text(&mut self, text: &str) {
        if text != "None" && !text.starts_with("<AX") {
            text.clone_into(&mut self.text);
        }
    }

    /// The subrole says more than the role, and each more than its description in some language.
    fn role(&self) -> Option<AriaRole> {
        let names = [&self.subrole, &self.role, &self.tag];
        let mut roles = names.into_iter().filter_map(|name| roles::macos::role(name));
        let first = roles.clone().next();
        roles.find(|role| *role != AriaRole::Generic).or(first)
    }

    fn is_password(&self) -> bool {
        self.subrole == "AXSecureTextField"
            || self.role == "AXSecureTextField"
            || self.tag == "secure_text_field"
    }

    pub(super) fn fill(self, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        let role = self.role();
        match role {
            _ if self.tag == "desktop" => {}
            Some(role) => builder.role(role.into())?,
            None => builder.role(Role::Platform(&self.tag))?,
        }
        let is_text = matches!(role, Some(AriaRole::Text | AriaRole::Heading));
        let shown = if is_text { &*self.text } else { "" };
        // The buttons of a window have no title, only a sort.
        let sort = self.tag.replace('_', " ");
        let is_sort = WINDOW_BUTTONS.contains(&&*self.subrole);
        let sort = if is_sort { &*sort } else { "" };
        let names = [&*self.title, &*self.description, &*self.owner, shown, sort];
        let name = names.into_iter().find(|name| !name.is_empty()).map(collapse);
        let name = name.unwrap_or_default();
        builder.name(&name)?;
        let help = collapse(&self.help);
        if help != name {
            builder.description(&help)?;
        }
        let mut states = self.states;
        if self.is_password() {
            states = states.with(State::Protected);
        }
        if matches!(role, Some(AriaRole::Textbox | AriaRole::Searchbox)) {
            states = states.with(State::Editable);
        }
        let is_checkable =
            matches!(role, Some(AriaRole::Checkbox | AriaRole::Radio | AriaRole::Switch));
        if is_checkable {
            states = states.with(State::Checkable);
            match self.text.trim() {
                "2" => states = states.with(State::Mixed),
                text if is_true(text) => states = states.with(State::Checked),
                _ => {}
            }
        }
        let is_tab = role == Some(AriaRole::Tab);
        if is_tab {
            states = states.with(State::Selectable);
            if is_true(self.text.trim()) {
                states = states.with(State::Selected);
            }
        }
        builder.states(states)?;
        builder.bounds(self.frame.bounds())?;
        let is_told =
            is_checkable || is_tab || self.text.is_empty() || collapse(&self.text) == name;
        if !is_told && !states.contains(State::Protected) {
            builder.value(&self.text)?;
        }
        for (key, value) in [("id", &*self.id), ("url", &*self.url)] {
            if !value.is_empty() {
                builder.attribute(key, value)?;
            }
        }
        Ok(())
    }
}
