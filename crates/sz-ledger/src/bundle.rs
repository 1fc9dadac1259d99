//! Entry bundles: up to 256 entries, each behind its length as two bytes, big-endian.

use std::ops::Range;

/// Why bytes are no entry bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BundleError {
    /// The bytes end inside entry `position`.
    CutIn { position: usize },
    /// Bytes follow the last entry.
    Trailing { bytes: usize },
}

impl BundleError {
    pub(crate) fn message(self) -> String {
        match self {
            Self::CutIn { position } => format!("the file ends inside its entry {position}"),
            Self::Trailing { bytes } => format!("{bytes} bytes follow the last entry"),
        }
    }
}

/// Appends one entry to the bytes of a bundle.
///
/// # Panics
/// If the entry is longer than 65,535 bytes; entries are limited before they are accepted.
pub(crate) fn push(bundle: &mut Vec<u8>, entry: &[u8]) {
    let length = u16::try_from(entry.len()).expect("entries are at most 65,535 bytes");
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
}

/// Finds `width` entries in a bundle, and nothing else.
pub(crate) fn split(bundle: &[u8], width: u16) -> Result<Vec<Range<usize>>, BundleError> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut at = 0;
    for position in 0..usize::from(width) {
        let cut = BundleError::CutIn { position };
        let start = at + 2;
        let prefix = bundle.get(at..start).ok_or(cut)?;
        let end = start + usize::from(u16::from_be_bytes([prefix[0], prefix[1]]));
        if end > bundle.len() {
            return Err(cut);
        }
        entries.push(start..end);
        at = end;
    }
    if at == bundle.len() {
        Ok(entries)
    } else {
        Err(BundleError::Trailing { bytes: bundle.len() - at })
    }
}
