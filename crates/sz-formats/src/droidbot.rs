//! `droidbot`: a state of `DroidBot`, which explores Android applications.
//!
//! `{"views": [{"temp_id", "parent", "children": [ids], "class", "text", "content_description", "resource_id",
//! "bounds": [[left, top], [right, bottom]], "visible", "is_password", ...}], "foreground_activity", ...}`; older
//! versions write `content-desc`, `resource-id`, `password` and their booleans as text. The list is flat and the
//! tree is built from `children`. Its root is an `application` around the views that have no parent, as in
//! `uiautomator`.
//!
//! Left out: everything that `DroidBot` derives from the rest (`signature`, `view_str`, `size`), some of which
//! repeats the text of password fields, and what it knows of the device (`activity_stack`, services).

use sz_tree::{AriaRole, Limits, Tree, TreeBuilder};

use crate::{
    Capture, Format, Quality, ReadErrorKind, Verdict,
    android::{Element, Packages},
    fault::{Fault, LARGER_LIMITS, Quoted},
    foreign,
    json::{Json, Kind, duplicate_key},
    quality::judge_content,
};

mod list;

use list::{List, View};

pub(crate) fn read(text: &str, limits: &Limits) -> Result<Capture, Fault> {
    let mut json = Json::new(text, limits.depth);
    let mut list = None;
    let mut activity = None;
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        json.note_key();
        match &*key {
            "views" if list.is_some() => return Err(duplicate_key(json.key_at(), &key)),
            "views" => list = Some(List::read(&mut json)?),
            "foreground_activity" => {
                activity = foreign::scalar(&mut json)?.map(std::borrow::Cow::into_owned);
            }
            _ => json.skip()?,
        }
    }
    json.finish()?;
    let Some(list) = list else {
        return Err(Fault::new(ReadErrorKind::MissingKey, 0, "the document has no `views`")
            .help("write the whole state file of DroidBot"));
    };
    if list.views.is_empty() {
        let message = "DroidBot saw no views";
        return Err(Fault::capture_failed(Verdict::Empty, message)
            .help("unlock the device, bring the application to the front and capture again"));
    }
    let (tree, packages, quality) = build(&list, text, limits)?;
    let app = activity
        .as_deref()
        .and_then(|activity| activity.split_once('/'))
        .map(|(package, _)| package.to_owned())
        .filter(|package| !package.is_empty())
        .or_else(|| packages.into_app());
    Ok(Capture::new(tree, Format::Droidbot, app).with_quality(quality))
}

fn build(list: &List, text: &str, limits: &Limits) -> Result<(Tree, Packages, Quality), Fault> {
    let links = list.link()?;
    let mut builder = TreeBuilder::with_capacity(*limits, list.views.len() + 1, text.len() / 16);
    let mut packages = Packages::new();
    builder.open(AriaRole::Application.into()).map_err(|error| Fault::build(0, &error))?;
    // For each open view the next of its children, and its package.
    let mut open: Vec<(&[u32], usize)> = vec![(&links.roots, Packages::NONE)];
    let mut reached = 0;
    while let Some((children, package)) = open.last_mut() {
        let Some((&next, rest)) = children.split_first() else {
            open.pop();
            builder.close().map_err(|error| Fault::build(0, &error))?;
            continue;
        };
        *children = rest;
        let above = *package;
        let Some(view) = list.views.get(next as usize) else { continue };
        let element = read_element(view, text, limits)?;
        let package = packages.open_node(view.at as usize, element, above, &mut builder)?;
        reached += 1;
        open.push((links.children(view), package));
    }
    let tree = builder.finish().map_err(|error| Fault::build(0, &error))?;
    let is_whole = reached == list.views.len() && !links.has_dangling && !list.lacks_children;
    let quality = if is_whole {
        judge_content(&tree)
    } else {
        let reason = "the list of views names children that are not in it, or holds views that nothing leads to";
        Quality::new(Verdict::Truncated, reason)
    };
    Ok((tree, packages, quality))
}

/// Reads the fields of a view, of which only the links are known so far.
fn read_element(view: &View, text: &str, limits: &Limits) -> Result<Element, Fault> {
    let mut json = Json::new(text, limits.depth).starting_at(view.at as usize);
    let mut element = Element::default();
    let mut members = json.object("a view")?;
    while let Some(key) = json.key(&mut members)? {
        match (&*key, json.kind()?) {
            ("bounds", Kind::Array) => {
                if let Some(edges) = read_edges(&mut json)? {
                    element.set_bounds(edges);
                }
            }
            ("temp_id" | "parent" | "child_count" | "size", _)
            | (_, Kind::Object | Kind::Array) => json.skip()?,
            (key, _) => {
                let at = json.at();
                if let Some(value) = foreign::scalar(&mut json)? {
                    element.set(at, key, value)?;
                }
            }
        }
    }
    Ok(element)
}

/// The numbers of `[[left, top], [right, bottom]]`.
fn read_edges(json: &mut Json<'_>) -> Result<Option<[i32; 4]>, Fault> {
    let at = json.at();
    let mut edges = [None; 4];
    let mut places = edges.iter_mut();
    let mut items = json.array("`bounds`")?;
    while json.item(&mut items)? {
        let mut items = json.array("a corner of `bounds`")?;
        while json.item(&mut items)? {
            let number = foreign::coordinate(json)?;
            let place = places.next().ok_or_else(|| {
                Fault::new(ReadErrorKind::BadValue, at, "`bounds` are not bounds")
                    .help("write [[left, top], [right, bottom]]")
            })?;
            *place = number;
        }
    }
    let [Some(left), Some(top), Some(right), Some(bottom)] = edges else { return Ok(None) };
    Ok(Some([left, top, right, bottom]))
}

#[cfg(test)]
mod tests;
