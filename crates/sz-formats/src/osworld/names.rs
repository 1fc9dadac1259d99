//! Which namespace an attribute is in, and which system the namespaces are of.

use crate::{fault::Fault, xml::Element};

/// The system a dump is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum System {
    Linux,
    Windows,
    Macos,
}

/// What the attributes of a namespace are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace.
    Plain,
    State,
    Attributes,
    Component,
    Value,
    Class,
    Role,
    Id,
}

/// What the server declares, for documents that do not.
const USUAL: [(&str, Space); 7] = [
    ("st", Space::State),
    ("attr", Space::Attributes),
    ("cp", Space::Component),
    ("val", Space::Value),
    ("class", Space::Class),
    ("role", Space::Role),
    ("id", Space::Id),
];

/// Prefixes in one document: the server declares eleven.
const PREFIXES_MAX: usize = 32;

pub(super) struct Namespaces {
    /// Prefixes as they were declared, the last first to be asked; `None` for a namespace of no interest.
    declared: Vec<(String, Option<Space>)>,
    system: Option<System>,
    /// The system that the name of the first element speaks for.
    guess: System,
    is_first: bool,
}

impl Namespaces {
    pub(super) fn new() -> Self {
        Self { declared: Vec::new(), system: None, guess: System::Linux, is_first: true }
    }

    pub(super) fn system(&self) -> System {
        self.system.unwrap_or(self.guess)
    }

    /// Takes the declarations of an element. They are taken to hold from there to the end: no dump declares
    /// one prefix twice.
    pub(super) fn declare(&mut self, element: &Element<'_, '_>) -> Result<(), Fault> {
        if std::mem::take(&mut self.is_first) && element.name() == "desktop" {
            self.guess = System::Windows;
        }
        if !element.declares_prefixes() {
            return Ok(());
        }
        element.attributes(|key, value| {
            let Some(prefix) = key.strip_prefix("xmlns:") else { return Ok(()) };
            let (system, space) = parse(&value);
            self.system = self.system.or(system);
            if self.declared.last().is_some_and(|(last, was)| last == prefix && *was == space) {
                return Ok(());
            }
            if let Some(known) = self.declared.iter_mut().find(|(known, _)| known == prefix) {
                known.1 = space;
                return Ok(());
            }
            if self.declared.len() >= PREFIXES_MAX {
                let max = PREFIXES_MAX;
                return Err(Fault::limit(
                    element.at(),
                    format_args!("{max} prefixes of namespaces"),
                ));
            }
            self.declared.push((prefix.to_owned(), space));
            Ok(())
        })
    }

    /// The namespace and the local name of an attribute; `None` where it is of no interest.
    pub(super) fn split<'k>(&self, key: &'k str) -> Option<(Space, &'k str)> {
        let Some((prefix, local)) = key.split_once(':') else {
            return (key != "xmlns").then_some((Space::Plain, key));
        };
        if let Some((_, space)) = self.declared.iter().find(|(known, _)| known == prefix) {
            return space.map(|space| (space, local));
        }
        let usual = USUAL.iter().find(|(known, _)| *known == prefix);
        usual.map(|&(_, space)| (space, local))
    }
}

/// The system and the meaning of `https://accessibility.ubuntu.example.org/ns/state`.
fn parse(address: &str) -> (Option<System>, Option<Space>) {
    let Some((host, space)) = address.split_once("/ns/") else { return (None, None) };
    let system = match host.split('.').nth(1) {
        Some("ubuntu") => Some(System::Linux),
        Some("windows") => Some(System::Windows),
        Some("macos") => Some(System::Macos),
        _ => None,
    };
    let space = match space.trim_end_matches('/') {
        "state" => Some(Space::State),
        "attributes" => Some(Space::Attributes),
        "component" => Some(Space::Component),
        "value" => Some(Space::Value),
        "class" => Some(Space::Class),
        "role" => Some(Space::Role),
        "id" => Some(Space::Id),
        _ => None,
    };
    (system, space)
}
