//! One `AXNode` into a record.

use sz_tree::{State, States};

use super::list::{Details, HAS_PARENT, IGNORED, List, NONE, Record, Span};
use crate::{
    ReadErrorKind,
    fault::Fault,
    foreign,
    json::{Json, Kind, duplicate_key},
};

const KEYS: [&str; 10] = [
    "nodeId",
    "ignored",
    "role",
    "name",
    "description",
    "value",
    "properties",
    "parentId",
    "childIds",
    "bounds",
];

pub(super) fn read_node<'a>(list: &mut List<'a>, json: &mut Json<'a>) -> Result<Record, Fault> {
    let mut members = json.object("a node")?;
    let at = json.at() - 1;
    let mut node =
        Record { at: u32::try_from(at).unwrap_or(u32::MAX), details: NONE, ..Record::default() };
    let (mut seen, mut details) = (0_u32, Details::default());
    while let Some(key) = json.key(&mut members)? {
        let Some(field) = KEYS.iter().position(|known| *known == key) else {
            json.note_key();
            json.skip()?;
            continue;
        };
        if seen & 1 << field != 0 {
            return Err(duplicate_key(json.key_at(), &key));
        }
        seen |= 1 << field;
        match &*key {
            "nodeId" => node.id = id(list, json)?,
            "ignored" => {
                node.flags |= if json.boolean("`ignored`")? { IGNORED } else { 0 };
            }
            "role" => node.role = value_span(list, json)?.unwrap_or_default(),
            "name" => node.name = value_span(list, json)?.unwrap_or_default(),
            "description" => details.description = value_span(list, json)?.unwrap_or_default(),
            "value" => details.value = value_span(list, json)?,
            "properties" => read_properties(list, json, &mut node.states, &mut details)?,
            "parentId" => {
                node.flags |= if json.null()? { 0 } else { HAS_PARENT };
                if node.flags & HAS_PARENT != 0 {
                    id(list, json)?;
                }
            }
            "childIds" => (node.children_start, node.children_len) = child_ids(list, json)?,
            _ => details.bounds = foreign::bounds(json)?,
        }
    }
    if seen & 1 == 0 {
        return Err(Fault::new(ReadErrorKind::MissingKey, at, "a node has no `nodeId`")
            .help("write the answer of Accessibility.getFullAXTree unchanged"));
    }
    node.end = u32::try_from(json.at()).unwrap_or(u32::MAX);
    let has_details = details.value.is_some()
        || details.description != Span::default()
        || details.bounds.is_some()
        || details.attributes_len > 0;
    if has_details {
        node.details = u32::try_from(list.details.len()).unwrap_or(NONE);
        list.details.push(details);
    }
    Ok(node)
}

/// An id as it is written; a number in one place and a string in another are the same id.
fn id<'a>(list: &List<'a>, json: &mut Json<'a>) -> Result<Span, Fault> {
    if json.kind()? == Kind::Number {
        return Ok(list.span(json.number("an id")?));
    }
    Ok(list.span(json.raw_string("an id")?.as_raw()))
}

fn child_ids<'a>(list: &mut List<'a>, json: &mut Json<'a>) -> Result<(u32, u32), Fault> {
    let start = list.child_ids.len();
    let mut items = json.array("`childIds`")?;
    while json.item(&mut items)? {
        let id = id(list, json)?;
        list.child_ids.push(id);
    }
    let len = list.child_ids.len() - start;
    Ok((u32::try_from(start).unwrap_or(NONE), u32::try_from(len).unwrap_or_default()))
}

/// The `value` of an `AXValue`: a string, number or boolean as it is written, `None` for anything else.
fn value<'a>(json: &mut Json<'a>) -> Result<Option<&'a str>, Fault> {
    let mut found = None;
    let mut has_value = false;
    let mut members = json.object("an AXValue")?;
    while let Some(key) = json.key(&mut members)? {
        if key != "value" {
            json.note_key();
            json.skip()?;
            continue;
        }
        if std::mem::replace(&mut has_value, true) {
            return Err(duplicate_key(json.key_at(), &key));
        }
        found = match json.kind()? {
            Kind::String => Some(json.raw_string("`value`")?.as_raw()),
            Kind::Number => Some(json.number("`value`")?),
            Kind::True | Kind::False => {
                let start = json.at();
                json.skip()?;
                json.text().get(start..json.at())
            }
            Kind::Null | Kind::Object | Kind::Array => {
                json.skip()?;
                None
            }
        };
    }
    Ok(found)
}

fn value_span<'a>(list: &List<'a>, json: &mut Json<'a>) -> Result<Option<Span>, Fault> {
    Ok(value(json)?.map(|raw| list.span(raw)))
}

fn read_properties<'a>(
    list: &mut List<'a>,
    json: &mut Json<'a>,
    states: &mut States,
    details: &mut Details,
) -> Result<(), Fault> {
    details.attributes_start = u32::try_from(list.attributes.len()).unwrap_or(NONE);
    let mut items = json.array("`properties`")?;
    while json.item(&mut items)? {
        let mut members = json.object("a property")?;
        let (mut name, mut found) = (None, None);
        while let Some(key) = json.key(&mut members)? {
            json.note_key();
            match &*key {
                "name" => name = Some(json.raw_string("`name`")?.as_raw()),
                "value" => found = value(json)?,
                _ => json.skip()?,
            }
        }
        let (Some(name), Some(value)) = (name, found) else { continue };
        if let Some(attribute) = attribute(name) {
            if !value.is_empty() {
                let span = list.span(value);
                list.attributes.push((attribute, span));
                details.attributes_len += 1;
            }
        } else {
            *states = property_states(name, value).iter().fold(*states, |all, &one| all.with(one));
        }
    }
    Ok(())
}

/// The properties that are kept as attributes.
fn attribute(name: &str) -> Option<&'static str> {
    Some(match name {
        "level" => "level",
        "url" => "url",
        "valuemin" => "valuemin",
        "valuemax" => "valuemax",
        "valuetext" => "valuetext",
        "placeholder" => "placeholder",
        "keyshortcuts" => "keyshortcuts",
        "roledescription" => "roledescription",
        _ => return None,
    })
}

/// What a property says of the node. Booleans come as `true`, `"true"` and `1`.
fn property_states(name: &str, value: &str) -> &'static [State] {
    let is_true = foreign::is_true(value);
    let when = |states: &'static [State]| if is_true { states } else { &[] };
    match (name, value) {
        ("checked", "mixed") => &[State::Checkable, State::Mixed],
        ("checked", _) if is_true => &[State::Checkable, State::Checked],
        ("checked", _) => &[State::Checkable],
        ("pressed", "mixed") => &[State::Pressable, State::Mixed],
        ("pressed", _) if is_true => &[State::Pressable, State::Pressed],
        ("pressed", _) => &[State::Pressable],
        ("expanded", _) if is_true => &[State::Expandable, State::Expanded],
        ("expanded", _) => &[State::Expandable],
        ("selected", _) if is_true => &[State::Selectable, State::Selected],
        ("selected", _) => &[State::Selectable],
        ("invalid" | "hasPopup" | "editable", "false" | "") => &[],
        ("invalid", _) => &[State::Invalid],
        ("hasPopup", _) => &[State::HasPopup],
        ("editable", _) => &[State::Editable],
        ("orientation", "horizontal") => &[State::Horizontal],
        ("orientation", "vertical") => &[State::Vertical],
        ("busy", _) => when(&[State::Busy]),
        ("disabled", _) => when(&[State::Disabled]),
        ("focusable", _) => when(&[State::Focusable]),
        ("focused", _) => when(&[State::Focused]),
        ("hidden", _) => when(&[State::Hidden]),
        ("modal", _) => when(&[State::Modal]),
        ("multiline", _) => when(&[State::Multiline]),
        ("multiselectable", _) => when(&[State::Multiselectable]),
        ("readonly", _) => when(&[State::ReadOnly]),
        ("required", _) => when(&[State::Required]),
        ("visited", _) => when(&[State::Visited]),
        _ => &[],
    }
}
