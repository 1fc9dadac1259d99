//! Lists of which the samples have more or fewer items: one item stands for all.

use sz_tree::AriaRole;

use super::{Knot, Weave};

impl Weave<'_> {
    /// Makes one knot of siblings in a row that are items of a list whose length varies.
    pub(super) fn fold_lists(&mut self) {
        let mut ahead = vec![Self::ROOT];
        while let Some(knot) = ahead.pop() {
            let mut children = std::mem::take(&mut self.knots[knot].children);
            let mut kept = Vec::with_capacity(children.len());
            while !children.is_empty() {
                let length = self.run_length(&children);
                let is_all = kept.is_empty() && length == children.len();
                let rest = children.split_off(length);
                if self.is_list(knot, &children) && !(is_all && self.gives_way(knot)) {
                    for &item in &children[1..] {
                        self.absorb(children[0], item);
                    }
                    self.knots[children[0]].is_repeated = true;
                    children.truncate(1);
                }
                kept.append(&mut children);
                children = rest;
            }
            ahead.extend(&kept);
            self.knots[knot].children = kept;
        }
    }

    /// True for a root that noise profiles take away where it has only one child, which items written as one would be.
    fn gives_way(&self, knot: usize) -> bool {
        let Knot { kind, .. } = &self.knots[knot];
        knot == Self::ROOT && kind.role == AriaRole::Generic && kind.name.is_empty()
    }

    /// How many of these siblings, from the first on, are of one kind.
    fn run_length(&self, siblings: &[usize]) -> usize {
        let first = &self.knots[siblings[0]];
        let is_alike = |other: &Knot<'_>| {
            other.kind.role == first.kind.role
                && (is_item(first) || other.kind.shape == first.kind.shape)
        };
        siblings.iter().take_while(|&&sibling| is_alike(&self.knots[sibling])).count()
    }

    /// True where siblings of one kind are not always there, and they all say the same, or most of them do not wherever they
    /// are.
    fn is_list(&self, parent: usize, run: &[usize]) -> bool {
        if run.len() < 2 || !run.iter().any(|&sibling| self.is_optional(parent, sibling)) {
            return false;
        }
        let content = self.knots[run[0]].kind.content;
        if run
            .iter()
            .all(|&sibling| self.knots[sibling].instances.iter().all(|it| it.content == content))
        {
            return true;
        }
        let is_fixed = |&&sibling: &&usize| {
            let knot = &self.knots[sibling];
            !self.is_optional(parent, sibling) && knot.parent_count() > 1 && knot.is_constant()
        };
        let fixed = run.iter().filter(is_fixed).count();
        if is_item(&self.knots[run[0]]) { 2 * fixed <= run.len() } else { fixed == 0 }
    }
}

impl Knot<'_> {
    /// True where it says the same wherever it is.
    fn is_constant(&self) -> bool {
        let content = self.kind.content;
        self.instances.iter().all(|instance| instance.content == content)
    }
}

/// Roles of what lists are made of.
fn is_item(knot: &Knot<'_>) -> bool {
    matches!(
        knot.kind.role.aria(),
        Some(
            AriaRole::Article
                | AriaRole::Listitem
                | AriaRole::Menuitem
                | AriaRole::Option
                | AriaRole::Row
                | AriaRole::Tab
                | AriaRole::Treeitem
        )
    )
}
