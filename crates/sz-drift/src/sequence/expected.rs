use std::collections::{BTreeMap, BTreeSet};

use sz_template::ScreenId;

use super::Stop;
use crate::Policy;

/// What became of the screens that the policy expects the session to go on from.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected {
    /// Where the session is, if something is expected of it.
    at: Option<Stop>,
    departures: BTreeMap<Stop, Departures>,
}

#[derive(Clone, Debug, Default)]
struct Departures {
    n_arrivals: usize,
    /// The last visit of the screen.
    visit: usize,
    /// Where the session ever went from it.
    taken: BTreeSet<ScreenId>,
    /// Where the session went the last time; `None` where it stayed.
    last_way: Option<ScreenId>,
}

/// A transition that should have been.
#[derive(Debug)]
pub(super) struct Missing {
    pub(super) from: Stop,
    pub(super) to: ScreenId,
    pub(super) visit: usize,
    pub(super) n_arrivals: usize,
    pub(super) last_way: Option<ScreenId>,
}

impl Expected {
    /// Comes to a screen from another one.
    pub(super) fn arrive(&mut self, stop: &Stop, visit: usize, policy: &Policy) {
        if let Some(left) = self.at.take().and_then(|from| self.departures.get_mut(&from)) {
            left.last_way = Some(stop.screen.clone());
            left.taken.insert(stop.screen.clone());
        }
        if policy.expected_from(stop.app.as_deref(), &stop.screen).next().is_some() {
            let departures = self.departures.entry(stop.clone()).or_default();
            departures.n_arrivals = departures.n_arrivals.saturating_add(1);
            departures.visit = visit;
            departures.last_way = None;
            self.at = Some(stop.clone());
        }
    }

    /// What is missing, in the order of the visits it is about.
    pub(super) fn missing(self, policy: &Policy) -> Vec<Missing> {
        let mut missing = Vec::new();
        for (from, departures) in self.departures {
            let Departures { n_arrivals, visit, taken, last_way } = departures;
            let expected = policy.expected_from(from.app.as_deref(), &from.screen).flatten();
            let expected: BTreeSet<&ScreenId> = expected.collect();
            for &to in expected.iter().filter(|to| !taken.contains(**to)) {
                let (from, to, last_way) = (from.clone(), to.clone(), last_way.clone());
                missing.push(Missing { from, to, visit, n_arrivals, last_way });
            }
        }
        missing.sort_by_key(|missing| missing.visit);
        missing
    }
}
