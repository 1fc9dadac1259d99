//! YAML with the place of every key and value, and nothing in it that could surprise.

use std::fmt;

use sz_tree::Limits;

use crate::{
    ReadError, ReadErrorKind,
    fault::{Fault, Quoted},
    text::line_breaks,
};

mod events;
mod flow;
mod quote;

pub(crate) use events::{Event, Events, Scalar};
pub(crate) use quote::{must_escape, must_quote, push_double_quoted};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A place in a text: line and column in characters, both from 1. A byte order mark is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Mark {
    /// The byte offset of this place in the text it is of; the end of its line, or of the text, where that is
    /// shorter. Cost: linear in the text.
    pub fn offset_in(self, text: &str) -> usize {
        let start = match (self.line as usize).checked_sub(2) {
            Some(breaks) => line_breaks(text).nth(breaks).unwrap_or(text.len()),
            None if text.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK.len_utf8(),
            None => 0,
        };
        let rest = text.get(start..).unwrap_or_default();
        let columns = (self.column as usize).saturating_sub(1);
        let is_break = |c: char| matches!(c, '\n' | '\r');
        let mut places = rest.char_indices().take_while(|&(_, c)| !is_break(c)).map(|(at, _)| at);
        let line = rest.find(is_break).unwrap_or(rest.len());
        start + places.nth(columns).unwrap_or(line)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A YAML value that knows where it stands.
///
/// Scalars keep their text: what a plain `012` or `yes` means is the caller's to say. Keys are scalars,
/// each once in its mapping. Anchors, aliases, tags and a second document are errors, so a document is
/// never larger than it looks.
#[derive(Clone, Debug)]
pub struct YamlNode {
    mark: Mark,
    value: Value,
}

#[derive(Clone, Debug)]
enum Value {
    Scalar { text: Box<str>, is_plain: bool },
    Sequence(Vec<YamlNode>),
    Mapping(Vec<(YamlNode, YamlNode)>),
}

impl YamlNode {
    /// Reads a document with one value in it.
    ///
    /// # Errors
    /// Broken YAML, the features named above, a key that is no scalar or stands twice, and the limits on
    /// bytes, nodes (each key and value is one) and nesting.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, ReadError> {
        let (node, duplicates) = Self::parse_with_duplicates(text, limits)?;
        duplicates.into_iter().next().map_or(Ok(node), Err)
    }

    /// Reads a document and beside it tells every key that stands again in its mapping, in the order of the
    /// document: for those who report all faults of a file. Such a mapping has all its entries, and [`Self::get`]
    /// gives the first.
    ///
    /// # Errors
    /// As [`Self::parse`], but for keys that stand twice.
    pub fn parse_with_duplicates(
        text: &str,
        limits: &Limits,
    ) -> Result<(Self, Vec<ReadError>), ReadError> {
        let mut duplicates = Vec::new();
        // No place counts a byte order mark.
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let node = parse(text, limits, &mut duplicates)
            .map_err(|fault| fault.locate(text, |_, _| String::new()))?;
        duplicates.sort_by_key(|duplicate| duplicate.mark);
        Ok((node, duplicates.into_iter().map(Duplicate::into_error).collect()))
    }

    /// Where the value starts.
    pub const fn mark(&self) -> Mark {
        self.mark
    }

    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a sequence.
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The keys and values of a mapping, in their order.
    pub fn as_mapping(&self) -> Option<&[(Self, Self)]> {
        match &self.value {
            Value::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let entries = self.as_mapping()?;
        entries.iter().find_map(|(known, value)| (known.as_str() == Some(key)).then_some(value))
    }

    /// True for a scalar without quotes, which may mean a number, a boolean or nothing.
    pub const fn is_plain(&self) -> bool {
        matches!(self.value, Value::Scalar { is_plain: true, .. })
    }

    /// True for an empty value, `null` and `~`.
    pub fn is_null(&self) -> bool {
        self.is_plain() && self.as_str().is_some_and(events::is_null)
    }

    /// The boolean that a plain `true` or `false` means.
    pub fn as_bool(&self) -> Option<bool> {
        match self.as_str().filter(|_| self.is_plain())? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The finite number that a plain scalar means.
    pub fn as_f64(&self) -> Option<f64> {
        let text = self.as_str().filter(|_| self.is_plain())?;
        // Rust reads `inf` and `nan` too; in YAML these are words.
        let is_number =
            text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
        text.parse().ok().filter(|number: &f64| is_number && number.is_finite())
    }

    /// What the value is, for messages: `text`, `a list`, `a mapping` or `nothing`.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar { .. } if self.is_null() => "nothing",
            Value::Scalar { .. } => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// A key that stands again in its mapping.
struct Duplicate {
    key: Box<str>,
    mark: Mark,
    first: Mark,
}

impl Duplicate {
    fn into_error(self) -> ReadError {
        let message = format!("the key {} stands twice in one mapping", Quoted(&self.key));
        let help = format!("keep one of them; the other is at {}", self.first);
        Fault::new(ReadErrorKind::DuplicateKey, 0, message).help(help).locate_at(self.mark)
    }
}

/// A container that is being read.
struct Open<'a> {
    mark: Mark,
    items: Items<'a>,
}

enum Items<'a> {
    Sequence(Vec<YamlNode>),
    Mapping { entries: Vec<(YamlNode, YamlNode)>, key: Option<Scalar<'a>> },
}

fn parse(text: &str, limits: &Limits, duplicates: &mut Vec<Duplicate>) -> Result<YamlNode, Fault> {
    let mut events = Events::new(text, limits)?;
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut nodes = 0;
    loop {
        let event = events.next()?;
        nodes += 1;
        if nodes > limits.nodes {
            return Err(events.limit(format_args!("{} keys and values", limits.nodes)));
        }
        let mut done = match event {
            Event::SequenceStart(mark) => {
                open.push(Open { mark, items: Items::Sequence(Vec::new()) });
                None
            }
            Event::MappingStart(mark) => {
                let items = Items::Mapping { entries: Vec::new(), key: None };
                open.push(Open { mark, items });
                None
            }
            Event::Scalar(scalar) => match open.last_mut().map(|open| &mut open.items) {
                Some(Items::Mapping { key: key @ None, .. }) => {
                    *key = Some(scalar);
                    None
                }
                _ => Some(scalar_node(scalar)),
            },
            Event::End => open.pop().map(|open| finish(open, duplicates)),
        };
        if open.len() > limits.depth {
            return Err(events.limit(format_args!("{} levels of nesting", limits.depth)));
        }
        if let Some(node) = done.take() {
            match open.last_mut() {
                None => {
                    events.finish()?;
                    return Ok(node);
                }
                Some(parent) => push(&events, parent, node)?,
            }
        } else if let [.., parent, _] = &open[..] {
            refuse_container_as_key(&events, parent)?;
        }
    }
}

fn scalar_node(scalar: Scalar<'_>) -> YamlNode {
    let value = Value::Scalar { text: scalar.text.into(), is_plain: scalar.is_plain };
    YamlNode { mark: scalar.mark, value }
}

fn push<'a>(events: &Events<'a>, parent: &mut Open<'a>, node: YamlNode) -> Result<(), Fault> {
    match &mut parent.items {
        Items::Sequence(items) => items.push(node),
        Items::Mapping { entries, key } => match key.take() {
            Some(key) => entries.push((scalar_node(key), node)),
            None => return Err(key_fault(events)),
        },
    }
    Ok(())
}

fn refuse_container_as_key(events: &Events<'_>, parent: &Open<'_>) -> Result<(), Fault> {
    match &parent.items {
        Items::Mapping { key: None, .. } => Err(key_fault(events)),
        _ => Ok(()),
    }
}

fn key_fault(events: &Events<'_>) -> Fault {
    events.fault(ReadErrorKind::WrongType, "a key must be text, not a list or a mapping")
}

fn finish(open: Open<'_>, duplicates: &mut Vec<Duplicate>) -> YamlNode {
    let value = match open.items {
        Items::Sequence(items) => Value::Sequence(items),
        Items::Mapping { entries, .. } => {
            duplicates.extend(repeated_keys(&entries));
            Value::Mapping(entries)
        }
    };
    YamlNode { mark: open.mark, value }
}

fn repeated_keys(entries: &[(YamlNode, YamlNode)]) -> Vec<Duplicate> {
    let mut keys: Vec<(&str, Mark)> =
        entries.iter().filter_map(|(key, _)| Some((key.as_str()?, key.mark))).collect();
    keys.sort_unstable();
    let same = keys.chunk_by(|a, b| a.0 == b.0);
    let repeated = same.flat_map(|same| same.iter().skip(1).map(|again| (again, same[0].1)));
    let duplicate =
        |(&(key, mark), first): (&(&str, Mark), Mark)| Duplicate { key: key.into(), mark, first };
    repeated.map(duplicate).collect()
}

#[cfg(test)]
mod tests;
