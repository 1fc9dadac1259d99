use std::ops::Range;

use sz_tree::Tree;

use super::{
    ApplyError, Patch, PatchFault, Step, Update,
    apply::{SILENT, STEPS, fault_at},
};
use crate::fingerprint::{NONE, to_u32};

/// What happens to each node, checked as far as that is possible without building the tree.
pub(super) struct Plan<'p> {
    pub(super) a: &'p Tree,
    pub(super) patch: &'p Patch,
    /// Per node of A, the step that moves it, or `NONE`.
    moved_by: Vec<u32>,
    is_deleted: Vec<bool>,
    /// Per node of A, what to set: the steps first, then the silent ones; `NONE` for nothing.
    pub(super) updated_by: Vec<u32>,
    /// Each with its list and place in it.
    pub(super) updates: Vec<(&'static str, usize, &'p Update)>,
    /// The steps that place a child, grouped by parent.
    pub(super) placed: Groups,
    /// The nodes of A that stay under a node of A, or last under none.
    pub(super) stayed: Groups,
}

/// Lists of numbers in one vector.
pub(super) struct Groups {
    pub(super) items: Vec<u32>,
    starts: Vec<u32>,
}

impl Groups {
    pub(super) fn last(&self) -> usize {
        self.starts.len() - 2
    }

    /// Sorts items by their group, keeping their order. Groups are `0..groups`.
    fn new(groups: usize, items: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; groups + 1];
        for &(group, _) in items {
            starts[group as usize + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0; items.len()];
        for &(group, item) in items {
            sorted[next[group as usize] as usize] = item;
            next[group as usize] += 1;
        }
        Self { items: sorted, starts }
    }

    pub(super) fn range(&self, group: usize) -> Range<u32> {
        match self.starts.get(group..group + 2) {
            Some(&[start, end]) => start..end,
            _ => 0..0,
        }
    }
}

impl<'p> Plan<'p> {
    pub(super) fn new(patch: &'p Patch, a: &'p Tree) -> Result<Self, ApplyError> {
        let nodes = a.len();
        let inserts = patch.steps.iter().filter(|step| matches!(step, Step::Insert { .. })).count();
        let mut plan = Self {
            a,
            patch,
            moved_by: vec![NONE; nodes],
            is_deleted: vec![false; nodes],
            updated_by: vec![NONE; nodes],
            updates: Vec::new(),
            placed: Groups { items: Vec::new(), starts: Vec::new() },
            stayed: Groups { items: Vec::new(), starts: Vec::new() },
        };
        for (index, step) in patch.steps.iter().enumerate() {
            plan.claim(index, step).map_err(|fault| fault_at(STEPS, index, fault))?;
        }
        for (index, update) in patch.silent.iter().enumerate() {
            plan.update(SILENT, index, update).map_err(|fault| fault_at(SILENT, index, fault))?;
        }
        plan.placed = plan.placements(nodes, inserts)?;
        plan.stayed = plan.stays();
        Ok(plan)
    }

    fn claim(&mut self, index: usize, step: &'p Step) -> Result<(), PatchFault> {
        match step {
            Step::Delete { node } => {
                let at = self.known(*node)?;
                if self.is_deleted[at] || self.moved_by[at] != NONE || self.updated_by[at] != NONE {
                    return Err(PatchFault::Twice(*node));
                }
                self.is_deleted[at] = true;
            }
            Step::Move { node, .. } => {
                let at = self.known(*node)?;
                if self.is_deleted[at] || self.moved_by[at] != NONE {
                    return Err(PatchFault::Twice(*node));
                }
                self.moved_by[at] = to_u32(index);
            }
            Step::Update(update) => self.update(STEPS, index, update)?,
            Step::Insert { .. } => {}
        }
        Ok(())
    }

    fn update(
        &mut self,
        list: &'static str,
        index: usize,
        update: &'p Update,
    ) -> Result<(), PatchFault> {
        let at = self.known(update.node)?;
        if self.is_deleted[at] || self.updated_by[at] != NONE {
            return Err(PatchFault::Twice(update.node));
        }
        self.updated_by[at] = to_u32(self.updates.len());
        self.updates.push((list, index, update));
        Ok(())
    }

    fn known(&self, node: u32) -> Result<usize, PatchFault> {
        let at = node as usize;
        if at < self.is_deleted.len() { Ok(at) } else { Err(PatchFault::UnknownNode(node)) }
    }

    /// The insertions and moves by parent: nodes of A, then inserted ones, then no parent.
    fn placements(&self, nodes: usize, inserts: usize) -> Result<Groups, ApplyError> {
        let none = nodes + inserts;
        let mut placed = Vec::new();
        for (index, step) in self.patch.steps.iter().enumerate() {
            let (Step::Insert { parent, .. } | Step::Move { parent, .. }) = step else { continue };
            let group = parent.map_or(none, |parent| parent as usize);
            let fault = match parent {
                Some(parent) if group >= none => PatchFault::UnknownNode(*parent),
                Some(parent) if self.is_deleted.get(group) == Some(&true) => {
                    PatchFault::DeletedParent(*parent)
                }
                _ => {
                    placed.push((to_u32(group), to_u32(index)));
                    continue;
                }
            };
            return Err(fault_at(STEPS, index, fault));
        }
        Ok(Groups::new(none + 1, &placed))
    }

    fn stays(&self) -> Groups {
        let nodes = to_u32(self.a.len());
        let mut anchors: Vec<u32> = Vec::with_capacity(self.a.len());
        let mut stayed = Vec::with_capacity(self.a.len());
        for node in self.a.nodes() {
            let anchor = match node.parent().map(|parent| parent.id().index()) {
                None => nodes,
                Some(parent) if self.is_deleted[parent] => anchors[parent],
                Some(parent) => to_u32(parent),
            };
            anchors.push(anchor);
            let at = node.id().index();
            if !self.is_deleted[at] && self.moved_by[at] == NONE {
                stayed.push((anchor, to_u32(at)));
            }
        }
        Groups::new(self.a.len() + 1, &stayed)
    }
}
