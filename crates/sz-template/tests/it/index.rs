//! The match index answers exactly what scoring every template would.

use std::{cmp::Ordering, fmt::Write, ptr};

use proptest::prelude::*;
use sz_formats::write_aria;
use sz_noise::Profile;
use sz_template::{Candidate, Match, Observation, Score, ScreenId, Template, TemplateSet};
use sz_testkit::{arb_screen, made_application_screen};
use sz_tree::Tree;

/// Which kinds of evidence a template gives, and the little that is random about them.
#[derive(Clone, Copy, Debug)]
struct Given {
    parts: u16,
    screen: u8,
    app: u8,
    threshold: u8,
}

fn arb_given() -> impl Strategy<Value = Given> {
    // All kinds at once, as builders write them, are as likely as any other choice.
    let parts = prop_oneof![any::<u16>(), Just(0b0000_0000_1111_1101)];
    (parts, 0..12_u8, 0..3_u8, 0..11_u8).prop_map(|(parts, screen, app, threshold)| Given {
        parts,
        screen,
        app,
        threshold,
    })
}

/// A template of a screen that gives some kinds of evidence.
fn template(tree: &Tree, given: Given) -> Template {
    let observation = Observation::new(tree, &Profile::built_in());
    let kept = observation.kept();
    let has = |part: u16| given.parts >> part & 1 != 0;
    let mut text = format!("screen_id: s{}\n", given.screen);
    if given.app > 0 {
        let _ = writeln!(text, "metadata: {{ app: a{} }}", given.app);
    }
    let is_plain = |name: &&str| !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphabetic());
    let names = || kept.nodes().map(|node| (node.role(), node.name()));
    let mut required = Vec::new();
    if has(0) {
        let named = names().filter(|(role, name)| is_plain(name) && is_plain(&role.as_str()));
        required.extend(named.take(5).map(|(role, name)| format!("'{role}[name=\"{name}\"]'")));
    }
    if has(1) {
        required.extend(names().map(|(_, name)| name).filter(is_plain).map(str::to_owned).take(3));
        required.extend(["'button:disabled'", "list"].map(str::to_owned));
    }
    for (key, entries) in [("required_nodes", required), ("forbidden_nodes", forbidden(given))] {
        if !entries.is_empty() {
            let _ = writeln!(text, "{key}: [{}]", entries.join(", "));
        }
    }
    if has(2) {
        let roles: Vec<&str> =
            kept.nodes().map(|node| node.role().as_str()).filter(is_plain).collect();
        let _ = writeln!(text, "expected_roles: [{}]", roles.join(", "));
    }
    if has(3) {
        let _ = writeln!(text, "depth: {}", kept.depth());
    }
    if has(4) {
        let _ = writeln!(text, "node_count: {}", kept.len());
    }
    if has(5) {
        let _ = writeln!(text, "structure_signature: {}", observation.signatures().structural);
    }
    if has(6) {
        text.push_str("baseline: |\n");
        for line in write_aria(observation.view()).lines() {
            let _ = writeln!(text, "  {line}");
        }
    }
    let _ = writeln!(text, "threshold: {}", f64::from(given.threshold) / 10.0);
    Template::parse(&text).unwrap_or_else(|faults| panic!("{faults:#?}\n{text}"))
}

fn forbidden(given: Given) -> Vec<String> {
    // One template in eight.
    if (given.parts >> 9).is_multiple_of(8) {
        vec!["'dialog:has(button)'".to_owned()]
    } else {
        Vec::new()
    }
}

/// The order that the documentation of `best_match` gives; templates that are equal in all of it keep that of the set.
fn order(a: &Candidate<'_>, b: &Candidate<'_>, app: Option<&str>) -> Ordering {
    let is_of_app = |it: &Candidate<'_>| app.is_some() && it.template.metadata().app() == app;
    (b.score.get().total_cmp(&a.score.get()))
        .then_with(|| is_of_app(b).cmp(&is_of_app(a)))
        .then_with(|| b.template.evidence_count().cmp(&a.template.evidence_count()))
        .then_with(|| a.template.screen_id().cmp(b.template.screen_id()))
        .then_with(|| a.template.metadata().app().cmp(&b.template.metadata().app()))
}

/// The first templates, best first, of scoring every one.
fn by_plain_loop<'a>(
    set: &'a TemplateSet,
    screen: &Observation,
    app: Option<&str>,
) -> Vec<Candidate<'a>> {
    let mut all = set.scores(screen);
    all.sort_by(|a, b| order(a, b, app));
    all
}

#[track_caller]
fn check(set: &TemplateSet, screen: &Observation) {
    let all = by_plain_loop(set, screen, None);
    for count in [0, 1, 2, 7, all.len()] {
        let top = set.candidates(screen, count);
        let is_same = top.iter().zip(&all).all(|(a, b)| ptr::eq(a.template, b.template));
        assert!(is_same && top.len() == count.min(all.len()), "{count}: {top:#?}\n{all:#?}");
    }
    for app in [None, Some("a1"), Some("a9")] {
        let all = by_plain_loop(set, screen, app);
        let fallback = set.templates().filter(|it| it.evidence_count() == 0).min_by(|a, b| {
            let is_of_app = |it: &Template| app.is_some() && it.metadata().app() == app;
            (is_of_app(b).cmp(&is_of_app(a)))
                .then_with(|| a.screen_id().cmp(b.screen_id()))
                .then_with(|| a.metadata().app().cmp(&b.metadata().app()))
        });
        let known = all.iter().find(|it| it.passes());
        let expected = known.map(|it| (it.template, it.score));
        let expected = expected.or_else(|| fallback.map(|it| (it, Score::ZERO)));
        match (set.best_match(screen, app), expected) {
            (Match::Known(found), Some((template, score))) => {
                assert!(ptr::eq(found.template, template), "{found:#?}\n{:#?}", all.first());
                assert_eq!(found.score, score);
            }
            (Match::Unknown(found), None) => {
                let places = (found.map(|it| it.template), all.first().map(|it| it.template));
                assert!(
                    places.0.zip(places.1).is_none_or(|(a, b)| ptr::eq(a, b))
                        && places.0.is_some() == places.1.is_some(),
                    "{found:#?}\n{:#?}",
                    all.first()
                );
            }
            (found, expected) => panic!("{found:#?}\n{expected:#?}"),
        }
    }
}

fn observe(tree: &Tree) -> Observation {
    Observation::new(tree, &Profile::built_in())
}

/// What is done to a set, by numbers that choose a template.
#[derive(Clone, Debug)]
enum Change {
    Add(usize, Given),
    Replace(usize, Given),
    Remove(Given),
}

fn arb_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..100_usize, arb_given()).prop_map(|(tree, given)| Change::Add(tree, given)),
        (0..100_usize, arb_given()).prop_map(|(tree, given)| Change::Replace(tree, given)),
        arb_given().prop_map(Change::Remove),
    ]
}

proptest! {
    #[test]
    fn the_answer_is_that_of_scoring_every_template(
        screens in prop::collection::vec(arb_screen(30), 1..6),
        given in prop::collection::vec((0..100_usize, arb_given()), 0..24),
        stranger in arb_screen(30),
    ) {
        let templates = given.iter().map(|&(tree, given)| template(&screens[tree % screens.len()], given));
        let set = TemplateSet::new(templates, &Profile::built_in());
        check(&set, &observe(&screens[0]));
        check(&set, &observe(&stranger));
    }

    #[test]
    fn a_changed_set_answers_as_a_new_one(
        screens in prop::collection::vec(arb_screen(20), 1..4),
        changes in prop::collection::vec(arb_change(), 0..60),
    ) {
        let profile = Profile::built_in();
        let mut set = TemplateSet::new([], &profile);
        // What the set should be, as a list.
        let mut list: Vec<Template> = Vec::new();
        let place = |list: &[Template], key: (Option<&str>, &ScreenId)| {
            list.iter().position(|it| (it.metadata().app(), it.screen_id()) == key)
        };
        for change in &changes {
            match *change {
                Change::Add(tree, given) => {
                    let added = template(&screens[tree % screens.len()], given);
                    list.push(added.clone());
                    set.add(added);
                }
                Change::Replace(tree, given) => {
                    let new = template(&screens[tree % screens.len()], given);
                    match place(&list, (new.metadata().app(), new.screen_id())) {
                        Some(place) => list[place] = new.clone(),
                        None => list.push(new.clone()),
                    }
                    set.replace(new);
                }
                Change::Remove(given) => {
                    let app = (given.app > 0).then(|| format!("a{}", given.app));
                    let screen = ScreenId::new(&format!("s{}", given.screen)).unwrap();
                    let removed = set.remove(app.as_deref(), &screen);
                    let expected = place(&list, (app.as_deref(), &screen)).map(|it| list.remove(it));
                    prop_assert_eq!(removed.is_some(), expected.is_some());
                }
            }
        }
        let ids = |it: &mut dyn Iterator<Item = &Template>| -> Vec<String> {
            it.map(|it| format!("{:?} {}", it.metadata().app(), it.screen_id())).collect()
        };
        prop_assert_eq!(set.len(), list.len());
        prop_assert_eq!(ids(&mut set.templates()), ids(&mut list.iter()));
        check(&set, &observe(&screens[0]));
        let new = TemplateSet::new(list, &profile);
        let screen = observe(&screens[0]);
        let shown = |set: &TemplateSet| -> Vec<(String, Score)> {
            let top = set.candidates(&screen, 9);
            top.iter().map(|it| (it.template.screen_id().to_string(), it.score)).collect()
        };
        prop_assert_eq!(shown(&set), shown(&new));
    }
}

/// Enough templates for several leaves, groups of leaves and frequent terms.
#[test]
fn the_answer_is_that_of_scoring_every_template_among_thousands() {
    let profile = Profile::built_in();
    let given = |n: u16| Given {
        // Every third one lacks something.
        parts: if n.is_multiple_of(3) { n.wrapping_mul(0x9e37) } else { 0b1111_1101 },
        screen: n.to_le_bytes()[0] % 12,
        app: n.to_le_bytes()[0] % 3,
        threshold: 8,
    };
    let screen = |n: u16| made_application_screen(u64::from(n / 50), u64::from(n % 50));
    let templates = (0..1_500).map(|n| template(&screen(n), given(n)));
    let set = TemplateSet::new(templates, &profile);
    for n in 0..12 {
        check(&set, &observe(&made_application_screen(n * 2, n)));
        check(&set, &observe(&made_application_screen(n * 2, 50 + n)));
        check(&set, &observe(&made_application_screen(1_000 + n, n)));
    }
}
