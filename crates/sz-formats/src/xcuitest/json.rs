//! The JSON form (`/source?format=json`).

use sz_tree::{Limits, Tree, TreeBuilder};

use super::{Element, PREFIX, Source};
use crate::{
    ReadErrorKind,
    fault::Fault,
    foreign,
    json::{Field, Json, Kind, Nested, Open, builder_for, read_nodes},
    sz::missing_role,
};

/// The least a node takes: `{"type":"Key"},`.
const NODE_BYTES_MIN: usize = 15;

pub(super) fn read(source: &mut Source, text: &str, limits: &Limits) -> Result<Tree, Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut builder = builder_for(text, limits, NODE_BYTES_MIN);
    // An answer of the driver has the tree in `value`; an element has its own value there, which is no object.
    if is_answer(json.clone()) {
        let mut members = json.object("the answer")?;
        while let Some(key) = json.key(&mut members)? {
            json.note_key();
            match &*key {
                "value" => read_nodes(source, &mut json, &mut builder)?,
                _ => json.skip()?,
            }
        }
    } else {
        read_nodes(source, &mut json, &mut builder)?;
    }
    json.finish()?;
    if builder.is_empty() {
        return Err(Fault::new(ReadErrorKind::MissingKey, 0, "the answer has no `value`")
            .help("write the whole answer of the driver"));
    }
    builder.finish().map_err(|error| Fault::build(0, &error))
}

fn is_answer(mut json: Json<'_>) -> bool {
    let Ok(mut members) = json.object("the document") else { return false };
    while let Ok(Some(key)) = json.key(&mut members) {
        match (&*key, json.kind()) {
            ("value", Ok(Kind::Object)) => return true,
            ("type" | "children", _) | (_, Err(_)) => return false,
            _ => {}
        }
        if json.skip().is_err() {
            return false;
        }
    }
    false
}

/// The keys that are read, by their number.
const KEYS: [&str; 19] = [
    "type",
    "rect",
    "name",
    "rawIdentifier",
    "label",
    "value",
    "placeholderValue",
    "traits",
    "bundleId",
    "minValue",
    "maxValue",
    "isEnabled",
    "enabled",
    "isVisible",
    "visible",
    "isFocused",
    "hasFocus",
    "isSelected",
    "selected",
];
const TYPE: u8 = 0;
const RECT: u8 = 1;

impl Nested for Source {
    type Node = Element;

    fn field(key: &str) -> Option<Field> {
        if key == "children" {
            return Some(Field::Children);
        }
        let place = KEYS.iter().position(|known| *known == key)?;
        u8::try_from(place).ok().map(Field::Value)
    }

    fn read(
        &mut self,
        field: u8,
        node: &mut Element,
        json: &mut Json<'_>,
        _: &mut TreeBuilder,
    ) -> Result<(), Fault> {
        match field {
            TYPE => {
                let kind = json.string("`type`")?;
                kind.strip_prefix(PREFIX).unwrap_or(&kind).clone_into(&mut node.kind);
            }
            RECT if json.kind()? == Kind::Object => {
                let mut members = json.object("`rect`")?;
                while let Some(key) = json.key(&mut members)? {
                    json.note_key();
                    if let Some(value) = foreign::scalar(json)? {
                        node.set(&key, value);
                    }
                }
            }
            field => {
                if let Some(value) = foreign::scalar(json)? {
                    node.set(KEYS[field as usize], value);
                }
            }
        }
        Ok(())
    }

    fn unknown(&mut self, _: &str, json: &mut Json<'_>) -> Result<(), Fault> {
        json.skip()
    }

    fn end(&mut self, open: &Open<Element>, builder: &mut TreeBuilder) -> Result<(), Fault> {
        if open.node.kind.is_empty() {
            return Err(missing_role(open.at));
        }
        if open.is_root {
            self.note_root(&open.node);
        }
        open.node.fill(builder).map_err(|error| Fault::build(open.at, &error))
    }
}
