use super::{
    LANES,
    bound::{Envelope, Weights},
    facts::{Class, Facts, Lane},
    rows::{Rows, bits},
};

/// How many groups a group is made of.
pub(super) const FANOUT: usize = 16;

/// The templates of one class, alike ones together: leaves of [`LANES`], groups of [`FANOUT`] leaves, groups of as many
/// groups, and so on up to one group of all.
///
/// Groups are halves of halves (Bentley, "Multidimensional binary search trees used for associative searching", CACM
/// 1975), cut where templates differ most in what their score depends on.
#[derive(Clone, Debug)]
pub(super) struct ClassTree {
    pub(super) class: Class,
    pub(super) weights: Weights,
    /// The place of its first template in the segment; the others follow, one full leaf after the other.
    pub(super) first: u32,
    /// Those of each leaf.
    pub(super) rows: Rows,
    /// For each leaf what is in it, then for each group of leaves, and so on.
    pub(super) levels: Vec<Vec<Envelope>>,
}

impl ClassTree {
    /// Puts templates of one class into the order in which they follow each other in a tree.
    pub(super) fn order(facts: &mut [Facts<'_>]) {
        let mut size = LANES;
        while size < facts.len() {
            size *= FANOUT;
        }
        while size > LANES {
            let below = size / FANOUT;
            facts.chunks_mut(size).for_each(|group| part(group, below));
            size = below;
        }
    }

    /// The tree of templates that are in order; `first` is the place of the first one.
    pub(super) fn new(class: Class, lanes: &[Lane], first: u32) -> Self {
        let merge = |all: Envelope, one: Envelope| all.with(&one);
        let leaf = |lanes: &[Lane]| lanes.iter().map(Envelope::of).reduce(merge);
        let mut levels: Vec<Vec<Envelope>> = vec![lanes.chunks(LANES).filter_map(leaf).collect()];
        while let Some(top) = levels.last().filter(|top| top.len() > 1) {
            let group = |below: &[Envelope]| below.iter().cloned().reduce(merge);
            let above = top.chunks(FANOUT).filter_map(group).collect();
            levels.push(above);
        }
        Self { class, weights: Weights::of(class), first, rows: Rows::of(lanes), levels }
    }
}

/// Orders templates so that every `size` that follow each other are alike. Halves are multiples of `size`.
fn part(facts: &mut [Facts<'_>], size: usize) {
    let n_groups = facts.len().div_ceil(size);
    if n_groups <= 1 {
        return;
    }
    let middle = n_groups / 2 * size;
    let cut = Cut::widest(facts);
    let by_cut = |a: &Facts<'_>, b: &Facts<'_>| {
        let (value_a, value_b) = (cut.of(&a.lane), cut.of(&b.lane));
        value_a.total_cmp(&value_b).then(a.entry.slot.cmp(&b.entry.slot))
    };
    facts.select_nth_unstable_by(middle, by_cut);
    let (low, high) = facts.split_at_mut(middle);
    part(low, size);
    part(high, size);
}

/// What templates can be told apart by.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Size,
    Depth,
    Nodes,
    Roles,
    Required,
    Frequent(usize),
    Role(usize),
}

/// How many templates are asked where a cut is best.
const SAMPLE: usize = 128;

impl Cut {
    /// The one in which the templates differ most, in parts of a score.
    fn widest(facts: &[Facts<'_>]) -> Self {
        let step = facts.len().div_ceil(SAMPLE);
        let sample: Vec<&Lane> = facts.iter().step_by(step).map(|it| &it.lane).collect();
        let mut widest = (Self::Size, 0.0);
        for cut in Self::candidates(&sample) {
            let (sum, squares) = sample.iter().fold((0.0, 0.0), |(sum, squares), lane| {
                let value = cut.of(lane);
                (sum + value, squares + value * value)
            });
            let n = sample.len() as f32;
            let variance = squares / n - (sum / n) * (sum / n);
            if variance > widest.1 {
                widest = (cut, variance);
            }
        }
        widest.0
    }

    /// All but the bits that no templates of the sample differ in.
    fn candidates(sample: &[&Lane]) -> impl Iterator<Item = Self> {
        let differing = |word: fn(&Lane) -> u128| {
            let merge = |(any, each), lane: &&Lane| (any | word(lane), each & word(lane));
            let (any, each) = sample.iter().fold((0, u128::MAX), merge);
            bits(any & !each)
        };
        let frequent = differing(|lane| lane.frequent.into()).map(Self::Frequent);
        let roles = differing(|lane| lane.roles).map(Self::Role);
        [Self::Size, Self::Depth, Self::Nodes, Self::Roles, Self::Required]
            .into_iter()
            .chain(frequent)
            .chain(roles)
    }

    /// Where a template stands. The factors say how much of a score it decides, found by trying.
    fn of(self, lane: &Lane) -> f32 {
        const ROLES: f32 = 1.0;
        const ROLE: f32 = 0.7;
        const REQUIRED: f32 = 1.5;
        const FREQUENT: f32 = 0.7;
        let size = |n: u32| (n.max(1) as f32).ln();
        let one_of = |is_there: bool, n: u32| if is_there { 1.0 / n.max(1) as f32 } else { 0.0 };
        match self {
            Self::Size => size(lane.size),
            Self::Depth => size(lane.depth),
            Self::Nodes => size(lane.nodes),
            Self::Roles => size(lane.n_roles) * ROLES,
            Self::Required => REQUIRED / lane.n_required.max(1) as f32,
            Self::Frequent(bit) => {
                one_of(lane.frequent >> bit & 1 != 0, lane.n_required) * FREQUENT
            }
            Self::Role(bit) => one_of(lane.roles >> bit & 1 != 0, lane.n_roles) * ROLE,
        }
    }
}
