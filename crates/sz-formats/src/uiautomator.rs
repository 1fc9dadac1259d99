//! `uiautomator`: what `uiautomator dump` writes, and the page source of Appium's `UiAutomator2` driver.
//!
//! `<hierarchy>` around `<node class="...">`, or around elements that are named after the class. The root of the
//! tree is the hierarchy, an `application`. What Android knows and a node has no field for becomes an attribute:
//! `class`, `id` (the resource id), `placeholder` (the hint), `package` where it is another than above.
//!
//! Text without markup after the document is passed over: adb writes a message there.

use std::borrow::Cow;

use sz_tree::{AriaRole, Bounds, BuildError, Limits, State, States, TreeBuilder};

use crate::{
    Capture, Format, ReadErrorKind,
    detect::is_tool_failure,
    fault::{Fault, Quoted},
    foreign::is_true,
    roles,
    sz::missing_role,
    text::collapse,
    xml::{Markup, Xml},
};

/// What a node takes at least in a dump of any tool; a document of shorter ones is an attack.
const NODE_BYTES_MIN: usize = 32;

/// Short nodes that may be there all the same, written by hand.
const SHORT_NODES_MAX: usize = 256;

/// Changes of the package from one node to the next.
const PACKAGES_MAX: usize = 1_024;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let start = text.trim_start();
    if is_tool_failure(start) {
        let line = start.lines().next().unwrap_or_default();
        let message = format!("uiautomator made no dump but said {}", Quoted(line));
        return Err(Fault::new(ReadErrorKind::SourceFailure, 0, message)
            .help("wait until the screen stands still and dump again"));
    }
    if !start.starts_with('<') {
        return Err(Fault::syntax(0, "the document is not XML").help("it must start with `<`"));
    }
    let nodes = text.len() / NODE_BYTES_MIN;
    let mut reader = Reader {
        xml: Xml::new(text),
        builder: TreeBuilder::with_capacity(*limits, nodes / 2, text.len() / 8),
        nodes_max: nodes + SHORT_NODES_MAX,
        app: None,
        packages: vec![String::new()],
        open: Vec::new(),
    };
    reader.run()?;
    let tree = reader.builder.finish().map_err(|error| match error {
        BuildError::Empty => Fault::new(ReadErrorKind::MissingKey, 0, "there is no <hierarchy>"),
        error => Fault::build(0, &error),
    })?;
    let app = reader.app.map(|app| reader.packages.swap_remove(app));
    Ok(Capture { tree, format: Format::Uiautomator, app })
}

struct Reader<'a> {
    xml: Xml<'a>,
    builder: TreeBuilder,
    nodes_max: usize,
    /// The first package, in `packages`.
    app: Option<usize>,
    /// The packages so far, where one differs from the one above it; the first is none.
    packages: Vec<String>,
    /// For each open element its package.
    open: Vec<usize>,
}

/// What the attributes of an element say.
#[derive(Default)]
struct Element {
    class: String,
    text: String,
    description: String,
    hint: String,
    pane_title: String,
    package: Option<String>,
    id: String,
    states: States,
    bounds: Option<Bounds>,
    is_heading: bool,
    /// `text` shows the hint.
    shows_hint: bool,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        loop {
            match self.xml.next()? {
                Markup::Start { element, is_empty } => {
                    let name = element.name();
                    if self.builder.is_empty() {
                        self.root(name.as_ref())?;
                    } else {
                        let mut found = Element::default();
                        let at = self.xml.at();
                        self.xml.attributes(&element, |key, value| found.set(at, key, value))?;
                        if found.class.is_empty() && name.as_ref() != "node" {
                            name.as_ref().clone_into(&mut found.class);
                        }
                        self.node(found)?;
                    }
                    if is_empty {
                        self.close()?;
                    }
                }
                Markup::End => self.close()?,
                Markup::Eof => return Ok(()),
            }
        }
    }

    fn root(&mut self, name: &str) -> Result<(), Fault> {
        let at = self.xml.at();
        if name != "hierarchy" {
            let message = format!("the document is in {}, not in <hierarchy>", Quoted(name));
            return Err(Fault::new(ReadErrorKind::WrongType, at, message)
                .help("is this a dump of another tool?"));
        }
        self.open.push(0);
        self.builder.open(AriaRole::Application.into()).map_err(|error| Fault::build(at, &error))
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.open.pop();
        let at = self.xml.at();
        self.builder.close().map(drop).map_err(|error| Fault::build(at, &error))
    }

    fn node(&mut self, mut element: Element) -> Result<(), Fault> {
        let at = self.xml.at();
        if element.class.is_empty() {
            return Err(missing_role(at));
        }
        if self.builder.len() >= self.nodes_max {
            let max = self.nodes_max;
            return Err(Fault::limit(at, format_args!("{max} nodes in a document of this length")));
        }
        let above = self.open.last().copied().unwrap_or_default();
        let package = element.package.take().filter(|name| *name != self.packages[above]);
        set_fields(&element, &mut self.builder)
            .and_then(|()| match &package {
                Some(package) => self.builder.attribute("package", package),
                None => Ok(()),
            })
            .map_err(|error| Fault::build(at, &error))?;
        let Some(package) = package else {
            self.open.push(above);
            return Ok(());
        };
        if self.packages.len() > PACKAGES_MAX {
            return Err(Fault::limit(at, format_args!("{PACKAGES_MAX} packages on one screen")));
        }
        if self.app.is_none() && !package.is_empty() {
            self.app = Some(self.packages.len());
        }
        self.open.push(self.packages.len());
        self.packages.push(package);
        Ok(())
    }
}

/// Opens the node with everything that the element says of it.
fn set_fields(element: &Element, builder: &mut TreeBuilder) -> Result<(), BuildError> {
    let role = if element.is_heading {
        AriaRole::Heading.into()
    } else {
        roles::uiautomator::role(&element.class)
    };
    builder.open(role)?;
    let is_field = matches!(role.aria(), Some(AriaRole::Textbox | AriaRole::Combobox))
        || element.states.contains(State::Protected);
    let text = if element.shows_hint { "" } else { &*element.text };
    let hint = if element.shows_hint { &*element.text } else { &*element.hint };
    let texts: [&str; 2] =
        if is_field { [&element.description, hint] } else { [text, &element.description] };
    let mut texts = texts.into_iter().chain([&*element.pane_title]).map(collapse);
    let name = texts.find(|text| !text.is_empty()).unwrap_or_default();
    builder.name(&name)?;
    let description = collapse(&element.description);
    if description != name {
        builder.description(&description)?;
    }
    let states = if is_field { element.states.with(State::Editable) } else { element.states };
    builder.states(states)?;
    builder.bounds(element.bounds)?;
    // The builder would drop a password's text; here it is not even offered.
    if is_field && !text.is_empty() && !states.contains(State::Protected) {
        builder.value(text)?;
    }
    for (key, value) in [("class", &*element.class), ("id", &*element.id), ("placeholder", hint)] {
        if !value.is_empty() {
            builder.attribute(key, value)?;
        }
    }
    Ok(())
}

impl Element {
    fn set(&mut self, at: usize, key: &str, value: Cow<'_, str>) -> Result<(), Fault> {
        let field = match key {
            "class" => &mut self.class,
            "text" => &mut self.text,
            "content-desc" => &mut self.description,
            "hint" => &mut self.hint,
            "pane-title" => &mut self.pane_title,
            "resource-id" => &mut self.id,
            "package" => {
                self.package = Some(value.into_owned());
                return Ok(());
            }
            "bounds" => {
                let [left, top, right, bottom] = edges(&value).ok_or_else(|| {
                    Fault::new(ReadErrorKind::BadValue, at, "`bounds` are not bounds")
                        .help("write [left,top][right,bottom]")
                })?;
                let size = right.checked_sub(left).zip(bottom.checked_sub(top));
                // A negative size is Android's way to say: not on the screen.
                self.bounds =
                    size.and_then(|(width, height)| Bounds::new(left, top, width, height));
                return Ok(());
            }
            _ => {
                self.set_flag(key, is_true(&value));
                return Ok(());
            }
        };
        *field = value.into_owned();
        Ok(())
    }

    fn set_flag(&mut self, key: &str, is_set: bool) {
        let states: &[State] = match (key, is_set) {
            ("heading", _) => {
                self.is_heading = is_set;
                return;
            }
            ("showing-hint", _) => {
                self.shows_hint = is_set;
                return;
            }
            ("enabled", false) => &[State::Disabled],
            ("displayed" | "visible-to-user", false) => &[State::Offscreen],
            ("checkable", true) => &[State::Checkable],
            ("checked", true) => &[State::Checkable, State::Checked],
            ("clickable", true) => &[State::Clickable],
            ("content-invalid", true) => &[State::Invalid],
            ("focusable", true) => &[State::Focusable],
            ("focused", true) => &[State::Focused],
            ("multiline", true) => &[State::Multiline],
            ("password", true) => &[State::Protected],
            ("scrollable", true) => &[State::Scrollable],
            ("selected", true) => &[State::Selectable, State::Selected],
            _ => &[],
        };
        self.states = states.iter().fold(self.states, |all, &one| all.with(one));
    }
}

/// The four numbers of `[left,top][right,bottom]`.
fn edges(text: &str) -> Option<[i32; 4]> {
    let (start, end) = text.strip_prefix('[')?.strip_suffix(']')?.split_once("][")?;
    let ((left, top), (right, bottom)) = (start.split_once(',')?, end.split_once(',')?);
    let number = |text: &str| text.trim().parse().ok();
    Some([number(left)?, number(top)?, number(right)?, number(bottom)?])
}

#[cfg(test)]
mod tests;
