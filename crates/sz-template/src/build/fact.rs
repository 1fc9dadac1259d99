//! What a template may require: nodes that are in every sample, with how likely they are to stay and to tell.

use std::collections::BTreeMap;

use sz_tree::{AriaRole, Node, Role, Tree};

use super::{cluster::is_key, text::has_placeholder};

/// The longest name that is required to be there word for word, in characters.
const MAX_NAME_CHARS: usize = 80;

/// A node of this role and name, or the screen at this address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fact<'t> {
    role: AriaRole,
    key: Key,
    text: &'t str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Name,
    Address,
}

/// What one capture lets expect of a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Prospect {
    /// How likely it is to hold tomorrow, in `0.0..=1.0`.
    pub(super) permanence: f64,
    /// How likely it is to hold on no other screen of the application, in `0.0..=1.0`.
    pub(super) distinction: f64,
}

impl Fact<'_> {
    /// True for where the screen is rather than what is on it.
    pub(super) fn is_address(&self) -> bool {
        self.key == Key::Address
    }

    pub(super) fn selector(&self) -> String {
        let key = match self.key {
            Key::Name => "name",
            Key::Address => "url",
        };
        format!("{}[{key}=\"{}\"]", self.role.as_str(), self.text)
    }
}

/// Each fact of a tree once.
pub(super) fn facts(tree: &Tree) -> BTreeMap<Fact<'_>, Prospect> {
    let mut facts: BTreeMap<Fact<'_>, Prospect> = BTreeMap::new();
    let mut surroundings = Surroundings::default();
    for node in tree.nodes() {
        surroundings.enter(node);
        let Some(fact) = fact(node) else { continue };
        let Prospect { permanence, distinction } = surroundings.prospect(node);
        let known = facts.entry(fact).or_default();
        known.permanence = known.permanence.max(permanence);
        known.distinction = known.distinction.max(distinction);
    }
    let root = tree.root();
    if let (Some(role), Some(url)) = (root.role().aria(), root.attribute("url"))
        && is_fit(url)
        && !url.contains(['#', '?'])
    {
        let permanence = 0.8 * address_steadiness(url);
        let prospect = Prospect { permanence, distinction: 0.8 };
        facts.insert(Fact { role, key: Key::Address, text: url }, prospect);
    }
    facts
}

fn fact(node: Node<'_>) -> Option<Fact<'_>> {
    let role = node.role().aria()?;
    let name = node.name();
    is_fit(name).then_some(Fact { role, key: Key::Name, text: name })
}

/// True for a name that a selector can hold and that says something.
pub(super) fn is_fit(name: &str) -> bool {
    let is_plain = |c: char| !c.is_control() && !['"', '\\'].contains(&c);
    name.chars().any(char::is_alphanumeric)
        && name.chars().all(is_plain)
        && name.chars().count() <= MAX_NAME_CHARS
}

/// What the nodes around one say of it, while a tree is walked in pre-order.
#[derive(Default)]
struct Surroundings {
    /// Where the outermost list item ends that the walk is in.
    item_end: usize,
    /// Where what frames the screens of an application ends: menus, headers, footers.
    frame_end: usize,
}

impl Surroundings {
    fn enter(&mut self, node: Node<'_>) {
        use AriaRole as R;
        let end = node.id().index() + node.subtree_size();
        let Role::Aria(role) = node.role() else { return };
        match role {
            R::Navigation
            | R::Menubar
            | R::Menu
            | R::Tablist
            | R::Toolbar
            | R::Contentinfo
            | R::Complementary
            | R::Banner => self.frame_end = self.frame_end.max(end),
            R::Listitem | R::Row | R::Option | R::Treeitem | R::Article | R::Gridcell | R::Cell => {
                self.item_end = self.item_end.max(end);
            }
            _ => {}
        }
    }

    fn prospect(&self, node: Node<'_>) -> Prospect {
        let index = node.id().index();
        let (is_framed, is_item) = (index < self.frame_end, index < self.item_end);
        let (permanence, distinction) = by_role(node);
        let listed = if is_item && !is_framed { 0.4 } else { 1.0 };
        let framed = if is_framed { 0.3 } else { 1.0 };
        Prospect {
            permanence: permanence * listed * steadiness(node.name()),
            distinction: distinction * framed,
        }
    }
}

fn by_role(node: Node<'_>) -> (f64, f64) {
    use AriaRole as R;
    let Role::Aria(role) = node.role() else { return (0.0, 0.0) };
    match role {
        R::Document | R::Window | R::Dialog | R::Alertdialog | R::Application => (0.95, 0.9),
        R::Heading | R::Form => (0.9, 0.9),
        R::Button
        | R::Textbox
        | R::Searchbox
        | R::Checkbox
        | R::Radio
        | R::Switch
        | R::Combobox
        | R::Slider
        | R::Spinbutton
        | R::Tab => (0.85, 0.7),
        R::Menuitem | R::Menuitemcheckbox | R::Menuitemradio => (0.85, 0.4),
        R::Navigation
        | R::Region
        | R::Group
        | R::Toolbar
        | R::Columnheader
        | R::Rowheader
        | R::Radiogroup
        | R::Main
        | R::Table
        | R::Menu
        | R::Menubar
        | R::Tablist
        | R::Caption => (0.8, 0.7),
        R::Link => (0.7, 0.6),
        R::Img => (0.6, 0.6),
        R::Listitem | R::Row | R::Cell | R::Gridcell | R::Option | R::Treeitem | R::Article => {
            (0.3, 0.8)
        }
        _ => (0.5, 0.8),
    }
}

/// How likely an address is to be the same tomorrow: one that ends in numbers or keys is of one thing among many.
fn address_steadiness(url: &str) -> f64 {
    let mut parts = url.split('/').filter(|part| !part.is_empty());
    if parts.any(is_key) { 0.2 } else { 1.0 }
}

/// How likely a text is to be the same tomorrow: counts, times and prices are not, nor is whoever signed in.
fn steadiness(text: &str) -> f64 {
    if has_placeholder(text) {
        return 0.2;
    }
    let has_letters = text.chars().any(char::is_alphabetic);
    let is_number = |word: &str| word.chars().all(char::is_numeric);
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    match (has_letters, words.any(is_number)) {
        (true, false) => 1.0,
        (true, true) => 0.5,
        (false, _) => 0.2,
    }
}
