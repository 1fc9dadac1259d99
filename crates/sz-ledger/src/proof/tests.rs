#![expect(clippy::cast_possible_truncation, reason = "the trees here are small")]

use std::convert::Infallible;

use proptest::prelude::*;

use super::*;
use crate::hash::{empty_root, leaf_hash};

fn leaves(size: u64) -> Vec<Hash> {
    (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

fn definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let k = leaves.len().next_power_of_two() / 2;
            node_hash(definition(&leaves[..k]), definition(&leaves[k..]))
        }
    }
}

fn head(leaves: &[Hash]) -> TreeHead {
    TreeHead { size: leaves.len() as u64, root: definition(leaves) }
}

fn nodes(leaves: &[Hash]) -> impl FnMut(u32, u64) -> Result<Hash, Infallible> {
    move |level, index| {
        let (start, end) = ((index << level) as usize, ((index + 1) << level) as usize);
        Ok(definition(&leaves[start..end]))
    }
}

/// RFC 6962 section 2.1.1 as it is written there.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let k = leaves.len().next_power_of_two() / 2;
    if index < k {
        [path(index, &leaves[..k]), vec![definition(&leaves[k..])]].concat()
    } else {
        [path(index - k, &leaves[k..]), vec![definition(&leaves[..k])]].concat()
    }
}

/// RFC 6962 section 2.1.2 as it is written there.
fn subproof(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![definition(leaves)] };
    }
    let k = leaves.len().next_power_of_two() / 2;
    if old <= k {
        [subproof(old, &leaves[..k], whole), vec![definition(&leaves[k..])]].concat()
    } else {
        [subproof(old - k, &leaves[k..], false), vec![definition(&leaves[..k])]].concat()
    }
}

#[test]
fn every_proof_of_small_trees_is_the_definition_and_checks() {
    for size in 1..=40 {
        let leaves = leaves(size);
        let new = head(&leaves);
        for index in 0..size {
            let proof = prove_inclusion(index, size, &mut nodes(&leaves)).unwrap();
            assert_eq!(proof, path(index as usize, &leaves), "leaf {index} of {size}");
            check_inclusion(leaves[index as usize], index, &proof, new).unwrap();
            for other in (0..size).filter(|other| *other != index) {
                assert!(check_inclusion(leaves[index as usize], other, &proof, new).is_err());
            }
            let old = head(&leaves[..=index as usize]);
            let proof = prove_consistency(index + 1, size, &mut nodes(&leaves)).unwrap();
            assert_eq!(proof, subproof(index as usize + 1, &leaves, true), "{index}+1 to {size}");
            check_consistency(old, new, &proof).unwrap();
        }
    }
}

#[test]
fn a_proof_from_nothing_is_refused() {
    let empty = TreeHead { size: 0, root: empty_root() };
    assert_eq!(check_consistency(empty, empty, &[]), Err(ProofError::FromEmpty));
    assert_eq!(check_consistency(empty, head(&leaves(3)), &[]), Err(ProofError::FromEmpty));
    let one = head(&leaves(1));
    assert!(matches!(check_consistency(one, empty, &[]), Err(ProofError::Shrunk { .. })));
}

#[test]
fn extreme_sizes_do_not_overflow() {
    let root = empty_root();
    for size in [1, 2, u64::MAX - 1, u64::MAX] {
        for index in [0, 1, size / 2, size - 1, size] {
            for length in [0, 1, 63, 64, 65, 128] {
                let hashes = vec![root; length];
                let head = TreeHead { size, root };
                let _ = check_inclusion(root, index, &hashes, head);
                let _ = check_consistency(TreeHead { size: index, root }, head, &hashes);
            }
        }
    }
}

proptest! {
    #[test]
    fn a_changed_proof_is_refused(
        size in 2_u64..200, pick in any::<u64>(), at in any::<u64>(), bit in 0_usize..256,
    ) {
        let leaves = leaves(size);
        let (index, new) = (pick % size, head(&leaves));
        let mut proof = prove_inclusion(index, size, &mut nodes(&leaves)).unwrap();
        let slot = (at % proof.len() as u64) as usize;
        let mut bytes = *proof[slot].as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        proof[slot] = Hash::from_bytes(bytes);
        let refused = check_inclusion(leaves[index as usize], index, &proof, new).is_err();
        prop_assert!(refused);

        let old_size = 1 + pick % (size - 1);
        let old = head(&leaves[..old_size as usize]);
        let mut proof = prove_consistency(old_size, size, &mut nodes(&leaves)).unwrap();
        check_consistency(old, new, &proof).unwrap();
        let slot = (at % proof.len() as u64) as usize;
        let mut bytes = *proof[slot].as_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        proof[slot] = Hash::from_bytes(bytes);
        prop_assert!(check_consistency(old, new, &proof).is_err());
    }
}
