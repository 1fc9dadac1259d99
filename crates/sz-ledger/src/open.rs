//! Creating a ledger, and opening one: the only place where recovery happens.

use std::path::Path;

use crate::checkpoint::{CheckpointError, SignedCheckpoint};
use crate::entry::place;
use crate::hash::{empty_root, leaf_hash};
use crate::key::{KeyError, SigningKey, VerifierKey};
use crate::layout::{CHECKPOINT, KEY, LOCK, PIN, PRIVATE, TILES, VKEY, WAL};
use crate::ledger::{DEFAULT_ENTRY_BYTES, Ledger, Recovered, Stores};
use crate::range::{CompactRange, TreeHead};
use crate::reader::{ReadError, consistency};
use crate::storage::{Storage, StorageError};
use crate::tile::{TILE_WIDTH, TileKind, TilePath};
use crate::tiles::{TileError, TileNodes, read_entries};
use crate::timestamp::Timestamp;
use crate::wal::{self, Batch, Wal, WalError};

/// Why no ledger was created. What exists is unchanged, except for a half-made ledger without entries.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The store failed; the same call may be repeated.
    #[error("the store failed")]
    Storage(#[source] StorageError),
    /// The origin cannot name a key.
    #[error("the origin cannot name a log")]
    Origin(#[source] KeyError),
    /// There is a ledger already, or part of one.
    #[error("{path} exists: this place has a ledger or part of one")]
    Exists {
        /// What was found.
        path: String,
    },
    /// Another process is creating or writing it.
    #[error("another process has the ledger open")]
    Locked,
}

/// Why a ledger was not opened. Nothing was changed.
///
/// A crash at any moment leaves a ledger that opens. What is refused here was changed by something else, and
/// is never repaired in silence: restore the missing part, or keep the folder as evidence and start a new log.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store failed.
    #[error("the store failed")]
    Storage(#[source] StorageError),
    /// There is no ledger here.
    #[error("there is no ledger here: private/key is missing; create one with init")]
    NotFound,
    /// Another process has it open.
    #[error("another process has the ledger open")]
    Locked,
    /// The signing key cannot be read.
    #[error("private/key is damaged")]
    Key(#[source] KeyError),
    /// A file that every ledger has is gone.
    #[error("{path} is missing: restore it, acknowledged entries may depend on it")]
    Missing {
        /// Name of the file.
        path: &'static str,
    },
    /// The published key is not the signing key's.
    #[error("the file vkey is not the key this ledger signs with")]
    Vkey,
    /// The pin is refused.
    #[error("the pin is refused")]
    Pin(#[source] CheckpointError),
    /// The published checkpoint is refused.
    #[error("the file checkpoint is refused")]
    Checkpoint(#[source] CheckpointError),
    /// The published checkpoint is ahead of the pin, which is always written first.
    #[error(
        "the pin is at {pinned} entries, the log was sealed at {sealed}: the pin was rolled back"
    )]
    PinBehind {
        /// Size in the pin.
        pinned: u64,
        /// Size sealed.
        sealed: u64,
    },
    /// The log ends below the pinned head.
    #[error(
        "the pin is ahead of the log: {pinned} entries were sealed, {found} are left; the log was cut or rolled back"
    )]
    PinAhead {
        /// Size in the pin.
        pinned: u64,
        /// Size of the log.
        found: u64,
    },
    /// The log at the pinned size is another one.
    #[error(
        "the log has another root than the signed head at {size} entries: its history was replaced"
    )]
    Forked {
        /// The size at which the two differ.
        size: u64,
    },
    /// The write-ahead log is damaged below its last whole batch.
    #[error("private/wal cannot be trusted")]
    Wal(#[source] WalError),
    /// The write-ahead log does not continue the log.
    #[error("private/wal does not lead to the head it claims at {size} entries")]
    WalRoot {
        /// Size claimed.
        size: u64,
    },
    /// A tile that the right edge of the tree needs is missing or damaged.
    #[error("a tile or entry bundle at the end of the log cannot be used")]
    Tile(#[source] TileError),
    /// The published checkpoint is not an ancestor of the pinned head.
    #[error("the published checkpoint does not lead to the pinned head")]
    Inconsistent(#[source] ReadError),
}

impl OpenError {
    /// Whether the ledger was changed by something other than its writer.
    pub const fn is_tampering(&self) -> bool {
        match self {
            Self::Storage(_) | Self::NotFound | Self::Locked => false,
            Self::Tile(error) => error.is_tampering(),
            Self::Inconsistent(error) => error.is_tampering(),
            _ => true,
        }
    }
}

impl Ledger {
    /// Creates an empty ledger in a folder, with its pin in the subfolder `pin`, and returns the key that
    /// verifies it.
    ///
    /// `origin` names the log for ever: a schemeless URL such as `example.com/log`. `seed` becomes the
    /// signing key: 32 bytes from a secure source of entropy. Keep the returned key away from the folder: it
    /// decides what counts as genuine.
    pub fn init(dir: &Path, origin: &str, seed: &[u8; 32]) -> Result<VerifierKey, InitError> {
        Self::init_in(Stores::create(dir, None).map_err(InitError::Storage)?, origin, seed)
    }

    /// Creates an empty ledger in the given stores; see [`init`](Self::init).
    pub fn init_in(
        stores: Stores,
        origin: &str,
        seed: &[u8; 32],
    ) -> Result<VerifierKey, InitError> {
        let key = SigningKey::from_seed(origin, seed).map_err(InitError::Origin)?;
        let (log, pin) = Self::stores(stores);
        refuse_existing(&**log.storage(), &**pin.storage())?;
        let failed = InitError::Storage;
        log.ensure_dir(PRIVATE).map_err(failed)?;
        if !log.storage().lock(LOCK).map_err(StorageError::at("lock", LOCK)).map_err(failed)? {
            return Err(InitError::Locked);
        }
        refuse_existing(&**log.storage(), &**pin.storage())?;
        let head = TreeHead { size: 0, root: empty_root() };
        let signed = SignedCheckpoint::sign(head, &key);
        let vkey = format!("{}\n", key.verifier());
        log.replace(KEY, key.to_secret_text().as_bytes()).map_err(failed)?;
        log.replace(VKEY, vkey.as_bytes()).map_err(failed)?;
        log.replace(WAL, &wal::header(head)).map_err(failed)?;
        pin.replace(PIN, signed.text().as_bytes()).map_err(failed)?;
        log.replace(CHECKPOINT, signed.text().as_bytes()).map_err(failed)?;
        Ok(key.verifier().clone())
    }

    /// Opens the ledger in a folder, whose pin is in the subfolder `pin`, for writing.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Self::open_in(Stores::open(dir, None).map_err(OpenError::Storage)?)
    }

    /// Opens the ledger in the given stores for writing.
    ///
    /// Takes the lock, checks the log's end against the pin, cuts what a crash left of an unacknowledged write
    /// and publishes a head that was pinned but not published. Reads the write-ahead log and the right
    /// edge of the tree; [`verify`](crate::verify()) reads the rest.
    pub fn open_in(stores: Stores) -> Result<Self, OpenError> {
        let (log, pin) = Self::stores(stores);
        let key = load_key(&**log.storage())?;
        if !log
            .storage()
            .lock(LOCK)
            .map_err(StorageError::at("lock", LOCK))
            .map_err(OpenError::Storage)?
        {
            return Err(OpenError::Locked);
        }
        let pinned = SignedCheckpoint::open(&required(&**pin.storage(), PIN)?, key.verifier())
            .map_err(OpenError::Pin)?;
        let published = load_checkpoint(&**log.storage(), &pinned, &key)?;
        let bytes = required(&**log.storage(), WAL)?;
        let state = replay(&**log.storage(), &bytes, pinned.head())?;
        if let Some(published) = published.as_ref().filter(|published| published.head().size > 0) {
            consistency(&**log.storage(), published.head(), pinned.head())
                .map_err(OpenError::Inconsistent)?;
        }
        let republished = published.as_ref() != Some(&pinned);
        let unsealed = state.tree.size() - pinned.head().size;
        let mut ledger = Self {
            log,
            pin,
            key,
            tree: state.tree,
            sealed: pinned,
            last_time: state.last_time,
            wal_bytes: bytes.len() as u64,
            wal_sealed_bytes: bytes.len() as u64,
            stopped: false,
            recovered: Recovered { unsealed, torn_bytes: state.torn as u64, republished },
            entry_bytes_max: DEFAULT_ENTRY_BYTES,
        };
        ledger.settle(&state.unsealed).map_err(OpenError::Storage)?;
        Ok(ledger)
    }

    /// Makes durable what was found, because the last writer may have died before it could: a pinned head that
    /// is not published, and acknowledged entries that no head covers.
    fn settle(&mut self, unsealed: &[Batch<'_>]) -> Result<(), StorageError> {
        if self.recovered.republished {
            self.pin.replace(PIN, self.sealed.text().as_bytes())?;
            self.log.replace(CHECKPOINT, self.sealed.text().as_bytes())?;
        }
        if unsealed.is_empty() && self.recovered.torn_bytes == 0 {
            return Ok(());
        }
        let mut bytes = wal::header(self.sealed.head());
        self.wal_sealed_bytes = bytes.len() as u64;
        for batch in unsealed {
            wal::push_batch(&mut bytes, batch).expect("it was read from such a batch");
        }
        self.wal_bytes = bytes.len() as u64;
        self.log.replace(WAL, &bytes)
    }
}

/// Only what an interrupted `init` leaves may be there.
fn refuse_existing(log: &dyn Storage, pin: &dyn Storage) -> Result<(), InitError> {
    let list = |storage: &dyn Storage, dir| {
        storage.list(dir).map_err(StorageError::at("list", dir)).map_err(InitError::Storage)
    };
    let mut found = list(log, TILES)?;
    let exists = |storage: &dyn Storage, path| {
        let read = storage.read(path).map_err(StorageError::at("read", path));
        read.map(|read| read.is_some()).map_err(InitError::Storage)
    };
    if exists(log, CHECKPOINT)? {
        found.push(CHECKPOINT.to_owned());
    }
    if exists(pin, PIN)? {
        found.push("the pin".to_owned());
    }
    let wal = log.read(WAL).map_err(StorageError::at("read", WAL)).map_err(InitError::Storage)?;
    if wal.is_some_and(|wal| wal.len() > wal::HEADER_BYTES) {
        found.push(WAL.to_owned());
    }
    found.pop().map_or(Ok(()), |path| Err(InitError::Exists { path }))
}

fn required(storage: &dyn Storage, path: &'static str) -> Result<Vec<u8>, OpenError> {
    let bytes = storage.read(path).map_err(StorageError::at("read", path));
    bytes.map_err(OpenError::Storage)?.ok_or(OpenError::Missing { path })
}

fn load_key(log: &dyn Storage) -> Result<SigningKey, OpenError> {
    let bytes = required(log, KEY).map_err(|error| match error {
        OpenError::Missing { .. } => OpenError::NotFound,
        other => other,
    })?;
    let key = SigningKey::parse(&String::from_utf8_lossy(&bytes)).map_err(OpenError::Key)?;
    if required(log, VKEY)? == format!("{}\n", key.verifier()).as_bytes() {
        Ok(key)
    } else {
        Err(OpenError::Vkey)
    }
}

/// The published checkpoint, which may be behind the pin but never ahead. Only the very first one may be
/// missing: later ones replace it in one step.
fn load_checkpoint(
    log: &dyn Storage,
    pinned: &SignedCheckpoint,
    key: &SigningKey,
) -> Result<Option<SignedCheckpoint>, OpenError> {
    let bytes = match required(log, CHECKPOINT) {
        Err(OpenError::Missing { .. }) if pinned.head().size == 0 => return Ok(None),
        other => other?,
    };
    let published =
        SignedCheckpoint::open(&bytes, key.verifier()).map_err(OpenError::Checkpoint)?;
    let (pin, head) = (pinned.head(), published.head());
    if head.size > pin.size {
        return Err(OpenError::PinBehind { pinned: pin.size, sealed: head.size });
    }
    if head.size == pin.size && head.root != pin.root {
        return Err(OpenError::Forked { size: pin.size });
    }
    Ok(Some(published))
}

/// What the log holds, computed from the write-ahead log and the right edge of the tiles.
struct State<'a> {
    tree: CompactRange,
    last_time: Timestamp,
    /// Batches above the pinned head.
    unsealed: Vec<Batch<'a>>,
    torn: usize,
}

fn replay<'a>(
    log: &dyn Storage,
    bytes: &'a [u8],
    pinned: TreeHead,
) -> Result<State<'a>, OpenError> {
    let Wal { base, batches, torn } = wal::parse(bytes).map_err(OpenError::Wal)?;
    if base.size > pinned.size {
        return Err(OpenError::PinBehind { pinned: pinned.size, sealed: base.size });
    }
    let mut tree = stored_tree(log, base)?;
    let mut unsealed = Vec::new();
    for batch in batches {
        if batch.first != tree.size() {
            return Err(OpenError::WalRoot { size: batch.head.size });
        }
        if tree.size() >= pinned.size {
            if unsealed.is_empty() && tree.head() != pinned {
                return Err(OpenError::Forked { size: pinned.size });
            }
            unsealed.push(batch.clone());
        }
        for entry in &batch.entries {
            tree.push(leaf_hash(entry));
        }
        if tree.head() != batch.head {
            return Err(OpenError::WalRoot { size: batch.head.size });
        }
    }
    if tree.size() < pinned.size {
        return Err(OpenError::PinAhead { pinned: pinned.size, found: tree.size() });
    }
    if unsealed.is_empty() && tree.head() != pinned {
        return Err(OpenError::Forked { size: pinned.size });
    }
    stored_tree(log, pinned)?;
    let last_time = last_time(log, &unsealed, pinned.size)?;
    Ok(State { tree, last_time, unsealed, torn })
}

/// The tree at `head`, from stored tiles.
fn stored_tree(log: &dyn Storage, head: TreeHead) -> Result<CompactRange, OpenError> {
    let tree = TileNodes::new(log, head.size).peaks().map_err(OpenError::Tile)?;
    if tree.head() == head { Ok(tree) } else { Err(OpenError::Forked { size: head.size }) }
}

/// Time of the last entry; the epoch if there is none, or if it is not one of ours.
fn last_time(
    log: &dyn Storage,
    unsealed: &[Batch<'_>],
    sealed: u64,
) -> Result<Timestamp, OpenError> {
    let epoch = Timestamp::from_unix_nanos(0);
    if let Some(entry) = unsealed.iter().rev().find_map(|batch| batch.entries.last()) {
        return Ok(place(entry).map_or(epoch, |(_, time)| time));
    }
    let last = sealed.checked_sub(1).map(|last| last / TILE_WIDTH);
    let Some(path) = last.and_then(|number| TilePath::in_tree(TileKind::Entries, number, sealed))
    else {
        return Ok(epoch);
    };
    let (bytes, entries) = read_entries(log, path).map_err(OpenError::Tile)?;
    let entry = entries.last().map_or(&[][..], |entry| &bytes[entry.clone()]);
    Ok(place(entry).map_or(epoch, |(_, time)| time))
}
