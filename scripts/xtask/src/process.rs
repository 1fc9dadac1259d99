use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::Context;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let this_package = Path::new(env!("CARGO_MANIFEST_DIR"));
    this_package.ancestors().nth(2).unwrap_or(this_package).to_path_buf()
}

/// A program that runs in the folder of the workspace, as if it were called from there by hand.
#[expect(clippy::disallowed_methods, reason = "developer commands start the tools they stand for")]
fn program(words: &[&str]) -> Option<Command> {
    let (name, arguments) = words.split_first()?;
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root());
    // What cargo told this program about its own package would make others rebuild.
    let is_about_us = |name: &OsStr| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_about_us(name)) {
        command.env_remove(name);
    }
    Some(command)
}

/// True where the program is there and ends well. Prints nothing.
pub(crate) fn is_there(words: &[&str]) -> bool {
    program(words)
        .and_then(|mut it| it.stdout(Stdio::null()).stderr(Stdio::null()).status().ok())
        .is_some_and(|status| status.success())
}

/// Runs a program to its end, with some more environment, and says whether it ended well.
pub(crate) fn run(words: &[&str], environment: &[(&str, &str)]) -> anyhow::Result<bool> {
    let mut command = program(words).context("no program is named")?;
    let status = command.envs(environment.iter().copied()).status();
    Ok(status.with_context(|| format!("failed to start `{}`", words.join(" ")))?.success())
}

/// Like [`run`], and shows each line of its standard output to `see` before printing it.
pub(crate) fn run_watched(
    words: &[&str],
    environment: &[(&str, &str)],
    mut see: impl FnMut(&str),
) -> anyhow::Result<bool> {
    let failed = || format!("failed to run `{}`", words.join(" "));
    let mut command = program(words).context("no program is named")?;
    command.envs(environment.iter().copied());
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(failed)?;
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line.with_context(failed)?;
        see(&line);
        println!("{line}");
    }
    Ok(child.wait().with_context(failed)?.success())
}

/// Runs a program to its end without showing what it prints, and returns whether it ended well, and its errors.
pub(crate) fn run_silent(words: &[&str]) -> anyhow::Result<(bool, String)> {
    let mut command = program(words).context("no program is named")?;
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("failed to start `{}`", words.join(" ")))?;
    Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}
