//! What a ledger needs from the place it is kept in.

use std::fmt;
use std::io;

/// A place that keeps files by name, as a file system does.
///
/// Paths are relative, separated by `/`, without empty, `.` or `..` parts. The ledger's writer calls the
/// changing methods from one thread at a time; reading may happen from many threads meanwhile.
///
/// **Durability.** A changed file is durable once [`sync`](Self::sync) of it returned; a created, renamed or removed
/// name once [`sync_dir`](Self::sync_dir) of its folder returned. Before that, a crash may keep or lose any part of
/// the change. A store whose every write is durable at once, such as a database, may do nothing in both.
///
/// **Failure.** After an error the change may have happened, in whole, in part or not at all. The writer
/// then stops and looks again when it is next opened.
///
/// The store that holds a ledger's tiles is not trusted: who controls it can stop the log, but not alter
/// its history unseen. The store that holds the pin is trusted: who controls both can roll the log back to
/// an earlier signed head.
pub trait Storage: fmt::Debug + Send + Sync {
    /// Reads a file; `None` if there is none.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Reads a file from byte `offset` to its end; nothing if it ends before; `None` if there is none.
    fn read_from(&self, path: &str, offset: u64) -> io::Result<Option<Vec<u8>>>;

    /// Lists all files at any depth below a folder, as full paths in order; none if there is no such folder.
    fn list(&self, dir: &str) -> io::Result<Vec<String>>;

    /// Takes an exclusive lock on a file, created if missing, for as long as `self` lives; false if another
    /// holds it.
    fn lock(&self, path: &str) -> io::Result<bool>;

    /// Creates a folder whose parent exists; nothing happens if it exists already.
    fn create_dir(&self, dir: &str) -> io::Result<()>;

    /// Creates a file. One that has the name already loses it first and is not changed in place: after a crash in
    /// the middle of a rename it may have its new name too.
    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Adds bytes at the end of an existing file.
    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Makes the content of a file durable.
    fn sync(&self, path: &str) -> io::Result<()>;

    /// Gives a file another name, replacing what had that name, in one step that a crash cannot split.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Makes the names inside a folder durable; the root folder is the empty path.
    fn sync_dir(&self, dir: &str) -> io::Result<()>;

    /// Removes a file, or a folder with all it holds; nothing happens if there is none.
    fn remove(&self, path: &str) -> io::Result<()>;
}

/// A step that a store failed to do.
#[derive(Debug, thiserror::Error)]
#[error("failed to {step} {path:?}")]
pub struct StorageError {
    /// What was to be done.
    pub step: &'static str,
    /// Where, relative to the store.
    pub path: String,
    /// Why it failed.
    #[source]
    pub source: io::Error,
}

impl StorageError {
    /// Turns an I/O error into one that names its step and place; for `map_err`.
    pub(crate) fn at(step: &'static str, path: &str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self { step, path, source }
    }
}

/// The folder a path is in; the empty path for a name at the top.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}
