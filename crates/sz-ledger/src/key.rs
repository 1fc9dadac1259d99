//! Ed25519 keys in the text forms that note tools share: verifier keys and the signing key file.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use crate::hash::Hash;

/// Bytes of an Ed25519 public key, and of the seed it is made from.
const KEY_BYTES: usize = 32;
const SIGNING_PREFIX: &str = "PRIVATE+KEY+";

/// How a key signs a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Plain Ed25519 over the text: what logs use (type byte 0x01).
    Log,
    /// A witness's timestamped Ed25519 cosignature, `cosignature/v1` (type byte 0x04).
    Witness,
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }
}

/// Why text is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty or holds a space, a plus sign or a control character.
    #[error("{0:?} is no key name: it must have no spaces, '+' or control characters")]
    Name(String),
    /// The text has not the form of a key.
    #[error("not a {expected}")]
    Form {
        /// The form that was expected.
        expected: &'static str,
    },
    /// The key is of a kind this crate does not know.
    #[error("key type {0:#04x} is not supported; Ed25519 (0x01) and cosignature/v1 (0x04) are")]
    Kind(u8),
    /// The id in the text is not the id of the key.
    #[error("the text says key id {written:08x}, the key has {computed:08x}")]
    Id {
        /// Id in the text.
        written: u32,
        /// Id of the name and key in the text.
        computed: u32,
    },
}

/// A public key with its name: `name+id+base64`, the form called *vkey*.
///
/// Whoever chooses the vkey a log is checked with decides what counts as genuine: take it from where the
/// log was installed, not from the folder that is being checked.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    kind: KeyKind,
    key: [u8; KEY_BYTES],
}

impl VerifierKey {
    fn new(name: &str, kind: KeyKind, key: [u8; KEY_BYTES]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name(name.to_owned()));
        }
        let hashed = Hash::of(&[name.as_bytes(), b"\n", &[kind.byte()], &key[..]].concat());
        let [a, b, c, d, ..] = *hashed.as_bytes();
        Ok(Self { name: name.to_owned(), id: u32::from_be_bytes([a, b, c, d]), kind, key })
    }

    /// Name of the signer; for a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Short id that signature lines carry.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// How this key signs.
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Whether `signature` is this key's over `message`.
    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.key).verify(message, signature).is_ok()
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, written, body) = split_key(text, "verifier key (name+id+base64)")?;
        let kind = match body[0] {
            0x01 => KeyKind::Log,
            0x04 => KeyKind::Witness,
            other => return Err(KeyError::Kind(other)),
        };
        let key = body[1..].try_into().map_err(|_| KeyError::Form { expected: "32-byte key" })?;
        let key = Self::new(name, kind, key)?;
        check_id(written, key.id)?;
        Ok(key)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = vec![self.kind.byte()];
        body.extend_from_slice(&self.key);
        write!(f, "{}+{:08x}+{}", self.name, self.id, STANDARD.encode(body))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

/// The key a log signs with.
///
/// Its text form is the log's only secret: who has it can sign a history of their own, which only a pin
/// or a checkpoint kept elsewhere tells from the real one. `Debug` prints the public part.
pub struct SigningKey {
    seed: [u8; KEY_BYTES],
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

impl SigningKey {
    /// Makes the key `name` from 32 bytes of entropy, which the caller must take from a secure source.
    pub fn from_seed(name: &str, seed: &[u8; KEY_BYTES]) -> Result<Self, KeyError> {
        let expected = "32-byte seed";
        let pair =
            Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Form { expected })?;
        let public = pair.public_key().as_ref();
        let public = public.try_into().map_err(|_| KeyError::Form { expected })?;
        let verifier = VerifierKey::new(name, KeyKind::Log, public)?;
        Ok(Self { seed: *seed, pair, verifier })
    }

    /// Reads `PRIVATE+KEY+name+id+base64`, with or without a final line feed.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let form = "signing key (PRIVATE+KEY+name+id+base64)";
        let body = text
            .strip_suffix('\n')
            .unwrap_or(text)
            .strip_prefix(SIGNING_PREFIX)
            .ok_or(KeyError::Form { expected: form })?;
        let (name, written, body) = split_key(body, form)?;
        if body[0] != KeyKind::Log.byte() {
            return Err(KeyError::Kind(body[0]));
        }
        let seed = body[1..].try_into().map_err(|_| KeyError::Form { expected: "32-byte seed" })?;
        let key = Self::from_seed(name, &seed)?;
        check_id(written, key.verifier.id)?;
        Ok(key)
    }

    /// Writes the secret text form, with a final line feed.
    pub fn to_secret_text(&self) -> String {
        let mut body = vec![KeyKind::Log.byte()];
        body.extend_from_slice(&self.seed);
        let VerifierKey { name, id, .. } = &self.verifier;
        format!("{SIGNING_PREFIX}{name}+{id:08x}+{}\n", STANDARD.encode(body))
    }

    /// The public half.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs; Ed25519 is deterministic, so the same message gives the same 64 bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier)
    }
}

/// Whether a name may stand in a signature line.
pub(crate) fn is_key_name(name: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c < ' ' || c == '+';
    !name.is_empty() && !name.contains(bad)
}

/// Splits `name+id+base64` and decodes the parts; the body has at least one byte.
fn split_key<'a>(
    text: &'a str,
    expected: &'static str,
) -> Result<(&'a str, u32, Vec<u8>), KeyError> {
    let bad = KeyError::Form { expected };
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(bad);
    };
    let lower_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if id.len() != 8 || !id.bytes().all(lower_hex) {
        return Err(bad);
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| bad.clone())?;
    let body = STANDARD.decode(body).ok().filter(|body| !body.is_empty()).ok_or(bad)?;
    Ok((name, id, body))
}

fn check_id(written: u32, computed: u32) -> Result<(), KeyError> {
    if written == computed { Ok(()) } else { Err(KeyError::Id { written, computed }) }
}

#[cfg(test)]
mod tests;
