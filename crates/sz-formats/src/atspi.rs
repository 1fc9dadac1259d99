//! `atspi`: a JSON dump of an AT-SPI tree.
//!
//! `{"source": "atspi", "app", "toolkit", "tree": {"role", "name", "description", "accessible_id", "states": [...],
//! "attributes": {...}, "text": {"content"}, "value": {"current", "minimum", "maximum"}, "bounds",
//! "children": [...]}}`, with roles and states in AT-SPI's own words and absent keys empty. There is no
//! standard for such dumps; this shape is the one the project's capture scripts write.

use std::borrow::Cow;

use sz_tree::{AriaRole, Limits, State, States, TreeBuilder};

use crate::{
    Capture, Format, ReadErrorKind,
    fault::Fault,
    foreign,
    json::{Field, Json, Kind, Nested, Open, builder_for, duplicate_key, read_nodes},
    roles,
    sz::missing_role,
    text::collapse,
};

/// The least a node takes: `{"role":"x"},`.
const NODE_BYTES_MIN: usize = 13;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut builder = builder_for(text, limits, NODE_BYTES_MIN);
    // GTK 4.8 never sets `showing`: a tree in which nothing shows says nothing about what does.
    let mut format = Atspi { has_showing: text.contains("\"showing\""), toolkit: None };
    let mut app = None;
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        match &*key {
            "tree" if builder.is_empty() => read_nodes(&mut format, &mut json, &mut builder)?,
            "tree" => return Err(duplicate_key(json.key_at(), &key)),
            "app" if json.kind()? == Kind::String => app = Some(json.string("`app`")?.into_owned()),
            "toolkit" if json.kind()? == Kind::String => {
                format.toolkit = Some(json.string("`toolkit`")?.into_owned());
            }
            _ => json.skip()?,
        }
    }
    json.finish()?;
    if builder.is_empty() {
        return Err(Fault::new(ReadErrorKind::MissingKey, 0, "the document has no `tree`")
            .help(r#"write {"source":"atspi","tree":{"role":...}}"#));
    }
    let tree = builder.finish().map_err(|error| Fault::build(0, &error))?;
    Ok(Capture { tree, format: Format::Atspi, app })
}

struct Atspi {
    /// Some node of the document is `showing`.
    has_showing: bool,
    /// The toolkit, until it is written down at the root.
    toolkit: Option<String>,
}

/// What only makes sense once all keys of the node are known.
#[derive(Default)]
struct Node {
    has_role: bool,
    role: Option<AriaRole>,
    /// What the role's own name says beyond the role it is mapped to.
    kind: RoleKind,
    states: States,
    /// Of AT-SPI's own states, those that have no single counterpart.
    flags: u8,
    has_name: bool,
    content: String,
    current: String,
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

const ROLE: u8 = 0;
const NAME: u8 = 1;
const DESCRIPTION: u8 = 2;
const ID: u8 = 3;
const STATES: u8 = 4;
const ATTRIBUTES: u8 = 5;
const TEXT: u8 = 6;
const VALUE: u8 = 7;
const BOUNDS: u8 = 8;

impl Nested for Atspi {
    type Node = Node;

    fn field(key: &str) -> Option<Field> {
        Some(Field::Value(match key {
            "role" => ROLE,
            "name" => NAME,
            "description" => DESCRIPTION,
            "accessible_id" => ID,
            "states" => STATES,
            "attributes" => ATTRIBUTES,
            "text" => TEXT,
            "value" => VALUE,
            "bounds" => BOUNDS,
            "children" => return Some(Field::Children),
            _ => return None,
        }))
    }

    fn read(
        &mut self,
        field: u8,
        node: &mut Node,
        json: &mut Json<'_>,
        builder: &mut TreeBuilder,
    ) -> Result<(), Fault> {
        let at = json.at();
        let done = match field {
            ROLE => {
                let name = json.string("`role`")?;
                let role = roles::atspi::role(&name);
                node.has_role = !name.is_empty();
                node.role = role.aria();
                node.kind = role_kind(&name);
                builder.role(role)
            }
            NAME => {
                let name = foreign::optional_string(json, "`name`")?.unwrap_or_default();
                let name = collapse(&name);
                node.has_name = !name.is_empty();
                builder.name(&name)
            }
            DESCRIPTION => {
                let text = foreign::optional_string(json, "`description`")?.unwrap_or_default();
                builder.description(&collapse(&text))
            }
            ID => match foreign::optional_string(json, "`accessible_id`")? {
                Some(id) if !id.is_empty() => builder.attribute("id", &id),
                _ => Ok(()),
            },
            STATES => return read_states(node, json),
            ATTRIBUTES => return read_attributes(node, json, builder),
            TEXT => {
                node.content = read_member(json, "content")?.into_owned();
                Ok(())
            }
            VALUE => return read_value(node, json, builder),
            _ => builder.bounds(foreign::bounds(json)?),
        };
        done.map_err(|error| Fault::build(at, &error))
    }

    fn unknown(&mut self, _: &str, json: &mut Json<'_>) -> Result<(), Fault> {
        json.skip()
    }

    fn end(&mut self, open: &Open<Node>, builder: &mut TreeBuilder) -> Result<(), Fault> {
        let node = &open.node;
        if !node.has_role {
            return Err(missing_role(open.at));
        }
        let done = builder
            .states(self.states(node))
            .and_then(|()| set_text(node, builder))
            .and_then(|()| match &self.toolkit {
                Some(toolkit) if open.is_root => builder.attribute("toolkit", toolkit),
                _ => Ok(()),
            });
        done.map_err(|error| Fault::build(open.at, &error))
    }
}

fn role_kind(name: &str) -> RoleKind {
    match name {
        "password text" => RoleKind::Password,
        "toggle button" => RoleKind::Toggle,
        "push button menu" => RoleKind::PopsUp,
        _ => RoleKind::Plain,
    }
}

impl Atspi {
    fn states(&self, node: &Node) -> States {
        let mut states = node.states;
        match node.kind {
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
            node.role,
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
        if node.flags & ANY == 0 {
            // Without states nothing is known; an application, for one, has none.
            return states;
        }
        if node.flags & ALIVE == 0 {
            states = states.with(State::Disabled);
        }
        let is_item = matches!(
            node.role,
            Some(
                AriaRole::Listitem
                    | AriaRole::Cell
                    | AriaRole::Treeitem
                    | AriaRole::Row
                    | AriaRole::Menuitem
            )
        );
        if node.flags & (VISIBLE | SHOWING) == 0 && !is_item {
            states.with(State::Hidden)
        } else if node.flags & SHOWING == 0 && self.has_showing {
            // Qt takes `visible` from items that are only scrolled away or in a closed menu.
            states.with(State::Offscreen)
        } else {
            states
        }
    }
}

fn read_states(node: &mut Node, json: &mut Json<'_>) -> Result<(), Fault> {
    let mut items = json.array("`states`")?;
    while json.item(&mut items)? {
        let name = json.string("a state")?;
        node.flags |= ANY;
        match &*name {
            "sensitive" | "enabled" => node.flags |= ALIVE,
            "visible" => node.flags |= VISIBLE,
            "showing" => node.flags |= SHOWING,
            name => node.states = state(name).iter().fold(node.states, |all, &one| all.with(one)),
        }
    }
    Ok(())
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

/// Keeps the attributes that describe the node to a person.
fn read_attributes(
    node: &mut Node,
    json: &mut Json<'_>,
    builder: &mut TreeBuilder,
) -> Result<(), Fault> {
    let mut members = json.object("`attributes`")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        let at = json.at();
        let key = match &*key {
            "level" => "level",
            "placeholder-text" | "placeholder" => "placeholder",
            "keyshortcuts" => "keyshortcuts",
            "valuetext" => "valuetext",
            "id" => "id",
            "invalid" => {
                let value = foreign::scalar(json)?;
                if value.is_some_and(|value| !matches!(&*value, "false" | "")) {
                    node.states = node.states.with(State::Invalid);
                }
                continue;
            }
            _ => {
                json.skip()?;
                continue;
            }
        };
        if let Some(value) = foreign::scalar(json)?.filter(|value| !value.is_empty()) {
            let done = builder.attribute(key, &collapse(&value));
            done.map_err(|error| Fault::build(at, &error))?;
        }
    }
    Ok(())
}

/// One member of a small object, as text; empty where it is not there.
fn read_member<'a>(json: &mut Json<'a>, wanted: &str) -> Result<Cow<'a, str>, Fault> {
    let mut found = None;
    let mut members = json.object("the value")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        if key == wanted { found = foreign::scalar(json)? } else { json.skip()? }
    }
    Ok(found.unwrap_or_default())
}

fn read_value(
    node: &mut Node,
    json: &mut Json<'_>,
    builder: &mut TreeBuilder,
) -> Result<(), Fault> {
    let mut members = json.object("`value`")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        let at = json.at();
        let Some(number) = foreign::scalar(json)? else { continue };
        let number = foreign::plain_number(&number);
        let done = match &*key {
            "current" => {
                number.clone_into(&mut node.current);
                Ok(())
            }
            "minimum" => builder.attribute("valuemin", number),
            "maximum" => builder.attribute("valuemax", number),
            _ => Ok(()),
        };
        done.map_err(|error| Fault::build(at, &error))?;
    }
    Ok(())
}

/// Text content is the value of what can be typed into, and the name of what has no other; a number is
/// the value of what shows one.
fn set_text(node: &Node, builder: &mut TreeBuilder) -> Result<(), sz_tree::BuildError> {
    let Some(role) = node.role else {
        return if node.has_name { Ok(()) } else { builder.name(&collapse(&node.content)) };
    };
    match role {
        AriaRole::Textbox | AriaRole::Searchbox | AriaRole::Combobox
            if !node.content.is_empty() =>
        {
            builder.value(&node.content)
        }
        AriaRole::Spinbutton if !node.content.is_empty() => builder.value(&node.content),
        AriaRole::Spinbutton
        | AriaRole::Slider
        | AriaRole::Scrollbar
        | AriaRole::Progressbar
        | AriaRole::Meter
            if !node.current.is_empty() =>
        {
            builder.value(&node.current)
        }
        _ if !node.has_name => builder.name(&collapse(&node.content)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
