//! Reading a published log: entries and proofs, each checked against the signed head.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::files::FileStorage;
use crate::hash::{Hash, leaf_hash};
use crate::inclusion::InclusionProof;
use crate::key::{KeyError, VerifierKey};
use crate::layout::{CHECKPOINT, VKEY};
use crate::proof::{
    ProofError, check_consistency, check_inclusion, prove_consistency, prove_inclusion,
};
use crate::range::TreeHead;
use crate::storage::{Storage, StorageError};
use crate::tile::{TILE_WIDTH, TileKind, TilePath};
use crate::tiles::{TileError, TileNodes, read_entries};

/// Why something could not be read from a log. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The store failed.
    #[error("the store failed")]
    Storage(#[source] StorageError),
    /// A file that every log has is not there.
    #[error("{path} is missing: this is no log, or it was removed")]
    Missing {
        /// Name of the file.
        path: &'static str,
    },
    /// The key beside the checkpoint is none.
    #[error("the file vkey holds no verifier key")]
    Vkey(#[source] KeyError),
    /// The checkpoint is refused.
    #[error("the file checkpoint is refused")]
    Checkpoint(#[source] CheckpointError),
    /// There is no such entry.
    #[error("there is no entry {index}: the signed log has {size}")]
    NoEntry {
        /// Index asked for.
        index: u64,
        /// Size of the signed log.
        size: u64,
    },
    /// A tile or bundle is missing or damaged.
    #[error("a tile or entry bundle cannot be used")]
    Tile(#[source] TileError),
    /// The stored entry is not the one that was signed.
    #[error("the stored entry {index} is not the signed one: run verify")]
    Changed {
        /// Index of the entry.
        index: u64,
    },
    /// The stored tiles do not lead to the signed root.
    #[error("the stored tiles do not lead to the signed root: run verify")]
    Proof(#[source] ProofError),
}

impl ReadError {
    /// Whether the log was changed, as opposed to a wrong question or a store that could not be read.
    pub const fn is_tampering(&self) -> bool {
        match self {
            Self::Storage(_) | Self::NoEntry { .. } => false,
            Self::Tile(error) => error.is_tampering(),
            Self::Missing { .. }
            | Self::Vkey(_)
            | Self::Checkpoint(_)
            | Self::Changed { .. }
            | Self::Proof(_) => true,
        }
    }
}

/// A log at its published head. Needs no lock: a published head never changes.
#[derive(Clone, Debug)]
pub struct LogReader {
    storage: Arc<dyn Storage>,
    checkpoint: SignedCheckpoint,
}

impl LogReader {
    /// Opens the log in a folder, with the key stored beside it.
    ///
    /// That key finds accidents, not an attacker who replaced it too; [`with_key`](Self::with_key) does.
    pub fn open(dir: &Path) -> Result<Self, ReadError> {
        let storage = open_dir(dir)?;
        let log = stored_key(&*storage)?;
        Self::with_key(storage, &log)
    }

    /// Opens a log that must be signed by `log`.
    pub fn with_key(storage: Arc<dyn Storage>, log: &VerifierKey) -> Result<Self, ReadError> {
        let bytes = required(&*storage, CHECKPOINT)?;
        let checkpoint = SignedCheckpoint::open(&bytes, log).map_err(ReadError::Checkpoint)?;
        Ok(Self { storage, checkpoint })
    }

    /// Reads at a head that was verified already.
    pub(crate) const fn at(storage: Arc<dyn Storage>, checkpoint: SignedCheckpoint) -> Self {
        Self { storage, checkpoint }
    }

    /// The signed head.
    pub const fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    /// Number of entries under the signed head.
    pub const fn size(&self) -> u64 {
        self.checkpoint.head().size
    }

    /// The bytes of one entry, verified to be the signed ones.
    pub fn read_entry(&self, index: u64) -> Result<Vec<u8>, ReadError> {
        self.entry(index, &mut self.nodes())
    }

    /// Entries in order, each with its index and verified; a range that ends beyond the log is cut.
    ///
    /// Memory is that of one bundle, however long the log. After an error the iterator ends.
    pub fn entries(&self, range: Range<u64>) -> Entries<'_> {
        let end = range.end.min(self.size());
        Entries { reader: self, next: range.start, end, bundle: None }
    }

    /// Makes the proof that entry `index` is in the signed log; it holds the entry and has been checked.
    ///
    /// Reads the entry's bundle and at most two tiles of each level.
    pub fn prove(&self, index: u64) -> Result<InclusionProof, ReadError> {
        let mut nodes = self.nodes();
        let entry = self.entry(index, &mut nodes)?;
        let hashes = self.path(index, leaf_hash(&entry), &mut nodes)?;
        let checkpoint = self.checkpoint.text().to_owned();
        Ok(InclusionProof { index, entry: Some(entry), hashes, checkpoint })
    }

    /// As [`prove`](Self::prove), for a reader who has the entry: reads no bundle, and of tiles at most two of each
    /// level, 48 KiB in a log of ten million entries.
    pub fn prove_without_entry(&self, index: u64) -> Result<InclusionProof, ReadError> {
        self.check_index(index)?;
        let mut nodes = self.nodes();
        let leaf = nodes.node(0, index).map_err(ReadError::Tile)?;
        let hashes = self.path(index, leaf, &mut nodes)?;
        let checkpoint = self.checkpoint.text().to_owned();
        Ok(InclusionProof { index, entry: None, hashes, checkpoint })
    }

    /// Makes the proof that this log extends an older head of at least one entry; it has been checked.
    pub fn prove_consistency(&self, old: TreeHead) -> Result<Vec<Hash>, ReadError> {
        consistency(&*self.storage, old, self.checkpoint.head())
    }

    fn nodes(&self) -> TileNodes<'_> {
        TileNodes::new(&*self.storage, self.size())
    }

    fn entry(&self, index: u64, nodes: &mut TileNodes<'_>) -> Result<Vec<u8>, ReadError> {
        self.check_index(index)?;
        let (bytes, entries) = self.bundle(index / TILE_WIDTH, nodes)?;
        let entry = usize::try_from(index % TILE_WIDTH).ok().and_then(|at| entries.get(at));
        entry
            .and_then(|entry| bytes.get(entry.clone()))
            .map(<[u8]>::to_vec)
            .ok_or_else(|| ReadError::NoEntry { index, size: self.size() })
    }

    fn check_index(&self, index: u64) -> Result<(), ReadError> {
        let size = self.size();
        if index < size { Ok(()) } else { Err(ReadError::NoEntry { index, size }) }
    }

    /// The path of leaf `index`, checked to lead from `leaf` to the signed root.
    fn path(
        &self,
        index: u64,
        leaf: Hash,
        nodes: &mut TileNodes<'_>,
    ) -> Result<Vec<Hash>, ReadError> {
        let hashes =
            prove_inclusion(index, self.size(), &mut |level, index| nodes.node(level, index))
                .map_err(ReadError::Tile)?;
        check_inclusion(leaf, index, &hashes, self.checkpoint.head()).map_err(ReadError::Proof)?;
        Ok(hashes)
    }

    /// A bundle whose every entry is verified.
    ///
    /// The path of one leaf is made of all the other leaf hashes of its tile, so checking one path checks the
    /// tile, and comparing leaf hashes with the tile checks every entry.
    fn bundle(
        &self,
        number: u64,
        nodes: &mut TileNodes<'_>,
    ) -> Result<(Vec<u8>, Vec<Range<usize>>), ReadError> {
        let (size, first) = (self.size(), number * TILE_WIDTH);
        let path = TilePath::in_tree(TileKind::Entries, number, size)
            .ok_or(ReadError::NoEntry { index: first, size })?;
        let (bytes, entries) = read_entries(&*self.storage, path).map_err(ReadError::Tile)?;
        let leaves = nodes.tile(0, number).map_err(ReadError::Tile)?.to_vec();
        for ((entry, leaf), index) in entries.iter().zip(&leaves).zip(first..) {
            if leaf_hash(&bytes[entry.clone()]) != *leaf {
                return Err(ReadError::Changed { index });
            }
        }
        let leaf = *leaves.first().ok_or(ReadError::NoEntry { index: first, size })?;
        self.path(first, leaf, nodes)?;
        Ok((bytes, entries))
    }
}

/// Iterator over verified entries; see [`LogReader::entries`].
#[derive(Debug)]
pub struct Entries<'a> {
    reader: &'a LogReader,
    next: u64,
    end: u64,
    bundle: Option<(u64, Vec<u8>, Vec<Range<usize>>)>,
}

impl Entries<'_> {
    fn load(&mut self) -> Result<Vec<u8>, ReadError> {
        let (index, number) = (self.next, self.next / TILE_WIDTH);
        if self.bundle.as_ref().is_none_or(|(loaded, ..)| *loaded != number) {
            let (bytes, entries) = self.reader.bundle(number, &mut self.reader.nodes())?;
            self.bundle = Some((number, bytes, entries));
        }
        let entry = self.bundle.as_ref().and_then(|(_, bytes, entries)| {
            let entry = entries.get(usize::try_from(index % TILE_WIDTH).ok()?)?;
            bytes.get(entry.clone())
        });
        entry.map(<[u8]>::to_vec).ok_or(ReadError::Changed { index })
    }
}

impl Iterator for Entries<'_> {
    type Item = Result<(u64, Vec<u8>), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let index = self.next;
        let entry = self.load();
        self.next = if entry.is_ok() { index + 1 } else { self.end };
        Some(entry.map(|entry| (index, entry)))
    }
}

/// Proves from stored tiles that the tree at `new` extends the one at `old`, which has a leaf.
pub(crate) fn consistency(
    storage: &dyn Storage,
    old: TreeHead,
    new: TreeHead,
) -> Result<Vec<Hash>, ReadError> {
    let refused = if old.size == 0 {
        Some(ProofError::FromEmpty)
    } else if old.size > new.size {
        Some(ProofError::Shrunk { old: old.size, new: new.size })
    } else {
        None
    };
    if let Some(refused) = refused {
        return Err(ReadError::Proof(refused));
    }
    let mut nodes = TileNodes::new(storage, new.size);
    let hashes =
        prove_consistency(old.size, new.size, &mut |level, index| nodes.node(level, index))
            .map_err(ReadError::Tile)?;
    check_consistency(old, new, &hashes).map_err(ReadError::Proof)?;
    Ok(hashes)
}

pub(crate) fn open_dir(dir: &Path) -> Result<Arc<dyn Storage>, ReadError> {
    let storage = FileStorage::open(dir)
        .map_err(StorageError::at("open", &dir.to_string_lossy()))
        .map_err(ReadError::Storage)?;
    Ok(Arc::new(storage))
}

/// The verifier key that is stored beside the checkpoint.
pub(crate) fn stored_key(storage: &dyn Storage) -> Result<VerifierKey, ReadError> {
    let bytes = required(storage, VKEY)?;
    String::from_utf8_lossy(&bytes).trim_end_matches('\n').parse().map_err(ReadError::Vkey)
}

fn required(storage: &dyn Storage, path: &'static str) -> Result<Vec<u8>, ReadError> {
    let bytes = storage.read(path).map_err(StorageError::at("read", path));
    bytes.map_err(ReadError::Storage)?.ok_or(ReadError::Missing { path })
}
