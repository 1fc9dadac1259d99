use std::{cmp::Ordering, collections::BinaryHeap};

use rustc_hash::FxHashSet;

use super::{
    Entry, Index, LANES,
    bound::Envelope,
    facts::Structure,
    frontier::{Ahead, Frontier},
    query::Query,
    rows::bits,
    segment::{Held, Segment},
    terms::{Posting, Unread, WHOLE},
    tree::FANOUT,
};
use crate::score::REQUIRED_WEIGHT;

/// What is looked for: told of the templates that may be it, says what it takes to be it.
pub(crate) trait Goal {
    /// The least score that still matters of a template with at least this threshold and at most this evidence.
    fn floor(&self, threshold: f32, evidence: u32) -> f32;

    /// A template that may matter, to be scored.
    fn offer(&mut self, entry: Entry);
}

/// Bounds are reckoned in single precision and in another order than scores.
const ROUNDING: f32 = 1e-5;

/// The most that a template scores of whose required terms this share holds.
#[expect(clippy::cast_possible_truncation, reason = "bounds allow for rounding")]
fn at_most(share: f32) -> f32 {
    // Where there is less evidence than there can be, required terms weigh more.
    1.0 - REQUIRED_WEIGHT as f32 * (1.0 - share)
}

/// One search through the index.
#[derive(Debug)]
pub(super) struct Search<'a, G> {
    index: &'a Index,
    query: &'a Query<'a>,
    goal: &'a mut G,
    /// Per segment.
    held: Vec<Held<'a>>,
    /// The lowest threshold of all templates and the most evidence.
    threshold: f32,
    evidence: u32,
    offered: FxHashSet<(usize, u32)>,
}

/// How much is known of the shape of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// What its sketch tells.
    Glance,
    /// All but the rarest grams.
    Shape,
    /// It is the capture's, by its signature.
    Equal,
}

impl<'a, G: Goal> Search<'a, G> {
    pub(super) fn new(index: &'a Index, query: &'a Query<'a>, goal: &'a mut G) -> Self {
        let held = index.segments.iter().map(|segment| segment.held(query)).collect();
        let whole = || {
            index
                .segments
                .iter()
                .flat_map(|it| &it.trees)
                .filter_map(|it| it.levels.last()?.first())
        };
        let threshold = whole().map(|it| it.threshold).fold(f32::INFINITY, f32::min);
        let evidence = whole().map(|it| it.evidence).max().unwrap_or_default();
        Self { index, query, goal, held, threshold, evidence, offered: FxHashSet::default() }
    }

    /// Offers every template that may matter. Those that something rare speaks for and that may hold half of their terms come
    /// first: with a good one found, little else is worth a look.
    pub(super) fn run(mut self) {
        self.offer_equal();
        self.offer_known(WHOLE / 2);
        self.offer_others();
        self.offer_known(0);
    }

    /// The templates with the capture's signature.
    fn offer_equal(&mut self) {
        let mut promises = BinaryHeap::new();
        for (number, segment) in self.index.segments.iter().enumerate() {
            for place in segment.of_signature(self.query.signature) {
                let n_held = segment.terms.n_held(place, self.query);
                promises.extend(self.closer((number, place, n_held), Known::Equal));
            }
        }
        self.offer_best(&mut promises);
    }

    /// The templates of which a rare term holds: first those that may hold all of their terms, then those that may hold
    /// less and less, until that is less than `least` or too little.
    fn offer_known(&mut self, least: u8) {
        let mut promises = BinaryHeap::new();
        let unread = self.held.iter_mut().map(|held| std::mem::take(&mut held.unread));
        let mut unread: Vec<Unread<'_>> = unread.collect();
        let most = |unread: &[Unread<'_>]| {
            unread.iter().flatten().filter_map(|list| Some(list.first()?.share)).max()
        };
        while let Some(share) = most(&unread).filter(|share| *share >= least) {
            let floor = self.floor(self.threshold, self.evidence);
            if at_most(f32::from(share) / f32::from(WHOLE)) < floor {
                break;
            }
            for (number, lists) in unread.iter_mut().enumerate() {
                self.read(share, (number, lists), floor, &mut promises);
            }
            self.offer_best(&mut promises);
        }
        for (held, lists) in self.held.iter_mut().zip(unread) {
            held.unread = lists;
        }
    }

    /// Reads the postings of one share. What is far apart in memory is asked for in loops of its own, with no branch that
    /// waits for it.
    fn read(
        &self,
        share: u8,
        (number, lists): (usize, &mut Unread<'_>),
        floor: f32,
        promises: &mut BinaryHeap<Promise>,
    ) {
        let Some(segment) = self.index.segments.get(number) else { return };
        let mut these = Vec::new();
        for list in lists {
            let (now, later) = list.split_at(list.partition_point(|it| it.share == share));
            let n_held = |it: &Posting| {
                (it.place, it.n_required(), segment.terms.n_held_first(it, self.query))
            };
            these.extend(now.iter().map(n_held));
            *list = later;
        }
        these.retain(|(_, n, n_held)| *n_held > 0 && at_most(*n_held as f32 / *n as f32) >= floor);
        let these: Vec<Option<Promise>> =
            these.iter().map(|&(place, _, n_held)| self.glance(number, place, n_held)).collect();
        promises.extend(these.into_iter().flatten().filter(|it| it.at_most >= floor));
    }

    /// Offers of these what matters, the best one first, by what is known of each.
    fn offer_best(&mut self, promises: &mut BinaryHeap<Promise>) {
        while let Some(promise) = promises.pop() {
            if !self.matters(&promise) {
                continue;
            }
            match promise.known {
                Known::Glance => {
                    let at = (promise.segment, promise.place, promise.n_held);
                    promises.extend(self.closer(at, Known::Shape));
                }
                Known::Shape | Known::Equal => self.offer(promise.segment, promise.place),
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
            let parts = scale.of_group(whole);
            let asked = self.held.get(ahead.segment as usize)?.rows.get(ahead.tree as usize)?;
            let leaf = (ahead.group, asked);
            let reach = tree.rows.that_reach(leaf, floor, &scale, (whole, parts));
            let first = tree.first as usize + ahead.group * LANES;
            for lane in bits(reach.into()) {
                self.look_at((ahead.segment, ahead.tree), first + lane, whole);
            }
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

    /// Offers a template of which only frequent terms hold, unless it cannot matter.
    fn look_at(
        &mut self,
        (number, tree): (u32, u32),
        place: usize,
        whole: &Envelope,
    ) -> Option<()> {
        let number = number as usize;
        let (segment, held) = (self.index.segments.get(number)?, self.held.get(number)?);
        let scale = Segment::scale(segment.trees.get(tree as usize)?, self.query, held);
        let glance = segment.glances.get(place)?;
        let n_held = (glance.frequent & held.frequent).count_ones();
        let at_most = scale.at_a_glance(glance, n_held, &held.shape);
        if at_most < self.floor(whole.threshold, whole.evidence) {
            return None;
        }
        let place = u32::try_from(place).ok()?;
        let promise = self.closer((number, place, n_held), Known::Shape)?;
        if self.matters(&promise) {
            self.offer(number, place);
        }
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

    /// What a template promises of which so many terms hold, at a glance.
    fn glance(&self, segment: usize, place: u32, n_held: u32) -> Option<Promise> {
        let (it, held) = (self.index.segments.get(segment)?, self.held.get(segment)?);
        let scale = Segment::scale(it.tree_of(place)?, self.query, held);
        let at_most = scale.at_a_glance(it.glances.get(place as usize)?, n_held, &held.shape);
        let (threshold, evidence) = (self.threshold, self.evidence);
        let known = Known::Glance;
        Some(Promise { at_most, segment, place, n_held, known, threshold, evidence })
    }

    /// The same, its shape looked at more closely.
    fn closer(&self, (segment, place, n_held): (usize, u32, u32), known: Known) -> Option<Promise> {
        let (it, held) = (self.index.segments.get(segment)?, self.held.get(segment)?);
        let tree = it.tree_of(place)?;
        let lane = it.lanes.get(place as usize)?;
        let scale = Segment::scale(tree, self.query, held);
        let mut parts = scale.of_one(lane, n_held);
        if known == Known::Equal {
            parts.structure = 1.0;
        } else if tree.class.structure == Structure::Baseline {
            let common = it.shapes.common_at_most(place as usize, &held.shape);
            parts.structure = scale.dice(lane.size, common);
        }
        let at_most = scale.weights.score(parts);
        let (threshold, evidence) = (lane.threshold, lane.evidence);
        Some(Promise { at_most, segment, place, n_held, known, threshold, evidence })
    }
}

/// A template with the most that it may score.
#[derive(Clone, Copy, Debug)]
struct Promise {
    at_most: f32,
    segment: usize,
    place: u32,
    n_held: u32,
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
