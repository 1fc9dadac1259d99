use std::{fmt, ops::Range};

use sz_select::{Selector, SelectorError};
use sz_tree::{AriaRole, Node};

/// A node that a template requires or forbids.
#[derive(Clone, Debug)]
pub enum Requirement {
    /// A node whose name, whose `id` attribute or whose role is this text.
    Name(Box<str>),
    /// A node of one role and name, written `button[name="Accept"]`: the form that builders write, kept
    /// apart because looking it up costs nothing.
    RoleName(RoleName),
    /// Any node that a selector selects.
    Selector(Selector),
}

/// The selector `role[name="text"]`, where the role is one of ARIA's and the text needs no unescaping.
#[derive(Clone, Debug)]
pub struct RoleName {
    /// As it was written. A template asks for a dozen of these, so each is one text and no more.
    text: Box<str>,
    name: Range<u32>,
    role: AriaRole,
}

impl RoleName {
    fn parse(text: &str) -> Option<Self> {
        let (role, rest) = text.split_once("[name=\"")?;
        let name = rest.strip_suffix("\"]")?;
        let is_plain =
            role.bytes().all(|c| c.is_ascii_lowercase()) && !name.contains(['"', '\\', '\n']);
        let role = AriaRole::from_name(role).filter(|_| is_plain)?;
        let start = u32::try_from(text.len() - rest.len()).ok()?;
        let end = start + u32::try_from(name.len()).ok()?;
        Some(Self { text: text.into(), name: start..end, role })
    }

    /// The role.
    pub fn role(&self) -> AriaRole {
        self.role
    }

    /// The exact name.
    pub fn name(&self) -> &str {
        let Range { start, end } = self.name;
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
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
        let selector = Selector::parse(text)?;
        let role_name = RoleName::parse(text).map(Self::RoleName);
        Ok(role_name.unwrap_or_else(|| Self::Selector(selector)))
    }

    /// True where this node is what is asked for.
    pub fn is_met_by(&self, node: Node<'_>) -> bool {
        match self {
            Self::Name(name) => {
                node.name() == &**name
                    || node.attribute("id") == Some(name)
                    || AriaRole::from_name(name).is_some_and(|role| node.role() == role)
            }
            Self::RoleName(wanted) => node.role() == wanted.role() && node.name() == wanted.name(),
            Self::Selector(selector) => selector.matches(node),
        }
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::RoleName(wanted) => &wanted.text,
            Self::Selector(selector) => selector.as_str(),
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
