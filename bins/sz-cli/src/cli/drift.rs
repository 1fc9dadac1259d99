//! What can be typed after `drift` and `policy`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum Drift {
    /// Say how much of what was captured was as approved, and whether that gets better or worse
    ///
    /// Reads what `inspect --format jsonl` wrote. Captures carry no time: the order of the files, and of the lines in
    /// them, is taken for the order of time.
    ///
    /// Exit codes: 0 everything is clean, 1 there is drift, 2 something was not judged or not read.
    Report(DriftReport),
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
