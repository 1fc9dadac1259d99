use sz_tree::{Bounds, Limits, Role, State, States, TreeBuilder};

use super::SCHEMA;
use crate::{
    Capture, Format, Quality, ReadErrorKind, Verdict,
    fault::{Fault, Quoted},
    json::{Field, Json, Kind, Nested, Open, builder_for, duplicate_key, read_nodes},
    suggest,
};

/// The least a node takes: `{"role":"x"},`.
const NODE_BYTES_MIN: usize = 13;

/// Attributes in one node, which are held twice until it closes.
pub(crate) const ATTRIBUTES_MAX: usize = 1_024;

const TOP_KEYS: [&str; 4] = ["schema", "app", "quality", "root"];
const QUALITY_KEYS: [&str; 2] = ["verdict", "reason"];

/// Characters in the reason of a verdict: a sentence, not a place to keep text.
const REASON_CHARS_MAX: usize = 1_024;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut builder = builder_for(text, limits, NODE_BYTES_MIN);
    let (mut app, mut quality, mut seen) = (None, Quality::COMPLETE, [false; TOP_KEYS.len()]);
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        let Some(field) = TOP_KEYS.iter().position(|known| *known == key) else {
            return Err(unknown_key(json.key_at(), &key, &TOP_KEYS));
        };
        if std::mem::replace(&mut seen[field], true) {
            return Err(duplicate_key(json.key_at(), &key));
        }
        match field {
            0 => read_schema(&mut json)?,
            1 => app = Some(json.string("`app`")?.into_owned()),
            2 => quality = read_quality(&mut json)?,
            _ => read_nodes(&mut Sz, &mut json, &mut builder)?,
        }
    }
    json.finish()?;
    for (key, seen) in TOP_KEYS.into_iter().zip(seen) {
        if !seen && matches!(key, "schema" | "root") {
            let message = format!("the document has no `{key}`");
            return Err(Fault::new(ReadErrorKind::MissingKey, 0, message)
                .help(r#"write {"schema":"sz-tree/1","root":{"role":...}}"#));
        }
    }
    let tree = builder.finish().map_err(|error| Fault::build(0, &error))?;
    Ok(Capture::new(tree, Format::Sz, app).with_quality(quality))
}

fn read_quality(json: &mut Json<'_>) -> Result<Quality, Fault> {
    let (mut verdict, mut reason) = (None, None);
    let mut members = json.object("`quality`")?;
    let at = json.at();
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        json.expect(Kind::String, "what `quality` says")?;
        let at = json.at();
        let text = json.string("what `quality` says")?;
        match &*key {
            "verdict" => {
                verdict =
                    Some(Verdict::from_name(&text).ok_or_else(|| unknown_verdict(at, &text))?);
            }
            "reason" if text.chars().nth(REASON_CHARS_MAX).is_some() => {
                let max = REASON_CHARS_MAX;
                return Err(Fault::limit(at, format_args!("{max} characters in a reason")));
            }
            "reason" => reason = Some(text.into_owned()),
            _ => return Err(unknown_key(json.key_at(), &key, &QUALITY_KEYS)),
        }
    }
    let Some(verdict) = verdict else {
        let message = "`quality` has no `verdict`";
        return Err(Fault::new(ReadErrorKind::MissingKey, at, message)
            .help(r#"write {"verdict":"complete"}, or leave `quality` out"#));
    };
    Ok(Quality::new(verdict, reason.unwrap_or_default()))
}

#[cold]
fn unknown_verdict(at: usize, text: &str) -> Fault {
    let message = format!("{} is not a verdict", Quoted(text));
    let names = || Verdict::ALL.iter().map(|verdict| verdict.as_str());
    let help = match suggest(text, names()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("the verdicts are {}", names().collect::<Vec<_>>().join(", ")),
    };
    Fault::new(ReadErrorKind::BadValue, at, message).help(help)
}

fn read_schema(json: &mut Json<'_>) -> Result<(), Fault> {
    json.expect(Kind::String, "`schema`")?;
    let at = json.at();
    let schema = json.string("`schema`")?;
    if schema == SCHEMA {
        return Ok(());
    }
    let message = format!("the schema {} is not known", Quoted(&schema));
    Err(Fault::new(ReadErrorKind::BadValue, at, message)
        .help("this version reads `sz-tree/1`; a newer document needs a newer version"))
}

#[cold]
fn unknown_key(at: usize, key: &str, known: &[&str]) -> Fault {
    let message = format!("{} is not a key here", Quoted(key));
    let help = match suggest(key, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("the keys are {}", known.join(", ")),
    };
    Fault::new(ReadErrorKind::UnknownKey, at, message).help(help)
}

struct Sz;

const ROLE: u8 = 0;
const NAME: u8 = 1;
const VALUE: u8 = 2;
const DESCRIPTION: u8 = 3;
const STATES: u8 = 4;
const BOUNDS: u8 = 5;
const ATTRIBUTES: u8 = 6;
const NODE_KEYS: [&str; 8] =
    ["role", "name", "value", "description", "states", "bounds", "attributes", "children"];

impl Nested for Sz {
    type Node = ();

    fn field(key: &str) -> Option<Field> {
        Some(Field::Value(match key {
            "role" => ROLE,
            "name" => NAME,
            "value" => VALUE,
            "description" => DESCRIPTION,
            "states" => STATES,
            "bounds" => BOUNDS,
            "attributes" => ATTRIBUTES,
            "children" => return Some(Field::Children),
            _ => return None,
        }))
    }

    fn read(
        &mut self,
        field: u8,
        (): &mut (),
        json: &mut Json<'_>,
        builder: &mut TreeBuilder,
    ) -> Result<(), Fault> {
        let at = json.at();
        let done = match field {
            ROLE => {
                let role = json.string("`role`")?;
                if role.is_empty() {
                    return Err(missing_role(at));
                }
                builder.role(Role::from_name(&role))
            }
            NAME => builder.name(&json.string("`name`")?),
            VALUE => builder.value(&json.string("`value`")?),
            DESCRIPTION => builder.description(&json.string("`description`")?),
            STATES => builder.states(read_states(json)?),
            BOUNDS => builder.bounds(Some(read_bounds(json)?)),
            _ => return read_attributes(json, builder),
        };
        done.map_err(|error| Fault::build(at, &error))
    }

    fn unknown(&mut self, key: &str, json: &mut Json<'_>) -> Result<(), Fault> {
        Err(unknown_key(json.key_at(), key, &NODE_KEYS))
    }

    fn end(&mut self, open: &Open<()>, _: &mut TreeBuilder) -> Result<(), Fault> {
        if open.has(ROLE) { Ok(()) } else { Err(missing_role(open.at)) }
    }
}

#[cold]
pub(crate) fn missing_role(at: usize) -> Fault {
    Fault::new(ReadErrorKind::MissingRole, at, "a node has no role")
        .help("give it one, such as `generic`")
}

fn read_states(json: &mut Json<'_>) -> Result<States, Fault> {
    let mut items = json.array("`states`")?;
    let mut states = States::EMPTY;
    while json.item(&mut items)? {
        json.expect(Kind::String, "a state")?;
        let at = json.at();
        let name = json.string("a state")?;
        let Some(state) = State::from_name(&name) else {
            let message = format!("{} is not a state", Quoted(&name));
            let names = State::ALL.iter().map(|state| state.as_str());
            let help = suggest(&name, names).map(|word| format!("did you mean `{word}`?"));
            return Err(
                Fault::new(ReadErrorKind::BadValue, at, message).help(help.unwrap_or_default())
            );
        };
        if states.contains(state) {
            let message = format!("the state `{state}` stands twice", state = state.as_str());
            return Err(Fault::new(ReadErrorKind::DuplicateKey, at, message).help("keep one"));
        }
        states = states.with(state);
    }
    Ok(states)
}

fn read_bounds(json: &mut Json<'_>) -> Result<Bounds, Fault> {
    let mut items = json.array("`bounds`")?;
    let at = json.at();
    let mut numbers = [0_i32; 4];
    let mut len = 0;
    while json.item(&mut items)? {
        let number = match json.small_integer() {
            Some(number) => number,
            None => json.number("a coordinate")?.parse().map_err(|_| bad_bounds(at))?,
        };
        *numbers.get_mut(len).ok_or_else(|| bad_bounds(at))? = number;
        len += 1;
    }
    let [x, y, width, height] = numbers;
    Bounds::new(x, y, width, height).filter(|_| len == 4).ok_or_else(|| bad_bounds(at))
}

#[cold]
fn bad_bounds(at: usize) -> Fault {
    Fault::new(ReadErrorKind::BadValue, at, "these are not bounds")
        .help("write [x, y, width, height] in whole pixels, sizes not negative")
}

fn read_attributes(json: &mut Json<'_>, builder: &mut TreeBuilder) -> Result<(), Fault> {
    let mut members = json.object("`attributes`")?;
    let mut len = 0;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        let at = json.key_at();
        len += 1;
        if len > ATTRIBUTES_MAX {
            let max = ATTRIBUTES_MAX;
            return Err(Fault::limit(at, format_args!("{max} attributes of one node")));
        }
        let value = json.string("the value of an attribute")?;
        builder.attribute(&key, &value).map_err(|error| Fault::build(at, &error))?;
    }
    Ok(())
}
