//! Entries: small records in canonical JSON, schema `sz-entry/1`.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::checkpoint::decimal;
use crate::hash::Hash;
use crate::scan;
use crate::timestamp::Timestamp;

/// Value of the `schema` member.
const SCHEMA: &str = "sz-entry/1";
/// Longest entry that a bundle can hold, in bytes.
pub(crate) const ENTRY_BYTES_HARD: usize = 65_535;
/// Longest `tenant` or `kind`, in bytes.
const WORD_BYTES_MAX: usize = 64;
/// Deepest nesting of `data`.
const DEPTH_MAX: usize = 64;
/// Largest integer that every JSON reader keeps exact (RFC 8785 appendix D, I-JSON).
const INTEGER_MAX: u64 = (1 << 53) - 1;

/// What happened, before the log gives it an index.
///
/// Nothing in it may be personal or secret: entries are never erased. What was seen is stored elsewhere
/// and committed to by [`Payload`].
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// When it happened; not before the log's last entry.
    pub time: Timestamp,
    /// Whose it is; `default` where there is only one.
    pub tenant: String,
    /// Dotted lower-case words such as `drift.detected`.
    pub kind: String,
    /// Who caused it.
    pub actor: String,
    /// What it is about.
    pub subject: String,
    /// The details: integers within ±(2^53 - 1), no floats, nested at most 64 deep.
    pub data: serde_json::Map<String, Value>,
    /// Commitment to bytes kept outside the log.
    pub payload: Option<Payload>,
}

impl Draft {
    /// A draft for tenant `default` without payload, actor or subject; fill in the rest by name.
    pub fn new(time: Timestamp, kind: &str, data: serde_json::Map<String, Value>) -> Self {
        Self {
            time,
            tenant: "default".to_owned(),
            kind: kind.to_owned(),
            actor: String::new(),
            subject: String::new(),
            data,
            payload: None,
        }
    }
}

/// A salted digest of bytes that are kept outside the log and can be erased there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payload {
    /// The digest. The salt must be 32 random bytes, or short payloads can be guessed.
    pub commitment: Hash,
    /// Length of the payload in bytes.
    pub bytes: u64,
}

/// One record of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Position in the log, from 0.
    pub index: u64,
    /// Everything else.
    pub draft: Draft,
}

/// Why something is no entry. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// A number in `data` would not survive every JSON reader.
    #[error("data{pointer} is {found}, which not every reader keeps exact: write it as a string")]
    Number {
        /// JSON pointer (RFC 6901) inside `data`.
        pointer: String,
        /// The number.
        found: String,
    },
    /// `data` is nested too deeply.
    #[error("data{pointer} is nested more than {DEPTH_MAX} deep: flatten it")]
    TooDeep {
        /// JSON pointer (RFC 6901) inside `data`.
        pointer: String,
    },
    /// The entry is too long.
    #[error(
        "the entry has {bytes} bytes, the limit is {limit}: store the payload outside and commit to it"
    )]
    TooLong {
        /// Length in canonical form.
        bytes: usize,
        /// The limit that applies.
        limit: usize,
    },
    /// A member is not of the required form.
    #[error("{member} is {found:?}: expected {expected}")]
    Member {
        /// Name of the member.
        member: &'static str,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// The bytes are not JSON with the members of `sz-entry/1`.
    #[error("the entry is not {SCHEMA}: {reason}")]
    Form {
        /// What the reader found.
        reason: String,
    },
}

impl Entry {
    /// Writes canonical JSON (RFC 8785), the bytes that are hashed.
    ///
    /// `limit` is the longest form accepted, at most 65,535 bytes.
    pub(crate) fn to_bytes(index: u64, draft: &Draft, limit: usize) -> Result<Vec<u8>, EntryError> {
        check_words(draft)?;
        check_object(&draft.data, &mut String::new(), 0)?;
        let wire = WireOut {
            schema: SCHEMA,
            index: index.to_string(),
            time: draft.time.to_string(),
            tenant: &draft.tenant,
            kind: &draft.kind,
            actor: &draft.actor,
            subject: &draft.subject,
            data: &draft.data,
            payload: draft.payload.map(|payload| WirePayload {
                commitment: payload.commitment.to_string(),
                bytes: payload.bytes.to_string(),
            }),
        };
        let bytes = serde_json_canonicalizer::to_vec(&wire)
            .map_err(|error| EntryError::Form { reason: error.to_string() })?;
        let limit = limit.min(ENTRY_BYTES_HARD);
        if bytes.len() > limit {
            return Err(EntryError::TooLong { bytes: bytes.len(), limit });
        }
        Ok(bytes)
    }

    /// Reads the bytes of an entry.
    ///
    /// Bytes are taken as they are: an entry is what was hashed, never what re-encoding would give.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let wire: WireIn<'_, serde_json::Map<String, Value>> = read(bytes)?;
        let (index, time) = wire.place()?;
        let payload = match wire.payload {
            None => None,
            Some(payload) => Some(Payload {
                commitment: Hash::from_hex(&payload.commitment).ok_or_else(|| {
                    member("payload.commitment", &payload.commitment, "64 lower-case hex digits")
                })?,
                bytes: decimal(&payload.bytes)
                    .ok_or_else(|| member("payload.bytes", &payload.bytes, "a decimal string"))?,
            }),
        };
        let draft = Draft {
            time,
            tenant: wire.tenant.into_owned(),
            kind: wire.kind.into_owned(),
            actor: wire.actor.into_owned(),
            subject: wire.subject.into_owned(),
            data: wire.data,
            payload,
        };
        check_words(&draft)?;
        Ok(Self { index, draft })
    }
}

/// Reads only where an entry stands: its index and time. All members are checked for presence and type.
pub(crate) fn place(bytes: &[u8]) -> Result<(u64, Timestamp), EntryError> {
    match scan::place(bytes) {
        Some(place) => Ok(place),
        None => general_place(bytes),
    }
}

/// [`place`] without the fast reader.
pub(crate) fn general_place(bytes: &[u8]) -> Result<(u64, Timestamp), EntryError> {
    read::<IgnoredAny>(bytes)?.place()
}

fn read<'a, D: Deserialize<'a>>(bytes: &'a [u8]) -> Result<WireIn<'a, D>, EntryError> {
    serde_json::from_slice(bytes)
        .map_err(|error| EntryError::Form { reason: one_line(&error.to_string()) })
}

/// What another reader says, which may quote an entry: without what a terminal would act on.
fn one_line(reason: &str) -> String {
    let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.into() };
    reason.chars().map(shown).collect()
}

fn member(member: &'static str, found: &str, expected: &'static str) -> EntryError {
    EntryError::Member { member, found: found.to_owned(), expected }
}

fn check_words(draft: &Draft) -> Result<(), EntryError> {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    let kind = draft.kind.as_str();
    if kind.len() > WORD_BYTES_MAX || !kind.contains('.') || !kind.split('.').all(word) {
        return Err(member("kind", kind, "dotted lower-case words such as drift.detected"));
    }
    let tenant = draft.tenant.as_str();
    if tenant.is_empty() || tenant.len() > WORD_BYTES_MAX || tenant.contains(char::is_control) {
        return Err(member("tenant", tenant, "1 to 64 bytes without control characters"));
    }
    Ok(())
}

fn check_object(
    object: &serde_json::Map<String, Value>,
    pointer: &mut String,
    depth: usize,
) -> Result<(), EntryError> {
    for (key, value) in object {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        check_value(value, pointer, depth)?;
        pointer.truncate(length);
    }
    Ok(())
}

fn check_value(value: &Value, pointer: &mut String, depth: usize) -> Result<(), EntryError> {
    match value {
        Value::Array(_) | Value::Object(_) if depth == DEPTH_MAX => {
            Err(EntryError::TooDeep { pointer: pointer.clone() })
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let length = pointer.len();
                pointer.push('/');
                pointer.push_str(&at.to_string());
                check_value(item, pointer, depth + 1)?;
                pointer.truncate(length);
            }
            Ok(())
        }
        Value::Object(object) => check_object(object, pointer, depth + 1),
        Value::Number(number) => {
            let magnitude = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if magnitude.is_some_and(|magnitude| magnitude <= INTEGER_MAX) {
                return Ok(());
            }
            Err(EntryError::Number { pointer: pointer.clone(), found: number.to_string() })
        }
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

/// An entry as it is written. The member names are part of the format.
#[derive(Serialize)]
struct WireOut<'a> {
    schema: &'a str,
    index: String,
    time: String,
    tenant: &'a str,
    kind: &'a str,
    actor: &'a str,
    subject: &'a str,
    data: &'a serde_json::Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<WirePayload>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WirePayload {
    commitment: String,
    bytes: String,
}

/// An entry as it is read, with as much of `data` as the caller needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireIn<'a, D> {
    #[serde(borrow)]
    schema: Cow<'a, str>,
    #[serde(borrow)]
    index: Cow<'a, str>,
    #[serde(borrow)]
    time: Cow<'a, str>,
    #[serde(borrow)]
    tenant: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    subject: Cow<'a, str>,
    data: D,
    payload: Option<WirePayload>,
}

impl<D> WireIn<'_, D> {
    fn place(&self) -> Result<(u64, Timestamp), EntryError> {
        if self.schema != SCHEMA {
            return Err(member("schema", &self.schema, SCHEMA));
        }
        let index =
            decimal(&self.index).ok_or_else(|| member("index", &self.index, "a decimal string"))?;
        let time = Timestamp::from_canonical(&self.time)
            .ok_or_else(|| member("time", &self.time, "RFC 3339, UTC, nanoseconds"))?;
        Ok((index, time))
    }
}

#[cfg(test)]
mod tests;
