//! Building entry bundles and tiles from acknowledged entries.

use std::ops::Range;

use crate::bundle;
use crate::durable::Durable;
use crate::hash::{Hash, leaf_hash};
use crate::storage::StorageError;
use crate::tile::{TILE_HEIGHT, TILE_WIDTH, TileKind, TilePath, perfect_root, slots};
use crate::tiles::{TileError, read_entries, read_hashes};

/// Bytes of files that are collected before they are written together.
const CHUNK_BYTES: usize = 8 << 20;

/// Stores entries `from..from + entries.len()` and every hash of the larger tree; durable on return.
///
/// Each level is computed from bytes that were read back from the level below, so a bit that flips between the
/// two is found when the root is compared. Doing it again writes the same bytes; a file that already has
/// other bytes is not replaced but reported. The caller has compared the stored tree of `from` leaves with its
/// signed root, so that nothing is built on changed tiles.
pub(crate) fn integrate(store: &Durable, from: u64, entries: &[&[u8]]) -> Result<(), TileError> {
    let to = from + entries.len() as u64;
    store_bundles(store, from, entries)?;
    let mut level = 0;
    while slots(level, to) > slots(level, from) {
        store_level(store, level, from, to)?;
        level += 1;
    }
    discard_partials(store, from, to)
}

fn store_bundles(store: &Durable, from: u64, entries: &[&[u8]]) -> Result<(), TileError> {
    let to = from + entries.len() as u64;
    let mut files = Files::new(store);
    let mut rest = entries;
    for number in from / TILE_WIDTH..to.div_ceil(TILE_WIDTH) {
        let mut bytes = stored_bundle(store, number, from)?;
        let start = from.max(number * TILE_WIDTH);
        let end = to.min((number + 1) * TILE_WIDTH);
        let (here, later) = rest.split_at(usize::try_from(end - start).expect("at most 256"));
        for entry in here {
            bundle::push(&mut bytes, entry);
        }
        rest = later;
        let path = TilePath::in_tree(TileKind::Entries, number, to).expect("it has entries");
        files.push(path, bytes)?;
    }
    files.flush()
}

/// The bundle that the new entries continue, after its entries were compared with their leaf hashes.
fn stored_bundle(store: &Durable, number: u64, from: u64) -> Result<Vec<u8>, TileError> {
    let storage = &**store.storage();
    let path = |kind| TilePath::in_tree(kind, number, from);
    let (Some(bundle), Some(tile)) = (path(TileKind::Entries), path(TileKind::Hashes(0))) else {
        return Ok(Vec::new());
    };
    let (bytes, entries) = read_entries(storage, bundle)?;
    let leaves = read_hashes(storage, tile)?;
    let same = |(entry, leaf): (&Range<usize>, &Hash)| leaf_hash(&bytes[entry.clone()]) == *leaf;
    if entries.iter().zip(&leaves).all(same) {
        Ok(bytes)
    } else {
        let reason = format!("its entries are not those of {tile}");
        Err(TileError::Damaged { path: bundle.to_string(), reason })
    }
}

fn store_level(store: &Durable, level: u8, from: u64, to: u64) -> Result<(), TileError> {
    let (old, new) = (slots(level, from), slots(level, to));
    let mut files = Files::new(store);
    for number in old / TILE_WIDTH..new.div_ceil(TILE_WIDTH) {
        let kind = TileKind::Hashes(level);
        let mut hashes = match TilePath::in_tree(kind, number, from) {
            Some(stored) => read_hashes(&**store.storage(), stored)?,
            None => Vec::new(),
        };
        let start = old.max(number * TILE_WIDTH);
        let end = new.min((number + 1) * TILE_WIDTH);
        if level == 0 {
            hashes.extend(leaf_hashes(store, number, start, to)?);
        } else {
            for below in start..end {
                hashes.push(tile_root(store, level - 1, below, to)?);
            }
        }
        let path = TilePath::in_tree(kind, number, to).expect("it has hashes");
        files.push(path, hashes.iter().flat_map(Hash::as_bytes).copied().collect())?;
    }
    files.flush()
}

/// Leaf hashes of the entries of bundle `number` from leaf `start` on.
fn leaf_hashes(
    store: &Durable,
    number: u64,
    start: u64,
    size: u64,
) -> Result<Vec<Hash>, TileError> {
    let path = TilePath::in_tree(TileKind::Entries, number, size).expect("it has entries");
    let (bytes, entries) = read_entries(&**store.storage(), path)?;
    let skip = usize::try_from(start - path.start()).expect("below 256");
    Ok(entries.iter().skip(skip).map(|entry| leaf_hash(&bytes[entry.clone()])).collect())
}

fn tile_root(store: &Durable, level: u8, number: u64, size: u64) -> Result<Hash, TileError> {
    let path = TilePath::in_tree(TileKind::Hashes(level), number, size)
        .filter(TilePath::is_full)
        .expect("only full tiles have a root");
    Ok(perfect_root(&read_hashes(&**store.storage(), path)?))
}

/// Removes the partial versions of tiles that became full; readers then use the full ones.
fn discard_partials(store: &Durable, from: u64, to: u64) -> Result<(), TileError> {
    let levels = u64::BITS / TILE_HEIGHT;
    let kinds = (0..u8::try_from(levels).expect("8 levels")).map(TileKind::Hashes);
    for kind in kinds.chain([TileKind::Entries]) {
        let level = if let TileKind::Hashes(level) = kind { level } else { 0 };
        let number = slots(level, from) / TILE_WIDTH;
        let was_partial = TilePath::in_tree(kind, number, from).is_some_and(|path| !path.is_full());
        let now = TilePath::in_tree(kind, number, to).filter(TilePath::is_full);
        if let Some(full) = now.filter(|_| was_partial) {
            store.discard_dir(&full.partial_dir()).map_err(TileError::Storage)?;
        }
    }
    Ok(())
}

/// Files that are about to be written.
struct Files<'a> {
    store: &'a Durable,
    pending: Vec<(String, Vec<u8>)>,
    bytes: usize,
}

impl<'a> Files<'a> {
    const fn new(store: &'a Durable) -> Self {
        Self { store, pending: Vec::new(), bytes: 0 }
    }

    /// Adds a file. If it exists it is written again, because an interrupted writer may not have made it
    /// durable, but only with the bytes it has.
    fn push(&mut self, path: TilePath, bytes: Vec<u8>) -> Result<(), TileError> {
        let path = path.to_string();
        let existing = self.store.storage().read(&path);
        let existing =
            existing.map_err(StorageError::at("read", &path)).map_err(TileError::Storage)?;
        if existing.is_some_and(|existing| existing != bytes) {
            let reason = "it differs from what the acknowledged entries give".to_owned();
            return Err(TileError::Damaged { path, reason });
        }
        self.bytes += bytes.len();
        self.pending.push((path, bytes));
        if self.bytes > CHUNK_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), TileError> {
        self.bytes = 0;
        let pending = std::mem::take(&mut self.pending);
        self.store.replace_all(&pending).map_err(TileError::Storage)
    }
}
