//! Reading stored tiles and entry bundles.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::bundle;
use crate::hash::Hash;
use crate::range::CompactRange;
use crate::storage::{Storage, StorageError};
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, TileKind, TilePath, hashes, perfect_root};

/// Why a stored tile or bundle could not be used.
#[derive(Debug, thiserror::Error)]
pub enum TileError {
    /// The store failed.
    #[error("the store failed")]
    Storage(#[source] StorageError),
    /// The file is not there.
    #[error("{path} is missing")]
    Missing {
        /// Name of the file.
        path: String,
    },
    /// The file is not what its name says.
    #[error("{path} is damaged: {reason}")]
    Damaged {
        /// Name of the file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl TileError {
    /// Whether the files were changed, as opposed to a store that could not be read.
    pub const fn is_tampering(&self) -> bool {
        !matches!(self, Self::Storage(_))
    }
}

/// The hashes of one tile, as wide as `path` says.
///
/// A partial tile may be gone once the full one exists; then the full one serves.
pub(crate) fn read_hashes(storage: &dyn Storage, path: TilePath) -> Result<Vec<Hash>, TileError> {
    let (found, bytes) = read(storage, path)?;
    let damaged = |reason: String| TileError::Damaged { path: found.to_string(), reason };
    let expected = usize::from(found.width());
    let mut read = hashes(&bytes)
        .filter(|hashes| hashes.len() == expected)
        .ok_or_else(|| damaged(format!("{} bytes are not {expected} hashes", bytes.len())))?;
    read.truncate(usize::from(path.width()));
    Ok(read)
}

/// The bytes of an entry bundle, and where its entries are: as many as `path` says.
pub(crate) fn read_entries(
    storage: &dyn Storage,
    path: TilePath,
) -> Result<(Vec<u8>, Vec<Range<usize>>), TileError> {
    let (found, mut bytes) = read(storage, path)?;
    let mut entries = bundle::split(&bytes, found.width())
        .map_err(|error| TileError::Damaged { path: found.to_string(), reason: error.message() })?;
    entries.truncate(usize::from(path.width()));
    bytes.truncate(entries.last().map_or(0, |last| last.end));
    Ok((bytes, entries))
}

/// The bytes of a tile, and the name they were found under.
fn read(storage: &dyn Storage, path: TilePath) -> Result<(TilePath, Vec<u8>), TileError> {
    for candidate in [path, path.full()] {
        let name = candidate.to_string();
        let bytes = storage
            .read(&name)
            .map_err(StorageError::at("read", &name))
            .map_err(TileError::Storage)?;
        if let Some(bytes) = bytes {
            return Ok((candidate, bytes));
        }
    }
    Err(TileError::Missing { path: path.to_string() })
}

/// Nodes of the tree of a given size, taken from stored tiles. Each tile is read once.
#[derive(Debug)]
pub(crate) struct TileNodes<'a> {
    storage: &'a dyn Storage,
    size: u64,
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl<'a> TileNodes<'a> {
    pub(crate) const fn new(storage: &'a dyn Storage, size: u64) -> Self {
        Self { storage, size, tiles: BTreeMap::new() }
    }

    /// Root of the perfect subtree `index` at `level`, which must be inside the tree.
    pub(crate) fn node(&mut self, level: u32, index: u64) -> Result<Hash, TileError> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let tile_level = u8::try_from(tile_level).expect("a tree has at most 64 levels");
        let per_tile = TILE_WIDTH >> height;
        let tile_index = index / per_tile;
        let tile = self.tile(tile_level, tile_index)?;
        let width = 1 << height;
        let start = usize::try_from(index % per_tile).expect("below 256") * width;
        let hashes = tile.get(start..start + width).ok_or_else(|| TileError::Damaged {
            path: format!("level {tile_level}, tile {tile_index}"),
            reason: "it is too narrow".to_owned(),
        })?;
        Ok(perfect_root(hashes))
    }

    /// The peaks of the tree: all that is needed to append to it.
    pub(crate) fn peaks(&mut self) -> Result<CompactRange, TileError> {
        let (size, mut start, mut peaks) = (self.size, 0, Vec::new());
        for level in (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(self.node(level, start >> level)?);
            start += 1 << level;
        }
        Ok(CompactRange::from_peaks(self.size, peaks).expect("one peak per one-bit"))
    }

    /// The hashes of one tile.
    pub(crate) fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], TileError> {
        let kind = TileKind::Hashes(level);
        if !self.tiles.contains_key(&(level, index)) {
            let path = TilePath::in_tree(kind, index, self.size).ok_or_else(|| {
                TileError::Missing { path: format!("level {level}, tile {index}") }
            })?;
            self.tiles.insert((level, index), read_hashes(self.storage, path)?);
        }
        Ok(self.tiles.get(&(level, index)).map_or(&[], Vec::as_slice))
    }
}
