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

impl Matcher<'_> {
    /// Pairs containers by what they hold: each matched child votes, with its size, for the parent of
    /// its counterpart.
    pub(super) fn match_by_votes(&mut self, pass: Pass) {
        let mut claims = self.claims();
        claims.sort_unstable_by_key(|claim| {
            (claim.a, !claim.is_called_same, u32::MAX - claim.weight, claim.b)
        });
        if pass == Pass::Sure {
            // Where the best claim is weak, a worse one is no better: a wrapper, say.
            claims.dedup_by_key(|claim| claim.a);
        }
        for claim in claims {
            if self.is_free(claim.a, claim.b) && self.is_acceptable(&claim, pass) {
                self.set(claim.a, claim.b);
            }
        }
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

    /// One claim for each free container of B whose content votes for a free node of A.
    fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        // Per node of B, the place of its claim, so that a container can ask its children.
        let mut place_of = vec![NONE; self.of_b.len()];
        let mut tally = Tally::default();
        for b in (0..self.b.len()).rev() {
            if self.of_b[b as usize] != NONE || self.b.is_leaf(b) {
                continue;
            }
            self.count(b, &claims, &place_of, &mut tally);
            if let Some(claim) = self.elect(b, &tally) {
                place_of[b as usize] = crate::fingerprint::to_u32(claims.len());
                claims.push(claim);
            }
        }
        claims
    }

    fn count(&self, b: u32, claims: &[Claim], place_of: &[u32], tally: &mut Tally) {
        tally.clear();
        for child in self.b.children(b) {
            let counterpart = self.of_b[child as usize];
            if counterpart != NONE {
                if counterpart != 0 {
                    tally.add(self.a.parent[counterpart as usize], self.b.size[child as usize]);
                }
            } else if let Some(claim) = claims.get(place_of[child as usize] as usize) {
                // Either the child is its candidate, or it was put around the candidate's content.
                let is_wrapper = !claim.is_called_same || claim.a == 0;
                let a = if is_wrapper { claim.a } else { self.a.parent[claim.a as usize] };
                tally.add(a, claim.weight);
            }
        }
    }

    /// The best candidate: one that is called the same, then the one that holds most, then the deepest.
    fn elect(&self, b: u32, tally: &Tally) -> Option<Claim> {
        let mut best: Option<Claim> = None;
        for &(first, _) in &tally.votes {
            let mut a = first;
            for _ in 0..CLIMB_MAX {
                if self.of_a[a as usize] == NONE {
                    let weight = tally.weight_within(a, self.a.end(a));
                    let claim = Claim { a, b, weight, is_called_same: self.is_called_same(a, b) };
                    let rank = |claim: &Claim| (claim.is_called_same, claim.weight, claim.a);
                    if best.is_none_or(|best| rank(&claim) > rank(&best)) {
                        best = Some(claim);
                    }
                }
                if a == 0 {
                    break;
                }
                a = self.a.parent[a as usize];
            }
        }
        best
    }
}

/// Votes for a few candidates; where there are too many, the weakest makes room.
#[derive(Debug, Default)]
struct Tally {
    votes: Vec<(u32, u32)>,
}

impl Tally {
    fn clear(&mut self) {
        self.votes.clear();
    }

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

    /// The votes for the candidates among these nodes of A.
    fn weight_within(&self, start: u32, end: u32) -> u32 {
        let inside = self.votes.iter().filter(|(candidate, _)| (start..end).contains(candidate));
        inside.fold(0, |sum, (_, weight)| sum.saturating_add(*weight))
    }
}
