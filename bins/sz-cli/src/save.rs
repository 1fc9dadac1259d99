//! Writing the files that people ask for.

use std::{
    ffi::OsString,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// Writes a whole file or nothing: into a neighbour first, which then takes the file's place.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let draft = draft_of(file);
    let written = File::create(&draft).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()
    });
    let placed = written.and_then(|()| std::fs::rename(&draft, file));
    if placed.is_err() {
        // Only tidying: the error that matters is the one above.
        drop(std::fs::remove_file(&draft));
    }
    placed.with_context(|| format!("{}: cannot be written", file.display()))
}

fn draft_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(".draft");
    file.with_file_name(name)
}
