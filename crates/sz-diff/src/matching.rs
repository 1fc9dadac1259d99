//! Which node of one tree is which of the other.
//!
//! The family of Falleri et al., "Fine-grained and accurate source code differencing", ASE 2014 (`GumTree`),
//! made near-linear: equal subtrees that are unique on both sides are found by their prints (`unique`);
//! their ancestors by the votes of what they hold (`votes`); the rest from the root down by aligning the
//! children of what corresponds (`children`), with what moved elsewhere found in between (`residue`).

mod children;
mod residue;
mod unique;
mod votes;

pub(crate) use unique::Index;

use std::cell::Cell;

use sz_tree::Tree;

use crate::{
    fingerprint::{NONE, Prints, node_at},
    judge::Judge,
};

/// The tables of both sides and what is matched so far.
#[derive(Debug)]
pub(crate) struct Matcher<'t> {
    pub(crate) tree_a: &'t Tree,
    pub(crate) tree_b: &'t Tree,
    pub(crate) a: &'t Prints,
    pub(crate) b: &'t Prints,
    judge: Judge<'t>,
    /// Per node of A, its node of B or `NONE`.
    of_a: Vec<u32>,
    /// Per node of B, its node of A or `NONE`.
    of_b: Vec<u32>,
    /// The nodes of A, and of B, that were free once unique subtrees had been paired, in pre-order: few, as
    /// screens go, and all that the rest is about.
    left_a: Vec<u32>,
    left_b: Vec<u32>,
    /// Pairs that hold before any are looked for.
    known: Option<&'t Known>,
    /// Per node of A, whether it is in one of them; empty where there are none.
    is_known: Vec<bool>,
    /// Comparisons of pairs that may still be made before only cheap ones are.
    budget: Cell<u64>,
    children: children::Buffers,
}

/// What is known of the pairs of two trees before they are looked for, in pre-order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Pairs of nodes that do not differ, and whose children are known as well.
    pub(crate) fitting: Vec<(u32, u32)>,
    /// Pairs of nodes that differ, or whose children do.
    pub(crate) open: Vec<(u32, u32)>,
    /// Pairs for want of better ones.
    pub(crate) likely: Vec<(u32, u32)>,
}

impl Known {
    /// The pairing, if there is nothing else to know.
    pub(crate) fn pairing(&self, nodes_a: u32, nodes_b: u32) -> Pairing {
        let mut pairing =
            Pairing { of_a: vec![NONE; nodes_a as usize], of_b: vec![NONE; nodes_b as usize] };
        for &(a, b) in &self.fitting {
            pairing.of_a[a as usize] = b;
            pairing.of_b[b as usize] = a;
        }
        pairing
    }
}

/// How sure a pair must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    /// Only what is clearly the same.
    Sure,
    /// Whatever costs less as a pair than as a removal and an addition.
    Rest,
}

/// Which node is which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pairing {
    /// Per node of A, its node of B or `NONE`.
    pub(crate) of_a: Vec<u32>,
    /// Per node of B, its node of A or `NONE`.
    pub(crate) of_b: Vec<u32>,
}

impl<'t> Matcher<'t> {
    pub(crate) fn new(
        (tree_a, a): (&'t Tree, &'t Prints),
        (tree_b, b): (&'t Tree, &'t Prints),
        judge: Judge<'t>,
    ) -> Self {
        Self {
            tree_a,
            tree_b,
            a,
            b,
            judge,
            of_a: vec![NONE; a.size.len()],
            of_b: vec![NONE; b.size.len()],
            left_a: Vec::new(),
            left_b: Vec::new(),
            known: None,
            is_known: Vec::new(),
            budget: Cell::new(8 * (u64::from(a.len()) + u64::from(b.len())) + 4096),
            children: children::Buffers::default(),
        }
    }

    /// The same with these pairs made already.
    pub(crate) fn knowing(mut self, known: &'t Known) -> Self {
        self.known = Some(known);
        self.is_known = vec![false; self.of_a.len()];
        for &(a, b) in known.fitting.iter().chain(&known.open) {
            if self.is_free(a, b) {
                self.set(a, b);
                self.is_known[a as usize] = true;
            }
        }
        self
    }

    pub(crate) fn pair(mut self, index: &Index) -> Pairing {
        if self.known.is_none() && self.is_alike(0, 0) {
            self.match_subtrees(0, 0);
            return Pairing { of_a: self.of_a, of_b: self.of_b };
        }
        self.match_unique(index);
        self.left_a = unmatched(&self.of_a);
        self.left_b = unmatched(&self.of_b);
        self.leave_open();
        self.match_by_votes(Pass::Sure);
        self.match_roots();
        self.match_children(Pass::Sure);
        self.match_residue();
        self.match_named();
        self.match_likely();
        self.match_by_votes(Pass::Rest);
        self.match_children(Pass::Rest);
        Pairing { of_a: self.of_a, of_b: self.of_b }
    }

    /// What is under pairs that are known to differ is still to be looked at.
    fn leave_open(&mut self) {
        let Some(known) = self.known else { return };
        let open = known.open.iter().filter(|&&(a, b)| self.of_a[a as usize] == b);
        self.left_b.extend(open.map(|&(_, b)| b));
        self.left_b.sort_unstable();
    }

    /// Makes those likely pairs of which both sides are free still.
    fn match_likely(&mut self) {
        for &(a, b) in self.known.map_or(&[][..], |known| &known.likely) {
            if self.is_free(a, b) {
                self.set(a, b);
            }
        }
    }

    fn is_known(&self, a: u32) -> bool {
        self.is_known.get(a as usize).is_some_and(|&is_known| is_known)
    }

    /// Roots that are free correspond where they can: nothing else is as likely.
    fn match_roots(&mut self) {
        if self.is_free(0, 0) && node_at(self.tree_a, 0).role() == node_at(self.tree_b, 0).role() {
            self.set(0, 0);
        }
    }

    fn set(&mut self, a: u32, b: u32) {
        self.of_a[a as usize] = b;
        self.of_b[b as usize] = a;
    }

    fn is_free(&self, a: u32, b: u32) -> bool {
        self.of_a[a as usize] == NONE && self.of_b[b as usize] == NONE
    }

    /// Pairs two subtrees of the same shape node by node, where both nodes are free.
    fn match_subtrees(&mut self, a: u32, b: u32) {
        let size = self.a.size[a as usize].min(self.b.size[b as usize]);
        for offset in 0..size {
            if self.is_free(a + offset, b + offset) {
                self.set(a + offset, b + offset);
            }
        }
    }

    /// Role and name fit.
    fn is_called_same(&self, a: u32, b: u32) -> bool {
        match self.judge.rules() {
            None => self.a.label[a as usize] == self.b.label[b as usize],
            Some(_) => self.judge.is_called_same(node_at(self.tree_a, a), node_at(self.tree_b, b)),
        }
    }

    fn has_same_role(&self, a: u32, b: u32) -> bool {
        node_at(self.tree_a, a).role() == node_at(self.tree_b, b).role()
    }

    /// The prints say that the subtrees are equal. Where rules blur the prints, the nodes are compared.
    fn is_alike(&self, a: u32, b: u32) -> bool {
        let (size_a, size_b) = (self.a.size[a as usize], self.b.size[b as usize]);
        self.a.subtree[a as usize] == self.b.subtree[b as usize]
            || self.judge.rules().is_some()
                && size_a == size_b
                && (0..size_a).all(|offset| self.is_met_by(a + offset, b + offset))
    }

    /// Two nodes are the same by the rules, and so is the size of their subtrees.
    fn is_met_by(&self, a: u32, b: u32) -> bool {
        self.a.size[a as usize] == self.b.size[b as usize]
            && self.spend(1)
            && self.judge.is_same(node_at(self.tree_a, a), node_at(self.tree_b, b))
    }

    /// Takes from the budget, if there is enough.
    fn spend(&self, cost: u64) -> bool {
        let left = self.budget.get().checked_sub(cost);
        self.budget.set(left.unwrap_or(self.budget.get()));
        left.is_some()
    }
}

fn unmatched(of: &[u32]) -> Vec<u32> {
    (0..).zip(of).filter(|&(_, &counterpart)| counterpart == NONE).map(|(node, _)| node).collect()
}

#[cfg(test)]
mod tests;
