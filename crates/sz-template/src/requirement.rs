use std::fmt;

use sz_select::{Selector, SelectorError};
use sz_tree::Node;

/// A node that a template requires or forbids.
#[derive(Clone, Debug)]
pub enum Requirement {
    /// A node whose name, whose `id` attribute or whose role is this text.
    Name(Box<str>),
    /// A node of this role and name, written `button[name="Accept"]`: the form that builders write, kept
    /// apart because looking it up costs nothing.
    RoleName {
        /// The role, as [`sz_tree::Role`] displays it.
        role: Box<str>,
        /// The exact name.
        name: Box<str>,
        /// The same as a selector.
        selector: Box<Selector>,
    },
    /// Any node that a selector selects.
    Selector(Box<Selector>),
}

/// What tells a selector from a plain name.
const SELECTOR_CHARACTERS: &[char] = &['[', ']', ':', '>', '#', '*', '(', ')', '"', '~', '+'];

impl Requirement {
    /// Reads a plain name or a selector: whatever holds one of `[ ] : > # * ( ) " ~ +` is a selector.
    ///
    /// # Errors
    /// A text that looks like a selector and is none.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        if !text.contains(SELECTOR_CHARACTERS) {
            return Ok(Self::Name(text.into()));
        }
        let selector = Box::new(Selector::parse(text)?);
        Ok(match role_and_name(text) {
            Some((role, name)) => Self::RoleName { role: role.into(), name: name.into(), selector },
            None => Self::Selector(selector),
        })
    }

    /// True where this node is what is asked for.
    pub fn is_met_by(&self, node: Node<'_>) -> bool {
        match self {
            Self::Name(name) => {
                node.name() == &**name
                    || node.attribute("id") == Some(name)
                    || node.role().aria().is_some_and(|aria| aria.as_str() == &**name)
            }
            Self::RoleName { role, name, .. } => {
                node.name() == &**name
                    && node.role().aria().is_some_and(|aria| aria.as_str() == &**role)
            }
            Self::Selector(selector) => selector.matches(node),
        }
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::RoleName { selector, .. } | Self::Selector(selector) => selector.as_str(),
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The parts of `role[name="text"]`, where the text needs no unescaping.
fn role_and_name(text: &str) -> Option<(&str, &str)> {
    let (role, rest) = text.split_once("[name=\"")?;
    let name = rest.strip_suffix("\"]")?;
    let is_plain = !role.is_empty()
        && role.bytes().all(|c| c.is_ascii_lowercase())
        && !name.contains(['"', '\\', '\n']);
    is_plain.then_some((role, name))
}
