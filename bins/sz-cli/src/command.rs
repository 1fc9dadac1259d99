//! One module per command.

mod baseline;
mod convert;
mod diff;
mod drift;
mod inspect;
mod ledger;
mod matching;
mod noise;
mod policy;
mod query;
mod simulate;
mod wording;

pub(crate) use inspect::InspectedFile;
pub(crate) use ledger::open_or_create as open_ledger;

use anyhow::bail;

use crate::{
    cli::{Cli, Command},
    exit::Outcome,
    output::OutputFormat,
};

/// Runs what was typed.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Outcome> {
    let format = cli.format;
    if format == OutputFormat::Html && !matches!(cli.command, Command::Diff(_)) {
        bail!("--format html is for `diff`: use table, json, jsonl or yaml here");
    }
    match cli.command {
        Command::Inspect(arguments) => inspect::run(&arguments, format),
        Command::Convert(arguments) => convert::run(&arguments, format),
        Command::Diff(arguments) => diff::run(&arguments, format),
        Command::Match(arguments) => matching::run(&arguments, format),
        Command::Query(arguments) => query::run(&arguments, format),
        Command::Baseline(command) => baseline::run(&command, format),
        Command::Noise(command) => noise::run(&command, format),
        Command::Drift(command) => drift::run(&command, format),
        Command::Policy(command) => policy::run(&command, format),
        Command::Ledger(command) => ledger::run(&command, format),
        Command::Wording(arguments) => wording::run(&arguments, format),
        Command::Simulate => simulate::run(),
    }
}
