//! The integrity log of System//Zero: an append-only, signed transparency log in the C2SP formats.

mod bundle;
mod checkpoint;
mod durable;
mod entry;
mod files;
mod hash;
mod inclusion;
mod integrate;
mod key;
mod layout;
mod ledger;
mod note;
mod open;
mod proof;
mod range;
mod reader;
mod storage;
mod tile;
mod tiles;
mod timestamp;
mod verify;
mod wal;

pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use entry::{Draft, Entry, EntryError, Payload};
pub use files::FileStorage;
pub use hash::{Hash, empty_root, leaf_hash, node_hash};
pub use inclusion::{CheckProofError, InclusionProof, ParseProofError, ProvenEntry, check_proof};
pub use key::{KeyError, KeyKind, SigningKey, VerifierKey};
pub use ledger::{AppendError, Ledger, Recovered, SealError, Sealed, Stores};
pub use note::NoteError;
pub use open::{InitError, OpenError};
pub use proof::{ProofError, check_consistency, check_inclusion};
pub use range::{CompactRange, TreeHead};
pub use reader::{Entries, LogReader, ReadError};
pub use storage::{Storage, StorageError};
pub use tile::{TileKind, TilePath, TilePathError};
pub use tiles::TileError;
pub use timestamp::{Timestamp, TimestampError};
pub use verify::{
    EntryRule, Fault, FaultKind, Report, VerifyError, VerifyOptions, verify, verify_in,
};
pub use wal::WalError;
