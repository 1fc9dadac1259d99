//! Who is built from, who is identified, who is left out, and what came of it.

use std::collections::BTreeMap;

use anyhow::anyhow;
use rayon::prelude::*;
use sz_core::{
    BuildOptions, Match, ScreenId, Template, TemplateSet,
    template::{Candidate, ScreenIdError, ScreenSamples, build_templates},
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

/// Templates, and the captures that each was built from.
pub(super) struct Templates {
    set: TemplateSet,
    /// By the first of them.
    samples: BTreeMap<usize, Vec<usize>>,
}

impl Templates {
    pub(super) fn build(observed: &Observed, samples: Vec<Vec<usize>>) -> anyhow::Result<Self> {
        let screens: Vec<ScreenSamples<'_>> =
            samples.iter().map(|samples| screen(observed, samples)).collect::<Result<_, _>>()?;
        let texts = build_templates(&screens, &observed.profile)?;
        let template = |text: &String| {
            Template::parse(text).map_err(|faults| anyhow!("a template is no template: {faults:?}"))
        };
        let templates: Vec<Template> = texts.par_iter().map(template).collect::<Result<_, _>>()?;
        let samples = samples.into_iter().map(|samples| (samples[0], samples)).collect();
        Ok(Self { set: TemplateSet::new(templates, &observed.profile), samples })
    }

    fn samples_of(&self, candidate: &Candidate<'_>) -> &[usize] {
        let first = candidate.template.metadata().source().and_then(|source| source.parse().ok());
        first.and_then(|first: usize| self.samples.get(&first)).map_or(&[], |samples| samples)
    }

    fn nearest(&self, candidate: &Candidate<'_>) -> Option<Nearest> {
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

/// The place of the first capture stands for its file.
fn screen<'a>(
    observed: &'a Observed,
    samples: &[usize],
) -> Result<ScreenSamples<'a>, ScreenIdError> {
    let first = &observed.seen[samples[0]].entry;
    let name = format!("{}/{}", first.screen.corpus, first.screen.name);
    let options = BuildOptions {
        screen_id: ScreenId::new(&name.replace(char::is_whitespace, "_"))?,
        app: Some(first.screen.app.clone()),
        description: None,
        source: Some(samples[0].to_string()),
    };
    let samples = samples.iter().map(|&sample| &observed.seen[sample].observation).collect();
    Ok(ScreenSamples { options, samples })
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

pub(super) fn evaluate(observed: &Observed) -> anyhow::Result<Evaluated> {
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
        let templates = Templates::build(observed, samples)?;
        let answer = |&(capture, question): &(usize, Question)| {
            let (verdict, nearest) = templates.judge(observed, capture);
            let is_miss = question == Question::Content
                && matches!(verdict, Verdict::Wrong | Verdict::Unknown);
            let own = is_miss.then(|| templates.own(observed, capture)).flatten();
            Answer { capture, question, verdict, nearest, own }
        };
        evaluated.answers.par_extend(questions.par_iter().map(answer));
    }
    Ok(evaluated)
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
