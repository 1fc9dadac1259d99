use std::fmt;

use sz_formats::Mark;

/// One thing wrong with a profile: where it is, what it is, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the value at fault starts.
    pub mark: Mark,
    /// What is wrong and what to do, in one line, without the place.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mark, self.message)
    }
}

/// Everything that is wrong with a profile, in the order of the document. Nothing of it is in effect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(faults))]
pub struct ProfileErrors {
    /// At least one.
    pub faults: Vec<Fault>,
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
