//! `sz-cli baseline history`: the versions of a template and what changed from one to the next.

use std::path::Path;

use serde::Serialize;
use sz_core::{
    Profile,
    template::{Bump, KeptVersion, TemplateDiff, Version},
};

use crate::{
    cli::BaselineHistory,
    exit::Outcome,
    history, library,
    output::{self, OutputFormat},
};

use super::diff::{self, Changed, changed};

/// One version in the list, the newest first.
#[derive(Serialize)]
struct Listed<'a> {
    version: String,
    current: bool,
    file: &'a str,
    /// What changed from the version before; `null` for the first.
    since: Option<Since<'a>>,
}

#[derive(Serialize)]
struct Since<'a> {
    version: String,
    bump: Option<&'static str>,
    summary: String,
    changes: Vec<Changed<'a>>,
}

/// A version and the difference from the one before it.
struct Step<'a> {
    kept: &'a KeptVersion,
    before: Option<(&'a KeptVersion, TemplateDiff)>,
}

pub(crate) fn run(arguments: &BaselineHistory, format: OutputFormat) -> anyhow::Result<Outcome> {
    let profile = library::profile(arguments.noise.as_deref())?;
    let found = history::find(&arguments.screen)?;
    let steps = steps(found.lineage.versions(), &profile);
    let current = found.lineage.current().template.version();
    if format == OutputFormat::Table {
        print(&steps, current, &arguments.screen.templates)?;
        return Ok(Outcome::Same);
    }
    let listed: Vec<Listed<'_>> = steps
        .iter()
        .map(|step| Listed {
            version: step.kept.template.version().to_string(),
            current: step.kept.template.version() == current,
            file: &step.kept.source,
            since: step.before.as_ref().map(|(before, diff)| Since {
                version: before.template.version().to_string(),
                bump: diff.bump.map(Bump::as_str),
                summary: diff.summary(),
                changes: changed(diff),
            }),
        })
        .collect();
    output::list(format, &listed)?;
    Ok(Outcome::Same)
}

fn steps<'a>(versions: &'a [KeptVersion], profile: &Profile) -> Vec<Step<'a>> {
    let before = std::iter::once(None).chain(versions.iter().map(Some));
    let step = |(kept, before): (&'a KeptVersion, Option<&'a KeptVersion>)| Step {
        kept,
        before: before.map(|before| (before, diff::between(before, kept, profile))),
    };
    let mut steps: Vec<Step<'a>> = versions.iter().zip(before).map(step).collect();
    steps.reverse();
    steps
}

/// How many changes of one version a table names.
const MAX_CHANGES: usize = 6;

fn print(steps: &[Step<'_>], current: &Version, templates: &Path) -> anyhow::Result<()> {
    let mut table = output::table(&["version", "bump", "what changed", "file"]);
    for step in steps {
        let version = step.kept.template.version();
        let shown = if version == current {
            output::styled(output::STRONG, format_args!("{version} (current)"))
        } else {
            version.to_string()
        };
        let (bump, changes) = match &step.before {
            None => ("", "the first version that is kept".to_owned()),
            Some((_, diff)) => (diff.bump.map_or("", Bump::as_str), sentences(diff)),
        };
        let file = Path::new(&step.kept.source);
        let file = file.strip_prefix(templates).unwrap_or(file).display().to_string();
        table.add_row([&shown, bump, &changes, &file]);
    }
    output::print(&format!("{table}\n"))
}

fn sentences(diff: &TemplateDiff) -> String {
    if diff.is_empty() {
        return "nothing that means anything".to_owned();
    }
    let mut lines: Vec<String> = diff
        .changes
        .iter()
        .take(MAX_CHANGES)
        .map(|change| format!("{}: {}", change.part, change.sentence))
        .collect();
    if let Some(more @ 1..) = diff.changes.len().checked_sub(MAX_CHANGES) {
        lines.push(output::styled(
            output::DIM,
            format_args!("… and {more} more (--format json has all)"),
        ));
    }
    lines.join("\n")
}
