//! Checkpoints: a log's size and root, signed (C2SP tlog-checkpoint, v1.0.0).

use std::str::FromStr;

use crate::hash::Hash;
use crate::key::{SigningKey, VerifierKey};
use crate::note::{self, Note, NoteError};
use crate::range::TreeHead;

/// Why a checkpoint was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is no signed note, or not signed by the key it must be signed by.
    #[error("the checkpoint's note is refused")]
    Note(#[source] NoteError),
    /// The text of the note is not that of a checkpoint.
    #[error("line {line} of the checkpoint is malformed: expected {expected}")]
    Line {
        /// Line of the text, from 1.
        line: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// The checkpoint is of another log than the key's.
    #[error("the checkpoint is of the log {found:?}, the key belongs to {expected:?}")]
    Origin {
        /// Origin in the checkpoint.
        found: String,
        /// Name of the key.
        expected: String,
    },
}

/// What a checkpoint says about a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log; the same as the name of its key.
    pub origin: String,
    /// Size and root of the tree.
    pub head: TreeHead,
    /// Further lines, not empty. This crate writes none.
    pub extensions: Vec<String>,
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the text above the signatures; [`SignedCheckpoint::open`] reads a signed one.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let bad = |line, expected| CheckpointError::Line { line, expected };
        let text = text.strip_suffix('\n').ok_or(bad(1, "a final line feed"))?;
        let mut lines = text.split('\n');
        let origin = lines.next().filter(|origin| is_line(origin)).ok_or(bad(1, "an origin"))?;
        let size = lines.next().and_then(decimal).ok_or(bad(2, "a decimal size"))?;
        let root =
            lines.next().and_then(Hash::from_base64).ok_or(bad(3, "a root hash in base64"))?;
        let mut extensions = Vec::new();
        for (line, extension) in lines.enumerate() {
            if !is_line(extension) {
                return Err(bad(line + 4, "an extension that is not empty"));
            }
            extensions.push(extension.to_owned());
        }
        Ok(Self { origin: origin.to_owned(), head: TreeHead { size, root }, extensions })
    }
}

fn is_line(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte >= b' ')
}

/// Reads a decimal number as the C2SP formats write it: ASCII digits, no sign, no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || text.starts_with(|c: char| matches!(c, '1'..='9'));
    text.parse().ok().filter(|_| canonical)
}

/// A checkpoint whose signature by the log's key was verified, with the exact bytes that were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    text: String,
}

impl SignedCheckpoint {
    /// Reads a checkpoint and verifies that `log` signed it and that it is of the log that key names.
    pub fn open(bytes: &[u8], log: &VerifierKey) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes).map_err(CheckpointError::Note)?;
        note.verify(&[log]).map_err(CheckpointError::Note)?;
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != log.name() {
            let (found, expected) = (checkpoint.origin, log.name().to_owned());
            return Err(CheckpointError::Origin { found, expected });
        }
        Ok(Self { checkpoint, text: String::from_utf8_lossy(bytes).into_owned() })
    }

    /// Signs a head.
    pub(crate) fn sign(head: TreeHead, key: &SigningKey) -> Self {
        let origin = key.verifier().name().to_owned();
        let body = format!("{origin}\n{}\n{}\n", head.size, head.root.to_base64());
        let text = note::sign(&body, key);
        Self { checkpoint: Checkpoint { origin, head, extensions: Vec::new() }, text }
    }

    /// Which of `witnesses` have cosigned this checkpoint; refused if one of them has a wrong signature.
    pub fn cosigners<'k>(
        &self,
        witnesses: &[&'k VerifierKey],
    ) -> Result<Vec<&'k VerifierKey>, NoteError> {
        match Note::parse(self.text.as_bytes())?.verify(witnesses) {
            Err(NoteError::Unsigned { .. }) => Ok(Vec::new()),
            other => other,
        }
    }

    /// Size and root that were signed.
    pub const fn head(&self) -> TreeHead {
        self.checkpoint.head
    }

    /// Name of the log.
    pub fn origin(&self) -> &str {
        &self.checkpoint.origin
    }

    /// What was signed.
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The whole note, signatures included: the content of the `checkpoint` file.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests;
