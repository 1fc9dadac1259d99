use ring::digest::{SHA256, digest};
use sz_ledger::{CompactRange, TreeHead, leaf_hash};

const MAGIC: &[u8] = b"sz-wal/1";
const BATCH_MAGIC: &[u8] = &[0xf5, b'W', b'B', 1];
const DIGEST: usize = 32;
const HEAD: usize = 8 + DIGEST;
const HEADER: usize = MAGIC.len() + HEAD + DIGEST;
const PREFIX: usize = BATCH_MAGIC.len() + 8 + 4 + 4;

/// The bytes of a write-ahead log, written from its description alone: the second opinion about that format.
pub(super) struct WalFile {
    bytes: Vec<u8>,
    tree: CompactRange,
}

impl WalFile {
    /// One without entries that continues the empty tree.
    pub(super) fn new(base: TreeHead) -> Self {
        let mut bytes = MAGIC.to_vec();
        push_head(&mut bytes, base);
        push_digest(&mut bytes, 0);
        Self { bytes, tree: CompactRange::new() }
    }

    /// Appends a batch.
    pub(super) fn push(&mut self, entries: &[&[u8]]) {
        let start = self.bytes.len();
        let length: usize = entries.iter().map(|entry| 2 + entry.len()).sum();
        self.bytes.extend_from_slice(BATCH_MAGIC);
        self.bytes.extend_from_slice(&self.tree.size().to_be_bytes());
        self.bytes.extend_from_slice(&number(entries.len()));
        self.bytes.extend_from_slice(&number(length));
        for entry in entries {
            let length = u16::try_from(entry.len()).expect("entries are short");
            self.bytes.extend_from_slice(&length.to_be_bytes());
            self.bytes.extend_from_slice(entry);
            self.tree.push(leaf_hash(entry));
        }
        push_head(&mut self.bytes, self.tree.head());
        push_digest(&mut self.bytes, start);
    }

    /// Any bytes, with digests put right wherever there is room for them, and on demand the heads too.
    pub(super) fn repaired(bytes: &[u8], with_heads: bool) -> Self {
        let mut file = Self { bytes: bytes.to_vec(), tree: CompactRange::new() };
        if file.bytes.len() < HEADER {
            return file;
        }
        file.put_digest(0, HEADER);
        let mut at = HEADER;
        while let Some((body, end)) = file.batch(at) {
            for entry in split(&file.bytes[body..end]) {
                file.tree.push(leaf_hash(entry));
            }
            if with_heads {
                let mut head = Vec::new();
                push_head(&mut head, file.tree.head());
                file.bytes[end..end + HEAD].copy_from_slice(&head);
            }
            file.put_digest(at, end + HEAD + DIGEST);
            at = end + HEAD + DIGEST;
        }
        file
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The entries of all whole batches: those that are what their counts and heads say.
    pub(super) fn entries(&self) -> Vec<&[u8]> {
        let (mut entries, mut at) = (Vec::new(), HEADER);
        while let Some((body, end)) = self.batch(at) {
            let batch: Vec<&[u8]> = split(&self.bytes[body..end]).collect();
            let number = |at: usize, bytes: usize| {
                let digits = &self.bytes[at..at + bytes];
                digits.iter().fold(0_u64, |number, digit| number << 8 | u64::from(*digit))
            };
            let (first, count) = (number(at + 4, 8), number(at + 12, 4));
            let length: usize = batch.iter().map(|entry| 2 + entry.len()).sum();
            let is_whole = length == end - body
                && batch.len() as u64 == count
                && first.checked_add(count) == Some(number(end, 8));
            if !is_whole {
                break;
            }
            entries.extend(batch);
            at = end + HEAD + DIGEST;
        }
        entries
    }

    /// Where the entries of the batch at an offset begin and end; `None` where no whole batch is.
    fn batch(&self, at: usize) -> Option<(usize, usize)> {
        let prefix = self.bytes.get(at..at + PREFIX)?;
        let length = u32::from_be_bytes(prefix.get(PREFIX - 4..)?.try_into().ok()?);
        let body = at + PREFIX;
        let end = body.checked_add(usize::try_from(length).ok()?)?;
        let is_whole = prefix.starts_with(BATCH_MAGIC) && end + HEAD + DIGEST <= self.bytes.len();
        is_whole.then_some((body, end))
    }

    /// Writes the digest of what is before it at the end of a range.
    fn put_digest(&mut self, start: usize, end: usize) {
        let found = digest(&SHA256, &self.bytes[start..end - DIGEST]);
        self.bytes[end - DIGEST..end].copy_from_slice(found.as_ref());
    }
}

/// Entries behind their lengths; what is left over at the end is dropped.
fn split(mut body: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = body.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        body = rest;
        Some(entry)
    })
}

fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).expect("inputs are short").to_be_bytes()
}

fn push_head(bytes: &mut Vec<u8>, head: TreeHead) {
    bytes.extend_from_slice(&head.size.to_be_bytes());
    bytes.extend_from_slice(head.root.as_bytes());
}

fn push_digest(bytes: &mut Vec<u8>, start: usize) {
    let found = digest(&SHA256, &bytes[start..]);
    bytes.extend_from_slice(found.as_ref());
}
