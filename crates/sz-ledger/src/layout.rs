//! Names of the files of a ledger.
//!
//! `checkpoint`, `vkey` and `tile/` are the published part, a static tlog-tiles log; `private/` is not for
//! publication.

/// The last published signed head.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// The key that verifies it: a convenience, see [`crate::VerifierKey`] for why it proves little here.
pub(crate) const VKEY: &str = "vkey";
/// All tiles and entry bundles.
pub(crate) const TILES: &str = "tile";
/// What is not for publication.
pub(crate) const PRIVATE: &str = "private";
/// The signing key.
pub(crate) const KEY: &str = "private/key";
/// Held while a writer is open.
pub(crate) const LOCK: &str = "private/lock";
/// Acknowledged entries that may not be in tiles yet.
pub(crate) const WAL: &str = "private/wal";
/// Files that have no name yet.
pub(crate) const STAGING: &str = "staging";
/// The same for private files, so that these are never in a folder that others can read.
pub(crate) const PRIVATE_STAGING: &str = "private/staging";
/// Folder of the pin, when it is kept in the ledger's own folder.
pub(crate) const PIN_DIR: &str = "pin";
/// The pin: the last signed head, in a store of its own.
pub(crate) const PIN: &str = "head";
