//! `legacy`: the prototype's JSON.
//!
//! `{"root": {"role", "name", "type", "properties": {...}, "bounds", "children": [...]}}`. `properties` hold
//! states (`enabled`, `visible`, `checked`, `selected`, `expanded`, `focused` ...), `value` and whatever
//! else; what has no place in a node becomes an attribute. A node without `role` has its `type` for one.

use std::borrow::Cow;

use sz_tree::{Limits, State, TreeBuilder};

use crate::{
    Capture, Format, ReadErrorKind,
    fault::Fault,
    foreign,
    json::{Field, Json, Kind, Nested, Open, builder_for, duplicate_key, read_nodes},
    roles,
    sz::{ATTRIBUTES_MAX, missing_role},
    text::collapse,
};

/// The least a node takes: `{"role":"x"},`.
const NODE_BYTES_MIN: usize = 13;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut builder = builder_for(text, limits, NODE_BYTES_MIN);
    let mut app = None;
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        match &*key {
            "root" if builder.is_empty() => read_nodes(&mut Legacy, &mut json, &mut builder)?,
            "root" => return Err(duplicate_key(json.key_at(), &key)),
            "app" if json.kind()? == Kind::String => app = Some(json.string("`app`")?.into_owned()),
            _ => json.skip()?,
        }
    }
    json.finish()?;
    if builder.is_empty() {
        return Err(Fault::new(ReadErrorKind::MissingKey, 0, "the document has no `root`")
            .help(r#"write {"root":{"role":...}}"#));
    }
    let tree = builder.finish().map_err(|error| Fault::build(0, &error))?;
    Ok(Capture::new(tree, Format::Legacy, app))
}

struct Legacy;

#[derive(Default)]
struct Node {
    has_role: bool,
}

const ROLE: u8 = 0;
const NAME: u8 = 1;
const TYPE: u8 = 2;
const PROPERTIES: u8 = 3;
const BOUNDS: u8 = 4;

impl Nested for Legacy {
    type Node = Node;

    fn field(key: &str) -> Option<Field> {
        Some(Field::Value(match key {
            "role" => ROLE,
            "name" => NAME,
            "type" => TYPE,
            "properties" => PROPERTIES,
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
                let Some(role) = foreign::optional_string(json, "`role`")? else { return Ok(()) };
                if role.is_empty() {
                    return Ok(());
                }
                node.has_role = true;
                if is_password(&role) {
                    builder.add_state(State::Protected);
                }
                builder.role(roles::legacy::role(&role))
            }
            NAME => {
                let name = foreign::optional_string(json, "`name`")?.unwrap_or_default();
                builder.name(&collapse(&name))
            }
            TYPE => return read_type(node, json, builder),
            PROPERTIES => return read_properties(json, builder),
            _ => builder.bounds(foreign::bounds(json)?),
        };
        done.map_err(|error| Fault::build(at, &error))
    }

    fn unknown(&mut self, _: &str, json: &mut Json<'_>) -> Result<(), Fault> {
        json.skip()
    }

    fn end(&mut self, open: &Open<Node>, _: &mut TreeBuilder) -> Result<(), Fault> {
        if open.node.has_role { Ok(()) } else { Err(missing_role(open.at)) }
    }
}

fn is_password(word: &str) -> bool {
    word.to_ascii_lowercase().contains("password")
}

fn read_type(node: &mut Node, json: &mut Json<'_>, builder: &mut TreeBuilder) -> Result<(), Fault> {
    let at = json.at();
    let Some(kind) = foreign::optional_string(json, "`type`")?.filter(|kind| !kind.is_empty())
    else {
        return Ok(());
    };
    if is_password(&kind) {
        builder.add_state(State::Protected);
    }
    let done = if node.has_role {
        Ok(())
    } else {
        // A `role` that comes later overrules it.
        node.has_role = true;
        builder.role(roles::legacy::role(&kind))
    };
    // Every node is one or the other of these, as one can see.
    let is_telling = !matches!(&*kind, "element" | "container");
    done.and_then(|()| if is_telling { builder.attribute("type", &kind) } else { Ok(()) })
        .map_err(|error| Fault::build(at, &error))
}

fn read_properties(json: &mut Json<'_>, builder: &mut TreeBuilder) -> Result<(), Fault> {
    if json.null()? {
        return Ok(());
    }
    let mut members = json.object("`properties`")?;
    let mut len = 0;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        let at = json.key_at();
        len += 1;
        if len > ATTRIBUTES_MAX {
            let max = ATTRIBUTES_MAX;
            return Err(Fault::limit(at, format_args!("{max} properties of one node")));
        }
        if let Some(value) = foreign::scalar(json)? {
            read_property(at, &key, &value, builder)?;
        }
    }
    Ok(())
}

/// A property that can say that its node is a password field.
enum PasswordKey {
    /// By being true.
    Flag,
    /// By naming a kind of field, such as `password` or `textPassword`.
    Kind,
}

/// Case, `_` and `-` do not count.
fn password_key(key: &str) -> Option<PasswordKey> {
    const FLAGS: [&str; 8] = [
        "password",
        "ispassword",
        "secure",
        "issecure",
        "securetextentry",
        "masked",
        "ismasked",
        "protected",
    ];
    const KINDS: [&str; 2] = ["type", "inputtype"];
    let is = |known: &&str| {
        let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
        letters.map(|byte| byte.to_ascii_lowercase()).eq(known.bytes())
    };
    if FLAGS.iter().any(&is) {
        return Some(PasswordKey::Flag);
    }
    KINDS.iter().any(is).then_some(PasswordKey::Kind)
}

fn read_property(
    at: usize,
    key: &str,
    value: &str,
    builder: &mut TreeBuilder,
) -> Result<(), Fault> {
    let is_true = foreign::is_true(foreign::plain_number(value));
    match password_key(key) {
        Some(PasswordKey::Flag) => {
            // Whatever else stands there may be the password.
            if is_true {
                builder.add_state(State::Protected);
            }
            return Ok(());
        }
        Some(PasswordKey::Kind) if is_password(value) => builder.add_state(State::Protected),
        _ => {}
    }
    let (can, is) = match key {
        "enabled" => (None, (!is_true).then_some(State::Disabled)),
        "visible" => (None, (!is_true).then_some(State::Hidden)),
        "disabled" => (None, is_true.then_some(State::Disabled)),
        "hidden" => (None, is_true.then_some(State::Hidden)),
        "checked" if value == "mixed" => (Some(State::Checkable), Some(State::Mixed)),
        "checked" => (Some(State::Checkable), is_true.then_some(State::Checked)),
        "selected" => (Some(State::Selectable), is_true.then_some(State::Selected)),
        "expanded" => (Some(State::Expandable), is_true.then_some(State::Expanded)),
        "pressed" => (Some(State::Pressable), is_true.then_some(State::Pressed)),
        "readonly" | "read_only" => (None, is_true.then_some(State::ReadOnly)),
        "clickable" | "editable" | "focusable" | "focused" | "modal" | "multiline" | "required"
        | "scrollable" | "busy" | "default" | "invalid" | "active" => {
            (None, State::from_name(key).filter(|_| is_true))
        }
        "value" => return builder.value(value).map_err(|error| Fault::build(at, &error)),
        "description" => {
            let done = builder.description(&collapse(value));
            return done.map_err(|error| Fault::build(at, &error));
        }
        _ => {
            let key: Cow<'_, str> = collapse(key);
            return builder.attribute(&key, value).map_err(|error| Fault::build(at, &error));
        }
    };
    can.into_iter().chain(is).for_each(|state| builder.add_state(state));
    Ok(())
}

#[cfg(test)]
mod tests;
