use std::{ops::Deref, rc::Rc};

use sz_tree::Node;

use super::scope::{Field, Record};
use crate::DriftEvent;

/// A text that costs nothing to copy.
#[derive(Clone, Debug)]
pub(super) enum Text<'a> {
    Given(&'a str),
    Made(Rc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Given(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::Given(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Made(text.into())
    }
}

/// What an expression is worth.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(Text<'a>),
    List(Rc<Vec<Self>>),
    Attributes(Node<'a>),
    Record(Record),
}

impl<'a> Value<'a> {
    pub(super) fn texts(texts: impl Iterator<Item = &'a str>) -> Self {
        Self::List(Rc::new(texts.map(|text| Self::Text(text.into())).collect()))
    }

    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Null, Self::Double)
    }

    /// For messages.
    pub(super) const fn noun(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Int(_) => "a whole number",
            Self::Double(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Attributes(_) => "a map",
            Self::Record(_) => "a variable",
        }
    }
}

/// The screen of an event.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleScreen<'a> {
    /// Its name; `None` where it is not known.
    pub id: Option<&'a str>,
    /// Its application.
    pub app: Option<&'a str>,
    /// The version of its template.
    pub version: Option<&'a str>,
    /// How well it fits its template, `0.0..=1.0`.
    pub score: Option<f64>,
    /// How alike screen and baseline are, `0.0..=1.0`.
    pub similarity: Option<f64>,
    /// How many nodes it has.
    pub nodes: Option<usize>,
}

/// What is a text only for rules, written once for all of them.
pub(super) struct WrittenOut {
    id: String,
    event_path: Option<String>,
    node_path: Option<String>,
}

impl WrittenOut {
    pub(super) fn of(event: &DriftEvent, node: Option<Node<'_>>) -> Self {
        Self {
            id: event.id.to_string(),
            event_path: event.path.as_ref().map(ToString::to_string),
            node_path: node.map(|node| node.path().to_string()),
        }
    }
}

/// What a rule sees.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) event: &'a DriftEvent,
    pub(super) node: Option<Node<'a>>,
    pub(super) texts: &'a WrittenOut,
    pub(super) screen: RuleScreen<'a>,
}

impl<'a> Seen<'a> {
    pub(super) fn is_null(&self, record: Record) -> bool {
        record == Record::Node && self.node.is_none()
    }

    pub(super) fn field(&self, field: Field) -> Value<'a> {
        let (event, screen) = (self.event, &self.screen);
        let word = |word: &'static str| Value::Text(word.into());
        match field {
            Field::EventId => Value::text(Some(&self.texts.id)),
            Field::EventKind => word(event.kind.as_str()),
            Field::EventSeverity => word(event.severity.as_str()),
            Field::EventChange => word(event.change.as_str()),
            Field::EventPattern => Value::text(event.pattern.map(crate::DarkPattern::as_str)),
            Field::EventPath => Value::text(self.texts.event_path.as_deref()),
            Field::EventSelector => Value::text(event.selector.as_deref()),
            Field::EventOld => Value::text(event.old.as_deref()),
            Field::EventNew => Value::text(event.new.as_deref()),
            Field::EventSimilarity => Value::number(event.similarity),
            Field::EventRule => Value::Text((&*event.rule).into()),
            Field::EventExplanation => Value::Text((&*event.explanation).into()),
            Field::EventTags => Value::texts(event.tags.iter().map(String::as_str)),
            Field::ScreenId => Value::text(screen.id),
            Field::ScreenApp => Value::text(screen.app),
            Field::ScreenVersion => Value::text(screen.version),
            Field::ScreenScore => Value::number(screen.score),
            Field::ScreenSimilarity => Value::number(screen.similarity),
            Field::ScreenNodes => {
                let nodes = screen.nodes.and_then(|nodes| i64::try_from(nodes).ok());
                nodes.map_or(Value::Null, Value::Int)
            }
            Field::NodePath => Value::text(self.texts.node_path.as_deref()),
            _ => self.node.map_or(Value::Null, |node| node_field(node, field)),
        }
    }
}

fn node_field(node: Node<'_>, field: Field) -> Value<'_> {
    match field {
        Field::NodeRole => Value::Text(node.role().as_str().into()),
        Field::NodeName => Value::Text(node.name().into()),
        Field::NodeValue => Value::text(node.value()),
        Field::NodeDescription => Value::Text(node.description().into()),
        Field::NodeStates => Value::texts(node.states().iter().map(sz_tree::State::as_str)),
        Field::NodeAttributes => Value::Attributes(node),
        _ => Value::Null,
    }
}
