//! What can be typed. Help texts are for people; the shapes of the output are in the design and stable.

mod baseline;
mod drift;

pub(crate) use baseline::{
    AtLeast, BaselineBuild, BaselineDiff, BaselineHistory, BaselineImport, BaselineLooseness,
    BaselineMerge, BaselineRollback, BaselineValidate, Prefer, ScreenPlace,
};

pub(crate) use drift::{
    Drift, DriftApprove, DriftIgnore, DriftReport, KnownPlace, Policy, PolicyCheck, ReportBy,
};

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use sz_core::Format;

use crate::{output::OutputFormat, redaction::Redaction};

/// The name of a ledger that was given none.
pub(crate) const DEFAULT_ORIGIN: &str = "systemzero.local/ledger";

/// Knows when a user interface changed, and can prove what it showed.
///
/// Exit codes: 0 same / no drift / valid, 1 differs / drift found / invalid, 2 trouble, 3 a ledger
/// does not verify.
#[derive(Debug, Parser)]
#[command(name = "sz-cli", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// How data is printed
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Table)]
    pub(crate) format: OutputFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say which screen each capture shows and how it drifted from its baseline
    Inspect(Inspect),
    /// Read a capture in any format and write it in another
    Convert(Convert),
    /// Compare two captures, or apply a patch
    Diff(Diff),
    /// Say which template each capture fits best
    Match(Match),
    /// Find nodes by a selector
    Query(Query),
    /// Build, check, compare, keep and merge templates
    #[command(subcommand)]
    Baseline(Baseline),
    /// Say what the noise profile removes
    #[command(subcommand)]
    Noise(Noise),
    /// Say what became of many captures
    #[command(subcommand)]
    Drift(Drift),
    /// Check the files that decide how much drift matters
    #[command(subcommand)]
    Policy(Policy),
    /// Keep and check a signed, append-only ledger
    #[command(subcommand)]
    Ledger(Ledger),
    /// Say which lines hurry, crowd or shame a person into a choice
    ///
    /// Judges each line of standard input, or of files, by a small model of dark wording in English. It sees words only: an
    /// honest "only 2 left" reads like another. docs/wording.md says how often it is right.
    ///
    /// Exit codes: 0 no line is dark, 1 one is, 2 trouble.
    Wording(Wording),
    /// Run the bundled screens through the whole pipeline, for people
    Simulate,
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Captures, folders of captures, or globs; `-` is standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// A folder of templates, or one template file
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: PathBuf,
    /// Record every capture and every drift in this ledger
    #[arg(long, value_name = "DIR")]
    pub(crate) ledger: Option<PathBuf>,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
    /// A severity policy in place of the default one
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// Take the files, in the order given, for one session and check the order of its screens
    ///
    /// Says which screens may not follow the one before, loops, forced flows, and expected transitions that are missing.
    /// Screens that are not known or not judged are stepped over.
    #[arg(long)]
    pub(crate) sequence: bool,
    /// Take note of every drift in this file, and say which are known
    ///
    /// The file is made if it is not there. Drift that is ignored or approved in it does not count for the exit code; the
    /// command `drift` says how to.
    #[arg(long, value_name = "FILE")]
    pub(crate) known: Option<PathBuf>,
    /// Read every file as this format instead of detecting it
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub(crate) from: Option<Format>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// The capture; `-` is standard input
    pub(crate) file: PathBuf,
    /// Read it as this format instead of detecting it
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub(crate) from: Option<Format>,
    /// What to write
    #[arg(long, value_enum)]
    pub(crate) to: Target,
    /// Say on standard error what the target format cannot say of this capture
    #[arg(long)]
    pub(crate) loss: bool,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

/// The formats that can be written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Target {
    /// Canonical JSON
    #[value(alias = "json")]
    Sz,
    /// A Playwright ARIA snapshot
    Aria,
    /// An indented outline
    Outline,
}

impl From<Target> for sz_core::formats::Target {
    fn from(target: Target) -> Self {
        match target {
            Target::Sz => Self::Sz,
            Target::Aria => Self::Aria,
            Target::Outline => Self::Outline,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The capture before; with --apply the one to patch
    pub(crate) a: PathBuf,
    /// The capture after
    #[arg(required_unless_present = "apply", conflicts_with = "apply")]
    pub(crate) b: Option<PathBuf>,
    /// Write the edit script that turns A into B to this file
    #[arg(long, value_name = "OUT", conflicts_with = "apply")]
    pub(crate) patch: Option<PathBuf>,
    /// Write what would be printed to this file instead
    #[arg(long, value_name = "FILE", conflicts_with = "apply")]
    pub(crate) out: Option<PathBuf>,
    /// Apply an edit script to A and print the result as canonical JSON
    #[arg(long, value_name = "PATCH")]
    pub(crate) apply: Option<PathBuf>,
    /// Compare bounds too; edges may differ by this many pixels
    #[arg(long, value_name = "PX", conflicts_with = "apply")]
    pub(crate) bounds: Option<u32>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct Match {
    /// Captures, folders of captures, or globs; `-` is standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// A folder of templates, or one template file
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: PathBuf,
    /// How many candidates to name
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) top: usize,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// A CSS selector over roles, such as `form > button[name^="Sign"]:disabled`
    pub(crate) selector: String,
    /// Captures, folders of captures, or globs; `-` is standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct Wording {
    /// Files of lines; `-` is standard input, which is read where none is named
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Baseline {
    /// Write a template from captures of one screen, or with --bulk one for each screen of a folder
    ///
    /// With --bulk, captures are put together by screen, each screen is named after its title, its headings or where it is,
    /// and the templates are built so that they tell each other's screens apart. Captures that cannot be read, or are not
    /// whole, are told and left out.
    ///
    /// Exit codes: 0 built, 1 a capture is taken for another screen than its own, 2 trouble.
    Build(BaselineBuild),
    /// List the templates of a folder
    List(BaselineFolder),
    /// Show one template
    Show(BaselineShow),
    /// Report every fault of templates, and which captures they recognise
    ///
    /// With --captures, each is held against the library: is it recognised, how did it drift, and if not, why not. A single
    /// template, or --screen, says which screen they all should be.
    ///
    /// Exit codes: 0 valid and all recognised, 1 a fault or a capture that is not, 2 trouble.
    Validate(BaselineValidate),
    /// Say what changed between two templates, or two versions of one
    ///
    /// Compares by meaning: what is required, forbidden and expected, the baseline node by node, the threshold, noise and
    /// transitions.
    ///
    /// The bump says which number of the version has to go up: major where captures that were recognised may no longer be,
    /// because more is asked for or the screen has another shape; minor where they are and other things are
    /// reported about them; patch where only words for people changed.
    Diff(BaselineDiff),
    /// List the versions of a template and what changed from one to the next
    ///
    /// Earlier versions are kept in `.history` beside the template, written whenever a command replaces one.
    History(BaselineHistory),
    /// Bring an earlier version back, as a new one
    ///
    /// The old content gets a version that is higher than every one there was; nothing is taken out of the history.
    Rollback(BaselineRollback),
    /// Take templates, and ARIA snapshots, into a library
    ///
    /// A higher version replaces a lower one, which goes to the history. Different content under one version is a
    /// conflict: nothing is written unless --prefer says whose content counts.
    ///
    /// A Playwright snapshot, NAME.aria.yml, becomes a template of the screen NAME with the snapshot as its baseline.
    Import(BaselineImport),
    /// Write two libraries as one
    ///
    /// The second is taken into the first as by `import`, and the result written to a new folder.
    Merge(BaselineMerge),
    /// Say what could change on a screen without its template noticing
    ///
    /// Each example is a change that was tried on a screen that fits the template, and that it did not notice. Where
    /// nothing is told, every change of what a baseline can say is noticed.
    ///
    /// Exit codes: 0 nothing is loose, 1 something is, 2 trouble.
    Looseness(BaselineLooseness),
}

#[derive(Debug, Args)]
pub(crate) struct BaselineFolder {
    /// A folder of templates, or one template file
    pub(crate) templates: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineShow {
    /// The screen
    pub(crate) screen_id: String,
    /// A folder of templates, or one template file
    #[arg(long, value_name = "DIR")]
    pub(crate) templates: PathBuf,
    /// The application, where several have a screen of this name
    #[arg(long)]
    pub(crate) app: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Noise {
    /// Say which rule removed or changed which node
    Explain(NoiseExplain),
}

#[derive(Debug, Args)]
pub(crate) struct NoiseExplain {
    /// The capture; `-` is standard input
    pub(crate) file: PathBuf,
    /// A noise profile in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) noise: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Create a ledger and print its verifier key
    Init(LedgerInit),
    /// Append JSON from standard input: one object, or one a line
    Append(LedgerAppend),
    /// Check every byte
    Verify(LedgerVerify),
    /// Print the signed checkpoint
    Checkpoint(LedgerFolder),
    /// Print a proof that an entry is in the ledger
    Prove(LedgerProve),
    /// Check a proof without the ledger
    CheckProof(LedgerCheckProof),
}

#[derive(Debug, Args)]
pub(crate) struct LedgerFolder {
    /// The ledger's folder
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerInit {
    /// The folder to create
    pub(crate) dir: PathBuf,
    /// The ledger's name: a URL prefix without scheme, such as `example.com/ledger`
    #[arg(long, value_name = "NAME", default_value = DEFAULT_ORIGIN)]
    pub(crate) origin: String,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerAppend {
    /// The ledger's folder
    pub(crate) dir: PathBuf,
    /// The kind of the entries
    #[arg(long, default_value = "ledger.note")]
    pub(crate) kind: String,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerVerify {
    /// The ledger's folder
    pub(crate) dir: PathBuf,
    /// The verifier key to trust, instead of the one stored beside the checkpoint
    #[arg(long, value_name = "KEY")]
    pub(crate) vkey: Option<String>,
    /// An earlier checkpoint, kept elsewhere, that the ledger must still contain
    #[arg(long, value_name = "CHECKPOINT")]
    pub(crate) since: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerProve {
    /// The ledger's folder
    pub(crate) dir: PathBuf,
    /// The entry's index
    pub(crate) index: u64,
}

#[derive(Debug, Args)]
pub(crate) struct LedgerCheckProof {
    /// A `.tlog-proof` file
    pub(crate) file: PathBuf,
    /// The verifier key to trust
    #[arg(long, value_name = "KEY")]
    pub(crate) vkey: String,
}

/// Takes the name of a format, and lists them all in the help.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str()))
        .try_map(|name| name.parse::<Format>())
}
