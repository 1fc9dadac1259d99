//! What is taken out of captures before anything else is done with them.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use serde_json::Value;
use sz_core::{
    Capture, Quality, ReadError,
    noise::{RedactionKey, Redactor},
};

use crate::{clock, input, input::InputError, output};

/// The variable that holds a key: as hex, or as text of at least 32 bytes.
const KEY_VARIABLE: &str = "SZ_REDACTION_KEY";

/// The variable that names a file with a key, as containers give them.
const KEY_FILE_VARIABLE: &str = "SZ_REDACTION_KEY_FILE";

/// More than any key needs.
const KEY_FILE_BYTES_MAX: usize = 64 * 1024;

/// What was typed about redaction.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Redaction {
    /// Replace e-mail addresses, payment cards, IBANs, phone numbers and secrets in addresses by
    /// placeholders, before anything else is done
    #[arg(long)]
    redact: bool,
    /// The key of the placeholders, so that they are the same in every run: a file of at least 32
    /// random bytes, raw or as hex [env: `SZ_REDACTION_KEY`, `SZ_REDACTION_KEY_FILE`]
    #[arg(long, value_name = "FILE", requires = "redact")]
    redact_key: Option<PathBuf>,
}

impl Redaction {
    /// The redactor that was asked for, if one was.
    pub(crate) fn redactor(&self) -> anyhow::Result<Option<Redactor>> {
        if !self.redact {
            return Ok(None);
        }
        let key = match &self.redact_key {
            Some(file) => Some(read_key(file)?),
            None => key_of_environment()?,
        };
        let key = if let Some(key) = key {
            key
        } else {
            output::remark(
                "redacted with a key of this run only: placeholders differ from those of other runs \
                 (--redact-key FILE keeps them the same)",
            );
            RedactionKey::new(&clock::random_bytes()?)?
        };
        Ok(Some(Redactor::new(key)))
    }
}

#[expect(clippy::disallowed_methods, reason = "the binaries read the environment")]
fn key_of_environment() -> anyhow::Result<Option<RedactionKey>> {
    if let Ok(key) = std::env::var(KEY_VARIABLE) {
        return parse_key(key.as_bytes()).context(KEY_VARIABLE).map(Some);
    }
    let file = std::env::var(KEY_FILE_VARIABLE).ok();
    file.map(|file| read_key(Path::new(&file))).transpose()
}

fn read_key(file: &Path) -> anyhow::Result<RedactionKey> {
    let name = || format!("{}: not a redaction key", file.display());
    let bytes = input::read_bytes(file, KEY_FILE_BYTES_MAX).with_context(name)?;
    if bytes.len() > KEY_FILE_BYTES_MAX {
        bail!("{}: larger than {KEY_FILE_BYTES_MAX} bytes", name());
    }
    parse_key(&bytes).with_context(name)
}

/// The key in these bytes: hex where there is nothing but hex digits, else as they are. The line end of a text is not part
/// of it.
fn parse_key(bytes: &[u8]) -> anyhow::Result<RedactionKey> {
    let line = bytes.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let is_text = |line: &&[u8]| line.iter().all(|&byte| byte == b' ' || byte.is_ascii_graphic());
    let bytes = line.filter(is_text).unwrap_or(bytes);
    let digits: Option<Vec<u8>> = bytes.iter().map(|&byte| hex_digit(byte)).collect();
    let key = match digits.filter(|digits| digits.len() % 2 == 0) {
        Some(digits) => digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
        None => bytes.to_vec(),
    };
    Ok(RedactionKey::new(&key)?)
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The capture without what the redactor finds in it.
pub(crate) fn redacted(capture: Capture, redactor: &Redactor) -> Capture {
    let mut capture = capture;
    if let Cow::Owned(tree) = redactor.tree(&capture.tree) {
        capture.tree = tree;
    }
    capture.app = capture.app.map(|app| redactor.text(&app).into_owned());
    let reason = redactor.text(capture.quality.reason()).into_owned();
    capture.quality = Quality::new(capture.quality.verdict(), reason);
    capture
}

/// Why a document was not read, without what the redactor finds: messages quote keys, and places are made of them.
pub(crate) fn redacted_error(error: &ReadError, redactor: &Redactor) -> InputError {
    let InputError { kind, message, verdict, .. } = InputError::new(error);
    let mut place = error.place().clone();
    place.path = redacted_path(&place.path, redactor);
    let message = redactor.text(&without_cut_quotes(&message)).into_owned();
    InputError { kind, message, at: Some(place.to_string()), verdict }
}

/// A JSON pointer or `XPath` without what the redactor finds in its parts.
fn redacted_path(path: &str, redactor: &Redactor) -> String {
    let redacted = |part: &str| {
        // RFC 6901: a slash in a key is `~1`.
        let key = part.replace("~1", "/").replace("~0", "~");
        match redactor.text(&key) {
            Cow::Borrowed(_) => part.to_owned(),
            Cow::Owned(key) => key.replace('~', "~0").replace('/', "~1"),
        }
    };
    path.split('/').map(redacted).collect::<Vec<_>>().join("/")
}

/// A message without quotes that are cut short: half an address is not found, and tells enough.
fn without_cut_quotes(message: &str) -> String {
    const CUT: &str = "…`";
    let mut rest = message;
    let mut whole = String::with_capacity(message.len());
    while let Some(end) = rest.find(CUT) {
        let start = rest[..end].rfind('`').map_or(0, |quote| quote + 1);
        whole.push_str(&rest[..start]);
        whole.push_str(CUT);
        rest = &rest[end + CUT.len()..];
    }
    whole + rest
}

/// A JSON value without what the redactor finds in its strings and keys.
pub(crate) fn redacted_value(value: Value, redactor: &Redactor) -> Value {
    // As deep as the parser let it get.
    match value {
        Value::String(text) => Value::String(redactor.text(&text).into_owned()),
        Value::Array(values) => {
            values.into_iter().map(|value| redacted_value(value, redactor)).collect()
        }
        Value::Object(members) => {
            let redacted = |(key, value): (String, Value)| {
                (redactor.text(&key).into_owned(), redacted_value(value, redactor))
            };
            members.into_iter().map(redacted).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}
