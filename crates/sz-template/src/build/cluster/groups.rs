//! Sets of things that are joined one pair at a time.

/// So many members of a group speak for it when it is joined with another.
const SPEAKERS_MAX: usize = 8;

/// Groups of things that are known by their places.
#[derive(Debug)]
pub(super) struct Groups {
    /// The group of each thing.
    group_of: Vec<usize>,
    /// The things of each group, in order; empty where it went into another one.
    members: Vec<Vec<usize>>,
}

impl Groups {
    /// Each thing on its own.
    pub(super) fn new(count: usize) -> Self {
        Self { group_of: (0..count).collect(), members: (0..count).map(|it| vec![it]).collect() }
    }

    /// The first thing of each group, in order.
    pub(super) fn firsts(&self) -> Vec<usize> {
        let mut firsts: Vec<usize> =
            self.members.iter().filter_map(|members| members.first().copied()).collect();
        firsts.sort_unstable();
        firsts
    }

    /// Joins the groups of two things unless one of those that speak for the first cannot be with one of the second. Cost:
    /// the smaller group, and a bounded number of questions.
    pub(super) fn join(&mut self, a: usize, b: usize, can_be: impl Fn(usize, usize) -> bool) {
        let (mut into, mut from) = (self.group_of[a], self.group_of[b]);
        if into == from {
            return;
        }
        let others = speakers(&self.members[from]);
        let can_join = speakers(&self.members[into])
            .iter()
            .all(|&one| others.iter().all(|&other| can_be(one.min(other), one.max(other))));
        if !can_join {
            return;
        }
        let size = |group: usize| self.members[group].len();
        if (size(into), from) < (size(from), into) {
            std::mem::swap(&mut into, &mut from);
        }
        let moved = std::mem::take(&mut self.members[from]);
        for &thing in &moved {
            self.group_of[thing] = into;
        }
        self.members[into].extend(moved);
    }

    /// The groups in the order of their first things, which come in order, too.
    pub(super) fn into_sorted(self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> =
            self.members.into_iter().filter(|members| !members.is_empty()).collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort_unstable();
        groups
    }
}

/// Some members from the first to the last.
fn speakers(members: &[usize]) -> Vec<usize> {
    let step = members.len().div_ceil(SPEAKERS_MAX).max(1);
    members.iter().step_by(step).copied().collect()
}
