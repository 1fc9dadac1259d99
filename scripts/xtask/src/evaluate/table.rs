//! What came of it, for people.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    observed::Observed,
    rounds::{
        Answer, Evaluated, Nearest,
        Question::{self, Content, LeftOut, OtherState},
        Verdict,
    },
    versions::Later,
};

pub(super) fn unread(observed: &Observed) -> String {
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, reason) in &observed.unread {
        *by_reason.entry(reason).or_default() += 1;
    }
    let lines =
        by_reason.iter().map(|(reason, files)| format!("not read: {files} files: {reason}\n"));
    format!("{} captures\n", observed.seen.len()) + &lines.collect::<String>()
}

fn is_miss(answer: &Answer) -> bool {
    match answer.question {
        Content => matches!(answer.verdict, Verdict::Wrong | Verdict::Unknown),
        LeftOut => answer.verdict != Verdict::Unknown,
        OtherState => answer.verdict == Verdict::Wrong,
    }
}

/// One line for each miss.
pub(super) fn misses(observed: &Observed, evaluated: &Evaluated) -> String {
    let file = |place: usize| observed.seen[place].entry.file.as_str();
    let mut lines = BTreeSet::new();
    for answer in evaluated.answers.iter().filter(|answer| is_miss(answer)) {
        let said = match answer.verdict {
            Verdict::Unknown => "unknown, nearest",
            Verdict::Equal => "taken for its equal",
            _ => "taken for",
        };
        let asked = match answer.question {
            Content => "content",
            LeftOut => "no template",
            OtherState => "other state",
        };
        let nearest = shown_nearest(observed, answer.nearest.as_ref());
        let own = answer.own.map_or_else(String::new, |(score, threshold)| {
            format!("; its own {score:.3} of {threshold:.3}")
        });
        let sample = answer.nearest.as_ref().map(|nearest| nearest.sample);
        let is_near = sample.is_some_and(|it| observed.are_near_duplicates(answer.capture, it));
        let remark = if is_near { " [called near duplicates]" } else { "" };
        let capture = file(answer.capture);
        lines.insert(format!("{asked}: {capture} {said} {nearest}{own}{remark}\n"));
    }
    lines.into_iter().collect()
}

fn shown_nearest(observed: &Observed, nearest: Option<&Nearest>) -> String {
    let Some(nearest) = nearest else { return "nothing".to_owned() };
    let part = |part: Option<f64>| part.map_or_else(|| "-".to_owned(), |part| format!("{part:.3}"));
    format!(
        "{} {:.3} of {:.3} ({})",
        observed.seen[nearest.sample].entry.file,
        nearest.score,
        nearest.threshold,
        nearest.evidence.map(part).join(" ")
    )
}

/// One line for each capture of a later release that is not identified.
pub(super) fn lost(observed: &Observed, later: &[Later]) -> String {
    let lines: BTreeSet<String> = (later.iter())
        .filter_map(|one| {
            let said = match one.verdict {
                Verdict::Unknown => "lost, nearest",
                Verdict::Wrong => "taken for",
                _ => return None,
            };
            let file = &observed.seen[one.capture].entry.file;
            let nearest = shown_nearest(observed, one.nearest.as_ref());
            Some(format!("next release: {file} {said} {nearest}\n"))
        })
        .collect();
    lines.into_iter().collect()
}

/// How many answers of each kind.
#[derive(Default)]
struct Counts(BTreeMap<(Question, Verdict), usize>);

impl Counts {
    fn of(&self, question: Question, verdicts: &[Verdict]) -> usize {
        verdicts.iter().filter_map(|&verdict| self.0.get(&(question, verdict))).sum()
    }
}

const RIGHT: &[Verdict] = &[Verdict::RightClean, Verdict::RightDrifted];
const ALL: &[Verdict] =
    &[Verdict::RightClean, Verdict::RightDrifted, Verdict::Equal, Verdict::Wrong, Verdict::Unknown];

pub(super) fn by_corpus(observed: &Observed, evaluated: &Evaluated) -> String {
    let mut by_corpus: BTreeMap<&str, Counts> = BTreeMap::new();
    for answer in &evaluated.answers {
        for corpus in [observed.seen[answer.capture].entry.screen.corpus.as_str(), "~all"] {
            let counts = by_corpus.entry(corpus).or_default();
            *counts.0.entry((answer.question, answer.verdict)).or_default() += 1;
        }
    }
    let mut text = format!(
        "{:<14}{:>10} |{:>8}{:>7}{:>7}{:>7}{:>7}{:>8}{:>8} |{:>8}{:>8}{:>8} |{:>8}{:>7}{:>7}{:>8}\n",
        "corpus",
        "templates",
        "content",
        "clean",
        "drift",
        "equal",
        "wrong",
        "unknown",
        "right %",
        "left out",
        "unknown",
        "%",
        "states",
        "right",
        "wrong",
        "unknown"
    );
    let percent = |part: usize, whole: usize| match whole {
        0 => "-".to_owned(),
        _ => format!("{:.2}", 100.0 * part as f64 / whole as f64),
    };
    for (corpus, counts) in &by_corpus {
        let templates: usize = match *corpus {
            "~all" => evaluated.templates.values().sum(),
            corpus => evaluated.templates.get(corpus).copied().unwrap_or_default(),
        };
        let of = |question, verdicts: &[Verdict]| counts.of(question, verdicts);
        let content = of(Content, ALL);
        let right = of(Content, RIGHT) + of(Content, &[Verdict::Equal]);
        text += &format!(
            "{:<14}{:>10} |{:>8}{:>7}{:>7}{:>7}{:>7}{:>8}{:>8} |{:>8}{:>8}{:>8} |{:>8}{:>7}{:>7}{:>8}\n",
            corpus.trim_start_matches('~'),
            templates,
            content,
            of(Content, &[Verdict::RightClean]),
            of(Content, &[Verdict::RightDrifted]),
            of(Content, &[Verdict::Equal]),
            of(Content, &[Verdict::Wrong]),
            of(Content, &[Verdict::Unknown]),
            percent(right, content),
            of(LeftOut, ALL),
            of(LeftOut, &[Verdict::Unknown]),
            percent(of(LeftOut, &[Verdict::Unknown]), of(LeftOut, ALL)),
            of(OtherState, ALL),
            of(OtherState, RIGHT),
            of(OtherState, &[Verdict::Wrong, Verdict::Equal]),
            of(OtherState, &[Verdict::Unknown]),
        );
    }
    text
}

pub(super) fn versions(observed: &Observed, later: &[Later]) -> String {
    let mut by_corpus: BTreeMap<&str, BTreeMap<Verdict, usize>> = BTreeMap::new();
    for one in later {
        for corpus in [observed.seen[one.capture].entry.screen.corpus.as_str(), "~all"] {
            *by_corpus.entry(corpus).or_default().entry(one.verdict).or_default() += 1;
        }
    }
    let mut text = format!(
        "{:<14}{:>9}{:>8}{:>11}{:>7}{:>8}{:>7}\n",
        "next release", "captures", "clean", "with drift", "equal", "wrong", "lost"
    );
    for (corpus, counts) in by_corpus {
        let of = |verdict| counts.get(&verdict).copied().unwrap_or_default();
        text += &format!(
            "{:<14}{:>9}{:>8}{:>11}{:>7}{:>8}{:>7}\n",
            corpus.trim_start_matches('~'),
            counts.values().sum::<usize>(),
            of(Verdict::RightClean),
            of(Verdict::RightDrifted),
            of(Verdict::Equal),
            of(Verdict::Wrong),
            of(Verdict::Unknown),
        );
    }
    text
}

pub(super) fn verdict(evaluated: &Evaluated, threshold: f64) -> String {
    let said = |share: f64| if share >= threshold { "reached" } else { "not reached" };
    let (right, unknown) = (evaluated.share_right(), evaluated.share_unknown());
    format!(
        "identified: {right:.4}, {}; unknown without template: {unknown:.4}, {}; at least {threshold}",
        said(right),
        said(unknown)
    )
}
