use std::{cmp::Ordering, collections::BinaryHeap};

use rustc_hash::FxHashSet;

use super::{
    Entry, Index, LANES,
    bound::Scale,
    facts::Structure,
    frontier::{Ahead, Frontier},
    query::Query,
    rows::bits,
    segment::{Held, Segment},
    tree::FANOUT,
};

/// What is looked for: told of the templates that may be it, says what it takes to be it.
pub(crate) trait Goal {
    /// The least score that still matters of a template with at least this threshold and at most this evidence.
    fn floor(&self, threshold: f32, evidence: u32) -> f32;

    /// A template that may matter, to be scored.
    fn offer(&mut self, entry: Entry);
}

/// Bounds are reckoned in single precision and in another order than scores.
const ROUNDING: f32 = 1e-5;

/// One search through the index.
#[derive(Debug)]
pub(super) struct Search<'a, G> {
    index: &'a Index,
    query: &'a Query<'a>,
    goal: &'a mut G,
    /// Per segment.
    held: Vec<Held>,
    offered: FxHashSet<(usize, u32)>,
}

/// How much is known of the shape of a template.
#[derive(Clone, Copy, Debug)]
enum Known {
    /// It is the capture's, by its signature.
    Equal,
    Size,
    Sketch,
}

impl<'a, G: Goal> Search<'a, G> {
    pub(super) fn new(index: &'a Index, query: &'a Query<'a>, goal: &'a mut G) -> Self {
        let held = index.segments.iter().map(|segment| segment.held(query)).collect();
        Self { index, query, goal, held, offered: FxHashSet::default() }
    }

    /// Offers every template that may matter. Those that something rare speaks for come first: with a good one
    /// found, little else is worth a look.
    pub(super) fn run(mut self) {
        self.offer_known();
        self.offer_others();
    }

    /// The templates with the capture's signature, and those of which a rare term holds.
    fn offer_known(&mut self) {
        let mut promises = Vec::new();
        for (number, (segment, held)) in self.index.segments.iter().zip(&self.held).enumerate() {
            let mut promise = |place, n_rare, known| {
                let bound = self.bound(segment, held, (place, n_rare), known);
                promises.extend(bound.map(|it| Promise { segment: number, place, n_rare, ..it }));
            };
            for place in segment.of_signature(self.query.signature) {
                let at = held.rare.binary_search_by_key(&place, |(place, _)| *place);
                let n_rare = at.ok().and_then(|at| held.rare.get(at)).map_or(0, |(_, n)| *n);
                promise(place, n_rare, Known::Equal);
            }
            held.rare.iter().for_each(|&(place, n_rare)| promise(place, n_rare, Known::Size));
        }
        let mut promises = BinaryHeap::from(promises);
        // The first one is the best by what is known of each.
        while let Some(promise) = promises.pop() {
            if !self.matters(&promise) {
                continue;
            }
            let closer = match promise.known {
                Known::Size => self.closer(&promise),
                Known::Equal | Known::Sketch => Some(promise),
            };
            if let Some(promise) = closer.filter(|promise| self.matters(promise)) {
                self.offer(promise.segment, promise.place);
            }
        }
    }

    /// All others, of which at the most frequent terms hold: group by group.
    fn offer_others(&mut self) {
        let mut frontier = Frontier::default();
        for (segment, it) in (0..).zip(&self.index.segments) {
            for (tree, class) in (0..).zip(&it.trees) {
                let level = class.levels.len().saturating_sub(1);
                frontier.push(1.0, Ahead { segment, tree, level, group: 0 });
            }
        }
        while let Some((at_most, ahead)) = frontier.pop() {
            self.visit(at_most, ahead, &mut frontier);
        }
    }

    fn visit(&mut self, at_most: f32, ahead: Ahead, frontier: &mut Frontier) -> Option<()> {
        let segment = self.index.segments.get(ahead.segment as usize)?;
        let tree = segment.trees.get(ahead.tree as usize)?;
        let scale = Segment::scale(tree, self.query, self.held.get(ahead.segment as usize)?);
        let whole = tree.levels.get(ahead.level)?.get(ahead.group)?;
        let floor = self.floor(whole.threshold, whole.evidence);
        if at_most < floor {
            return None;
        }
        let Some(below) = ahead.level.checked_sub(1) else {
            let rows = tree.rows.get(ahead.group)?;
            let parts = scale.of_group(whole);
            let reach = rows.that_reach(floor, &scale, whole, parts);
            let first = tree.first as usize + ahead.group * LANES;
            bits(reach.into())
                .for_each(|lane| _ = self.look_at(&scale, ahead.segment, first + lane));
            return Some(());
        };
        let groups = tree.levels.get(below)?;
        let first = ahead.group * FANOUT;
        let these = groups.get(first..groups.len().min(first + FANOUT))?;
        for (group, whole) in (first..).zip(these) {
            let at_most = scale.weights.score(scale.of_group(whole));
            if at_most >= self.floor(whole.threshold, whole.evidence) {
                frontier.push(at_most, Ahead { level: below, group, ..ahead });
            }
        }
        Some(())
    }

    /// Offers a template unless its roles, its frequent terms and its sketch say that it cannot matter.
    fn look_at(&mut self, scale: &Scale<'_>, number: u32, place: usize) -> Option<()> {
        let segment = self.index.segments.get(number as usize)?;
        let lane = segment.lanes.get(place)?;
        let floor = self.floor(lane.threshold, lane.evidence);
        let mut parts = scale.of_one(lane, 0);
        if scale.weights.score(parts) < floor {
            return None;
        }
        if scale.structure == Structure::Baseline {
            let shape = &self.held.get(number as usize)?.shape;
            let common = segment.sketches.get(place)?.common_at_most(shape);
            parts.structure = scale.dice(lane.size, common);
            if scale.weights.score(parts) < floor {
                return None;
            }
        }
        self.offer(number as usize, u32::try_from(place).ok()?);
        Some(())
    }

    /// The least that a bound has to be.
    fn floor(&self, threshold: f32, evidence: u32) -> f32 {
        self.goal.floor(threshold, evidence) - ROUNDING
    }

    fn matters(&self, promise: &Promise) -> bool {
        promise.at_most >= self.floor(promise.threshold, promise.evidence)
    }

    fn offer(&mut self, segment: usize, place: u32) {
        let entry = self.index.segments.get(segment).and_then(|it| it.entries.get(place as usize));
        if let Some(&entry) = entry
            && self.offered.insert((segment, place))
        {
            self.goal.offer(entry);
        }
    }

    /// The same template, its shape looked at more closely.
    fn closer(&self, promise: &Promise) -> Option<Promise> {
        let segment = self.index.segments.get(promise.segment)?;
        let (held, at) = (self.held.get(promise.segment)?, (promise.place, promise.n_rare));
        let closer = self.bound(segment, held, at, Known::Sketch)?;
        Some(Promise { segment: promise.segment, ..closer })
    }

    fn bound(
        &self,
        segment: &Segment,
        held: &Held,
        (place, n_rare): (u32, u32),
        known: Known,
    ) -> Option<Promise> {
        let tree = segment.tree_of(place)?;
        let lane = segment.lanes.get(place as usize)?;
        let scale = Segment::scale(tree, self.query, held);
        let mut parts = scale.of_one(lane, n_rare);
        match known {
            Known::Equal => parts.structure = 1.0,
            Known::Sketch if tree.class.structure == Structure::Baseline => {
                let sketch = segment.sketches.get(place as usize)?;
                parts.structure = scale.dice(lane.size, sketch.common_at_most(&held.shape));
            }
            Known::Size | Known::Sketch => {}
        }
        let at_most = scale.weights.score(parts);
        let (threshold, evidence) = (lane.threshold, lane.evidence);
        Some(Promise { at_most, segment: 0, place, n_rare, known, threshold, evidence })
    }
}

/// A template with the most that it may score.
#[derive(Clone, Copy, Debug)]
struct Promise {
    at_most: f32,
    segment: usize,
    place: u32,
    n_rare: u32,
    known: Known,
    threshold: f32,
    evidence: u32,
}

impl PartialEq for Promise {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Promise {}

impl PartialOrd for Promise {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Promise {
    /// The most promising is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |it: &Self| (it.segment, it.place);
        self.at_most.total_cmp(&other.at_most).then_with(|| place(other).cmp(&place(self)))
    }
}
