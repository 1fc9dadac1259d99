//! `sz-cli drift`: what became of many captures. One module per verb.

mod decide;
mod report;

use crate::{cli::Drift, exit::Outcome, output::OutputFormat};

pub(crate) fn run(command: &Drift, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        Drift::Report(arguments) => report::run(arguments, format),
        Drift::Known(arguments) => decide::list(&arguments.file, format),
        Drift::Ignore(arguments) => decide::ignore(arguments),
        Drift::Approve(arguments) => decide::approve(arguments),
        Drift::Reopen(arguments) => decide::reopen(&arguments.drift),
    }
}
