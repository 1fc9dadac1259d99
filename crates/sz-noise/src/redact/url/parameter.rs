//! Parameters of queries and fragments: `?token=...`, `#access_token=...`, `;jsessionid=...`.

use std::ops::Range;

use super::{super::fold::Folded, look};

/// Keys whose value is a secret, whatever it looks like; lower case, without anything but letters and digits.
const KEYS: &[&str] = &[
    "apikey",
    "assertion",
    "auth",
    "authorization",
    "authcode",
    "authkey",
    "awsaccesskeyid",
    "bearer",
    "code",
    "credential",
    "credentials",
    "cvc",
    "cvv",
    "hmac",
    "invitecode",
    "jsessionid",
    "jwt",
    "key",
    "keypairid",
    "nonce",
    "oauthverifier",
    "otp",
    "pass",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "phpsessid",
    "pin",
    "privatekey",
    "pwd",
    "saml",
    "samlrequest",
    "samlresponse",
    "secret",
    "session",
    "sessid",
    "sid",
    "sig",
    "sign",
    "signature",
    "ticket",
    "token",
    "totp",
    "verifier",
    "xamzcredential",
];

/// What keys end with whose value is a secret: `reset_token`, `X-Amz-Signature`.
const KEY_ENDINGS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "credential",
    "passphrase",
    "password",
    "passwd",
    "privatekey",
    "secret",
    "sessid",
    "sessionid",
    "sessionkey",
    "signature",
    "subscriptionkey",
    "token",
];

/// The longest key that is looked at.
const MAX_KEY_BYTES: usize = 64;

pub(super) fn find(text: &Folded<'_>, part: Range<usize>, add: &mut dyn FnMut(Range<usize>)) {
    let bytes = text.bytes();
    let mut at = part.start;
    while let Some(ahead) = bytes[at..part.end].iter().position(|byte| b"?&#;".contains(byte)) {
        let mark = at + ahead;
        at = mark + 1;
        let Some(key_len) = key_len(&bytes[at..part.end]) else { continue };
        let (key, start) = (&bytes[at..at + key_len], at + key_len + 1);
        let value = Value {
            text,
            start,
            end: part.end,
            is_nested: text.is_escaped(mark),
            is_of_path: bytes[mark] == b';',
        };
        if is_secret(key) {
            let end = value.end();
            if end > start {
                add(start..end);
            }
            at = end.max(at);
        } else if let Some(len) = look::token_len(&bytes[start..part.end]) {
            add(start..start + len);
            at = start + len;
        }
    }
}

/// The length of the key at the start of a text, where a `=` follows it.
fn key_len(bytes: &[u8]) -> Option<usize> {
    let is_key = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.[]$~".contains(byte);
    let len = bytes.iter().take(MAX_KEY_BYTES).take_while(is_key).count();
    (len > 0 && bytes.get(len) == Some(&b'=')).then_some(len)
}

fn is_secret(key: &[u8]) -> bool {
    let letters = key.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let key: String = letters.map(|&byte| char::from(byte.to_ascii_lowercase())).collect();
    KEYS.contains(&&*key) || KEY_ENDINGS.iter().any(|ending| key.ends_with(ending))
}

/// What stands after a key.
struct Value<'a> {
    text: &'a Folded<'a>,
    start: usize,
    end: usize,
    /// The address is a parameter of another one, so that what is escaped ends it, too.
    is_nested: bool,
    /// The parameter is one of a path: a query ends it.
    is_of_path: bool,
}

impl Value<'_> {
    /// Where the value ends: at the next parameter, white space or quote. What a sentence puts after an address is not part
    /// of it.
    fn end(&self) -> usize {
        let bytes = self.text.bytes();
        let ends = |at: usize| {
            (self.is_nested || !self.text.is_escaped(at))
                && match bytes[at] {
                    b'&' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'`' => true,
                    b'?' | b'/' => self.is_of_path,
                    b';' => key_len(&bytes[at + 1..self.end]).is_some(),
                    byte => byte.is_ascii_whitespace(),
                }
        };
        let end = (self.start..self.end).find(|&at| ends(at)).unwrap_or(self.end);
        let is_in_sentence = end < self.end && bytes[end].is_ascii_whitespace();
        let is_mark = |at: &usize| b".,;:!?)]}".contains(&bytes[*at]) && !self.text.is_escaped(*at);
        let marks = (self.start..end).rev().take_while(is_mark).count();
        if is_in_sentence { end - marks } else { end }
    }
}
