use std::fmt;

/// The name of a screen, unique per application: `login_form`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScreenId(Box<str>);

/// The longest name, in bytes.
const MAX_BYTES: usize = 128;

/// A text is no screen id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no screen id: use 1 to 128 bytes without white space, such as `login_form`")]
pub struct ScreenIdError {
    /// What was given.
    pub text: String,
}

impl ScreenId {
    /// Checks a name.
    ///
    /// # Errors
    /// Empty or longer than 128 bytes, or with white space or control characters in it.
    pub fn new(text: &str) -> Result<Self, ScreenIdError> {
        let is_fit = !text.is_empty()
            && text.len() <= MAX_BYTES
            && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if is_fit { Ok(Self(text.into())) } else { Err(ScreenIdError { text: text.to_owned() }) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ScreenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
