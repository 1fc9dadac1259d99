//! Lines of a snapshot: nodes and texts.

use sz_tree::{AriaRole, BuildError, NodeId, Role};

use super::Reader;
use crate::{
    Mark, ReadErrorKind,
    aria::{
        AriaField, AriaNode, AriaPattern, AriaStates, AriaWarning, has_value,
        key::{self, KeyFault, Name, NodeKey, canonical, pattern_source},
        states,
    },
    fault::{Fault, Quoted},
    suggest,
    text::collapse,
    yaml::{Event, Scalar},
};

/// A role that no node has is easily misspelt: a baseline with it misses the node ever after.
fn no_role(name: &str) -> String {
    let known = AriaRole::ALL.iter().map(|role| role.as_str());
    let guess = suggest(name, known).map(|role| format!("; did you mean `{role}`?"));
    format!(
        "no role is called {}, and no node is ever one{}",
        Quoted(name),
        guess.unwrap_or_default()
    )
}

impl<'a> Reader<'a> {
    /// Opens the node of a line; says which it is and whether it is a field.
    pub(super) fn node(&mut self, line: &Scalar<'a>) -> Result<(NodeId, bool), Fault> {
        self.flush_text()?;
        let node = match key::parse(&line.text) {
            Ok(node) => node,
            Err(fault) => {
                let fault = self.key_fault(line, fault);
                self.refuse(fault)?;
                // What is under it can be read all the same.
                let id = self.open(AriaRole::Generic.into(), AriaStates::default(), line.mark)?;
                return Ok((id, false));
            }
        };
        let role = Role::from_name(node.role);
        if role.aria().is_none() {
            self.warn(line.mark, || no_role(node.role));
        }
        let id = self.open(role, node.written, line.mark)?;
        let done = self
            .builder
            .states(states::project(node.states))
            .and_then(|()| match &node.level {
                Some(level) => self.builder.attribute("level", level),
                None => Ok(()),
            })
            .and_then(|()| match node.invalid {
                Some(kind) => self.builder.attribute("invalid", kind),
                None => Ok(()),
            });
        self.built(done)?;
        self.set_name(&node, id, line.mark)?;
        for attribute in &node.ignored {
            self.warn(line.mark, || format!("`[{attribute}]` is not compared"));
        }
        Ok((id, has_value(role)))
    }

    fn set_name(&mut self, node: &NodeKey<'_>, id: NodeId, mark: Mark) -> Result<(), Fault> {
        let done = match &node.name {
            Name::None => return Ok(()),
            Name::Text(name) => self.builder.name(name),
            Name::Regex(source) => {
                if self.side.is_none() {
                    let message = format!("the name {} is a pattern", Quoted(source));
                    let fault = self.events.fault(ReadErrorKind::Pattern, message);
                    return Err(fault
                        .help("a snapshot with patterns is a baseline: put it into a template"));
                }
                self.pattern(id, AriaField::Name, source, mark);
                self.builder.name(&format!("/{source}/"))
            }
        };
        self.built(done)
    }

    /// The text behind a `text:` key; none where that is no text.
    pub(super) fn text_value(&mut self) -> Result<Option<String>, Fault> {
        match self.events.next()? {
            Event::Scalar(scalar) if scalar.is_text() => self.not_empty(&scalar),
            event => {
                let message = "a text must be a string";
                let fault = self.events.fault(ReadErrorKind::WrongType, message);
                self.refuse_value(&event, fault.help("put it in double quotes"))?;
                Ok(None)
            }
        }
    }

    pub(super) fn not_empty(&mut self, scalar: &Scalar<'_>) -> Result<Option<String>, Fault> {
        let text = collapse(&scalar.text);
        if text.is_empty() {
            let fault = self.events.fault(ReadErrorKind::BadValue, "the text is empty");
            self.refuse(fault.help("leave it away"))?;
            return Ok(None);
        }
        Ok(Some(text.into_owned()))
    }

    /// A static text among the children of the node that is open, or its value.
    pub(super) fn text(&mut self, text: String, mark: Mark) -> Result<(), Fault> {
        if let Some(items) = self.items()
            && items.is_field
            && !items.has_children
        {
            items.has_children = true;
            items.text = Some((text, mark));
            return Ok(());
        }
        self.flush_text()?;
        self.text_node(&text, mark)
    }

    pub(super) fn text_node(&mut self, text: &str, mark: Mark) -> Result<(), Fault> {
        let id = self.open(AriaRole::Text.into(), AriaStates::default(), mark)?;
        let done = match pattern_source(text).filter(|_| self.side.is_some()) {
            Some(source) => {
                let source = canonical(source);
                self.pattern(id, AriaField::Name, &source, mark);
                self.builder.name(&format!("/{source}/"))
            }
            None => self.builder.name(text),
        };
        self.built(done)?;
        self.close()
    }

    /// The value of the field that is open.
    pub(super) fn value(&mut self, node: NodeId, text: &str, mark: Mark) -> Result<(), Fault> {
        self.text_pattern(node, AriaField::Value, text, mark);
        let done = self.builder.value(text);
        self.built(done)
    }

    /// The first text of a field has company: it is a child after all.
    fn flush_text(&mut self) -> Result<(), Fault> {
        let Some(items) = self.items() else { return Ok(()) };
        items.has_children = true;
        match items.text.take() {
            Some((text, mark)) => self.text_node(&text, mark),
            None => Ok(()),
        }
    }

    pub(super) fn open(
        &mut self,
        role: Role<'_>,
        written: AriaStates,
        mark: Mark,
    ) -> Result<NodeId, Fault> {
        let index = self.builder.len();
        let done = self.builder.open(role);
        self.built(done)?;
        if let Some(side) = &mut self.side {
            side.nodes.push(AriaNode::new(mark, written));
        }
        Ok(NodeId::new(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    pub(super) fn close(&mut self) -> Result<(), Fault> {
        let done = self.builder.close().map(drop);
        self.built(done)?;
        // A password field loses its children when it closes.
        if let Some(side) = &mut self.side {
            let len = self.builder.len();
            if side.nodes.len() > len {
                side.nodes.truncate(len);
                side.patterns.retain(|pattern| pattern.node.index() < len);
            }
        }
        Ok(())
    }

    pub(super) fn built(&self, done: Result<(), BuildError>) -> Result<(), Fault> {
        done.map_err(|error| Fault::build(self.events.offset(self.events.mark()), &error))
    }

    /// Notes a text that starts and ends with a slash as a pattern.
    pub(super) fn text_pattern(&mut self, node: NodeId, field: AriaField, text: &str, mark: Mark) {
        if let Some(source) = pattern_source(text) {
            self.pattern(node, field, source, mark);
        }
    }

    fn pattern(&mut self, node: NodeId, field: AriaField, source: &str, mark: Mark) {
        if let Some(side) = &mut self.side {
            side.patterns.push(AriaPattern { node, field, source: source.to_owned(), mark });
        }
    }

    pub(super) fn warn(&mut self, mark: Mark, message: impl FnOnce() -> String) {
        if let Some(side) = &mut self.side {
            side.warnings.push(AriaWarning { mark, message: message() });
        }
    }

    fn key_fault(&self, line: &Scalar<'_>, fault: KeyFault) -> Fault {
        let before = line.text.get(..fault.at).unwrap_or_default();
        let quote = usize::from(!line.is_plain);
        let columns = u32::try_from(before.chars().count() + quote).unwrap_or_default();
        let mark = Mark { column: line.mark.column.saturating_add(columns), ..line.mark };
        self.events.fault_at(mark, fault.kind, fault.message).help(fault.help)
    }
}
