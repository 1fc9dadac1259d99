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
/// about fifty walks over the tree, most of which end at the second candidate.
pub fn selector_for(node: Node<'_>) -> String {
    let root = node.tree().root();
    let own = by_name(node);
    if is_unique(root, &own, node) {
        return own.text;
    }
    if let Some(id) = by_id(node).filter(|id| is_unique(root, id, node)) {
        return id.text;
    }
    below_ancestor(node, &own).unwrap_or_else(|| by_position(node))
}

/// A compound selector and what it stands for.
struct Description<'t> {
    text: String,
    /// `None` for any.
    role: Option<Role<'t>>,
    test: Text<'t>,
}

enum Text<'t> {
    Name(&'t str),
    NameStart(&'t str),
    Id(&'t str),
}

impl Description<'_> {
    fn fits(&self, node: Node<'_>) -> bool {
        self.role.is_none_or(|role| node.role() == role)
            && match self.test {
                Text::Name(name) => node.name() == name,
                Text::NameStart(start) => node.name().starts_with(start),
                Text::Id(id) => node.attribute("id") == Some(id),
            }
    }
}

fn is_unique(top: Node<'_>, description: &Description<'_>, node: Node<'_>) -> bool {
    top.subtree().all(|other| other.id() == node.id() || !description.fits(other))
}

/// `button[name="OK"]`, or `main` for what has no name.
fn by_name(node: Node<'_>) -> Description<'_> {
    let (mut text, name) = (role_text(node.role()), node.name());
    let test = if name.len() > MAX_NAME_BYTES {
        let start = prefix(name, MAX_NAME_BYTES);
        push_attribute(&mut text, "name^", start);
        Text::NameStart(start)
    } else if name.is_empty() {
        // Without a test, since that is what a person would try first: every node of the role competes.
        Text::NameStart("")
    } else {
        push_attribute(&mut text, "name", name);
        Text::Name(name)
    };
    Description { text, role: Some(node.role()), test }
}

/// `#save`.
fn by_id(node: Node<'_>) -> Option<Description<'_>> {
    let id = node.attribute("id").filter(|id| !id.is_empty() && id.len() <= MAX_NAME_BYTES)?;
    let mut text = String::new();
    if is_identifier(id) {
        text.push('#');
        text.push_str(id);
    } else {
        push_attribute(&mut text, "id", id);
    }
    Some(Description { text, role: None, test: Text::Id(id) })
}

/// `dialog[name="Offer"] button[name="OK"]`, with an ancestor that has a name if there is one.
fn below_ancestor(node: Node<'_>, own: &Description<'_>) -> Option<String> {
    let root = node.tree().root();
    let candidates: Vec<Node<'_>> = node
        .ancestors()
        .take(MAX_ANCESTORS)
        .take_while(|ancestor| is_unique(*ancestor, own, node))
        .collect();
    let (named, nameless): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|ancestor| !ancestor.name().is_empty());
    let place = named.into_iter().chain(nameless).find_map(|ancestor| unique(ancestor, root))?;
    Some(format!("{place} {}", own.text))
}

/// What tells a node apart in its whole tree, if a name or an id does.
fn unique(node: Node<'_>, root: Node<'_>) -> Option<String> {
    let name = by_name(node);
    if is_unique(root, &name, node) {
        return Some(name.text);
    }
    by_id(node).filter(|id| is_unique(root, id, node)).map(|id| id.text)
}

/// `main > list:nth-child(2) > listitem:nth-child(7)`.
fn by_position(node: Node<'_>) -> String {
    let root = node.tree().root();
    let mut steps: Vec<String> = Vec::new();
    let mut here = node;
    loop {
        let anchor = match here.parent() {
            None if steps.is_empty() => Some(":root".to_owned()),
            None => unique(here, root).or_else(|| Some(":root".to_owned())),
            Some(_) if steps.is_empty() || steps.len() > MAX_ANCESTORS => None,
            Some(_) => unique(here, root),
        };
        if let Some(anchor) = anchor {
            steps.push(anchor);
            break;
        }
        let Some(parent) = here.parent() else { break };
        let role = role_text(here.role());
        let mut step = if role.len() > MAX_STEP_BYTES { "*".to_owned() } else { role };
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

fn role_text(role: Role<'_>) -> String {
    let Role::Platform(name) = role else { return role.as_str().to_owned() };
    if name.len() > MAX_NAME_BYTES {
        let mut text = String::new();
        push_attribute(&mut text, "role^", prefix(&role.to_string(), MAX_NAME_BYTES));
        return text;
    }
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
