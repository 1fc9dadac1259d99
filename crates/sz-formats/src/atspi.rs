//! `atspi`: a JSON dump of an AT-SPI tree.
//!
//! `{"source": "atspi", "app", "toolkit", "tree": {"role", "name", "description", "accessible_id", "states": [...],
//! "attributes": {...}, "text": {"content"}, "value": {"current", "minimum", "maximum"}, "bounds",
//! "children": [...]}}`, with roles and states in AT-SPI's own words and absent keys empty. There is no
//! standard for such dumps; this shape is the one the project's capture scripts write.

use std::borrow::Cow;

use sz_tree::{Limits, State, TreeBuilder};

use crate::{
    Capture, Format, ReadErrorKind,
    fault::Fault,
    foreign,
    json::{Field, Json, Kind, Nested, Open, builder_for, duplicate_key, read_nodes},
    quality::judge_accessible,
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
    let quality = judge_accessible(&tree, app.as_deref());
    Ok(Capture::new(tree, Format::Atspi, app).with_quality(quality))
}

mod accessible;

pub(crate) use accessible::Accessible;

struct Atspi {
    /// Some node of the document is `showing`.
    has_showing: bool,
    /// The toolkit, until it is written down at the root.
    toolkit: Option<String>,
}

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
    type Node = Accessible;

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
        node: &mut Accessible,
        json: &mut Json<'_>,
        builder: &mut TreeBuilder,
    ) -> Result<(), Fault> {
        let at = json.at();
        let done = match field {
            ROLE => {
                let name = json.string("`role`")?;
                builder.role(node.set_role(&name))
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

    fn end(&mut self, open: &Open<Accessible>, builder: &mut TreeBuilder) -> Result<(), Fault> {
        let node = &open.node;
        if !node.has_role {
            return Err(missing_role(open.at));
        }
        let done = node.fill(self.has_showing, builder).and_then(|()| match &self.toolkit {
            Some(toolkit) if open.is_root => builder.attribute("toolkit", toolkit),
            _ => Ok(()),
        });
        done.map_err(|error| Fault::build(open.at, &error))
    }
}

fn read_states(node: &mut Accessible, json: &mut Json<'_>) -> Result<(), Fault> {
    let mut items = json.array("`states`")?;
    while json.item(&mut items)? {
        node.set_state(&json.string("a state")?);
    }
    Ok(())
}

/// Keeps the attributes that describe the node to a person.
fn read_attributes(
    node: &mut Accessible,
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
    node: &mut Accessible,
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

#[cfg(test)]
mod tests;
