//! `cdp`: the answer of the Chrome `DevTools` Protocol to `Accessibility.getFullAXTree`.
//!
//! `{"nodes": [AXNode...]}`, alone or as the `result` of a call, or the bare list. The list is flat and in no
//! order that matters: the tree is built from `childIds`. `bounds: [x, y, width, height]`, which the protocol
//! does not have, is read where a capture script added it.
//!
//! What is lost: nodes that no `childIds` leads to from the root, and ids in `childIds` that no node has (a
//! tree fetched in part has both); a node that stands in the list twice, character by character; ignored nodes, whose children take their place; inline text boxes and
//! line breaks; and a static text that only repeats the name or value of the node whose only child it is.

use sz_tree::{Limits, State, Tree, TreeBuilder};

use crate::{
    Capture, Format, Quality, ReadErrorKind, Verdict,
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
        return Err(no_nodes(&list));
    }
    let root = list.link()?;
    let builder = TreeBuilder::with_capacity(*limits, list.nodes.len() / 2, text.len() / 16);
    let tree = build::build(&list, root, builder)?;
    let quality = judge(&list, root, &tree);
    Ok(Capture::new(tree, Format::Cdp, None).with_quality(quality))
}

#[cold]
fn no_nodes(list: &List<'_>) -> Fault {
    if list.has_error {
        let message = "the browser answered an error and no nodes";
        return Fault::capture_failed(Verdict::Empty, message)
            .help("read the message of the error, see that the page is open, and capture again");
    }
    if list.is_given {
        let message = "the browser answered no nodes";
        return Fault::capture_failed(Verdict::Empty, message)
            .help("send Accessibility.enable, wait for the page to load, and capture again");
    }
    Fault::new(ReadErrorKind::MissingKey, 0, "the document has no `nodes`")
        .help("write the whole answer of Accessibility.getFullAXTree: {\"nodes\": [...]}")
}

fn judge(list: &List<'_>, root: u32, tree: &Tree) -> Quality {
    if tree.len() == 1 {
        let reason = "there is nothing in the document but its root: the page is blank or has not begun to load";
        return Quality::new(Verdict::Empty, reason);
    }
    if tree.root().is(State::Busy) {
        return Quality::new(Verdict::NotSettled, "the document says that it is still loading");
    }
    if list.is_part(root) {
        let reason = "the nodes name children that are not among them, or some that nothing leads to: \
                      ask for the whole tree, without `depth`";
        return Quality::new(Verdict::Truncated, reason);
    }
    Quality::COMPLETE
}

/// Finds the list of nodes at the top, or in `result`.
fn read_document<'a>(json: &mut Json<'a>, list: &mut List<'a>) -> Result<(), Fault> {
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        match &*key {
            "nodes" if list.nodes.is_empty() => list.read(json)?,
            "nodes" => return Err(duplicate_key(json.key_at(), &key)),
            "error" => {
                list.has_error = true;
                json.skip()?;
            }
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
