use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    index::{
        Entry, LANES,
        facts::Facts,
        rows::Rows,
        sketch::{Alphabet, Spellings},
    },
    pqgram::PqProfile,
};

fn arb_lane() -> impl Strategy<Value = Lane> {
    let roles =
        vec(0..12_u32, 0..5).prop_map(|bits| bits.iter().fold(0, |all, bit| all | 1 << bit));
    let counts = (0..30_u32, 0..6_u32, 0..20_u32, 0..5_u32, 0..3_u32);
    (counts, 0..8_u8, roles).prop_map(
        |((size, depth, nodes, n_more, n_platform_roles), frequent, roles): (_, _, u128)| Lane {
            size,
            depth,
            nodes,
            n_required: frequent.count_ones() + n_more,
            frequent,
            roles,
            n_roles: roles.count_ones() + n_platform_roles,
            n_platform_roles,
            threshold: 0.8,
            evidence: 1,
        },
    )
}

const STRUCTURES: &[Structure] = &[
    Structure::Nothing,
    Structure::Signature,
    Structure::Depth,
    Structure::Nodes,
    Structure::DepthAndNodes,
    Structure::Baseline,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Groups are passed over by their bounds: no template in one may have a higher bound of its own.
    #[test]
    fn a_group_promises_at_least_what_each_of_its_templates_does(
        lanes in vec(arb_lane(), 1..LANES),
        (roles, has_platform_roles) in (0..1_u128 << 12, any::<bool>()),
        (size, depth, nodes, frequent) in (1..30_u32, 1..6_u32, 1..20_u32, 0..8_u8),
        floor in 0.0..1.0_f32,
    ) {
        let shape = PqProfile::of(&sz_testkit::tree("window"));
        let observed = sz_testkit::tree("window").signatures();
        let query = Query {
            present: &[],
            bits: &[],
            signature: observed.structural,
            shape: &shape,
            size,
            depth,
            nodes,
            roles,
            has_platform_roles,
        };
        let whole = lanes.iter().map(Envelope::of).reduce(|all, one| all.with(&one)).unwrap();
        for &structure in STRUCTURES {
            let class = Class { has_required: true, has_roles: true, structure };
            let scale = Scale { weights: Weights::of(class), structure, query: &query, frequent };
            let group = scale.of_group(&whole);
            let rows = Rows::of(&lanes);
            let asked = rows.ask(roles, frequent);
            let reach = rows.that_reach((0, &asked), floor, &scale, (&whole, group));
            prop_assert_eq!(reach >> lanes.len(), 0, "no template is made up");
            for (place, lane) in lanes.iter().enumerate() {
                let one = scale.of_one(lane, (lane.frequent & frequent).count_ones());
                let is_below = |part: f32, bound: f32| part <= bound + 1e-6;
                // Where nothing is required or expected, the class says so, and the part has no weight.
                prop_assert!(lane.n_required == 0 || is_below(one.required, group.required));
                prop_assert!(is_below(one.structure, group.structure), "{structure:?} {lane:?}");
                prop_assert!(lane.n_roles == 0 || is_below(one.roles, group.roles), "{lane:?}");
                let is_given = lane.n_required > 0 && lane.n_roles > 0;
                if is_given && scale.weights.score(one) >= floor + 1e-5 {
                    prop_assert!(reach >> place & 1 != 0, "{lane:?} of {lanes:?}");
                }
            }
        }
    }

    /// What a glance shows is no reason to pass over a template that is worth a closer look, however large it is.
    #[test]
    fn a_glance_promises_at_least_what_a_closer_look_does(
        lane in arb_lane(),
        (n_required, n_more_roles) in (0..100_000_u32, 0..600_u32),
        (screen, stranger) in (sz_testkit::arb_tree(60), sz_testkit::arb_tree(60)),
        (roles, has_platform_roles, n_held) in (0..1_u128 << 12, any::<bool>(), 0..100_000_u32),
    ) {
        let (shape, asked_shape) = (PqProfile::of(&screen), PqProfile::of(&stranger));
        // So many that grams get numbers of their own.
        let shapes = (0..2_000).map(|n| [&shape, &asked_shape].get(n).copied());
        let lane = Lane {
            size: shape.size(),
            n_required: n_required.max(lane.n_required),
            n_roles: lane.n_roles + n_more_roles,
            n_platform_roles: lane.n_platform_roles + n_more_roles,
            ..lane
        };
        let query = Query {
            present: &[],
            bits: &[],
            signature: stranger.signatures().structural,
            shape: &asked_shape,
            size: asked_shape.size(),
            depth: 3,
            nodes: 10,
            roles,
            has_platform_roles,
        };
        let n_held = n_held.min(lane.n_required);
        for alphabet in [Alphabet::default(), Alphabet::of(shapes)] {
            let asked = alphabet.ask(&asked_shape);
            let mut spellings = Spellings::default();
            spellings.push(Some(&shape), &alphabet);
            for &structure in STRUCTURES {
                let class = Class { has_required: true, has_roles: true, structure };
                let entry = Entry { slot: 0, generation: 0 };
                let facts = Facts {
                    entry,
                    class,
                    required: &[],
                    signature: None,
                    shape: Some(&shape),
                    lane: lane.clone(),
                };
                let scale = Scale { weights: Weights::of(class), structure, query: &query, frequent: 0 };
                let glance = scale.at_a_glance(&Glance::of(&facts, &alphabet), n_held, &asked);
                let mut parts = scale.of_one(&lane, n_held);
                if structure == Structure::Baseline {
                    parts.structure = scale.dice(lane.size, spellings.common_at_most(0, &asked));
                }
                prop_assert!(scale.weights.score(parts) <= glance + 1e-6, "{structure:?} {lane:?}");
            }
        }
    }
}
