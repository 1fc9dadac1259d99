//! Captures of an unknown number of screens, put together by screen.

use std::collections::{BTreeMap, BTreeSet};

use candidates::candidates;
use groups::Groups;
use look::{Look, looks};
use name::Names;

use crate::{Observation, ScreenId};

mod address;
mod candidates;
mod groups;
mod likeness;
mod look;
mod name;

pub(super) use address::is_key;

/// A capture of which nobody has said yet what screen it shows.
#[derive(Clone, Copy, Debug)]
pub struct LooseCapture<'a> {
    /// The application; captures of different ones are never of one screen.
    pub app: Option<&'a str>,
    /// What it is called, such as the path of its file without ending. Nothing but names of screens depends on it.
    pub label: &'a str,
    /// The capture without noise.
    pub observation: &'a Observation,
}

/// Captures that show one screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenCluster {
    /// The application.
    pub app: Option<String>,
    /// A name made from the screen: no other of the same application has it.
    pub screen_id: ScreenId,
    /// The places of the captures among those given, in order.
    pub captures: Vec<usize>,
}

/// How often clusters are compared with each other anew.
const ROUNDS_MAX: usize = 3;

/// Puts captures together that show one screen, and names each screen after its title, its headings or where it is. `taken`
/// are names that other screens have already.
///
/// Two captures are of one screen where they have their address, or else their title, the dialogs and the selected tab in
/// common, and enough of their shape and of the names that are likely to stay. In doubt they are of two: a screen in
/// two templates is told as a duplicate, and two screens in one are not told at all.
///
/// The order of the captures means nothing but for the order in which their places are listed. Clusters are in the order of
/// application and name. Cost: near-linear in the nodes of all captures; each is compared with a bounded number of others.
pub fn cluster_captures(
    captures: &[LooseCapture<'_>],
    taken: &BTreeSet<(Option<String>, ScreenId)>,
) -> Vec<ScreenCluster> {
    let mut by_app: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (place, capture) in captures.iter().enumerate() {
        by_app.entry(capture.app).or_default().push(place);
    }
    let mut clusters = Vec::new();
    for (app, places) in by_app {
        let looks = looks(captures, &places);
        let groups = grouped(&looks);
        let is_taken = |id: &ScreenId| taken.contains(&(app.map(str::to_owned), id.clone()));
        let ids = Names::of(&looks, &groups, captures).ids(is_taken);
        let of_app = groups.iter().zip(ids).map(|(group, screen_id)| {
            let members = group.iter().flat_map(|&look| &looks[look].captures).copied();
            let places: BTreeSet<usize> = members.collect();
            ScreenCluster {
                app: app.map(str::to_owned),
                screen_id,
                captures: places.into_iter().collect(),
            }
        });
        clusters.extend(of_app);
    }
    clusters.sort_by(|a, b| (&a.app, &a.screen_id).cmp(&(&b.app, &b.screen_id)));
    clusters
}

/// Looks of one screen each, by their places.
fn grouped(looks: &[Look<'_>]) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(looks.len());
    for _ in 0..ROUNDS_MAX {
        let firsts = groups.firsts();
        let mut edges: Vec<(f64, usize, usize)> = candidates(looks, &firsts)
            .into_iter()
            .filter_map(|(a, b)| Some((likeness::of_one_screen(&looks[a], &looks[b])?, a, b)))
            .collect();
        // What is most alike is joined first, so that a look goes to the cluster it is nearest to.
        edges.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        for (_, a, b) in edges {
            groups.join(a, b, |a, b| likeness::may_be_one_screen(&looks[a], &looks[b]));
        }
        if groups.firsts().len() == firsts.len() {
            break;
        }
    }
    groups.into_sorted()
}

#[cfg(test)]
mod tests;
