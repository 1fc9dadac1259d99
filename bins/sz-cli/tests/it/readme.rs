//! The commands of the README do what it says they do.

use crate::program::{Run, root, sz};

/// The `sz-cli` commands of the README's code blocks that have no prompt, in order.
fn commands() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let lines = readme.lines().filter_map(|line| line.strip_prefix("sz-cli "));
    lines.map(str::to_owned).collect()
}

fn run(command: &str, folder: &str) -> Run {
    let command = command.replace("/tmp/", folder);
    let words: Vec<&str> = command.split(' ').collect();
    sz(&words)
}

#[test]
fn every_command_of_the_readme_works() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = format!("{}/", temporary.path().display());
    let commands = commands();
    assert_eq!(commands.len(), 7, "{commands:?}");
    for command in &commands {
        let expected = match command.split(' ').next() {
            // Drift is what these are there to show.
            Some("inspect") => 1,
            Some("diff") if !command.contains("--apply") => 1,
            _ => 0,
        };
        run(command, &folder).expect(expected);
    }
}

#[test]
fn the_picture_in_the_readme_is_what_the_command_prints() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let block = readme.split("```\n$ sz-cli ").nth(1).and_then(|rest| rest.split("```").next());
    let (command, picture) = block.unwrap().split_once('\n').unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    assert_eq!(sz(&words).stdout, picture);
}
