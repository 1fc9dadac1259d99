//! What must hold for the repository as a whole.

use std::{collections::BTreeSet, fs};

use crate::{layers, process};

/// The third-party crates of the root table, by the name they have on the registry.
fn third_parties() -> BTreeSet<String> {
    let manifest =
        fs::read_to_string(process::root().join("Cargo.toml")).expect("the root manifest");
    let table = manifest.split("[workspace.dependencies]").nth(1).expect("the table");
    let lines = table.lines().take_while(|line| !line.starts_with('['));
    lines
        .filter(|line| !line.starts_with('#') && !line.contains("path ="))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, value)| match value.split_once("package = \"") {
            Some((_, rest)) => rest.split('"').next().unwrap_or(key).to_owned(),
            None => key.to_owned(),
        })
        .collect()
}

/// The crates that have a row in a table of docs/DEPENDENCIES.md.
fn explained() -> BTreeSet<String> {
    let path = process::root().join("docs/DEPENDENCIES.md");
    let text = fs::read_to_string(path).expect("docs/DEPENDENCIES.md");
    let cells = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    cells.map(ToOwned::to_owned).collect()
}

#[test]
fn every_dependency_is_explained_and_nothing_else() {
    let (used, explained) = (third_parties(), explained());
    assert!(used.len() > 10, "the root table is not read right: {used:?}");
    let missing: Vec<_> = used.difference(&explained).collect();
    assert!(missing.is_empty(), "say in docs/DEPENDENCIES.md why these are here: {missing:?}");
    let stale: Vec<_> = explained.difference(&used).collect();
    assert!(stale.is_empty(), "docs/DEPENDENCIES.md explains what is gone: {stale:?}");
}

#[test]
fn every_dependency_of_the_root_table_is_used() {
    let metadata = layers::metadata().expect("cargo metadata");
    let members = metadata.workspace_packages();
    let used: BTreeSet<String> = (members.iter())
        .flat_map(|package| &package.dependencies)
        .map(|dependency| dependency.name.clone())
        .collect();
    let table = third_parties();
    let unused: Vec<_> = table.difference(&used).collect();
    assert!(unused.is_empty(), "no crate uses these lines of the root manifest: {unused:?}");
}

#[test]
fn commands_have_names_of_their_own() {
    let names: BTreeSet<_> = crate::COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names.len(), crate::COMMANDS.len());
    assert!(crate::COMMANDS.iter().all(|command| crate::usage().contains(command.about)));
}
