//! Hard to cancel: the way out has more steps than the way in.

use std::collections::{BTreeMap, VecDeque};

use sz_template::{ScreenId, TemplateSet};

use super::{
    DarkPattern, Label,
    step::{Step, Told},
};
use crate::{DriftEvent, Policy, explain::quoted};

/// Words in the ids of screens where somebody leaves.
const LEAVING: &[&str] = &[
    " cancel ",
    " cancelled ",
    " canceled ",
    " cancellation ",
    " unsubscribe ",
    " unsubscribed ",
    " delete account ",
    " account deleted ",
    " close account ",
    " account closed ",
    " terminate ",
    " deactivate ",
    " deactivated ",
    " downgrade ",
    " downgraded ",
];

/// Words in the ids of screens where somebody enters.
const ENTERING: &[&str] = &[
    " subscribe ",
    " subscribed ",
    " sign up ",
    " signup ",
    " signed up ",
    " join ",
    " joined ",
    " register ",
    " registered ",
    " upgrade ",
    " upgraded ",
    " start trial ",
    " trial started ",
    " activate ",
    " activated ",
];

/// One step more is fair: to be asked once whether it is meant.
const MORE_IS_FAIR: usize = 1;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

fn way(screen: &ScreenId) -> Option<Way> {
    let label = Label::of(screen.as_str());
    if label.has(LEAVING) {
        Some(Way::Out)
    } else if label.has(ENTERING) {
        Some(Way::In)
    } else {
        None
    }
}

/// The ways in and out that a session took.
pub(super) struct StepsOut;

impl StepsOut {
    /// What is told of a session that both entered and left: of the step where it had left.
    pub(super) fn of<'s>(
        session: &[(usize, &'s Step)],
        templates: &TemplateSet,
    ) -> Option<(usize, &'s Step, Told)> {
        let mut walk: Vec<(usize, &Step, &ScreenId)> = Vec::new();
        for &(visit, step) in session {
            let Some(screen) = &step.screen_id else { continue };
            if walk.last().is_none_or(|last| last.2 != screen) {
                walk.push((visit, step, screen));
            }
        }
        let goal = |way_| walk.iter().rposition(|(_, _, screen)| way(screen) == Some(way_));
        let (entered, left) = (goal(Way::In)?, goal(Way::Out)?);
        // From the nearest screen that both ways went over.
        let (into, out) = walk
            .iter()
            .filter(|(_, _, screen)| way(screen).is_none())
            .filter_map(|(_, _, start)| {
                let from = |goal: usize| {
                    let before = walk.get(..goal)?;
                    before.iter().rposition(|(_, _, screen)| screen == start)
                };
                Some((from(entered)?, from(left)?))
            })
            .min_by_key(|(into, out)| entered - into + (left - out))?;
        let (n_into, n_out) = (entered - into, left - out);
        if n_out <= n_into + MORE_IS_FAIR {
            return None;
        }
        let (visit, step, end) = *walk.get(left)?;
        let start = walk.get(out)?.2;
        let approved =
            Graph::of(templates, step.app.as_deref()).distances_to(&[end]).get(start).copied();
        if approved.is_some_and(|approved| n_out <= approved) {
            return None;
        }
        let path = |from: usize, to: usize| {
            let screens = walk.get(from..=to).unwrap_or_default();
            screens.iter().map(|(_, _, screen)| screen.as_str()).collect::<Vec<_>>().join(" > ")
        };
        let (path_in, path_out) = (path(into, entered), path(out, left));
        let because = match approved {
            Some(approved) => format!("the approved screens need {approved}"),
            None => "no approved screens say that it has to".to_owned(),
        };
        let explanation = format!(
            "Leaving took {n_out} steps from {}, entering {n_into}; {because}.",
            quoted(start.as_str())
        );
        let told = Told {
            pattern: DarkPattern::HardToCancel,
            old: Some(path_in),
            new: Some(path_out),
            explanation,
        };
        Some((visit, step, told))
    }
}

/// Judges the transitions of the templates themselves: for each application whose screens say by their names that they
/// are a way in (`subscribe`, `sign_up`, `upgrade`, ...) and a way out (`cancel`, `unsubscribe`, `delete_account`, ...), whether
/// the way out is longer.
///
/// Compared are the shortest ways from the screen from which both are nearest; one step more is fair. For who writes or
/// reviews templates: what is approved is no drift of a capture. Cost: near-linear in the templates' transitions.
pub fn judge_ways_out(templates: &TemplateSet, policy: &Policy) -> Vec<DriftEvent> {
    let mut apps: Vec<Option<&str>> = templates.templates().map(|it| it.metadata().app()).collect();
    apps.sort_unstable();
    apps.dedup();
    let told = |app: Option<&str>| {
        let graph = Graph::of(templates, app);
        let (screen, told) = graph.judge()?;
        told.drift(app, Some(screen.as_str()), policy)
    };
    apps.into_iter().filter_map(told).collect()
}

/// Where the screens of an application may lead.
struct Graph<'t> {
    ways: BTreeMap<&'t ScreenId, Vec<&'t ScreenId>>,
}

impl<'t> Graph<'t> {
    fn of(templates: &'t TemplateSet, app: Option<&str>) -> Self {
        let mut ways: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for template in templates.templates().filter(|template| template.metadata().app() == app) {
            ways.entry(template.screen_id()).or_default();
            for transition in template.transitions() {
                let from = transition.from.as_ref().unwrap_or(template.screen_id());
                ways.entry(from).or_default().push(&transition.to);
                ways.entry(&transition.to).or_default();
            }
        }
        Self { ways }
    }

    /// The screens on which a way ends: those of it that lead to no further one of it.
    fn ends(&self, of: Way) -> Vec<&'t ScreenId> {
        let is_of = |screen: &ScreenId| way(screen) == Some(of);
        let all = || self.ways.keys().copied().filter(|screen| is_of(screen));
        let leads_on = |screen: &ScreenId| {
            self.ways.get(screen).is_some_and(|to| to.iter().any(|to| *to != screen && is_of(to)))
        };
        let ends: Vec<_> = all().filter(|screen| !leads_on(screen)).collect();
        if ends.is_empty() { all().collect() } else { ends }
    }

    /// How many steps each screen is from the nearest of the ends.
    fn distances_to(&self, ends: &[&ScreenId]) -> BTreeMap<&'t ScreenId, usize> {
        let mut back: BTreeMap<&ScreenId, Vec<&'t ScreenId>> = BTreeMap::new();
        for (&from, to) in &self.ways {
            for &to in to {
                back.entry(to).or_default().push(from);
            }
        }
        let keys = self.ways.keys().copied().filter(|screen| ends.contains(screen));
        let mut distances: BTreeMap<&'t ScreenId, usize> = keys.map(|end| (end, 0)).collect();
        let mut queue: VecDeque<&'t ScreenId> = distances.keys().copied().collect();
        while let Some(screen) = queue.pop_front() {
            let next = distances.get(screen).copied().unwrap_or_default() + 1;
            for &from in back.get(screen).into_iter().flatten() {
                if !distances.contains_key(from) {
                    distances.insert(from, next);
                    queue.push_back(from);
                }
            }
        }
        distances
    }

    fn judge(&self) -> Option<(&'t ScreenId, Told)> {
        let (into, out) = (self.ends(Way::In), self.ends(Way::Out));
        let (to_enter, to_leave) = (self.distances_to(&into), self.distances_to(&out));
        let starts = self.ways.keys().copied().filter(|screen| way(screen).is_none());
        let both =
            starts.filter_map(|start| Some((start, *to_enter.get(start)?, *to_leave.get(start)?)));
        let (start, n_in, n_out) = both.min_by_key(|(_, n_in, n_out)| n_in + n_out)?;
        if n_out <= n_in + MORE_IS_FAIR {
            return None;
        }
        let explanation = format!(
            "Leaving takes at least {n_out} steps from {}, entering {n_in}; that is what the templates themselves allow.",
            quoted(start.as_str())
        );
        let (old, new) = (Some(n_in.to_string()), Some(n_out.to_string()));
        Some((start, Told { pattern: DarkPattern::HardToCancel, old, new, explanation }))
    }
}
