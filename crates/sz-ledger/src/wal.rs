//! The write-ahead log: batches of entries, each sealed by the tree head it leads to.
//!
//! ```text
//! file   = header batch*
//! header = "sz-wal/1"  size u64  root[32]  sha256[32]          the signed head it starts from
//! batch  = F5 57 42 01  first u64  count u32  length u32
//!          (length u16  entry)*                                `length` bytes in all
//!          size u64  root[32]  sha256[32]                      the head after this batch
//! ```
//!
//! Numbers are big-endian; each digest is over all bytes of its header or batch before it. The first byte of
//! a batch is in no UTF-8 text, so entries cannot look like batches.

use crate::bundle;
use crate::hash::Hash;
use crate::range::TreeHead;

const HEADER_MAGIC: &[u8; 8] = b"sz-wal/1";
const BATCH_MAGIC: &[u8; 4] = &[0xf5, b'W', b'B', 1];
const HEAD_BYTES: usize = 8 + Hash::BYTES;
/// Length of the header.
pub(crate) const HEADER_BYTES: usize = HEADER_MAGIC.len() + HEAD_BYTES + Hash::BYTES;
const PREFIX_BYTES: usize = BATCH_MAGIC.len() + 8 + 4 + 4;
const TRAILER_BYTES: usize = HEAD_BYTES + Hash::BYTES;

/// Why a write-ahead log cannot be read. Nothing of this is what a crash leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WalError {
    /// The header is damaged.
    #[error("the header of the write-ahead log is damaged")]
    Header,
    /// A batch is damaged although a later one is whole, so no crash did it.
    #[error("the write-ahead log is damaged at byte {offset}, below whole batches")]
    Damaged {
        /// Where the damaged batch begins.
        offset: usize,
    },
}

/// Entries that became durable together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Batch<'a> {
    /// Index of the first entry.
    pub(crate) first: u64,
    pub(crate) entries: Vec<&'a [u8]>,
    /// The head after the last entry.
    pub(crate) head: TreeHead,
}

/// What a write-ahead log holds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wal<'a> {
    /// The head the first batch extends.
    pub(crate) base: TreeHead,
    pub(crate) batches: Vec<Batch<'a>>,
    /// Bytes of an incomplete batch at the end, which was never acknowledged.
    pub(crate) torn: usize,
}

pub(crate) fn header(base: TreeHead) -> Vec<u8> {
    let mut bytes = HEADER_MAGIC.to_vec();
    push_head(&mut bytes, base);
    push_digest(&mut bytes, 0);
    bytes
}

/// Appends a batch to `bytes`; `None`, and nothing is appended, if it is too long for the format.
pub(crate) fn push_batch(bytes: &mut Vec<u8>, batch: &Batch<'_>) -> Option<()> {
    let length: usize = batch.entries.iter().map(|entry| 2 + entry.len()).sum();
    let count = u32::try_from(batch.entries.len()).ok()?;
    let length = u32::try_from(length).ok()?;
    let start = bytes.len();
    bytes.extend_from_slice(BATCH_MAGIC);
    bytes.extend_from_slice(&batch.first.to_be_bytes());
    bytes.extend_from_slice(&count.to_be_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    for entry in &batch.entries {
        bundle::push(bytes, entry);
    }
    push_head(bytes, batch.head);
    push_digest(bytes, start);
    Some(())
}

/// Reads a write-ahead log. An incomplete batch at the very end is what a crash leaves; any other damage is
/// an error.
pub(crate) fn parse(bytes: &[u8]) -> Result<Wal<'_>, WalError> {
    let (signed, digest) = bytes
        .get(..HEADER_BYTES)
        .and_then(|header| header.split_at_checked(HEADER_BYTES - Hash::BYTES))
        .ok_or(WalError::Header)?;
    if !signed.starts_with(HEADER_MAGIC) || Hash::of(signed).as_bytes() != digest {
        return Err(WalError::Header);
    }
    let base = read_head(&signed[HEADER_MAGIC.len()..]).ok_or(WalError::Header)?;
    let (batches, torn) = parse_batches(&bytes[HEADER_BYTES..])
        .map_err(|offset| WalError::Damaged { offset: HEADER_BYTES + offset })?;
    Ok(Wal { base, batches, torn })
}

/// Reads batches up to an incomplete one; returns them and the length of that. On damage, its offset.
pub(crate) fn parse_batches(bytes: &[u8]) -> Result<(Vec<Batch<'_>>, usize), usize> {
    let (mut batches, mut at) = (Vec::new(), 0);
    while let Some((batch, length)) = parse_batch(&bytes[at..]) {
        batches.push(batch);
        at += length;
    }
    let rest = &bytes[at..];
    let later =
        |from: usize| rest[from..].starts_with(BATCH_MAGIC) && parse_batch(&rest[from..]).is_some();
    if (1..rest.len()).any(later) { Err(at) } else { Ok((batches, rest.len())) }
}

/// One batch at the start of `bytes`, and its length.
fn parse_batch(bytes: &[u8]) -> Option<(Batch<'_>, usize)> {
    let prefix = bytes.get(..PREFIX_BYTES)?;
    let number = |at: usize| -> Option<[u8; 4]> { prefix.get(at..at + 4)?.try_into().ok() };
    if !prefix.starts_with(BATCH_MAGIC) {
        return None;
    }
    let first = u64::from_be_bytes(prefix.get(4..12)?.try_into().ok()?);
    let count = u32::from_be_bytes(number(12)?);
    let length = usize::try_from(u32::from_be_bytes(number(16)?)).ok()?;
    let end = PREFIX_BYTES.checked_add(length)?;
    let (signed_end, total) = (end.checked_add(HEAD_BYTES)?, end.checked_add(TRAILER_BYTES)?);
    let digest = bytes.get(signed_end..total)?;
    let entries = split_entries(&bytes[PREFIX_BYTES..end], count)?;
    let head = read_head(&bytes[end..signed_end])?;
    let whole = first.checked_add(u64::from(count)) == Some(head.size)
        && Hash::of(&bytes[..signed_end]).as_bytes() == digest;
    whole.then_some((Batch { first, entries, head }, total))
}

fn split_entries(body: &[u8], count: u32) -> Option<Vec<&[u8]>> {
    let (mut entries, mut at) = (Vec::new(), 0);
    for _ in 0..count {
        let length = u16::from_be_bytes(body.get(at..at + 2)?.try_into().ok()?);
        let end = at + 2 + usize::from(length);
        entries.push(body.get(at + 2..end)?);
        at = end;
    }
    (at == body.len()).then_some(entries)
}

fn push_head(bytes: &mut Vec<u8>, head: TreeHead) {
    bytes.extend_from_slice(&head.size.to_be_bytes());
    bytes.extend_from_slice(head.root.as_bytes());
}

fn push_digest(bytes: &mut Vec<u8>, start: usize) {
    let digest = Hash::of(&bytes[start..]);
    bytes.extend_from_slice(digest.as_bytes());
}

fn read_head(bytes: &[u8]) -> Option<TreeHead> {
    let (size, root) = bytes.split_first_chunk::<8>()?;
    let root = root.get(..Hash::BYTES)?;
    Some(TreeHead { size: u64::from_be_bytes(*size), root: Hash::from_slice(root) })
}

#[cfg(test)]
mod tests;
