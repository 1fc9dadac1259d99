use std::fmt;

use regex::Regex;
use sz_select::Selector;

/// What a rule does to the nodes that its selector selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// The node and all below it go.
    Drop,
    /// The node goes and its children take its place.
    Hoist,
    /// Fields are emptied.
    Ignore,
    /// What a pattern finds in fields becomes a placeholder.
    Mask,
    /// White space in fields is put in order.
    Tidy,
}

impl Action {
    /// The action's name in profiles and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Hoist => "hoist",
            Self::Ignore => "ignore",
            Self::Mask => "mask",
            Self::Tidy => "tidy",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A part of a node that rules can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// The accessible name.
    Name,
    /// The current value.
    Value,
    /// The accessible description.
    Description,
    /// All states but `protected`.
    States,
    /// The place on the screen.
    Bounds,
    /// All attributes.
    Attributes,
}

impl Field {
    /// Every field.
    pub const ALL: &'static [Self] =
        &[Self::Name, Self::Value, Self::Description, Self::States, Self::Bounds, Self::Attributes];

    /// The fields that hold one text, and so can be masked.
    pub const TEXTS: &'static [Self] = &[Self::Name, Self::Value, Self::Description];

    /// The field's name in profiles and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Value => "value",
            Self::Description => "description",
            Self::States => "states",
            Self::Bounds => "bounds",
            Self::Attributes => "attributes",
        }
    }

    /// The field of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.as_str() == name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule that a person wrote.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// What it is called in explanations.
    pub(crate) name: Box<str>,
    pub(crate) selector: Selector,
    pub(crate) change: Change,
}

#[derive(Clone, Debug)]
pub(crate) enum Change {
    Drop,
    Hoist,
    Ignore(Vec<Field>),
    Mask(Mask),
}

/// A pattern that never matches the empty text nor the placeholder.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    pub(crate) fields: Vec<Field>,
    pub(crate) pattern: Regex,
    pub(crate) placeholder: Box<str>,
}

impl Change {
    pub(crate) fn action(&self) -> Action {
        match self {
            Self::Drop => Action::Drop,
            Self::Hoist => Action::Hoist,
            Self::Ignore(_) => Action::Ignore,
            Self::Mask(_) => Action::Mask,
        }
    }

    /// The change leaves every node where it is.
    pub(crate) fn is_in_fields(&self) -> bool {
        matches!(self, Self::Ignore(_) | Self::Mask(_))
    }
}

impl Mask {
    /// The text with every match replaced; `None` where that changes nothing. A text that would grow to
    /// several times its length becomes the placeholder alone.
    pub(crate) fn apply(&self, text: &str) -> Option<String> {
        let longest = text.len() * 4 + Self::MAX_PLACEHOLDER_BYTES;
        let mut masked = String::new();
        let mut end = 0;
        for found in self.pattern.find_iter(text).filter(|found| !found.is_empty()) {
            masked.push_str(text.get(end..found.start()).unwrap_or_default());
            masked.push_str(&self.placeholder);
            end = found.end();
            if masked.len() > longest {
                return Some(self.placeholder.to_string());
            }
        }
        masked.push_str(text.get(end..).unwrap_or_default());
        (masked != text).then_some(masked)
    }

    /// The longest placeholder.
    pub(crate) const MAX_PLACEHOLDER_BYTES: usize = 64;
}

/// Rules that a person wrote, in their order.
///
/// All of a set's selectors are judged on the tree as it comes, before any rule moves or removes a node.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    pub(crate) rules: Vec<Rule>,
}

impl RuleSet {
    /// The number of rules.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// True where there is no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Each rule's name, action and selector, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Action, &Selector)> {
        self.rules.iter().map(|rule| (&*rule.name, rule.change.action(), &rule.selector))
    }
}
