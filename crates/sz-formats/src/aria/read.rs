//! Reading a snapshot: the structure of the document. What its lines say is read in `node`, what stands
//! under a node without being one in `property`.

mod node;
mod property;

use std::borrow::Cow;

use sz_tree::{AriaRole, Limits, NodeId, State, Tree, TreeBuilder};

use self::property::Property;
use super::{
    AriaSnapshot, AriaStates,
    snapshot::Side,
    survey::{Survey, survey},
};
use crate::{
    Capture, Format, Mark, ReadError, ReadErrorKind,
    fault::{Fault, Quoted},
    yaml::{Event, Events, Scalar},
};

/// Reads an ARIA snapshot that serves as a baseline.
///
/// # Errors
/// Everything that Playwright refuses, a property that stands twice under one node or says what it cannot,
/// YAML anchors, aliases, tags and second documents, and the limits. Where the YAML itself can be read, one fault does
/// not hide the next: all of them, in their order, up to fifty.
pub fn read_aria_snapshot(text: &str, limits: &Limits) -> Result<AriaSnapshot, Vec<ReadError>> {
    read_baseline(text, limits).map_err(|faults| {
        let locate = |fault: Fault| fault.locate(text, |_, _| String::new());
        let mut errors: Vec<_> = faults.into_iter().map(locate).collect();
        errors.sort_by_key(|error| (error.place().line, error.place().column));
        errors
    })
}

fn read_baseline(text: &str, limits: &Limits) -> Result<AriaSnapshot, Vec<Fault>> {
    let mut reader = Reader::new(text, limits, Some(Side::default())).map_err(|it| vec![it])?;
    let end = reader.walk().err();
    let mut faults = std::mem::take(&mut reader.faults);
    // What is missing because of a fault is none of its own.
    faults.extend(end.filter(|it| faults.is_empty() || it.kind() != ReadErrorKind::Structure));
    if !faults.is_empty() {
        return Err(faults);
    }
    let is_fragment = reader.is_fragment;
    let (tree, side) = reader.finish().map_err(|fault| vec![fault])?;
    let tree = as_written(tree);
    let Side { nodes, patterns, warnings } = side.unwrap_or_default();
    Ok(AriaSnapshot { tree, is_fragment, nodes, patterns, warnings })
}

/// The tree without what nobody wrote: that a field is a secret shows in its name, or it shows no longer.
fn as_written(tree: Tree) -> Tree {
    if !tree.nodes().any(|node| node.is(State::Protected)) {
        return tree;
    }
    let mut builder = TreeBuilder::deriving(&tree);
    let copied = builder.copy_subtree(tree.root(), |builder, node| {
        builder.open_copy(node)?;
        builder.states(node.states().without(State::Protected))
    });
    // Copying a valid tree cannot fail.
    copied.and_then(|()| builder.finish()).unwrap_or(tree)
}

/// Reads a snapshot of a screen: no patterns.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut reader = Reader::new(text, limits, None)?;
    reader.walk()?;
    let (tree, _) = reader.finish()?;
    Ok(Capture::new(tree, Format::Aria, None))
}

struct Reader<'a> {
    events: Events<'a>,
    builder: TreeBuilder,
    /// What a baseline says beside its nodes; `None` where a screen is read.
    side: Option<Side>,
    is_fragment: bool,
    levels: Vec<Level<'a>>,
    /// What is wrong so far. Nothing is built from a document that has any.
    faults: Vec<Fault>,
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
    is_top: bool,
    /// The node is a field, whose only text is its value.
    is_field: bool,
    /// The first child of a field, which is its value if it stays the only one.
    text: Option<(String, Mark)>,
    has_children: bool,
    /// The properties so far.
    properties: Vec<Property>,
}

/// Keys in one mapping. Playwright writes one.
const ENTRIES_MAX: usize = 256;

/// Faults that are collected. Finding the place of one costs a walk over the text.
const FAULTS_MAX: usize = 50;

impl<'a> Reader<'a> {
    fn new(text: &'a str, limits: &Limits, side: Option<Side>) -> Result<Self, Fault> {
        let Survey { nodes, is_fragment } = survey(text, limits)?;
        Ok(Self {
            events: Events::new(text, limits)?,
            builder: TreeBuilder::with_capacity(*limits, nodes, text.len() / 2),
            side,
            is_fragment,
            levels: Vec::new(),
            faults: Vec::new(),
        })
    }

    fn walk(&mut self) -> Result<(), Fault> {
        if !matches!(self.events.next()?, Event::SequenceStart(_)) {
            return Err(self.not_a_sequence());
        }
        let mut node = None;
        if self.is_fragment {
            let mark = self.events.mark();
            node = Some(self.open(AriaRole::Generic.into(), AriaStates::default(), mark)?);
        }
        self.levels.push(Level::Items(Items { node, is_top: true, ..Items::default() }));
        while !self.levels.is_empty() {
            let event = self.events.next()?;
            match self.levels.last() {
                Some(Level::Entries(_)) => self.entry(event)?,
                _ => self.item(event)?,
            }
        }
        self.events.finish()
    }

    fn finish(self) -> Result<(Tree, Option<Side>), Fault> {
        let tree = self.builder.finish().map_err(|error| Fault::build(0, &error))?;
        let side = self.side.map(|side| side.finish(&tree));
        Ok((tree, side))
    }

    /// Notes a fault behind which reading can go on, if anybody wants to know of more than one.
    fn refuse(&mut self, fault: Fault) -> Result<(), Fault> {
        if self.side.is_none() || self.faults.len() + 1 >= FAULTS_MAX {
            return Err(fault);
        }
        self.faults.push(fault);
        Ok(())
    }

    /// Notes that the value which starts with `event` cannot stand here, and passes over it.
    fn refuse_value(&mut self, event: &Event<'a>, fault: Fault) -> Result<(), Fault> {
        self.refuse(fault)?;
        self.skip(event)
    }

    /// Passes over the rest of the value that starts with `event`.
    fn skip(&mut self, event: &Event<'a>) -> Result<(), Fault> {
        let mut open = usize::from(!matches!(event, Event::Scalar(_) | Event::End));
        while open > 0 {
            match self.events.next()? {
                Event::Scalar(_) => {}
                Event::End => open -= 1,
                Event::SequenceStart(_) | Event::MappingStart(_) => open += 1,
            }
        }
        Ok(())
    }

    fn skip_next(&mut self) -> Result<(), Fault> {
        let event = self.events.next()?;
        self.skip(&event)
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
            Event::Scalar(_) | Event::SequenceStart(_) => {
                let message = "an item must be a node or a mapping";
                let fault = self.events.fault(ReadErrorKind::WrongType, message);
                self.refuse_value(&event, fault.help("write `- role \"name\"`"))
            }
            Event::MappingStart(_) => {
                self.levels.push(Level::Entries(Vec::new()));
                Ok(())
            }
            Event::End => self.end_of_items(),
        }
    }

    fn end_of_items(&mut self) -> Result<(), Fault> {
        let Some(Level::Items(items)) = self.levels.pop() else { return Ok(()) };
        let Some(node) = items.node else { return Ok(()) };
        if let Some((text, mark)) = items.text {
            if items.properties.contains(&Property::Value) {
                self.text_node(&text, mark)?;
            } else {
                self.value(node, &text, mark)?;
            }
        }
        self.close()
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
                let fault = self.events.fault(ReadErrorKind::WrongType, message);
                self.refuse_value(&event, fault)?;
                return self.skip_next();
            }
        };
        if !self.note_key(&key)? {
            return self.skip_next();
        }
        match &*key.text {
            "text" => match self.text_value()? {
                Some(text) => self.text(text, key.mark),
                None => Ok(()),
            },
            name if name.starts_with('/') => self.property(&key),
            _ => self.node_with_value(&key),
        }
    }

    /// False for a key that stands there already.
    fn note_key(&mut self, key: &Scalar<'a>) -> Result<bool, Fault> {
        let Some(Level::Entries(keys)) = self.levels.last_mut() else { return Ok(true) };
        if keys.contains(&key.text) {
            let message = format!("the key {} stands twice in one mapping", Quoted(&key.text));
            let fault = self.events.fault(ReadErrorKind::DuplicateKey, message);
            self.refuse(fault.help("start a new item with `- ` for each node"))?;
            return Ok(false);
        }
        if keys.len() == ENTRIES_MAX {
            return Err(self.events.limit(format_args!("{ENTRIES_MAX} keys in one item")));
        }
        keys.push(key.text.clone());
        Ok(true)
    }

    /// A node behind whose colon something stands.
    fn node_with_value(&mut self, key: &Scalar<'a>) -> Result<(), Fault> {
        let (node, is_field) = self.node(key)?;
        let event = self.events.next()?;
        let fault = match &event {
            Event::Scalar(scalar) if scalar.is_null() => self
                .events
                .fault(ReadErrorKind::WrongType, "nothing stands behind the colon")
                .help("leave the colon away, or list the children below"),
            Event::Scalar(scalar) => {
                match self.not_empty(scalar)? {
                    Some(text) if is_field => self.value(node, &text, scalar.mark)?,
                    Some(text) => self.text_node(&text, scalar.mark)?,
                    None => {}
                }
                return self.close();
            }
            Event::SequenceStart(_) => {
                let items = Items { node: Some(node), is_field, ..Items::default() };
                self.levels.push(Level::Items(items));
                return Ok(());
            }
            Event::MappingStart(_) | Event::End => self
                .events
                .fault(ReadErrorKind::WrongType, "the children of a node must be a list")
                .help("start each of them with `- `"),
        };
        self.refuse_value(&event, fault)?;
        self.close()
    }

    /// The list that the item which is being read belongs to.
    fn items(&mut self) -> Option<&mut Items> {
        self.levels.iter_mut().rev().find_map(|level| match level {
            Level::Items(items) => Some(items),
            Level::Entries(_) => None,
        })
    }
}
