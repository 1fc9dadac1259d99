//! Writing the files that people ask for.

use std::{
    ffi::OsString,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use crate::input;

/// Writes a whole file or nothing: into a neighbour first, which then takes the file's place.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let draft = write_draft(file, bytes)?;
    place(&draft, file)
}

/// Writes several files, with the folders they are in: each whole or not at all, and none where one of them has no
/// place to be written. They take their places in the order given, and each is on disk before the next.
pub(crate) fn write_all(files: &[(PathBuf, String)]) -> anyhow::Result<()> {
    let mut drafts = Vec::with_capacity(files.len());
    for (file, text) in files {
        let folder = file.parent().unwrap_or(Path::new("."));
        let written = std::fs::create_dir_all(folder)
            .with_context(|| format!("{}: cannot be made", folder.display()))
            .and_then(|()| write_draft(file, text.as_bytes()));
        match written {
            Ok(draft) => drafts.push(draft),
            Err(error) => {
                remove(&drafts);
                return Err(error.context("nothing was changed"));
            }
        }
    }
    for (at, (draft, (file, _))) in drafts.iter().zip(files).enumerate() {
        if let Err(error) = place(draft, file) {
            remove(drafts.get(at..).unwrap_or_default());
            return Err(error.context(format!("{at} of {} files were written", files.len())));
        }
    }
    Ok(())
}

/// Only tidying: there is another error that matters.
fn remove(drafts: &[PathBuf]) {
    for draft in drafts {
        drop(std::fs::remove_file(draft));
    }
}

fn write_draft(file: &Path, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    if file.is_dir() {
        bail!("{}: {}", file.display(), input::IS_A_FOLDER);
    }
    // Where captures come from, `-` is standard input: nobody wants a file of that name.
    if input::is_standard_input(file) {
        bail!("`-` is no file to write to; name one");
    }
    let draft = draft_of(file);
    let written = File::create(&draft).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()
    });
    match written {
        Ok(()) => Ok(draft),
        Err(error) => {
            // Only tidying: the error that matters is this one.
            drop(std::fs::remove_file(&draft));
            Err(error).with_context(|| format!("{}: cannot be written", file.display()))
        }
    }
}

/// Puts a draft in the place of its file, for good: the folder is on disk, too, when this returns.
fn place(draft: &Path, file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let placed = std::fs::rename(draft, file);
    if placed.is_err() {
        drop(std::fs::remove_file(draft));
    } else if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        // Some systems cannot sync folders; the file is there all the same.
        drop(folder.sync_all());
    }
    placed.with_context(|| format!("{}: cannot be written", file.display()))
}

fn draft_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(".draft");
    file.with_file_name(name)
}
