//! One tile in all the widths it is stored in.

use std::collections::BTreeMap;

use crate::storage::{Storage, StorageError};
use crate::tile::{TileKind, TilePath};

/// The files of a log, grouped by tile.
pub(super) struct Stored<'a> {
    pub(super) storage: &'a dyn Storage,
    pub(super) files: BTreeMap<(TileKind, u64), Vec<TilePath>>,
    /// Size of the tree they are checked against.
    pub(super) size: u64,
}

/// What was read of one tile.
pub(super) struct Versions {
    /// What the tree needs.
    pub(super) wanted: TilePath,
    /// The file that serves it: exactly as wide, or the full one. None if there is neither.
    pub(super) main: Option<(TilePath, Vec<u8>)>,
    /// All other widths.
    pub(super) others: Vec<(TilePath, Vec<u8>)>,
}

impl Stored<'_> {
    /// Reads all versions of a tile; `None` if the tree has no such tile.
    pub(super) fn versions(
        &self,
        kind: TileKind,
        number: u64,
    ) -> Result<Option<Versions>, StorageError> {
        let Some(wanted) = TilePath::in_tree(kind, number, self.size) else { return Ok(None) };
        let mut versions = Versions { wanted, main: None, others: Vec::new() };
        let stored = self.files.get(&(kind, number)).map_or(&[][..], Vec::as_slice);
        let serving = [wanted, wanted.full()].into_iter().find(|path| stored.contains(path));
        for path in stored {
            let name = path.to_string();
            let bytes = self.storage.read(&name).map_err(StorageError::at("read", &name))?;
            match bytes {
                // A writer removed it since the listing: partial tiles go when the full one is there.
                None => {}
                Some(bytes) if Some(*path) == serving => versions.main = Some((*path, bytes)),
                Some(bytes) => versions.others.push((*path, bytes)),
            }
        }
        if versions.main.is_none() && !wanted.is_full() {
            // It may have been removed just now, for the full one that the listing does not have yet.
            let name = wanted.full().to_string();
            let bytes = self.storage.read(&name).map_err(StorageError::at("read", &name))?;
            versions.main = bytes.map(|bytes| (wanted.full(), bytes));
        }
        Ok(Some(versions))
    }
}

impl Versions {
    pub(super) fn bytes(&self) -> u64 {
        self.main.iter().chain(&self.others).map(|(_, bytes)| bytes.len() as u64).sum()
    }
}
