//! Tiles above the leaves, and the root.

use super::bundles::{Checked, Leaves};
use super::versions::{Stored, Versions};
use super::{Fault, FaultKind, Report};
use crate::hash::{Hash, empty_root};
use crate::range::CompactRange;
use crate::storage::StorageError;
use crate::tile::{TILE_WIDTH, TileKind, hashes, perfect_root, slots};

/// A tile whose hashes are not those computed from below.
struct Differs {
    level: u8,
    /// First leaf under the first such hash.
    index: u64,
    tile: String,
}

/// Checks all levels above the bundles and returns the root that the entries lead to.
pub(super) fn check(
    log: &Stored<'_>,
    bundles: Vec<Checked>,
    report: &mut Report,
) -> Result<Option<Hash>, StorageError> {
    let mut differs = Vec::new();
    let (mut row, mut last) = (Vec::new(), Some(Vec::new()));
    let mut before = None;
    for (number, bundle) in (0..).zip(bundles) {
        report.bytes += bundle.bytes;
        report.extend(bundle.faults);
        if let Some((index, tile)) = bundle.differs {
            differs.push(Differs { level: 0, index, tile });
        }
        if let Some((first, last)) = bundle.times {
            if before.is_some_and(|before| first < before) {
                let message = "its time is before that of the bundle above it".to_owned();
                let index = Some(number * TILE_WIDTH);
                report.push(Fault { kind: FaultKind::Entry, index, message });
            }
            before = Some(last);
        }
        match bundle.leaves {
            Leaves::Full(root) => row.push(Some(root)),
            Leaves::Partial(leaves) => last = Some(leaves),
            Leaves::Unknown if (number + 1) * TILE_WIDTH <= log.size => row.push(None),
            Leaves::Unknown => last = None,
        }
    }
    let mut border = last.map(|leaves| fold(&leaves, None));
    let mut level = 1;
    while !row.is_empty() {
        let (above, rest) = check_level(log, level, &row, (report, &mut differs))?;
        border = border.zip(rest).map(|(border, rest)| fold(&rest, border));
        row = above;
        level += 1;
    }
    let root = border.map(|border| border.unwrap_or_else(empty_root));
    blame(report, &differs, root);
    Ok(root)
}

/// Root over some hashes of one level and, to their right, a smaller subtree.
fn fold(hashes: &[Hash], border: Option<Hash>) -> Option<Hash> {
    if hashes.is_empty() {
        return border;
    }
    let mut range = CompactRange::new();
    for hash in hashes.iter().chain(&border) {
        range.push(*hash);
    }
    Some(range.root())
}

type Row = Vec<Option<Hash>>;

/// Compares the stored tiles of one level with the hashes computed from below. Returns the hashes of the next
/// level and those that are in no full tile of this one.
fn check_level(
    log: &Stored<'_>,
    level: u8,
    row: &Row,
    (report, differs): (&mut Report, &mut Vec<Differs>),
) -> Result<(Row, Option<Vec<Hash>>), StorageError> {
    debug_assert_eq!(row.len() as u64, slots(level, log.size));
    let (mut above, mut rest) = (Vec::new(), Some(Vec::new()));
    for (number, computed) in (0..).zip(row.chunks(256)) {
        let Some(tile) = log.versions(TileKind::Hashes(level), number)? else { continue };
        report.bytes += tile.bytes();
        let mut faults = Vec::new();
        let stored = stored_hashes(&tile, &mut faults);
        report.extend(faults);
        let mut hashes = Vec::new();
        for (slot, computed) in (0..).zip(computed) {
            let stored = stored.as_ref().and_then(|hashes| hashes.get(slot)).copied();
            if let (Some(computed), Some(stored)) = (computed, stored)
                && *computed != stored
                && differs.last().is_none_or(|last| last.tile != tile.wanted.to_string())
            {
                let index = (tile.wanted.start() + slot as u64) << (8 * u32::from(level));
                differs.push(Differs { level, index, tile: tile.wanted.to_string() });
            }
            hashes.extend(computed.or(stored));
        }
        let known = Some(hashes).filter(|hashes| hashes.len() == computed.len());
        if computed.len() as u64 == TILE_WIDTH {
            above.push(known.map(|hashes| perfect_root(&hashes)));
        } else {
            rest = known;
        }
    }
    Ok((above, rest))
}

/// The hashes of a tile, as many as the tree needs, with a fault for whatever is wrong with its files.
pub(super) fn stored_hashes(tile: &Versions, faults: &mut Vec<Fault>) -> Option<Vec<Hash>> {
    let shift = match tile.wanted.kind() {
        TileKind::Hashes(level) => 8 * u32::from(level),
        TileKind::Entries => 0,
    };
    let index = Some(tile.wanted.start() << shift);
    let mut fault = |message: String| faults.push(Fault { kind: FaultKind::Tile, index, message });
    let Some((path, bytes)) = &tile.main else {
        fault(format!("{} is missing", tile.wanted));
        return None;
    };
    for (path, other) in &tile.others {
        let shared = bytes.len().min(other.len());
        let length = usize::from(path.width()) * Hash::BYTES;
        if other.len() != length || other[..shared] != bytes[..shared] {
            fault(format!("{path} is not the beginning of {}", tile.wanted));
        }
    }
    if bytes.len() != usize::from(path.width()) * Hash::BYTES {
        fault(format!("{path} has {} bytes instead of {}", bytes.len(), 32 * path.width()));
        return None;
    }
    let mut found = hashes(bytes)?;
    found.truncate(usize::from(tile.wanted.width()));
    Some(found)
}

/// Says which side of each difference is wrong: if the entries lead to the signed root, then the tile.
fn blame(report: &mut Report, differs: &[Differs], root: Option<Hash>) {
    let entries_are_right = root == Some(report.root);
    for Differs { level, index, tile } in differs {
        let (kind, message) = if entries_are_right {
            (FaultKind::Tile, format!("{tile} holds a wrong hash over entry {index}"))
        } else if *level == 0 {
            (FaultKind::Bundle, format!("entry {index} was changed: {tile} has another hash"))
        } else {
            let message = format!("entries from {index} on were changed: {tile} has another hash");
            (FaultKind::Bundle, message)
        };
        report.push(Fault { kind, index: Some(*index), message });
    }
}
