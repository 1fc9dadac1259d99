//! Where a hash or an entry lives in the C2SP tlog-tiles layout.

use std::fmt;
use std::str::FromStr;

use crate::hash::{Hash, node_hash};

/// Hashes in a full tile, and entries in a full bundle.
pub(crate) const TILE_WIDTH: u64 = 256;
/// Tree levels covered by one level of tiles.
pub(crate) const TILE_HEIGHT: u32 = 8;

/// What a file below `tile/` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TileKind {
    /// Up to 256 entries, each behind its length.
    Entries,
    /// Up to 256 hashes of one tile level, `0..=63`; level 0 holds the leaf hashes.
    Hashes(u8),
}

/// The name of one tile or entry bundle: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    width: u16,
}

/// Text that is no canonical tile path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a tile path such as tile/0/000 or tile/entries/x001/234.p/56")]
pub struct TilePathError(String);

impl TilePath {
    /// The tile of this kind at `index`, with what a tree of `size` leaves puts into it; `None` if that
    /// is nothing.
    pub fn in_tree(kind: TileKind, index: u64, size: u64) -> Option<Self> {
        let slots = match kind {
            TileKind::Entries => size,
            TileKind::Hashes(level) => slots(level, size),
        };
        let width = slots.saturating_sub(index.checked_mul(TILE_WIDTH)?).min(TILE_WIDTH);
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self { kind, index, width })
    }

    /// The kind of tile.
    pub const fn kind(&self) -> TileKind {
        self.kind
    }

    /// Position among the tiles of its kind.
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Number of hashes or entries, `1..=256`.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether the tile can grow no more.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == TILE_WIDTH
    }

    /// The same tile once it is full.
    #[must_use]
    pub(crate) fn full(self) -> Self {
        Self { width: 256, ..self }
    }

    /// The folder that holds the partial versions of this tile.
    pub(crate) fn partial_dir(self) -> String {
        format!("{}.p", self.full())
    }

    /// Position of the first leaf, or first hash, of this tile in its level.
    pub(crate) const fn start(&self) -> u64 {
        self.index * TILE_WIDTH
    }
}

/// Complete subtrees of tile level `level` in a tree of `size` leaves.
pub(crate) fn slots(level: u8, size: u64) -> u64 {
    size.checked_shr(TILE_HEIGHT * u32::from(level)).unwrap_or(0)
}

/// Splits the bytes of a tile into hashes; `None` unless they are whole hashes.
pub(crate) fn hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let chunks = bytes.chunks_exact(Hash::BYTES);
    chunks.remainder().is_empty().then(|| chunks.map(Hash::from_slice).collect())
}

/// Root of a perfect subtree, given its leaves (a power of two of them, at least one).
pub(crate) fn perfect_root(hashes: &[Hash]) -> Hash {
    debug_assert!(hashes.len().is_power_of_two(), "{} hashes", hashes.len());
    let mut row = hashes.to_vec();
    let mut width = row.len();
    while width > 1 {
        width /= 2;
        for i in 0..width {
            row[i] = node_hash(row[2 * i], row[2 * i + 1]);
        }
    }
    row[0]
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => write!(f, "tile/entries/")?,
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let mut divisor = 1;
        while self.index / divisor >= 1000 {
            divisor *= 1000;
        }
        while divisor > 1 {
            write!(f, "x{:03}/", self.index / divisor % 1000)?;
            divisor /= 1000;
        }
        write!(f, "{:03}", self.index % 1000)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for TilePath {
    type Err = TilePathError;

    /// Accepts exactly what [`fmt::Display`] writes: every other spelling is refused.
    fn from_str(text: &str) -> Result<Self, TilePathError> {
        parse(text)
            .filter(|path| path.to_string() == text)
            .ok_or_else(|| TilePathError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<TilePath> {
    let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
    };
    let (index, width) = match rest.split_once(".p/") {
        None => (rest, 256),
        Some((index, width)) => (index, width.parse().ok().filter(|w| (1..256).contains(w))?),
    };
    let mut number: u64 = 0;
    for group in index.split('/') {
        let digits: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
        number = number.checked_mul(1000)?.checked_add(digits)?;
    }
    number.checked_add(1)?.checked_mul(TILE_WIDTH)?;
    Some(TilePath { kind, index: number, width })
}

#[cfg(test)]
mod tests;
