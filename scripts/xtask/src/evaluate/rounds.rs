//! Who is built from, who is identified, who is left out, and what came of it.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sz_core::{
    BuildOptions, Match, ScreenId, Template, TemplateSet, build_template, template::Candidate,
};

use super::{
    index::{Screen, Standing},
    observed::Observed,
};

/// Each screen is left without template in one of so many rounds.
const ROUNDS: u64 = 3;

/// What a capture was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// Content of a screen that has a template.
    Content,
    /// Another state of a screen that has a template.
    OtherState,
    /// A screen without template.
    LeftOut,
}

/// What the templates said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// The right screen, without drift from its baseline.
    RightClean,
    /// The right screen, with drift.
    RightDrifted,
    /// Another screen, one of whose samples is equal to the capture.
    Equal,
    /// Another screen.
    Wrong,
    /// No screen.
    Unknown,
}

/// One capture identified.
#[derive(Debug)]
pub(super) struct Answer {
    /// Its place among those observed.
    pub(super) capture: usize,
    pub(super) question: Question,
    pub(super) verdict: Verdict,
    /// What was said or nearest: the samples of the template, its score and threshold.
    pub(super) nearest: Option<Nearest>,
    /// The best score of a template of the right screen, with its threshold.
    pub(super) own: Option<(f64, f64)>,
}

#[derive(Debug)]
pub(super) struct Nearest {
    pub(super) sample: usize,
    pub(super) score: f64,
    pub(super) threshold: f64,
    pub(super) evidence: [Option<f64>; 3],
}

#[derive(Debug)]
pub(super) struct Evaluated {
    /// By round, in the order of the captures.
    pub(super) answers: Vec<Answer>,
    /// How many templates were in use, by corpus, over all rounds.
    pub(super) templates: BTreeMap<String, usize>,
}

/// One release of a screen: which captures it is built from, and which are asked for.
#[derive(Debug, Default)]
pub(super) struct Release {
    pub(super) samples: Vec<usize>,
    pub(super) content: Vec<usize>,
    pub(super) other_states: Vec<usize>,
}

/// Templates, and for each the captures that it was built from.
pub(super) struct Templates {
    pub(super) set: TemplateSet,
    pub(super) samples: Vec<Vec<usize>>,
}

impl Templates {
    pub(super) fn build(observed: &Observed, samples: Vec<Vec<usize>>) -> Self {
        let build = |(number, samples): (usize, &Vec<usize>)| template(observed, number, samples);
        let templates: Vec<Template> = samples.par_iter().enumerate().map(build).collect();
        Self { set: TemplateSet::new(templates, &observed.profile), samples }
    }

    pub(super) fn samples_of(&self, candidate: &Candidate<'_>) -> &[usize] {
        let number = candidate.template.screen_id().as_str().trim_start_matches('t').parse();
        number.ok().and_then(|number: usize| self.samples.get(number)).map_or(&[], |s| s)
    }

    pub(super) fn nearest(&self, candidate: &Candidate<'_>) -> Option<Nearest> {
        let evidence = candidate.evidence;
        Some(Nearest {
            sample: *self.samples_of(candidate).first()?,
            score: candidate.score.get(),
            threshold: candidate.template.threshold().get(),
            evidence: [evidence.required, evidence.structure, evidence.roles]
                .map(|part| part.map(sz_core::Score::get)),
        })
    }

    /// Says what a capture is.
    pub(super) fn judge(&self, observed: &Observed, capture: usize) -> (Verdict, Option<Nearest>) {
        let seen = &observed.seen[capture];
        let found = match self.set.best_match(&seen.observation, None) {
            Match::Known(found) => found,
            Match::Unknown(nearest) => {
                return (Verdict::Unknown, nearest.and_then(|nearest| self.nearest(&nearest)));
            }
        };
        let samples = self.samples_of(&found);
        let is_right = |&sample: &usize| observed.seen[sample].entry.screen == seen.entry.screen;
        let is_equal = |&sample: &usize| observed.seen[sample].looks == seen.looks;
        let verdict = if samples.iter().any(is_right) {
            let comparison = self.set.compare(&found, &seen.observation);
            match comparison {
                Some(comparison) if !comparison.diff.is_empty() => Verdict::RightDrifted,
                _ => Verdict::RightClean,
            }
        } else if samples.iter().any(is_equal) {
            Verdict::Equal
        } else {
            Verdict::Wrong
        };
        (verdict, self.nearest(&found))
    }

    fn own(&self, observed: &Observed, capture: usize) -> Option<(f64, f64)> {
        let seen = &observed.seen[capture];
        let all = self.set.candidates(&seen.observation, self.set.len());
        let own = all.iter().find(|candidate| {
            let samples = self.samples_of(candidate);
            samples.iter().any(|&s| observed.seen[s].entry.screen == seen.entry.screen)
        })?;
        Some((own.score.get(), own.template.threshold().get()))
    }
}

fn template(observed: &Observed, number: usize, samples: &[usize]) -> Template {
    let first = &observed.seen[samples[0]];
    let options = BuildOptions {
        screen_id: ScreenId::new(&format!("t{number}")).expect("a letter and digits"),
        app: Some(first.entry.screen.app.clone()),
        description: None,
        source: None,
    };
    let text = build_template(&first.observation, &options).expect("a template can be written");
    Template::parse(&text).expect("what was built can be read")
}

pub(super) fn releases(observed: &Observed) -> BTreeMap<(Screen, String), Release> {
    let mut releases: BTreeMap<(Screen, String), Release> = BTreeMap::new();
    for (place, seen) in observed.seen.iter().enumerate() {
        let key = (seen.entry.screen.clone(), seen.entry.version.clone());
        let release = releases.entry(key).or_default();
        match seen.entry.standing {
            Standing::OtherState => release.other_states.push(place),
            Standing::Content if release.samples.len() == release.content.len() => {
                release.samples.push(place);
            }
            Standing::Content => release.content.push(place),
        }
    }
    releases
}

pub(super) fn evaluate(observed: &Observed) -> Evaluated {
    let mut evaluated = Evaluated { answers: Vec::new(), templates: BTreeMap::new() };
    let releases = releases(observed);
    for round in 0..ROUNDS {
        let mut samples = Vec::new();
        let mut questions: Vec<(usize, Question)> = Vec::new();
        for ((screen, _), release) in &releases {
            let all =
                || release.content.iter().chain(&release.samples).chain(&release.other_states);
            if hash(observed.family_of(screen)) % ROUNDS == round {
                questions.extend(all().map(|&capture| (capture, Question::LeftOut)));
            } else if release.samples.is_empty() {
                // Only other states are known of this release: nothing to build from, nothing to ask for.
            } else {
                *evaluated.templates.entry(screen.corpus.clone()).or_default() += 1;
                samples.push(release.samples.clone());
                questions.extend(release.content.iter().map(|&c| (c, Question::Content)));
                questions.extend(release.other_states.iter().map(|&c| (c, Question::OtherState)));
            }
        }
        questions.sort_unstable();
        let templates = Templates::build(observed, samples);
        let answer = |&(capture, question): &(usize, Question)| {
            let (verdict, nearest) = templates.judge(observed, capture);
            let is_miss = question == Question::Content
                && matches!(verdict, Verdict::Wrong | Verdict::Unknown);
            let own = is_miss.then(|| templates.own(observed, capture)).flatten();
            Answer { capture, question, verdict, nearest, own }
        };
        evaluated.answers.par_extend(questions.par_iter().map(answer));
    }
    evaluated
}

/// FNV-1a, 64 bits: the same everywhere and always.
fn hash(screen: &Screen) -> u64 {
    let text = format!("{}/{}/{}", screen.corpus, screen.app, screen.name);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl Evaluated {
    fn share(&self, question: Question, is_good: fn(Verdict) -> bool) -> f64 {
        let asked: Vec<Verdict> = (self.answers.iter())
            .filter(|answer| answer.question == question)
            .map(|answer| answer.verdict)
            .collect();
        let good = asked.iter().filter(|&&verdict| is_good(verdict)).count();
        if asked.is_empty() { 1.0 } else { good as f64 / asked.len() as f64 }
    }

    pub(super) fn share_right(&self) -> f64 {
        self.share(Question::Content, |verdict| {
            matches!(verdict, Verdict::RightClean | Verdict::RightDrifted | Verdict::Equal)
        })
    }

    pub(super) fn share_unknown(&self) -> f64 {
        self.share(Question::LeftOut, |verdict| verdict == Verdict::Unknown)
    }
}
