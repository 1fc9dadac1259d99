//! The verbs of `baseline` that check, compare and keep templates.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::redaction::Redaction;

#[derive(Debug, Args)]
pub(crate) struct BaselineBuild {
    /// Captures of the screen, folders of them, or globs: what varies between them is left open
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The name of the screen, such as `login_form`
    #[arg(long, value_name = "ID", required_unless_present = "bulk", conflicts_with = "bulk")]
    pub(crate) screen_id: Option<String>,
    /// The application
    #[arg(long)]
    pub(crate) app: Option<String>,
    /// What the screen is, in words
    #[arg(long, value_name = "TEXT", conflicts_with = "bulk")]
    pub(crate) description: Option<String>,
    /// Write the template to this file instead of standard output; with --bulk the folder of the templates
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Find out which screens the captures show, and write a template for each
    #[arg(long, requires = "out")]
    pub(crate) bulk: bool,
    /// With --bulk, a folder of templates: captures of its screens are left out, and the new templates told from them
    #[arg(long, value_name = "DIR", requires = "bulk")]
    pub(crate) templates: Option<PathBuf>,
    /// With --bulk, say what would be written, and write nothing
    #[arg(long, requires = "bulk")]
    pub(crate) dry_run: bool,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineValidate {
    /// Folders of templates, and template files: together one library
    #[arg(required = true, value_name = "TEMPLATES")]
    pub(crate) templates: Vec<PathBuf>,
    /// Captures, folders of captures, or globs that the templates are to recognise
    #[arg(long, value_name = "FILE|DIR", num_args = 1..)]
    pub(crate) captures: Vec<PathBuf>,
    /// The screen that all captures show; without it, any screen of the library will do
    #[arg(long, value_name = "ID", requires = "captures")]
    pub(crate) screen: Option<String>,
    /// The application of that screen, where several have one of this name
    #[arg(long, requires = "screen")]
    pub(crate) app: Option<String>,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineDiff {
    /// The template before; with --screen a version, such as 1.2.0
    pub(crate) a: String,
    /// The template after; with --screen a version, and the current one if it is left out
    #[arg(required_unless_present = "screen")]
    pub(crate) b: Option<String>,
    /// Compare versions of this screen
    #[arg(long, value_name = "ID", requires = "templates")]
    pub(crate) screen: Option<String>,
    /// The folder of templates that the screen is in
    #[arg(long, value_name = "DIR", requires = "screen")]
    pub(crate) templates: Option<PathBuf>,
    /// The application, where several have a screen of this name
    #[arg(long, requires = "screen")]
    pub(crate) app: Option<String>,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
}

/// One screen of a library.
#[derive(Debug, Args)]
pub(crate) struct ScreenPlace {
    /// The screen
    pub(crate) screen_id: String,
    /// The folder of templates that it is in
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: PathBuf,
    /// The application, where several have a screen of this name
    #[arg(long)]
    pub(crate) app: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineHistory {
    #[command(flatten)]
    pub(crate) screen: ScreenPlace,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineRollback {
    #[command(flatten)]
    pub(crate) screen: ScreenPlace,
    /// The version to bring back, such as 1.2.0
    pub(crate) version: String,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
}

/// Whose content counts where two libraries have different content under one version.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Prefer {
    /// That of the library that is there: the other is not taken
    Ours,
    /// That of the library that comes in, as a new version: the other goes to the history
    Theirs,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineImport {
    /// Template files, ARIA snapshots, and folders of them
    #[arg(required = true, value_name = "FILE|DIR")]
    pub(crate) from: Vec<PathBuf>,
    /// The folder of templates to take them into; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,
    /// Whose content counts where both have one version with different content
    #[arg(long, value_enum)]
    pub(crate) prefer: Option<Prefer>,
    /// The application of ARIA snapshots
    #[arg(long)]
    pub(crate) app: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineMerge {
    /// The one folder of templates: ours
    pub(crate) a: PathBuf,
    /// The other folder of templates: theirs
    pub(crate) b: PathBuf,
    /// The folder to make
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Whose content counts where both have one version with different content
    #[arg(long, value_enum)]
    pub(crate) prefer: Option<Prefer>,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
}

/// How much a loose end must matter to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AtLeast {
    /// Everything, also texts that vary as they are known to
    Low,
    /// More freedom than is likely meant
    Medium,
    /// Where the template hardly looks
    High,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineLooseness {
    /// Folders of templates, and template files
    #[arg(required = true, value_name = "TEMPLATES")]
    pub(crate) templates: Vec<PathBuf>,
    /// Leave out what matters less
    #[arg(long, value_enum, default_value_t = AtLeast::Low)]
    pub(crate) at_least: AtLeast,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
}
