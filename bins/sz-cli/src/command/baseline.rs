//! `sz-cli baseline`: templates, from captures and from files. One module per verb.

mod build;
mod bulk;
mod diff;
mod history;
mod import;
mod intake;
mod list;
mod looseness;
mod merge;
mod rollback;
mod show;
mod validate;
mod version;

use crate::{cli::Baseline, exit::Outcome, output::OutputFormat};

pub(crate) fn run(command: &Baseline, format: OutputFormat) -> anyhow::Result<Outcome> {
    match command {
        Baseline::Build(arguments) if arguments.bulk => bulk::run(arguments, format),
        Baseline::Build(arguments) => build::run(arguments, format),
        Baseline::List(arguments) => list::run(arguments, format),
        Baseline::Show(arguments) => show::run(arguments, format),
        Baseline::Validate(arguments) => validate::run(arguments, format),
        Baseline::Diff(arguments) => diff::run(arguments, format),
        Baseline::History(arguments) => history::run(arguments, format),
        Baseline::Rollback(arguments) => rollback::run(arguments, format),
        Baseline::Import(arguments) => import::run(arguments, format),
        Baseline::Merge(arguments) => merge::run(arguments, format),
        Baseline::Looseness(arguments) => looseness::run(arguments, format),
    }
}
