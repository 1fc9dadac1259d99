//! Redacting trees.

use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Limits, Node, Role, Tree, TreeBuilder};

use super::{Redactor, phone::Label, scan::Signs};

/// What becomes of the texts of one node; `None` where one stays.
#[derive(Debug, Default)]
struct Redacted {
    node: usize,
    name: Option<String>,
    value: Option<String>,
    description: Option<String>,
    /// All attributes, where one of them changes.
    attributes: Option<Vec<(String, String)>>,
}

impl Redacted {
    fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.value.is_none()
            && self.description.is_none()
            && self.attributes.is_none()
    }

    /// Makes the changes to the node that is open, a copy of the one that was looked at.
    fn write(&self, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        if let Some(name) = &self.name {
            builder.name(name)?;
        }
        if let Some(value) = &self.value {
            builder.value(value)?;
        }
        if let Some(description) = &self.description {
            builder.description(description)?;
        }
        if let Some(attributes) = &self.attributes {
            builder.clear_attributes()?;
            for (key, value) in attributes {
                builder.attribute(key, value)?;
            }
        }
        Ok(())
    }
}

pub(super) fn redact<'t>(redactor: &Redactor, tree: &'t Tree) -> Cow<'t, Tree> {
    if redactor.detectors().is_empty() {
        return Cow::Borrowed(tree);
    }
    let redacted: Vec<Redacted> = tree.nodes().filter_map(|node| look(redactor, node)).collect();
    if redacted.is_empty() {
        return Cow::Borrowed(tree);
    }
    // Only a tree of 4 GiB can grow beyond what a builder takes. Nothing of it is shown then.
    Cow::Owned(copy(tree, &redacted).unwrap_or_else(|_| nothing()))
}

fn may_hold_something(text: &str) -> bool {
    Signs::of(text.as_bytes()).allow_any()
}

/// What becomes of a node's texts; `None` where all stay.
fn look(redactor: &Redactor, node: Node<'_>) -> Option<Redacted> {
    let mut redacted = Redacted { node: node.id().index(), ..Redacted::default() };
    let text = |text: &str| redactor.text_under(text, Label::Silent);
    redacted.name = if may_hold_something(node.name()) {
        redactor.text_under(node.name(), label_of_content(redactor, node))
    } else {
        None
    };
    redacted.description = text(node.description());
    if node.attributes().any(|(key, value)| may_hold_something(key) || may_hold_something(value)) {
        redacted.attributes = attributes(redactor, node);
    }
    if let Some(value) = node.value().filter(|value| may_hold_something(value)) {
        redacted.value = redactor.text_under(value, label_of_value(redactor, node));
    }
    (!redacted.is_empty()).then_some(redacted)
}

/// The attributes with every finding replaced; `None` where there is none.
fn attributes(redactor: &Redactor, node: Node<'_>) -> Option<Vec<(String, String)>> {
    let mut has_finding = false;
    let mut redact = |text: &str| match redactor.text(text) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => {
            has_finding = true;
            text
        }
    };
    let redacted = node.attributes().map(|(key, value)| (redact(key), redact(value))).collect();
    has_finding.then_some(redacted)
}

/// The attributes that say what a field is for.
const LABELS: &[&str] = &["autocomplete", "id", "inputmode", "placeholder", "type"];

/// What a node's name, description and attributes say about its value.
///
/// They are taken as they are after redaction and without placeholders, so that redacting twice is redacting once.
fn label_of_value(redactor: &Redactor, node: Node<'_>) -> Label {
    let attributes = LABELS.iter().filter_map(|key| node.attribute(key));
    let texts = [node.name()].into_iter().chain(attributes).chain([node.description()]);
    let mut said = texts.map(|text| label(redactor, text));
    said.find(|label| *label != Label::Silent).unwrap_or_default()
}

fn label(redactor: &Redactor, text: &str) -> Label {
    let mut said = Label::Silent;
    let redacted = redactor.text(text);
    let mut rest: &str = &redacted;
    loop {
        let (before, after) = rest.split_once('<').unwrap_or((rest, ""));
        match Label::of(before) {
            Label::Silent => {}
            label => said = label,
        }
        match after.split_once('>') {
            Some((_, after)) => rest = after,
            None => return said,
        }
    }
}

/// How many nodes may stand between a field and the text in it.
const FIELD_REACH: usize = 3;

/// What the field says that a text stands in, for sources that give the content of a field as nodes.
fn label_of_content(redactor: &Redactor, node: Node<'_>) -> Label {
    use AriaRole::{Combobox, Generic, Group, Paragraph, Searchbox, Spinbutton, Text, Textbox};
    let is_inside = matches!(node.role(), Role::Aria(Text | Generic | Paragraph));
    if !is_inside {
        return Label::Silent;
    }
    for above in node.ancestors().take(FIELD_REACH) {
        match above.role() {
            Role::Aria(Textbox | Searchbox | Spinbutton | Combobox) => {
                return label_of_value(redactor, above);
            }
            Role::Aria(Generic | Group | Paragraph) => {}
            _ => break,
        }
    }
    Label::Silent
}

fn copy(tree: &Tree, redacted: &[Redacted]) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::deriving(tree);
    let mut changes = redacted.iter().peekable();
    builder.copy_subtree(tree.root(), |builder, node| {
        builder.open_copy(node)?;
        match changes.next_if(|change| change.node == node.id().index()) {
            Some(change) => change.write(builder),
            None => Ok(()),
        }
    })?;
    builder.finish()
}

/// One node without a text.
fn nothing() -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    builder
        .open(AriaRole::Generic.into())
        .and_then(|()| builder.close())
        .and_then(|_| builder.finish())
        .expect("a lone node is a tree")
}
