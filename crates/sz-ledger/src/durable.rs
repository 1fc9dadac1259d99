//! Replacing files so that a crash leaves the old or the new content, never a mixture.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::layout::{PRIVATE, PRIVATE_STAGING, STAGING};
use crate::storage::{Storage, StorageError, parent};

/// A store together with the folders in it whose names are known to be durable.
#[derive(Debug)]
pub(crate) struct Durable {
    storage: Arc<dyn Storage>,
    dirs: Mutex<BTreeSet<String>>,
}

impl Durable {
    pub(crate) fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage, dirs: Mutex::default() }
    }

    pub(crate) fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// Replaces one file; durable on return.
    pub(crate) fn replace(&self, path: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.replace_all(&[(path.to_owned(), bytes.to_vec())])
    }

    /// Replaces files, each in one step; all are durable on return.
    ///
    /// The order is: write and sync each file under a temporary name, rename it, then sync the folders that got
    /// a new name. So a name never stands for bytes that a crash could still take away.
    pub(crate) fn replace_all(&self, files: &[(String, Vec<u8>)]) -> Result<(), StorageError> {
        let mut changed = BTreeSet::new();
        for (number, (path, bytes)) in files.iter().enumerate() {
            let private = parent(path) == PRIVATE;
            let staging = if private { PRIVATE_STAGING } else { STAGING };
            self.ensure_dir(staging)?;
            self.ensure_dir(parent(path))?;
            let staged = format!("{staging}/{number}");
            self.storage.write(&staged, bytes).map_err(StorageError::at("write", path))?;
            self.storage.sync(&staged).map_err(StorageError::at("sync", path))?;
            self.storage.rename(&staged, path).map_err(StorageError::at("rename", path))?;
            changed.insert(parent(path));
        }
        for dir in changed {
            self.storage.sync_dir(dir).map_err(StorageError::at("sync folder", dir))?;
        }
        Ok(())
    }

    /// Adds to a file; durable on return.
    pub(crate) fn append(&self, path: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.storage.append(path, bytes).map_err(StorageError::at("append to", path))?;
        self.storage.sync(path).map_err(StorageError::at("sync", path))
    }

    /// Removes a folder; need not be durable, because what is removed is not needed.
    pub(crate) fn discard_dir(&self, dir: &str) -> Result<(), StorageError> {
        self.known().remove(dir);
        self.storage.remove(dir).map_err(StorageError::at("remove", dir))
    }

    /// Creates a folder with its parents. Each is made durable once per process, even when it existed: the
    /// process that created it may have died before it could.
    pub(crate) fn ensure_dir(&self, dir: &str) -> Result<(), StorageError> {
        if dir.is_empty() || self.known().contains(dir) {
            return Ok(());
        }
        let above = parent(dir);
        self.ensure_dir(above)?;
        self.storage.create_dir(dir).map_err(StorageError::at("create folder", dir))?;
        self.storage.sync_dir(above).map_err(StorageError::at("sync folder", above))?;
        self.known().insert(dir.to_owned());
        Ok(())
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.dirs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
