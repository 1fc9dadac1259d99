use std::fmt;

use sz_formats::{Mark, one_line};

/// Something wrong, or worth a warning, in a template file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the file, as its reader gave it.
    pub source: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where nothing sensible can be said.
    pub help: String,
}

impl Fault {
    pub(crate) fn new(mark: Mark, message: impl Into<String>) -> Self {
        Self {
            source: String::new(),
            line: mark.line,
            column: mark.column,
            message: one_line(&message.into()).into_owned(),
            help: String::new(),
        }
    }

    /// A fault of a file as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self::new(Mark { line: 1, column: 1 }, message)
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = one_line(&help.into()).into_owned();
        self
    }

    pub(crate) fn in_source(mut self, source: &str) -> Self {
        source.clone_into(&mut self.source);
        self
    }
}

impl fmt::Display for Fault {
    /// `file:line:column: what is wrong; what to do`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, line, column, message, help } = self;
        let separator = if source.is_empty() { "" } else { ":" };
        write!(f, "{source}{separator}{line}:{column}: {message}")?;
        if help.is_empty() { Ok(()) } else { write!(f, "; {help}") }
    }
}
