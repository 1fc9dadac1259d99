use std::collections::VecDeque;

use super::{Session, Stop};

/// One more than the screens of the longest loop: what is kept is kept by length.
const LENGTHS: usize = Session::MAX_LOOP_SCREENS + 1;

/// How long the session has been walking in loops, for each length that a loop can have.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    of_length: [Walk; LENGTHS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Walk {
    /// How many screens in a row, up to the last, were what they were one length before.
    n_again: usize,
    is_told: bool,
}

impl Rounds {
    /// Goes on to a screen, which is not the last one.
    pub(super) fn step(&mut self, last: &VecDeque<Stop>, stop: &Stop) {
        for (length, walk) in self.of_length.iter_mut().enumerate().skip(2) {
            let before = last.len().checked_sub(length).and_then(|place| last.get(place));
            if before == Some(stop) {
                walk.n_again = walk.n_again.saturating_add(1);
            } else {
                *walk = Walk::default();
            }
        }
    }

    /// The lengths of the loops that the last screens are `n_rounds` rounds of, each told once as long as it goes on.
    pub(super) fn newly_walked(&mut self, n_rounds: usize) -> Vec<usize> {
        let n_rounds = n_rounds.max(2);
        let walks = self.of_length;
        // Twice round `A B` is not once round `A B A B`.
        let is_made_of = |length: usize, part: usize| {
            length.is_multiple_of(part)
                && walks[part].n_again >= length.saturating_mul(n_rounds) - part
        };
        let mut lengths = Vec::new();
        for (length, walk) in self.of_length.iter_mut().enumerate().skip(2) {
            let is_walked = walk.n_again >= length.saturating_mul(n_rounds - 1);
            if is_walked && !walk.is_told && !(2..length).any(|part| is_made_of(length, part)) {
                walk.is_told = true;
                lengths.push(length);
            }
        }
        lengths
    }
}
