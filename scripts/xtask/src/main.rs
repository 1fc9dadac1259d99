//! Developer commands, run as `cargo xtask COMMAND`.
//!
//! A command is one file beside this one and one row of [`COMMANDS`].
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program talks to a terminal")]

mod bench;
mod check;
mod evaluate;
mod fuzz;
mod layers;
mod process;
mod train_wording;

use std::process::ExitCode;

/// One command: `run` gets the words after its name and says whether all is well.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> anyhow::Result<bool>,
}

const COMMANDS: &[Command] = &[
    Command { name: "check", about: check::ABOUT, run: check::run },
    Command { name: "bench", about: bench::ABOUT, run: bench::run },
    Command { name: "evaluate", about: evaluate::ABOUT, run: evaluate::run },
    Command { name: "fuzz", about: fuzz::ABOUT, run: fuzz::run },
    Command { name: "layers", about: layers::ABOUT, run: layers::run },
    Command { name: "train-wording", about: train_wording::ABOUT, run: train_wording::run },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = words.split_first() else {
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprint!("there is no command `{name}`\n{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{name}: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> String {
    let row = |command: &Command| format!("  {:13} {}", command.name, command.about);
    let rows: Vec<String> = COMMANDS.iter().map(row).collect();
    format!("usage: cargo xtask COMMAND [ARGUMENT]...\n\n{}\n", rows.join("\n"))
}

#[cfg(test)]
mod tests;
