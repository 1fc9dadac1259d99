//! The order of screens: which may follow which, and what a session made of it.

use std::collections::VecDeque;

use sz_template::{ScreenId, TemplateSet};

use crate::{DriftEvent, Policy};

mod event;
mod expected;
mod forced;
mod graph;
mod rounds;

pub use graph::ScreenGraph;

use expected::{Expected, Missing};
use forced::ForcedRun;
use rounds::Rounds;

/// One screen that was seen.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The screen; `None` where it was not recognised, or not judged because the capture is not whole.
    pub screen_id: Option<&'a ScreenId>,
    /// The application, if known.
    pub app: Option<&'a str>,
}

/// Drift in the order of screens.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SequenceEvent {
    /// The visit of the session that it is about, from 0.
    pub visit: usize,
    /// What it is.
    pub event: DriftEvent,
}

/// What a session has been through, as far as its next screen is judged by it.
///
/// Takes one visit at a time. Its memory does not grow with the visits: the last screens, and what is known of those
/// that the policy expects something of.
#[derive(Clone, Debug, Default)]
pub struct Session {
    n_visits: usize,
    /// The last screens, newest last; without those that were stayed on.
    last: VecDeque<Stop>,
    rounds: Rounds,
    forced: ForcedRun,
    expected: Expected,
}

/// A screen of an application.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stop {
    app: Option<Box<str>>,
    screen: ScreenId,
}

impl Session {
    /// A session that has been nowhere yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on to a screen, and says what is wrong with that.
    ///
    /// - **transition**: the templates say where the last screen may lead, and this screen is not among it. A template
    ///   without `valid_transitions` allows every next screen; entries `a -> b` count whichever template says them.
    /// - **loop**: with this screen, the session went round the same 2 to [`Self::MAX_LOOP_SCREENS`] screens as often in a
    ///   row as the policy's `loop_rounds`. Told once, until it goes another way.
    /// - **forced flow**: this screen is the last of as many in a row as the policy's `forced_steps`, each of which
    ///   leads to one other screen only, and not to the one that the session came from. Told once per run.
    ///
    /// Staying on a screen is no step, and visits without a screen are stepped over. Cost: small, and
    /// the same for every visit.
    pub fn visit(
        &mut self,
        visit: &Visit<'_>,
        graph: &ScreenGraph,
        policy: &Policy,
    ) -> Vec<SequenceEvent> {
        let place = self.n_visits;
        self.n_visits += 1;
        let Some(screen) = visit.screen_id else { return Vec::new() };
        let stop = Stop { app: visit.app.map(Into::into), screen: screen.clone() };
        if self.last.back() == Some(&stop) {
            return Vec::new();
        }
        let policy_here = policy.on(visit.app, Some(screen.as_str()));
        let rules = policy_here.sequence;
        self.expected.arrive(&stop, place, policy);
        let mut events = Vec::new();
        if let Some(from) = self.last.back() {
            let ways = graph.forbids(from, &stop, event::MAX_NAMED);
            events.extend(ways.and_then(|ways| event::forbidden(from, &stop, &ways, policy_here)));
            self.forced.step(from, &stop, graph);
        }
        self.rounds.step(&self.last, &stop);
        self.last.push_back(stop.clone());
        if self.last.len() > Self::MAX_LOOP_SCREENS {
            self.last.pop_front();
        }
        if rules.looping.is_some() {
            let lengths = self.rounds.newly_walked(rules.loop_rounds);
            let round = |length: usize| self.last.range(self.last.len() - length..);
            events.extend(lengths.into_iter().filter_map(|n| event::looped(round(n), policy_here)));
        }
        if rules.forced_flow.is_some() {
            let forced = self.forced.newly_forced(rules.forced_steps);
            events.extend(forced.and_then(|it| event::forced(&it, &stop, policy_here)));
        }
        events.into_iter().map(|event| SequenceEvent { visit: place, event }).collect()
    }

    /// Ends the session: what it should have contained and did not, in the order of the visits it is about.
    ///
    /// A transition `a -> b` that the policy expects is missing where the session was on `a` and never went from there
    /// to `b`; the visit is the last one of `a`.
    pub fn end(self, policy: &Policy) -> Vec<SequenceEvent> {
        let event = |missing: Missing| {
            let from = &missing.from;
            let policy_there = policy.on(from.app.as_deref(), Some(from.screen.as_str()));
            let event = event::missing(&missing, policy_there)?;
            Some(SequenceEvent { visit: missing.visit, event })
        };
        self.expected.missing(policy).into_iter().filter_map(event).collect()
    }

    /// The most screens that a loop is looked for in.
    pub const MAX_LOOP_SCREENS: usize = 16;
}

/// Judges one whole session, in the order of time; events in the order of their visits.
///
/// Cost: linear in the visits, and in the transitions of all templates. To judge many sessions, or one that goes
/// on, keep a [`ScreenGraph`] and a [`Session`].
pub fn judge_session(
    visits: &[Visit<'_>],
    templates: &TemplateSet,
    policy: &Policy,
) -> Vec<SequenceEvent> {
    let graph = ScreenGraph::new(templates);
    let mut session = Session::new();
    let mut events: Vec<SequenceEvent> =
        visits.iter().flat_map(|visit| session.visit(visit, &graph, policy)).collect();
    events.extend(session.end(policy));
    events.sort_by_key(|event| event.visit);
    events
}
