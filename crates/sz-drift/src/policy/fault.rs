use std::fmt;

use sz_formats::{Mark, one_line};

/// Something wrong in a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFault {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where nothing sensible can be said.
    pub help: String,
}

impl PolicyFault {
    pub(crate) fn new(mark: Mark, message: &str, help: &str) -> Self {
        Self {
            line: mark.line,
            column: mark.column,
            message: one_line(message).into_owned(),
            help: one_line(help).into_owned(),
        }
    }
}

impl fmt::Display for PolicyFault {
    /// `line:column: what is wrong; what to do`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, message, help } = self;
        write!(f, "{line}:{column}: {message}")?;
        if help.is_empty() { Ok(()) } else { write!(f, "; {help}") }
    }
}

/// Everything that is wrong with a policy, in the order of the file. Nothing of it is in effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(faults))]
pub struct PolicyFaults {
    /// At least one.
    pub faults: Vec<PolicyFault>,
}

fn lines(faults: &[PolicyFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
