//! `osworld`: the accessibility tree of OSWorld's server, of Linux, Windows or macOS.
//!
//! XML, alone or as `{"AT": "<...>"}`. What an attribute means is told by its namespace
//! (`https://accessibility.ubuntu.example.org/ns/state`), whatever its prefix; one that is not declared means what
//! the server uses it for (`st`, `attr`, `cp`, `val`, `class`, `role`, ...). The namespaces tell the system, too.
//!
//! - Linux: `<desktop-frame>` around applications; tags are AT-SPI's roles with `-` for spaces, `st:*="true"` its
//!   states, element text is its text. From there on it is read as `atspi` is.
//! - Windows: `<desktop>` around windows; tags are window classes, and the control type is in
//!   `class:friendly_class_name`.
//! - macOS: `<desktop>` around windows; tags are descriptions of roles (`pop_up_button`), `role:AXRole` the roles, and
//!   element text is the value.
//!
//! Three things to know of such captures. The server goes 50 levels deep and 1,024 children wide, and leaves out
//! the rest without a word: the verdict says so. **Siblings stand in the order in which threads were done**: the
//! applications on Linux, all of them on Windows and macOS; they are read in the order of the document, and the
//! reason of the verdict says that it means nothing. A table of a spreadsheet has only the cells that show.

use std::borrow::Cow;

use sz_tree::{AriaRole, BuildError, Limits, Tree, TreeBuilder};

use crate::{
    Capture, Format, Quality, Verdict,
    echo::without_echoes,
    fault::Fault,
    quality::{judge_accessible, judge_window},
    xml::{Element, Elements, read_elements},
};

mod linux;
mod macos;
mod names;
mod windows;

use names::{Namespaces, Space, System};

/// How deep and how wide the server goes.
const DEPTH_MAX: usize = 50;
const WIDTH_MAX: u32 = 1_024;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut dump = Dump::new(text);
    let tree = read_elements(&mut dump, text, limits, "a dump has a <desktop-frame> or <desktop>")?;
    let system = dump.names.system();
    let quality = judge(&tree, system);
    Ok(Capture::new(without_echoes(tree), Format::Osworld, dump.app()).with_quality(quality))
}

struct Dump {
    names: Namespaces,
    /// On Linux, some node of the document is showing.
    has_showing: bool,
    /// The name of the application that is being read, and of the first one there was.
    current: String,
    first: Option<String>,
    has_others: bool,
    /// The application that has the active window.
    active: Option<String>,
}

/// What is remembered of an element: everything, because its text comes after.
enum Open {
    Linux(linux::Object),
    Windows(windows::Control),
    Macos(macos::Object),
}

impl Dump {
    fn new(text: &str) -> Self {
        Self {
            names: Namespaces::new(),
            // GTK 4.8 never says so: a tree in which nothing shows says nothing about what does.
            has_showing: text.contains("showing=\"true\""),
            current: String::new(),
            first: None,
            has_others: false,
            active: None,
        }
    }

    /// The application in front, or the only one there is.
    fn app(self) -> Option<String> {
        let only = self.first.filter(|_| !self.has_others);
        self.active.or(only).filter(|app| !app.is_empty())
    }

    /// Takes the application that an element at the top says it is.
    fn note_app(&mut self, name: &str) {
        name.clone_into(&mut self.current);
        match &self.first {
            None => self.first = Some(name.to_owned()),
            Some(first) => self.has_others |= first != name,
        }
    }
}

impl Elements for Dump {
    type Open = Open;

    fn start(
        &mut self,
        element: &Element<'_, '_>,
        _: Option<&Open>,
        builder: &mut TreeBuilder,
    ) -> Result<Option<Open>, Fault> {
        let (at, tag) = (element.at(), element.name());
        self.names.declare(element)?;
        let open = builder.open(AriaRole::Generic.into());
        open.map_err(|error| Fault::build(at, &error))?;
        let mut found = match self.names.system() {
            // Some rewrite the dump with the root that the other systems have.
            System::Linux if tag == "desktop" => Open::Linux(linux::Object::new("desktop-frame")),
            System::Linux => Open::Linux(linux::Object::new(tag)),
            System::Windows => Open::Windows(windows::Control::new(tag)),
            System::Macos => Open::Macos(macos::Object::new(tag)),
        };
        let names = &self.names;
        element.attributes(|key, value| {
            let Some((space, key)) = names.split(key) else { return Ok(()) };
            match &mut found {
                Open::Linux(object) => object.set(space, key, &value),
                Open::Windows(control) => control.set(space, key, value),
                Open::Macos(object) => object.set(space, key, value),
            }
            Ok(())
        })?;
        match &found {
            Open::Linux(object) if element.level == 1 && tag == "application" => {
                self.note_app(object.name());
            }
            Open::Linux(object) if element.level == 2 && object.is_active() => {
                self.active = Some(self.current.clone());
            }
            Open::Macos(object) if element.level == 1 => self.note_app(object.owner()),
            _ => {}
        }
        Ok(Some(found))
    }

    fn text(&mut self, open: &mut Open, text: &str, _: &mut TreeBuilder) -> Result<(), BuildError> {
        if !text.trim().is_empty() {
            match open {
                Open::Linux(object) => object.set_text(text),
                Open::Windows(control) => control.set_text(text),
                Open::Macos(object) => object.set_text(text),
            }
        }
        Ok(())
    }

    fn end(&mut self, open: Open, builder: &mut TreeBuilder) -> Result<(), BuildError> {
        match open {
            Open::Linux(object) => object.fill(self.has_showing, builder),
            Open::Windows(control) => control.fill(builder),
            Open::Macos(object) => object.fill(builder),
        }
    }
}

fn judge(tree: &Tree, system: System) -> Quality {
    let quality = match system {
        System::Linux => judge_accessible(tree, None),
        System::Windows | System::Macos => judge_window(tree),
    };
    let order = match system {
        System::Linux if tree.root().children().nth(1).is_none() => "",
        System::Linux => {
            "the applications stand in the order in which they answered, which means nothing"
        }
        System::Windows | System::Macos => {
            "siblings stand in the order in which they answered, which means nothing"
        }
    };
    if quality.verdict() != Verdict::Complete {
        return quality;
    }
    let (verdict, gap) = match cap(tree, system) {
        Some(gap) => (Verdict::Truncated, gap),
        None => (Verdict::Complete, ""),
    };
    let both = if gap.is_empty() || order.is_empty() { "" } else { "; " };
    Quality::new(verdict, Cow::Owned([gap, both, order].concat()))
}

/// Which of the server's caps the tree shows, if it does.
fn cap(tree: &Tree, system: System) -> Option<&'static str> {
    // On macOS the windows are counted as the top, elsewhere the desktop is.
    let depth_max = DEPTH_MAX + usize::from(system == System::Macos);
    let mut widths = vec![0_u32; tree.len()];
    for node in tree.nodes() {
        if let Some(parent) = node.parent() {
            widths[parent.id().index()] += 1;
        }
    }
    if tree.depth() > depth_max {
        return Some("the server goes 50 levels deep, and the tree is that deep");
    }
    let is_full = widths.contains(&WIDTH_MAX);
    is_full.then_some("the server takes 1,024 children of a node, and one has that many")
}

/// `(-3, 42)` as two numbers.
fn pair(text: &str) -> [Option<i32>; 2] {
    let inside = text.trim().trim_start_matches('(').trim_end_matches(')');
    let Some((first, second)) = inside.split_once(',') else { return [None; 2] };
    [crate::foreign::pixels(first), crate::foreign::pixels(second)]
}

/// The rectangle so far: x, y, width, height.
#[derive(Debug, Default)]
struct Frame([Option<i32>; 4]);

impl Frame {
    fn set(&mut self, key: &str, value: &str) {
        match key {
            "screencoord" => [self.0[0], self.0[1]] = pair(value),
            "size" => [self.0[2], self.0[3]] = pair(value),
            _ => {}
        }
    }

    fn bounds(&self) -> Option<sz_tree::Bounds> {
        crate::foreign::rectangle(self.0)
    }
}

#[cfg(test)]
mod tests;
