//! The page source of `WinAppDriver`.

use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};

use crate::{
    fault::Fault,
    xml::{Element, Elements, read_elements},
};

pub(super) fn read(text: &str, limits: &Limits) -> Result<Tree, Fault> {
    read_elements(&mut PageSource, text, limits, "a page source has an element for its window")
}

struct PageSource;

impl Elements for PageSource {
    type Open = ();

    fn start(
        &mut self,
        element: &Element<'_, '_>,
        _: Option<&()>,
        builder: &mut TreeBuilder,
    ) -> Result<Option<()>, Fault> {
        let at = element.at();
        let mut found =
            super::Element { kind: element.name().to_owned(), ..super::Element::default() };
        element.attributes(|key, value| {
            found.set(key, value);
            Ok(())
        })?;
        let done = builder.open(AriaRole::Generic.into()).and_then(|()| found.fill(builder));
        done.map(Some).map_err(|error| Fault::build(at, &error))
    }
}
