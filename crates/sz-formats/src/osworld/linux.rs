//! An object of a dump of Linux: AT-SPI, written as XML.

use sz_tree::{BuildError, State, TreeBuilder};

use super::{Frame, Space};
use crate::{
    atspi::Accessible,
    foreign::{is_true, plain_number},
    text::collapse,
};

#[derive(Debug, Default)]
pub(super) struct Object {
    /// The role in AT-SPI's words.
    role: String,
    accessible: Accessible,
    name: String,
    description: String,
    attributes: Vec<(&'static str, String)>,
    frame: Frame,
}

impl Object {
    pub(super) fn new(tag: &str) -> Self {
        Self { role: tag.replace('-', " "), ..Self::default() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_active(&self) -> bool {
        self.accessible.states.contains(State::Active)
    }

    pub(super) fn set(&mut self, space: Space, key: &str, value: &str) {
        match (space, key) {
            (Space::Plain, "name") => self.name = collapse(value).into_owned(),
            (Space::State, state) if is_true(value) => {
                self.accessible.set_state(&state.replace('_', "-"));
            }
            (Space::Component, key) => self.frame.set(key, value),
            (Space::Value, "value") => {
                plain_number(value).clone_into(&mut self.accessible.current);
            }
            (Space::Value, "min") => self.keep("valuemin", plain_number(value)),
            (Space::Value, "max") => self.keep("valuemax", plain_number(value)),
            (Space::Attributes, "level") => self.keep("level", value),
            (Space::Attributes, "placeholder-text" | "placeholder") => {
                self.keep("placeholder", value);
            }
            (Space::Attributes, "keyshortcuts") => self.keep("keyshortcuts", value),
            (Space::Attributes, "valuetext") => self.keep("valuetext", value),
            (Space::Attributes, "id") => self.keep("id", value),
            (Space::Attributes, "toolkit") if self.role == "application" => {
                self.keep("toolkit", value);
            }
            (Space::Attributes, "description") => self.description = collapse(value).into_owned(),
            (Space::Attributes, "invalid") if !matches!(value, "false" | "") => {
                self.accessible.states = self.accessible.states.with(State::Invalid);
            }
            _ => {}
        }
    }

    fn keep(&mut self, key: &'static str, value: &str) {
        if !value.is_empty() {
            self.attributes.push((key, collapse(value).into_owned()));
        }
    }

    /// What stands in for objects within the text is no text.
    pub(super) fn set_text(&mut self, text: &str) {
        let is_text = |c: &char| !matches!(c, '\u{fffc}' | '\u{fffd}');
        self.accessible.content = text.chars().filter(is_text).collect();
    }

    pub(super) fn fill(
        mut self,
        has_showing: bool,
        builder: &mut TreeBuilder,
    ) -> Result<(), BuildError> {
        builder.role(self.accessible.set_role(&self.role))?;
        builder.name(&self.name)?;
        self.accessible.has_name = !self.name.is_empty();
        if self.description != self.name {
            builder.description(&self.description)?;
        }
        builder.bounds(self.frame.bounds())?;
        for (key, value) in &self.attributes {
            builder.attribute(key, value)?;
        }
        self.accessible.fill(has_showing, builder)
    }
}
