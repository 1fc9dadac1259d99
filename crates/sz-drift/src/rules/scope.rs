//! What an expression can speak of: variables, their fields, and types.

use crate::{Change, DarkPattern, DriftKind, Severity};

/// What is known of a value before there is one. What is of a type may also be null, where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Type {
    Any,
    Null,
    Bool,
    Int,
    Double,
    Text,
    /// A text that is one of a few words.
    Word(Words),
    Texts,
    List,
    Attributes,
    Record(Record),
}

/// The variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Record {
    Event,
    Node,
    Screen,
}

/// Texts of which all values are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Kind,
    Severity,
    Change,
    Pattern,
}

impl Words {
    pub(super) fn all(self) -> Vec<&'static str> {
        match self {
            Self::Kind => DriftKind::ALL.iter().map(|it| it.as_str()).collect(),
            Self::Severity => Severity::ALL.iter().map(|it| it.as_str()).collect(),
            Self::Change => Change::ALL.iter().map(|it| it.as_str()).collect(),
            Self::Pattern => DarkPattern::ALL.iter().map(|it| it.as_str()).collect(),
        }
    }

    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Kind => "kind of drift",
            Self::Severity => "severity",
            Self::Change => "change",
            Self::Pattern => "dark pattern",
        }
    }
}

impl Type {
    /// For messages.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::Null => "null",
            Self::Bool => "true or false",
            Self::Int => "a whole number",
            Self::Double => "a number",
            Self::Text | Self::Word(_) => "a text",
            Self::Texts | Self::List => "a list",
            Self::Attributes => "a map of attributes",
            Self::Record(Record::Event) => "the event",
            Self::Record(Record::Node) => "the node",
            Self::Record(Record::Screen) => "the screen",
        }
    }

    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Word(_) | Self::Any)
    }

    pub(super) const fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Double | Self::Any)
    }

    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::List | Self::Texts | Self::Any)
    }

    pub(super) const fn is_map(self) -> bool {
        matches!(self, Self::Attributes | Self::Any)
    }

    pub(super) const fn is_bool(self) -> bool {
        matches!(self, Self::Bool | Self::Any)
    }

    /// True where values of both can be equal.
    pub(super) fn can_equal(self, other: Self) -> bool {
        let is_null = |it| matches!(it, Self::Null | Self::Any);
        is_null(self)
            || is_null(other)
            || self.is_number() && other.is_number()
            || self.is_text() && other.is_text()
            || self.is_list() && other.is_list()
            || self == other
    }

    /// What a value is that may be of either type.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Null, known) | (known, Self::Null) => known,
            (a, b) if a.is_text() && b.is_text() && a != Self::Any && b != Self::Any => Self::Text,
            _ => Self::Any,
        }
    }

    /// What the items of a list, or the keys of a map, are.
    pub(super) const fn item(self) -> Self {
        match self {
            Self::Texts | Self::Attributes => Self::Text,
            _ => Self::Any,
        }
    }
}

macro_rules! fields {
    ($($record:ident { $($field:ident $name:literal $type:expr),+ $(,)? })+) => {
        /// Every field of every variable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Field { $($($field),+),+ }

        /// Name and type of each field.
        const FIELDS: &[(Record, Field, &str, Type)] =
            &[$($((Record::$record, Field::$field, $name, $type)),+),+];
    };
}

fields! {
    Event {
        EventId "id" Type::Text,
        EventKind "kind" Type::Word(Words::Kind),
        EventSeverity "severity" Type::Word(Words::Severity),
        EventChange "change" Type::Word(Words::Change),
        EventPattern "pattern" Type::Word(Words::Pattern),
        EventPath "path" Type::Text,
        EventSelector "selector" Type::Text,
        EventOld "old" Type::Text,
        EventNew "new" Type::Text,
        EventSimilarity "similarity" Type::Double,
        EventRule "rule" Type::Text,
        EventExplanation "explanation" Type::Text,
        EventTags "tags" Type::Texts,
    }
    Node {
        NodeRole "role" Type::Text,
        NodeName "name" Type::Text,
        NodeValue "value" Type::Text,
        NodeDescription "description" Type::Text,
        NodeStates "states" Type::Texts,
        NodeAttributes "attributes" Type::Attributes,
        NodePath "path" Type::Text,
    }
    Screen {
        ScreenId "id" Type::Text,
        ScreenApp "app" Type::Text,
        ScreenVersion "version" Type::Text,
        ScreenScore "score" Type::Double,
        ScreenSimilarity "similarity" Type::Double,
        ScreenNodes "nodes" Type::Int,
    }
}

impl Record {
    pub(super) const ALL: &[(&str, Self)] =
        &[("event", Self::Event), ("node", Self::Node), ("screen", Self::Screen)];

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, record)| *record)
    }

    pub(super) fn field(self, name: &str) -> Option<(Field, Type)> {
        let mut fields = FIELDS.iter();
        fields.find(|it| it.0 == self && it.2 == name).map(|it| (it.1, it.3))
    }

    pub(super) fn field_names(self) -> impl Iterator<Item = &'static str> {
        FIELDS.iter().filter(move |it| it.0 == self).map(|it| it.2)
    }
}
