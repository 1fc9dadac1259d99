//! `sz-cli baseline diff`: what changed between two templates, by meaning.

use anyhow::Context;
use serde::Serialize;
use sz_core::{
    Profile, Template,
    diff::DiffReport,
    template::{Bump, Effect, KeptVersion, TemplateChange, TemplateDiff},
};

use crate::{
    cli::{BaselineDiff, ScreenPlace},
    exit::Outcome,
    history, library,
    output::{self, OutputFormat},
    wire,
};

use super::version;

/// What `diff` says.
#[derive(Serialize)]
struct Differing<'a> {
    screen_id: &'a str,
    app: Option<&'a str>,
    from: VersionPlace<'a>,
    to: VersionPlace<'a>,
    /// `null` where both mean the same.
    bump: Option<&'static str>,
    /// The lowest version that the content of `to` may have after `from`.
    version_needed: Option<String>,
    /// What a capture that fits `from` in full is sure to score in `to`.
    sure_score: Option<f64>,
    threshold: f64,
    changes: Vec<Changed<'a>>,
    baseline: Option<&'a DiffReport>,
}

#[derive(Serialize)]
struct VersionPlace<'a> {
    version: String,
    file: &'a str,
}

/// One change, as every verb writes it.
#[derive(Serialize)]
pub(super) struct Changed<'a> {
    part: &'static str,
    effect: &'static str,
    bump: &'static str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    path: Option<&'a str>,
    sentence: &'a str,
}

/// The changes of a difference, as every verb writes them.
pub(super) fn changed(diff: &TemplateDiff) -> Vec<Changed<'_>> {
    diff.changes.iter().map(Changed::from).collect()
}

impl<'a> From<&'a TemplateChange> for Changed<'a> {
    fn from(change: &'a TemplateChange) -> Self {
        Self {
            part: change.part.as_str(),
            effect: change.effect.as_str(),
            bump: change.bump.as_str(),
            old: change.old.as_deref(),
            new: change.new.as_deref(),
            path: change.path.as_deref(),
            sentence: &change.sentence,
        }
    }
}

pub(crate) fn run(arguments: &BaselineDiff, format: OutputFormat) -> anyhow::Result<Outcome> {
    let profile = library::profile(arguments.noise.as_deref())?;
    let (old, new) = two_versions(arguments)?;
    let diff = TemplateDiff::between(&old.template, &new.template, &profile);
    if format == OutputFormat::Table {
        print(&old, &new, &diff)?;
    } else {
        output::document(format, &differing(&old, &new, &diff))?;
    }
    Ok(if diff.is_empty() { Outcome::Same } else { Outcome::Differs })
}

fn two_versions(arguments: &BaselineDiff) -> anyhow::Result<(KeptVersion, KeptVersion)> {
    let (Some(screen_id), Some(templates)) = (&arguments.screen, &arguments.templates) else {
        let b = arguments.b.as_deref().context("a second template is needed")?;
        return Ok((history::read_file(arguments.a.as_ref())?, history::read_file(b.as_ref())?));
    };
    let screen = ScreenPlace {
        screen_id: screen_id.clone(),
        templates: templates.clone(),
        app: arguments.app.clone(),
    };
    let lineage = history::find(&screen)?.lineage;
    let old = version::kept(&lineage, &arguments.a)?.clone();
    let new = match &arguments.b {
        None => lineage.current().clone(),
        Some(version) => version::kept(&lineage, version)?.clone(),
    };
    Ok((old, new))
}

fn differing<'a>(
    old: &'a KeptVersion,
    new: &'a KeptVersion,
    diff: &'a TemplateDiff,
) -> Differing<'a> {
    let place = |kept: &'a KeptVersion| VersionPlace {
        version: kept.template.version().to_string(),
        file: &kept.source,
    };
    let (app, screen_id) = new.template.key();
    Differing {
        screen_id: screen_id.as_str(),
        app,
        from: place(old),
        to: place(new),
        bump: diff.bump.map(Bump::as_str),
        version_needed: diff.bump.map(|bump| bump.after(old.template.version()).to_string()),
        sure_score: diff.sure_score.map(wire::rounded),
        threshold: wire::rounded(new.template.threshold()),
        changes: changed(diff),
        baseline: diff.baseline.as_ref(),
    }
}

fn print(old: &KeptVersion, new: &KeptVersion, diff: &TemplateDiff) -> anyhow::Result<()> {
    if diff.is_empty() {
        return output::print("both mean the same\n");
    }
    let text = format!("{}\n{}", table(diff), verdict(&old.template, &new.template, diff));
    output::print(&text)
}

/// The changes as a table.
pub(super) fn table(diff: &TemplateDiff) -> comfy_table::Table {
    let mut table = output::table(&["part", "change", "at", "effect", "bump"]);
    for change in &diff.changes {
        let style = match change.effect {
            Effect::Stricter => output::WARN,
            Effect::Looser => output::GOOD,
            _ => output::DIM,
        };
        table.add_row([
            change.part.as_str(),
            &change.sentence,
            change.path.as_deref().unwrap_or_default(),
            &output::styled(style, change.effect.as_str()),
            change.bump.as_str(),
        ]);
    }
    table
}

/// What the changes mean for the version, and for captures of the screen as it was.
fn verdict(old: &Template, new: &Template, diff: &TemplateDiff) -> String {
    let Some(bump) = diff.bump else { return String::new() };
    let needed = bump.after(old.version());
    let mut text = format!(
        "{}, {bump}: after {} comes {needed}",
        plural(diff.changes.len(), "change"),
        old.version()
    );
    if *new.version() < needed {
        text += &format!(", and this is {}", new.version());
    }
    text += "\n";
    if let Some(sure) = diff.sure_score {
        let (is, not) = if sure >= new.threshold() { ("is", "") } else { ("may", " not be") };
        text += &format!(
            "a capture that fits {} in full scores at least {sure} of the {} needed, and {is}{not} recognised\n",
            old.version(),
            new.threshold(),
        );
    }
    text
}

/// `1 change`, `2 changes`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The difference of two templates.
pub(super) fn between(old: &KeptVersion, new: &KeptVersion, profile: &Profile) -> TemplateDiff {
    TemplateDiff::between(&old.template, &new.template, profile)
}
