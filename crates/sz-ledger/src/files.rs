//! Storage in a folder of the file system.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::storage::Storage;

/// Files below this folder are readable by their owner only.
const PRIVATE: &str = "private";

/// A folder of the file system as [`Storage`].
///
/// What lies below `private/` is created for the owner only (mode 0600, folders 0700).
#[derive(Debug)]
pub struct FileStorage {
    root: PathBuf,
    /// Files written and not yet renamed, and files appended to: a sync must reach the handle that
    /// wrote, because only that one is sure to learn of a failed write-back.
    open: Mutex<BTreeMap<String, File>>,
    locks: Mutex<Vec<File>>,
}

impl FileStorage {
    /// Uses an existing folder.
    pub fn open(root: &Path) -> io::Result<Self> {
        let found = fs::metadata(root)?;
        if !found.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Self { root: root.to_owned(), open: Mutex::default(), locks: Mutex::default() })
    }

    /// Uses a folder that is created, with its parents, if it is missing.
    pub fn create(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        if let Some(parent) = root.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            sync_folder(parent)?;
        }
        Self::open(root)
    }

    fn at(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.root.clone() } else { self.root.join(path) }
    }

    fn handles(&self) -> MutexGuard<'_, BTreeMap<String, File>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn collect(&self, dir: &str, files: &mut Vec<String>) -> io::Result<()> {
        let entries = match fs::read_dir(self.at(dir)) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(()),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if dir.is_empty() { name } else { format!("{dir}/{name}") };
            if entry.file_type()?.is_dir() {
                self.collect(&path, files)?;
            } else {
                files.push(path);
            }
        }
        Ok(())
    }
}

impl Storage for FileStorage {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        absent(fs::read(self.at(path)))
    }

    fn read_from(&self, path: &str, offset: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(mut file) = absent(File::open(self.at(path)))? else { return Ok(None) };
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn list(&self, dir: &str) -> io::Result<Vec<String>> {
        let mut files = Vec::new();
        self.collect(dir, &mut files)?;
        files.sort_unstable();
        Ok(files)
    }

    fn lock(&self, path: &str) -> io::Result<bool> {
        let file = writer(path).create(true).truncate(false).open(self.at(path))?;
        match file.try_lock() {
            Ok(()) => {
                self.locks.lock().unwrap_or_else(PoisonError::into_inner).push(file);
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        match folder(dir).create(self.at(dir)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let target = self.at(path);
        absent(fs::remove_file(&target))?;
        let mut file = writer(path).create_new(true).open(target)?;
        file.write_all(bytes)?;
        self.handles().insert(path.to_owned(), file);
        Ok(())
    }

    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut handles = self.handles();
        if !handles.contains_key(path) {
            let file = OpenOptions::new().append(true).open(self.at(path))?;
            handles.insert(path.to_owned(), file);
        }
        match handles.get_mut(path) {
            Some(file) => file.write_all(bytes),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn sync(&self, path: &str) -> io::Result<()> {
        match self.handles().get(path) {
            Some(file) => file.sync_data(),
            None => File::open(self.at(path))?.sync_data(),
        }
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut handles = self.handles();
        handles.remove(from);
        handles.remove(to);
        fs::rename(self.at(from), self.at(to))
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        sync_folder(&self.at(dir))
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let target = self.at(path);
        let found = match fs::symlink_metadata(&target) {
            Err(error) if is_absent(&error) => return Ok(()),
            other => other?,
        };
        self.handles().retain(|open, _| {
            open != path && !open.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
        });
        if found.is_dir() { fs::remove_dir_all(target) } else { fs::remove_file(target) }
    }
}

fn is_private(path: &str) -> bool {
    path == PRIVATE || path.strip_prefix(PRIVATE).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(unix)]
fn writer(path: &str) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.write(true).mode(if is_private(path) { 0o600 } else { 0o644 });
    options
}

#[cfg(not(unix))]
fn writer(_path: &str) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    options
}

#[cfg(unix)]
fn folder(path: &str) -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.mode(if is_private(path) { 0o700 } else { 0o755 });
    builder
}

#[cfg(not(unix))]
fn folder(_path: &str) -> DirBuilder {
    DirBuilder::new()
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Folders cannot be synced here: names are as durable as the file system makes them.
#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// A path is absent too when what should be a folder on the way to it is a file.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
