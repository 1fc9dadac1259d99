use sz_tree::Tree;

use super::Matcher;
use crate::fingerprint::{NONE, Prints, node_at};

/// How many equal subtrees are looked at for the one that fits best.
const CHOICES_MAX: usize = 16;
/// How much corresponding parents count.
const SAME_PARENT: u32 = 4;
/// How many unmatched ancestors are looked through.
const CLIMB_MAX: usize = 4;

impl Matcher<'_> {
    /// Pairs equal subtrees that are left on both sides, wherever they are, larger ones first: what
    /// moved, and has copies.
    pub(super) fn match_residue(&mut self) {
        let free = self.left_a.iter().filter(|&&a| self.of_a[a as usize] == NONE);
        let mut left: Vec<(u64, u32)> = free.map(|&a| (self.a.subtree[a as usize], a)).collect();
        left.sort_unstable();
        // Per run of equal prints, kept at its first place, the first place that may still be free.
        let mut first_free: Vec<usize> = (0..left.len()).collect();
        // What stayed under the same parent goes first, so that its copies elsewhere are not taken for it. Leaves wait
        // until it is known which larger subtrees moved as a whole.
        for (has_leaves, is_near) in [(false, true), (false, false), (true, true), (true, false)] {
            // The node after the last subtree that was dealt with.
            let mut next = 0;
            for place in 0..self.left_b.len() {
                let b = self.left_b[place];
                if b < next || self.b.is_leaf(b) && !has_leaves {
                    continue;
                }
                let copy = match self.of_b[b as usize] {
                    NONE => self.best_copy(b, &left, &mut first_free),
                    _ => None,
                };
                let Some((closeness, a)) = copy else { continue };
                if !is_near || closeness >= SAME_PARENT {
                    self.match_subtrees(a, b);
                }
                next = self.b.end(b);
            }
        }
    }

    /// Pairs free nodes of which each side has one of that role and name, wherever they are. Leaves are not:
    /// to move and change one costs as much as another one.
    pub(super) fn match_named(&mut self) {
        let named = |tree: &Tree, prints: &Prints, left: &[u32], of: &[u32]| {
            let free = left.iter().filter(|&&node| of[node as usize] == NONE);
            let mut named: Vec<(u32, u32)> = free
                .filter(|&&node| !node_at(tree, node).name().is_empty())
                .map(|&node| (prints.label[node as usize], node))
                .collect();
            named.sort_unstable();
            named
        };
        let left = named(self.tree_a, self.a, &self.left_a, &self.of_a);
        let right = named(self.tree_b, self.b, &self.left_b, &self.of_b);
        let mut right = right.chunk_by(|one, other| one.0 == other.0).peekable();
        for run in left.chunk_by(|one, other| one.0 == other.0) {
            let &[(label, a)] = run else { continue };
            while right.next_if(|run| run[0].0 < label).is_some() {}
            if let Some(&[(other, b)]) = right.peek()
                && *other == label
                && !(self.a.is_leaf(a) && self.b.is_leaf(*b))
                && self.is_called_same(a, *b)
            {
                self.set(a, *b);
            }
        }
    }

    /// The free subtree of A, equal to this one of B, that fits best, and how well it does.
    fn best_copy(
        &self,
        b: u32,
        left: &[(u64, u32)],
        first_free: &mut [usize],
    ) -> Option<(u32, u32)> {
        let print = self.b.subtree[b as usize];
        let run = left.partition_point(|&(other, _)| other < print);
        let is_in_run = |place: usize| left.get(place).is_some_and(|&(other, _)| other == print);
        let is_free = |place: usize| self.of_a[left[place].1 as usize] == NONE;
        if !is_in_run(run) {
            return None;
        }
        let mut first = first_free[run];
        while is_in_run(first) && !is_free(first) {
            first += 1;
        }
        first_free[run] = first;
        (first..first + CHOICES_MAX)
            .take_while(|&place| is_in_run(place))
            .filter(|&place| is_free(place))
            .map(|place| left[place].1)
            .map(|a| (self.closeness(a, b), a))
            .max_by_key(|&(closeness, a)| (closeness, u32::MAX - a))
    }

    /// How much the surroundings of two nodes have in common.
    fn closeness(&self, a: u32, b: u32) -> u32 {
        let is_met = |a: u32, b: u32| a < self.a.len() && self.of_a[a as usize] == b;
        let parent_a = anchor(&self.a.parent, &self.of_a, a);
        let parent_b = anchor(&self.b.parent, &self.of_b, b);
        let next = is_met(self.a.end(a), self.b.end(b));
        let previous = a > 0 && b > 0 && is_met(a - 1, b - 1);
        let has_same_parent = u32::from(is_met(parent_a, parent_b));
        SAME_PARENT * has_same_parent + 2 * u32::from(previous) + u32::from(next)
    }
}

/// The nearest ancestor that corresponds to something, a few levels up at most.
fn anchor(parents: &[u32], of: &[u32], node: u32) -> u32 {
    let mut anchor = parents[node as usize];
    for _ in 0..CLIMB_MAX {
        if of[anchor as usize] != NONE || anchor == 0 {
            break;
        }
        anchor = parents[anchor as usize];
    }
    anchor
}
