use regex::Regex;
use sz_tree::{AriaRole, Role, State};

use crate::positions::Positions;

/// A selector without top-level commas, ready to be matched.
///
/// Every compound that a combinator leads to or from is a [`Step`] with one bit; matching keeps, for each
/// node, the set of bits that hold for it. That makes the cost of a selector its length times the number of
/// nodes, whatever its form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Program {
    /// In the order in which they are decided for one node: what a step tests comes before it.
    pub(crate) steps: Vec<Step>,
    /// One for each selector in a `:has()`.
    pub(crate) chains: Vec<Chain>,
    /// The bit that says that the whole selector matches.
    pub(crate) subject: Bits,
    /// Some step needs `+` or `~`.
    pub(crate) has_siblings: bool,
    /// Some test needs [`Places`](crate::places::Places).
    pub(crate) has_places: bool,
}

/// A set of step bits.
pub(crate) type Bits = u64;

/// One compound of a complex selector.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) bit: Bits,
    /// How the compound is connected to the step on its left.
    pub(crate) from: Option<(Combinator, Bits)>,
    pub(crate) compound: Compound,
    /// Depends on a `:has()`, so it is decided in the second round.
    pub(crate) is_late: bool,
}

/// The argument of `:has()`: which nodes have something ahead of them.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Set on the nodes that have it.
    pub(crate) anchor: Bits,
    /// From left to right: how each compound is connected to what is on its left, at first the anchor.
    pub(crate) links: Vec<Link>,
}

#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) bit: Bits,
    pub(crate) combinator: Combinator,
    pub(crate) compound: Compound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Combinator {
    Descendant,
    Child,
    NextSibling,
    LaterSibling,
}

/// What one node must fulfil by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compound {
    pub(crate) role: Option<RoleName>,
    pub(crate) tests: Vec<Test>,
    /// All bits that the tests look at.
    pub(crate) bits: Bits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RoleName {
    Aria(AriaRole),
    Platform(Box<str>),
}

impl RoleName {
    pub(crate) fn new(role: Role<'_>) -> Self {
        match role {
            Role::Aria(role) => Self::Aria(role),
            Role::Platform(name) => Self::Platform(name.into()),
        }
    }

    pub(crate) fn as_role(&self) -> Role<'_> {
        match self {
            Self::Aria(role) => Role::Aria(*role),
            Self::Platform(name) => Role::Platform(name),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// The state is set, or is not.
    State(State, bool),
    Root,
    Empty,
    Exists(Field),
    Text {
        field: Field,
        operator: Operator,
        text: Box<str>,
        ignores_case: bool,
    },
    /// A space-separated word of the attribute `class`.
    Class(Box<str>),
    Name(Regex),
    Nth {
        place: Place,
        positions: Positions,
    },
    Any {
        is_negated: bool,
        compounds: Vec<Compound>,
        bits: Bits,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Role,
    Name,
    Value,
    Description,
    Attribute(Box<str>),
}

/// The operators of CSS attribute selectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    Word,
    Dash,
    Prefix,
    Suffix,
    Substring,
}

/// What is counted, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Child,
    LastChild,
    OfType,
    LastOfType,
}

impl Program {
    /// True where one look at a node decides.
    pub(crate) fn is_local(&self) -> bool {
        self.steps.len() == 1 && self.chains.is_empty() && !self.has_places
    }

    /// The compound that the selected node fulfils.
    pub(crate) fn subject(&self) -> Option<&Compound> {
        self.step(self.subject).map(|step| &step.compound)
    }

    /// A name that some node must have for the program to select any.
    pub(crate) fn name(&self) -> Option<&str> {
        let to_the_left = |step: &&Step| self.step(step.from?.1);
        let mut chain = std::iter::successors(self.step(self.subject), to_the_left);
        chain.find_map(|step| step.compound.name())
    }

    fn step(&self, bit: Bits) -> Option<&Step> {
        self.steps.iter().find(|step| step.bit == bit)
    }
}

impl Compound {
    /// The name that fulfilling nodes have; `None` where several are possible.
    fn name(&self) -> Option<&str> {
        self.tests.iter().find_map(|test| match test {
            Test::Text {
                field: Field::Name,
                operator: Operator::Equal,
                text,
                ignores_case: false,
            } => Some(&**text),
            _ => None,
        })
    }

    /// The roles that fulfilling nodes can have; `None` where any role can.
    pub(crate) fn roles(&self) -> Option<Vec<Role<'_>>> {
        if let Some(role) = &self.role {
            return Some(vec![role.as_role()]);
        }
        self.tests.iter().find_map(|test| match test {
            Test::Any { is_negated: false, compounds, bits: 0 } => {
                let roles: Option<Vec<_>> = compounds.iter().map(Self::roles).collect();
                let mut roles: Vec<_> = roles?.into_iter().flatten().collect();
                roles.sort_unstable();
                roles.dedup();
                Some(roles)
            }
            _ => None,
        })
    }
}
