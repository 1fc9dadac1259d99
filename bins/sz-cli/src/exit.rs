//! Exit codes, as `diff` has them, and one more for a ledger that does not verify.

use std::process::ExitCode;

/// What a command found. Ordered: of several files, the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// 0: the same, no drift, valid.
    Same,
    /// 1: differs, drift found, invalid.
    Differs,
    /// 2: something could not be done.
    Trouble,
    /// 3: a ledger does not verify.
    Tampered,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Same => 0,
            Outcome::Differs => 1,
            Outcome::Trouble => 2,
            Outcome::Tampered => 3,
        })
    }
}
