//! `cdp`: the answer of the Chrome `DevTools` Protocol to `Accessibility.getFullAXTree`.
//!
//! `{"nodes": [AXNode...]}`, alone or as the `result` of a call, or the bare list. The list is flat and in no
//! order that matters: the tree is built from `childIds`. `bounds: [x, y, width, height]`, which the protocol
//! does not have, is read where a capture script added it.
//!
//! What is lost: nodes that no `childIds` leads to from the root, and ids in `childIds` that no node has (a
//! tree fetched in part has both); a node that stands in the list twice, character by character; ignored nodes, whose children take their place; inline text boxes and
//! line breaks; and a static text that only repeats the name or value of the node whose only child it is.

use sz_tree::{Limits, TreeBuilder};

use crate::{
    Capture, Format, ReadErrorKind,
    fault::Fault,
    json::{Json, Kind, duplicate_key},
};

mod build;
mod list;
mod node;

use list::List;

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut list = List::new(text, limits);
    if json.kind()? == Kind::Array {
        list.read(&mut json)?;
    } else {
        read_document(&mut json, &mut list)?;
    }
    json.finish()?;
    if list.nodes.is_empty() {
        return Err(Fault::new(ReadErrorKind::MissingKey, 0, "the document has no `nodes`")
            .help("write the whole answer of Accessibility.getFullAXTree: {\"nodes\": [...]}"));
    }
    let root = list.link()?;
    let builder = TreeBuilder::with_capacity(*limits, list.nodes.len() / 2, text.len() / 16);
    let tree = build::build(&list, root, builder)?;
    Ok(Capture { tree, format: Format::Cdp, app: None })
}

/// Finds the list of nodes at the top, or in `result`.
fn read_document<'a>(json: &mut Json<'a>, list: &mut List<'a>) -> Result<(), Fault> {
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        match &*key {
            "nodes" if list.nodes.is_empty() => list.read(json)?,
            "nodes" => return Err(duplicate_key(json.key_at(), &key)),
            "result" if json.kind()? == Kind::Object => {
                let mut members = json.object("`result`")?;
                while let Some(key) = json.key(&mut members)? {
                    json.note_key();
                    match &*key {
                        "nodes" if list.nodes.is_empty() => list.read(json)?,
                        _ => json.skip()?,
                    }
                }
            }
            _ => json.skip()?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
