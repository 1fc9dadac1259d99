use sz_tree::{Node, NodeId, Role, Tree};

use crate::{AttributesCompared, Compared};

/// No node: what a side table holds where nothing corresponds.
pub(crate) const NONE: u32 = u32::MAX;

/// What the matcher needs to know of a tree, one entry per node in each table.
///
/// Fingerprints are hints for finding what corresponds, and nothing else: every pair that is found is
/// compared field by field afterwards, so that a screen made to collide can cost edits but hide none.
#[derive(Clone, Debug)]
pub(crate) struct Prints {
    /// Of the whole subtree: fields, shape and order.
    pub(crate) subtree: Vec<u64>,
    /// Of role and name.
    pub(crate) label: Vec<u32>,
    /// The parent's index; the root's is its own.
    pub(crate) parent: Vec<u32>,
    /// Nodes in the subtree.
    pub(crate) size: Vec<u32>,
}

impl Prints {
    pub(crate) fn new(tree: &Tree, compared: Compared) -> Self {
        let len = tree.len();
        let mut prints = Self {
            subtree: vec![0; len],
            label: vec![0; len],
            parent: vec![0; len],
            size: vec![0; len],
        };
        // Children come after their parent, so going backwards each node has all of its children's.
        for index in (0..to_u32(len)).rev() {
            let (node, at) = (node_at(tree, index), index as usize);
            let label = label_print(node, compared);
            prints.label[at] = to_u32((label >> 32) as usize);
            let own = own_print(node, label, compared);
            let print = mix(prints.subtree[at] ^ own, 0x9e37_79b9_7f4a_7c15);
            prints.subtree[at] = print;
            prints.size[at] = to_u32(node.subtree_size());
            if let Some(parent) = node.parent() {
                let parent = parent.id().index();
                prints.parent[at] = to_u32(parent);
                prints.subtree[parent] = mix(prints.subtree[parent] ^ print, 0xd6e8_feb8_6659_fd93);
            }
        }
        prints
    }

    pub(crate) fn len(&self) -> u32 {
        to_u32(self.size.len())
    }

    /// The index after the last node of this subtree.
    pub(crate) fn end(&self, index: u32) -> u32 {
        index + self.size[index as usize]
    }

    pub(crate) fn is_leaf(&self, index: u32) -> bool {
        self.size[index as usize] == 1
    }

    pub(crate) fn children(&self, index: u32) -> impl Iterator<Item = u32> {
        let (mut next, end) = (index + 1, self.end(index));
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.end(child);
            Some(child)
        })
    }
}

pub(crate) fn to_u32(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// The node at an index; the root where there is none.
pub(crate) fn node_at(tree: &Tree, index: u32) -> Node<'_> {
    tree.node(NodeId::new(index)).unwrap_or_else(|| tree.root())
}

/// Multiplies into 128 bits and folds them: the mixing step of foldhash and wyhash.
pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let wide = (u128::from(a) ^ 0x2d35_8dcc_aa6c_78a5) * u128::from(b);
    let [low, high] = [wide, wide >> 64].map(|half| half & u128::from(u64::MAX));
    u64::try_from(low ^ high).unwrap_or_default()
}

fn label_print(node: Node<'_>, compared: Compared) -> u64 {
    let role = match node.role() {
        Role::Aria(role) => mix(role as u64, 0xa076_1d64_78bd_642f),
        Role::Platform(name) => text_print(0xe703_7ed1_a0b4_28db, name),
    };
    if compared.name { text_print(role, node.name()) } else { role }
}

fn own_print(node: Node<'_>, label: u64, compared: Compared) -> u64 {
    let states = node.states().intersection(compared.states).bits();
    let mut print = mix(label ^ u64::from(states), 0x8ebc_6af0_9c88_c6e3);
    if compared.value
        && let Some(value) = node.value()
    {
        print = text_print(print ^ 0x5899_65cc_7537_4cc3, value);
    }
    if compared.description && !node.description().is_empty() {
        print = text_print(print ^ 0x1d8e_4e27_c47d_124f, node.description());
    }
    if compared.attributes == AttributesCompared::All {
        for (key, value) in node.attributes() {
            print = text_print(text_print(print, key), value);
        }
    }
    print
}

fn text_print(seed: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    // Spread, so that a length and a byte of text do not cancel each other out.
    let mut print = seed ^ (bytes.len() as u64).wrapping_mul(0x9fb2_1c65_1e98_df25);
    let mut rest = bytes;
    while let Some((head, tail)) = rest.split_first_chunk::<16>() {
        let (low, high) = halves(*head);
        print = mix(print ^ low, 0xeb44_acca_b455_d165 ^ high);
        rest = tail;
    }
    let (low, high) = ends(rest);
    mix(print ^ low, 0x2f90_4e5b_9a3d_71c7 ^ high)
}

/// The first and the last bytes of what is shorter than 16: together, all of them.
fn ends(rest: &[u8]) -> (u64, u64) {
    if let Some(first) = rest.first_chunk::<8>() {
        let last = rest.last_chunk::<8>().unwrap_or(first);
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let Some(first) = rest.first_chunk::<4>() {
        let last = rest.last_chunk::<4>().unwrap_or(first);
        return (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)));
    }
    match *rest {
        [] => (0, 0),
        [first, .., last] => (u64::from(first) << 8 | u64::from(rest[1]), u64::from(last)),
        [only] => (u64::from(only), 0),
    }
}

fn halves(bytes: [u8; 16]) -> (u64, u64) {
    let whole = u128::from_le_bytes(bytes);
    let [low, high] = [whole, whole >> 64].map(|half| half & u128::from(u64::MAX));
    (u64::try_from(low).unwrap_or_default(), u64::try_from(high).unwrap_or_default())
}
