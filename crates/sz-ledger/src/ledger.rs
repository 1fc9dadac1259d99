//! The writer: the one process that appends to a log and signs its heads.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::checkpoint::SignedCheckpoint;
use crate::durable::Durable;
use crate::entry::{Draft, Entry, EntryError};
use crate::files::FileStorage;
use crate::hash::leaf_hash;
use crate::integrate::integrate;
use crate::key::{SigningKey, VerifierKey};
use crate::layout::{CHECKPOINT, PIN, PIN_DIR, WAL};
use crate::range::{CompactRange, TreeHead};
use crate::reader::{LogReader, ReadError, consistency};
use crate::storage::{Storage, StorageError};
use crate::tiles::{TileError, TileNodes};
use crate::timestamp::Timestamp;
use crate::wal::{self, Batch};

/// The write-ahead log is started anew at a seal once it is longer than this.
const WAL_BYTES_RECYCLE: u64 = 16 << 20;
/// An append that would make the write-ahead log longer than this seals first.
const WAL_BYTES_MAX: u64 = 64 << 20;
/// Longest entry that is accepted unless the caller raises it, in bytes.
const ENTRY_BYTES_SOFT: usize = 4096;

/// Where a ledger is kept: the log itself, and the pin.
///
/// The pin is the only place that remembers the last signed head apart from the log. On the same disk it
/// stops accidents and partial restores; on another disk, or under another owner, it stops whoever can
/// change the log.
#[derive(Clone, Debug)]
pub struct Stores {
    pub(crate) log: Arc<dyn Storage>,
    pub(crate) pin: Arc<dyn Storage>,
}

impl Stores {
    /// Takes two stores; they must not share names.
    pub fn new(log: Arc<dyn Storage>, pin: Arc<dyn Storage>) -> Self {
        Self { log, pin }
    }

    /// Uses the folder `dir` for the log and `pin` for the pin, or `dir/pin` if there is none. Creates what is
    /// missing.
    pub fn create(dir: &Path, pin: Option<&Path>) -> Result<Self, StorageError> {
        Self::folders(dir, pin, FileStorage::create)
    }

    /// Uses existing folders; see [`create`](Self::create).
    pub fn open(dir: &Path, pin: Option<&Path>) -> Result<Self, StorageError> {
        Self::folders(dir, pin, FileStorage::open)
    }

    fn folders(
        dir: &Path,
        pin: Option<&Path>,
        open: impl Fn(&Path) -> std::io::Result<FileStorage>,
    ) -> Result<Self, StorageError> {
        let at = |path: &Path| -> Result<Arc<dyn Storage>, StorageError> {
            let opened = open(path).map_err(StorageError::at("open", &path.to_string_lossy()));
            Ok(Arc::new(opened?))
        };
        let log = at(dir)?;
        Ok(Self { log, pin: at(pin.unwrap_or(&dir.join(PIN_DIR)))? })
    }
}

/// Why entries were not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// One of the drafts is no entry. Nothing was written.
    #[error("entry {position} of the batch is refused")]
    Entry {
        /// Position in the batch, from 0.
        position: usize,
        /// What is wrong with it.
        #[source]
        source: EntryError,
    },
    /// An entry is older than the one before it. Nothing was written.
    #[error(
        "entry {position} of the batch is of {found}, before the last entry's {last}: log it with that time"
    )]
    TimeWentBack {
        /// Position in the batch, from 0.
        position: usize,
        /// Time of the draft.
        found: Timestamp,
        /// Time of the entry before it.
        last: Timestamp,
    },
    /// The batch is longer than a write-ahead log may be. Nothing was written.
    #[error("the batch has more than 64 MiB: append it in parts")]
    BatchTooLong,
    /// The store failed: the entries are not acknowledged, and may or may not be found when the ledger is next
    /// opened. The writer accepts nothing more.
    #[error("the entries could not be made durable; open the ledger again")]
    Storage(#[source] StorageError),
    /// The writer stopped after an earlier failure. Nothing was written.
    #[error("the ledger stopped after an earlier failure; open it again")]
    Stopped,
    /// The entries are durable and stay in the log, but the head that covers them could not be signed and
    /// published.
    #[error("entries {acknowledged:?} are durable but not sealed")]
    Seal {
        /// Indices of the entries.
        acknowledged: Range<u64>,
        /// Why.
        #[source]
        source: SealError,
    },
    /// The write-ahead log is full and could not be emptied. Nothing was written.
    #[error("the write-ahead log is full and cannot be emptied")]
    Full(#[source] SealError),
}

/// Why a head was not signed or not published. Acknowledged entries stay durable; the writer accepts nothing
/// more.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The store failed.
    #[error("the store failed; open the ledger again")]
    Storage(#[source] StorageError),
    /// The write-ahead log is not what was written.
    #[error("the write-ahead log changed while the ledger was open: run verify")]
    WalChanged,
    /// A tile or entry bundle is missing or has other bytes than it must have.
    #[error("a tile or entry bundle cannot be used: run verify")]
    Tile(#[source] TileError),
    /// The stored tiles do not give the last signed root, or not that of the acknowledged entries.
    #[error("the stored tiles lead to another root than the entries: run verify")]
    Root,
    /// The stored tiles do not extend the last signed head.
    #[error("the log does not extend its last signed head: run verify")]
    Inconsistent(#[source] ReadError),
    /// The pin is not the one this writer left.
    #[error("the pin was changed by someone else: no second head is signed")]
    PinMoved,
    /// The writer stopped after an earlier failure.
    #[error("the ledger stopped after an earlier failure; open it again")]
    Stopped,
}

impl SealError {
    /// Whether the log or the pin was changed, as opposed to a store that failed.
    pub const fn is_tampering(&self) -> bool {
        match self {
            Self::Storage(_) | Self::Stopped => false,
            Self::Tile(error) => error.is_tampering(),
            Self::Inconsistent(error) => error.is_tampering(),
            Self::WalChanged | Self::Root | Self::PinMoved => true,
        }
    }
}

/// What [`Ledger::append_sealed`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Indices of the entries of the batch.
    pub indices: Range<u64>,
    /// The published head that covers them.
    pub checkpoint: SignedCheckpoint,
}

/// The only writer of a log; it holds the log's lock for as long as it lives.
///
/// An entry is *acknowledged* when [`append`](Self::append) returns: durable, and in the log for good. It is
/// *sealed* when a signed and pinned head covers it: then nobody with access to the disk can take it
/// back unseen. [`append_sealed`](Self::append_sealed) does both.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) log: Durable,
    pub(crate) pin: Durable,
    pub(crate) key: SigningKey,
    pub(crate) tree: CompactRange,
    pub(crate) sealed: SignedCheckpoint,
    /// Time of the last entry.
    pub(crate) last_time: Timestamp,
    /// Length of the write-ahead log, and the part of it that is under the signed head.
    pub(crate) wal_bytes: u64,
    pub(crate) wal_sealed_bytes: u64,
    pub(crate) stopped: bool,
    pub(crate) recovered: Recovered,
    pub(crate) entry_bytes_max: usize,
}

/// What opening a ledger found to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Acknowledged entries that no signed head covers yet; the next seal does.
    pub unsealed: u64,
    /// Bytes of a write that a crash interrupted before it was acknowledged; they were cut.
    pub torn_bytes: u64,
    /// Whether a pinned head had not been published yet; it is now.
    pub republished: bool,
}

impl Ledger {
    pub(crate) fn stores(stores: Stores) -> (Durable, Durable) {
        (Durable::new(stores.log), Durable::new(stores.pin))
    }

    /// Appends a batch in one durable step and returns the indices: all of it is acknowledged, or none.
    ///
    /// Costs one data sync. Times must not go back, neither in the batch nor against
    /// [`last_time`](Self::last_time).
    pub fn append(&mut self, batch: &[Draft]) -> Result<Range<u64>, AppendError> {
        if self.stopped {
            return Err(AppendError::Stopped);
        }
        let first = self.tree.size();
        let entries = self.encode(first, batch)?;
        let mut tree = self.tree.clone();
        for entry in &entries {
            tree.push(leaf_hash(entry));
        }
        let entries = entries.iter().map(Vec::as_slice).collect();
        let mut bytes = Vec::new();
        wal::push_batch(&mut bytes, &Batch { first, entries, head: tree.head() })
            .filter(|()| bytes.len() as u64 <= WAL_BYTES_MAX - wal::HEADER_BYTES as u64)
            .ok_or(AppendError::BatchTooLong)?;
        if self.wal_bytes + bytes.len() as u64 > WAL_BYTES_MAX {
            self.seal_and_recycle(0).map_err(AppendError::Full)?;
        }
        if batch.is_empty() {
            return Ok(first..first);
        }
        self.stopped = true;
        self.log.append(WAL, &bytes).map_err(AppendError::Storage)?;
        self.stopped = false;
        self.wal_bytes += bytes.len() as u64;
        self.tree = tree;
        self.last_time = batch.last().map_or(self.last_time, |draft| draft.time);
        Ok(first..self.tree.size())
    }

    /// Appends a batch, then signs, pins and publishes a head that covers it.
    pub fn append_sealed(&mut self, batch: &[Draft]) -> Result<Sealed, AppendError> {
        let indices = self.append(batch)?;
        match self.seal() {
            Ok(checkpoint) => Ok(Sealed { indices, checkpoint }),
            Err(source) => Err(AppendError::Seal { acknowledged: indices, source }),
        }
    }

    /// Signs, pins and publishes a head over all acknowledged entries; nothing happens if there is one.
    pub fn seal(&mut self) -> Result<SignedCheckpoint, SealError> {
        self.seal_and_recycle(WAL_BYTES_RECYCLE)
    }

    fn seal_and_recycle(&mut self, recycle_above: u64) -> Result<SignedCheckpoint, SealError> {
        if self.stopped {
            return Err(SealError::Stopped);
        }
        self.stopped = true;
        if self.tree.size() > self.sealed.head().size {
            self.integrate()?;
            self.sign_and_publish()?;
        }
        if self.wal_bytes > recycle_above.max(wal::HEADER_BYTES as u64) {
            let header = wal::header(self.sealed.head());
            self.log.replace(WAL, &header).map_err(SealError::Storage)?;
            self.wal_bytes = header.len() as u64;
            self.wal_sealed_bytes = self.wal_bytes;
        }
        self.stopped = false;
        Ok(self.sealed.clone())
    }

    /// Stores all entries above the signed head, from the bytes of the write-ahead log.
    fn integrate(&self) -> Result<(), SealError> {
        let bytes = self.log.storage().read_from(WAL, self.wal_sealed_bytes);
        let bytes = bytes.map_err(StorageError::at("read", WAL)).map_err(SealError::Storage)?;
        let bytes = bytes.ok_or(SealError::WalChanged)?;
        let (batches, torn) = wal::parse_batches(&bytes).map_err(|_| SealError::WalChanged)?;
        let from = self.sealed.head().size;
        let starts_here = batches.first().is_some_and(|batch| batch.first == from);
        let ends_here = batches.last().is_some_and(|batch| batch.head == self.tree.head());
        if torn > 0 || !starts_here || !ends_here {
            return Err(SealError::WalChanged);
        }
        let entries: Vec<&[u8]> = batches.into_iter().flat_map(|batch| batch.entries).collect();
        if from + entries.len() as u64 != self.tree.size() {
            return Err(SealError::WalChanged);
        }
        self.compare_stored(self.sealed.head())?;
        integrate(&self.log, from, &entries).map_err(SealError::Tile)?;
        self.compare_stored(self.tree.head())
    }

    fn compare_stored(&self, head: TreeHead) -> Result<(), SealError> {
        let stored = TileNodes::new(&**self.log.storage(), head.size).peaks();
        if stored.map_err(SealError::Tile)?.head() == head { Ok(()) } else { Err(SealError::Root) }
    }

    /// Signs the head only if the stored tiles prove that it extends the last signed one, and publishes it only
    /// once it is pinned.
    fn sign_and_publish(&mut self) -> Result<(), SealError> {
        let (old, new) = (self.sealed.head(), self.tree.head());
        if old.size > 0 {
            consistency(&**self.log.storage(), old, new).map_err(SealError::Inconsistent)?;
        }
        let signed = SignedCheckpoint::sign(new, &self.key);
        let pinned = self.pin.storage().read(PIN).map_err(StorageError::at("read", PIN));
        if pinned.map_err(SealError::Storage)?.as_deref() != Some(self.sealed.text().as_bytes()) {
            return Err(SealError::PinMoved);
        }
        self.pin.replace(PIN, signed.text().as_bytes()).map_err(SealError::Storage)?;
        self.log.replace(CHECKPOINT, signed.text().as_bytes()).map_err(SealError::Storage)?;
        self.sealed = signed;
        self.wal_sealed_bytes = self.wal_bytes;
        Ok(())
    }

    fn encode(&self, first: u64, batch: &[Draft]) -> Result<Vec<Vec<u8>>, AppendError> {
        let mut last = self.last_time;
        let mut entries = Vec::with_capacity(batch.len());
        for (position, draft) in batch.iter().enumerate() {
            if draft.time < last {
                return Err(AppendError::TimeWentBack { position, found: draft.time, last });
            }
            last = draft.time;
            let bytes = Entry::to_bytes(first + position as u64, draft, self.entry_bytes_max);
            entries.push(bytes.map_err(|source| AppendError::Entry { position, source })?);
        }
        Ok(entries)
    }

    /// Accepts entries of up to `bytes` bytes instead of 4 KiB; no more than 65,535 in any case.
    pub const fn allow_entry_bytes(&mut self, bytes: usize) {
        self.entry_bytes_max = if bytes > ENTRY_BYTES_SOFT { bytes } else { ENTRY_BYTES_SOFT };
    }

    /// Size and root over all acknowledged entries, sealed or not.
    pub fn head(&self) -> TreeHead {
        self.tree.head()
    }

    /// The last signed head.
    pub const fn checkpoint(&self) -> &SignedCheckpoint {
        &self.sealed
    }

    /// Time of the last entry, the epoch if there is none. If the clock went back, append with this time.
    pub const fn last_time(&self) -> Timestamp {
        self.last_time
    }

    /// What opening the ledger found to do.
    pub const fn recovered(&self) -> Recovered {
        self.recovered
    }

    /// The key that verifies this log.
    pub const fn verifier_key(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Reads at the last signed head.
    pub fn reader(&self) -> LogReader {
        LogReader::at(Arc::clone(self.log.storage()), self.sealed.clone())
    }
}

pub(crate) const DEFAULT_ENTRY_BYTES: usize = ENTRY_BYTES_SOFT;
