//! The root of a growing tree, kept in as many hashes as its size has one-bits.

use crate::hash::{Hash, empty_root, node_hash};

/// Size and root of a tree: what a checkpoint signs and a proof is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    /// Number of leaves.
    pub size: u64,
    /// Merkle tree hash of those leaves.
    pub root: Hash,
}

/// The peaks of the perfect subtrees that cover leaves `0..size`, largest first.
///
/// Enough to append leaves and to know the root after each; about `log2(size)` hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompactRange {
    size: u64,
    peaks: Vec<Hash>,
}

impl CompactRange {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes peaks read from elsewhere, largest subtree first; `None` unless there is one per one-bit
    /// of `size`.
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends one leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut peak = leaf;
        for _ in 0..self.size.trailing_ones() {
            // There is one peak per one-bit of the size, so none is missing here.
            let Some(left) = self.peaks.pop() else { break };
            peak = node_hash(left, peak);
        }
        self.peaks.push(peak);
        self.size += 1;
    }

    /// Root of the tree.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().copied();
        match peaks.next() {
            None => empty_root(),
            Some(smallest) => peaks.fold(smallest, |right, left| node_hash(left, right)),
        }
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }
}

#[cfg(test)]
mod tests;
