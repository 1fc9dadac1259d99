//! What can be typed after `drift` and `policy`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use sz_core::drift::{Fingerprint, Moment};

#[derive(Debug, Subcommand)]
pub(crate) enum Drift {
    /// Say how much of what was captured was as approved, and whether that gets better or worse
    ///
    /// Reads what `inspect --format jsonl` wrote. Captures carry no time: the order of the files, and of the lines in
    /// them, is taken for the order of time.
    ///
    /// Exit codes: 0 everything is clean, 1 there is drift, 2 something was not judged or not read.
    Report(DriftReport),
    /// List what a file of known drift knows: `inspect --known` writes it
    Known(DriftKnown),
    /// Leave a drift out of account until a day, unless it gets worse before
    Ignore(DriftIgnore),
    /// Approve a drift as it was last seen: when it says something else, or gets worse, it counts again
    Approve(DriftApprove),
    /// Take back that a drift was ignored or approved
    Reopen(DriftReopen),
}

#[derive(Debug, Args)]
pub(crate) struct DriftKnown {
    /// The file of known drift
    pub(crate) file: PathBuf,
}

/// One drift of a file of known drift.
#[derive(Debug, Args)]
pub(crate) struct KnownPlace {
    /// The file of known drift
    pub(crate) file: PathBuf,
    /// The drift, as `inspect --known` and `drift known` print it
    pub(crate) fingerprint: Fingerprint,
}

#[derive(Debug, Args)]
pub(crate) struct DriftIgnore {
    #[command(flatten)]
    pub(crate) drift: KnownPlace,
    /// The day, or second, from which on it counts again: `2027-01-31`, `2027-01-31T12:00:00Z`
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Moment,
    /// Who decides
    #[arg(long, value_name = "WHO")]
    pub(crate) by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: String,
}

#[derive(Debug, Args)]
pub(crate) struct DriftApprove {
    #[command(flatten)]
    pub(crate) drift: KnownPlace,
    /// Who decides
    #[arg(long, value_name = "WHO")]
    pub(crate) by: String,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) why: String,
}

#[derive(Debug, Args)]
pub(crate) struct DriftReopen {
    #[command(flatten)]
    pub(crate) drift: KnownPlace,
}

/// What a row of a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportBy {
    /// One row for each application
    App,
    /// One row for each screen of each application
    Screen,
}

#[derive(Debug, Args)]
pub(crate) struct DriftReport {
    /// Files that `inspect --format jsonl` wrote, the oldest first; `-` is standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// What each row is about
    #[arg(long, value_enum, default_value_t = ReportBy::App)]
    pub(crate) by: ReportBy,
    /// Look only at the last N captures of each
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) window: Option<u32>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// Report every fault of policy files
    ///
    /// With --templates, applications and screens that no template is of are warned of.
    ///
    /// Exit codes: 0 valid, 1 a fault, 2 trouble.
    Check(PolicyCheck),
}

#[derive(Debug, Args)]
pub(crate) struct PolicyCheck {
    /// Policy files
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The templates that the policies are for: a folder of them, or one file
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: Option<PathBuf>,
}
