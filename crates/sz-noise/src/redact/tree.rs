//! Redacting trees.

use std::{borrow::Cow, collections::BTreeMap};

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
    let mut look = Look { redactor, labels: BTreeMap::new() };
    let redacted: Vec<Redacted> = tree.nodes().filter_map(|node| look.at(node)).collect();
    if redacted.is_empty() {
        return Cow::Borrowed(tree);
    }
    // Only a tree of 4 GiB can grow beyond what a builder takes. Nothing of it is shown then.
    Cow::Owned(copy(tree, &redacted).unwrap_or_else(|_| nothing()))
}

fn may_hold_something(text: &str) -> bool {
    Signs::of(text.as_bytes()).allow_any()
}

/// The attributes that say what a field is for.
const LABELS: &[&str] = &["autocomplete", "id", "inputmode", "placeholder", "type"];

/// Attributes that never hold what is in a field.
const NO_CONTENT: &[&str] = &["class", "package", "tag", "toolkit", "url"];

/// How many nodes may stand between a field and the text in it.
const FIELD_REACH: usize = 3;

/// A look at the texts of a tree.
struct Look<'r> {
    redactor: &'r Redactor,
    /// What the labels of nodes say, once it was asked: many texts may stand in one field.
    labels: BTreeMap<usize, Label>,
}

impl Look<'_> {
    /// What becomes of a node's texts; `None` where all stay.
    fn at(&mut self, node: Node<'_>) -> Option<Redacted> {
        let mut redacted = Redacted { node: node.id().index(), ..Redacted::default() };
        if may_hold_something(node.name()) {
            let label = self.label_of_content(node);
            redacted.name = self.redactor.text_under(node.name(), label);
        }
        redacted.description = self.redactor.text_under(node.description(), Label::Silent);
        let may_tell = |(key, value)| may_hold_something(key) || may_hold_something(value);
        if node.attributes().any(may_tell) {
            redacted.attributes = self.attributes(node);
        }
        if let Some(value) = node.value().filter(|value| may_hold_something(value)) {
            let label = self.label_of_value(node);
            redacted.value = self.redactor.text_under(value, label);
        }
        (!redacted.is_empty()).then_some(redacted)
    }

    /// The attributes with every finding replaced; `None` where there is none.
    fn attributes(&mut self, node: Node<'_>) -> Option<Vec<(String, String)>> {
        let mut has_finding = false;
        let mut redact = |text: &str, label| {
            let redacted = self.redactor.text_under(text, label);
            has_finding |= redacted.is_some();
            redacted.unwrap_or_else(|| text.to_owned())
        };
        let mut redacted = Vec::with_capacity(node.attributes().len());
        for (key, value) in node.attributes() {
            // What is in a field may stand in an attribute, too. What says so is no more than a label itself.
            let is_content =
                may_hold_something(value) && !LABELS.contains(&key) && !NO_CONTENT.contains(&key);
            let label = if is_content {
                label_of_value(self.redactor, &mut self.labels, node)
            } else {
                Label::Silent
            };
            redacted.push((redact(key, Label::Silent), redact(value, label)));
        }
        has_finding.then_some(redacted)
    }

    fn label_of_value(&mut self, node: Node<'_>) -> Label {
        label_of_value(self.redactor, &mut self.labels, node)
    }

    /// What the field says that a text stands in, for sources that give the content of a field as nodes.
    fn label_of_content(&mut self, node: Node<'_>) -> Label {
        use AriaRole::{Combobox, Generic, Group, Paragraph, Searchbox, Spinbutton, Text, Textbox};
        if !matches!(node.role(), Role::Aria(Text | Generic | Paragraph)) {
            return Label::Silent;
        }
        for above in node.ancestors().take(FIELD_REACH) {
            match above.role() {
                Role::Aria(Textbox | Searchbox | Spinbutton | Combobox) => {
                    return self.label_of_value(above);
                }
                Role::Aria(Generic | Group | Paragraph) => {}
                _ => break,
            }
        }
        Label::Silent
    }
}

/// What a node's name, attributes and description say about its value, in this order.
///
/// They are taken as they are after redaction and without placeholders, so that redacting twice is redacting once.
fn label_of_value(
    redactor: &Redactor,
    known: &mut BTreeMap<usize, Label>,
    node: Node<'_>,
) -> Label {
    let find = || {
        let attributes = LABELS.iter().filter_map(|key| node.attribute(key));
        let texts = [node.name()].into_iter().chain(attributes).chain([node.description()]);
        let mut said = texts.map(|text| label(redactor, text));
        said.find(|label| *label != Label::Silent).unwrap_or_default()
    };
    *known.entry(node.id().index()).or_insert_with(find)
}

/// What the last word of a text says that is in no placeholder.
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
