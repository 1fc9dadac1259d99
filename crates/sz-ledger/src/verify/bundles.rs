//! Entry bundles and the leaf hashes they give.

use std::ops::Range;

use rayon::prelude::*;

use super::versions::{Stored, Versions};
use super::{EntryRule, Fault, FaultKind};
use crate::bundle;
use crate::entry::place;
use crate::hash::{Hash, leaf_hash};
use crate::storage::StorageError;
use crate::tile::{TILE_WIDTH, TileKind, perfect_root};
use crate::timestamp::Timestamp;

/// Faults that are reported of one bundle before the rest of it is skipped.
const FAULTS_MAX: usize = 8;

/// What one bundle, and the tile of its leaf hashes, gave.
#[derive(Default)]
pub(super) struct Checked {
    /// Hashes of the leaves, from the entries; from the tile if there are no entries.
    pub(super) leaves: Leaves,
    pub(super) faults: Vec<Fault>,
    /// First leaf whose hash in the tile differs from the entry's, and the tile's name: one of them was
    /// changed, and the root will say which.
    pub(super) differs: Option<(u64, String)>,
    /// Times of the first and last entry.
    pub(super) times: Option<(Timestamp, Timestamp)>,
    pub(super) bytes: u64,
}

/// The leaf hashes of one tile, folded as soon as the tile is full.
#[derive(Default)]
pub(super) enum Leaves {
    #[default]
    Unknown,
    Full(Hash),
    Partial(Vec<Hash>),
}

/// Checks all bundles under the head, in parallel.
pub(super) fn check(log: &Stored<'_>, rule: EntryRule) -> Result<Vec<Checked>, StorageError> {
    (0..log.size.div_ceil(TILE_WIDTH))
        .into_par_iter()
        .map(|number| check_one(log, number, rule))
        .collect()
}

fn check_one(log: &Stored<'_>, number: u64, rule: EntryRule) -> Result<Checked, StorageError> {
    let mut checked = Checked::default();
    let Some(bundle) = log.versions(TileKind::Entries, number)? else { return Ok(checked) };
    let Some(tile) = log.versions(TileKind::Hashes(0), number)? else { return Ok(checked) };
    checked.bytes = bundle.bytes() + tile.bytes();
    let computed = checked.entries(&bundle, rule);
    let stored = super::levels::stored_hashes(&tile, &mut checked.faults);
    if let (Some(computed), Some(stored)) = (&computed, &stored)
        && let Some(at) = computed.iter().zip(stored).position(|(a, b)| a != b)
    {
        checked.differs = Some((tile.wanted.start() + at as u64, tile.wanted.to_string()));
    }
    checked.leaves = match computed.or(stored) {
        None => Leaves::Unknown,
        Some(leaves) if bundle.wanted.is_full() => Leaves::Full(perfect_root(&leaves)),
        Some(leaves) => Leaves::Partial(leaves),
    };
    Ok(checked)
}

impl Checked {
    fn fault(&mut self, kind: FaultKind, index: u64, message: String) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(Fault { kind, index: Some(index), message });
        }
    }

    /// Hashes the entries of a bundle and checks what they say.
    fn entries(&mut self, bundle: &Versions, rule: EntryRule) -> Option<Vec<Hash>> {
        let start = bundle.wanted.start();
        let Some((path, bytes)) = &bundle.main else {
            self.fault(FaultKind::Bundle, start, format!("{} is missing", bundle.wanted));
            return None;
        };
        let mut entries = match bundle::split(bytes, path.width()) {
            Ok(entries) => entries,
            Err(error) => {
                self.fault(FaultKind::Bundle, start, format!("{path}: {}", error.message()));
                return None;
            }
        };
        entries.truncate(usize::from(bundle.wanted.width()));
        self.other_versions(bundle, bytes, &entries);
        if rule == EntryRule::Schema {
            self.schema(start, bytes, &entries);
        }
        Some(entries.iter().map(|entry| leaf_hash(&bytes[entry.clone()])).collect())
    }

    /// A narrower bundle must be the beginning of the wider ones.
    fn other_versions(&mut self, bundle: &Versions, main: &[u8], entries: &[Range<usize>]) {
        for (path, bytes) in &bundle.others {
            let shared = entries.len().min(usize::from(path.width()));
            let end = shared.checked_sub(1).map_or(0, |last| entries[last].end);
            let right = if shared == usize::from(path.width()) {
                bytes[..] == main[..end]
            } else {
                bytes.get(..end) == Some(&main[..end]) && bundle::split(bytes, path.width()).is_ok()
            };
            if !right {
                let differs = bytes.iter().zip(main).position(|(a, b)| a != b);
                let at = differs.map_or(0, |at| entries.partition_point(|entry| entry.end <= at));
                let message = format!("{path} is not the beginning of {}", bundle.wanted);
                self.fault(FaultKind::Bundle, path.start() + at as u64, message);
            }
        }
    }

    fn schema(&mut self, start: u64, bytes: &[u8], entries: &[Range<usize>]) {
        for (entry, index) in entries.iter().zip(start..) {
            match place(&bytes[entry.clone()]) {
                Err(error) => self.fault(FaultKind::Entry, index, error.to_string()),
                Ok((found, _)) if found != index => {
                    self.fault(FaultKind::Entry, index, format!("it says it is entry {found}"));
                }
                Ok((_, time)) => match &mut self.times {
                    None => self.times = Some((time, time)),
                    Some((_, last)) if time < *last => {
                        let message = format!("its time {time} is before the last entry's {last}");
                        self.fault(FaultKind::Entry, index, message);
                    }
                    Some((_, last)) => *last = time,
                },
            }
        }
    }
}
