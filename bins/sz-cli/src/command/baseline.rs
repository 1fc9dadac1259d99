//! `sz-cli baseline`: templates, from captures and from files. One module per verb.

mod build;
mod list;
mod show;
mod validate;

use crate::{cli::Baseline, exit::Outcome, output::OutputFormat};

pub(crate) fn run(command: &Baseline, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        Baseline::Build(arguments) => build::run(arguments),
        Baseline::List(arguments) => list::run(arguments, format),
        Baseline::Show(arguments) => show::run(arguments, format),
        Baseline::Validate(arguments) => validate::run(arguments, format),
    }
}
