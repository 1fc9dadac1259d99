//! The captures of an index, read and made ready for templates, and which screens look the same.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sz_core::{
    Format, Limits, Observation, Profile, Tree,
    tree::{BuildError, Signature, TreeBuilder},
};

use super::index::{Entry, Index, Screen};

/// One capture that could be read.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) entry: Entry,
    pub(super) observation: Observation,
    /// Equal for captures that nobody could tell apart: everything after noise but the address of the page.
    pub(super) looks: Signature,
}

#[derive(Debug)]
pub(super) struct Observed {
    pub(super) profile: Profile,
    /// In the order of the index.
    pub(super) seen: Vec<Seen>,
    /// Files that were not read, and why.
    pub(super) unread: Vec<(String, String)>,
    /// Screens that people who looked at them call near duplicates of each other.
    near_duplicates: BTreeSet<(Screen, Screen)>,
    /// The name of each screen's family: the first of its screens.
    family: BTreeMap<Screen, Screen>,
}

/// Whether captures keep the addresses of their pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Addresses {
    Kept,
    Removed,
}

impl Observed {
    pub(super) fn read(index: &Index, addresses: Addresses) -> Self {
        let profile = Profile::built_in();
        let read: Vec<Result<Seen, (String, String)>> =
            index.entries.par_iter().map(|entry| observe(entry, &profile, addresses)).collect();
        let (mut seen, mut unread) = (Vec::new(), Vec::new());
        for result in read {
            match result {
                Ok(one) => seen.push(one),
                Err(fault) => unread.push(fault),
            }
        }
        let family = families(&seen);
        let near_duplicates = index.near_duplicates.clone();
        Self { profile, seen, unread, near_duplicates, family }
    }

    /// True where people call the screens of two captures near duplicates.
    pub(super) fn are_near_duplicates(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.seen[a].entry.screen, &self.seen[b].entry.screen);
        let is_called =
            |a: &Screen, b: &Screen| self.near_duplicates.contains(&(a.clone(), b.clone()));
        is_called(a, b) || is_called(b, a)
    }

    /// The name of a screen's family.
    pub(super) fn family_of<'a>(&'a self, screen: &'a Screen) -> &'a Screen {
        self.family.get(screen).unwrap_or(screen)
    }
}

fn observe(
    entry: &Entry,
    profile: &Profile,
    addresses: Addresses,
) -> Result<Seen, (String, String)> {
    let fault = |message: String| (entry.file.clone(), message);
    let Ok(format) = entry.format.parse::<Format>() else {
        return Err(fault(format!("no reader for `{}`", entry.format)));
    };
    let bytes = std::fs::read(&entry.path).map_err(|error| fault(error.to_string()))?;
    let capture = sz_core::read(&bytes, Some(format), &Limits::default())
        .map_err(|error| fault(error.to_string()))?;
    let tree = match addresses {
        Addresses::Kept => capture.tree,
        Addresses::Removed => {
            without_address(&capture.tree).map_err(|error| fault(error.to_string()))?
        }
    };
    let observation = Observation::new(&tree, profile);
    let looks = without_address(observation.kept())
        .map_or_else(|_| observation.signatures().full, |tree| tree.signatures().full);
    Ok(Seen { entry: entry.clone(), observation, looks })
}

/// The tree without the address of its page, in links to itself, too.
fn without_address(tree: &Tree) -> Result<Tree, BuildError> {
    let page = tree.root().attribute("url").unwrap_or_default();
    let page = page.split(['#', '?']).next().unwrap_or_default();
    let mut builder = TreeBuilder::deriving(tree);
    builder.copy_subtree(tree.root(), |builder, node| {
        builder.open_copy(node)?;
        let own = node.attribute("url").filter(|_| !page.is_empty());
        let Some(rest) = own.and_then(|url| url.strip_prefix(page)) else { return Ok(()) };
        builder.clear_attributes()?;
        for (key, value) in node.attributes() {
            builder.attribute(key, if key == "url" { rest } else { value })?;
        }
        Ok(())
    })?;
    builder.finish()
}

/// Joins the screens that have captures of equal looks.
fn families(seen: &[Seen]) -> BTreeMap<Screen, Screen> {
    let mut by_looks: BTreeMap<&[u8; 32], BTreeSet<&Screen>> = BTreeMap::new();
    for one in seen {
        by_looks.entry(one.looks.as_bytes()).or_default().insert(&one.entry.screen);
    }
    let mut family: BTreeMap<&Screen, &Screen> =
        seen.iter().map(|one| (&one.entry.screen, &one.entry.screen)).collect();
    // Few screens look the same, so that naming the whole family anew costs nothing.
    for equals in by_looks.into_values().filter(|equals| equals.len() > 1) {
        let names: BTreeSet<&Screen> = equals.iter().map(|screen| family[*screen]).collect();
        let Some(&first) = names.first() else { continue };
        for name in family.values_mut().filter(|name| names.contains(*name)) {
            *name = first;
        }
    }
    family.into_iter().map(|(screen, name)| (screen.clone(), name.clone())).collect()
}
