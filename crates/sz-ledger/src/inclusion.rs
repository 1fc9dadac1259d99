//! Proofs that stand alone: the C2SP `.tlog-proof` text form.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{CheckpointError, SignedCheckpoint, decimal};
use crate::hash::{Hash, leaf_hash};
use crate::key::VerifierKey;
use crate::proof::{ProofError, check_inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";
/// A path in a tree of at most 2^64 leaves has no more hashes.
const HASHES_MAX: usize = 64;

/// An entry, where it is in the log, the hashes that lead to the root, and the signed head with that root.
///
/// The text form has the entry in its `extra` line, in base64. That line is not signed, and need not be:
/// the entry counts only if its hash leads to the signed root. Nothing is verified before
/// [`check`](Self::check).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    /// Position of the entry.
    pub index: u64,
    /// The entry; other tools leave it out, then it must be given to [`check_entry`](Self::check_entry).
    pub entry: Option<Vec<u8>>,
    /// Siblings on the way to the root, the entry's own first.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
}

/// Text that is no `.tlog-proof`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the proof is malformed: expected {expected}")]
pub struct ParseProofError {
    /// Line number, from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: &'static str,
}

/// Why a proof was refused: it says nothing about the entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckProofError {
    /// The text is no proof.
    #[error("this is no .tlog-proof")]
    Parse(#[source] ParseProofError),
    /// The proof holds no entry.
    #[error("the proof holds no entry: give the entry it is about")]
    NoEntry,
    /// The entry given is not the one in the proof.
    #[error("the proof is about another entry than the one given")]
    OtherEntry,
    /// The checkpoint in the proof is refused.
    #[error("the proof's checkpoint is refused")]
    Checkpoint(#[source] CheckpointError),
    /// The hashes do not lead from the entry to the signed root.
    #[error("the entry is not at index {index} of the signed log")]
    Path {
        /// Index in the proof.
        index: u64,
        /// Where the path fails.
        #[source]
        source: ProofError,
    },
}

/// What a proof has proved: the log whose key was used had this entry at this index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenEntry {
    /// Position of the entry.
    pub index: u64,
    /// Its bytes.
    pub entry: Vec<u8>,
    /// The signed head that covers it.
    pub checkpoint: SignedCheckpoint,
}

impl InclusionProof {
    /// Checks a proof that holds its entry.
    pub fn check(&self, log: &VerifierKey) -> Result<ProvenEntry, CheckProofError> {
        let entry = self.entry.as_deref().ok_or(CheckProofError::NoEntry)?;
        self.check_entry(entry, log)
    }

    /// Checks that the proof is about `entry`.
    pub fn check_entry(
        &self,
        entry: &[u8],
        log: &VerifierKey,
    ) -> Result<ProvenEntry, CheckProofError> {
        if self.entry.as_deref().is_some_and(|own| own != entry) {
            return Err(CheckProofError::OtherEntry);
        }
        let checkpoint = SignedCheckpoint::open(self.checkpoint.as_bytes(), log)
            .map_err(CheckProofError::Checkpoint)?;
        check_inclusion(leaf_hash(entry), self.index, &self.hashes, checkpoint.head())
            .map_err(|source| CheckProofError::Path { index: self.index, source })?;
        Ok(ProvenEntry { index: self.index, entry: entry.to_vec(), checkpoint })
    }
}

/// Checks a `.tlog-proof` text that holds its entry, with nothing but the log's key.
pub fn check_proof(text: &str, log: &VerifierKey) -> Result<ProvenEntry, CheckProofError> {
    text.parse::<InclusionProof>().map_err(CheckProofError::Parse)?.check(log)
}

impl fmt::Display for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FIRST_LINE)?;
        if let Some(entry) = self.entry.as_ref().filter(|entry| !entry.is_empty()) {
            write!(f, "\n{EXTRA}{}", STANDARD.encode(entry))?;
        }
        write!(f, "\n{INDEX}{}", self.index)?;
        for hash in &self.hashes {
            write!(f, "\n{}", hash.to_base64())?;
        }
        f.write_str("\n\n")?;
        f.write_str(&self.checkpoint)
    }
}

impl FromStr for InclusionProof {
    type Err = ParseProofError;

    fn from_str(text: &str) -> Result<Self, ParseProofError> {
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(ParseProofError { line: 1, expected: "an empty line before a checkpoint" })?;
        let mut lines = (1..).zip(head.split('\n')).peekable();
        let mut next = |expected, wanted: &dyn Fn(&str) -> bool| match lines.next() {
            Some((_, line)) if wanted(line) => Ok(line),
            Some((line, _)) => Err(ParseProofError { line, expected }),
            None => Err(ParseProofError { line: 0, expected }),
        };
        next(FIRST_LINE, &|line| line == FIRST_LINE)?;
        let mut line = next("an extra or index line", &|line| {
            line.starts_with(EXTRA) || line.starts_with(INDEX)
        })?;
        let mut entry = None;
        if let Some(extra) = line.strip_prefix(EXTRA) {
            let decoded = STANDARD.decode(extra).ok().filter(|entry| !entry.is_empty());
            entry = Some(decoded.ok_or(ParseProofError { line: 2, expected: "base64" })?);
            line = next("an index line", &|line| line.starts_with(INDEX))?;
        }
        let expected = "a decimal index";
        let at = if entry.is_some() { 3 } else { 2 };
        let index = line.strip_prefix(INDEX).and_then(decimal);
        let index = index.ok_or(ParseProofError { line: at, expected })?;
        let mut hashes = Vec::new();
        for (line, text) in lines {
            let hash = Hash::from_base64(text).filter(|_| hashes.len() < HASHES_MAX);
            let expected = "at most 64 hashes of 32 bytes in base64";
            hashes.push(hash.ok_or(ParseProofError { line, expected })?);
        }
        Ok(Self { index, entry, hashes, checkpoint: checkpoint.to_owned() })
    }
}

#[cfg(test)]
mod tests;
