use std::fmt;

use ring::hmac;

/// The key that placeholders are made with: whoever has it can try out guesses, nobody else can.
///
/// Captures are comparable where they were redacted with the same key. It shows nothing of itself.
#[derive(Clone)]
pub struct RedactionKey(hmac::Key);

/// A key that would be no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a redaction key has at least {min} bytes, and this one has {len}")]
pub struct RedactionKeyError {
    /// The bytes that were given.
    pub len: usize,
    min: usize,
}

impl RedactionKey {
    /// The least bytes that a key has.
    pub const MIN_BYTES: usize = 32;

    /// The key made of these bytes, which should come from a source of randomness: all of them count.
    ///
    /// # Errors
    /// Fewer than [`Self::MIN_BYTES`].
    pub fn new(bytes: &[u8]) -> Result<Self, RedactionKeyError> {
        if bytes.len() < Self::MIN_BYTES {
            return Err(RedactionKeyError { len: bytes.len(), min: Self::MIN_BYTES });
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    pub(super) fn hmac(&self) -> &hmac::Key {
        &self.0
    }
}

impl fmt::Debug for RedactionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedactionKey(..)")
    }
}
