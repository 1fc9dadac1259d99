//! `uiautomator`: what `uiautomator dump` writes, and the page source of Appium's `UiAutomator2` driver.
//!
//! `<hierarchy>` around `<node class="...">`, or around elements that are named after the class. The root of the
//! tree is the hierarchy, an `application`.
//!
//! Text without markup after the document is passed over: adb writes a message there.

use sz_tree::{AriaRole, Limits, TreeBuilder};

use crate::{
    Capture, Format, ReadErrorKind, Verdict,
    android::{self, Packages},
    detect::is_tool_failure,
    fault::{Fault, Quoted},
    quality::judge_content,
    xml::{Element, Elements, read_elements},
};

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let start = text.trim_start();
    if is_tool_failure(start) {
        return Err(failure(start));
    }
    let mut packages = Packages::new();
    let tree = read_elements(&mut packages, text, limits, "a dump has a <hierarchy>")?;
    let quality = judge_content(&tree);
    Ok(Capture::new(tree, Format::Uiautomator, packages.into_app()).with_quality(quality))
}

/// What uiautomator says, in place of a dump, to a screen that it cannot dump.
#[cold]
fn failure(text: &str) -> Fault {
    let line = text.lines().next().unwrap_or_default();
    let (verdict, help) = if line.contains("null root node") {
        let help = "unlock the device and bring the application to the front, or wait for its window, and dump \
                    again; a screen that its application protects or draws by itself has no nodes";
        (Verdict::Empty, help)
    } else {
        (
            Verdict::NotSettled,
            "wait until nothing on the screen moves, or switch animations off, and dump again",
        )
    };
    let message = format!("uiautomator made no dump but said {}", Quoted(line));
    Fault::capture_failed(verdict, message).help(help)
}

impl Elements for Packages {
    /// The package, by its number.
    type Open = usize;

    fn start(
        &mut self,
        element: &Element<'_, '_>,
        around: Option<&usize>,
        builder: &mut TreeBuilder,
    ) -> Result<Option<usize>, Fault> {
        let at = element.at();
        let Some(&above) = around else {
            if element.name() != "hierarchy" {
                let name = element.name();
                let message = format!("the document is in {}, not in <hierarchy>", Quoted(name));
                return Err(Fault::new(ReadErrorKind::WrongType, at, message)
                    .help("is this a dump of another tool?"));
            }
            builder.open(AriaRole::Application.into()).map_err(|e| Fault::build(at, &e))?;
            return Ok(Some(Self::NONE));
        };
        let mut view = android::Element::default();
        element.attributes(|key, value| view.set(at, key, value))?;
        if view.class.is_empty() && element.name() != "node" {
            element.name().clone_into(&mut view.class);
        }
        self.open_node(at, view, above, builder).map(Some)
    }
}

#[cfg(test)]
mod tests;
