use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Limits, NodeId, Role, Tree, TreeBuilder};

use super::{
    AriaField, AriaNode, AriaPattern, AriaSnapshot, AriaStates, AriaWarning, ChildrenMode,
    has_value,
    key::{self, KeyFault, Name, NodeKey},
    snapshot::Side,
    survey::{Survey, survey},
};
use crate::{
    Capture, Format, Mark, ReadError, ReadErrorKind,
    fault::{Fault, Quoted},
    text::collapse,
    yaml::{Event, Events, Scalar},
};

/// Reads an ARIA snapshot that serves as a baseline.
///
/// # Errors
/// Everything that Playwright refuses, and YAML anchors, aliases, tags and second documents; the limits.
pub fn read_aria_snapshot(text: &str, limits: &Limits) -> Result<AriaSnapshot, ReadError> {
    let read = || {
        let side = Side::default();
        let (tree, is_fragment, side) = Reader::new(text, limits, Some(side))?.run()?;
        let Side { nodes, patterns, warnings } = side.unwrap_or_default();
        Ok(AriaSnapshot { tree, is_fragment, nodes, patterns, warnings })
    };
    read().map_err(|fault: Fault| fault.locate(text, |_, _| String::new()))
}

/// Reads a snapshot of a screen: no patterns.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let (tree, _, _) = Reader::new(text, limits, None)?.run()?;
    Ok(Capture { tree, format: Format::Aria, app: None })
}

struct Reader<'a> {
    events: Events<'a>,
    builder: TreeBuilder,
    side: Option<Side>,
    is_fragment: bool,
    levels: Vec<Level<'a>>,
}

/// A sequence or a mapping that is being read.
enum Level<'a> {
    /// The children of a node.
    Items(Items),
    /// One item of them that is a mapping, with its keys so far.
    Entries(Vec<Cow<'a, str>>),
}

#[derive(Default)]
struct Items {
    /// The node they are children of, which closes with them; none at the top of a snapshot of one node.
    node: Option<NodeId>,
    /// The node is a field, whose only text is its value.
    is_field: bool,
    /// The first child of a field, which is its value if it stays the only one.
    text: Option<(String, Mark)>,
    has_children: bool,
}

/// Keys in one mapping. Playwright writes one.
const ENTRIES_MAX: usize = 256;

impl<'a> Reader<'a> {
    fn new(text: &'a str, limits: &Limits, side: Option<Side>) -> Result<Self, Fault> {
        let Survey { nodes, is_fragment } = survey(text, limits)?;
        Ok(Self {
            events: Events::new(text, limits)?,
            builder: TreeBuilder::with_capacity(*limits, nodes, text.len() / 2),
            side,
            is_fragment,
            levels: Vec::new(),
        })
    }

    fn run(mut self) -> Result<(Tree, bool, Option<Side>), Fault> {
        if !matches!(self.events.next()?, Event::SequenceStart(_)) {
            return Err(self.not_a_sequence());
        }
        let mut node = None;
        if self.is_fragment {
            let mark = self.events.mark();
            node = Some(self.open(AriaRole::Generic.into(), AriaStates::default(), mark)?);
        }
        self.levels.push(Level::Items(Items { node, ..Items::default() }));
        while !self.levels.is_empty() {
            let event = self.events.next()?;
            match self.levels.last() {
                Some(Level::Entries(_)) => self.entry(event)?,
                _ => self.item(event)?,
            }
        }
        self.events.finish()?;
        let tree = self.builder.finish().map_err(|error| Fault::build(0, &error))?;
        let side = self.side.map(|side| side.finish(&tree));
        Ok((tree, self.is_fragment, side))
    }

    fn not_a_sequence(&self) -> Fault {
        self.events
            .fault(ReadErrorKind::WrongType, "an ARIA snapshot is a list")
            .help("start each line with `- `")
    }

    /// One item of a list of children.
    fn item(&mut self, event: Event<'a>) -> Result<(), Fault> {
        match event {
            Event::Scalar(scalar) if scalar.is_text() => {
                self.node(&scalar)?;
                self.close()
            }
            Event::Scalar(_) | Event::SequenceStart(_) => Err(self
                .events
                .fault(ReadErrorKind::WrongType, "an item must be a node or a mapping")
                .help("write `- role \"name\"`")),
            Event::MappingStart(_) => {
                self.levels.push(Level::Entries(Vec::new()));
                Ok(())
            }
            Event::End => self.end_of_items(),
        }
    }

    fn end_of_items(&mut self) -> Result<(), Fault> {
        let Some(Level::Items(items)) = self.levels.pop() else { return Ok(()) };
        if let (Some(node), Some((text, mark))) = (items.node, items.text) {
            self.value(node, &text, mark)?;
        }
        if items.node.is_some() { self.close() } else { Ok(()) }
    }

    /// One entry of an item that is a mapping: a key and its value.
    fn entry(&mut self, event: Event<'a>) -> Result<(), Fault> {
        let key = match event {
            Event::Scalar(scalar) if scalar.is_text() => scalar,
            Event::End => {
                self.levels.pop();
                return Ok(());
            }
            _ => {
                let message = "a key must be text: a node, `text` or a property";
                return Err(self.events.fault(ReadErrorKind::WrongType, message));
            }
        };
        self.note_key(&key)?;
        match &*key.text {
            "text" => {
                let text = self.text_value()?;
                self.text(text, key.mark)
            }
            "/children" => self.children_mode(),
            name if name.starts_with('/') => self.property(&key),
            _ => self.node_with_value(&key),
        }
    }

    fn note_key(&mut self, key: &Scalar<'a>) -> Result<(), Fault> {
        let Some(Level::Entries(keys)) = self.levels.last_mut() else { return Ok(()) };
        if keys.contains(&key.text) {
            let message = format!("the key {} stands twice in one mapping", Quoted(&key.text));
            return Err(self
                .events
                .fault(ReadErrorKind::DuplicateKey, message)
                .help("start a new item with `- ` for each node"));
        }
        if keys.len() == ENTRIES_MAX {
            return Err(self.events.limit(format_args!("{ENTRIES_MAX} keys in one item")));
        }
        keys.push(key.text.clone());
        Ok(())
    }

    /// A node behind whose colon something stands.
    fn node_with_value(&mut self, key: &Scalar<'a>) -> Result<(), Fault> {
        let (node, is_field) = self.node(key)?;
        match self.events.next()? {
            Event::Scalar(scalar) if scalar.is_null() => Err(self
                .events
                .fault(ReadErrorKind::WrongType, "nothing stands behind the colon")
                .help("leave the colon away, or list the children below")),
            Event::Scalar(scalar) => {
                let text = self.not_empty(&scalar)?;
                if is_field {
                    self.value(node, &text, scalar.mark)?;
                } else {
                    self.text_node(&text, scalar.mark)?;
                }
                self.close()
            }
            Event::SequenceStart(_) => {
                let items = Items { node: Some(node), is_field, ..Items::default() };
                self.levels.push(Level::Items(items));
                Ok(())
            }
            Event::MappingStart(_) | Event::End => Err(self
                .events
                .fault(ReadErrorKind::WrongType, "the children of a node must be a list")
                .help("start each of them with `- `")),
        }
    }

    /// Opens the node of a line; says which it is and whether it is a field.
    fn node(&mut self, line: &Scalar<'a>) -> Result<(NodeId, bool), Fault> {
        let node = key::parse(&line.text).map_err(|fault| self.key_fault(line, fault))?;
        self.flush_text()?;
        let role = Role::from_name(node.role);
        let id = self.open(role, node.written, line.mark)?;
        let done = self
            .builder
            .states(node.states)
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
        match &node.name {
            Name::None => Ok(()),
            Name::Text(name) => {
                let done = self.builder.name(name);
                self.built(done)
            }
            Name::Regex(source) => {
                if self.side.is_none() {
                    let message = format!("the name {} is a pattern", Quoted(source));
                    return Err(self
                        .events
                        .fault(ReadErrorKind::Pattern, message)
                        .help("a snapshot with patterns is a baseline: put it into a template"));
                }
                self.pattern(id, AriaField::Name, source, mark);
                let done = self.builder.name(&format!("/{source}/"));
                self.built(done)
            }
        }
    }

    /// The text behind a `text:` key.
    fn text_value(&mut self) -> Result<String, Fault> {
        match self.events.next()? {
            Event::Scalar(scalar) if scalar.is_text() => self.not_empty(&scalar),
            _ => Err(self
                .events
                .fault(ReadErrorKind::WrongType, "a text must be a string")
                .help("put it in double quotes")),
        }
    }

    fn not_empty(&self, scalar: &Scalar<'_>) -> Result<String, Fault> {
        let text = collapse(&scalar.text);
        if text.is_empty() {
            let fault = self.events.fault(ReadErrorKind::BadValue, "the text is empty");
            return Err(fault.help("leave it away"));
        }
        Ok(text.into_owned())
    }

    /// A static text among the children of the node that is open, or its value.
    fn text(&mut self, text: String, mark: Mark) -> Result<(), Fault> {
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

    fn text_node(&mut self, text: &str, mark: Mark) -> Result<(), Fault> {
        let id = self.open(AriaRole::Text.into(), AriaStates::default(), mark)?;
        self.text_pattern(id, AriaField::Name, text, mark);
        let done = self.builder.name(text);
        self.built(done)?;
        self.close()
    }

    /// The value of the field that is open.
    fn value(&mut self, node: NodeId, text: &str, mark: Mark) -> Result<(), Fault> {
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

    /// The list that the item which is being read belongs to.
    fn items(&mut self) -> Option<&mut Items> {
        self.levels.iter_mut().rev().find_map(|level| match level {
            Level::Items(items) => Some(items),
            Level::Entries(_) => None,
        })
    }

    fn children_mode(&mut self) -> Result<(), Fault> {
        let mode = match self.events.next()? {
            Event::Scalar(scalar) => ChildrenMode::from_name(&scalar.text),
            _ => None,
        };
        let Some(mode) = mode else {
            let message = "`/children` must be `contain`, `equal` or `deep-equal`";
            return Err(self.events.fault(ReadErrorKind::BadValue, message));
        };
        let node = self.items().and_then(|items| items.node);
        if let Some(side) = &mut self.side
            && let Some(node) = node.and_then(|node| side.nodes.get_mut(node.index()))
        {
            node.children = Some(mode);
        }
        Ok(())
    }

    fn property(&mut self, key: &Scalar<'a>) -> Result<(), Fault> {
        let value = match self.events.next()? {
            Event::Scalar(scalar) if scalar.is_text() => scalar,
            _ => {
                let message = format!("the property {} must be a string", Quoted(&key.text));
                return Err(self
                    .events
                    .fault(ReadErrorKind::WrongType, message)
                    .help("put it in double quotes"));
            }
        };
        let Some(node) = self.items().and_then(|items| items.node) else {
            self.warn(key.mark, || format!("{} belongs to no node", Quoted(&key.text)));
            return Ok(());
        };
        let done = match &*key.text {
            "/url" => {
                self.text_pattern(node, AriaField::Url, &value.text, value.mark);
                self.builder.attribute("url", &value.text)
            }
            "/placeholder" => self.builder.attribute("placeholder", &value.text),
            "/value" => {
                let text = collapse(&value.text);
                self.text_pattern(node, AriaField::Value, &text, value.mark);
                self.builder.value(&text)
            }
            name => {
                self.warn(key.mark, || format!("the property {} is not compared", Quoted(name)));
                Ok(())
            }
        };
        self.built(done)
    }

    fn open(&mut self, role: Role<'_>, written: AriaStates, mark: Mark) -> Result<NodeId, Fault> {
        let index = self.builder.len();
        let done = self.builder.open(role);
        self.built(done)?;
        if let Some(side) = &mut self.side {
            side.nodes.push(AriaNode { mark, children: None, written });
        }
        Ok(NodeId::new(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    fn close(&mut self) -> Result<(), Fault> {
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

    fn built(&self, done: Result<(), BuildError>) -> Result<(), Fault> {
        done.map_err(|error| Fault::build(self.events.offset(self.events.mark()), &error))
    }

    /// Notes a text that starts and ends with a slash as a pattern.
    fn text_pattern(&mut self, node: NodeId, field: AriaField, text: &str, mark: Mark) {
        let source = text.strip_prefix('/').and_then(|text| text.strip_suffix('/'));
        if let Some(source) = source.filter(|source| !source.is_empty()) {
            self.pattern(node, field, source, mark);
        }
    }

    fn pattern(&mut self, node: NodeId, field: AriaField, source: &str, mark: Mark) {
        if let Some(side) = &mut self.side {
            side.patterns.push(AriaPattern { node, field, source: source.to_owned(), mark });
        }
    }

    fn warn(&mut self, mark: Mark, message: impl FnOnce() -> String) {
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
