//! The captures of an index, read and made ready for templates, and which screens look the same.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sz_core::{
    Format, Limits, Observation, Profile, Tree,
    tree::{BuildError, NodeId, Signature, TreeBuilder},
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
    /// The name of each screen's family: the first of its screens.
    pub(super) family: BTreeMap<Screen, Screen>,
}

impl Observed {
    pub(super) fn read(index: &Index) -> Self {
        let profile = Profile::built_in();
        let read: Vec<Result<Seen, (String, String)>> =
            index.entries.par_iter().map(|entry| observe(entry, &profile)).collect();
        let (mut seen, mut unread) = (Vec::new(), Vec::new());
        for result in read {
            match result {
                Ok(one) => seen.push(one),
                Err(fault) => unread.push(fault),
            }
        }
        let family = families(&seen, &index.near_duplicates);
        Self { profile, seen, unread, family }
    }

    /// The name of a screen's family.
    pub(super) fn family_of<'a>(&'a self, screen: &'a Screen) -> &'a Screen {
        self.family.get(screen).unwrap_or(screen)
    }
}

fn observe(entry: &Entry, profile: &Profile) -> Result<Seen, (String, String)> {
    let fault = |message: String| (entry.file.clone(), message);
    let Ok(format) = entry.format.parse::<Format>() else {
        return Err(fault(format!("no reader for `{}`", entry.format)));
    };
    let bytes = std::fs::read(&entry.path).map_err(|error| fault(error.to_string()))?;
    let capture = sz_core::read(&bytes, Some(format), &Limits::default())
        .map_err(|error| fault(error.to_string()))?;
    let observation = Observation::new(&capture.tree, profile);
    let looks = without_address(observation.kept())
        .map_or_else(|_| observation.signatures().full, |tree| tree.signatures().full);
    Ok(Seen { entry: entry.clone(), observation, looks })
}

fn without_address(tree: &Tree) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::deriving(tree);
    builder.copy_subtree(tree.root(), |builder, node| {
        builder.open_copy(node)?;
        if node.id() != NodeId::ROOT {
            return Ok(());
        }
        builder.clear_attributes()?;
        let others = node.attributes().filter(|(key, _)| *key != "url");
        for (key, value) in others {
            builder.attribute(key, value)?;
        }
        Ok(())
    })?;
    builder.finish()
}

/// Joins the screens that have captures of equal looks, and those that people call near duplicates.
fn families(seen: &[Seen], near_duplicates: &[(Screen, Screen)]) -> BTreeMap<Screen, Screen> {
    let mut by_looks: BTreeMap<&[u8; 32], BTreeSet<&Screen>> = BTreeMap::new();
    for one in seen {
        by_looks.entry(one.looks.as_bytes()).or_default().insert(&one.entry.screen);
    }
    let mut family: BTreeMap<&Screen, &Screen> =
        seen.iter().map(|one| (&one.entry.screen, &one.entry.screen)).collect();
    let called_equal = near_duplicates.iter().map(|(a, b)| BTreeSet::from([a, b]));
    // Few screens look the same, so that naming the whole family anew costs nothing.
    for equals in by_looks.into_values().filter(|equals| equals.len() > 1).chain(called_equal) {
        let names: BTreeSet<&Screen> =
            equals.iter().filter_map(|screen| family.get(*screen).copied()).collect();
        let Some(&first) = names.first() else { continue };
        for name in family.values_mut().filter(|name| names.contains(*name)) {
            *name = first;
        }
    }
    family.into_iter().map(|(screen, name)| (screen.clone(), name.clone())).collect()
}
