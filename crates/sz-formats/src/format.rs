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
    /// A state of `DroidBot` (Android): JSON with `views`.
    Droidbot,
    /// The page source of Appium's `XCUITest` driver (iOS, tvOS and macOS): XML, or its JSON form.
    Xcuitest,
    /// Windows UI Automation: the page source of `WinAppDriver` (XML), or the control tree of UFO (JSON).
    Uia,
    /// The accessibility tree of OSWorld's server (Linux, Windows and macOS): XML, alone or as `{"AT": "..."}`.
    Osworld,
    /// A Playwright ARIA snapshot.
    Aria,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Sz,
        Self::Legacy,
        Self::Cdp,
        Self::Atspi,
        Self::Uiautomator,
        Self::Droidbot,
        Self::Xcuitest,
        Self::Uia,
        Self::Osworld,
        Self::Aria,
    ];

    pub(crate) const fn may_be_xml(self) -> bool {
        matches!(self, Self::Uiautomator | Self::Xcuitest | Self::Uia | Self::Osworld)
    }

    /// The format's name in options and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sz => "sz",
            Self::Legacy => "legacy",
            Self::Cdp => "cdp",
            Self::Atspi => "atspi",
            Self::Uiautomator => "uiautomator",
            Self::Droidbot => "droidbot",
            Self::Xcuitest => "xcuitest",
            Self::Uia => "uia",
            Self::Osworld => "osworld",
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
#[error("`{text}` is not a format: write {Names}")]
pub struct ParseFormatError {
    /// What was given.
    pub text: String,
}

/// The names of all formats, for a sentence.
struct Names;

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, format) in Format::ALL.iter().enumerate() {
            let is_last = i + 1 == Format::ALL.len();
            f.write_str(if i == 0 {
                ""
            } else if is_last {
                " or "
            } else {
                ", "
            })?;
            write!(f, "`{format}`")?;
        }
        Ok(())
    }
}

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().copied().find(|format| format.as_str() == text);
        found.ok_or_else(|| ParseFormatError { text: text.to_owned() })
    }
}
