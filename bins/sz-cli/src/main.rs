//! The command line of System//Zero: batch work on captures and ledgers, without a daemon.
//!
//! Data goes to stdout, everything else to stderr; the exit code says what was found (see [`exit`]).

mod bundle;
mod cli;
mod clock;
mod command;
mod exit;
mod history;
mod input;
mod known;
mod library;
mod output;
mod progress;
mod quality;
mod recorder;
mod redaction;
mod save;
mod wire;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match command::run(cli) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            output::complain(&format!("{error:#}"));
            exit::Outcome::of(&error).into()
        }
    }
}
