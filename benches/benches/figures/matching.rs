//! The best template for a capture among very many, against scoring every one of them.

use std::{hint::black_box, time::Instant};

use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use sz_core::{
    BuildOptions, Observation, Profile, ScreenId, Template, TemplateSet, Tree, build_template,
};
use sz_testkit::{edited, made_application_screen};

/// How many screens an application has.
const SCREENS: u64 = 50;

/// How many captures are asked about in turn.
const CAPTURES: u64 = 64;

pub(crate) fn bench(criterion: &mut Criterion) {
    let profile = Profile::built_in();
    for templates in [10_000, 100_000] {
        let made: Vec<Template> = (0..templates).map(|number| template(number, &profile)).collect();
        let set = build(made, &profile);
        let mut group = criterion.benchmark_group(format!("match_{templates}"));
        group.sample_size(10);
        let applications = templates / SCREENS;
        let known = |n: u64| made_application_screen(n * 37 % applications, n % SCREENS);
        ask(&mut group, "known", &set, |n| edited(&known(n), 5, n).tree);
        let new = |n: u64| made_application_screen(n * 37 % applications, SCREENS + n);
        ask(&mut group, "new_screen", &set, new);
        ask(&mut group, "new_application", &set, |n| made_application_screen(1_000_000 + n, n));
        let capture = Observation::new(&edited(&known(1), 5, 1).tree, &profile);
        group.bench_function("scoring_all", |bencher| {
            bencher.iter(|| black_box(&set).scores(&capture).len());
        });
        group.finish();
    }
}

fn template(number: u64, profile: &Profile) -> Template {
    let (application, screen) = (number / SCREENS, number % SCREENS);
    let options = BuildOptions {
        screen_id: ScreenId::new(&format!("screen_{screen}")).expect("a fit name"),
        app: Some(format!("app_{application}")),
        description: None,
        source: None,
    };
    let observation = Observation::new(&made_application_screen(application, screen), profile);
    let text = build_template(&[&observation], &options).expect("YAML");
    Template::parse(&text).expect("a built template is valid")
}

/// A set, and printed beside the time that building may take how long that took, in milliseconds.
#[expect(clippy::print_stdout, reason = "`cargo xtask bench` reads this line")]
#[expect(clippy::disallowed_methods, reason = "once is enough for what takes seconds")]
fn build(templates: Vec<Template>, profile: &Profile) -> TemplateSet {
    let count = templates.len();
    let start = Instant::now();
    let set = TemplateSet::new(templates, profile);
    println!("figure: match_build_{count} {} 5000", start.elapsed().as_millis());
    set
}

/// Asks about one made-up capture after the other.
fn ask(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    set: &TemplateSet,
    capture: impl Fn(u64) -> Tree,
) {
    let observe = |n| Observation::new(&capture(n), &Profile::built_in());
    let captures: Vec<Observation> = (0..CAPTURES).map(observe).collect();
    let mut next = captures.iter().cycle();
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let capture = next.next().expect("there is always a next one");
            black_box(set.best_match(capture, None));
        });
    });
}
