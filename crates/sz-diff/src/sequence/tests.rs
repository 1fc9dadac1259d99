use proptest::prelude::*;

use super::{best_in_order, common, longest_increasing};

/// The length of a longest common subsequence, by the textbook.
fn longest_common(a: &[u8], b: &[u8]) -> usize {
    let mut best = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = if a[i] == b[j] {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    best[0][0]
}

fn check_pairs(a: &[u8], b: &[u8], edits_max: u32) -> (usize, bool) {
    let len = |it: &[u8]| u32::try_from(it.len()).expect("short");
    let found = common(len(a), len(b), edits_max, |i, j| a[i as usize] == b[j as usize]);
    assert!(found.pairs.iter().all(|&(i, j)| a[i as usize] == b[j as usize]), "{a:?} {b:?}");
    assert!(found.pairs.windows(2).all(|it| it[0].0 < it[1].0 && it[0].1 < it[1].1));
    (found.pairs.len(), found.is_complete)
}

#[test]
fn beyond_the_limit_the_longest_start_is_found() {
    assert_eq!(check_pairs(b"abcdef", b"abcxyz", 6), (3, true));
    assert_eq!(check_pairs(b"abcdef", b"abcxyz", 2), (3, false));
    assert_eq!(check_pairs(b"abcd", b"wxyz", 1), (0, false));
    assert_eq!(check_pairs(b"", b"abc", 0), (0, false));
    assert_eq!(check_pairs(b"", b"", 0), (0, true));
}

#[test]
fn the_best_pairs_in_order_have_the_greatest_sum() {
    let scores = [[1, 5, 0], [4, 0, 2], [0, 3, 1]];
    assert_eq!(best_in_order(3, 3, |i, j| scores[i][j]), [(1, 0), (2, 1)]);
    assert_eq!(best_in_order(2, 2, |_, _| 0), []);
    assert_eq!(best_in_order(0, 2, |_, _| 1), []);
}

proptest! {
    #[test]
    fn a_common_subsequence_is_a_longest_one(
        a in proptest::collection::vec(0..4_u8, 0..30),
        b in proptest::collection::vec(0..4_u8, 0..30),
    ) {
        prop_assert_eq!(check_pairs(&a, &b, 60), (longest_common(&a, &b), true));
        let (found, _) = check_pairs(&a, &b, 5);
        prop_assert!(found <= longest_common(&a, &b));
    }

    #[test]
    fn a_longest_increasing_run_is_a_longest_one(
        values in proptest::collection::hash_set(0..60_u8, 0..25)
    ) {
        #[expect(clippy::iter_over_hash_type, reason = "any order will do")]
        let shuffled: Vec<u8> = { let mut all = Vec::new(); for value in values { all.push(value); } all };
        let mut sorted = shuffled.clone();
        sorted.sort_unstable();
        let wide: Vec<u32> = shuffled.iter().copied().map(u32::from).collect();
        let is_kept = longest_increasing(&wide);
        let kept: Vec<u32> =
            wide.iter().zip(&is_kept).filter(|(_, is_kept)| **is_kept).map(|(value, _)| *value).collect();
        prop_assert!(kept.windows(2).all(|it| it[0] < it[1]));
        prop_assert_eq!(kept.len(), longest_common(&shuffled, &sorted));
    }
}
