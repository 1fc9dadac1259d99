//! Where the shape of a baseline is open: what may be absent, stand there several times, stand in another order, or have
//! company.

use crate::{
    baseline::{ChildrenRule, Occurs, Rules},
    fingerprint::Prints,
};

/// One entry per node of the baseline in each table.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    /// What is under the node can have another shape.
    pub(crate) is_open: Vec<bool>,
    /// No rule speaks of the node or of anything under it.
    pub(crate) is_literal: Vec<bool>,
    /// Nodes with a rule for the list of their children or for one of them, in pre-order, without those that are
    /// part of a repeated node.
    pub(crate) parents: Vec<u32>,
}

impl Structure {
    /// `None` where the shape is open nowhere.
    pub(crate) fn new(rules: &Rules, prints: &Prints) -> Option<Self> {
        let nodes = prints.len();
        let mut is_open = vec![false; nodes as usize];
        let mut is_literal = vec![true; nodes as usize];
        let mut is_parent = vec![false; nodes as usize];
        for index in (0..nodes).rev() {
            let at = index as usize;
            let parent = prints.parent[at] as usize;
            is_literal[at] &= !rules.has(index);
            let has_rule = rules.children(index) != ChildrenRule::default();
            is_parent[at] |= has_rule;
            is_open[at] |= is_parent[at];
            if index == 0 {
                break;
            }
            is_parent[parent] |= rules.occurs(index) != Occurs::default();
            is_open[parent] |= is_open[at] || is_parent[parent];
            is_literal[parent] &= is_literal[at];
        }
        let mut parents = Vec::new();
        let mut next = 0;
        while next < nodes {
            if next > 0 && rules.occurs(next).is_repeated {
                next = prints.end(next);
                continue;
            }
            if is_parent[next as usize] {
                parents.push(next);
            }
            next += 1;
        }
        is_open[0].then_some(Self { is_open, is_literal, parents })
    }
}
