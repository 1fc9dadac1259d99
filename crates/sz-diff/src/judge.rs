use std::{borrow::Cow, fmt};

use regex::Regex;
use sz_tree::{Bounds, Node, States};

use crate::{
    AttributesCompared, Compared, DiffOptions, WordPiece, baseline::Rules, words::diff_words,
};

/// One field of a node.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// The role.
    Role,
    /// The accessible name.
    Name,
    /// The value.
    Value,
    /// The accessible description.
    Description,
    /// The states that are compared.
    States,
    /// Where the node is on the screen.
    Bounds,
    /// The attribute of this key.
    Attribute(String),
}

impl fmt::Display for Field {
    /// The field as it is called in output: `name`, `attributes.level`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Role => "role",
            Self::Name => "name",
            Self::Value => "value",
            Self::Description => "description",
            Self::States => "states",
            Self::Bounds => "bounds",
            Self::Attribute(key) => return write!(f, "attributes.{key}"),
        })
    }
}

/// What one field was and is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// What it was: text, or states as `checked, disabled`, or bounds as `x,y widthxheight`, or the pattern of
    /// a baseline as `/regex/`. `None` where there was nothing.
    pub old: Option<String>,
    /// What it is.
    pub new: Option<String>,
    /// `old` is the pattern of a baseline, and not a text that was there.
    pub is_pattern: bool,
}

impl FieldChange {
    /// What went from the text and what came, word by word; `None` where the field holds no text, or words would make it
    /// no clearer. See [`diff_words`].
    pub fn words(&self) -> Option<Vec<WordPiece>> {
        let is_text = match self.field {
            Field::Name | Field::Value | Field::Description | Field::Attribute(_) => true,
            Field::Role | Field::States | Field::Bounds => false,
        };
        match (&self.old, &self.new) {
            (Some(old), Some(new)) if is_text && !self.is_pattern => diff_words(old, new),
            _ => None,
        }
    }
}

/// Decides whether two corresponding nodes differ, by the options and by the rules of a baseline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judge<'r> {
    compared: Compared,
    bounds_tolerance_px: Option<u32>,
    rules: Option<&'r Rules>,
    is_plain: bool,
}

impl<'r> Judge<'r> {
    pub(crate) fn new(options: &DiffOptions, compared: Compared, rules: Option<&'r Rules>) -> Self {
        let is_plain = rules.is_none()
            && options.bounds_tolerance_px.is_none()
            && compared == Compared::everything();
        Self { compared, bounds_tolerance_px: options.bounds_tolerance_px, rules, is_plain }
    }

    pub(crate) fn rules(&self) -> Option<&'r Rules> {
        self.rules
    }

    fn compared(&self, a: Node<'_>) -> Compared {
        self.rules.and_then(|rules| rules.of(a.id())).map_or(self.compared, |rule| rule.compared)
    }

    fn patterns(&self, a: Node<'_>) -> [Option<&'r Regex>; 3] {
        match self.rules.and_then(|rules| rules.of(a.id())) {
            Some(rule) => [rule.name.as_ref(), rule.value.as_ref(), rule.description.as_ref()],
            None => [None; 3],
        }
    }

    fn attribute_patterns(&self, a: Node<'_>) -> &'r [(String, Regex)] {
        self.rules.and_then(|rules| rules.of(a.id())).map_or(&[], |rule| &rule.attributes)
    }

    /// True where no field that is compared differs.
    pub(crate) fn is_same(&self, a: Node<'_>, b: Node<'_>) -> bool {
        if self.is_plain {
            return a.has_same_content(b);
        }
        let compared = self.compared(a);
        let [name, value, description] = self.patterns(a);
        a.role() == b.role()
            && (!compared.name || is_text_same(name, Some(a.name()), Some(b.name())))
            && (!compared.value || is_text_same(value, a.value(), b.value()))
            && (!compared.description
                || is_text_same(description, Some(a.description()), Some(b.description())))
            && a.states().intersection(compared.states) == b.states().intersection(compared.states)
            && are_attributes_same(compared.attributes, self.attribute_patterns(a), a, b)
            && self.are_bounds_same(a, b)
    }

    /// True where two nodes are called the same: role and, where it is compared, name.
    pub(crate) fn is_called_same(&self, a: Node<'_>, b: Node<'_>) -> bool {
        a.role() == b.role()
            && (!self.compared(a).name
                || is_text_same(self.patterns(a)[0], Some(a.name()), Some(b.name())))
    }

    fn are_bounds_same(&self, a: Node<'_>, b: Node<'_>) -> bool {
        let Some(tolerance_px) = self.bounds_tolerance_px else { return true };
        match (a.bounds(), b.bounds()) {
            (None, None) => true,
            (Some(a), Some(b)) => a.is_near(b, tolerance_px),
            _ => false,
        }
    }

    /// Every field that is compared and differs, in the order of [`Field`].
    pub(crate) fn changes(&self, a: Node<'_>, b: Node<'_>) -> Vec<FieldChange> {
        let compared = self.compared(a);
        let mut changes = Vec::new();
        let mut push = |field, old, new, is_pattern| {
            changes.push(FieldChange { field, old, new, is_pattern });
        };
        if a.role() != b.role() {
            push(Field::Role, Some(a.role().to_string()), Some(b.role().to_string()), false);
        }
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let texts = [
            (Field::Name, compared.name, filled(a.name()), filled(b.name())),
            (
                Field::Value,
                compared.value,
                a.value().map(str::to_owned),
                b.value().map(str::to_owned),
            ),
            (
                Field::Description,
                compared.description,
                filled(a.description()),
                filled(b.description()),
            ),
        ];
        for ((field, is_compared, old, new), pattern) in texts.into_iter().zip(self.patterns(a)) {
            if !is_compared || is_text_same(pattern, old.as_deref(), new.as_deref()) {
                continue;
            }
            let is_pattern = pattern.is_some();
            let old = pattern.map_or(old, |pattern| Some(format!("/{pattern}/")));
            push(field, old, new, is_pattern);
        }
        let old = a.states().intersection(compared.states);
        let new = b.states().intersection(compared.states);
        if old != new {
            push(Field::States, state_names(old), state_names(new), false);
        }
        if !self.are_bounds_same(a, b) {
            push(Field::Bounds, a.bounds().map(bounds_text), b.bounds().map(bounds_text), false);
        }
        changes.extend(attribute_changes(compared.attributes, self.attribute_patterns(a), a, b));
        changes
    }
}

fn is_text_same(pattern: Option<&Regex>, old: Option<&str>, new: Option<&str>) -> bool {
    match pattern {
        // As it is written or as it is read: an address keeps its white space, and a pattern made of it does, too.
        Some(pattern) => {
            let new = new.unwrap_or_default();
            pattern.is_match(new) || pattern.is_match(&collapsed(new))
        }
        None => old == new,
    }
}

/// The text without white space around it and with single spaces inside.
fn collapsed(text: &str) -> Cow<'_, str> {
    let is_collapsed = text.split(' ').all(|word| !word.is_empty())
        && !text.contains(|c: char| c.is_whitespace() && c != ' ');
    if is_collapsed || text.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

fn are_attributes_same(
    compared: AttributesCompared,
    patterns: &[(String, Regex)],
    a: Node<'_>,
    b: Node<'_>,
) -> bool {
    let is_same = |(key, value): (&str, &str)| {
        is_text_same(pattern_of(key, patterns), Some(value), b.attribute(key))
    };
    match compared {
        AttributesCompared::All if patterns.is_empty() => a.attributes().eq(b.attributes()),
        AttributesCompared::All => {
            a.attributes().len() == b.attributes().len() && a.attributes().all(is_same)
        }
        AttributesCompared::Given => a.attributes().all(is_same),
        AttributesCompared::None => true,
    }
}

fn pattern_of<'r>(key: &str, patterns: &'r [(String, Regex)]) -> Option<&'r Regex> {
    patterns.iter().find_map(|(known, pattern)| (known == key).then_some(pattern))
}

/// The attributes that differ, by key.
fn attribute_changes(
    compared: AttributesCompared,
    patterns: &[(String, Regex)],
    a: Node<'_>,
    b: Node<'_>,
) -> Vec<FieldChange> {
    if compared == AttributesCompared::None {
        return Vec::new();
    }
    let change = |key: &str, old: Option<String>, new: Option<&str>, is_pattern| FieldChange {
        field: Field::Attribute(key.to_owned()),
        old,
        new: new.map(str::to_owned),
        is_pattern,
    };
    let mut changes: Vec<FieldChange> = Vec::new();
    for (key, old) in a.attributes() {
        let (pattern, new) = (pattern_of(key, patterns), b.attribute(key));
        if !is_text_same(pattern, Some(old), new) {
            let old = pattern.map_or_else(|| old.to_owned(), |pattern| format!("/{pattern}/"));
            changes.push(change(key, Some(old), new, pattern.is_some()));
        }
    }
    if compared == AttributesCompared::All {
        let new = b.attributes().filter(|(key, _)| a.attribute(key).is_none());
        changes.extend(new.map(|(key, new)| change(key, None, Some(new), false)));
        changes.sort_by(|a, b| a.field.cmp(&b.field));
    }
    changes
}

pub(crate) fn state_names(states: States) -> Option<String> {
    let names: Vec<_> = states.iter().map(sz_tree::State::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn bounds_text(bounds: Bounds) -> String {
    format!("{},{} {}x{}", bounds.x(), bounds.y(), bounds.width(), bounds.height())
}
