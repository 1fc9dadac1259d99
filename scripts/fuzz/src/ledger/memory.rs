use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sz_ledger::Storage;

type Files = BTreeMap<String, Vec<u8>>;

/// Files in memory; clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory(Arc<Mutex<Files>>);

impl Memory {
    pub(super) fn with(files: &[(&str, &[u8])]) -> Self {
        let owned = |(name, bytes): &(&str, &[u8])| ((*name).to_owned(), bytes.to_vec());
        Self(Arc::new(Mutex::new(files.iter().map(owned).collect())))
    }

    /// The same files in a place of their own.
    pub(super) fn snapshot(&self) -> Self {
        Self(Arc::new(Mutex::new(self.files())))
    }

    pub(super) fn files(&self) -> Files {
        self.lock_files().clone()
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8]) {
        self.lock_files().insert(name.to_owned(), bytes.to_vec());
    }

    fn lock_files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Storage for Memory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.lock_files().get(path).cloned())
    }

    fn read_from(&self, path: &str, offset: u64) -> io::Result<Option<Vec<u8>>> {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = |bytes: &Vec<u8>| bytes.get(offset..).unwrap_or_default().to_vec();
        Ok(self.lock_files().get(path).map(rest))
    }

    fn list(&self, dir: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{dir}/");
        Ok(self.lock_files().keys().filter(|name| name.starts_with(&prefix)).cloned().collect())
    }

    fn lock(&self, _path: &str) -> io::Result<bool> {
        Ok(true)
    }

    fn create_dir(&self, _dir: &str) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.put(path, bytes);
        Ok(())
    }

    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut files = self.lock_files();
        files.get_mut(path).ok_or(io::ErrorKind::NotFound)?.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&self, _path: &str) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut files = self.lock_files();
        let bytes = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn sync_dir(&self, _dir: &str) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let below = format!("{path}/");
        self.lock_files().retain(|name, _| name != path && !name.starts_with(&below));
        Ok(())
    }
}
