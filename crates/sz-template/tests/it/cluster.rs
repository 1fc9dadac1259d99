//! Captures put together by screen.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sz_noise::Profile;
use sz_template::{LooseCapture, Observation, ScreenCluster, ScreenId, cluster_captures};
use sz_testkit::{arb_screen, made_application_screen};
use sz_tree::Tree;

/// A capture: its application, its label and what was seen.
type Seen = (Option<&'static str>, String, Observation);

fn seen(trees: &[Tree], app: impl Fn(usize) -> Option<&'static str>) -> Vec<Seen> {
    let observe = |tree| Observation::new(tree, &Profile::built_in());
    let seen = |(place, tree)| (app(place), format!("dumps/{place}"), observe(tree));
    trees.iter().enumerate().map(seen).collect()
}

fn clusters(seen: &[&Seen]) -> Vec<ScreenCluster> {
    let captures: Vec<LooseCapture<'_>> = (seen.iter())
        .map(|(app, label, observation)| LooseCapture { app: *app, label, observation })
        .collect();
    cluster_captures(&captures, &BTreeSet::new())
}

/// Each capture in one cluster, each name once, and no cluster of two applications; in whatever order the captures come.
#[track_caller]
fn check(seen: &[Seen], order: &[usize]) {
    let in_order: Vec<&Seen> = seen.iter().collect();
    let found = clusters(&in_order);
    let mut places: Vec<usize> = found.iter().flat_map(|it| it.captures.clone()).collect();
    places.sort_unstable();
    assert_eq!(places, (0..seen.len()).collect::<Vec<_>>());
    let names: BTreeSet<(&Option<String>, &ScreenId)> =
        found.iter().map(|it| (&it.app, &it.screen_id)).collect();
    assert_eq!(names.len(), found.len(), "{found:#?}");
    for cluster in &found {
        let is_of_app = |&place: &usize| seen[place].0 == cluster.app.as_deref();
        assert!(cluster.captures.iter().all(is_of_app), "{cluster:#?}");
    }
    let shuffled: Vec<&Seen> = order.iter().map(|&place| &seen[place]).collect();
    let mut again = clusters(&shuffled);
    for cluster in &mut again {
        cluster.captures = cluster.captures.iter().map(|&place| order[place]).collect();
        cluster.captures.sort_unstable();
    }
    assert_eq!(again, found);
}

proptest! {
    #[test]
    fn the_order_of_captures_means_nothing(
        screens in prop::collection::vec(arb_screen(12), 1..5),
        (chosen, order) in prop::collection::vec((0..100_usize, 0..3_u8), 1..16)
            .prop_flat_map(|chosen| {
                let places: Vec<usize> = (0..chosen.len()).collect();
                (Just(chosen), Just(places).prop_shuffle())
            }),
    ) {
        let trees: Vec<Tree> =
            chosen.iter().map(|(screen, _)| screens[screen % screens.len()].clone()).collect();
        let app = |place: usize| [None, Some("a"), Some("b")][usize::from(chosen[place].1)];
        check(&seen(&trees, app), &order);
    }
}

/// Enough captures that not every pair is compared, with other texts in each.
#[test]
fn screens_are_found_among_hundreds_of_captures() {
    let trees: Vec<Tree> = (0..300).map(|n| made_application_screen(n % 3, n / 3 % 25)).collect();
    let seen = seen(&trees, |_| Some("a"));
    // A stride that has no factor in common with the number visits every place.
    let order: Vec<usize> = (0..seen.len()).map(|place| place * 77 % seen.len()).collect();
    check(&seen, &order);
    let found = clusters(&seen.iter().collect::<Vec<_>>());
    let equal = |a: usize, b: usize| trees[a] == trees[b];
    for cluster in &found {
        let first = cluster.captures[0];
        assert!(cluster.captures.iter().all(|&place| equal(first, place)), "{cluster:#?}");
    }
    assert_eq!(found.len(), 75);
}
