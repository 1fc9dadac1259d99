use std::collections::{BTreeMap, BTreeSet};

use sz_template::{ScreenId, TemplateSet};

use super::Stop;

/// Where each screen may lead, as the templates say it: made once for any number of sessions.
#[derive(Clone, Debug, Default)]
pub struct ScreenGraph {
    ways: BTreeMap<ScreenId, Ways>,
}

/// Where the screens of one name may lead.
#[derive(Clone, Debug, Default)]
struct Ways {
    /// By the application of the template that says it; `None` for one that names none.
    of_app: BTreeMap<Option<Box<str>>, BTreeSet<ScreenId>>,
    /// Whatever the application.
    all: BTreeSet<ScreenId>,
}

impl ScreenGraph {
    /// The graph of a set of templates. Cost: near-linear in their transitions.
    pub fn new(templates: &TemplateSet) -> Self {
        let mut graph = Self::default();
        for template in templates.templates() {
            let app: Option<Box<str>> = template.metadata().app().map(Into::into);
            for transition in template.transitions() {
                let from = transition.from.as_ref().unwrap_or(template.screen_id());
                let ways = graph.ways.entry(from.clone()).or_default();
                ways.all.insert(transition.to.clone());
                ways.of_app.entry(app.clone()).or_default().insert(transition.to.clone());
            }
        }
        graph
    }

    /// Where a screen may lead, in up to two parts; none where the templates say nothing of it. They speak of an
    /// application where they name it or none; of one that none of them names, as of any.
    fn ways(&self, from: &Stop) -> impl Iterator<Item = &BTreeSet<ScreenId>> + Clone {
        let ways = self.ways.get(&from.screen);
        let of_app = |app: &Option<Box<str>>| ways.and_then(|ways| ways.of_app.get(app));
        let named = from.app.as_ref().and_then(|_| of_app(&from.app));
        let unnamed = from.app.as_ref().and_then(|_| of_app(&None));
        let is_said = named.is_some() || unnamed.is_some();
        let any = ways.filter(|_| !is_said).map(|ways| &ways.all);
        named.into_iter().chain(unnamed).chain(any)
    }

    /// Where `from` may lead, if that is somewhere and `to` is not among it: ascending, at most `count` of them, and
    /// whether there are more.
    pub(super) fn forbids(
        &self,
        from: &Stop,
        to: &Stop,
        count: usize,
    ) -> Option<(Vec<&ScreenId>, bool)> {
        let ways = self.ways(from);
        let is_free =
            ways.clone().next().is_none() || ways.clone().any(|to_| to_.contains(&to.screen));
        if is_free || from.screen == to.screen {
            return None;
        }
        let first = |set| BTreeSet::iter(set).take(count + 1);
        let mut named: Vec<&ScreenId> = ways.flat_map(first).collect();
        named.sort_unstable();
        named.dedup();
        let has_more = named.len() > count;
        named.truncate(count);
        Some((named, has_more))
    }

    /// The one other screen that `from` leads to, where it is one.
    pub(super) fn only_way(&self, from: &Stop) -> Option<&ScreenId> {
        let mut others = self.ways(from).flatten().filter(|to| **to != from.screen);
        let only = others.next()?;
        others.all(|to| to == only).then_some(only)
    }
}
