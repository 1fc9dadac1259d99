use std::collections::BTreeSet;

use sz_tree::{AriaRole, Role, Tree};

/// The roles that occur in one tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct RolesPresent {
    aria: u128,
    platform: BTreeSet<String>,
}

/// A role that a template expects, ready to be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExpectedRole {
    Aria(AriaRole),
    Platform(String),
}

// One bit per role; a new role beyond 128 stops the build here.
const _: () = assert!(AriaRole::ALL.len() <= 128, "the bit set of roles is full");

impl RolesPresent {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut present = Self::default();
        for node in tree.nodes() {
            match node.role() {
                Role::Aria(role) => present.aria |= 1 << role as u8,
                Role::Platform(name) if !present.platform.contains(name) => {
                    present.platform.insert(name.to_owned());
                }
                Role::Platform(_) => {}
            }
        }
        present
    }

    pub(crate) fn has_aria(&self, role: AriaRole) -> bool {
        self.aria & 1 << role as u8 != 0
    }

    pub(crate) fn has(&self, role: &ExpectedRole) -> bool {
        match role {
            ExpectedRole::Aria(role) => self.has_aria(*role),
            ExpectedRole::Platform(name) => self.platform.contains(name),
        }
    }
}

impl From<&str> for ExpectedRole {
    fn from(name: &str) -> Self {
        match Role::from_name(name) {
            Role::Aria(role) => Self::Aria(role),
            Role::Platform(name) => Self::Platform(name.to_owned()),
        }
    }
}
