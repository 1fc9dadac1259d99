//! Alignments of two sequences, given only how to compare two places.

/// A common subsequence of two sequences and how much of them was looked at.
#[derive(Debug)]
pub(crate) struct Common {
    /// Places of equal elements, increasing on both sides.
    pub(crate) pairs: Vec<(u32, u32)>,
    /// False where the sequences differ in more than the limit: no pairs were looked for in the tail.
    pub(crate) is_complete: bool,
}

/// A longest common subsequence, as long as at most `edits_max` elements are outside of it.
///
/// Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1, 1986, the greedy forward
/// search. Beyond the limit the path that got furthest is taken.
pub(crate) fn common(
    len_a: u32,
    len_b: u32,
    edits_max: u32,
    mut is_equal: impl FnMut(u32, u32) -> bool,
) -> Common {
    let (goal_a, goal_b) = (i64::from(len_a), i64::from(len_b));
    let limit = i64::from(edits_max).min(goal_a + goal_b);
    // Row d holds, for the diagonals -d, -d+2 .. d, how far in A its path got with d edits.
    let mut rows: Vec<Vec<i64>> = Vec::new();
    let mut furthest = (0, 0);
    for d in 0..=limit {
        let mut row = Vec::with_capacity(usize::try_from(d).unwrap_or(0) + 1);
        for k in (-d..=d).step_by(2) {
            let mut x = start_of(rows.last(), d, k);
            let from = x;
            while x < goal_a && x - k < goal_b && is_equal(narrow(x), narrow(x - k)) {
                x += 1;
            }
            row.push(x);
            let is_inside = x <= goal_a && x - k <= goal_b && from - k >= 0;
            if is_inside && 2 * x - k > 2 * furthest.0 - furthest.1 {
                furthest = (x, k);
            }
            if x >= goal_a && x - k >= goal_b {
                rows.push(row);
                return Common { pairs: trace(&rows, d, k), is_complete: true };
            }
        }
        rows.push(row);
    }
    let (x, k) = furthest;
    let d = (0..).zip(&rows).position(|(d, row): (i64, _)| at(row, d, k) == Some(x));
    let d = d.and_then(|d| i64::try_from(d).ok()).unwrap_or(0);
    Common { pairs: trace(&rows, d, k), is_complete: false }
}

fn narrow(place: i64) -> u32 {
    u32::try_from(place).unwrap_or(0)
}

/// Diagonal `k` of row `d`, if that row has it.
fn at(row: &[i64], d: i64, k: i64) -> Option<i64> {
    let place = (-d..=d).contains(&k).then_some(k + d)?;
    if place % 2 == 0 { row.get(usize::try_from(place / 2).ok()?).copied() } else { None }
}

/// Where the path with `d` edits enters diagonal `k`: from the neighbour that got further.
fn start_of(previous: Option<&Vec<i64>>, d: i64, k: i64) -> i64 {
    let Some(row) = previous else { return 0 };
    let removed = at(row, d - 1, k - 1).map(|x| x + 1);
    let added = at(row, d - 1, k + 1);
    removed.max(added).unwrap_or(0)
}

/// The pairs on the path that ends at row `d` on diagonal `k`.
fn trace(rows: &[Vec<i64>], mut d: i64, mut k: i64) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    while d >= 0 {
        let Some(row) = rows.get(usize::try_from(d).unwrap_or(0)) else { break };
        let end = at(row, d, k).unwrap_or(0);
        let previous = if d > 0 { rows.get(usize::try_from(d - 1).unwrap_or(0)) } else { None };
        let start = start_of(previous, d, k);
        pairs.extend((start..end).rev().map(|x| (narrow(x), narrow(x - k))));
        let Some(previous) = previous else { break };
        let came_from_a = at(previous, d - 1, k - 1).is_some_and(|x| x + 1 == start);
        k = if came_from_a { k - 1 } else { k + 1 };
        d -= 1;
    }
    pairs.reverse();
    pairs
}

/// The pairs, increasing on both sides, with the greatest sum of scores; a pair that scores 0 is none.
/// Cost: `len_a * len_b`.
pub(crate) fn best_in_order(
    len_a: usize,
    len_b: usize,
    mut score: impl FnMut(usize, usize) -> u32,
) -> Vec<(usize, usize)> {
    let width = len_b + 1;
    let mut scores = vec![0_u32; len_a * len_b];
    let mut best = vec![0_u32; (len_a + 1) * width];
    for i in (0..len_a).rev() {
        for j in (0..len_b).rev() {
            let own = score(i, j);
            scores[i * len_b + j] = own;
            let paired =
                if own > 0 { own.saturating_add(best[(i + 1) * width + j + 1]) } else { 0 };
            best[i * width + j] =
                paired.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < len_a && j < len_b {
        let (own, here) = (scores[i * len_b + j], best[i * width + j]);
        if own > 0 && here == own.saturating_add(best[(i + 1) * width + j + 1]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// For each value, whether it is part of one longest increasing subsequence. Cost: `n log n`.
pub(crate) fn longest_increasing(values: &[u32]) -> Vec<bool> {
    // Per length, the place where the best subsequence of that length ends; per place, its predecessor.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (place, &value) in values.iter().enumerate() {
        let length = ends.partition_point(|&end| values[end] < value);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let mut is_kept = vec![false; values.len()];
    let mut next = ends.last().copied();
    while let Some(place) = next {
        is_kept[place] = true;
        next = before[place];
    }
    is_kept
}

#[cfg(test)]
mod tests;
