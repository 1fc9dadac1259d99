use sz_noise::Profile;
use sz_tree::{NodeId, Signatures, Tree};

use crate::view::{View, view};

/// A capture made ready for templates: noise gone, signatures taken, and beside it what an ARIA
/// snapshot can say of it, which is what baselines are compared with.
#[derive(Clone, Debug)]
pub struct Observation {
    kept: Tree,
    view: View,
    signatures: Signatures,
}

impl Observation {
    /// Filters `tree` through `profile`. Cost: linear in the nodes.
    pub fn new(tree: &Tree, profile: &Profile) -> Self {
        let kept = profile.apply(tree);
        let spoken = view(&kept.tree);
        // What ARIA cannot say may leave noise behind, such as unnamed wrappers that had a platform role: the
        // baseline is filtered after reading, so the view is too.
        let quiet = profile.apply_to(spoken.tree);
        let origin = |id: &NodeId| kept.origins[spoken.origins[id.index()].index()];
        Self {
            signatures: kept.tree.signatures(),
            view: View { origins: quiet.origins.iter().map(origin).collect(), tree: quiet.tree },
            kept: kept.tree,
        }
    }

    /// The tree without noise.
    pub fn kept(&self) -> &Tree {
        &self.kept
    }

    /// What an ARIA snapshot can say of [`Self::kept`], which is what baselines are compared with.
    pub fn view(&self) -> &Tree {
        &self.view.tree
    }

    /// The signatures of [`Self::kept`].
    pub fn signatures(&self) -> &Signatures {
        &self.signatures
    }

    /// For each node of [`Self::view`], which node of the tree that was observed it comes from.
    pub(crate) fn captured_ids(&self) -> &[NodeId] {
        &self.view.origins
    }

    /// Which node of the tree that was observed a node of [`Self::view`] comes from.
    pub fn captured_id(&self, view_node: NodeId) -> Option<NodeId> {
        self.view.origins.get(view_node.index()).copied()
    }
}
