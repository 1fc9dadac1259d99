use std::fmt;

use sz_tree::BuildError;

use crate::{Mark, Verdict, one_line, text::position};

/// Why a document was not read. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at {place}{}", Help(help))]
pub struct ReadError {
    kind: ReadErrorKind,
    place: Place,
    message: String,
    help: String,
    verdict: Option<Verdict>,
}

impl ReadError {
    /// What sort of fault it is.
    pub const fn kind(&self) -> ReadErrorKind {
        self.kind
    }

    /// Where the fault is.
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// What is wrong, in one line, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it; empty where nothing sensible can be said.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// Of a [`ReadErrorKind::CaptureFailed`], what went wrong in the words of a verdict.
    pub const fn verdict(&self) -> Option<Verdict> {
        self.verdict
    }
}

struct Help<'a>(&'a str);

impl fmt::Display for Help<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, ": {}", self.0) }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $variant:ident $code:literal),+ $(,)?) => {
        /// What sort of fault a [`ReadError`] is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ReadErrorKind {
            $($(#[$doc])+ $variant,)+
        }

        impl ReadErrorKind {
            /// A stable code for scripts.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}

kinds! {
    /// There is nothing in the document.
    Empty "empty",
    /// The bytes are not text.
    Encoding "encoding",
    /// The document is in no format that is known here.
    UnknownFormat "unknown_format",
    /// The document is what a tool wrote that could not capture: there was a screen, and it is not in here.
    CaptureFailed "capture_failed",
    /// The document breaks the rules of JSON, XML or YAML.
    Syntax "syntax",
    /// The document asks for more than its limits allow.
    Limit "limit",
    /// A key or attribute stands twice in one object.
    DuplicateKey "duplicate_key",
    /// A key is not part of the format.
    UnknownKey "unknown_key",
    /// Something the format demands is not there.
    MissingKey "missing_key",
    /// A node has no role.
    MissingRole "missing_role",
    /// A value is of another type than the format says.
    WrongType "wrong_type",
    /// A value is of the right type and makes no sense.
    BadValue "bad_value",
    /// The nodes do not make a tree.
    Structure "structure",
    /// An XML entity that is not predefined, or a document type declaration.
    Entity "entity",
    /// A YAML anchor, alias, tag or second document.
    YamlFeature "yaml_feature",
    /// A pattern where only text may stand.
    Pattern "pattern",
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where in a document something is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The line, from 1. In one-line documents `path` says more.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The JSON pointer (RFC 6901) or `XPath` of the value at fault; empty where the whole document is
    /// meant or the format has no such notion. Of XML in JSON it is the path in the XML.
    pub path: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)?;
        if self.path.is_empty() {
            return Ok(());
        }
        // Keys and names of elements may hold anything.
        let path = one_line(&self.path);
        match shorten(&path) {
            None => write!(f, " ({path})"),
            Some((head, tail)) => write!(f, " ({head}…{tail})"),
        }
    }
}

/// The two ends of a path that is too long for a message.
fn shorten(path: &str) -> Option<(&str, &str)> {
    const HEAD_BYTES: usize = 60;
    const TAIL_BYTES: usize = 120;
    let tail_at = path.len().checked_sub(TAIL_BYTES).filter(|&at| at > HEAD_BYTES)?;
    let head = &path[..path.floor_char_boundary(HEAD_BYTES)];
    Some((head, &path[path.ceil_char_boundary(tail_at)..]))
}

/// What to do about a document that is larger than the limits.
pub(crate) const LARGER_LIMITS: &str =
    "split the document, or read it with larger `Limits` through the library";

/// A fault at a byte offset of the text; becomes a [`ReadError`] once, when it leaves the crate.
#[derive(Debug)]
pub(crate) struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ReadErrorKind,
    at: usize,
    message: String,
    help: String,
    verdict: Option<Verdict>,
}

impl Fault {
    #[cold]
    pub(crate) fn new(kind: ReadErrorKind, at: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, at, message, help: String::new(), verdict: None }))
    }

    /// A document without a tree, because its source could not capture.
    #[cold]
    pub(crate) fn capture_failed(verdict: Verdict, message: impl Into<String>) -> Self {
        let mut fault = Self::new(ReadErrorKind::CaptureFailed, 0, message);
        fault.0.verdict = Some(verdict);
        fault
    }

    /// The fault and what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = help.into();
        self
    }

    pub(crate) fn syntax(at: usize, message: impl Into<String>) -> Self {
        Self::new(ReadErrorKind::Syntax, at, message)
    }

    /// A limit of ours that [`sz_tree::Limits`] has no name for.
    pub(crate) fn limit(at: usize, what: fmt::Arguments<'_>) -> Self {
        Self::new(ReadErrorKind::Limit, at, format!("more than {what}"))
    }

    /// What the builder says about the node that the text at `at` describes.
    #[cold]
    pub(crate) fn build(at: usize, error: &BuildError) -> Self {
        let kind = match error {
            BuildError::Limit { .. } => ReadErrorKind::Limit,
            _ => ReadErrorKind::Structure,
        };
        let help = match error {
            BuildError::Limit { .. } => LARGER_LIMITS,
            _ => "",
        };
        Self::new(kind, at, error.to_string()).help(help)
    }

    pub(crate) fn kind(&self) -> ReadErrorKind {
        self.0.kind
    }

    /// The offset of the fault.
    pub(crate) fn at(&self) -> usize {
        self.0.at
    }

    /// The same fault at another offset: of a text in a text.
    pub(crate) fn moved_to(mut self, at: usize) -> Self {
        self.0.at = at;
        self
    }

    /// The error at a place that is known already, whatever the offset.
    pub(crate) fn locate_at(self, mark: Mark) -> ReadError {
        let Inner { kind, message, help, verdict, .. } = *self.0;
        let (line, column) = (mark.line as usize, mark.column as usize);
        let place = Place { line, column, path: String::new() };
        ReadError { kind, place, message, help, verdict }
    }

    /// The error for `text`, with the path that `path_at` finds for the offset.
    pub(crate) fn locate(self, text: &str, path_at: impl Fn(&str, usize) -> String) -> ReadError {
        let Inner { kind, at, message, help, verdict } = *self.0;
        let (line, column) = position(text, at);
        let path = path_at(text, at);
        ReadError { kind, place: Place { line, column, path }, message, help, verdict }
    }
}

/// What another parser says, which may quote the document: short, on one line.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_CHARS: usize = 160;
        self.0.chars().take(MAX_CHARS).try_for_each(|c| {
            if c.is_control() { write!(f, "{}", c.escape_default()) } else { write!(f, "{c}") }
        })
    }
}

/// A piece of the document for a message: short, on one line.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_CHARS: usize = 60;
        f.write_str("`")?;
        for c in self.0.chars().take(MAX_CHARS) {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { write!(f, "{c}")? }
        }
        f.write_str(if self.0.chars().nth(MAX_CHARS).is_some() { "…`" } else { "`" })
    }
}
