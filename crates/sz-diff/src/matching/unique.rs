use super::Matcher;
use crate::fingerprint::{NONE, Prints};

/// Stands for the index of a subtree that occurs more than once.
const MANY: u32 = NONE - 1;

const EMPTY: u64 = u64::MAX;
const TAG: u64 = 0xffff_ffff_0000_0000;

/// The subtrees of one tree by their print: an open-addressing table of the print's upper half and the
/// node's index.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    slots: Vec<u64>,
}

impl Index {
    pub(crate) fn new(prints: &Prints) -> Self {
        let nodes = prints.subtree.len();
        let mut slots = vec![EMPTY; (nodes + nodes / 2 + 1).next_power_of_two()];
        for (index, &print) in (0_u32..).zip(&prints.subtree) {
            let place = place(&slots, print);
            let is_first = slots[place] == EMPTY;
            slots[place] = print & TAG | u64::from(if is_first { index } else { MANY });
        }
        Self { slots }
    }

    /// The node of this print, if there is exactly one.
    fn only(&self, print: u64) -> Option<u32> {
        let slot = self.slots[place(&self.slots, print)];
        let index = u32::try_from(slot & !TAG).unwrap_or(NONE);
        (slot != EMPTY && index != MANY).then_some(index)
    }
}

/// Where this print is, or would be put. There is always a slot that is empty.
fn place(slots: &[u64], print: u64) -> usize {
    let mask = slots.len() - 1;
    let mut place = usize::try_from(print & (mask as u64)).unwrap_or(0);
    while slots[place] != EMPTY && slots[place] & TAG != print & TAG {
        place = (place + 1) & mask;
    }
    place
}

impl Matcher<'_> {
    /// Pairs equal subtrees of which each side has one, the largest there are.
    ///
    /// Going down from the root of B only to where no larger subtree was found is enough to see all copies
    /// that B has of a subtree that is unique in A, but for one inside a larger pair: its copy in A is inside
    /// that pair, too, and free no longer once larger pairs have gone first.
    pub(super) fn match_unique(&mut self, index: &Index) {
        let mut found = Vec::new();
        let mut b = 0;
        while b < self.b.len() {
            let print = self.b.subtree[b as usize];
            let is_free = |&a: &u32| self.a.subtree[a as usize] == print && !self.is_known(a);
            let a = index.only(print).filter(is_free).filter(|_| self.of_b[b as usize] == NONE);
            let Some(a) = a else {
                b += 1;
                continue;
            };
            if self.of_a[a as usize] == NONE {
                self.of_a[a as usize] = b;
                found.push((a, b));
            } else {
                self.of_a[a as usize] = MANY;
            }
            b = self.b.end(b);
        }
        found.retain(|&(a, b)| {
            let is_only = self.of_a[a as usize] == b;
            self.of_a[a as usize] = NONE;
            is_only
        });
        found.sort_by_key(|&(a, _)| u32::MAX - self.a.size[a as usize]);
        for &(a, b) in &found {
            if self.is_free(a, b) {
                self.match_subtrees(a, b);
            }
        }
    }
}
