//! Changed copies: the walk that opens and closes nodes in pairs, so that callers say only what a node becomes.

use super::TreeBuilder;
use crate::{BuildError, Node};

impl TreeBuilder {
    /// Walks the subtree of `root` in document order and closes what `open` opened for a node after the nodes
    /// under it. `open` opens exactly one node and leaves it open; it may open and close others inside it.
    ///
    /// # Errors
    /// Those of `open`, and nodes that are not opened and closed in pairs.
    pub fn copy_subtree(
        &mut self,
        root: Node<'_>,
        mut open: impl FnMut(&mut Self, Node<'_>) -> Result<(), BuildError>,
    ) -> Result<(), BuildError> {
        let mut ends: Vec<usize> = Vec::new();
        for node in root.subtree() {
            let index = node.id().index();
            while ends.last() == Some(&index) {
                ends.pop();
                self.close()?;
            }
            open(self, node)?;
            ends.push(index + node.subtree_size());
        }
        ends.into_iter().try_for_each(|_| self.close().map(drop))
    }
}
