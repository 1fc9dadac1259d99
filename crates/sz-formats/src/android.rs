//! What the readers of Android's formats share: a view and its fields.
//!
//! What Android knows and a node has no field for becomes an attribute: `class`, `id` (the resource id),
//! `placeholder` (the hint), `error`, and `package` where it is another than above.

use std::borrow::Cow;

use sz_tree::{AriaRole, Bounds, BuildError, State, States, TreeBuilder};

use crate::{
    ReadErrorKind, fault::Fault, foreign::is_true, roles, sz::missing_role, text::collapse,
};

/// Changes of the package from one node to the next.
const PACKAGES_MAX: usize = 1_024;

/// The packages so far, where one differs from the one above it; the first is none.
pub(crate) struct Packages {
    names: Vec<String>,
    /// The first that is one.
    app: Option<usize>,
}

impl Packages {
    /// What is around the first node.
    pub(crate) const NONE: usize = 0;

    pub(crate) fn new() -> Self {
        Self { names: vec![String::new()], app: None }
    }

    /// Opens the node of an element under one of the package `above`, and says which is its own.
    pub(crate) fn open_node(
        &mut self,
        at: usize,
        mut element: Element,
        above: usize,
        builder: &mut TreeBuilder,
    ) -> Result<usize, Fault> {
        if element.class.is_empty() {
            return Err(missing_role(at));
        }
        let package = element.package.take().filter(|name| *name != self.names[above]);
        open_node(&element, builder)
            .and_then(|()| match &package {
                Some(package) => builder.attribute("package", package),
                None => Ok(()),
            })
            .map_err(|error| Fault::build(at, &error))?;
        let Some(package) = package else { return Ok(above) };
        if self.names.len() > PACKAGES_MAX {
            return Err(Fault::limit(at, format_args!("{PACKAGES_MAX} packages on one screen")));
        }
        if self.app.is_none() && !package.is_empty() {
            self.app = Some(self.names.len());
        }
        self.names.push(package);
        Ok(self.names.len() - 1)
    }

    /// The application: the first package there was.
    pub(crate) fn into_app(mut self) -> Option<String> {
        self.app.map(|app| self.names.swap_remove(app))
    }
}

/// What the attributes of an element say.
#[derive(Default)]
pub(crate) struct Element {
    pub(crate) class: String,
    text: String,
    description: String,
    hint: String,
    error: String,
    pane_title: String,
    pub(crate) package: Option<String>,
    id: String,
    states: States,
    bounds: Option<Bounds>,
    is_heading: bool,
    /// `text` shows the hint.
    shows_hint: bool,
}

/// Opens the node with everything that the element says of it.
fn open_node(element: &Element, builder: &mut TreeBuilder) -> Result<(), BuildError> {
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
    let (class, id, error) = (&*element.class, &*element.id, &*element.error);
    for (key, value) in [("class", class), ("error", error), ("id", id), ("placeholder", hint)] {
        if !value.is_empty() {
            builder.attribute(key, value)?;
        }
    }
    Ok(())
}

impl Element {
    pub(crate) fn set(&mut self, at: usize, key: &str, value: Cow<'_, str>) -> Result<(), Fault> {
        let field = match key {
            "class" => &mut self.class,
            "text" => &mut self.text,
            "content-desc" | "content_description" => &mut self.description,
            "hint" => &mut self.hint,
            "pane-title" => &mut self.pane_title,
            "error" => &mut self.error,
            "resource-id" | "resource_id" => &mut self.id,
            "package" => {
                self.package = Some(value.into_owned());
                return Ok(());
            }
            "bounds" => {
                self.set_bounds(edges(&value).ok_or_else(|| {
                    Fault::new(ReadErrorKind::BadValue, at, "`bounds` are not bounds")
                        .help("write [left,top][right,bottom]")
                })?);
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

    pub(crate) fn set_bounds(&mut self, [left, top, right, bottom]: [i32; 4]) {
        let size = right.checked_sub(left).zip(bottom.checked_sub(top));
        // A negative size is Android's way to say: not on the screen.
        self.bounds = size.and_then(|(width, height)| Bounds::new(left, top, width, height));
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
            ("editable", true) => &[State::Editable],
            ("enabled", false) => &[State::Disabled],
            ("displayed" | "visible-to-user" | "visible", false) => &[State::Offscreen],
            ("checkable", true) => &[State::Checkable],
            ("checked", true) => &[State::Checkable, State::Checked],
            ("clickable", true) => &[State::Clickable],
            ("content-invalid", true) => &[State::Invalid],
            ("focusable", true) => &[State::Focusable],
            ("focused", true) => &[State::Focused],
            ("multiline", true) => &[State::Multiline],
            ("password" | "is_password", true) => &[State::Protected],
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
