use std::fmt::Write as _;

use sz_tree::{Node, PLATFORM_PREFIX, Role};

use crate::cursor::is_name_start;

/// Names longer than this, in bytes, are described by their beginning.
const MAX_NAME_BYTES: usize = 80;
/// How far up an ancestor is looked for that tells the node apart.
const MAX_ANCESTORS: usize = 16;
/// Steps in a description by position, and the bytes for each that fit a selector.
const MAX_STEPS: usize = 24;
const MAX_STEP_BYTES: usize = 100;

/// A short selector for a node, such as a person would write: by role and name, by id, below an ancestor that
/// tells it apart, or by position.
///
/// It always selects the node. It selects no other where 24 steps by position below a node that can be told
/// apart suffice for that. Cost: at most
/// about fifty walks over the tree, most of which end at the second candidate. For many nodes of one tree there
/// is [`Describer`](crate::Describer).
pub fn selector_for(node: Node<'_>) -> String {
    describe(node, &|top, description, node| {
        top.subtree().all(|other| other.id() == node.id() || !description.fits(other))
    })
}

/// What one compound selector stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Description<'t> {
    /// `None` for any. Never a platform role whose name is longer than a description may be.
    pub(crate) role: Option<Role<'t>>,
    pub(crate) test: Text<'t>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Text<'t> {
    Name(&'t str),
    NameStart(&'t str),
    Id(&'t str),
}

impl<'t> Description<'t> {
    /// `button[name="OK"]`, or `main` for what has no name.
    pub(crate) fn by_name(node: Node<'t>) -> Option<Self> {
        let name = node.name();
        let test = if name.is_empty() || name.len() > MAX_NAME_BYTES {
            // Without a name there is no test, since that is what a person would try first: every node of
            // the role competes.
            Text::NameStart(prefix(name, MAX_NAME_BYTES))
        } else {
            Text::Name(name)
        };
        Some(Self { role: Some(short_role(node)?), test })
    }

    /// `#save`.
    pub(crate) fn by_id(node: Node<'t>) -> Option<Self> {
        let id = node.attribute("id").filter(|id| !id.is_empty() && id.len() <= MAX_NAME_BYTES)?;
        Some(Self { role: None, test: Text::Id(id) })
    }

    /// Every description that any node can have and that fits this one. At most seven.
    pub(crate) fn fitting(node: Node<'t>) -> impl Iterator<Item = Self> {
        let name = node.name();
        let whole = (!name.is_empty() && name.len() <= MAX_NAME_BYTES).then_some(Text::Name(name));
        // Where a longer name would be cut, depending on the characters around its 80th byte.
        let cuts = (MAX_NAME_BYTES - 3..=MAX_NAME_BYTES).filter_map(|end| name.get(..end));
        let texts = whole.into_iter().chain([""].into_iter().chain(cuts).map(Text::NameStart));
        let named = short_role(node)
            .into_iter()
            .flat_map(move |role| texts.clone().map(move |test| Self { role: Some(role), test }));
        named.chain(Self::by_id(node))
    }

    fn fits(&self, node: Node<'_>) -> bool {
        // The text first: it is what few nodes have in common.
        let fits = match self.test {
            Text::Name(name) => node.name() == name,
            Text::NameStart(start) => node.name().starts_with(start),
            Text::Id(id) => node.attribute("id") == Some(id),
        };
        fits && self.role.is_none_or(|role| node.role() == role)
    }

    fn write(&self) -> String {
        let mut text = self.role.map(role_text).unwrap_or_default();
        match self.test {
            Text::NameStart("") => {}
            Text::NameStart(start) => push_attribute(&mut text, "name^", start),
            Text::Name(name) => push_attribute(&mut text, "name", name),
            Text::Id(id) if is_identifier(id) => {
                text.push('#');
                text.push_str(id);
            }
            Text::Id(id) => push_attribute(&mut text, "id", id),
        }
        text
    }
}

/// Describes a node, given what tells whether no other node in a subtree fits a description of this one.
pub(crate) fn describe<'t>(
    node: Node<'t>,
    is_unique: &impl Fn(Node<'t>, Description<'t>, Node<'t>) -> bool,
) -> String {
    match unique(node, is_unique) {
        Some(description) => description.write(),
        None => below_ancestor(node, is_unique).unwrap_or_else(|| by_position(node, is_unique)),
    }
}

/// What tells a node apart in its whole tree, if a name or an id does.
fn unique<'t>(
    node: Node<'t>,
    is_unique: &impl Fn(Node<'t>, Description<'t>, Node<'t>) -> bool,
) -> Option<Description<'t>> {
    let root = node.tree().root();
    let is_unique = |description: &Description<'t>| is_unique(root, *description, node);
    let by_name = Description::by_name(node).filter(is_unique);
    by_name.or_else(|| Description::by_id(node).filter(is_unique))
}

/// `dialog[name="Offer"] button[name="OK"]`, with an ancestor that has a name if there is one.
fn below_ancestor<'t>(
    node: Node<'t>,
    is_unique: &impl Fn(Node<'t>, Description<'t>, Node<'t>) -> bool,
) -> Option<String> {
    let own = Description::by_name(node)?;
    let candidates: Vec<Node<'_>> = node
        .ancestors()
        .take(MAX_ANCESTORS)
        .take_while(|ancestor| is_unique(*ancestor, own, node))
        .collect();
    let (named, nameless): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|ancestor| !ancestor.name().is_empty());
    let place =
        named.into_iter().chain(nameless).find_map(|ancestor| unique(ancestor, is_unique))?;
    Some(format!("{} {}", place.write(), own.write()))
}

/// `main > list:nth-child(2) > listitem:nth-child(7)`.
fn by_position<'t>(
    node: Node<'t>,
    is_unique: &impl Fn(Node<'t>, Description<'t>, Node<'t>) -> bool,
) -> String {
    let mut steps: Vec<String> = Vec::new();
    let mut here = node;
    loop {
        let may_anchor =
            !steps.is_empty() && (steps.len() <= MAX_ANCESTORS || here.parent().is_none());
        let anchor = may_anchor.then(|| unique(here, is_unique)).flatten();
        if let Some(anchor) = anchor {
            steps.push(anchor.write());
            break;
        }
        let Some(parent) = here.parent() else {
            steps.push(":root".to_owned());
            break;
        };
        // Control characters are slow to write, and in a step the role only helps to read it.
        let role = short_role(here).filter(|role| !role.as_str().contains(char::is_control));
        let role = role.map(role_text).filter(|role| role.len() <= MAX_STEP_BYTES);
        let mut step = role.unwrap_or_else(|| "*".to_owned());
        let position = here.position() + 1;
        // Writing to a string cannot fail.
        let _ = write!(step, ":nth-child({position})");
        steps.push(step);
        if steps.len() == MAX_STEPS {
            break;
        }
        here = parent;
    }
    steps.reverse();
    steps.join(" > ")
}

/// The role, unless it is too long to be written.
fn short_role(node: Node<'_>) -> Option<Role<'_>> {
    Some(node.role()).filter(|role| role.as_str().len() <= MAX_NAME_BYTES)
}

fn role_text(role: Role<'_>) -> String {
    let Role::Platform(name) = role else { return role.as_str().to_owned() };
    if is_identifier(name) {
        return format!("platform\\:{name}");
    }
    let mut text = String::new();
    push_attribute(&mut text, "role", &format!("{PLATFORM_PREFIX}{name}"));
    text
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(is_name_start)
        && text.chars().all(|c| is_name_start(c) || c.is_ascii_digit() || c == '-')
}

/// The longest beginning of at most `max` bytes.
fn prefix(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Appends `[key="text"]`.
fn push_attribute(selector: &mut String, key: &str, text: &str) {
    selector.push('[');
    selector.push_str(key);
    selector.push_str("=\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                selector.push('\\');
                selector.push(c);
            }
            // A NUL has no escape in CSS; it stays as it is.
            '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
                let _ = write!(selector, "\\{:x} ", u32::from(c));
            }
            _ => selector.push(c),
        }
    }
    selector.push_str("\"]");
}
