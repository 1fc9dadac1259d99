//! `sz-cli drift`: what became of many captures. One module per verb.

mod report;

use crate::{cli::Drift, exit::Outcome, output::OutputFormat};

pub(crate) fn run(command: &Drift, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        Drift::Report(arguments) => report::run(arguments, format),
    }
}
