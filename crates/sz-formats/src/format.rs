use std::{fmt, str::FromStr};

/// A format that [`read`](crate::read()) understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Our own canonical JSON, schema `sz-tree/1`.
    Sz,
    /// The prototype's JSON: `{"root": {"role", "name", "type", "properties", "bounds", "children"}}`.
    Legacy,
    /// What the Chrome `DevTools` Protocol answers to `Accessibility.getFullAXTree`.
    Cdp,
    /// A JSON dump of an AT-SPI tree (Linux desktop).
    Atspi,
    /// Android's `uiautomator dump`, and the page source of Appium's `UiAutomator2` driver.
    Uiautomator,
    /// A Playwright ARIA snapshot.
    Aria,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] =
        &[Self::Sz, Self::Legacy, Self::Cdp, Self::Atspi, Self::Uiautomator, Self::Aria];

    /// The format's name in options and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sz => "sz",
            Self::Legacy => "legacy",
            Self::Cdp => "cdp",
            Self::Atspi => "atspi",
            Self::Uiautomator => "uiautomator",
            Self::Aria => "aria",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a format: write `sz`, `legacy`, `cdp`, `atspi`, `uiautomator` or `aria`")]
pub struct ParseFormatError {
    /// What was given.
    pub text: String,
}

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().copied().find(|format| format.as_str() == text);
        found.ok_or_else(|| ParseFormatError { text: text.to_owned() })
    }
}
