use rustc_hash::FxHashMap;
use sz_select::Selector;
use sz_tree::{AriaRole, Role, Tree};

use crate::{Requirement, role_set::RoleSet};

/// Every requirement of a set of templates, each distinct one once, so that a capture is looked
/// through once and not once per template.
///
/// The maps are filled by whoever writes the templates and only asked by captures, so a hostile
/// screen cannot make them slow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    by_name: FxHashMap<Box<str>, NameEntry>,
    /// The plain names that are also names of roles.
    roles: Vec<(AriaRole, TermId)>,
    selectors: Vec<(Selector, TermId)>,
    selector_ids: FxHashMap<Box<str>, TermId>,
    terms: u32,
}

/// What is asked of the nodes of one name.
#[derive(Clone, Debug, Default)]
struct NameEntry {
    any_role: Option<TermId>,
    roles: Vec<(Box<str>, TermId)>,
}

/// One distinct requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TermId(u32);

impl Vocabulary {
    /// The term of a requirement, made when first asked for.
    pub(crate) fn intern(&mut self, requirement: &Requirement) -> TermId {
        let next = TermId(self.terms);
        let found = match requirement {
            Requirement::Name(name) => {
                let entry = self.by_name.entry(name.clone()).or_default();
                let id = *entry.any_role.get_or_insert(next);
                if let (Some(role), true) = (AriaRole::from_name(name), id == next) {
                    self.roles.push((role, id));
                }
                id
            }
            Requirement::RoleName { role, name, .. } => {
                let entry = self.by_name.entry(name.clone()).or_default();
                let known = entry.roles.iter().find(|(known, _)| known == role);
                let id = known.map_or(next, |&(_, id)| id);
                if id == next {
                    entry.roles.push((role.clone(), id));
                }
                id
            }
            Requirement::Selector(selector) => {
                let known = self.selector_ids.entry(selector.as_str().into()).or_insert(next);
                if *known == next {
                    self.selectors.push((Selector::clone(selector), next));
                }
                *known
            }
        };
        if found == next {
            self.terms += 1;
        }
        found
    }

    /// Which terms hold for a tree. Cost: one look-up per node, and one search per distinct selector
    /// that is not of the form `role[name="..."]`.
    pub(crate) fn present(&self, tree: &Tree) -> Present {
        let mut present = Present(vec![0; (self.terms as usize).div_ceil(64)]);
        for node in tree.nodes() {
            if let Some(entry) = self.by_name.get(node.name()) {
                entry.any_role.into_iter().for_each(|id| present.set(id));
                for (role, id) in &entry.roles {
                    // Roles of this form are plain words, so a platform role never matches one.
                    if matches!(node.role(), Role::Aria(aria) if aria.as_str() == &**role) {
                        present.set(*id);
                    }
                }
            }
            let by_id = node.attribute("id").and_then(|id| self.by_name.get(id));
            by_id.and_then(|entry| entry.any_role).into_iter().for_each(|id| present.set(id));
        }
        if !self.roles.is_empty() {
            let present_roles = RoleSet::of(tree);
            let held = self.roles.iter().filter(|(role, _)| present_roles.has_aria(*role));
            held.for_each(|&(_, id)| present.set(id));
        }
        for (selector, id) in &self.selectors {
            if selector.first(tree).is_some() {
                present.set(*id);
            }
        }
        present
    }
}

/// The terms that hold for one tree.
#[derive(Clone, Debug)]
pub(crate) struct Present(Vec<u64>);

impl Present {
    fn set(&mut self, id: TermId) {
        if let Some(word) = self.0.get_mut(id.0 as usize / 64) {
            *word |= 1 << (id.0 % 64);
        }
    }

    pub(crate) fn has(&self, id: TermId) -> bool {
        self.0.get(id.0 as usize / 64).is_some_and(|word| word & 1 << (id.0 % 64) != 0)
    }

    pub(crate) fn count(&self, ids: &[TermId]) -> usize {
        ids.iter().filter(|&&id| self.has(id)).count()
    }
}
