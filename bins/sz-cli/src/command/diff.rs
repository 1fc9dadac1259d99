//! `sz-cli diff`: what changed between two captures, as a report or as an edit script.

mod rendering;

use std::path::Path;

use anstream::adapter::strip_str;
use anyhow::{Context, anyhow};
use sz_core::{Capture, DiffOptions, Limits, Patch, Tree, diff::diff, write_sz};

use crate::{
    cli::Diff,
    exit::Outcome,
    input::{self, Reader},
    library,
    output::{self, OutputFormat},
    quality, save,
};

pub(crate) fn run(arguments: &Diff, format: OutputFormat) -> anyhow::Result<Outcome> {
    let reader = Reader::new(&arguments.redaction)?;
    let read_from = [&arguments.a].into_iter().chain(&arguments.b).chain(&arguments.apply);
    input::read_standard_input_once(read_from)?;
    let a = read(&arguments.a, &reader)?;
    quality::warn(&arguments.a, &a.quality);
    if let Some(patch) = &arguments.apply {
        return apply(patch, &a.tree, &reader);
    }
    let b_file = arguments.b.as_deref().context("a second capture is needed")?;
    let b = read(b_file, &reader)?;
    quality::warn(b_file, &b.quality);
    let are_whole = [&a, &b].iter().all(|it| it.quality.verdict().is_whole());
    let (a, b) = (a.tree, b.tree);
    let mut options = DiffOptions::default();
    if let Some(tolerance_px) = arguments.bounds {
        options = options.with_bounds(tolerance_px);
    }
    let diff = diff(&a, &b, &options);
    if let Some(file) = &arguments.patch {
        let patch = serde_json::to_vec(&diff.patch(&a, &b))?;
        save::write(file, &patch)?;
    }
    let text = rendering::text(&diff, (&a, &b), &arguments.a, b_file, format)?;
    match &arguments.out {
        None => output::print(&text)?,
        Some(file) => save::write(file, strip_str(&text).to_string().as_bytes())?,
    }
    Ok(match (diff.is_empty(), are_whole) {
        (false, _) => Outcome::Differs,
        (true, true) => Outcome::Same,
        // What was not captured may be different.
        (true, false) => Outcome::Trouble,
    })
}

fn read(file: &Path, reader: &Reader) -> anyhow::Result<Capture> {
    reader.read(file).map_err(|error| anyhow!("{}: {error}", file.display()))
}

fn apply(patch: &Path, a: &Tree, reader: &Reader) -> anyhow::Result<Outcome> {
    let text = library::read_text(patch)?;
    let patch_name = || format!("{}: the patch was not applied", patch.display());
    let limits = Limits::default();
    let patch = Patch::from_json(text.as_bytes(), &limits).with_context(patch_name)?;
    let b = patch.apply(a, &limits).with_context(patch_name)?;
    // The patch may have been made from captures that were not redacted.
    let b = match reader.redactor() {
        None => b,
        Some(redactor) => redactor.tree(&b).into_owned(),
    };
    output::print(&format!("{}\n", write_sz(&b)))?;
    Ok(Outcome::Same)
}
