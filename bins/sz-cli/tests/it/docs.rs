//! The commands of the documentation do what it says they do.

use crate::program::{root, sz};

/// The `sz-cli` commands of a document's code blocks, with the code each says it ends with: 0 where it says none.
fn commands(document: &str) -> Vec<(String, i32)> {
    let text = std::fs::read_to_string(root().join(document)).unwrap();
    let command = |line: &str| {
        let line = line.strip_prefix("sz-cli ")?;
        Some(match line.split_once("  # exits with ") {
            None => (line.to_owned(), 0),
            Some((command, code)) => (command.to_owned(), code.trim().parse().unwrap()),
        })
    };
    text.lines().filter_map(command).collect()
}

#[test]
fn every_command_about_templates_works_in_its_order() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = format!("{}/", temporary.path().display());
    let commands = commands("docs/templates.md");
    assert!(commands.len() >= 15, "{commands:?}");
    for (command, code) in &commands {
        let command = command.replace("/tmp/", &folder);
        let words: Vec<&str> = command.split(' ').collect();
        sz(&words).expect(*code);
    }
}

#[test]
fn every_command_about_wording_works() {
    let commands = commands("docs/wording.md");
    assert!(!commands.is_empty());
    for (command, code) in &commands {
        let words: Vec<&str> = command.split(' ').collect();
        sz(&words).expect(*code);
    }
}
