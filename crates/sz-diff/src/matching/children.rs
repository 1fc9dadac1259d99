use std::ops::Range;

use sz_tree::{AriaRole, Node};

use super::{Matcher, Pass};
use crate::{
    fingerprint::{NONE, Prints, node_at, to_u32},
    sequence::{self, Common},
};

/// Gaps with more possible pairs than this are aligned by role and name only.
const CELLS_MAX: usize = 1024;
/// More free children than this are not paired once their gaps have been.
const LEFTOVERS_MAX: usize = 32;
/// How many nodes of a subtree are looked at to tell how similar it is.
const SAMPLE: u32 = 32;

/// Reused lists of children.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    a: Vec<u32>,
    b: Vec<u32>,
    aligned: Vec<(u32, u32)>,
}

impl Matcher<'_> {
    /// From the root down, aligns the children of what corresponds and is not equal.
    pub(super) fn match_children(&mut self, pass: Pass) {
        let mut buffers = std::mem::take(&mut self.children);
        let is_open_a = have_free_children(self.a, &self.left_a, &self.of_a);
        let is_open_b = have_free_children(self.b, &self.left_b, &self.of_b);
        for place in 0..self.left_b.len() {
            let b = self.left_b[place];
            let a = self.of_b[b as usize];
            let is_open = a != NONE && is_open_a[a as usize] && is_open_b[b as usize];
            if is_open && self.a.subtree[a as usize] != self.b.subtree[b as usize] {
                buffers.a.clear();
                buffers.a.extend(self.a.children(a));
                buffers.b.clear();
                buffers.b.extend(self.b.children(b));
                self.align(&mut buffers, pass);
            }
        }
        self.children = buffers;
    }

    fn align(&mut self, buffers: &mut Buffers, pass: Pass) {
        let Buffers { a, b, aligned } = buffers;
        let ends = a.iter().zip(b.iter()).take_while(|&(&a, &b)| self.meet(a, b)).count();
        let (a, b) = (&a[ends..], &b[ends..]);
        let (back_a, back_b) = (a.iter().rev(), b.iter().rev());
        let ends = back_a.zip(back_b).take_while(|&(&a, &b)| self.meet(a, b)).count();
        let (a, b) = (&a[..a.len() - ends], &b[..b.len() - ends]);
        let has_free_a = a.iter().any(|&a| self.of_a[a as usize] == NONE);
        let has_free_b = b.iter().any(|&b| self.of_b[b as usize] == NONE);
        if !has_free_a || !has_free_b {
            return;
        }
        self.align_equal(a, b, aligned);
        let (mut start_a, mut start_b) = (0, 0);
        let end = (to_u32(a.len()), to_u32(b.len()));
        for &(next_a, next_b) in aligned.iter().chain([&end]) {
            let gap_a = a.get(start_a..next_a as usize).unwrap_or_default();
            let gap_b = b.get(start_b..next_b as usize).unwrap_or_default();
            self.match_gap(gap_a, gap_b, pass);
            (start_a, start_b) = (next_a as usize + 1, next_b as usize + 1);
        }
        if pass == Pass::Rest {
            self.match_leftovers(a, b);
        }
    }

    /// Pairs children that are free because their order changed, too, or because a wrapper came or went.
    fn match_leftovers(&mut self, a: &[u32], b: &[u32]) {
        let (a, b) = (free(a, &self.of_a), free(b, &self.of_b));
        if a.len().max(b.len()) > LEFTOVERS_MAX {
            return;
        }
        self.match_in_order(&a, &b, Pass::Sure);
        for &wrapper in &b {
            if self.of_b[wrapper as usize] == NONE && !self.b.is_leaf(wrapper) {
                let inside: Vec<u32> = self.b.children(wrapper).take(LEFTOVERS_MAX).collect();
                let (a, inside) = (free(&a, &self.of_a), free(&inside, &self.of_b));
                self.match_in_order(&a, &inside, Pass::Rest);
            }
        }
        for &wrapper in &a {
            if self.of_a[wrapper as usize] == NONE && !self.a.is_leaf(wrapper) {
                let inside: Vec<u32> = self.a.children(wrapper).take(LEFTOVERS_MAX).collect();
                let (inside, b) = (free(&inside, &self.of_a), free(&b, &self.of_b));
                self.match_in_order(&inside, &b, Pass::Rest);
            }
        }
    }

    /// True where two children correspond, or can and now do because they are equal.
    fn meet(&mut self, a: u32, b: u32) -> bool {
        let does = self.can_meet(a, b);
        if does && self.of_a[a as usize] == NONE {
            self.match_subtrees(a, b);
        }
        does
    }

    fn can_meet(&self, a: u32, b: u32) -> bool {
        self.of_a[a as usize] == b || self.is_free(a, b) && self.is_alike(a, b)
    }

    /// Finds the places of a longest common subsequence of equal children, and pairs those that are free.
    fn align_equal(&mut self, a: &[u32], b: &[u32], aligned: &mut Vec<(u32, u32)>) {
        let Common { pairs, is_complete } = self.common(a, b, Self::can_meet);
        for &(i, j) in &pairs {
            self.meet(a[i as usize], b[j as usize]);
        }
        *aligned = pairs;
        if is_complete {
            return;
        }
        // Too different for an alignment: equal ones correspond in the order they come.
        let by_print = |prints: &[u64], nodes: &[u32], of: &[u32]| {
            let free = nodes.iter().filter(|&&node| of[node as usize] == NONE);
            let mut sorted: Vec<_> = free.map(|&node| (prints[node as usize], node)).collect();
            sorted.sort_unstable();
            sorted
        };
        let left = by_print(&self.a.subtree, a, &self.of_a);
        let right = by_print(&self.b.subtree, b, &self.of_b);
        let mut right = right.into_iter().peekable();
        for (print, a) in left {
            while right.next_if(|&(other, _)| other < print).is_some() {}
            if let Some((_, b)) = right.next_if(|&(other, _)| other == print) {
                self.match_subtrees(a, b);
            }
        }
    }

    fn common(&self, a: &[u32], b: &[u32], is_equal: impl Fn(&Self, u32, u32) -> bool) -> Common {
        let (len_a, len_b) = (to_u32(a.len()), to_u32(b.len()));
        let edits_max = (4_000_000 / len_a.saturating_add(len_b).max(1)).clamp(16, 256);
        sequence::common(len_a, len_b, edits_max, |i, j| {
            is_equal(self, a[i as usize], b[j as usize])
        })
    }

    /// Pairs free children that stand between the same neighbours, in order.
    fn match_gap(&mut self, a: &[u32], b: &[u32], pass: Pass) {
        let (a, b) = (free(a, &self.of_a), free(b, &self.of_b));
        if a.is_empty() || b.is_empty() {
            return;
        }
        if a.len().saturating_mul(b.len()) <= CELLS_MAX {
            self.match_in_order(&a, &b, self.pass_for(&a, &b, pass));
            return;
        }
        let named = self.common(&a, &b, Self::is_called_same).pairs;
        for (i, j) in named {
            let (a, b) = (a[i as usize], b[j as usize]);
            if self.score(a, b, pass) > 0 {
                self.set(a, b);
            }
        }
        if pass == Pass::Rest {
            let (a, b) = (free(&a, &self.of_a), free(&b, &self.of_b));
            for (a, b) in a.into_iter().zip(b) {
                if self.score(a, b, pass) > 0 {
                    self.set(a, b);
                }
            }
        }
    }

    /// What stands alone between the same neighbours is what was there: a leaf whatever it is called, a
    /// container by any name if that did not change.
    fn pass_for(&self, a: &[u32], b: &[u32], pass: Pass) -> Pass {
        let (&[a], &[b]) = (a, b) else { return pass };
        let are_leaves = self.a.is_leaf(a) && self.b.is_leaf(b);
        let is_it = self.is_called_same(a, b) || are_leaves && self.has_same_role(a, b);
        if is_it { Pass::Rest } else { pass }
    }

    fn match_in_order(&mut self, a: &[u32], b: &[u32], pass: Pass) {
        let pairs = sequence::best_in_order(a.len(), b.len(), |i, j| self.score(a[i], b[j], pass));
        for (i, j) in pairs {
            self.set(a[i], b[j]);
        }
    }

    /// How much speaks for a pair of free siblings; 0 for none.
    fn score(&self, a: u32, b: u32, pass: Pass) -> u32 {
        let is_called_same = self.is_called_same(a, b);
        let called = if is_called_same { 4 } else { 0 };
        let has_same_role = is_called_same || self.has_same_role(a, b);
        if self.a.is_leaf(a) && self.b.is_leaf(b) {
            return match pass {
                Pass::Sure => called,
                Pass::Rest if has_same_role => called + 2,
                Pass::Rest => u32::from(self.has_same_name(a, b)),
            };
        }
        if pass == Pass::Sure && !is_called_same {
            return 0;
        }
        // A removal and an addition in place of the pair would cost no more than the moves that it makes.
        let saved = if is_called_same { 2 } else { 1 };
        if self.moves_made_by(a, b, saved) >= saved {
            return 0;
        }
        let overlap = self.overlap(a, b);
        let sizes = (self.a.size[a as usize].min(SAMPLE), self.b.size[b as usize].min(SAMPLE));
        // Two that have most in common are the same, whatever else went from one to the other.
        let is_mostly_same = overlap * 2 > sizes.0.max(sizes.1);
        if pass == Pass::Sure && !is_mostly_same && !self.is_kin(a, b) {
            return 0;
        }
        let is_similar = overlap * 2 + 1 >= sizes.0.min(sizes.1);
        let is_sized_alike = sizes.0 <= 2 * sizes.1 && sizes.1 <= 2 * sizes.0;
        let is_pair = match pass {
            Pass::Sure => is_similar,
            Pass::Rest if has_same_role => {
                is_called_same || overlap > 0 || is_sized_alike || self.has_text_of(a, b)
            }
            Pass::Rest => is_similar && overlap > 1,
        };
        if is_pair { called + 2 * overlap + 1 } else { 0 }
    }

    /// True where one of them is a leaf, and its name a text in the other: the name may have been written out since.
    fn has_text_of(&self, a: u32, b: u32) -> bool {
        let is_in = |name: &str, holder: Node<'_>| {
            let is_text = |child: &Node<'_>| child.role() == AriaRole::Text && child.name() == name;
            !name.is_empty() && holder.children().take(SAMPLE as usize).any(|it| is_text(&it))
        };
        let (node_a, node_b) = (node_at(self.tree_a, a), node_at(self.tree_b, b));
        self.a.is_leaf(a) && is_in(node_a.name(), node_b)
            || self.b.is_leaf(b) && is_in(node_b.name(), node_a)
    }

    fn has_same_name(&self, a: u32, b: u32) -> bool {
        let (a, b) = (node_at(self.tree_a, a), node_at(self.tree_b, b));
        !a.name().is_empty() && a.name() == b.name()
    }

    /// False where what is under the one came from, or went to, somewhere else only.
    fn is_kin(&self, a: u32, b: u32) -> bool {
        let from_b = self.b.children(b).map(|child| self.of_b[child as usize]);
        let from_a = self.a.children(a).map(|child| self.of_a[child as usize]);
        leads_into(from_b, a..self.a.end(a)) && leads_into(from_a, b..self.b.end(b))
    }

    /// How many children stand beside the one and under the other, which is where they stay unless the two are a pair;
    /// no more than `most` are counted.
    fn moves_made_by(&self, a: u32, b: u32, most: usize) -> usize {
        let sample = SAMPLE as usize;
        let beside = |of: u32, parents: &[u32], parent: u32| {
            of != NONE && parents.get(of as usize) == Some(&parent)
        };
        let parent_a = self.a.parent[a as usize];
        let parent_b = self.b.parent[b as usize];
        let of_a = self.a.children(a).take(sample).map(|child| self.of_a[child as usize]);
        let of_b = self.b.children(b).take(sample).map(|child| self.of_b[child as usize]);
        let out = of_a.filter(|&of| beside(of, &self.b.parent, parent_b)).take(most).count();
        let into = of_b.filter(|&of| beside(of, &self.a.parent, parent_a)).take(most).count();
        out + into
    }

    /// How many of the first nodes of two subtrees have a likeness in the other, wherever they stand.
    fn overlap(&self, a: u32, b: u32) -> u32 {
        let end_a = self.a.end(a).min(a + SAMPLE);
        let end_b = self.b.end(b).min(b + SAMPLE);
        let cost = u64::from(end_a - a) + u64::from(end_b - b);
        if !self.spend(cost) {
            return 0;
        }
        let in_place = match self.judge.rules() {
            Some(_) => {
                let pairs = (a..end_a).zip(b..end_b);
                to_u32(pairs.filter(|&(a, b)| self.is_called_same(a, b)).count())
            }
            None => 0,
        };
        let (left, left_len) = sample(self.a, a..end_a);
        let (right, right_len) = sample(self.b, b..end_b);
        let (mut i, mut j, mut overlap) = (0, 0, 0);
        while i < left_len && j < right_len {
            match left[i].cmp(&right[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, overlap) = (i + 1, j + 1, overlap + 1),
            }
        }
        overlap.max(in_place)
    }
}

/// Per node, whether a child of it is among those left and still free.
fn have_free_children(prints: &Prints, left: &[u32], of: &[u32]) -> Vec<bool> {
    let mut have = vec![false; of.len()];
    for &node in left.iter().filter(|&&node| of[node as usize] == NONE) {
        have[prints.parent[node as usize] as usize] = true;
    }
    have
}

/// Sorted: leaves by their fields, others by role and name, as what is in them may have changed.
fn sample(prints: &Prints, nodes: Range<u32>) -> ([u64; SAMPLE as usize], usize) {
    let mut sample = [0; SAMPLE as usize];
    let taken = nodes.len().min(sample.len());
    for (slot, node) in sample.iter_mut().zip(nodes) {
        let is_leaf = prints.is_leaf(node);
        let (subtree, label) = (prints.subtree[node as usize], prints.label[node as usize]);
        *slot = if is_leaf { subtree } else { u64::from(label) };
    }
    sample[..taken].sort_unstable();
    (sample, taken)
}

/// Those of `nodes` that correspond to nothing yet.
fn free(nodes: &[u32], of: &[u32]) -> Vec<u32> {
    nodes.iter().copied().filter(|&node| of[node as usize] == NONE).collect()
}

/// True where none of the first counterparts is known, or at least one is among these nodes.
fn leads_into(counterparts: impl Iterator<Item = u32>, nodes: Range<u32>) -> bool {
    let mut known = counterparts.take(SAMPLE as usize).filter(|&node| node != NONE).peekable();
    known.peek().is_none() || known.any(|node| nodes.contains(&node))
}
