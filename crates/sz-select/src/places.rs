use std::collections::BTreeMap;

use sz_tree::{Node, Role, Tree};

use crate::program::Place;

/// Where each node stands among its siblings, for the places that a node does not know by itself.
#[derive(Debug)]
pub(crate) struct Places {
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    from_end: u32,
    of_type: u32,
    of_type_from_end: u32,
}

impl Places {
    /// Counts the siblings of every node.
    pub(crate) fn new(tree: &Tree) -> Self {
        let mut rows = vec![Row { from_end: 1, of_type: 1, of_type_from_end: 1 }; tree.len()];
        let mut siblings: Vec<Node<'_>> = Vec::new();
        let mut seen: BTreeMap<Role<'_>, u32> = BTreeMap::new();
        for parent in tree.nodes() {
            siblings.clear();
            siblings.extend(parent.children());
            seen.clear();
            for node in &siblings {
                rows[node.id().index()].of_type = count(&mut seen, node.role());
            }
            seen.clear();
            for (from_end, node) in (1..).zip(siblings.iter().rev()) {
                let row = &mut rows[node.id().index()];
                row.from_end = from_end;
                row.of_type_from_end = count(&mut seen, node.role());
            }
        }
        Self { rows }
    }

    /// The position of a node, from 1.
    pub(crate) fn get(&self, node: Node<'_>, place: Place) -> u32 {
        let row = self.rows[node.id().index()];
        match place {
            Place::Child => child_place(node),
            Place::LastChild => row.from_end,
            Place::OfType => row.of_type,
            Place::LastOfType => row.of_type_from_end,
        }
    }
}

/// The position among the siblings, from 1.
pub(crate) fn child_place(node: Node<'_>) -> u32 {
    u32::try_from(node.position() + 1).unwrap_or(u32::MAX)
}

fn count<'t>(seen: &mut BTreeMap<Role<'t>, u32>, role: Role<'t>) -> u32 {
    let seen = seen.entry(role).or_insert(0);
    *seen += 1;
    *seen
}
