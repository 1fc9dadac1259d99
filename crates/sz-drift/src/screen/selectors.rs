use sz_select::{Describer, selector_for};
use sz_tree::{Node, Tree};

/// Selectors for the nodes of events: one by one for a few, by an index of each tree for many.
pub(super) struct Selectors<'t>(Option<(Describer<'t>, Describer<'t>)>);

impl<'t> Selectors<'t> {
    /// With more events than this, the indexes cost less than the events.
    const FEW: usize = 50;

    pub(super) fn for_events(events: usize, captured: &'t Tree, baseline: &'t Tree) -> Self {
        let is_many = events > Self::FEW;
        Self(is_many.then(|| (Describer::new(captured), Describer::new(baseline))))
    }

    pub(super) fn captured(&self, node: Node<'t>) -> String {
        self.0
            .as_ref()
            .map_or_else(|| selector_for(node), |(captured, _)| captured.selector_for(node))
    }

    pub(super) fn baseline(&self, node: Node<'t>) -> String {
        self.0
            .as_ref()
            .map_or_else(|| selector_for(node), |(_, baseline)| baseline.selector_for(node))
    }
}
