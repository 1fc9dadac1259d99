use super::*;
use crate::hash::leaf_hash;

/// RFC 6962 section 2.1, word for word.
fn definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            node_hash(definition(&leaves[..k]), definition(&leaves[k..]))
        }
    }
}

#[test]
fn root_is_the_definition_at_every_size() {
    let leaves: Vec<Hash> = (0..300_u32).map(|n| leaf_hash(&n.to_be_bytes())).collect();
    let mut range = CompactRange::new();
    for size in 0..leaves.len() {
        assert_eq!(range.root(), definition(&leaves[..size]), "size {size}");
        assert_eq!(CompactRange::from_peaks(range.size, range.peaks.clone()), Some(range.clone()));
        range.push(leaves[size]);
    }
    assert_eq!(CompactRange::from_peaks(3, vec![leaves[0]]), None);
}
