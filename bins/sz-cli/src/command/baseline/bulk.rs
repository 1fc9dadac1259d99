//! `sz-cli baseline build --bulk`: from a folder of captures to a library of templates.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Context;
use rayon::prelude::*;
use sz_core::{
    BuildOptions, Library, Match, Observation, Profile, Template, TemplateSet,
    template::{
        LooseCapture, ScreenCluster, ScreenSamples, build_templates_beside, cluster_captures,
        history_folder,
    },
};

use crate::{
    cli::BaselineBuild,
    exit::Outcome,
    history::{self, Replaced},
    input::{self, Reader},
    library,
    output::OutputFormat,
    progress, quality,
    wire::{self, FileError},
};

use super::intake;
use told::{Built, Confused, Known, LeftOut, Told, Varies};

mod told;

pub(super) fn run(arguments: &BaselineBuild, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?;
    let profile = library::profile(arguments.noise.as_deref())?;
    let folder = arguments.out.as_deref().context("--out DIR is needed")?;
    let ours = intake::read_ours(folder)?;
    let known = match &arguments.templates {
        None => Vec::new(),
        Some(place) => library::read_valid_library(place)?.templates,
    };
    let known: Vec<Template> = match reader.redactor() {
        None => known,
        Some(redactor) => known.into_iter().map(|it| it.redacted(redactor)).collect(),
    };
    let intake = Intake::read(arguments, &reader, &profile, &known)?;
    let screens = intake.screens(&known);
    let texts = build_templates_beside(&intake.samples(&screens), &known, &profile)?;
    let templates: Vec<Template> =
        texts.iter().map(|text| parse(text)).collect::<Result<_, _>>()?;
    let confused = intake.confused(&screens, &templates, &known, &profile);
    let mut places = Places::new(folder, &ours, &screens);
    let mut built = Vec::with_capacity(screens.len());
    for ((screen, text), template) in screens.iter().zip(&texts).zip(&templates) {
        let file = places.of(screen);
        let outcome = if arguments.dry_run {
            "not written"
        } else {
            outcome(&history::put(&file, text, &profile)?)
        };
        built.push(Built {
            screen_id: screen.screen_id.to_string(),
            app: screen.app.clone(),
            captures: screen.captures.iter().map(|&at| intake.captures[at].file.clone()).collect(),
            file: file.display().to_string(),
            outcome,
            varies: Varies::of(template),
        });
    }
    let told = Told {
        written: !arguments.dry_run,
        screens: built,
        known: intake.known,
        left_out: intake.left_out,
        confused,
    };
    told::print(&told, format)?;
    Ok(told.outcome())
}

fn parse(text: &str) -> anyhow::Result<Template> {
    let told =
        |faults: Vec<_>| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    Template::parse(text)
        .map_err(|faults| anyhow::anyhow!("a built template cannot be read back: {}", told(faults)))
}

fn outcome(replaced: &Replaced) -> &'static str {
    match replaced {
        Replaced::New => "new",
        Replaced::Same => "same",
        Replaced::Kept { .. } => "new version",
    }
}

/// A capture to build from.
struct Taken {
    file: String,
    /// The path without ending.
    label: String,
    app: Option<String>,
    observation: Observation,
}

impl Taken {
    fn loose(&self) -> LooseCapture<'_> {
        let Self { label, app, observation, .. } = self;
        LooseCapture { app: app.as_deref(), label, observation }
    }
}

/// What became of one file.
enum Read {
    Taken(Box<Taken>),
    Known(Known),
    LeftOut(LeftOut),
}

/// The captures to build from, and the others.
struct Intake {
    captures: Vec<Taken>,
    known: Vec<Known>,
    left_out: Vec<LeftOut>,
}

impl Intake {
    /// Reads files in parallel; everything is told in the order of the files.
    fn read(
        arguments: &BaselineBuild,
        reader: &Reader,
        profile: &Profile,
        known: &[Template],
    ) -> anyhow::Result<Self> {
        let files = input::expand(&arguments.files)?;
        let set = TemplateSet::new(known.iter().cloned(), profile);
        let bar = progress::bar(files.len());
        let read: Vec<Read> = files
            .par_iter()
            .map(|file| {
                let read = read(file, arguments.app.as_deref(), reader, profile);
                bar.inc(1);
                match read {
                    Read::Taken(taken) => {
                        known_as(&taken, &set).map_or(Read::Taken(taken), Read::Known)
                    }
                    other => other,
                }
            })
            .collect();
        bar.finish_and_clear();
        let mut intake = Self { captures: Vec::new(), known: Vec::new(), left_out: Vec::new() };
        for one in read {
            match one {
                Read::Taken(taken) => intake.captures.push(*taken),
                Read::Known(known) => intake.known.push(known),
                Read::LeftOut(left_out) => intake.left_out.push(left_out),
            }
        }
        Ok(intake)
    }

    /// The screens there are, with names that the library does not have.
    fn screens(&self, known: &[Template]) -> Vec<ScreenCluster> {
        let taken: BTreeSet<_> = (known.iter().map(Template::key))
            .map(|(app, screen_id)| (app.map(str::to_owned), screen_id.clone()))
            .collect();
        let captures: Vec<LooseCapture<'_>> = self.captures.iter().map(Taken::loose).collect();
        cluster_captures(&captures, &taken)
    }

    fn samples(&self, screens: &[ScreenCluster]) -> Vec<ScreenSamples<'_>> {
        let of_screen = |screen: &ScreenCluster| {
            let captures = || screen.captures.iter().map(|&at| &self.captures[at]);
            ScreenSamples {
                options: BuildOptions {
                    screen_id: screen.screen_id.clone(),
                    app: screen.app.clone(),
                    description: None,
                    source: Some(captures().map(|it| &*it.file).collect::<Vec<_>>().join(", ")),
                },
                samples: captures().map(|it| &it.observation).collect(),
            }
        };
        screens.iter().map(of_screen).collect()
    }

    /// Captures that are taken for another screen than the one that was built from them.
    fn confused(
        &self,
        screens: &[ScreenCluster],
        templates: &[Template],
        known: &[Template],
        profile: &Profile,
    ) -> Vec<Confused> {
        let set = TemplateSet::new(templates.iter().chain(known).cloned(), profile);
        let pairs: Vec<(&ScreenCluster, &Taken)> = (screens.iter())
            .flat_map(|screen| screen.captures.iter().map(move |&at| (screen, &self.captures[at])))
            .collect();
        let asked = |(screen, taken): &(&ScreenCluster, &Taken)| {
            let best = set.best_match(&taken.observation, taken.app.as_deref());
            let taken_for = match best {
                Match::Known(found) => Some(found.template),
                Match::Unknown(_) => None,
            };
            let own = (screen.app.as_deref(), &screen.screen_id);
            let is_own = taken_for.is_some_and(|template| template.key() == own);
            (!is_own).then(|| Confused {
                file: taken.file.clone(),
                screen_id: screen.screen_id.to_string(),
                taken_for: taken_for.map(|template| template.screen_id().to_string()),
            })
        };
        pairs.par_iter().filter_map(asked).collect()
    }
}

fn read(path: &Path, app: Option<&str>, reader: &Reader, profile: &Profile) -> Read {
    let file = path.display().to_string();
    let capture = match reader.read(path) {
        Ok(capture) => capture,
        Err(error) => {
            let reason = error.to_string();
            return Read::LeftOut(LeftOut {
                file,
                quality: None,
                reason,
                error: Some(FileError::from(error)),
            });
        }
    };
    // What was not captured would be taken for something that is not always there.
    if !capture.quality.verdict().is_whole() {
        let reason = quality::judgement(&capture.quality);
        let quality = Some((&capture.quality).into());
        return Read::LeftOut(LeftOut { file, quality, reason, error: None });
    }
    Read::Taken(Box::new(Taken {
        label: path.with_extension("").display().to_string(),
        file,
        app: app.map(str::to_owned).or(capture.app),
        observation: Observation::new(&capture.tree, profile),
    }))
}

/// The screen of the library that a capture shows.
fn known_as(taken: &Taken, set: &TemplateSet) -> Option<Known> {
    let best = set.best_match(&taken.observation, taken.app.as_deref());
    let Match::Known(found) = best else { return None };
    // A template without evidence takes everything, and knows nothing.
    (found.template.evidence_count() > 0).then(|| Known {
        file: taken.file.clone(),
        screen_id: found.template.screen_id().to_string(),
        app: found.template.metadata().app().map(str::to_owned),
        score: wire::rounded(found.score),
    })
}

/// Where templates go.
struct Places<'a> {
    folder: &'a Path,
    ours: &'a Library,
    taken: BTreeSet<PathBuf>,
    has_apps: bool,
}

impl<'a> Places<'a> {
    fn new(folder: &'a Path, ours: &'a Library, screens: &[ScreenCluster]) -> Self {
        let files = (0..ours.templates.len()).filter_map(|place| ours.name_of(place));
        let apps: BTreeSet<&Option<String>> = screens.iter().map(|screen| &screen.app).collect();
        Self { folder, ours, taken: files.map(PathBuf::from).collect(), has_apps: apps.len() > 1 }
    }

    /// The file that has the screen already, or a new one: in a folder for its application where there are several.
    fn of(&mut self, screen: &ScreenCluster) -> PathBuf {
        let key = (screen.app.as_deref(), &screen.screen_id);
        let known = self.ours.templates.iter().position(|template| template.key() == key);
        if let Some(name) = known.and_then(|place| self.ours.name_of(place)) {
            return PathBuf::from(name);
        }
        let safe = history_folder(screen.app.as_deref(), &screen.screen_id);
        let safe = safe.split_once('/').map_or(&*safe, |(_, path)| path);
        let path = match safe.split_once('/') {
            Some((_, screen)) if !self.has_apps || safe.starts_with("_/") => screen,
            _ => safe,
        };
        intake::free_name(&self.folder.join(format!("{path}.yaml")), &mut self.taken)
    }
}
