use std::collections::BTreeMap;

use sz_tree::{BuildError, Node, NodeId, State, States, TreeBuilder};

use crate::{
    Action, Effect, Field, Profile,
    built_in::BuiltIn,
    filter::Draft,
    rule::{Change, Mask},
    tidy::tidy,
};

/// The changes to fields, by node of the tree that is to be changed.
pub(crate) type Edits = BTreeMap<NodeId, Edit>;

/// New contents for a node's fields; `None` keeps what is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edit {
    name: Option<String>,
    value: ValueEdit,
    description: Option<String>,
    clears_states: bool,
    clears_bounds: bool,
    clears_attributes: bool,
}

#[derive(Clone, Debug, Default)]
enum ValueEdit {
    #[default]
    Keep,
    Clear,
    Set(String),
}

const NO_EDIT: &Edit = &Edit {
    name: None,
    value: ValueEdit::Keep,
    description: None,
    clears_states: false,
    clears_bounds: false,
    clears_attributes: false,
};

/// What is left of a node's states where they are ignored: a password field stays one.
const KEPT_STATES: States = States::EMPTY.with(State::Protected);

impl Edit {
    /// Makes the changes to the node that is open, a copy of `node`.
    pub(crate) fn write(
        &self,
        node: Node<'_>,
        builder: &mut TreeBuilder,
    ) -> Result<(), BuildError> {
        if let Some(name) = &self.name {
            builder.name(name)?;
        }
        match &self.value {
            ValueEdit::Keep => {}
            ValueEdit::Clear => builder.clear_value()?,
            ValueEdit::Set(value) => builder.value(value)?,
        }
        if let Some(description) = &self.description {
            builder.description(description)?;
        }
        if self.clears_states {
            builder.states(node.states().intersection(KEPT_STATES))?;
        }
        if self.clears_bounds {
            builder.bounds(None)?;
        }
        if self.clears_attributes {
            builder.clear_attributes()?;
        }
        Ok(())
    }

    /// A text field as it is after this edit.
    fn text<'t>(&'t self, node: Node<'t>, field: Field) -> Option<&'t str> {
        match field {
            Field::Name => Some(self.name.as_deref().unwrap_or(node.name())),
            Field::Value => match &self.value {
                ValueEdit::Keep => node.value(),
                ValueEdit::Clear => None,
                ValueEdit::Set(value) => Some(value),
            },
            Field::Description => Some(self.description.as_deref().unwrap_or(node.description())),
            Field::States | Field::Bounds | Field::Attributes => None,
        }
    }

    fn set_text(&mut self, field: Field, text: String) {
        match field {
            Field::Name => self.name = Some(text),
            Field::Value => self.value = ValueEdit::Set(text),
            Field::Description => self.description = Some(text),
            Field::States | Field::Bounds | Field::Attributes => {}
        }
    }

    /// True where there is something in the field after this edit.
    fn is_full(&self, node: Node<'_>, field: Field) -> bool {
        match field {
            Field::Name | Field::Description => {
                self.text(node, field).is_some_and(|text| !text.is_empty())
            }
            Field::Value => self.text(node, field).is_some(),
            Field::States => {
                !self.clears_states && node.states() != node.states().intersection(KEPT_STATES)
            }
            Field::Bounds => !self.clears_bounds && node.bounds().is_some(),
            Field::Attributes => !self.clears_attributes && node.attributes().next().is_some(),
        }
    }

    fn clear(&mut self, field: Field) {
        match field {
            Field::Name | Field::Description => self.set_text(field, String::new()),
            Field::Value => self.value = ValueEdit::Clear,
            Field::States => self.clears_states = true,
            Field::Bounds => self.clears_bounds = true,
            Field::Attributes => self.clears_attributes = true,
        }
    }
}

/// One round over all fields: white space first, then one's own rules in their order, each on what those
/// before it left. Selectors are judged on the tree as it is before the round.
pub(crate) fn collect_edits(
    profile: &Profile,
    draft: &Draft<'_>,
    report: &mut dyn FnMut(Effect),
) -> Edits {
    let mut round = Round { edits: Edits::new(), origins: &draft.origins, report };
    if profile.switches.has(BuiltIn::TextSpace) {
        for node in draft.tree.nodes() {
            round.tidy(node);
        }
    }
    for rule in &profile.rules.rules {
        match &rule.change {
            Change::Drop | Change::Hoist => {}
            Change::Ignore(fields) => {
                for node in rule.selector.select(&draft.tree) {
                    round.ignore(node, &rule.name, fields);
                }
            }
            Change::Mask(mask) => {
                for node in rule.selector.select(&draft.tree) {
                    round.mask(node, &rule.name, mask);
                }
            }
        }
    }
    round.edits
}

struct Round<'r> {
    edits: Edits,
    origins: &'r [NodeId],
    report: &'r mut dyn FnMut(Effect),
}

impl Round<'_> {
    fn tidy(&mut self, node: Node<'_>) {
        for (field, text) in [(Field::Name, node.name()), (Field::Description, node.description())]
        {
            if let Some(text) = tidy(text) {
                self.edits.entry(node.id()).or_default().set_text(field, text);
                self.tell(node, BuiltIn::TextSpace.rule().name, Action::Tidy, field);
            }
        }
    }

    fn ignore(&mut self, node: Node<'_>, rule: &str, fields: &[Field]) {
        for &field in fields {
            if self.so_far(node).is_full(node, field) {
                self.edits.entry(node.id()).or_default().clear(field);
                self.tell(node, rule, Action::Ignore, field);
            }
        }
    }

    fn mask(&mut self, node: Node<'_>, rule: &str, mask: &Mask) {
        for &field in &mask.fields {
            let masked = self.so_far(node).text(node, field).and_then(|text| mask.apply(text));
            if let Some(text) = masked {
                self.edits.entry(node.id()).or_default().set_text(field, text);
                self.tell(node, rule, Action::Mask, field);
            }
        }
    }

    fn so_far(&self, node: Node<'_>) -> &Edit {
        self.edits.get(&node.id()).unwrap_or(NO_EDIT)
    }

    fn tell(&mut self, node: Node<'_>, rule: &str, action: Action, field: Field) {
        if let Some(&node) = self.origins.get(node.id().index()) {
            let (rule, field) = (rule.to_owned(), Some(field));
            (self.report)(Effect { node, rule, action, field, n_removed: 0 });
        }
    }
}
