//! Which looks are worth comparing.

use std::collections::{BTreeMap, BTreeSet};

use super::{address::Address, look::Look};

/// So few looks are all compared with each other.
const ALL_PAIRS_MAX: usize = 64;

/// With so many that have something in common each is compared with the next ones.
const NEXT: usize = 8;

/// So many of the facts that tell a look from others are looked up.
const FACTS_MAX: usize = 8;

/// So many samples of a look's shape are looked up.
const SHAPE_SAMPLES: u64 = 6;

/// What looks that are alike are likely to have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trait<'l> {
    Structure([u8; 32]),
    Address(&'l Address),
    Title(&'l str),
    Fact(usize),
    /// The least of all grams in one of several orders.
    Shape(u64, u64),
}

/// Pairs of looks that have something in common, the lower place first. Cost: near-linear in the looks.
pub(super) fn candidates(looks: &[Look<'_>], places: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    if places.len() <= ALL_PAIRS_MAX {
        pair_up(places, places.len(), &mut pairs);
        return pairs;
    }
    let mut having: BTreeMap<Trait<'_>, Vec<usize>> = BTreeMap::new();
    for &place in places {
        for one in traits(&looks[place]) {
            having.entry(one).or_default().push(place);
        }
    }
    for mut places in having.into_values() {
        // Neighbours are the more alike.
        places.sort_by_key(|&place| {
            let signatures = looks[place].observation.signatures();
            (*signatures.structural.as_bytes(), *signatures.content.as_bytes(), place)
        });
        pair_up(&places, NEXT, &mut pairs);
    }
    pairs
}

/// Each place with so many of those behind it.
fn pair_up(places: &[usize], next: usize, pairs: &mut BTreeSet<(usize, usize)>) {
    for (at, &one) in places.iter().enumerate() {
        for &other in places.iter().skip(at + 1).take(next) {
            pairs.insert((one.min(other), one.max(other)));
        }
    }
}

fn traits<'l>(look: &'l Look<'_>) -> Vec<Trait<'l>> {
    let mut traits = vec![
        Trait::Structure(*look.observation.signatures().structural.as_bytes()),
        Trait::Title(&look.title),
    ];
    traits.extend(look.address.as_ref().map(Trait::Address));
    // What no other look has leads nowhere.
    let shared = look.facts.iter().filter(|fact| !fact.is_lone);
    let mut facts: Vec<(f64, usize)> =
        shared.map(|fact| (fact.permanence * fact.rarity, fact.number)).collect();
    facts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    traits.extend(facts.into_iter().take(FACTS_MAX).map(|(_, number)| Trait::Fact(number)));
    traits.extend((0..SHAPE_SAMPLES).filter_map(|order| {
        let least = look.shape.grams().map(|(gram, _)| mixed(gram, order)).min()?;
        Some(Trait::Shape(order, least))
    }));
    traits
}

/// The number in another order, which is the same everywhere (the finaliser of splitmix64).
fn mixed(number: u64, order: u64) -> u64 {
    let mut mixed = number.wrapping_add((order + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}
