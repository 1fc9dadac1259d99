use super::{
    LANES,
    bound::{Envelope, Parts, Scale},
    facts::Lane,
};

/// The roles and frequent terms of templates, turned on their side: for each leaf a word for each role and each term with one bit
/// per template, so that a few words tell of 64 templates how many of the capture's roles they expect.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// The words of one leaf after the other.
    words: Vec<u64>,
    /// How many words a leaf has.
    n_words: usize,
    /// The roles that there are words for; those of the terms follow.
    roles: u128,
    terms: u8,
    n_templates: usize,
}

/// Which of the words of each leaf are asked about.
#[derive(Clone, Debug, Default)]
pub(super) struct AskedRows {
    roles: Vec<u8>,
    terms: Vec<u8>,
}

/// How many bits a count of roles may have: there are fewer than 128.
const ROLE_PLANES: usize = 7;
/// And how many it mostly has.
const FEW_ROLE_PLANES: usize = 5;
/// How many bits a count of frequent terms may have: there are at most 8.
const TERM_PLANES: usize = 4;

impl Rows {
    /// The rows of templates, [`LANES`] of them to a leaf.
    pub(super) fn of(lanes: &[Lane]) -> Self {
        let roles = lanes.iter().fold(0, |all, lane| all | lane.roles);
        let terms = lanes.iter().fold(0, |all, lane| all | lane.frequent);
        let n_words = (roles.count_ones() + terms.count_ones()) as usize;
        let mut words = Vec::with_capacity(lanes.len().div_ceil(LANES) * n_words);
        for leaf in lanes.chunks(LANES) {
            let row = |has: &dyn Fn(&Lane) -> bool| {
                let bits = (0..).zip(leaf).map(|(place, lane)| u64::from(has(lane)) << place);
                bits.fold(0, |row, bit: u64| row | bit)
            };
            words.extend(bits(roles).map(|role| row(&|lane| lane.roles >> role & 1 != 0)));
            let terms = bits(terms.into());
            words.extend(terms.map(|term| row(&|lane| lane.frequent >> term & 1 != 0)));
        }
        Self { words, n_words, roles, terms, n_templates: lanes.len() }
    }

    /// Where in a leaf the words of these roles and these terms are.
    pub(super) fn ask(&self, roles: u128, terms: u8) -> AskedRows {
        let places = |known: u128, asked: u128| {
            let numbered = (0_u8..).zip(bits(known));
            numbered.filter(move |(_, bit)| asked >> bit & 1 != 0).map(|(place, _)| place)
        };
        let n_roles = u8::try_from(self.roles.count_ones()).unwrap_or(u8::MAX);
        let terms = places(self.terms.into(), terms.into());
        AskedRows {
            roles: places(self.roles, roles).collect(),
            terms: terms.map(|place| place + n_roles).collect(),
        }
    }

    /// The templates of a leaf that may score at least `floor`, by how many of the capture's roles they expect and how many of
    /// the frequent terms that hold they require; `whole` is what they have between them, `parts` what is known of its score.
    pub(super) fn that_reach(
        &self,
        (leaf, asked): (usize, &AskedRows),
        floor: f32,
        scale: &Scale<'_>,
        (whole, parts): (&Envelope, Parts),
    ) -> u64 {
        let words = self.words.get(leaf * self.n_words..).unwrap_or_default();
        let n_terms_held = count::<TERM_PLANES>(words, &asked.terms);
        let many;
        let n_roles = if asked.roles.len() >> FEW_ROLE_PLANES == 0 {
            many = count::<FEW_ROLE_PLANES>(words, &asked.roles);
            &many[..]
        } else {
            &count::<ROLE_PLANES>(words, &asked.roles)[..]
        };
        let without_terms = floor - parts.structure * scale.weights.structure;
        let n_terms = (scale.frequent & whole.frequent).count_ones();
        let mut reach = 0;
        let n_lanes = self.n_templates.saturating_sub(leaf * LANES);
        let mut rest = if n_lanes < LANES { (1 << n_lanes) - 1 } else { u64::MAX };
        for n_held in 0..=n_terms {
            let more = if n_held == n_terms { 0 } else { at_least(&n_terms_held, n_held + 1) };
            let required = parts.required.min(whole.required_at_most(n_held));
            let left = without_terms - required * scale.weights.required;
            reach |= rest & !more & at_least(n_roles, scale.fewest_roles(whole, left));
            rest &= more;
            if rest == 0 {
                break;
            }
        }
        reach
    }
}

/// How many of these words have a bit for a template: the bits of the numbers in as many words.
fn count<const PLANES: usize>(words: &[u64], these: &[u8]) -> [u64; PLANES] {
    let mut planes = [0; PLANES];
    for &place in these {
        // No branch depends on what the words are, which no processor could foresee.
        let mut carry = words.get(usize::from(place)).copied().unwrap_or_default();
        for plane in &mut planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }
    planes
}

/// The places at which a number, given in as many words as it has bits, is at least `wanted`.
fn at_least(planes: &[u64], wanted: u32) -> u64 {
    let Some(below) = wanted.checked_sub(1) else { return u64::MAX };
    if below >> planes.len() != 0 {
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
