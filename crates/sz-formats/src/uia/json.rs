//! The control tree of UFO.

use sz_tree::{Limits, Tree, TreeBuilder};

use super::Element;
use crate::{
    Quality, Verdict,
    fault::Fault,
    foreign,
    json::{Field, Json, Kind, Nested, Open, builder_for, read_nodes},
    sz::missing_role,
};

/// The least a node takes: `{"control_type":"x"},`.
const NODE_BYTES_MIN: usize = 21;

pub(super) fn read(text: &str, limits: &Limits) -> Result<(Tree, Option<Quality>), Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut builder = builder_for(text, limits, NODE_BYTES_MIN);
    let mut ufo = Ufo::default();
    read_nodes(&mut ufo, &mut json, &mut builder)?;
    json.finish()?;
    let tree = builder.finish().map_err(|error| Fault::build(0, &error))?;
    let gap = ufo.has_error.then(|| {
        let reason = "the tool met an error at a control and left out what is in it";
        Quality::new(Verdict::Truncated, reason)
    });
    Ok((tree, gap))
}

#[derive(Default)]
struct Ufo {
    /// Somewhere stands a traceback in place of a control's children, or beside them.
    has_error: bool,
}

#[derive(Default)]
struct Control {
    element: Element,
    has_error: bool,
}

const KIND: u8 = 0;
const NAME: u8 = 1;
const RECTANGLE: u8 = 2;
const ERROR: u8 = 3;

impl Nested for Ufo {
    type Node = Control;

    fn field(key: &str) -> Option<Field> {
        Some(match key {
            "control_type" => Field::Value(KIND),
            "name" => Field::Value(NAME),
            "rectangle" => Field::Value(RECTANGLE),
            "error" => Field::Value(ERROR),
            "children" => Field::Children,
            _ => return None,
        })
    }

    fn read(
        &mut self,
        field: u8,
        node: &mut Control,
        json: &mut Json<'_>,
        _: &mut TreeBuilder,
    ) -> Result<(), Fault> {
        match field {
            KIND => node.element.kind = json.string("`control_type`")?.into_owned(),
            NAME => {
                let name = foreign::optional_string(json, "`name`")?.unwrap_or_default();
                node.element.name = name.into_owned();
            }
            RECTANGLE => node.element.frame = read_rectangle(json)?,
            _ => {
                node.has_error |= !matches!(json.kind()?, Kind::Null | Kind::False);
                json.skip()?;
            }
        }
        Ok(())
    }

    fn unknown(&mut self, _: &str, json: &mut Json<'_>) -> Result<(), Fault> {
        json.skip()
    }

    fn end(&mut self, open: &Open<Control>, builder: &mut TreeBuilder) -> Result<(), Fault> {
        let Control { element, has_error } = &open.node;
        self.has_error |= has_error;
        if element.kind.is_empty() {
            if !has_error {
                return Err(missing_role(open.at));
            }
            if open.is_root {
                return Err(Fault::capture_failed(
                    Verdict::Empty,
                    "UFO kept an error and no controls",
                )
                .help("read its log, see that the window is open, and capture again"));
            }
            // It stays generic: what it is, is not known.
            return Ok(());
        }
        element.fill(builder).map_err(|error| Fault::build(open.at, &error))
    }
}

/// x, y, width and height of `{"left", "top", "right", "bottom"}`.
fn read_rectangle(json: &mut Json<'_>) -> Result<[Option<i32>; 4], Fault> {
    let mut edges = [None; 4];
    if json.null()? {
        return Ok(edges);
    }
    let mut members = json.object("`rectangle`")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        match ["left", "top", "right", "bottom"].iter().position(|known| *known == key) {
            Some(place) => edges[place] = foreign::coordinate(json)?,
            None => json.skip()?,
        }
    }
    let [left, top, right, bottom] = edges;
    let size = |from: Option<i32>, to: Option<i32>| to?.checked_sub(from?);
    Ok([left, top, size(left, right), size(top, bottom)])
}
