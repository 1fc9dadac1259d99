use std::{cmp::Reverse, ops::Range};

use super::{Matcher, Pass};
use crate::fingerprint::NONE;

/// How many candidates for one node are counted.
const CANDIDATES_MAX: usize = 8;
/// How many removed wrappers in a row are looked through.
const CLIMB_MAX: usize = 4;

/// The node of A that most of what `b` holds comes from.
#[derive(Clone, Copy, Debug)]
struct Claim {
    a: u32,
    b: u32,
    /// Matched nodes that speak for it.
    weight: u32,
    /// Role and name fit.
    is_called_same: bool,
}

impl Claim {
    /// Greater is better.
    fn strength(&self) -> (bool, u32) {
        (self.is_called_same, self.weight)
    }
}

/// A free container of B with its claim, and the votes that it comes from: a part of a list.
#[derive(Clone, Debug)]
struct Ballot {
    claim: Claim,
    votes: Range<usize>,
}

impl Matcher<'_> {
    /// Pairs containers by what they hold: each matched child votes, with its size, for the parent of
    /// its counterpart.
    ///
    /// Votes are counted from the leaves up. They are acted on from the root down, where it is known what an
    /// outer container became: that decides between a container and the only one in it.
    pub(super) fn match_by_votes(&mut self, pass: Pass) {
        let mut votes = Vec::new();
        let ballots = self.ballots(&mut votes);
        let mut best: Vec<Claim> = ballots.iter().map(|ballot| ballot.claim).collect();
        best.sort_unstable_by_key(|claim| (claim.a, Reverse(claim.strength()), claim.b));
        best.dedup_by_key(|claim| claim.a);
        for needs_name in [true, false] {
            for ballot in ballots.iter().rev() {
                let b = ballot.claim.b;
                if self.of_b[b as usize] == NONE
                    && let Some(claim) = self.elect(b, &votes[ballot.votes.clone()])
                    && (claim.is_called_same || !needs_name)
                    && self.is_acceptable(&claim, pass)
                    && !self.is_beaten(&claim, &best)
                {
                    self.set(claim.a, b);
                }
            }
        }
    }

    /// True where a container that is free has the better claim.
    fn is_beaten(&self, claim: &Claim, best: &[Claim]) -> bool {
        let Ok(place) = best.binary_search_by_key(&claim.a, |best| best.a) else { return false };
        let best = &best[place];
        best.strength() > claim.strength() && self.of_b[best.b as usize] == NONE
    }

    fn is_acceptable(&self, claim: &Claim, pass: Pass) -> bool {
        let (a, b) = (self.a.size[claim.a as usize], self.b.size[claim.b as usize]);
        // Dice's coefficient of what is under them, at least one half.
        let is_majority = claim.weight.saturating_mul(4) >= (a - 1).saturating_add(b - 1);
        let has_same_role = claim.is_called_same || self.has_same_role(claim.a, claim.b);
        match pass {
            Pass::Sure => is_majority && has_same_role,
            Pass::Rest => claim.is_called_same || is_majority && has_same_role,
        }
    }

    /// One ballot for each free container of B whose content votes for a free node of A, last ones first.
    fn ballots(&self, votes: &mut Vec<(u32, u32)>) -> Vec<Ballot> {
        let mut ballots: Vec<Ballot> = Vec::new();
        let mut tally = Tally::default();
        for &b in self.left_b.iter().rev() {
            if self.of_b[b as usize] != NONE || self.b.is_leaf(b) {
                continue;
            }
            self.count(b, &ballots, &mut tally);
            if let Some(claim) = self.elect(b, &tally.votes) {
                let start = votes.len();
                votes.extend_from_slice(&tally.votes);
                ballots.push(Ballot { claim, votes: start..votes.len() });
            }
        }
        ballots
    }

    fn count(&self, b: u32, ballots: &[Ballot], tally: &mut Tally) {
        tally.votes.clear();
        for child in self.b.children(b) {
            let counterpart = self.of_b[child as usize];
            if counterpart != NONE {
                if counterpart != 0 {
                    tally.add(self.a.parent[counterpart as usize], self.b.size[child as usize]);
                }
            } else if let Some(claim) = claim_of(child, ballots) {
                // Either the child is its candidate, or it was put around the candidate's content.
                let is_wrapper = !claim.is_called_same || claim.a == 0;
                let a = if is_wrapper { claim.a } else { self.a.parent[claim.a as usize] };
                tally.add(a, claim.weight);
            }
        }
    }

    /// The best candidate that is free: one that is called the same, that holds most, that is under what
    /// the parent became, and that is deepest.
    fn elect(&self, b: u32, votes: &[(u32, u32)]) -> Option<Claim> {
        let parent = if b == 0 { NONE } else { self.of_b[self.b.parent[b as usize] as usize] };
        let mut best: Option<Claim> = None;
        for &(first, _) in votes {
            let mut a = first;
            for _ in 0..CLIMB_MAX {
                if self.of_a[a as usize] == NONE {
                    let weight = weight_within(votes, a, self.a.end(a));
                    let claim = Claim { a, b, weight, is_called_same: self.is_called_same(a, b) };
                    let rank = |claim: &Claim| {
                        let is_under_parent = self.a.parent[claim.a as usize] == parent;
                        (claim.strength(), is_under_parent, claim.a)
                    };
                    if best.is_none_or(|best| rank(&claim) > rank(&best)) {
                        best = Some(claim);
                    }
                }
                // Above what the parent became, or a lone candidate that fits, there is nothing better.
                let is_settled = votes.len() == 1 && best.is_some_and(|best| best.is_called_same);
                if a == 0 || a == parent || parent == NONE && is_settled {
                    break;
                }
                a = self.a.parent[a as usize];
            }
        }
        best
    }
}

/// The claim of a node, if it has one; the last nodes are first.
fn claim_of(b: u32, ballots: &[Ballot]) -> Option<&Claim> {
    let place = ballots.binary_search_by_key(&Reverse(b), |ballot| Reverse(ballot.claim.b));
    place.ok().map(|place| &ballots[place].claim)
}

/// The votes for the candidates among these nodes of A.
fn weight_within(votes: &[(u32, u32)], start: u32, end: u32) -> u32 {
    let inside = votes.iter().filter(|(candidate, _)| (start..end).contains(candidate));
    inside.fold(0, |sum, (_, weight)| sum.saturating_add(*weight))
}

/// Votes for a few candidates; where there are too many, the weakest makes room.
#[derive(Debug, Default)]
struct Tally {
    votes: Vec<(u32, u32)>,
}

impl Tally {
    fn add(&mut self, candidate: u32, weight: u32) {
        if let Some((_, sum)) = self.votes.iter_mut().rev().find(|(other, _)| *other == candidate) {
            *sum = sum.saturating_add(weight);
            return;
        }
        if self.votes.len() == CANDIDATES_MAX {
            let weakest = (0..).zip(&self.votes).min_by_key(|(_, (_, sum))| *sum);
            let Some((weakest, _)) = weakest else { return };
            self.votes.swap_remove(weakest);
        }
        self.votes.push((candidate, weight));
    }
}
