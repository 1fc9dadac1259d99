//! Inclusion and consistency proofs: making them from nodes, and checking them against signed heads.

use crate::hash::{Hash, node_hash};
use crate::range::TreeHead;

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf is not in a tree of that size.
    #[error("leaf {index} is outside a tree of {size} leaves")]
    OutsideTree {
        /// Leaf asked for.
        index: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// A consistency proof from the empty tree is no proof: every tree extends it.
    #[error("a consistency proof from size 0 proves nothing")]
    FromEmpty,
    /// The older tree is larger than the newer one.
    #[error("the older tree has {old} leaves, the newer only {new}")]
    Shrunk {
        /// Leaves in the older tree.
        old: u64,
        /// Leaves in the newer tree.
        new: u64,
    },
    /// The number of hashes does not fit the sizes.
    #[error("the proof has {found} hashes instead of {expected}")]
    Length {
        /// Hashes in the proof.
        found: usize,
        /// Hashes that the sizes call for.
        expected: usize,
    },
    /// The hashes lead to another root than the one given.
    #[error("the proof leads to root {computed}, not to {claimed} at size {size}")]
    Root {
        /// Size of the tree whose root differs.
        size: u64,
        /// Root the proof leads to.
        computed: Hash,
        /// Root that was to be proved.
        claimed: Hash,
    },
}

/// Makes the proof that leaf `index` is in the tree of `size` leaves: siblings, the leaf's first.
///
/// `node(level, index)` returns the root of the perfect subtree over the leaves
/// `index << level .. (index + 1) << level`; it is asked for about `log2(size)` to `2 log2(size)` of them, all
/// inside the tree. RFC 6962 section 2.1.1, no deviation.
///
/// # Panics
/// If `index >= size`; callers check with [`ProofError::OutsideTree`].
pub(crate) fn prove_inclusion<E>(
    index: u64,
    size: u64,
    node: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    assert!(index < size, "leaf {index} of a tree of {size}");
    let (mut start, mut end) = (0, size);
    let mut hashes = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            hashes.push(subtree(middle, end, node)?);
            end = middle;
        } else {
            hashes.push(subtree(start, middle, node)?);
            start = middle;
        }
    }
    hashes.reverse();
    Ok(hashes)
}

/// Makes the proof that the tree of `new` leaves extends the tree of its first `old` leaves.
///
/// RFC 6962 section 2.1.2, no deviation. `node` as for [`prove_inclusion`].
///
/// # Panics
/// If `old` is 0 or larger than `new`.
pub(crate) fn prove_consistency<E>(
    old: u64,
    new: u64,
    node: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    assert!((1..=new).contains(&old), "from {old} to {new} leaves");
    let (mut start, mut end) = (0, new);
    let mut hashes = Vec::new();
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            hashes.push(subtree(middle, end, node)?);
            end = middle;
        } else {
            hashes.push(subtree(start, middle, node)?);
            start = middle;
        }
    }
    if start > 0 {
        hashes.push(subtree(start, end, node)?);
    }
    hashes.reverse();
    Ok(hashes)
}

/// Root of the subtree over leaves `start..end`, a range that arises from splitting a tree.
pub(crate) fn subtree<E>(
    start: u64,
    end: u64,
    node: &mut impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Hash, E> {
    let width = end - start;
    if width.is_power_of_two() {
        let level = width.trailing_zeros();
        return node(level, start >> level);
    }
    let middle = start + split(width);
    Ok(node_hash(subtree(start, middle, node)?, subtree(middle, end, node)?))
}

/// Largest power of two below `width`, which is at least 2.
const fn split(width: u64) -> u64 {
    1 << (width - 1).ilog2()
}

/// Checks that `leaf` is at `index` of the tree with this head.
///
/// RFC 9162 section 2.1.3.2, in the form that splits a proof at the point where the path reaches the
/// right border of the tree.
pub fn check_inclusion(
    leaf: Hash,
    index: u64,
    hashes: &[Hash],
    head: TreeHead,
) -> Result<(), ProofError> {
    let size = head.size;
    if index >= size {
        return Err(ProofError::OutsideTree { index, size });
    }
    let inner = inner_length(index, size);
    let border = (index.checked_shr(inner).unwrap_or(0)).count_ones();
    check_length(hashes, inner + border)?;
    let (inner_hashes, border_hashes) = hashes.split_at(inner as usize);
    let computed = climb_border(climb(leaf, index, inner_hashes, Side::Both), border_hashes);
    check_root(computed, head)
}

/// Checks that the tree at `new` extends the tree at `old`.
///
/// RFC 9162 section 2.1.4.2. Deviation: an older tree of size 0 is refused, because a proof from it says
/// nothing about the newer one; callers decide for themselves what an empty tree means.
pub fn check_consistency(old: TreeHead, new: TreeHead, hashes: &[Hash]) -> Result<(), ProofError> {
    if old.size == 0 {
        return Err(ProofError::FromEmpty);
    }
    if old.size > new.size {
        return Err(ProofError::Shrunk { old: old.size, new: new.size });
    }
    if old.size == new.size {
        check_length(hashes, 0)?;
        return check_root(old.root, new);
    }
    let last = old.size - 1;
    let inner = inner_length(last, new.size);
    let border = (last.checked_shr(inner).unwrap_or(0)).count_ones();
    let shift = old.size.trailing_zeros();
    let inner = inner - shift;
    let perfect = old.size.is_power_of_two();
    check_length(hashes, inner + border + u32::from(!perfect))?;
    let (seed, rest) = match hashes.split_first() {
        Some((first, rest)) if !perfect => (*first, rest),
        _ => (old.root, hashes),
    };
    let (inner_hashes, border_hashes) = rest.split_at(inner as usize);
    let path = last >> shift;
    let old_root = climb_border(climb(seed, path, inner_hashes, Side::Left), border_hashes);
    check_root(old_root, old)?;
    let new_root = climb_border(climb(seed, path, inner_hashes, Side::Both), border_hashes);
    check_root(new_root, new)
}

/// Levels below the one where the path of `index` meets the right border of a tree of `size`.
const fn inner_length(index: u64, size: u64) -> u32 {
    u64::BITS - (index ^ (size - 1)).leading_zeros()
}

/// Which siblings count on the way up: all, or only those to the left (the older tree's).
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Both,
    Left,
}

fn climb(seed: Hash, path: u64, siblings: &[Hash], side: Side) -> Hash {
    siblings.iter().enumerate().fold(seed, |hash, (level, sibling)| {
        if path >> level & 1 == 1 {
            node_hash(*sibling, hash)
        } else if side == Side::Both {
            node_hash(hash, *sibling)
        } else {
            hash
        }
    })
}

fn climb_border(seed: Hash, siblings: &[Hash]) -> Hash {
    siblings.iter().fold(seed, |hash, sibling| node_hash(*sibling, hash))
}

fn check_length(hashes: &[Hash], expected: u32) -> Result<(), ProofError> {
    let (found, expected) = (hashes.len(), expected as usize);
    if found == expected { Ok(()) } else { Err(ProofError::Length { found, expected }) }
}

fn check_root(computed: Hash, head: TreeHead) -> Result<(), ProofError> {
    if computed == head.root {
        Ok(())
    } else {
        Err(ProofError::Root { size: head.size, computed, claimed: head.root })
    }
}

#[cfg(test)]
mod tests;
