//! Which of two lists of siblings correspond.

use std::collections::BTreeMap;

use super::Kind;

/// Where a node of a list of siblings is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In both lists.
    Both(usize, usize),
    /// Only in the first.
    First(usize),
    /// Only in the second.
    Second(usize),
}

/// Two lists as one.
#[derive(Debug)]
pub(super) struct Aligned {
    /// Each node once; those of the first list in its order.
    pub(super) places: Vec<Place>,
    /// Some of both lists stand in another order.
    pub(super) is_unordered: bool,
}

/// Longer lists, multiplied, are aligned by role alone.
const CELLS_MAX: usize = 1 << 16;

/// Aligns two lists, so that nodes correspond that have one role and as much as possible beside it in common. Nodes that stand
/// in another order correspond where they are equal. Cost: the product of the lengths, up to a bound; else near-linear.
pub(super) fn align(a: &[Kind<'_>], b: &[Kind<'_>]) -> Aligned {
    let is_equal = |(x, y): &(&Kind<'_>, &Kind<'_>)| x.role == y.role && x.content == y.content;
    let head = a.iter().zip(b).take_while(is_equal).count();
    let tails = a[head..].iter().rev().zip(b[head..].iter().rev());
    let tail = tails.take_while(is_equal).count();
    let (a_end, b_end) = (a.len() - tail, b.len() - tail);
    let mut places: Vec<Place> = (0..head).map(|place| Place::Both(place, place)).collect();
    let (a_mid, b_mid) = (&a[head..a_end], &b[head..b_end]);
    let middle = if a_mid.len().saturating_mul(b_mid.len()) <= CELLS_MAX {
        by_likeness(a_mid, b_mid)
    } else {
        by_role(a_mid, b_mid)
    };
    places.extend(middle.into_iter().map(|place| match place {
        Place::Both(x, y) => Place::Both(head + x, head + y),
        Place::First(x) => Place::First(head + x),
        Place::Second(y) => Place::Second(head + y),
    }));
    places.extend((0..tail).map(|place| Place::Both(a_end + place, b_end + place)));
    reunite(places, a, b)
}

/// How much two nodes are like each other; nothing where their roles differ.
fn likeness(a: &Kind<'_>, b: &Kind<'_>) -> u32 {
    if a.role != b.role {
        return 0;
    }
    let shared = [
        (a.content == b.content, 12),
        (a.name == b.name && !a.name.is_empty(), 6),
        (a.shape == b.shape, 3),
    ];
    1 + shared.iter().filter(|(is_shared, _)| *is_shared).map(|(_, worth)| worth).sum::<u32>()
}

fn by_likeness(a: &[Kind<'_>], b: &[Kind<'_>]) -> Vec<Place> {
    let width = b.len() + 1;
    let mut best = vec![0_u32; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            let apart = best[(x + 1) * width + y].max(best[x * width + y + 1]);
            let together = match likeness(&a[x], &b[y]) {
                0 => 0,
                likeness => likeness + best[(x + 1) * width + y + 1],
            };
            best[x * width + y] = apart.max(together);
        }
    }
    let mut places = Vec::with_capacity(a.len().max(b.len()));
    let (mut x, mut y) = (0, 0);
    while x < a.len() && y < b.len() {
        let here = best[x * width + y];
        let likeness = likeness(&a[x], &b[y]);
        if likeness > 0 && here == likeness + best[(x + 1) * width + y + 1] {
            places.push(Place::Both(x, y));
            (x, y) = (x + 1, y + 1);
        } else if here == best[(x + 1) * width + y] {
            places.push(Place::First(x));
            x += 1;
        } else {
            places.push(Place::Second(y));
            y += 1;
        }
    }
    places.extend((x..a.len()).map(Place::First));
    places.extend((y..b.len()).map(Place::Second));
    places
}

/// Each node of B with the next of its role in A.
fn by_role(a: &[Kind<'_>], b: &[Kind<'_>]) -> Vec<Place> {
    let mut of_role: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (x, kind) in a.iter().enumerate() {
        of_role.entry(kind.role.as_str()).or_default().push(x);
    }
    let mut places = Vec::with_capacity(a.len().max(b.len()));
    let mut next = 0;
    for (y, kind) in b.iter().enumerate() {
        let ahead = of_role
            .get(kind.role.as_str())
            .and_then(|all| all.get(all.partition_point(|&x| x < next)).copied());
        let Some(x) = ahead else {
            places.push(Place::Second(y));
            continue;
        };
        places.extend((next..x).map(Place::First));
        places.push(Place::Both(x, y));
        next = x + 1;
    }
    places.extend((next..a.len()).map(Place::First));
    places
}

/// Brings nodes together that are equal and stand elsewhere.
fn reunite(places: Vec<Place>, a: &[Kind<'_>], b: &[Kind<'_>]) -> Aligned {
    let mut strays: BTreeMap<(&str, u64), Vec<usize>> = BTreeMap::new();
    for place in places.iter().rev() {
        if let Place::Second(y) = *place {
            strays.entry((b[y].role.as_str(), b[y].content)).or_default().push(y);
        }
    }
    let mut reunited = Vec::new();
    let mut together = Vec::with_capacity(places.len());
    for place in places {
        let stray = match place {
            Place::First(x) if !is_bare(&a[x]) => strays
                .get_mut(&(a[x].role.as_str(), a[x].content))
                .and_then(Vec::pop)
                .map(|y| (x, y)),
            _ => None,
        };
        together.push(match stray {
            Some((x, y)) => {
                reunited.push(y);
                Place::Both(x, y)
            }
            None => place,
        });
    }
    let is_unordered = !reunited.is_empty();
    reunited.sort_unstable();
    together.retain(|place| match place {
        Place::Second(y) => reunited.binary_search(y).is_err(),
        _ => true,
    });
    Aligned { places: together, is_unordered }
}

/// True for nodes that equal many others: nothing says that one has moved.
fn is_bare(kind: &Kind<'_>) -> bool {
    kind.name.is_empty()
}
