//! The integrity log of System//Zero: an append-only, signed transparency log in the C2SP formats.
//!
//! A [`Ledger`] is the one writer of a log. It makes entries durable, arranges them in a Merkle tree, and signs the
//! tree's head as a *checkpoint*. Everybody else needs no lock and no trust: [`verify`](verify()) recomputes a whole
//! log, a [`LogReader`] returns entries only after their hashes lead to the signed root, and [`check_proof`] checks
//! one entry with nothing but the log's public key.
//!
//! The crate knows nothing about clocks, randomness, networks or what an entry is about: times and seeds are
//! arguments, and an entry is a small JSON object. Indices and sizes count entries, times are nanoseconds
//! since 1970 in UTC, hashes are SHA-256.
//!
//! ```
//! use sz_ledger::{Draft, Ledger, Timestamp, VerifyOptions, check_proof, verify};
//!
//! # let temporary = tempfile::tempdir()?;
//! # let dir = temporary.path();
//! let key = Ledger::init(dir, "example.com/log", &[7; 32])?; // a real seed comes from the system
//! let mut ledger = Ledger::open(dir)?;
//!
//! let now = Timestamp::from_unix_nanos(1_700_000_000_000_000_000);
//! let sealed = ledger.append_sealed(&[Draft::new(now, "capture.recorded", serde_json::Map::new())])?;
//! assert_eq!((sealed.indices, sealed.checkpoint.head().size), (0..1, 1));
//!
//! let proof = ledger.reader().prove(0)?.to_string(); // a .tlog-proof file
//! assert_eq!(check_proof(&proof, &key)?.index, 0);
//! assert!(verify(dir, &VerifyOptions::default())?.ok);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What an entry goes through
//!
//! 1. **Acknowledged** ([`Ledger::append`]): one synced write to the write-ahead log. The entry has its index for
//!    good and survives a crash. Someone with access to the disk could still cut it unseen.
//! 2. **Sealed** ([`Ledger::seal`], [`Ledger::append_sealed`]): bundles and tiles are built from bytes read back
//!    from the write-ahead log; the stored tiles must prove that they extend the last signed head; the new head
//!    is signed, written to the pin, and only then published. From here on, taking the entry back is
//!    found by whoever has the pin or any later checkpoint.
//!
//! Opening a ledger is recovery, always: there is no other start. A write that a crash interrupted is cut, a head
//! that was pinned but not published is published, and everything else that is not as it must be is refused
//! with an [`OpenError`] and left as it is. After a failed write or sync the writer accepts nothing more until
//! it is opened again.
//!
//! # The folder
//!
//! | name | what | who is trusted with it |
//! |---|---|---|
//! | `checkpoint` | the signed head | nobody: it is signed |
//! | `tile/` | [C2SP tlog-tiles](https://c2sp.org/tlog-tiles): hashes, and entries in `tile/entries/` | nobody: who changes it can stop the log, not alter history unseen |
//! | `vkey` | the public key, for convenience | checks against it find accidents only; keep a copy elsewhere |
//! | `private/key` | the signing key (mode 0600) | who reads it can sign another history, which the pin and older checkpoints tell from this one |
//! | `private/wal` | entries acknowledged since the last seal, and some before | who changes it can lose or replace entries that are not sealed |
//! | `private/lock` | held by the writer | |
//! | `staging/` | files on their way to their names; may be empty or missing | |
//! | `pin/head` | the last signed head again; may be in a [store of its own](Stores) | who controls it *and* the log can roll both back to an earlier seal |
//!
//! Everything but `private/`, `pin/` and `staging/` may be published by any file server. `private/wal` is started anew at a seal
//! once it exceeds 16 MiB, and never exceeds 64 MiB: an append that would make it longer seals first. Partial tiles are
//! removed once the full tile exists.
//!
//! # Formats and dependencies
//!
//! Hashing is RFC 6962; notes, checkpoints, tiles and proofs follow the C2SP specifications, strictly: what is
//! not in canonical form is refused. Signing and hashing are `ring`'s, which System//Zero ships anyway; the
//! `signed_note` crate would bring a second Ed25519 and SHA-256 (ed25519-dalek, curve25519-dalek, sha2) and older
//! copies of `base64` and `thiserror`, some twenty crates for the two hundred lines of `note.rs` and `key.rs`.

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
mod scan;
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
