//! Loading templates, noise profiles and policies from files.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow, bail};
use rayon::prelude::*;
use sz_core::{
    Engine, Library, Policy, Profile, ScreenId, Template, TemplateSource,
    drift::PolicyFaults,
    formats::suggest,
    noise::Redactor,
    template::{Fault, ParsedSource},
};

use crate::{input, output};

/// The endings of template files.
pub(crate) const TEMPLATE_ENDINGS: &[&str] = &["yaml", "yml"];

/// Reads a folder of templates, which may have none, or one file.
pub(crate) fn read_library(place: &Path) -> anyhow::Result<Library> {
    read_files(&files_of(place)?)
}

/// Reads folders of templates and template files as one library. A file that is named twice is read once; a folder without
/// templates is an error.
pub(crate) fn read_libraries(places: &[PathBuf]) -> anyhow::Result<Library> {
    let mut files: Vec<PathBuf> = Vec::new();
    for place in places {
        let found = files_of(place)?;
        require_some(place, found.len())?;
        files.extend(found);
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    read_files(&files)
}

/// The template files of a folder, or the file itself.
fn files_of(place: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if place.is_dir() {
        input::collect(place, TEMPLATE_ENDINGS, &mut files)?;
    } else {
        files.push(place.to_owned());
    }
    Ok(files)
}

fn require_some(folder: &Path, n_templates: usize) -> anyhow::Result<()> {
    if n_templates == 0 {
        bail!("{}: no template (.yaml, .yml) in this folder", folder.display());
    }
    Ok(())
}

fn read_files(files: &[PathBuf]) -> anyhow::Result<Library> {
    let read = |file: &PathBuf| Ok((file.display().to_string(), read_text(file)?));
    let texts: Vec<anyhow::Result<_>> = files.par_iter().map(read).collect();
    // Of several that cannot be read, the first is told.
    let texts = texts.into_iter().collect::<anyhow::Result<Vec<(String, String)>>>()?;
    let parsed: Vec<ParsedSource<'_>> =
        texts.par_iter().map(|(name, text)| TemplateSource { name, text }.parse()).collect();
    Ok(Library::of(parsed))
}

/// Reads templates that must be without fault; warnings are told to people.
pub(crate) fn read_valid_library(place: &Path) -> anyhow::Result<Library> {
    let library = read_library(place)?;
    refuse_faults(&place.display().to_string(), &library.faults)?;
    require_some(place, library.templates.len())?;
    for warning in &library.warnings {
        output::remark(&format!("{}: {warning}", output::styled(output::WARN, "warning")));
    }
    Ok(library)
}

/// Tells every fault; an error where there is one.
pub(crate) fn refuse_faults(place: &str, faults_found: &[Fault]) -> anyhow::Result<()> {
    if faults_found.is_empty() {
        return Ok(());
    }
    for fault in faults_found {
        output::complain(&fault.to_string());
    }
    bail!("{place}: {} in the templates; nothing was done", faults(faults_found.len()))
}

/// The place in a library of the template of this screen. Where several applications have a screen of this name, one
/// of them must be named.
pub(crate) fn find(library: &Library, screen_id: &str, app: Option<&str>) -> anyhow::Result<usize> {
    let screen_id = ScreenId::new(screen_id)?;
    let is_asked_for = |template: &Template| {
        *template.screen_id() == screen_id && (app.is_none() || template.metadata().app() == app)
    };
    let templates = || library.templates.iter().enumerate();
    let found: Vec<usize> =
        templates().filter(|(_, it)| is_asked_for(it)).map(|(place, _)| place).collect();
    match *found {
        [place] => Ok(place),
        [] => {
            let known: BTreeSet<&str> =
                templates().map(|(_, it)| it.screen_id().as_str()).collect();
            let nearest = suggest(screen_id.as_str(), known.iter().copied());
            let help = match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("there are: {}", Vec::from_iter(known).join(", ")),
            };
            let of = app.map(|app| format!(" of {app}")).unwrap_or_default();
            bail!("no template for `{screen_id}`{of}; {help}")
        }
        _ => {
            let apps: Vec<&str> = found
                .iter()
                .map(|&place| library.templates[place].metadata().app().unwrap_or("(none)"))
                .collect();
            bail!(
                "several applications have a screen `{screen_id}`; add --app with one of: {}",
                apps.join(", ")
            )
        }
    }
}

/// `1 fault`, `2 faults`.
pub(crate) fn faults(count: usize) -> String {
    format!("{count} fault{}", if count == 1 { "" } else { "s" })
}

/// The engine that these files describe.
pub(crate) fn engine(
    templates: &Path,
    noise: Option<&Path>,
    policy: Option<&Path>,
    redactor: Option<&Redactor>,
) -> anyhow::Result<Engine> {
    let library = read_valid_library(templates)?;
    let policy = policy.map(read_valid_policy).transpose()?.unwrap_or_default();
    let builder = Engine::builder().templates(library.templates).policy(policy);
    let builder = builder.noise(profile(noise)?);
    let builder = match redactor {
        None => builder,
        Some(redactor) => builder.redaction(redactor.clone()),
    };
    Ok(builder.build())
}

/// Reads a policy that must be without fault.
fn read_valid_policy(file: &Path) -> anyhow::Result<Policy> {
    Policy::parse(&read_text(file)?).map_err(|PolicyFaults { faults: found }| {
        for fault in &found {
            output::complain(&format!("{}:{fault}", file.display()));
        }
        anyhow!("{}: {} in the policy; nothing was done", file.display(), faults(found.len()))
    })
}

/// The noise profile of a file, or the built-in one.
pub(crate) fn profile(file: Option<&Path>) -> anyhow::Result<Profile> {
    let Some(file) = file else { return Ok(Profile::built_in()) };
    Profile::parse(&read_text(file)?)
        .with_context(|| format!("{}: not a noise profile", file.display()))
}

/// Reads a small text file.
pub(crate) fn read_text(file: &Path) -> anyhow::Result<String> {
    if file.is_dir() {
        bail!("{}: {}", file.display(), input::IS_A_FOLDER);
    }
    let limit = sz_core::Limits::default().document_bytes;
    let bytes = input::read_bytes(file, limit)
        .with_context(|| format!("{}: cannot be read", file.display()))?;
    if bytes.len() > limit {
        bail!("{}: larger than {limit} bytes", file.display());
    }
    String::from_utf8(bytes).with_context(|| format!("{}: not UTF-8", file.display()))
}
