//! Loading templates, noise profiles and policies from files.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sz_core::{Engine, Library, Policy, Profile, TemplateSource, load_library, noise::Redactor};

use crate::{input, output};

/// The endings of template files.
const TEMPLATE_ENDINGS: &[&str] = &["yaml", "yml"];

/// Reads a folder of templates, or one file.
pub(crate) fn read_library(place: &Path) -> anyhow::Result<Library> {
    let mut files: Vec<PathBuf> = Vec::new();
    if place.is_dir() {
        input::collect(place, TEMPLATE_ENDINGS, &mut files)?;
    } else {
        files.push(place.to_owned());
    }
    let texts = files
        .iter()
        .map(|file| Ok((file.display().to_string(), read_text(file)?)))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let sources = texts.iter().map(|(name, text)| TemplateSource { name, text });
    Ok(load_library(sources))
}

/// Reads templates that must be without fault; warnings are told to people.
pub(crate) fn read_valid_library(place: &Path) -> anyhow::Result<Library> {
    let library = read_library(place)?;
    if !library.faults.is_empty() {
        library.faults.iter().for_each(|fault| output::complain(&fault.to_string()));
        bail!(
            "{}: {} in the templates; nothing was done",
            place.display(),
            faults(library.faults.len())
        );
    }
    if library.templates.is_empty() {
        bail!("{}: no template (.yaml, .yml) in this folder", place.display());
    }
    for warning in &library.warnings {
        output::remark(&format!("{}: {warning}", output::styled(output::WARN, "warning")));
    }
    Ok(library)
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
    let policy = match policy {
        None => Policy::default(),
        Some(file) => Policy::parse(&read_text(file)?)
            .with_context(|| format!("{}: not a policy", file.display()))?,
    };
    let builder = Engine::builder().templates(library.templates).policy(policy);
    let builder = builder.noise(profile(noise)?);
    let builder = match redactor {
        None => builder,
        Some(redactor) => builder.redaction(redactor.clone()),
    };
    Ok(builder.build())
}

/// The noise profile of a file, or the built-in one.
pub(crate) fn profile(file: Option<&Path>) -> anyhow::Result<Profile> {
    let Some(file) = file else { return Ok(Profile::built_in()) };
    Profile::parse(&read_text(file)?)
        .with_context(|| format!("{}: not a noise profile", file.display()))
}

/// Reads a small text file.
pub(crate) fn read_text(file: &Path) -> anyhow::Result<String> {
    let limit = sz_core::Limits::default().document_bytes;
    let bytes = input::read_bytes(file, limit)
        .with_context(|| format!("{}: cannot be read", file.display()))?;
    if bytes.len() > limit {
        bail!("{}: larger than {limit} bytes", file.display());
    }
    String::from_utf8(bytes).with_context(|| format!("{}: not UTF-8", file.display()))
}
