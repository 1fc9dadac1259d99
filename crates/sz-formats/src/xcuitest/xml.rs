//! The XML form.

use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};

use super::{PREFIX, Source};
use crate::{
    ReadErrorKind,
    fault::{Fault, Quoted},
    xml::{Element, Elements, read_elements},
};

pub(super) fn read(source: &mut Source, text: &str, limits: &Limits) -> Result<Tree, Fault> {
    read_elements(source, text, limits, "a page source has an <XCUIElementTypeApplication>")
}

impl Elements for Source {
    type Open = ();

    fn start(
        &mut self,
        element: &Element<'_, '_>,
        around: Option<&()>,
        builder: &mut TreeBuilder,
    ) -> Result<Option<()>, Fault> {
        let (at, name) = (element.at(), element.name());
        if name == "AppiumAUT" && element.level == 0 {
            return Ok(None);
        }
        let Some(kind) = name.strip_prefix(PREFIX).filter(|kind| !kind.is_empty()) else {
            let message = format!("{} is no element of XCUITest", Quoted(name));
            return Err(Fault::new(ReadErrorKind::WrongType, at, message).help(
                "elements are named XCUIElementType...: is this a page source of another driver?",
            ));
        };
        let mut found = super::Element { kind: kind.to_owned(), ..super::Element::default() };
        element.attributes(|key, value| {
            if key != "type" {
                found.set(key, value);
            }
            Ok(())
        })?;
        if around.is_none() {
            self.note_root(&found);
        }
        let done = builder.open(AriaRole::Generic.into()).and_then(|()| found.fill(builder));
        done.map(Some).map_err(|error| Fault::build(at, &error))
    }
}
