//! One accessible object of AT-SPI, whatever wrote it down.

use sz_tree::{AriaRole, BuildError, Role, State, States, TreeBuilder};

use crate::{roles, text::collapse};

/// What only makes sense once everything of the node is known.
#[derive(Debug, Default)]
pub(crate) struct Accessible {
    pub(crate) has_role: bool,
    pub(crate) role: Option<AriaRole>,
    /// What the role's own name says beyond the role it is mapped to.
    kind: RoleKind,
    pub(crate) states: States,
    /// Of AT-SPI's own states, those that have no single counterpart.
    flags: u8,
    pub(crate) has_name: bool,
    /// The text it shows or holds.
    pub(crate) content: String,
    /// The number it shows.
    pub(crate) current: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum RoleKind {
    #[default]
    Plain,
    Password,
    Toggle,
    PopsUp,
}

const ANY: u8 = 1;
const ALIVE: u8 = 2;
const VISIBLE: u8 = 4;
const SHOWING: u8 = 8;

fn role_kind(name: &str) -> RoleKind {
    match name {
        "password text" => RoleKind::Password,
        "toggle button" => RoleKind::Toggle,
        "push button menu" => RoleKind::PopsUp,
        _ => RoleKind::Plain,
    }
}

impl Accessible {
    /// Takes the role in AT-SPI's words, and says what it is in ours.
    pub(crate) fn set_role<'n>(&mut self, name: &'n str) -> Role<'n> {
        let role = roles::atspi::role(name);
        self.has_role = !name.is_empty();
        self.role = role.aria();
        self.kind = role_kind(name);
        role
    }

    /// Takes a state in AT-SPI's words.
    pub(crate) fn set_state(&mut self, name: &str) {
        self.flags |= ANY;
        match name {
            "sensitive" | "enabled" => self.flags |= ALIVE,
            "visible" => self.flags |= VISIBLE,
            "showing" => self.flags |= SHOWING,
            name => self.states = state(name).iter().fold(self.states, |all, &one| all.with(one)),
        }
    }

    /// Gives the open node its states and the text it shows. `has_showing`: some node of the tree is showing.
    pub(crate) fn fill(
        &self,
        has_showing: bool,
        builder: &mut TreeBuilder,
    ) -> Result<(), BuildError> {
        builder.states(self.states(has_showing))?;
        self.set_text(builder)
    }

    fn states(&self, has_showing: bool) -> States {
        let mut states = self.states;
        match self.kind {
            RoleKind::Plain => {}
            RoleKind::Password => states = states.with(State::Protected),
            RoleKind::PopsUp => states = states.with(State::HasPopup),
            RoleKind::Toggle => {
                // GTK 3 says `checked` of a toggle button, GTK 4 `pressed`.
                states = states.with(State::Pressable);
                if states.contains(State::Checked) {
                    states = states.with(State::Pressed);
                }
                states = states.without(State::Checkable).without(State::Checked);
            }
        }
        let is_checkable = matches!(
            self.role,
            Some(
                AriaRole::Checkbox
                    | AriaRole::Radio
                    | AriaRole::Switch
                    | AriaRole::Menuitemcheckbox
                    | AriaRole::Menuitemradio
            )
        );
        if is_checkable {
            states = states.with(State::Checkable);
        }
        if self.flags & ANY == 0 {
            // Without states nothing is known; an application, for one, has none.
            return states;
        }
        if self.flags & ALIVE == 0 {
            states = states.with(State::Disabled);
        }
        let is_item = matches!(
            self.role,
            Some(
                AriaRole::Listitem
                    | AriaRole::Cell
                    | AriaRole::Treeitem
                    | AriaRole::Row
                    | AriaRole::Menuitem
            )
        );
        if self.flags & (VISIBLE | SHOWING) == 0 && !is_item {
            states.with(State::Hidden)
        } else if self.flags & SHOWING == 0 && has_showing {
            // Qt takes `visible` from items that are only scrolled away or in a closed menu.
            states.with(State::Offscreen)
        } else {
            states
        }
    }

    /// Text content is the value of what can be typed into, and the name of what has no other; a number is
    /// the value of what shows one.
    fn set_text(&self, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        let Some(role) = self.role else {
            return if self.has_name { Ok(()) } else { builder.name(&collapse(&self.content)) };
        };
        match role {
            AriaRole::Textbox | AriaRole::Searchbox | AriaRole::Combobox
                if !self.content.is_empty() =>
            {
                builder.value(&self.content)
            }
            AriaRole::Spinbutton if !self.content.is_empty() => builder.value(&self.content),
            AriaRole::Spinbutton
            | AriaRole::Slider
            | AriaRole::Scrollbar
            | AriaRole::Progressbar
            | AriaRole::Meter
                if !self.current.is_empty() =>
            {
                builder.value(&self.current)
            }
            _ if !self.has_name => builder.name(&collapse(&self.content)),
            _ => Ok(()),
        }
    }
}

/// What an AT-SPI state says; nothing for those that say how a widget works and not how it is.
fn state(name: &str) -> &'static [State] {
    match name {
        "active" => &[State::Active],
        "busy" => &[State::Busy],
        "checkable" => &[State::Checkable],
        "checked" => &[State::Checkable, State::Checked],
        "collapsed" | "expandable" => &[State::Expandable],
        "editable" => &[State::Editable],
        "expanded" => &[State::Expandable, State::Expanded],
        "focusable" => &[State::Focusable],
        "focused" => &[State::Focused],
        "has-popup" | "has popup" => &[State::HasPopup],
        "horizontal" => &[State::Horizontal],
        "indeterminate" => &[State::Mixed],
        "invalid-entry" | "invalid entry" => &[State::Invalid],
        "is-default" | "is default" => &[State::Default],
        "modal" => &[State::Modal],
        "multi-line" | "multi line" => &[State::Multiline],
        "multiselectable" => &[State::Multiselectable],
        "pressed" => &[State::Pressable, State::Pressed],
        "read-only" | "read only" => &[State::ReadOnly],
        "required" => &[State::Required],
        "selectable" => &[State::Selectable],
        "selected" => &[State::Selectable, State::Selected],
        "vertical" => &[State::Vertical],
        "visited" => &[State::Visited],
        _ => &[],
    }
}
