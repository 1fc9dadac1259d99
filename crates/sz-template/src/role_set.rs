use std::collections::BTreeSet;

use sz_tree::{AriaRole, Role, Tree};

/// A set of roles: those that occur in one tree, or those that a template expects.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleSet {
    aria: u128,
    platform: BTreeSet<String>,
}

// One bit per role; a new role beyond 128 stops the build here.
const _: () = assert!(AriaRole::ALL.len() <= 128, "the bit set of roles is full");

impl RoleSet {
    /// The roles that occur in a tree.
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut present = Self::default();
        tree.nodes().for_each(|node| present.insert(node.role()));
        present
    }

    pub(crate) fn insert(&mut self, role: Role<'_>) {
        match role {
            Role::Aria(role) => self.aria |= 1 << role as u8,
            Role::Platform(name) if !self.platform.contains(name) => {
                self.platform.insert(name.to_owned());
            }
            Role::Platform(_) => {}
        }
    }

    pub(crate) fn has_aria(&self, role: AriaRole) -> bool {
        self.aria & 1 << role as u8 != 0
    }

    /// One bit for each of ARIA's roles.
    pub(crate) fn aria(&self) -> u128 {
        self.aria
    }

    pub(crate) fn has_platform_roles(&self) -> bool {
        !self.platform.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.aria.count_ones() as usize + self.platform.len()
    }

    /// How many roles are in both sets.
    pub(crate) fn common(&self, other: &Self) -> usize {
        let aria = (self.aria & other.aria).count_ones() as usize;
        aria + self.platform.iter().filter(|&name| other.platform.contains(name)).count()
    }
}
