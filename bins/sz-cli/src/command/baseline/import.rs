//! `sz-cli baseline import`: templates and ARIA snapshots into a library.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sz_core::{
    BuildOptions, Library, ScreenId, TemplateSource, load_library,
    template::{Fault, KeptVersion, Lineage, import_snapshot},
};

use crate::{
    cli::BaselineImport, exit::Outcome, history, input, library, output::OutputFormat, save,
};

use super::intake::{self, Incoming, Plan};

/// What the names of ARIA snapshots end with.
const SNAPSHOT_ENDINGS: &[&str] = &[".aria.yml", ".aria.yaml"];

pub(crate) fn run(arguments: &BaselineImport, format: OutputFormat) -> anyhow::Result<Outcome> {
    let profile = library::profile(arguments.noise.as_deref())?;
    let ours = intake::read_ours(&arguments.into)?;
    let incoming = read(arguments, &ours)?;
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
fn read(arguments: &BaselineImport, ours: &Library) -> anyhow::Result<Vec<Incoming>> {
    let mut sources = Vec::new();
    for place in &arguments.from {
        let mut files = Vec::new();
        if place.is_dir() {
            input::collect(place, library::TEMPLATE_ENDINGS, &mut files)?;
        } else {
            files.push(place.clone());
        }
        let root = if place.is_dir() { place.as_path() } else { place.parent().unwrap_or(place) };
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(&file).to_owned();
            let text = library::read_text(&file)?;
            sources.push(Source { file, name, text });
        }
    }
    if sources.is_empty() {
        bail!("no template and no ARIA snapshot (.yaml, .yml) to import");
    }
    let mut faults = Vec::new();
    for source in &mut sources {
        if let Some(stem) = snapshot_stem(&source.file) {
            let stem = stem.split_whitespace().collect::<Vec<_>>().join("_");
            match adopt(source, &stem, arguments, ours) {
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

/// The name of an ARIA snapshot without its ending; `None` for other files.
fn snapshot_stem(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    SNAPSHOT_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).map(str::to_owned)
}

/// The template of a snapshot. One whose baseline we have already stays as we have it: required nodes, noise and
/// whatever else was added to it since.
fn adopt(
    source: &Source,
    stem: &str,
    arguments: &BaselineImport,
    ours: &Library,
) -> Result<String, Vec<Fault>> {
    let name = source.file.display().to_string();
    let named = |faults: Vec<Fault>| {
        faults.into_iter().map(|fault| Fault { source: name.clone(), ..fault }).collect::<Vec<_>>()
    };
    let screen_id = ScreenId::new(stem).map_err(|error| {
        let message = format!("the file's name gives no screen: {error}");
        vec![Fault {
            source: name.clone(),
            line: 1,
            column: 1,
            message,
            help: "rename it".to_owned(),
        }]
    })?;
    let options = BuildOptions {
        screen_id,
        app: arguments.app.clone(),
        description: None,
        source: Some(name.clone()),
    };
    let text = import_snapshot(&source.text, &options).map_err(named)?;
    let known = library::find(ours, options.screen_id.as_str(), options.app.as_deref()).ok();
    let is_known = |place: &usize| {
        let ours = ours.templates.get(*place).and_then(|it| it.baseline());
        let new = sz_core::Template::parse(&text).ok();
        ours.is_some() && new.as_ref().is_some_and(|new| new.baseline() == ours)
    };
    let kept = known.filter(is_known).and_then(|place| ours.source_of(place));
    Ok(kept.map_or(text, str::to_owned))
}
