//! A control of a dump of Windows: UI Automation, as pywinauto tells it.

use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Role, State, States, TreeBuilder};

use super::{Frame, Space};
use crate::{
    foreign::{is_true, plain_number},
    roles,
    text::collapse,
};

#[derive(Debug, Default)]
pub(super) struct Control {
    /// The window class, as far as a tag can hold it.
    tag: String,
    /// The control type, in lower case.
    friendly: String,
    class: String,
    id: String,
    name: String,
    text: String,
    value: String,
    minimum: String,
    maximum: String,
    states: States,
    frame: Frame,
}

impl Control {
    pub(super) fn new(tag: &str) -> Self {
        Self { tag: tag.to_owned(), ..Self::default() }
    }

    pub(super) fn set(&mut self, space: Space, key: &str, value: Cow<'_, str>) {
        let text = match (space, key) {
            (Space::Plain, "name") => &mut self.name,
            (Space::Class, "friendly_class_name") => &mut self.friendly,
            (Space::Class, "class_name") => &mut self.class,
            (Space::Id, "automation_id") => &mut self.id,
            (Space::Value, "value") => &mut self.value,
            (Space::Value, "min") => &mut self.minimum,
            (Space::Value, "max") => &mut self.maximum,
            (Space::Component, key) => return self.frame.set(key, &value),
            (Space::State, key) => return self.set_state(key, is_true(&value)),
            _ => return,
        };
        *text = value.into_owned();
    }

    fn set_state(&mut self, key: &str, is_set: bool) {
        let states: &[State] = match (key, is_set) {
            ("enabled", false) => &[State::Disabled],
            ("visible", false) => &[State::Offscreen],
            ("checkable", true) => &[State::Checkable],
            ("checked", true) => &[State::Checkable, State::Checked],
            ("pressable", true) => &[State::Pressable],
            ("pressed", true) => &[State::Pressable, State::Pressed],
            ("selected", true) => &[State::Selectable, State::Selected],
            ("expanded", true) => &[State::Expandable, State::Expanded],
            ("collapsed", true) => &[State::Expandable],
            ("editable", true) => &[State::Editable],
            ("focused" | "keyboard_focused" | "has_keyboard_focus", true) => &[State::Focused],
            ("is_keyboard_focusable", true) => &[State::Focusable],
            _ => &[],
        };
        self.states = states.iter().fold(self.states, |all, &one| all.with(one));
    }

    pub(super) fn set_text(&mut self, text: &str) {
        text.clone_into(&mut self.text);
    }

    /// The control type says more than the class, unless it only says that there is a box or a window.
    fn role(&self) -> Option<AriaRole> {
        let by_kind = roles::windows::role(&self.friendly);
        let is_box =
            matches!(by_kind, None | Some(AriaRole::Generic | AriaRole::Group | AriaRole::Window));
        let by_class = roles::windows::role(&self.tag).filter(|_| is_box);
        by_class.or(by_kind)
    }

    pub(super) fn fill(self, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        let role = self.role();
        match role {
            _ if self.tag == "desktop" => {}
            Some(role) => builder.role(role.into())?,
            None => builder.role(Role::Platform(&self.tag))?,
        }
        let is_field = matches!(
            role,
            Some(AriaRole::Textbox | AriaRole::Searchbox | AriaRole::Combobox | AriaRole::Document)
        );
        let text = collapse(&self.text);
        let mut name = collapse(&self.name);
        if name.is_empty() && !is_field {
            name.clone_from(&text);
        }
        builder.name(&name)?;
        let mut states = self.states;
        if self.tag == "passwordbox" {
            states = states.with(State::Protected);
        }
        builder.states(states)?;
        builder.bounds(self.frame.bounds())?;
        let value = [&*self.text, plain_number(&self.value)]
            .into_iter()
            .find(|text| !text.is_empty() && collapse(text) != name);
        if let Some(value) = value.filter(|_| !states.contains(State::Protected)) {
            builder.value(value)?;
        }
        for (key, value) in [
            ("class", &*self.class),
            ("id", &*self.id),
            ("valuemax", plain_number(&self.maximum)),
            ("valuemin", plain_number(&self.minimum)),
        ] {
            if !value.is_empty() {
                builder.attribute(key, value)?;
            }
        }
        Ok(())
    }
}
