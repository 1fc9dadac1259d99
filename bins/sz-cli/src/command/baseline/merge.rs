//! `sz-cli baseline merge`: two libraries as one, in a new folder.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use sz_core::{Library, template::history_file};

use crate::{cli::BaselineMerge, exit::Outcome, history, library, output::OutputFormat, save};

use super::intake::{self, Incoming, Plan};

pub(crate) fn run(arguments: &BaselineMerge, format: OutputFormat) -> anyhow::Result<Outcome> {
    let out = &arguments.out;
    if out.is_file() {
        bail!("{}: this is a file; name a folder that is not there yet", out.display());
    }
    if std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("{}: is there already; name a folder that is not there yet", out.display());
    }
    let profile = library::profile(arguments.noise.as_deref())?;
    let (ours, theirs) = (read(&arguments.a)?, read(&arguments.b)?);
    let incoming = (0..theirs.templates.len())
        .map(|place| {
            let lineage = history::read_telling(&theirs, place)?;
            let file = PathBuf::from(&lineage.current().source);
            let name = within(&file, &arguments.b);
            Ok(Incoming { lineage, name })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let plan = Plan::new(&ours, &arguments.a, &incoming, arguments.prefer, &profile)?;
    if !plan.has_conflict() {
        let mut files: BTreeMap<PathBuf, String> = everything(&ours)?.into_iter().collect();
        files.extend(plan.files());
        let within = |(file, text): (PathBuf, String)| (within(&file, &arguments.a), text);
        let files: Vec<_> = files.into_iter().map(within).collect();
        write_folder(out, &files)?;
    }
    let plan = plan.moved(&arguments.a, out);
    intake::print(&plan, !plan.has_conflict(), format)?;
    Ok(plan.outcome())
}

fn read(folder: &Path) -> anyhow::Result<Library> {
    if !folder.exists() {
        bail!("{}: there is no such folder", folder.display());
    }
    intake::read_ours(folder)
}

/// The path of a file from the folder it is in.
fn within(file: &Path, folder: &Path) -> PathBuf {
    file.strip_prefix(folder).unwrap_or(file).to_owned()
}

/// Every version of every template with its file.
fn everything(library: &Library) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    let count = library.templates.len();
    for place in 0..count {
        let lineage = history::read_telling(library, place)?;
        let file = PathBuf::from(&lineage.current().source);
        for kept in lineage.earlier() {
            let (app, screen_id) = kept.template.key();
            let name = history_file(app, screen_id, kept.template.version());
            files.push((file.with_file_name("").join(name), kept.text.clone()));
        }
        files.push((file, lineage.current().text.clone()));
    }
    Ok(files)
}

/// Writes a folder whole or not at all: beside it first, then in its place.
fn write_folder(out: &Path, files: &[(PathBuf, String)]) -> anyhow::Result<()> {
    let cannot = || format!("{}: cannot be written", out.display());
    let parent = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(parent).with_context(cannot)?;
    let draft =
        tempfile::Builder::new().prefix(".merge-").tempdir_in(parent).with_context(cannot)?;
    // The draft's own folder is for nobody else; the one inside has the rights that folders have here.
    let library = draft.path().join("library");
    std::fs::create_dir(&library).with_context(cannot)?;
    let placed: Vec<(PathBuf, String)> =
        files.iter().map(|(file, text)| (library.join(file), text.clone())).collect();
    save::write_all(&placed)?;
    // Only an empty folder can be there; on some systems it is in the way.
    drop(std::fs::remove_dir(out));
    std::fs::rename(&library, out).with_context(cannot)
}
