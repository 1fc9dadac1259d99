use std::cell::RefCell;

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
    /// For each name or address that something asks for, the first of the links that say what.
    by_name: FxHashMap<Box<str>, LinkId>,
    links: Vec<Link>,
    /// Some of the links are of addresses.
    has_addresses: bool,
    /// The plain names that are also names of roles.
    roles: Vec<(AriaRole, TermId)>,
    selectors: Vec<SelectorTerm>,
    selector_ids: FxHashMap<Box<str>, SelectorId>,
    /// The selectors that select nodes of some roles only, per role.
    by_role: FxHashMap<AriaRole, Vec<SelectorId>>,
    /// The selectors of which nothing is known without trying them.
    anywhere: Vec<SelectorId>,
    /// For each term, the selector that it is.
    terms: Vec<Option<SelectorId>>,
}

/// One distinct requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TermId(pub(crate) u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LinkId(u32);

impl LinkId {
    const END: Self = Self(u32::MAX);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct SelectorId(u32);

/// What is asked of the nodes of one name or address, and where the next such link is.
#[derive(Clone, Copy, Debug)]
struct Link {
    asked: Asked,
    next: LinkId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    AnyRole(TermId),
    Role(AriaRole, TermId),
    /// The selector may select something.
    Try(SelectorId),
}

#[derive(Clone, Debug)]
struct SelectorTerm {
    selector: Selector,
    id: TermId,
    /// Some template requires it; otherwise it is only forbidden, and tried when it is asked for.
    is_required: bool,
}

impl Vocabulary {
    /// The terms of what a template requires, made when first asked for.
    pub(crate) fn required(&mut self, requirements: &[Requirement]) -> Box<[TermId]> {
        let ids: Box<[TermId]> = requirements.iter().map(|it| self.intern(it)).collect();
        for id in &ids {
            let selector = self.terms.get(id.0 as usize).copied().flatten();
            if let Some(term) = selector.and_then(|it| self.selectors.get_mut(it.0 as usize)) {
                term.is_required = true;
            }
        }
        ids
    }

    /// The terms of what a template forbids.
    pub(crate) fn forbidden(&mut self, requirements: &[Requirement]) -> Box<[TermId]> {
        requirements.iter().map(|it| self.intern(it)).collect()
    }

    fn intern(&mut self, requirement: &Requirement) -> TermId {
        match requirement {
            Requirement::Name(name) => {
                let known = self.links_of(name).find_map(|asked| match asked {
                    Asked::AnyRole(id) => Some(id),
                    Asked::Role(..) | Asked::Try(_) => None,
                });
                known.unwrap_or_else(|| {
                    let id = self.new_term(None);
                    self.link(name, Asked::AnyRole(id));
                    self.roles.extend(AriaRole::from_name(name).map(|role| (role, id)));
                    id
                })
            }
            Requirement::RoleName(wanted) => {
                let known = self.links_of(wanted.name()).find_map(|asked| match asked {
                    Asked::Role(role, id) if role == wanted.role() => Some(id),
                    Asked::Role(..) | Asked::AnyRole(_) | Asked::Try(_) => None,
                });
                known.unwrap_or_else(|| {
                    let id = self.new_term(None);
                    self.link(wanted.name(), Asked::Role(wanted.role(), id));
                    id
                })
            }
            Requirement::Selector(selector) => {
                let known = self.selector_ids.get(selector.as_str());
                let known = known.and_then(|id| self.selectors.get(id.0 as usize));
                match known {
                    Some(term) => term.id,
                    None => self.new_selector(selector),
                }
            }
        }
    }

    fn new_term(&mut self, selector: Option<SelectorId>) -> TermId {
        self.terms.push(selector);
        TermId(number(self.terms.len() - 1))
    }

    fn new_selector(&mut self, selector: &Selector) -> TermId {
        let selector_id = SelectorId(number(self.selectors.len()));
        let id = self.new_term(Some(selector_id));
        self.selectors.push(SelectorTerm { selector: selector.clone(), id, is_required: false });
        self.selector_ids.insert(selector.as_str().into(), selector_id);
        if let Some(address) = address(selector) {
            self.has_addresses = true;
            self.link(address, Asked::Try(selector_id));
            return id;
        }
        // A name is rarer than a role.
        if let Some(names) = selector.names() {
            for name in names {
                self.link(name, Asked::Try(selector_id));
            }
            return id;
        }
        let aria = |role: Role<'_>| role.aria();
        match selector.roles().and_then(|roles| roles.into_iter().map(aria).collect()) {
            None => self.anywhere.push(selector_id),
            Some::<Vec<AriaRole>>(roles) => {
                for role in roles {
                    self.by_role.entry(role).or_default().push(selector_id);
                }
            }
        }
        id
    }

    /// Tries what is asked of the nodes of this address.
    fn try_address(&self, url: &str, present: &mut Present<'_>) {
        for asked in self.links_of(url) {
            if let Asked::Try(id) = asked {
                present.try_required(id);
            }
        }
    }

    fn link(&mut self, name: &str, asked: Asked) {
        let id = LinkId(number(self.links.len()));
        let first = self.by_name.get_mut(name);
        let next = if let Some(first) = first {
            std::mem::replace(first, id)
        } else {
            self.by_name.insert(name.into(), id);
            LinkId::END
        };
        self.links.push(Link { asked, next });
    }

    fn links_of(&self, name: &str) -> impl Iterator<Item = Asked> {
        let first = self.by_name.get(name).and_then(|id| self.links.get(id.0 as usize));
        let following = |link: &&Link| self.links.get(link.next.0 as usize);
        std::iter::successors(first, following).map(|link| link.asked)
    }

    /// Which terms hold for a tree. Cost: one look-up per node, and one search per distinct selector of a name or
    /// role that occurs.
    pub(crate) fn present<'a>(&'a self, tree: &'a Tree) -> Present<'a> {
        let mut present = Present {
            vocabulary: self,
            tree,
            bits: vec![0; self.terms.len().div_ceil(64)],
            ids: Vec::new(),
            tried: RefCell::default(),
        };
        for node in tree.nodes() {
            for asked in self.links_of(node.name()) {
                match asked {
                    Asked::AnyRole(id) => present.set(id),
                    Asked::Role(role, id) if node.role() == role => present.set(id),
                    Asked::Role(..) => {}
                    Asked::Try(id) => present.try_required(id),
                }
            }
            if let Some(url) = node.attribute("url").filter(|_| self.has_addresses) {
                self.try_address(url, &mut present);
            }
            for asked in node.attribute("id").into_iter().flat_map(|id| self.links_of(id)) {
                if let Asked::AnyRole(id) = asked {
                    present.set(id);
                }
            }
        }
        self.anywhere.iter().for_each(|&id| present.try_required(id));
        if !self.roles.is_empty() || !self.by_role.is_empty() {
            let roles = RoleSet::of(tree);
            let held = self.roles.iter().filter(|(role, _)| roles.has_aria(*role));
            held.for_each(|&(_, id)| present.set(id));
            for role in AriaRole::ALL.iter().filter(|role| roles.has_aria(**role)) {
                let selectors = self.by_role.get(role);
                selectors.into_iter().flatten().for_each(|&id| present.try_required(id));
            }
        }
        present
    }
}

/// The address that a selector of the form `role[url="..."]` asks for, which says the most of a node.
fn address(selector: &Selector) -> Option<&str> {
    let (role, rest) = selector.as_str().split_once("[url=\"")?;
    let url = rest.strip_suffix("\"]")?;
    let is_plain = role.bytes().all(|c| c.is_ascii_lowercase()) && !url.contains(['"', '\\', '\n']);
    is_plain.then_some(url)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The terms that hold for one tree.
#[derive(Clone, Debug)]
pub(crate) struct Present<'a> {
    vocabulary: &'a Vocabulary,
    tree: &'a Tree,
    bits: Vec<u64>,
    ids: Vec<TermId>,
    /// The selectors that were tried, and whether they select anything.
    tried: RefCell<FxHashMap<SelectorId, bool>>,
}

impl Present<'_> {
    fn set(&mut self, id: TermId) {
        if let Some(word) = self.bits.get_mut(id.0 as usize / 64) {
            let bit = 1 << (id.0 % 64);
            if *word & bit == 0 {
                *word |= bit;
                self.ids.push(id);
            }
        }
    }

    fn try_required(&mut self, id: SelectorId) {
        let Some(term) = self.vocabulary.selectors.get(id.0 as usize) else { return };
        if term.is_required && self.selects(id) {
            self.set(term.id);
        }
    }

    fn selects(&self, id: SelectorId) -> bool {
        let Some(term) = self.vocabulary.selectors.get(id.0 as usize) else { return false };
        let try_it = || term.selector.first(self.tree).is_some();
        *self.tried.borrow_mut().entry(id).or_insert_with(try_it)
    }

    /// How many of a template's required terms hold.
    pub(crate) fn count(&self, required: &[TermId]) -> usize {
        required.iter().filter(|&&id| self.has(id)).count()
    }

    /// Whether one of a template's forbidden terms holds.
    pub(crate) fn has_any(&self, forbidden: &[TermId]) -> bool {
        let selector = |id: &TermId| self.vocabulary.terms.get(id.0 as usize).copied().flatten();
        let holds = |id: &TermId| selector(id).map_or(self.has(*id), |it| self.selects(it));
        forbidden.iter().any(holds)
    }

    fn has(&self, id: TermId) -> bool {
        self.bits.get(id.0 as usize / 64).is_some_and(|word| word & 1 << (id.0 % 64) != 0)
    }

    /// The required terms that hold, each once, and a bit for each term there is.
    pub(crate) fn held(&self) -> (&[TermId], &[u64]) {
        (&self.ids, &self.bits)
    }
}
