//! Items for particles that may stand in any order: a matching.

use std::collections::VecDeque;

use super::{Content, Pair, Progress, Verdict};
use crate::{
    baseline::Occurs,
    fingerprint::{NONE, to_u32},
};

/// How many particles are looked at for an item that fits none.
const CHOICES_MAX: usize = 64;
/// So many pairs of a list are looked at per child in it, and these beside them.
const PAIRS_PER_CHILD: usize = 16;
const PAIRS_MIN: usize = 1 << 18;
/// Lists of copies with more pairs than this are paired in order only.
const COPIES_MAX: usize = 4_096;

/// A matching in which as many items as possible have a particle that they fit, and as many particles that must
/// have one an item: by augmenting paths, first for the items, then for the particles. That the second keep what the
/// first found, and that there is one with both if there is one with each, is the theorem of Mendelsohn & Dulmage
/// ("Some generalizations of the problem of distinct representatives", Canad. J. Math. 10, 1958).
///
/// Cost: a particle that says one thing only is held against its copies; one with rules against all items, as long as
/// that stays a small multiple of the list. Beyond that, things do not fit.
#[derive(Debug)]
pub(super) struct Unordered {
    content: Content,
    is_strict: bool,
    /// The pairs that can fit at all, the likeliest first.
    candidates: Candidates,
    /// How many of them were asked about.
    asked: usize,
    /// Per particle, the items that fit.
    items: Vec<Vec<u32>>,
    /// Per item, the particles that it fits.
    particles: Vec<Vec<u32>>,
    /// Per item, its particle or `NONE`.
    of_item: Vec<u32>,
    /// Per particle, how many items it has, and the last of them.
    held: Vec<Held>,
    search: Search,
}

#[derive(Clone, Copy, Debug, Default)]
struct Held {
    count: u32,
    last: u32,
}

/// The memory of one search for an augmenting path, used again for the next.
#[derive(Debug)]
struct Search {
    /// Per particle, the number of the search that saw it last, and the step that led to it.
    seen: Vec<(u32, Pair)>,
    number: u32,
    queue: VecDeque<u32>,
    /// Steps that may still be made.
    budget: usize,
}

impl Search {
    fn start(&mut self, first: u32) {
        self.number += 1;
        self.queue.clear();
        self.queue.push_back(first);
    }

    /// Notes what led to a particle, if nothing has yet.
    fn reach(&mut self, particle: u32, from: Pair) -> bool {
        let seen = &mut self.seen[particle as usize];
        if seen.0 == self.number || self.budget == 0 {
            return false;
        }
        *seen = (self.number, from);
        self.budget -= 1;
        true
    }

    fn from(&self, particle: u32) -> Pair {
        self.seen[particle as usize].1
    }
}

impl Unordered {
    /// `particles` has the print of each particle and whether it says one thing only, `prints` those of the items.
    pub(super) fn new(
        content: Content,
        is_strict: bool,
        particles: &[(u64, bool)],
        prints: &[u64],
    ) -> Self {
        let (k, n) = (content.particles.len(), content.items as usize);
        let candidates = Candidates::new(particles, prints);
        let search = Search {
            seen: vec![(0, (0, 0)); k],
            number: 0,
            queue: VecDeque::new(),
            budget: 16 * (candidates.pairs.len() + k + n) + PAIRS_MIN,
        };
        Self {
            content,
            is_strict,
            candidates,
            asked: 0,
            items: vec![Vec::new(); k],
            particles: vec![Vec::new(); n],
            of_item: vec![NONE; n],
            held: vec![Held::default(); k],
            search,
        }
    }

    pub(super) fn run(&mut self, mut verdict: impl FnMut(Pair) -> Option<Verdict>) -> Progress {
        loop {
            if self.is_strict && self.candidates.is_turn(self.asked) && self.find() {
                return Progress::Ends(Some(self.taken()));
            }
            let Some(&pair) = self.candidates.pairs.get(self.asked) else { break };
            let Some(found) = verdict(pair) else { return Progress::Asks(pair) };
            self.asked += 1;
            if found == Verdict::Fits {
                self.items[pair.0 as usize].push(pair.1);
                self.particles[pair.1 as usize].push(pair.0);
            }
        }
        let is_complete = self.find();
        if !is_complete && self.is_strict {
            return Progress::Ends(None);
        }
        let mut taken = self.taken();
        if !is_complete {
            self.take_likest(verdict, &mut taken);
            taken.sort_unstable();
        }
        Progress::Ends(Some(taken))
    }

    /// Finds the best matching there is as far as is known; says whether nothing is missing.
    fn find(&mut self) -> bool {
        self.of_item.fill(NONE);
        self.held.fill(Held::default());
        self.take_first();
        for item in 0..to_u32(self.of_item.len()) {
            if self.of_item[item as usize] == NONE {
                self.place(item);
            }
        }
        for particle in self.unserved() {
            self.serve(particle);
        }
        let has_all = self.content.rule.allows_more || !self.of_item.contains(&NONE);
        has_all && self.unserved().is_empty()
    }

    fn taken(&self) -> Vec<(Pair, bool)> {
        let taken = (0..).zip(&self.of_item).filter(|&(_, &particle)| particle != NONE);
        let mut taken: Vec<_> = taken.map(|(item, &particle)| ((particle, item), true)).collect();
        taken.sort_unstable();
        taken
    }

    fn occurs(&self, particle: u32) -> Occurs {
        self.content.particles[particle as usize]
    }

    fn can_take(&self, particle: u32) -> bool {
        self.occurs(particle).is_repeated || self.held[particle as usize].count == 0
    }

    fn can_give(&self, particle: u32) -> bool {
        self.occurs(particle).is_optional || self.held[particle as usize].count > 1
    }

    /// Particles that must have an item and have none.
    fn unserved(&self) -> Vec<u32> {
        let particles = 0..to_u32(self.held.len());
        let is_unserved = |&particle: &u32| {
            self.held[particle as usize].count == 0 && !self.occurs(particle).is_optional
        };
        particles.filter(is_unserved).collect()
    }

    fn give(&mut self, item: u32, particle: u32) {
        let before = std::mem::replace(&mut self.of_item[item as usize], particle);
        if before != NONE {
            self.held[before as usize].count -= 1;
        }
        let held = &mut self.held[particle as usize];
        *held = Held { count: held.count + 1, last: item };
    }

    /// Gives each particle the first item that fits and is free, those with the least choice first.
    fn take_first(&mut self) {
        let mut order: Vec<u32> = (0..to_u32(self.items.len())).collect();
        order.sort_by_key(|&particle| {
            let Occurs { is_optional, is_repeated } = self.occurs(particle);
            (is_repeated, is_optional, self.items[particle as usize].len())
        });
        for particle in order {
            for place in 0..self.items[particle as usize].len() {
                let item = self.items[particle as usize][place];
                if self.of_item[item as usize] == NONE && self.can_take(particle) {
                    self.give(item, particle);
                }
            }
        }
    }

    /// Finds a particle for an item, if need be by finding others for other items.
    fn place(&mut self, item: u32) {
        self.search.start(item);
        while let Some(wanting) = self.search.queue.pop_front() {
            for place in 0..self.particles[wanting as usize].len() {
                let particle = self.particles[wanting as usize][place];
                if !self.search.reach(particle, (particle, wanting)) {
                    continue;
                }
                if self.can_take(particle) {
                    return self.hand_on(particle);
                }
                let occupant = self.held[particle as usize].last;
                self.search.queue.push_back(occupant);
            }
        }
    }

    /// Gives the particle to the item that led to it, what that had to the one before, up to the first, which had none.
    fn hand_on(&mut self, mut particle: u32) {
        while particle != NONE {
            let (_, item) = self.search.from(particle);
            let before = self.of_item[item as usize];
            self.give(item, particle);
            particle = before;
        }
    }

    /// Finds an item for a particle that must have one, if need be from those that can do without.
    fn serve(&mut self, particle: u32) {
        self.search.start(particle);
        self.search.reach(particle, (NONE, NONE));
        while let Some(getting) = self.search.queue.pop_front() {
            for place in 0..self.items[getting as usize].len() {
                let item = self.items[getting as usize][place];
                let losing = self.of_item[item as usize];
                if losing == NONE || !self.search.reach(losing, (getting, item)) {
                    continue;
                }
                if self.can_give(losing) {
                    return self.take_back(losing);
                }
                self.search.queue.push_back(losing);
            }
        }
    }

    fn take_back(&mut self, mut losing: u32) {
        loop {
            let (getting, item) = self.search.from(losing);
            if getting == NONE {
                return;
            }
            self.give(item, getting);
            losing = getting;
        }
    }

    /// Takes each item that fits nowhere for the particle that it is likest to, as far as there is one left.
    fn take_likest(
        &mut self,
        mut verdict: impl FnMut(Pair) -> Option<Verdict>,
        taken: &mut Vec<(Pair, bool)>,
    ) {
        let particles = 0..to_u32(self.held.len());
        let mut free: Vec<u32> = particles.filter(|&it| self.can_take(it)).collect();
        free.sort_by_key(|&it| (self.occurs(it).is_repeated, self.occurs(it).is_optional));
        for item in 0..to_u32(self.of_item.len()) {
            if self.of_item[item as usize] != NONE {
                continue;
            }
            let unlike = |particle| match verdict((particle, item)) {
                Some(Verdict::Fits) => Some((0, particle)),
                Some(Verdict::Like(unlike)) => Some((unlike, particle)),
                Some(Verdict::Stranger) | None => None,
            };
            let choices = free.iter().copied().take(CHOICES_MAX);
            let Some((unlike, particle)) = choices.filter_map(unlike).min_by_key(|it| it.0) else {
                continue;
            };
            self.give(item, particle);
            taken.push(((particle, item), unlike == 0));
            free.retain(|&it| it != particle || self.can_take(it));
        }
    }
}

/// The pairs of particle and item that can fit.
#[derive(Debug)]
struct Candidates {
    pairs: Vec<Pair>,
    /// Behind so many of them, what is known may do.
    turns: [usize; 2],
}

impl Candidates {
    /// What says one thing only, with its copies; the rest with everything, but first with what it has written and
    /// with what stands in its place.
    fn new(particles: &[(u64, bool)], prints: &[u64]) -> Self {
        let most = PAIRS_PER_CHILD * (particles.len() + prints.len()) + PAIRS_MIN;
        let mut pairs = Vec::new();
        let mut later = Vec::new();
        let mut items: Vec<(u64, u32)> = prints.iter().copied().zip(0..).collect();
        items.sort_unstable();
        let mut writings: Vec<(u64, u32)> =
            particles.iter().zip(0..).map(|(&(print, _), particle)| (print, particle)).collect();
        writings.sort_unstable();
        for same in writings.chunk_by(|one, other| one.0 == other.0) {
            let start = items.partition_point(|&(print, _)| print < same[0].0);
            let end = items.partition_point(|&(print, _)| print <= same[0].0);
            let copies = &items[start..end];
            pairs.extend(same.iter().zip(copies).map(|(&(_, a), &(_, b))| (a, b)));
            // Of many copies, one is as good as the other.
            if same.len() * copies.len() <= COPIES_MAX {
                let is_literal = |&&(_, particle): &&(u64, u32)| particles[particle as usize].1;
                for &(_, particle) in same.iter().filter(is_literal) {
                    later.extend(copies.iter().map(|&(_, item)| (particle, item)));
                }
            }
        }
        let by_print = pairs.len();
        let open: Vec<u32> = (0_u32..)
            .zip(particles)
            .filter_map(|(particle, &(_, is_literal))| (!is_literal).then_some(particle))
            .collect();
        let places = to_u32(prints.len());
        pairs.extend(open.iter().filter(|&&it| it < places).map(|&it| (it, it)));
        let by_place = pairs.len();
        let mut first = pairs.clone();
        first.sort_unstable();
        for particle in open {
            if later.len() + prints.len() > most {
                break;
            }
            later.extend((0..places).map(|item| (particle, item)));
        }
        pairs.extend(later.into_iter().filter(|pair| first.binary_search(pair).is_err()));
        Self { pairs, turns: [by_print, by_place] }
    }

    fn is_turn(&self, asked: usize) -> bool {
        self.turns.contains(&asked)
    }
}
