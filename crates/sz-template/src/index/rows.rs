use super::{
    LANES,
    bound::{Envelope, Parts, Scale},
    facts::Lane,
};

/// The roles and frequent terms of up to 64 templates, turned on their side: for each role and each term one bit per template, so
/// that a few words tell of all of them how many of the capture's roles they expect.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    roles: Box<[u64]>,
    frequent: Box<[u64]>,
    /// One bit per template that there is.
    all: u64,
}

/// How many bits a count may have: there are fewer than 128 roles.
const PLANES: usize = 7;

impl Rows {
    /// The rows of at most [`LANES`] templates.
    pub(super) fn of(lanes: &[Lane]) -> Self {
        let mut rows = Self {
            roles: Box::new([0; u128::BITS as usize]),
            frequent: Box::new([0; u64::BITS as usize]),
            all: 0,
        };
        for (place, lane) in lanes.iter().enumerate().take(LANES) {
            let bit = 1 << place;
            rows.all |= bit;
            bits(lane.roles).for_each(|role| rows.roles[role] |= bit);
            bits(lane.frequent.into()).for_each(|term| rows.frequent[term] |= bit);
        }
        rows
    }

    /// The templates that may score at least `floor`, by how many of the capture's roles they expect and how many of the
    /// frequent terms that hold they require; `whole` is what they have between them, `parts` what is known of its score.
    pub(super) fn that_reach(
        &self,
        floor: f32,
        scale: &Scale<'_>,
        whole: &Envelope,
        parts: Parts,
    ) -> u64 {
        let without_terms = floor - parts.structure * scale.weights.structure;
        let terms = scale.frequent & whole.frequent;
        let n_roles = count(&self.roles, scale.query.roles & whole.roles_of_any);
        let n_terms = count(&self.frequent, terms.into());
        let mut reach = 0;
        let mut rest = self.all;
        for n_held in 0..=terms.count_ones() {
            let more = at_least(&n_terms, n_held + 1);
            let required = parts.required.min(whole.required_at_most(n_held));
            let left = without_terms - required * scale.weights.required;
            reach |= rest & !more & at_least(&n_roles, scale.fewest_roles(whole, left));
            rest &= more;
            if rest == 0 {
                break;
            }
        }
        reach
    }
}

/// How many of these rows have a bit for a template: the bits of the numbers in as many words.
fn count(rows: &[u64], these: u128) -> [u64; PLANES] {
    let mut planes = [0; PLANES];
    for row in bits(these) {
        let mut carry = rows[row];
        for plane in &mut planes {
            let both = *plane & carry;
            *plane ^= carry;
            carry = both;
            if carry == 0 {
                break;
            }
        }
    }
    planes
}

/// The places at which a number, given in as many words as it has bits, is at least `wanted`.
fn at_least(planes: &[u64; PLANES], wanted: u32) -> u64 {
    let Some(below) = wanted.checked_sub(1) else { return u64::MAX };
    if below >> PLANES != 0 {
        return 0;
    }
    let (mut greater, mut equal) = (0, u64::MAX);
    for (bit, plane) in planes.iter().enumerate().rev() {
        if below >> bit & 1 == 0 {
            greater |= equal & plane;
            equal &= !plane;
        } else {
            equal &= plane;
        }
    }
    greater
}

/// The places of the bits that are set.
pub(super) fn bits(mut word: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        place
    })
}

#[cfg(test)]
mod tests;
