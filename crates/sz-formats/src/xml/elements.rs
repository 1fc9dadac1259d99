//! The loop that formats of nested XML elements share: one element a node, its children inside.

use std::borrow::Cow;

use quick_xml::events::BytesStart;
use sz_tree::{Limits, Tree, TreeBuilder};

use super::{Markup, Xml};
use crate::{ReadErrorKind, fault::Fault};

/// What one format makes of elements.
pub(crate) trait Elements {
    /// What is remembered of an element while it is open.
    type Open;

    /// Opens the node that an element describes, with all its fields, and says what to remember of it.
    /// `None`: the element is no node, and its children are those of the one around it. `around` is what was
    /// remembered of that one; nothing for the first.
    fn start(
        &mut self,
        element: &Element<'_, '_>,
        around: Option<&Self::Open>,
        builder: &mut TreeBuilder,
    ) -> Result<Option<Self::Open>, Fault>;

    /// What stands before the first child of an element, or in one that has none. Its node is still open.
    fn text(
        &mut self,
        _: &mut Self::Open,
        _: &str,
        _: &mut TreeBuilder,
    ) -> Result<(), sz_tree::BuildError> {
        Ok(())
    }

    /// All children were read and the node is about to be closed.
    fn end(&mut self, _: Self::Open, _: &mut TreeBuilder) -> Result<(), sz_tree::BuildError> {
        Ok(())
    }
}

/// The start of an element.
pub(crate) struct Element<'e, 'a> {
    xml: &'e Xml<'a>,
    start: &'e BytesStart<'a>,
    /// How many elements are around it, nodes or not.
    pub(crate) level: usize,
}

impl Element<'_, '_> {
    /// Where it starts in the document.
    pub(crate) fn at(&self) -> usize {
        self.xml.at()
    }

    pub(crate) fn name(&self) -> &str {
        self.start.name().into_inner()
    }

    /// True where the element declares prefixes of namespaces; sometimes where it does not.
    pub(crate) fn declares_prefixes(&self) -> bool {
        self.start.contains("xmlns:")
    }

    /// Calls `take` with the name and text of each attribute.
    pub(crate) fn attributes(
        &self,
        take: impl FnMut(&str, Cow<'_, str>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.xml.attributes(self.start, take)
    }
}

/// What a node takes at least in a dump of any tool; a document of shorter ones is an attack.
const NODE_BYTES_MIN: usize = 32;

/// Short nodes that may be there all the same, written by hand.
const SHORT_NODES_MAX: usize = 256;

/// Reads a whole document. `what` is the root that it must have: `an XCUITest page source has <AppiumAUT>`.
pub(crate) fn read_elements<F: Elements>(
    format: &mut F,
    text: &str,
    limits: &Limits,
    what: &str,
) -> Result<Tree, Fault> {
    if !text.trim_start().starts_with('<') {
        return Err(Fault::syntax(0, "the document is not XML").help("it must start with `<`"));
    }
    let nodes = text.len() / NODE_BYTES_MIN;
    let mut walk = Walk {
        format,
        xml: Xml::new(text).with_text(),
        builder: TreeBuilder::with_capacity(*limits, nodes / 2, text.len() / 8),
        nodes_max: nodes + SHORT_NODES_MAX,
        open: Vec::new(),
        text: String::new(),
        depth_max: limits.depth,
    };
    walk.run()?;
    if walk.builder.is_empty() {
        let message = "there is no element that is a node";
        return Err(Fault::new(ReadErrorKind::MissingKey, 0, message).help(what));
    }
    walk.builder.finish().map_err(|error| Fault::build(0, &error))
}

struct Walk<'f, 'a, F: Elements> {
    format: &'f mut F,
    xml: Xml<'a>,
    builder: TreeBuilder,
    nodes_max: usize,
    open: Vec<Level<F::Open>>,
    /// The text since the element that is open began.
    text: String,
    depth_max: usize,
}

struct Level<O> {
    /// What the format remembers; nothing of an element that is no node.
    open: Option<O>,
    has_children: bool,
}

impl<F: Elements> Walk<'_, '_, F> {
    fn run(&mut self) -> Result<(), Fault> {
        loop {
            match self.xml.next()? {
                Markup::Start { element, is_empty } => {
                    self.start(&element)?;
                    if is_empty {
                        self.end()?;
                    }
                }
                Markup::Text(text) => {
                    if self.open.last().is_some_and(|level| !level.has_children) {
                        self.text.push_str(&text);
                    }
                }
                Markup::End => self.end()?,
                Markup::Eof => return Ok(()),
            }
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        self.flush_text()?;
        let at = self.xml.at();
        if self.builder.len() >= self.nodes_max {
            let max = self.nodes_max;
            return Err(Fault::limit(at, format_args!("{max} nodes in a document of this length")));
        }
        // Elements that are no nodes do not count in the builder.
        if self.open.len() > self.depth_max {
            let max = self.depth_max;
            return Err(Fault::limit(at, format_args!("{max} levels of nesting")));
        }
        let element = Element { xml: &self.xml, start: element, level: self.open.len() };
        let around = self.open.last().and_then(|level| level.open.as_ref());
        let open = self.format.start(&element, around, &mut self.builder)?;
        if let Some(around) = self.open.last_mut() {
            around.has_children = true;
        }
        self.open.push(Level { open, has_children: false });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.flush_text()?;
        let at = self.xml.at();
        let Some(Level { open: Some(open), .. }) = self.open.pop() else { return Ok(()) };
        self.format
            .end(open, &mut self.builder)
            .and_then(|()| self.builder.close().map(drop))
            .map_err(|error| Fault::build(at, &error))
    }

    /// Gives an element the text that stands before its first child.
    fn flush_text(&mut self) -> Result<(), Fault> {
        let at = self.xml.at();
        let Some(Level { open: Some(open), .. }) = self.open.last_mut() else {
            self.text.clear();
            return Ok(());
        };
        if self.text.is_empty() {
            return Ok(());
        }
        let done = self.format.text(open, &self.text, &mut self.builder);
        self.text.clear();
        done.map_err(|error| Fault::build(at, &error))
    }
}
