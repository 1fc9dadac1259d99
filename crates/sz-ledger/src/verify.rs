//! Checking a whole log: every byte of every bundle, tile and checkpoint.

use std::collections::BTreeMap;
use std::path::Path;

use crate::checkpoint::SignedCheckpoint;
use crate::files::FileStorage;
use crate::hash::{Hash, empty_root};
use crate::key::VerifierKey;
use crate::layout::{CHECKPOINT, KEY, PIN, PIN_DIR, TILES, VKEY};
use crate::range::TreeHead;
use crate::reader::consistency;
use crate::storage::{Storage, StorageError};
use crate::tile::{TileKind, TilePath};

mod bundles;
mod levels;
mod versions;

/// What to check a log against. The default trusts the key beside the checkpoint and uses the pin in the
/// log's own folder, which finds accidents and clumsy attackers; give a key and a pin, or an older
/// checkpoint, that were kept elsewhere to find the others.
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    /// The key the log must be signed with; otherwise the one stored beside the checkpoint.
    pub vkey: Option<VerifierKey>,
    /// An older checkpoint, the whole note, that the log must extend.
    pub since: Option<String>,
    /// What the entries must be.
    pub entries: EntryRule,
}

/// What the entries of a log must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntryRule {
    /// `sz-entry/1` with the right index, and times that do not go back.
    #[default]
    Schema,
    /// Any bytes: for logs of other programs.
    Bytes,
}

/// What is wrong, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The verifier key is missing, unreadable, or not the one that was given.
    Vkey,
    /// The checkpoint is missing, malformed, or not signed by the key.
    Checkpoint,
    /// The pin is missing, malformed, ahead of the log, or of another history.
    Pin,
    /// The older checkpoint is refused, ahead of the log, or of another history.
    Since,
    /// An entry bundle is missing or damaged, or an entry is not the signed one.
    Bundle,
    /// A tile is missing or damaged, or a hash in it is wrong.
    Tile,
    /// The entries do not lead to the signed root.
    Root,
    /// An entry is not `sz-entry/1`, not at its index, or before the one above it.
    Entry,
    /// A file is in the log that has no place there.
    File,
}

impl FaultKind {
    /// The word, as reports write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vkey => "vkey",
            Self::Checkpoint => "checkpoint",
            Self::Pin => "pin",
            Self::Since => "since",
            Self::Bundle => "bundle",
            Self::Tile => "tile",
            Self::Root => "root",
            Self::Entry => "entry",
            Self::File => "file",
        }
    }
}

/// One thing that is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What sort of thing.
    pub kind: FaultKind,
    /// The entry it concerns, or the first of them, if it concerns entries.
    pub index: Option<u64>,
    /// What and where, for a person.
    pub message: String,
}

/// The outcome of [`verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whether there is no fault.
    pub ok: bool,
    /// Number of entries under the signed head.
    pub size: u64,
    /// The signed root.
    pub root: Hash,
    /// Name of the log; empty if no key could be read.
    pub origin: String,
    /// Everything that is wrong, in the order of the log; at most a few per bundle.
    pub faults: Vec<Fault>,
    /// Bytes of bundles and tiles that were read.
    pub bytes: u64,
    /// Files with entries above the signed head. A writer at work leaves them for a moment; nothing is said
    /// about their content.
    pub files_beyond: u64,
}

/// Why a log could not be verified at all. Says nothing about the log.
#[derive(Debug, thiserror::Error)]
#[error("the log cannot be read")]
pub struct VerifyError(#[source] pub StorageError);

/// Verifies the log in a folder, with the pin in its subfolder `pin` if there is one.
///
/// Reads every byte and recomputes every hash, on the threads of the current rayon pool. Takes no lock: a log
/// may be verified while it is written.
pub fn verify(dir: &Path, options: &VerifyOptions) -> Result<Report, VerifyError> {
    let at = |dir: &Path| {
        FileStorage::open(dir)
            .map_err(StorageError::at("open", &dir.to_string_lossy()))
            .map_err(VerifyError)
    };
    let log = at(dir)?;
    let pin = dir.join(PIN_DIR);
    if pin.is_dir() {
        return verify_in(&log, Some(&at(&pin)?), options);
    }
    let mut report = verify_in(&log, None, options)?;
    if log.read(KEY).map_err(StorageError::at("read", KEY)).map_err(VerifyError)?.is_some() {
        report.add(FaultKind::Pin, "the pin is missing, and this folder has its writer's key");
    }
    Ok(report)
}

/// Verifies the log in a store against a pin in another.
pub fn verify_in(
    log: &dyn Storage,
    pin: Option<&dyn Storage>,
    options: &VerifyOptions,
) -> Result<Report, VerifyError> {
    let mut report = Report::new();
    let Some(key) = report.key(log, options)? else { return Ok(report) };
    key.name().clone_into(&mut report.origin);
    let heads = report.heads(log, pin, &key)?;
    let Some(head) = heads.iter().map(SignedCheckpoint::head).max_by_key(|head| head.size) else {
        return Ok(report);
    };
    (report.size, report.root) = (head.size, head.root);
    report.tree(log, head, options.entries).map_err(VerifyError)?;
    for older in &heads {
        report.extends(log, older.head(), head, FaultKind::Pin);
    }
    if let Some(since) = &options.since {
        match SignedCheckpoint::open(since.as_bytes(), &key) {
            Ok(since) => report.extends(log, since.head(), head, FaultKind::Since),
            Err(error) => report.add(FaultKind::Since, &chain("the older checkpoint", &error)),
        }
    }
    Ok(report)
}

impl Report {
    const fn new() -> Self {
        Self {
            ok: true,
            size: 0,
            root: Hash::from_bytes([0; Hash::BYTES]),
            origin: String::new(),
            faults: Vec::new(),
            bytes: 0,
            files_beyond: 0,
        }
    }

    fn add(&mut self, kind: FaultKind, message: &str) {
        self.push(Fault { kind, index: None, message: message.to_owned() });
    }

    fn extend(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            self.push(fault);
        }
    }

    fn push(&mut self, fault: Fault) {
        self.ok = false;
        self.faults.push(fault);
    }

    /// The key to verify with. A stored one that differs from the one given is a fault.
    fn key(
        &mut self,
        log: &dyn Storage,
        options: &VerifyOptions,
    ) -> Result<Option<VerifierKey>, VerifyError> {
        let stored = read(log, VKEY)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        match (stored, &options.vkey) {
            (None, None) => {
                self.add(FaultKind::Vkey, "the file vkey is missing and no key was given");
            }
            (None, Some(given)) => return Ok(Some(given.clone())),
            (Some(stored), Some(given)) => {
                if stored != format!("{given}\n") {
                    self.add(FaultKind::Vkey, "the file vkey is not the key that was given");
                }
                return Ok(Some(given.clone()));
            }
            (Some(stored), None) => match stored.strip_suffix('\n').unwrap_or("").parse() {
                Ok(key) => return Ok(Some(key)),
                Err(error) => self.add(FaultKind::Vkey, &chain("the file vkey", &error)),
            },
        }
        Ok(None)
    }

    /// The signed heads there are: published and pinned.
    ///
    /// The pin is written first. So it may be ahead of the checkpoint for a moment, or after a crash; then the
    /// log is verified up to the pinned head, and a log that was cut does not reach it.
    fn heads(
        &mut self,
        log: &dyn Storage,
        pin: Option<&dyn Storage>,
        key: &VerifierKey,
    ) -> Result<Vec<SignedCheckpoint>, VerifyError> {
        let mut heads = Vec::new();
        if let Some(pin) = pin {
            match read(pin, PIN)?.map(|bytes| SignedCheckpoint::open(&bytes, key)) {
                None => self.add(FaultKind::Pin, "the pin is missing"),
                Some(Err(error)) => self.add(FaultKind::Pin, &chain("the pin", &error)),
                Some(Ok(head)) => heads.push(head),
            }
        }
        match read(log, CHECKPOINT)?.map(|bytes| SignedCheckpoint::open(&bytes, key)) {
            None => self.add(FaultKind::Checkpoint, "the file checkpoint is missing"),
            Some(Err(error)) => {
                self.add(FaultKind::Checkpoint, &chain("the file checkpoint", &error));
            }
            Some(Ok(head)) => heads.push(head),
        }
        Ok(heads)
    }

    /// Reads all files below `tile/` and recomputes the tree under `head`.
    fn tree(
        &mut self,
        log: &dyn Storage,
        head: TreeHead,
        rule: EntryRule,
    ) -> Result<(), StorageError> {
        let mut files: BTreeMap<(TileKind, u64), Vec<TilePath>> = BTreeMap::new();
        for name in log.list(TILES).map_err(StorageError::at("list", TILES))? {
            match name.parse::<TilePath>() {
                Ok(path) => files.entry((path.kind(), path.index())).or_default().push(path),
                Err(error) => self.add(FaultKind::File, &error.to_string()),
            }
        }
        self.files_beyond = files
            .iter()
            .filter(|((kind, index), _)| TilePath::in_tree(*kind, *index, head.size).is_none())
            .map(|(_, paths)| paths.len() as u64)
            .sum();
        let log = versions::Stored { storage: log, files, size: head.size };
        let checked = bundles::check(&log, rule)?;
        let computed = levels::check(&log, checked, self)?;
        match computed {
            Some(root) if root == head.root => {}
            Some(root) => self.add(
                FaultKind::Root,
                &format!("the entries lead to root {root}, signed is {}", head.root),
            ),
            None => self.add(FaultKind::Root, "the root cannot be computed: hashes are missing"),
        }
        Ok(())
    }

    /// Checks that `new` extends `old`; a fault of this kind if not.
    fn extends(&mut self, log: &dyn Storage, old: TreeHead, new: TreeHead, kind: FaultKind) {
        let what = format!("the {} head of {} entries", kind.as_str(), old.size);
        if old.size > new.size {
            let message = format!("{what} is ahead of the log, which has {}: it was cut", new.size);
            return self.add(kind, &message);
        }
        let wrong = if old.size == new.size {
            old.root != new.root
        } else if old.size == 0 {
            old.root != empty_root()
        } else {
            consistency(log, old, new).is_err()
        };
        if wrong {
            self.add(kind, &format!("{what} is of another history than the log"));
        }
    }
}

fn read(storage: &dyn Storage, path: &str) -> Result<Option<Vec<u8>>, VerifyError> {
    storage.read(path).map_err(StorageError::at("read", path)).map_err(VerifyError)
}

/// The messages of an error and of what caused it, in one line.
fn chain(what: &str, error: &dyn std::error::Error) -> String {
    let mut message = format!("{what}: {error}");
    let mut source = error.source();
    while let Some(error) = source {
        message.push_str(": ");
        message.push_str(&error.to_string());
        source = error.source();
    }
    message
}
