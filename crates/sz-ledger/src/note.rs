//! Signed notes: text that carries its signatures below itself (C2SP signed-note, v1.0.0).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::key::{KeyKind, SigningKey, VerifierKey, is_key_name};

/// Longest note that is read, in bytes.
const NOTE_BYTES_MAX: usize = 1_000_000;
/// Most signature lines that are read.
const SIGNATURES_MAX: usize = 100;
/// Signature lines begin with an em dash and a space.
const LINE_START: &str = "\u{2014} ";

/// Why a note was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The note has more bytes or signatures than any genuine one.
    #[error("the note exceeds {NOTE_BYTES_MAX} bytes or {SIGNATURES_MAX} signatures")]
    TooLarge,
    /// The note is not UTF-8, or holds a control character.
    #[error("the note is not UTF-8 text without control characters")]
    NotText,
    /// No empty line separates a text from signatures.
    #[error("the note has no signature lines below an empty line")]
    NoSignatures,
    /// A signature line is malformed.
    #[error("signature line {line} of the note is malformed")]
    Line {
        /// Number of the line below the empty line, from 1.
        line: usize,
    },
    /// A signature carries the name and id of a known key, and is not that key's.
    #[error("the signature by {name} is wrong: the text or the signature was changed")]
    Wrong {
        /// Name of the key.
        name: String,
    },
    /// No known key has signed.
    #[error("the note is not signed by {wanted}")]
    Unsigned {
        /// Names of the keys that would have counted.
        wanted: String,
    },
}

/// A note as read: nothing is verified until [`Note::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note<'a> {
    text: &'a str,
    signatures: Vec<Signature<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature<'a> {
    name: &'a str,
    id: u32,
    bytes: Vec<u8>,
}

impl<'a> Note<'a> {
    /// Reads a note, strictly: what is not in the specification, or is not in canonical base64, is
    /// refused, so that no byte of a note can change without a verdict.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLarge);
        }
        let note = str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::NotText);
        }
        let blank = note.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&note[..=blank], &note[blank + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let mut signatures = Vec::new();
        for (number, line) in lines.split('\n').enumerate() {
            if number == SIGNATURES_MAX {
                return Err(NoteError::TooLarge);
            }
            signatures.push(signature(line).ok_or(NoteError::Line { line: number + 1 })?);
        }
        Ok(Self { text, signatures })
    }

    /// The signed text, with its final line feed.
    pub(crate) const fn text(&self) -> &'a str {
        self.text
    }

    /// Returns those of `keys` that have signed.
    ///
    /// Signatures by other keys are ignored; one that claims a known key and is not that key's refuses the
    /// whole note, and so does the absence of any known key.
    pub(crate) fn verify<'k>(
        &self,
        keys: &[&'k VerifierKey],
    ) -> Result<Vec<&'k VerifierKey>, NoteError> {
        let mut signers = Vec::new();
        for signature in &self.signatures {
            let known =
                |key: &&&VerifierKey| key.name() == signature.name && key.id() == signature.id;
            let Some(key) = keys.iter().find(known).copied() else { continue };
            if !verifies(self.text, key, &signature.bytes) {
                return Err(NoteError::Wrong { name: key.name().to_owned() });
            }
            if !signers.contains(&key) {
                signers.push(key);
            }
        }
        if signers.is_empty() {
            let wanted: Vec<_> = keys.iter().map(|key| key.name()).collect();
            return Err(NoteError::Unsigned { wanted: wanted.join(" or ") });
        }
        Ok(signers)
    }
}

/// Signs `text`, which must end in a line feed, and returns the whole note.
pub(crate) fn sign(text: &str, key: &SigningKey) -> String {
    let verifier = key.verifier();
    let mut bytes = verifier.id().to_be_bytes().to_vec();
    bytes.extend_from_slice(&key.sign(text.as_bytes()));
    format!("{text}\n{LINE_START}{} {}\n", verifier.name(), STANDARD.encode(bytes))
}

fn signature(line: &str) -> Option<Signature<'_>> {
    let (name, encoded) = line.strip_prefix(LINE_START)?.split_once(' ')?;
    if !is_key_name(name) {
        return None;
    }
    let decoded = STANDARD.decode(encoded).ok()?;
    let (id, bytes) = decoded.split_first_chunk::<4>()?;
    if bytes.is_empty() {
        return None;
    }
    Some(Signature { name, id: u32::from_be_bytes(*id), bytes: bytes.to_vec() })
}

fn verifies(text: &str, key: &VerifierKey, signature: &[u8]) -> bool {
    match key.kind() {
        KeyKind::Log => key.accepts(text.as_bytes(), signature),
        KeyKind::Witness => signature.split_first_chunk::<8>().is_some_and(|(time, signature)| {
            let time_s = u64::from_be_bytes(*time);
            key.accepts(format!("cosignature/v1\ntime {time_s}\n{text}").as_bytes(), signature)
        }),
    }
}

#[cfg(test)]
mod tests;
