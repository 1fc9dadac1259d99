//! Which files a command works on, and reading them.

use std::{
    ffi::OsStr,
    fmt,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use sz_core::{
    Capture, Format, Limits, ReadError, Verdict, noise::Redactor, template::HISTORY_FOLDER,
};

use crate::redaction::{Redaction, redacted, redacted_error};

/// Endings of capture files that are picked up in folders, in capitals or not. A file that is named is always read.
const CAPTURE_ENDINGS: &[&str] = &["json", "xml", "yml", "yaml"];

/// Expands files, folders (with what is under them) and globs into files, in a stable order: arguments as
/// given, folders and globs sorted by path.
pub(crate) fn expand(arguments: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    read_standard_input_once(arguments)?;
    for argument in arguments {
        if argument.is_dir() {
            let before = files.len();
            collect(argument, CAPTURE_ENDINGS, &mut files)?;
            if files.len() == before {
                bail!(
                    "{}: no capture (.json, .xml, .yml, .yaml) in this folder",
                    argument.display()
                );
            }
        } else if let Some(pattern) = as_glob(argument) {
            let before = files.len();
            let paths = glob::glob(pattern).with_context(|| format!("{pattern}: not a glob"))?;
            for path in paths {
                files.push(path.with_context(|| format!("{pattern}: cannot be listed"))?);
            }
            if files.len() == before {
                bail!("{pattern}: no file matches");
            }
        } else {
            files.push(argument.clone());
        }
    }
    Ok(files)
}

/// Refuses files among which standard input is twice: the second would be empty.
pub(crate) fn read_standard_input_once<'p>(
    files: impl IntoIterator<Item = &'p PathBuf>,
) -> anyhow::Result<()> {
    if files.into_iter().filter(|file| is_standard_input(file)).count() > 1 {
        bail!("`-` is named twice, and standard input can be read once");
    }
    Ok(())
}

/// True for `-`.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// The files under a folder with one of these endings, sorted by path; without histories of templates, and without pipes
/// and devices, which may never end.
pub(crate) fn collect(
    folder: &Path,
    endings: &[&str],
    files: &mut Vec<PathBuf>,
) -> anyhow::Result<()> {
    let listing = || format!("{}: cannot be listed", folder.display());
    let mut entries = std::fs::read_dir(folder)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(listing)?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().with_context(listing)?.is_dir() {
            // Earlier versions of templates are neither templates nor captures.
            if entry.file_name() != HISTORY_FOLDER {
                collect(&path, endings, files)?;
            }
        } else if has_ending(&path, endings) && !is_special(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let is_known = |ending: &OsStr| endings.iter().any(|known| ending.eq_ignore_ascii_case(known));
    path.extension().is_some_and(is_known)
}

/// True for what is there and is no file. What is not there, as behind a broken link, is left for reading to tell.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

fn as_glob(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    (text.contains(['*', '?', '[']) && !path.exists()).then_some(text)
}

/// One file could not be turned into a tree.
#[derive(Clone, Debug)]
pub(crate) struct InputError {
    pub(crate) kind: String,
    pub(crate) message: String,
    pub(crate) at: Option<String>,
    /// Of a document that holds no capture because its source could not make one, what went wrong.
    pub(crate) verdict: Option<Verdict>,
}

impl InputError {
    /// Why a document was not read.
    pub(crate) fn new(error: &ReadError) -> Self {
        Self {
            kind: error.kind().as_str().to_owned(),
            message: match error.help() {
                "" => error.message().to_owned(),
                help => format!("{}: {help}", error.message()),
            },
            at: Some(error.place().to_string()),
            verdict: error.verdict(),
        }
    }
}

impl fmt::Display for InputError {
    /// `line 3, column 5: what is wrong`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at {
            None => f.write_str(&self.message),
            Some(at) => write!(f, "{at}: {}", self.message),
        }
    }
}

/// How captures are read: in which format, and what is taken out of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reader {
    format: Option<Format>,
    redactor: Option<Redactor>,
}

impl Reader {
    /// A reader that detects formats and redacts what was asked for.
    pub(crate) fn new(redaction: &Redaction) -> anyhow::Result<Self> {
        Ok(Self { format: None, redactor: redaction.redactor()? })
    }

    /// This reader for files of one format.
    pub(crate) fn of_format(self, format: Option<Format>) -> Self {
        Self { format, ..self }
    }

    /// What it redacts with.
    pub(crate) fn redactor(&self) -> Option<&Redactor> {
        self.redactor.as_ref()
    }

    /// Reads a capture; `-` is standard input.
    pub(crate) fn read(&self, path: &Path) -> Result<Capture, InputError> {
        self.parse(&read_document(path)?)
    }

    /// The capture in these bytes.
    pub(crate) fn parse(&self, bytes: &[u8]) -> Result<Capture, InputError> {
        let parsed = sz_core::read(bytes, self.format, &Limits::default());
        match &self.redactor {
            None => parsed.map_err(|error| InputError::new(&error)),
            Some(redactor) => parsed
                .map(|capture| redacted(capture, redactor))
                .map_err(|error| redacted_error(&error, redactor)),
        }
    }
}

/// What is said where one file is needed.
pub(crate) const IS_A_FOLDER: &str = "this is a folder; name one file";

/// The bytes of a capture, read once.
pub(crate) fn read_document(path: &Path) -> Result<Vec<u8>, InputError> {
    let io =
        |message: String| InputError { kind: "io".to_owned(), message, at: None, verdict: None };
    if path.is_dir() {
        return Err(io(IS_A_FOLDER.to_owned()));
    }
    read_bytes(path, Limits::default().document_bytes).map_err(|error| io(error.to_string()))
}

/// Reads at most one byte more than `limit`, which is enough for the reader to refuse the rest.
pub(crate) fn read_bytes(path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = limit as u64 + 1;
    if is_standard_input(path) {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        let known = file.metadata().map_or(0, |metadata| metadata.len().min(most));
        bytes.reserve_exact(usize::try_from(known).unwrap_or(0));
        file.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
