//! `sz-cli baseline import`: templates and ARIA snapshots into a library.

use std::{collections::BTreeSet, path::PathBuf};

use anyhow::{Context, bail};
use snapshot::{Adopter, snapshot_stem};
use sz_core::{
    Library, Redactor, TemplateSource, load_library,
    template::{Fault, KeptVersion, Lineage},
};

use crate::{
    cli::BaselineImport, exit::Outcome, history, input, library, output::OutputFormat, save,
};

use super::intake::{self, Incoming, Plan};

mod snapshot;

pub(crate) fn run(arguments: &BaselineImport, format: OutputFormat) -> anyhow::Result<Outcome> {
    let profile = library::profile(arguments.noise.as_deref())?;
    let redactor = arguments.redaction.redactor()?;
    let ours = intake::read_ours(&arguments.into)?;
    let incoming = read(arguments, &ours, redactor.as_ref())?;
    let plan = Plan::new(&ours, &arguments.into, &incoming, arguments.prefer, &profile)?;
    let writes = !arguments.dry_run && !plan.has_conflict();
    if writes {
        save::write_all(&plan.files())?;
    }
    intake::print(&plan, writes, format)?;
    Ok(plan.outcome())
}

/// A file that comes in.
struct Source {
    file: PathBuf,
    /// Its name from the folder that was named, or the file's own.
    name: PathBuf,
    text: String,
}

/// Reads what comes in: every fault of every file, or all templates with their histories.
fn read(
    arguments: &BaselineImport,
    ours: &Library,
    redactor: Option<&Redactor>,
) -> anyhow::Result<Vec<Incoming>> {
    let mut sources = Vec::new();
    let mut seen = BTreeSet::new();
    for place in &arguments.from {
        let mut files = Vec::new();
        if place.is_dir() {
            input::collect(place, library::TEMPLATE_ENDINGS, &mut files)?;
        } else {
            files.push(place.clone());
        }
        let root = if place.is_dir() { place.as_path() } else { place.parent().unwrap_or(place) };
        // A folder may be named beside what is in it.
        for file in files.into_iter().filter(|file| seen.insert(file.clone())) {
            let name = file.strip_prefix(root).unwrap_or(&file).to_owned();
            let text = library::read_text(&file)?;
            sources.push(Source { file, name, text });
        }
    }
    if sources.is_empty() {
        bail!("no template and no ARIA snapshot (.yaml, .yml) to import");
    }
    let mut faults = Vec::new();
    let adopter = Adopter { app: arguments.app.as_deref(), ours, redactor };
    for source in &mut sources {
        if let Some(stem) = snapshot_stem(&source.file) {
            let stem = stem.split_whitespace().collect::<Vec<_>>().join("_");
            match adopter.adopt(&source.file, &source.text, &stem) {
                Ok(text) => source.text = text,
                Err(found) => faults.extend(found),
            }
            source.name = source.name.with_file_name(format!("{stem}.yaml"));
        }
    }
    let names: Vec<String> = sources.iter().map(|it| it.file.display().to_string()).collect();
    let named = names.iter().zip(&sources);
    let library = load_library(named.map(|(name, it)| TemplateSource { name, text: &it.text }));
    // Of a snapshot with faults the text is no template, which needs no telling.
    let is_told = |fault: &Fault| faults.iter().any(|told: &Fault| told.source == fault.source);
    let more: Vec<Fault> = library.faults.iter().filter(|fault| !is_told(fault)).cloned().collect();
    faults.extend(more);
    library::refuse_faults("import", &faults)?;
    let incoming = |(place, source): (usize, &Source)| {
        let lineage = if snapshot_stem(&source.file).is_some() {
            without_history(&library, place)?
        } else {
            history::read_telling(&library, place)?
        };
        Ok(Incoming { lineage, name: source.name.clone() })
    };
    sources.iter().enumerate().map(|(place, source)| incoming((place, source))).collect()
}

fn without_history(library: &Library, place: usize) -> anyhow::Result<Lineage> {
    let template = library.templates.get(place).context("every source gave a template")?.clone();
    let text = library.source_of(place).unwrap_or_default().to_owned();
    let source = library.name_of(place).unwrap_or_default().to_owned();
    Ok(Lineage::new(KeptVersion { template, text, source }, []).0)
}
