use sz_tree::State;

use crate::{
    positions::Positions,
    program::{Place, Test},
};

/// Pseudo-classes with parentheses, and how they are written.
pub(crate) const FUNCTIONS: &[(&str, &str)] = &[
    ("has", "has(> selector, ...)"),
    ("is", "is(selector, ...)"),
    ("name", "name(/regular expression/)"),
    ("not", "not(selector, ...)"),
    ("nth-child", "nth-child(2n+1)"),
    ("nth-last-child", "nth-last-child(2n+1)"),
    ("nth-last-of-type", "nth-last-of-type(2n+1)"),
    ("nth-of-type", "nth-of-type(2n+1)"),
    ("where", "where(selector, ...)"),
];

/// Pseudo-classes without parentheses that are no states.
const PLAIN: &[&str] = &[
    "empty",
    "enabled",
    "first-child",
    "first-of-type",
    "last-child",
    "last-of-type",
    "only-child",
    "only-of-type",
    "root",
];

/// The names of all pseudo-classes.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let states = State::ALL.iter().map(|state| state.as_str());
    states.chain(PLAIN.iter().copied()).chain(FUNCTIONS.iter().map(|(name, _)| *name))
}

/// The tests of a pseudo-class without parentheses, and how it is written.
pub(crate) fn plain(name: &str) -> Option<(&'static str, Vec<Test>)> {
    if let Some(state) = State::from_name(name) {
        return Some((state.as_str(), vec![Test::State(state, true)]));
    }
    let usage = PLAIN.iter().copied().find(|plain| *plain == name)?;
    let first = |place| Test::Nth { place, positions: Positions::FIRST };
    let tests = match name {
        "empty" => vec![Test::Empty],
        "enabled" => vec![Test::State(State::Disabled, false)],
        "first-child" => vec![first(Place::Child)],
        "first-of-type" => vec![first(Place::OfType)],
        "last-child" => vec![first(Place::LastChild)],
        "last-of-type" => vec![first(Place::LastOfType)],
        "only-child" => vec![first(Place::Child), first(Place::LastChild)],
        "only-of-type" => vec![first(Place::OfType), first(Place::LastOfType)],
        _ => vec![Test::Root],
    };
    Some((usage, tests))
}

/// A node knows its position, and whether it is the last; all else has to be counted.
pub(crate) fn needs_places(test: &Test) -> bool {
    match test {
        Test::Nth { place: Place::Child, .. } => false,
        Test::Nth { place: Place::LastChild, positions } => *positions != Positions::FIRST,
        Test::Nth { .. } => true,
        _ => false,
    }
}
