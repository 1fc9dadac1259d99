//! Items for particles whose order counts: a regular expression over nodes, matched at the least cost.

use std::collections::HashSet;

use super::{Content, Pair, Progress, STRANGE, Verdict};
use crate::{baseline::Occurs, fingerprint::to_u32};

/// One more than the most that one step costs.
const COSTS: usize = STRANGE as usize + 1;

/// States that are settled before the best of what was reached is taken for good.
const WINDOW: usize = 8_192;
/// States that are settled at all, for each particle and item.
const STATES_PER_CHILD: usize = 64;

/// Dijkstra's algorithm over the states `(particle, item)`, with small whole costs (Dial, CACM 12(11), 1969). Of equal
/// costs the last that was reached goes first: where everything fits, a path straight to the end.
///
/// Cost: where the lists are long and differ much, they are matched a window at a time, and what is left after a small
/// multiple of their length is not matched at all.
#[derive(Debug)]
pub(super) struct Ordered {
    content: Content,
    /// Only a path without cost will do.
    is_strict: bool,
    steps: Vec<Step>,
    /// By cost modulo their number, the steps that were reached and not settled.
    reached: Vec<Vec<u32>>,
    cost: usize,
    settled: HashSet<State>,
    /// The step that has most to show for it: the first of those that are as far.
    furthest: u32,
    /// The step that was taken for good last.
    start: u32,
    /// States that may still be settled.
    budget: usize,
}

/// Everything before the item is dealt with, and everything before the particle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct State {
    particle: u32,
    item: u32,
    /// The particle has an item already, and may have more.
    is_used: bool,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    state: State,
    before: u32,
    taken: Option<(Pair, bool)>,
    /// How many items have found their particle.
    fitting: u32,
}

impl Ordered {
    pub(super) fn new(content: Content, is_strict: bool) -> Self {
        let state = State { particle: 0, item: 0, is_used: false };
        let start = Step { state, before: 0, taken: None, fitting: 0 };
        let mut reached = vec![Vec::new(); if is_strict { 1 } else { COSTS }];
        reached[0].push(0);
        let children = content.particles.len() + content.items as usize;
        Self {
            content,
            is_strict,
            steps: vec![start],
            reached,
            cost: 0,
            settled: HashSet::new(),
            furthest: 0,
            start: 0,
            budget: STATES_PER_CHILD * children + WINDOW,
        }
    }

    pub(super) fn run(&mut self, mut verdict: impl FnMut(Pair) -> Option<Verdict>) -> Progress {
        while let Some(at) = self.next() {
            let step = self.steps[at as usize];
            let State { particle, item, .. } = step.state;
            if self.settled.contains(&step.state) {
                continue;
            }
            let has_both =
                (particle as usize) < self.content.particles.len() && item < self.content.items;
            let found = match has_both.then(|| verdict((particle, item))) {
                None => Verdict::Stranger,
                Some(Some(found)) => found,
                Some(None) => {
                    self.reached[self.cost].push(at);
                    return Progress::Asks((particle, item));
                }
            };
            self.settled.insert(step.state);
            if particle as usize == self.content.particles.len() && item == self.content.items {
                return Progress::Ends(Some(self.path(at)));
            }
            self.note(at);
            self.go_on(at, found);
            self.budget -= 1;
            if self.budget == 0 {
                break;
            }
            let is_far = self.settled.len() >= WINDOW && self.furthest != self.start;
            if is_far && !self.is_strict {
                self.settle_for_furthest();
            }
        }
        Progress::Ends((!self.is_strict).then(|| self.path(self.furthest)))
    }

    /// The cheapest step that is reached.
    fn next(&mut self) -> Option<u32> {
        for _ in 0..self.reached.len() {
            if let Some(at) = self.reached[self.cost].pop() {
                return Some(at);
            }
            self.cost = (self.cost + 1) % self.reached.len();
        }
        None
    }

    fn note(&mut self, at: u32) {
        let rank = |at: u32| {
            let step = &self.steps[at as usize];
            (step.fitting, step.state.item)
        };
        if rank(at) > rank(self.furthest) {
            self.furthest = at;
        }
    }

    /// Reaches everything that can come next, what should be tried first last.
    fn go_on(&mut self, at: u32, found: Verdict) {
        let step = self.steps[at as usize];
        let State { particle, item, is_used } = step.state;
        let occurs = self.content.particles.get(particle as usize).copied();
        if item < self.content.items {
            let cost = if self.content.rule.allows_more { 0 } else { STRANGE };
            self.reach(
                Step {
                    before: at,
                    taken: None,
                    state: State { item: item + 1, ..step.state },
                    ..step
                },
                cost,
            );
        }
        let Some(Occurs { is_optional, is_repeated }) = occurs else { return };
        let cost = if is_used || is_optional { 0 } else { STRANGE };
        let state = State { particle: particle + 1, item, is_used: false };
        self.reach(Step { before: at, taken: None, state, ..step }, cost);
        let cost = match found {
            Verdict::Fits => 0,
            Verdict::Like(unlike) => unlike,
            Verdict::Stranger => return,
        };
        let particle_after = if is_repeated { particle } else { particle + 1 };
        let state = State { particle: particle_after, item: item + 1, is_used: is_repeated };
        let fits = found == Verdict::Fits;
        let fitting = step.fitting + u32::from(fits);
        self.reach(
            Step { before: at, taken: Some(((particle, item), fits)), state, fitting },
            cost,
        );
    }

    fn reach(&mut self, step: Step, cost: u8) {
        if self.is_strict && cost > 0 || self.settled.contains(&step.state) {
            return;
        }
        let bucket = (self.cost + usize::from(cost)) % self.reached.len();
        self.reached[bucket].push(to_u32(self.steps.len()));
        self.steps.push(step);
    }

    /// Goes on from the furthest step only.
    fn settle_for_furthest(&mut self) {
        self.reached.iter_mut().for_each(Vec::clear);
        self.settled.clear();
        self.start = self.furthest;
        self.reached[self.cost].push(self.start);
    }

    fn path(&self, mut at: u32) -> Vec<(Pair, bool)> {
        let mut taken = Vec::new();
        while at != 0 {
            let step = &self.steps[at as usize];
            taken.extend(step.taken);
            at = step.before;
        }
        taken.reverse();
        taken
    }
}
