//! Exit codes, as `diff` has them, and one more for a ledger that does not verify.

use std::process::ExitCode;

use sz_ledger::{OpenError, ReadError, SealError};

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

impl Outcome {
    /// What an error that ended the command means: trouble, or that somebody changed a ledger.
    pub(crate) fn of(error: &anyhow::Error) -> Self {
        let is_tampering = error.chain().any(|cause| {
            cause.downcast_ref::<OpenError>().is_some_and(OpenError::is_tampering)
                || cause.downcast_ref::<ReadError>().is_some_and(ReadError::is_tampering)
                || cause.downcast_ref::<SealError>().is_some_and(SealError::is_tampering)
        });
        if is_tampering { Self::Tampered } else { Self::Trouble }
    }
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
