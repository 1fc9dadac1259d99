//! `xcuitest`: the page source of Appium's `XCUITest` driver, and of its driver for macOS.
//!
//! XML, `<AppiumAUT>` around `<XCUIElementTypeApplication type name label value enabled visible x y width height
//! ...>`, or the JSON form `{"type": "Application", "rawIdentifier", "label", "value", "rect", "isEnabled": "1",
//! "children": [...]}`, alone or as the `value` of an answer. The root of the tree is the application.
//!
//! - The name is the `label`. `name` is the label again or, where the application sets one, an identifier: it becomes
//!   the attribute `id`. Only a navigation bar says its title there, and now and then a static text what it reads.
//! - `value` is the value of fields and of what shows one. A text field that is empty repeats its placeholder there,
//!   a static text its label, and switches say `0` and `1`: none of these are values.
//! - Off-screen elements keep their place, with negative coordinates or none.
//! - A static text that only repeats the node whose only child it is goes.
//!
//! Left out: `index`, `accessible`, `hittable`, `processId`, native frames and custom actions.

use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Limits, Role, State, States, Tree, TreeBuilder};

use crate::{
    Capture, Format, Quality, Verdict,
    echo::without_echoes,
    fault::Fault,
    foreign::{self, is_true},
    quality::judge_content,
    roles,
    text::collapse,
};

mod json;
mod xml;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut source = Source::default();
    let tree = if text.trim_start().starts_with('<') {
        xml::read(&mut source, text, limits)?
    } else {
        json::read(&mut source, text, limits)?
    };
    let quality = if is_cut(&tree) {
        Quality::new(
            Verdict::Truncated,
            "the tree ends in containers at the 50 levels that the driver goes down: raise its setting snapshotMaxDepth",
        )
    } else {
        judge_content(&tree)
    };
    let tree = without_echoes(tree);
    Ok(Capture::new(tree, Format::Xcuitest, source.app).with_quality(quality))
}

/// What every name of an element's type starts with.
const PREFIX: &str = "XCUIElementType";

/// How deep the driver goes unless it is told otherwise (`snapshotMaxDepth`), with and without the application.
const LEVELS_MAX: [usize; 2] = [50, 51];

/// What is known of a source beside its tree.
#[derive(Debug, Default)]
struct Source {
    app: Option<String>,
}

impl Source {
    fn note_root(&mut self, element: &Element) {
        let names = [&element.bundle, &element.label, &element.identifier];
        self.app = names.into_iter().find(|name| !name.is_empty()).cloned();
    }
}

/// True where the tree ends in something that usually has something in it, as deep as the driver goes.
fn is_cut(tree: &Tree) -> bool {
    let mut ends: Vec<usize> = Vec::new();
    let (mut deepest, mut has_container_there) = (0, false);
    for node in tree.nodes() {
        let index = node.id().index();
        while ends.last().is_some_and(|&end| end <= index) {
            ends.pop();
        }
        ends.push(index + node.subtree_size());
        if ends.len() >= deepest {
            has_container_there &= ends.len() == deepest;
            deepest = ends.len();
            has_container_there |= matches!(
                node.role().aria(),
                Some(
                    AriaRole::Generic
                        | AriaRole::List
                        | AriaRole::Listitem
                        | AriaRole::Document
                        | AriaRole::Group
                )
            );
        }
    }
    has_container_there && LEVELS_MAX.contains(&deepest)
}

/// What the attributes of an element say.
#[derive(Debug, Default)]
struct Element {
    /// Its type without [`PREFIX`].
    kind: String,
    /// `name` or `rawIdentifier`.
    identifier: String,
    label: String,
    value: Option<String>,
    placeholder: String,
    bundle: String,
    minimum: String,
    maximum: String,
    states: States,
    /// The role that a trait gives an element whose type says nothing.
    role: Option<AriaRole>,
    /// x, y, width, height.
    frame: [Option<i32>; 4],
}

impl Element {
    /// Takes an attribute of either form.
    fn set(&mut self, key: &str, value: Cow<'_, str>) {
        let text = match key {
            "name" | "rawIdentifier" if self.identifier.is_empty() => &mut self.identifier,
            "label" => &mut self.label,
            "placeholderValue" => &mut self.placeholder,
            "bundleId" => &mut self.bundle,
            "minValue" => &mut self.minimum,
            "maxValue" => &mut self.maximum,
            "value" => {
                self.value = Some(value.into_owned());
                return;
            }
            "traits" => {
                value.split(',').map(str::trim).for_each(|name| self.add_trait(name));
                return;
            }
            "x" => return self.frame[0] = foreign::pixels(&value),
            "y" => return self.frame[1] = foreign::pixels(&value),
            "width" => return self.frame[2] = foreign::pixels(&value),
            "height" => return self.frame[3] = foreign::pixels(&value),
            key => {
                self.set_flag(key, &value);
                return;
            }
        };
        *text = value.into_owned();
    }

    fn set_flag(&mut self, key: &str, value: &str) {
        let state = match (key, is_true(value)) {
            ("enabled" | "isEnabled", false) => State::Disabled,
            ("visible" | "isVisible", false) => State::Offscreen,
            ("focused" | "hasFocus" | "isFocused" | "hasKeyboardFocus", true) => State::Focused,
            ("selected" | "isSelected", true) => State::Selected,
            _ => return,
        };
        self.states = self.states.with(state);
    }

    fn add_trait(&mut self, name: &str) {
        match name {
            "Selected" => self.states = self.states.with(State::Selected),
            "NotEnabled" => self.states = self.states.with(State::Disabled),
            "Header" => self.role = Some(AriaRole::Heading),
            "Button" => self.role = self.role.or(Some(AriaRole::Button)),
            "Link" => self.role = self.role.or(Some(AriaRole::Link)),
            "Image" => self.role = self.role.or(Some(AriaRole::Img)),
            "SearchField" => self.role = self.role.or(Some(AriaRole::Searchbox)),
            _ => {}
        }
    }

    fn role(&self) -> Option<AriaRole> {
        match roles::xcuitest::role(&self.kind)? {
            AriaRole::Generic if self.kind == "Other" => self.role.or(Some(AriaRole::Generic)),
            AriaRole::Text if self.role == Some(AriaRole::Heading) => self.role,
            role => Some(role),
        }
    }

    fn states(&self, role: Option<AriaRole>) -> States {
        let mut states = self.states;
        match &*self.kind {
            "SecureTextField" => states = states.with(State::Protected).with(State::Editable),
            "TextView" => states = states.with(State::Editable).with(State::Multiline),
            "TextField" | "SearchField" | "ComboBox" => states = states.with(State::Editable),
            "MenuButton" | "PopUpButton" => states = states.with(State::HasPopup),
            _ => {}
        }
        if is_checkable(role) {
            states = states.with(State::Checkable);
            match self.value.as_deref().map(str::trim) {
                Some("2" | "mixed") => states = states.with(State::Mixed),
                Some(value) if is_true(value) => states = states.with(State::Checked),
                _ => {}
            }
        }
        // A button of a bar or a segment says so that it is the one that is chosen.
        if matches!(role, Some(AriaRole::Button | AriaRole::Tab))
            && self.value.as_deref().is_some_and(is_true)
        {
            states = states.with(State::Selected);
        }
        if states.contains(State::Selected) {
            states = states.with(State::Selectable);
        }
        states
    }

    /// The value, where it says something that the node does not say otherwise.
    fn value(&self, role: Option<AriaRole>, name: &str) -> Option<&str> {
        let value = self.value.as_deref().filter(|value| !value.is_empty())?;
        let is_told = match role {
            _ if is_checkable(role) => {
                matches!(value.trim(), "0" | "2" | "false" | "mixed") || is_true(value)
            }
            Some(AriaRole::Button | AriaRole::Tab) => {
                is_true(value) || value == "0" || collapse(value) == name
            }
            Some(AriaRole::Textbox | AriaRole::Searchbox | AriaRole::Combobox) => {
                value == self.placeholder
            }
            _ => collapse(value) == name,
        };
        (!is_told).then_some(value)
    }

    /// Gives the open node everything that is known of it.
    fn fill(&self, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        let role = self.role();
        match role {
            Some(role) => builder.role(role.into())?,
            None => builder.role(Role::Platform(&[PREFIX, &self.kind].concat()))?,
        }
        let label = collapse(&self.label);
        let text = self.value.as_deref().filter(|_| self.kind == "StaticText").unwrap_or_default();
        // What is only there to be read, and the title of a bar, may be told by their identifier alone.
        let is_titled = matches!(&*self.kind, "NavigationBar" | "StaticText");
        let title = if is_titled { &*self.identifier } else { "" };
        let name = [&*label, text, title].into_iter().find(|name| !name.is_empty());
        let name = collapse(name.unwrap_or_default());
        builder.name(&name)?;
        let states = self.states(role);
        builder.states(states)?;
        builder.bounds(foreign::rectangle(self.frame))?;
        // The builder would drop a password's text; here it is not even offered.
        if let Some(value) = self.value(role, &name).filter(|_| !states.contains(State::Protected))
        {
            builder.value(value)?;
        }
        let is_told = [&*label, &*name].contains(&&*collapse(&self.identifier));
        let id = if is_told { "" } else { &*self.identifier };
        for (key, value) in [
            ("id", id),
            ("placeholder", &*self.placeholder),
            ("valuemax", &*self.maximum),
            ("valuemin", &*self.minimum),
        ] {
            if !value.is_empty() {
                builder.attribute(key, value)?;
            }
        }
        Ok(())
    }
}

fn is_checkable(role: Option<AriaRole>) -> bool {
    matches!(role, Some(AriaRole::Switch | AriaRole::Checkbox | AriaRole::Radio))
}

#[cfg(test)]
mod tests;
