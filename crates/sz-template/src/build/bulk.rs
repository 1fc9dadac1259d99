//! Building many templates at once, each in the light of the others.

use std::collections::BTreeMap;

use sz_noise::Profile;

use super::{
    BuildOptions, BuildTemplateError, TemplateFile,
    fact::{Fact, Prospect, facts},
    identity::{Neighbour, required},
};
use crate::{Fault, Observation, ScreenId, Template, TemplateCheck, TemplateSet, sample::exemplar};

/// One screen to build a template of.
#[derive(Clone, Debug)]
pub struct ScreenSamples<'a> {
    /// What a person says of it.
    pub options: BuildOptions,
    /// Captures of it, at least one.
    pub samples: Vec<&'a Observation>,
}

/// How many of the screens that are most like a capture are looked at.
const NEIGHBOURS_MAX: usize = 24;

/// The least threshold where other screens are known: more than one of four required nodes is missing below it, or a good
/// fifth of the shape is another one.
const THRESHOLD_LEAST: f64 = 0.91;

/// The highest threshold: one that a small change reaches would tell nothing of a screen but that it is not quite the same.
const THRESHOLD_MOST: f64 = 0.975;

/// Writes a template for each screen, in their order, as [`build_template`](super::build_template) does, and in the light of the
/// others: what tells a screen from those most like it is required, and thresholds lie between what samples score with
/// their own template and what those of other screens do.
///
/// Screens of one name and application are releases of the same one, and are not told apart.
///
/// Cost: for each capture one search among all templates, twice; the rest is near-linear in the nodes.
///
/// # Errors
/// As [`build_template`](super::build_template), for the first screen that has any.
pub fn build_templates(
    screens: &[ScreenSamples<'_>],
    profile: &Profile,
) -> Result<Vec<String>, BuildTemplateError> {
    build_templates_beside(screens, &[], profile)
}

/// [`build_templates`] for screens that are to stand beside those of a library: the new templates are told from its
/// screens, too, as far as their baselines say what they look like.
///
/// # Errors
/// As [`build_templates`].
pub fn build_templates_beside(
    screens: &[ScreenSamples<'_>],
    library: &[Template],
    profile: &Profile,
) -> Result<Vec<String>, BuildTemplateError> {
    let draft = |screen: &ScreenSamples<'_>| TemplateFile::draft(&screen.samples, &screen.options);
    let mut files: Vec<TemplateFile> = screens.iter().map(draft).collect::<Result<_, _>>()?;
    let exemplars: Vec<(&Template, Observation)> = (library.iter())
        .filter_map(|it| Some((it, Observation::new(&exemplar(it.baseline()?), profile))))
        .collect();
    let known = exemplars.iter().map(|(template, sample)| ScreenSamples {
        options: BuildOptions {
            screen_id: template.screen_id().clone(),
            app: template.metadata().app().map(str::to_owned),
            description: None,
            source: None,
        },
        samples: vec![sample],
    });
    // The new screens come first, here and among the rivals.
    let all: Vec<ScreenSamples<'_>> = screens.iter().cloned().chain(known).collect();
    let library: Vec<&Template> = exemplars.iter().map(|(template, _)| *template).collect();
    let facts: Vec<BTreeMap<Fact<'_>, Prospect>> = all.iter().map(all_facts).collect();
    let shapes = Rivals::new(&files, &library, profile)?;
    for (screen, file) in screens.iter().zip(&mut files) {
        let near = shapes.near(screen, &all);
        let neighbours: Vec<Neighbour<'_>> = (near.iter())
            .map(|(&place, &likeness)| Neighbour {
                likeness,
                facts: &facts[place],
                samples: &all[place].samples,
            })
            .collect();
        file.required_nodes = required(&screen.samples, &file.patterns, &neighbours);
    }
    let rivals = Rivals::new(&files, &library, profile)?;
    let mut highest = vec![0.0_f64; all.len()];
    for screen in &all {
        for (other, score) in rivals.near(screen, &all) {
            highest[other] = highest[other].max(score);
        }
    }
    for ((screen, file), highest) in screens.iter().zip(&mut files).zip(highest) {
        let own = lowest_score(file, &screen.samples, profile)?;
        let between = f64::midpoint(own, highest).clamp(THRESHOLD_LEAST, THRESHOLD_MOST);
        file.threshold = rounded_down(between.min(own));
    }
    files.iter().map(TemplateFile::to_yaml).collect()
}

/// The threshold of a template that was built alone: the default, or what all samples reach.
pub(super) fn lone_threshold(
    file: &TemplateFile,
    samples: &[&Observation],
) -> Result<f64, BuildTemplateError> {
    // What the built-in profile removes, an observation has not: any profile will do for a baseline made of observations.
    let own = lowest_score(file, samples, &Profile::empty())?;
    Ok(rounded_down(crate::DEFAULT_THRESHOLD.min(own)))
}

fn lowest_score(
    file: &TemplateFile,
    samples: &[&Observation],
    profile: &Profile,
) -> Result<f64, BuildTemplateError> {
    let check = TemplateCheck::new(&template(file)?, profile);
    Ok(samples.iter().map(|sample| check.score(sample)).fold(1.0, f64::min))
}

/// Thresholds are written with three places, and samples still have to reach them.
fn rounded_down(threshold: f64) -> f64 {
    (threshold * 1000.0).floor() / 1000.0
}

fn template(file: &TemplateFile) -> Result<Template, BuildTemplateError> {
    Template::parse(&file.to_yaml()?).map_err(|faults| BuildTemplateError::Unreadable {
        screen_id: file.screen_id.clone(),
        fault: Box::new(faults.into_iter().next().unwrap_or_else(|| Fault::whole("no fault"))),
    })
}

/// The templates as they are so far, to find what is like a screen.
struct Rivals(TemplateSet);

impl Rivals {
    fn new(
        files: &[TemplateFile],
        library: &[&Template],
        profile: &Profile,
    ) -> Result<Self, BuildTemplateError> {
        let mut templates: Vec<Template> = files.iter().map(template).collect::<Result<_, _>>()?;
        templates.extend(library.iter().copied().cloned());
        Ok(Self(TemplateSet::new(templates, profile)))
    }

    /// The other screens that the captures of one are most like, by their place, with the highest score.
    fn near(
        &self,
        screen: &ScreenSamples<'_>,
        screens: &[ScreenSamples<'_>],
    ) -> BTreeMap<usize, f64> {
        let mut near: BTreeMap<usize, f64> = BTreeMap::new();
        for sample in &screen.samples {
            for candidate in self.0.candidates(sample, NEIGHBOURS_MAX) {
                // A set that nothing was taken from keeps its templates in their order.
                let place = candidate.slot as usize;
                if screens[place].key() != screen.key() {
                    let highest = near.entry(place).or_default();
                    *highest = highest.max(candidate.score.get());
                }
            }
        }
        near
    }
}

impl ScreenSamples<'_> {
    fn key(&self) -> (Option<&str>, &ScreenId) {
        (self.options.app.as_deref(), &self.options.screen_id)
    }
}

fn all_facts<'a>(screen: &ScreenSamples<'a>) -> BTreeMap<Fact<'a>, Prospect> {
    screen.samples.iter().flat_map(|sample| facts(sample.kept())).collect()
}

#[cfg(test)]
mod tests;
