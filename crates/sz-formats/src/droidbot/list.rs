//! The flat list of views: where each is in the document, and how they hang together.

use super::{Fault, Json, LARGER_LIMITS, Quoted, ReadErrorKind};

/// What a view takes at least in a state of any version; a document of shorter ones is an attack.
const VIEW_BYTES_MIN: usize = 32;

/// Short views that may be there all the same, written by hand.
const SHORT_VIEWS_MAX: usize = 256;

/// One view, as far as its links go.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// Where its object starts.
    pub(super) at: u32,
    id: i32,
    has_parent: bool,
    /// Its children: a piece of [`List::child_ids`].
    children_start: u32,
    children_len: u32,
}

#[derive(Debug)]
pub(super) struct List {
    pub(super) views: Vec<View>,
    child_ids: Vec<i32>,
    /// Some view says that it has more children than it names.
    pub(super) lacks_children: bool,
}

/// The list as a tree.
#[derive(Debug)]
pub(super) struct Links {
    /// The views that are nobody's children.
    pub(super) roots: Vec<u32>,
    /// For each of [`List::child_ids`] the view, or `u32::MAX` where there is none of this id.
    children: Vec<u32>,
    /// Some child is not in the list.
    pub(super) has_dangling: bool,
}

impl Links {
    pub(super) fn children(&self, view: &View) -> &[u32] {
        let start = view.children_start as usize;
        self.children.get(start..start + view.children_len as usize).unwrap_or_default()
    }
}

impl List {
    /// Reads the list that is next in `json`; `null` is an empty one.
    pub(super) fn read(json: &mut Json<'_>) -> Result<Self, Fault> {
        let mut list = Self { views: Vec::new(), child_ids: Vec::new(), lacks_children: false };
        if json.null()? {
            return Ok(list);
        }
        let most = json.text().len() / VIEW_BYTES_MIN + SHORT_VIEWS_MAX;
        let mut items = json.array("`views`")?;
        while json.item(&mut items)? {
            if list.views.len() >= most {
                let limit = Fault::limit(
                    json.at(),
                    format_args!("{most} nodes in a document of this length"),
                );
                return Err(limit.help(LARGER_LIMITS));
            }
            let view = list.read_view(json, most)?;
            list.views.push(view);
        }
        Ok(list)
    }

    fn read_view(&mut self, json: &mut Json<'_>, most: usize) -> Result<View, Fault> {
        let mut members = json.object("a view")?;
        let start = self.child_ids.len();
        let index = i32::try_from(self.views.len()).unwrap_or(i32::MAX);
        let mut view = View {
            at: u32::try_from(json.at() - 1).unwrap_or(u32::MAX),
            id: index,
            has_parent: false,
            children_start: u32::try_from(start).unwrap_or(u32::MAX),
            children_len: 0,
        };
        let mut count = 0;
        while let Some(key) = json.key(&mut members)? {
            json.note_key();
            match &*key {
                "temp_id" => view.id = read_id(json, "`temp_id`")?,
                "parent" => view.has_parent = !json.null()? && read_id(json, "`parent`")? >= 0,
                "child_count" if !json.null()? => count = read_id(json, "`child_count`")?,
                "children" if !json.null()? => {
                    let mut items = json.array("`children`")?;
                    while json.item(&mut items)? {
                        if self.child_ids.len() >= most {
                            let limit = Fault::limit(
                                json.at(),
                                format_args!("{most} children in a document of this length"),
                            );
                            return Err(limit.help(LARGER_LIMITS));
                        }
                        self.child_ids.push(read_id(json, "a child")?);
                    }
                }
                "child_count" | "children" => {}
                _ => json.skip()?,
            }
        }
        let len = self.child_ids.len() - start;
        view.children_len = u32::try_from(len).unwrap_or(u32::MAX);
        self.lacks_children |= usize::try_from(count).is_ok_and(|count| count > len);
        Ok(view)
    }

    /// Finds the view behind each child id, and the views that are nobody's children.
    pub(super) fn link(&self) -> Result<Links, Fault> {
        let by_id = self.sort_by_id()?;
        let mut is_child = vec![false; self.views.len()];
        let mut children = Vec::with_capacity(self.child_ids.len());
        for id in &self.child_ids {
            let place = by_id.binary_search_by_key(id, |&view| self.views[view as usize].id);
            let child = place.map_or(u32::MAX, |place| by_id[place]);
            children.push(child);
            let Some(is_child) = is_child.get_mut(child as usize) else { continue };
            // Where no view has two parents and roots have none, what hangs together is a tree.
            if std::mem::replace(is_child, true) {
                let message = format!("two views name {} as their child", Quoted(&id.to_string()));
                return Err(self.fault(child, message).help("`children` must name each view once"));
            }
        }
        let orphans = || (0..).zip(&self.views).zip(&is_child).filter(|(_, is_child)| !**is_child);
        let mut roots: Vec<u32> =
            orphans().filter(|((_, view), _)| !view.has_parent).map(|((i, _), _)| i).collect();
        if roots.is_empty() {
            // A part of a tree: the parent of its root is not in the list.
            roots = orphans().map(|((i, _), _)| i).collect();
        }
        if roots.is_empty() {
            let message = "no view is the root: the views go round in a circle";
            return Err(self.fault(0, message.to_owned()));
        }
        let has_dangling = children.contains(&u32::MAX);
        Ok(Links { roots, children, has_dangling })
    }

    fn sort_by_id(&self) -> Result<Vec<u32>, Fault> {
        let id = |view: u32| self.views[view as usize].id;
        let mut by_id: Vec<u32> = (0..).take(self.views.len()).collect();
        by_id.sort_unstable_by_key(|&view| (id(view), view));
        match by_id.windows(2).find(|pair| id(pair[0]) == id(pair[1])) {
            None => Ok(by_id),
            Some(pair) => {
                let message = format!("two views have the temp_id {}", id(pair[1]));
                Err(self.fault(pair[1], message))
            }
        }
    }

    fn fault(&self, view: u32, message: String) -> Fault {
        let at = self.views.get(view as usize).map_or(0, |view| view.at as usize);
        Fault::new(ReadErrorKind::Structure, at, message)
    }
}

fn read_id(json: &mut Json<'_>, what: &str) -> Result<i32, Fault> {
    let at = json.at();
    let number = json.number(what)?;
    number.parse().map_err(|_| {
        Fault::new(ReadErrorKind::BadValue, at, format!("{what} is not the number of a view"))
            .help("write the `temp_id` of a view, or -1 for none")
    })
}
