//! Templates of one release, captures of the next.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use rayon::prelude::*;

use super::{
    index::{Index, Screen},
    observed::Observed,
    rounds::{Nearest, Templates, Verdict, releases},
};

/// One capture of a later release.
#[derive(Debug)]
pub(super) struct Later {
    pub(super) capture: usize,
    pub(super) verdict: Verdict,
    pub(super) nearest: Option<Nearest>,
}

/// An application in one corpus.
type App = (String, String);

/// Each content capture of each release but the first of a screen, asked among the templates of the release before
/// it. Templates of every other screen are there too, of a release as near as there is.
pub(super) fn evaluate(observed: &Observed, index: &Index) -> anyhow::Result<Vec<Later>> {
    let releases = releases(observed);
    let orders = orders(observed, index);
    let steps = orders.values().map(Vec::len).max().unwrap_or_default().saturating_sub(1);
    let mut later = Vec::new();
    for step in 0..steps {
        let mut samples = Vec::new();
        let mut questions = Vec::new();
        let screens: BTreeSet<&Screen> = releases.keys().map(|(screen, _)| screen).collect();
        for screen in screens {
            let order = &orders[&(screen.corpus.clone(), screen.app.clone())];
            let content = |place: usize| {
                let release = releases.get(&(screen.clone(), order.get(place)?.clone()))?;
                let all = release.samples.iter().chain(&release.content).copied();
                Some(all.collect::<Vec<usize>>()).filter(|all| !all.is_empty())
            };
            let mut by_nearness =
                (0..=step.min(order.len() - 1)).rev().chain(step + 1..order.len());
            let Some((from, built)) = by_nearness.find_map(|p| Some((p, content(p)?))) else {
                continue;
            };
            samples.push(built);
            if from == step {
                questions.extend(content(step + 1).unwrap_or_default());
            }
        }
        let templates = Templates::build(observed, samples)?;
        later.par_extend(questions.par_iter().map(|&capture| {
            let (verdict, nearest) = templates.judge(observed, capture);
            Later { capture, verdict, nearest }
        }));
    }
    Ok(later)
}

/// The releases of each application, earliest first: by what is known, else by the numbers in their names. Where some are
/// known to follow each other, one that nothing is known of is no release but something else, such as a language.
fn orders(observed: &Observed, index: &Index) -> BTreeMap<App, Vec<String>> {
    let mut versions: BTreeMap<App, BTreeSet<String>> = BTreeMap::new();
    for seen in &observed.seen {
        let screen = &seen.entry.screen;
        let app = (screen.corpus.clone(), screen.app.clone());
        versions.entry(app).or_default().insert(seen.entry.version.clone());
    }
    let order = |(app, versions): (App, BTreeSet<String>)| {
        let (corpus, _) = &app;
        let known = |a: &String, b: &String| {
            index.earlier.contains(&(corpus.clone(), a.clone(), b.clone()))
        };
        let mut order: Vec<String> = versions.iter().cloned().collect();
        let is_related = |v: &String| order.iter().any(|other| known(v, other) || known(other, v));
        let related: Vec<String> = order.iter().filter(|v| is_related(v)).cloned().collect();
        if !related.is_empty() {
            order = related;
        }
        let before = |v: &String| order.iter().filter(|other| known(other, v)).count();
        let ranks: BTreeMap<String, usize> = order.iter().map(|v| (v.clone(), before(v))).collect();
        order.sort_by(|a, b| ranks[a].cmp(&ranks[b]).then_with(|| by_numbers(a, b)));
        (app, order)
    };
    versions.into_iter().map(order).collect()
}

fn by_numbers(a: &str, b: &str) -> Ordering {
    let numbers = |text: &str| -> Vec<u64> {
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
    };
    numbers(a).cmp(&numbers(b)).then_with(|| a.cmp(b))
}
