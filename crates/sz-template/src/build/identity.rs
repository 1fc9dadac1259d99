//! Which nodes a template requires: those that tell its screen from the ones most like it.

use std::collections::{BTreeMap, BTreeSet};

use sz_select::Selector;
use sz_tree::{AriaRole, Node, State, Tree};

use super::fact::{Fact, Prospect, facts, is_fit};
use crate::Observation;

/// How many nodes a template requires at the most: enough to tell screens apart, few enough that losing one is news.
const REQUIRED_MAX: usize = 12;

/// What is worth less than this share of the best is not required beside it.
const WORTH_LEAST: f64 = 0.8;

/// The same where nothing is known of other screens.
const LONE_WORTH_LEAST: f64 = 0.5;

/// How much what one capture lets expect counts beside another screen of the same shape.
const EXPECTATION_WEIGHT: f64 = 0.5;

/// Screens that are less like this one than that need not be told from it by a node.
const LIKENESS_LEAST: f64 = 0.5;

/// Another screen that a capture could be taken for.
pub(super) struct Neighbour<'a> {
    /// How alike the shapes are, in `0.0..=1.0`.
    pub(super) likeness: f64,
    /// What it holds.
    pub(super) facts: &'a BTreeMap<Fact<'a>, Prospect>,
    /// Captures of it.
    pub(super) samples: &'a [&'a Observation],
}

impl Neighbour<'_> {
    /// What is far from alike says little.
    fn weight(&self) -> f64 {
        self.likeness.powi(4)
    }

    fn has(&self, fact: &Fact<'_>) -> bool {
        self.facts.contains_key(fact)
    }

    /// True where none of its captures has such a node.
    fn lacks(&self, selector: &str) -> bool {
        let Ok(selector) = Selector::parse(selector) else { return false };
        self.samples.iter().all(|sample| selector.first(sample.kept()).is_none())
    }
}

/// What a template requires: nodes of every sample that are likely to stay and unlikely elsewhere, the best first. `patterns`
/// are those that names in every sample meet.
pub(super) fn required(
    samples: &[&Observation],
    patterns: &[(AriaRole, String)],
    neighbours: &[Neighbour<'_>],
) -> Vec<String> {
    let ranked = ranked(common_facts(samples), neighbours);
    let mut chosen = chosen(&ranked, neighbours.is_empty());
    let mut others: Option<Vec<String>> = None;
    let mut telling: Vec<String> = Vec::new();
    let mut nearest: Vec<&Neighbour<'_>> =
        neighbours.iter().filter(|neighbour| neighbour.likeness > LIKENESS_LEAST).collect();
    nearest.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    // A neighbour that has all of them is told apart by what it lacks.
    for neighbour in nearest {
        let is_told = chosen.iter().any(|fact| !neighbour.has(fact))
            || telling.iter().any(|selector| neighbour.lacks(selector));
        if is_told {
            continue;
        }
        if let Some((_, fact)) = ranked.iter().find(|(_, fact)| !neighbour.has(fact)) {
            chosen.push(*fact);
            continue;
        }
        let others = others.get_or_insert_with(|| other_facts(samples, patterns));
        telling.extend(others.iter().find(|selector| neighbour.lacks(selector)).cloned());
    }
    chosen.iter().map(Fact::selector).chain(telling).collect()
}

/// The same for one tree of which nothing else is known.
pub(super) fn required_of(tree: &Tree) -> Vec<String> {
    chosen(&ranked(facts(tree), &[]), true).iter().map(Fact::selector).collect()
}

/// What all samples have in common. The more different samples there are, the more likely it is to stay.
fn common_facts<'t>(samples: &[&'t Observation]) -> BTreeMap<Fact<'t>, Prospect> {
    let Some((first, others)) = samples.split_first() else { return BTreeMap::new() };
    let mut common = facts(first.kept());
    let mut contents = BTreeSet::from([*first.signatures().content.as_bytes()]);
    for other in others {
        let there = facts(other.kept());
        common.retain(|fact, _| there.contains_key(fact));
        contents.insert(*other.signatures().content.as_bytes());
    }
    for prospect in common.values_mut() {
        prospect.permanence = 1.0 - (1.0 - prospect.permanence) / contents.len() as f64;
    }
    common
}

/// Each fact with how likely it is to hold on this screen and on no other, the best first.
fn ranked<'t>(
    facts: BTreeMap<Fact<'t>, Prospect>,
    neighbours: &[Neighbour<'_>],
) -> Vec<(f64, Fact<'t>)> {
    let all: f64 = neighbours.iter().map(Neighbour::weight).sum();
    // An address says something of a screen only where other screens have other ones.
    let has_address = |it: &Neighbour<'_>| it.facts.keys().any(Fact::is_address);
    let are_addresses_known = neighbours.iter().any(has_address);
    let worth = |fact: &Fact<'t>, prospect: Prospect| {
        let having = neighbours.iter().filter(|neighbour| neighbour.has(fact));
        let shared: f64 = having.map(Neighbour::weight).sum();
        let expected = EXPECTATION_WEIGHT * (1.0 - prospect.distinction);
        let elsewhere = (expected + shared) / (EXPECTATION_WEIGHT + all);
        prospect.permanence * (1.0 - elsewhere)
    };
    let mut ranked: Vec<(f64, Fact<'t>)> = (facts.into_iter())
        .filter(|(fact, _)| are_addresses_known || !fact.is_address())
        .map(|(fact, prospect)| (worth(&fact, prospect), fact))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

fn chosen<'t>(ranked: &[(f64, Fact<'t>)], is_lone: bool) -> Vec<Fact<'t>> {
    let best = ranked.first().map_or(0.0, |(worth, _)| *worth);
    let least = best * if is_lone { LONE_WORTH_LEAST } else { WORTH_LEAST };
    let worthy = ranked.iter().take_while(|(worth, _)| *worth > 0.0 && *worth >= least);
    worthy.take(REQUIRED_MAX).map(|(_, fact)| *fact).collect()
}

/// What else holds of every sample, and costs more to look for: names of a form, states, the address without what comes behind
/// the page.
fn other_facts(samples: &[&Observation], patterns: &[(AriaRole, String)]) -> Vec<String> {
    let Some((first, others)) = samples.split_first() else { return Vec::new() };
    let formed = patterns.iter().map(|(role, pattern)| {
        format!("{}:name(/{}/)", role.as_str(), pattern.replace('/', r"\/"))
    });
    let named = first.kept().nodes().filter(|node| is_fit(node.name()));
    let in_state = named.flat_map(|node| {
        let role = node.role().aria();
        let states = [State::Checked, State::Selected, State::Expanded, State::Pressed];
        let set = states.into_iter().filter(move |state| node.is(*state));
        set.zip(std::iter::repeat(role)).filter_map(move |(state, role)| {
            let (role, name, state) = (role?.as_str(), node.name(), state.as_str());
            Some(format!("{role}[name=\"{name}\"]:{state}"))
        })
    });
    let is_everywhere = |selector: &String| {
        let Ok(selector) = Selector::parse(selector) else { return false };
        others.iter().all(|sample| selector.first(sample.kept()).is_some())
    };
    let page = page(first.kept().root(), title(samples));
    formed.chain(in_state).chain(page).filter(is_everywhere).collect()
}

/// The name of the root, if it is one and a selector can hold it.
fn title<'t>(samples: &[&'t Observation]) -> Option<&'t str> {
    let mut titles = samples.iter().map(|sample| sample.kept().root().name());
    let title = titles.next().filter(|title| is_fit(title))?;
    titles.all(|other| other == title).then_some(title)
}

/// The address of a page, whatever comes behind it. It is looked for only where the title is there, which costs nothing where it
/// is not.
fn page(root: Node<'_>, title: Option<&str>) -> Option<String> {
    let (role, url) = root.role().aria().zip(root.attribute("url"))?;
    let page = url.split(['#', '?']).next().filter(|page| is_fit(page))?;
    let title = title.map(|title| format!("[name=\"{title}\"]")).unwrap_or_default();
    Some(format!("{}{title}[url^=\"{page}\"]", role.as_str()))
}

#[cfg(test)]
mod tests;
