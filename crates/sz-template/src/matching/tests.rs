//! The index against a plain loop that is written from the definition of the score.

use std::collections::{BTreeMap, BTreeSet};

use sz_formats::{AriaSnapshot, read_aria_snapshot, write_aria};
use sz_noise::Profile;
use sz_tree::{AriaRole, Limits, Role, Tree, TreeBuilder};

use super::*;
use crate::{Requirement, ScreenId, pqgram::PqProfile};

/// The same choices for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ z >> 31) >> 33).unwrap() % sides
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.roll(n) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    fn some<T: Clone>(&mut self, from: &[T], most: usize) -> Vec<T> {
        (0..=self.roll(most)).map(|_| self.pick(from).clone()).collect()
    }
}

/// Few words, so that scores are often equal.
const WORDS: &[&str] = &["", "OK", "Cancel", "Search", "Total", "Inbox", "image", "button", "Help"];
const ROLES: &[&str] = &[
    "window",
    "form",
    "button",
    "link",
    "text",
    "heading",
    "list",
    "listitem",
    "img",
    "textbox",
    "platform:chooser",
    "platform:gauge",
];
const APPS: &[Option<&str>] = &[None, Some("shop"), Some("mail")];
const SELECTORS: &[&str] = &[
    "form > button",
    "button:nth-child(2)",
    "list:has(link)",
    "[name^=\"In\"]",
    "text:not([name])",
    "link[name=\"Help\"]:enabled",
    "[name=\"Total\"] > text",
    "link, [name=\"OK\"]",
    ":root > heading",
    "[role=\"platform:gauge\"]",
    ":name(/^c/i)",
];

fn screen(dice: &mut Dice) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    let mut open = 0;
    for node in 0..=dice.roll(14) {
        while open > 1 && dice.one_in(2) || open > 5 {
            builder.close().unwrap();
            open -= 1;
        }
        let role = if node == 0 { "window" } else { *dice.pick(ROLES) };
        builder.open(Role::from_name(role)).unwrap();
        let name = *dice.pick(WORDS);
        builder.name(name).unwrap();
        if dice.one_in(6) {
            let id = *dice.pick(WORDS);
            builder.attribute("id", id).unwrap();
        }
        open += 1;
    }
    for _ in 0..open {
        builder.close().unwrap();
    }
    builder.finish().unwrap()
}

/// Screens, and what templates of them are made of.
struct World {
    profile: Profile,
    observations: Vec<Observation>,
    baselines: Vec<AriaSnapshot>,
    requirements: Vec<Requirement>,
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        let trees: Vec<Tree> = (0..8).map(|_| screen(dice)).collect();
        Self::of(&trees)
    }

    fn of(trees: &[Tree]) -> Self {
        let profile = Profile::built_in();
        let observations: Vec<_> = trees.iter().map(|it| Observation::new(it, &profile)).collect();
        let baseline = |it: &Observation| {
            read_aria_snapshot(&write_aria(it.view()), &Limits::default()).unwrap()
        };
        let mut requirements: Vec<String> =
            WORDS.iter().skip(1).map(|word| (*word).to_owned()).collect();
        requirements.extend(SELECTORS.iter().map(|selector| (*selector).to_owned()));
        for role in ["button", "link", "image", "text", "heading"] {
            requirements.extend(WORDS.iter().map(|word| format!("{role}[name=\"{word}\"]")));
        }
        Self {
            profile,
            baselines: observations.iter().map(baseline).collect(),
            observations,
            requirements: requirements.iter().map(|it| Requirement::parse(it).unwrap()).collect(),
        }
    }

    /// A template that gives any mix of evidence, from none at all to everything.
    fn template(&self, dice: &mut Dice) -> Template {
        let mut template = Template::parse("screen_id: x").unwrap();
        template.screen_id = ScreenId::new(&format!("s{}", dice.roll(40))).unwrap();
        template.metadata.entries =
            dice.pick(APPS).iter().map(|app| ("app".to_owned(), (*app).to_owned())).collect();
        if dice.one_in(2) {
            template.required_nodes = dice.some(&self.requirements, 5);
        }
        if dice.one_in(6) {
            template.forbidden_nodes = dice.some(&self.requirements, 2);
        }
        if dice.one_in(2) {
            let roles: BTreeSet<&str> = dice.some(ROLES, 5).into_iter().collect();
            template.expected_roles = roles.into_iter().map(str::to_owned).collect();
        }
        template.depth = dice.one_in(4).then(|| dice.roll(8));
        template.node_count = dice.one_in(4).then(|| dice.roll(18));
        if dice.one_in(4) {
            let signatures = dice.pick(&self.observations).signatures();
            template.structure_signature = Some(signatures.structural);
        }
        template.baseline = dice.one_in(2).then(|| dice.pick(&self.baselines).clone());
        template.threshold = Score::new(*dice.pick(&[0.8, 0.8, 0.8, 0.0, 0.3, 0.95, 1.0])).unwrap();
        template
    }
}

/// What a template scores, from its definition: no vocabulary, no bit sets, no index.
fn score(template: &Template, observation: &Observation, profile: &Profile) -> (Score, Evidence) {
    let kept = observation.kept();
    let is_there = |it: &Requirement| kept.nodes().any(|node| it.is_met_by(node));
    let n_met = template.required_nodes.iter().filter(|it| is_there(it)).count();
    let roles: BTreeSet<String> = kept.nodes().map(|node| node.role().to_string()).collect();
    let expected = template.expected_roles();
    let n_roles = expected.iter().filter(|role| roles.contains(*role)).count();
    let given = |part: usize, whole: usize| (whole > 0).then(|| Score::ratio(part, whole));
    let evidence = Evidence {
        required: given(n_met, template.required_nodes.len()),
        structure: structure(template, observation, profile),
        roles: given(n_roles, expected.len()),
    };
    let is_forbidden = template.forbidden_nodes.iter().any(is_there);
    (if is_forbidden { Score::ZERO } else { evidence.score() }, evidence)
}

fn structure(template: &Template, observation: &Observation, profile: &Profile) -> Option<Score> {
    if template.structure_signature == Some(observation.signatures().structural) {
        return Some(Score::ONE);
    }
    if let Some(baseline) = &template.baseline {
        let grams = |tree: &Tree| PqProfile::of(tree).grams().collect::<BTreeMap<_, _>>();
        let (a, b) = (grams(&profile.apply(&baseline.tree).tree), grams(observation.view()));
        let common: u64 = a.iter().map(|(gram, n)| *n.min(b.get(gram).unwrap_or(&0))).sum();
        let all: u64 = a.values().chain(b.values()).sum();
        let number = |n: u64| usize::try_from(n).unwrap();
        return Some(Score::ratio(2 * number(common), number(all)));
    }
    let kept = observation.kept();
    let likeness: Vec<f64> = [(template.depth, kept.depth()), (template.node_count, kept.len())]
        .into_iter()
        .filter_map(|(expected, found)| Some(Score::likeness(expected?, found).get()))
        .collect();
    if likeness.is_empty() {
        return template.structure_signature.map(|_| Score::ZERO);
    }
    Score::new(likeness.iter().sum::<f64>() / likeness.len() as f64)
}

/// A template that gives evidence, its place, its score and the parts of it.
type Scored<'a> = (usize, &'a Template, Score, Evidence);

/// Every template that gives evidence, in the order of the set.
fn score_all<'a>(set: &'a TemplateSet, observation: &Observation) -> Vec<Scored<'a>> {
    let scored = |(place, it): (usize, &'a Template)| {
        let (score, evidence) = score(it, observation, set.profile());
        (place, it, score, evidence)
    };
    let given = set.templates().enumerate().filter(|(_, it)| it.evidence_count() > 0);
    given.map(scored).collect()
}

fn sort(all: &mut [Scored<'_>], app: Option<&str>) {
    all.sort_by(|(i, a, score_a, _), (j, b, score_b, _)| {
        let other_app = |it: &Template| app.is_none() || it.metadata().app() != app;
        score_b
            .partial_cmp(score_a)
            .unwrap()
            .then(other_app(a).cmp(&other_app(b)))
            .then(b.evidence_count().cmp(&a.evidence_count()))
            .then(a.screen_id().cmp(b.screen_id()))
            .then(a.metadata().app().cmp(&b.metadata().app()))
            .then(i.cmp(j))
    });
}

/// The place of a candidate among the templates of its set.
fn place(set: &TemplateSet, candidate: &Candidate<'_>) -> usize {
    set.slots().filled().position(|(slot, _)| slot == candidate.slot).unwrap()
}

fn fallback(set: &TemplateSet, app: Option<&str>) -> Option<usize> {
    let without = set.templates().enumerate().filter(|(_, it)| it.evidence_count() == 0);
    let key = |(place, it): &(usize, &Template)| {
        let is_other = app.is_none() || it.metadata().app() != app;
        (is_other, it.screen_id().clone(), it.metadata().app().map(str::to_owned), *place)
    };
    without.min_by_key(key).map(|(place, _)| place)
}

#[track_caller]
fn check(set: &TemplateSet, observation: &Observation) {
    let mut all = score_all(set, observation);
    for app in [Some("shop"), Some("mail"), Some("other"), None] {
        sort(&mut all, app);
        let passes = |(_, it, score, _): &&Scored<'_>| *score >= it.threshold();
        let answer = |(place, _, score, _): &Scored<'_>| (*place, *score);
        let expected = match (all.iter().find(passes), fallback(set, app)) {
            (Some(best), _) => (true, Some(answer(best))),
            (None, Some(place)) => (true, Some((place, Score::ZERO))),
            (None, None) => (false, all.first().map(answer)),
        };
        let (is_known, found) = match set.best_match(observation, app) {
            Match::Known(best) => (true, Some(best)),
            Match::Unknown(nearest) => (false, nearest),
        };
        let found = found.map(|it| (place(set, &it), it.score));
        assert_eq!((is_known, found), expected, "app {app:?}, {} templates", set.len());
    }
    let first = |count: usize| all.iter().take(count).map(|&(at, _, score, it)| (at, score, it));
    let rows = |candidates: &[Candidate<'_>]| {
        candidates.iter().map(|it| (place(set, it), it.score, it.evidence)).collect::<Vec<_>>()
    };
    for count in [0, 1, 2, 7, all.len()] {
        let top = rows(&set.candidates(observation, count));
        assert_eq!(top, first(count).collect::<Vec<_>>(), "the first {count} of {}", set.len());
    }
    let mut scores = set.scores(observation);
    scores.sort_by(|a, b| a.rank(b, None));
    assert_eq!(rows(&scores), first(all.len()).collect::<Vec<_>>());
}

fn made_set(world: &World, dice: &mut Dice, n: usize) -> TemplateSet {
    TemplateSet::new((0..n).map(|_| world.template(dice)), &world.profile)
}

/// Sets of up to 90 templates. Cases come from their number alone: a failure is seen again by its message.
#[test]
fn the_index_answers_as_scoring_all_templates_does() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let n = dice.roll(90);
        let world = World::new(&mut dice);
        let set = made_set(&world, &mut dice, n);
        check(&set, dice.pick(&world.observations));
        check(&set, &Observation::new(&screen(&mut dice), &world.profile));
    }
}

#[test]
fn a_set_that_was_changed_answers_as_a_new_one() {
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let (n, changes) = (dice.roll(30), 1 + dice.roll(60));
        let world = World::new(&mut dice);
        let mut model: Vec<Template> = (0..n).map(|_| world.template(&mut dice)).collect();
        let mut set = TemplateSet::new(model.clone(), &world.profile);
        for _ in 0..changes {
            change(&mut set, &mut model, world.template(&mut dice), dice.roll(5));
        }
        let ids = |it: &Template| (it.metadata().app().map(str::to_owned), it.screen_id().clone());
        assert_eq!(set.len(), model.len());
        assert!(set.templates().map(ids).eq(model.iter().map(ids)));
        check(&set, dice.pick(&world.observations));
        let fresh = TemplateSet::new(model, &world.profile);
        for observation in &world.observations {
            let answer = |set: &TemplateSet| {
                let top = set.candidates(observation, 5);
                top.iter().map(|it| (place(set, it), it.score)).collect::<Vec<_>>()
            };
            assert_eq!(answer(&set), answer(&fresh), "seed {seed}");
        }
    }
}

/// Screens as real programs have them: much in common, and words of all frequencies.
#[test]
fn screens_of_applications_are_answered_as_scoring_all_templates_does() {
    let trees: Vec<Tree> =
        (0..40).map(|n| sz_testkit::made_application_screen(n / 10, n % 10)).collect();
    let mut dice = Dice(7);
    let world = World::of(&trees);
    let set = made_set(&world, &mut dice, 800);
    for n in 0..4 {
        check(&set, dice.pick(&world.observations));
        let unseen = sz_testkit::made_application_screen(n, 50 + n);
        check(&set, &Observation::new(&unseen, &world.profile));
    }
}

/// Large enough for frequent terms, an alphabet of grams and groups of groups.
#[test]
fn large_sets_answer_as_scoring_all_templates_does() {
    for (seed, n) in [(1, 1_000), (2, 1_500), (3, 2_000), (4, 3_000)] {
        let mut dice = Dice(seed);
        let world = World::new(&mut dice);
        let set = made_set(&world, &mut dice, n);
        check(&set, dice.pick(&world.observations));
        check(&set, &Observation::new(&screen(&mut dice), &world.profile));
    }
}

/// The same change to a set and to a list of templates.
fn change(set: &mut TemplateSet, model: &mut Vec<Template>, template: Template, kind: usize) {
    let (app, screen_id) = template.key();
    let (app, screen_id) = (app.map(str::to_owned), screen_id.clone());
    let at = model.iter().position(|it| it.key() == (app.as_deref(), &screen_id));
    match (kind, at) {
        (0 | 1, at) => {
            let removed = set.remove(app.as_deref(), &screen_id);
            assert_eq!(removed.is_some(), at.is_some(), "what is there can be removed");
            if let Some(at) = at {
                model.remove(at);
            }
        }
        (2 | 3, Some(at)) => {
            assert!(set.replace(template.clone()).is_some(), "the old one is returned");
            model[at] = template;
        }
        (2 | 3, None) => {
            assert!(set.replace(template.clone()).is_none(), "there was none");
            model.push(template);
        }
        _ => {
            set.add(template.clone());
            model.push(template);
        }
    }
}

#[test]
fn what_is_removed_is_forgotten_by_and_by() {
    let mut dice = Dice(1);
    let world = World::new(&mut dice);
    let mut set = made_set(&world, &mut dice, 400);
    for template in set.templates().cloned().collect::<Vec<_>>() {
        let (app, screen_id) = template.key();
        set.remove(app, screen_id);
        assert!(set.index().len() <= 2 * set.len() + 64, "the index keeps no more than half");
    }
    assert!(set.is_empty());
    check(&set, &world.observations[0]);
}

#[test]
fn the_alias_of_a_role_is_the_role() {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Img.into()).unwrap();
    builder.name("Logo").unwrap();
    builder.close().unwrap();
    let profile = Profile::empty();
    let observation = Observation::new(&builder.finish().unwrap(), &profile);
    for required in ["image[name=\"Logo\"]", "img[name=\"Logo\"]", "image", "img"] {
        let text = format!("screen_id: a\nrequired_nodes: ['{required}']");
        let set = TemplateSet::new([Template::parse(&text).unwrap()], &profile);
        assert!(matches!(set.best_match(&observation, None), Match::Known(_)), "{required}");
    }
}
