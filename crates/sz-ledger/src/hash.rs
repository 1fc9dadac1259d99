//! The hashes of RFC 6962: one for leaves, one for inner nodes, so that neither can pass for the other.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{Context, SHA256, digest};

/// A SHA-256 digest: of a leaf, of an inner node, or of a whole tree (its root).
///
/// Printed as 64 lower-case hex digits; the C2SP text formats use [`Hash::to_base64`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; Self::BYTES]);

impl Hash {
    /// Length of a digest in bytes.
    pub const BYTES: usize = 32;

    /// Takes a digest that was computed elsewhere.
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// The digest's bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Reads standard, padded, canonical base64 of exactly 32 bytes; anything else is `None`.
    pub fn from_base64(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Writes standard base64 with padding (44 characters).
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads 64 lower-case hex digits; anything else is `None`.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 2 * Self::BYTES {
            return None;
        }
        let mut bytes = [0; Self::BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// Digest of `bytes`, without any prefix.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self::from_slice(digest(&SHA256, bytes).as_ref())
    }

    /// Takes the 32 bytes of a ring digest or of a slot in a tile.
    pub(crate) fn from_slice(slice: &[u8]) -> Self {
        let mut bytes = [0; Self::BYTES];
        bytes.copy_from_slice(slice);
        Self(bytes)
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// Hash of a leaf: `SHA-256(0x00 || entry)`. RFC 6962 section 2.1, no deviation.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[0]);
    context.update(entry);
    Hash::from_slice(context.finish().as_ref())
}

/// Hash of an inner node: `SHA-256(0x01 || left || right)`. RFC 6962 section 2.1, no deviation.
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    let mut bytes = [1; 1 + 2 * Hash::BYTES];
    bytes[1..=Hash::BYTES].copy_from_slice(&left.0);
    bytes[1 + Hash::BYTES..].copy_from_slice(&right.0);
    Hash::of(&bytes)
}

/// Root of the empty tree: `SHA-256("")`.
pub fn empty_root() -> Hash {
    Hash::of(b"")
}

#[cfg(test)]
mod tests;
