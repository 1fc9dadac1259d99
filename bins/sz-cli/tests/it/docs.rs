//! The commands of the documentation do what it says they do.

use crate::program::{root, sz, sz_with_input};

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

/// Runs the commands of a document in their order, with `/tmp/` for a folder of their own. `> FILE` keeps what one prints.
#[track_caller]
fn check(document: &str, at_least: usize) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = format!("{}/", temporary.path().display());
    let commands = commands(document);
    assert!(commands.len() >= at_least, "{commands:?}");
    for (command, code) in &commands {
        let command = command.replace("/tmp/", &folder);
        let (command, file) = match command.split_once(" > ") {
            None => (&*command, None),
            Some((command, file)) => (command, Some(file)),
        };
        let words: Vec<&str> = command.split(' ').collect();
        let run = sz(&words).expect(*code);
        if let Some(file) = file {
            std::fs::write(file, run.stdout).unwrap();
        }
    }
}

#[test]
fn every_command_about_wording_works() {
    check("docs/wording.md", 1);
}

#[test]
fn every_command_about_templates_works_in_its_order() {
    check("docs/templates.md", 15);
}

#[test]
fn every_command_about_dark_patterns_works() {
    check("docs/dark-patterns.md", 3);
}

#[test]
fn a_prompt_that_comes_again_in_a_session_is_told_by_the_name_of_the_pattern() {
    let file = |name: &str| format!("fixtures/dark-patterns/{name}/no-approved.aria.yml");
    let (prompt, other) = (file("hidden_information"), file("urgency"));
    let template = "fixtures/dark-patterns/hidden_information/template.yaml";
    let mut arguments = vec!["inspect", "--sequence", "--templates", template, "--format", "jsonl"];
    arguments.extend([&*prompt, &other, &prompt, &other, &prompt]);
    let told = sz(&arguments).expect(1).jsonl();
    let patterns = |at: usize| {
        let drift = told[at]["drift"].as_array().unwrap().iter();
        drift.filter_map(|event| event["pattern"].as_str()).collect::<Vec<_>>()
    };
    assert_eq!((patterns(0), patterns(2), patterns(4)), (vec![], vec![], vec!["nagging"]));
}

#[test]
fn every_key_of_a_template_is_explained() {
    let run = sz_with_input(&["baseline", "validate", "-"], "screen_id: a\nzzzzzzzzzz: 1\n");
    let said = run.expect(1).stdout;
    let keys = said.split_once("the keys are ").and_then(|(_, rest)| rest.lines().next());
    let page = std::fs::read_to_string(root().join("docs/templates.md")).unwrap();
    let (_, keys_of_page) = page.split_once("\n## Keys\n").unwrap();
    let keys_of_page = keys_of_page.split("\n## ").next().unwrap_or_default();
    let unexplained: Vec<&str> = keys
        .unwrap_or_default()
        .split(", ")
        .filter(|key| !keys_of_page.contains(&format!("`{key}`")))
        .collect();
    assert_eq!(unexplained, [""; 0]);
}

#[test]
fn every_command_about_drift_works_in_its_order() {
    check("docs/drift.md", 8);
}

#[test]
fn every_command_about_rules_and_known_drift_works_in_its_order() {
    check("docs/rules.md", 8);
}

#[test]
fn the_rules_in_the_page_about_rules_are_those_that_are_checked() {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).unwrap();
    let block = format!("```yaml\n{}```\n", read("fixtures/policies/rules.yaml"));
    assert!(read("docs/rules.md").contains(&block));
}

#[test]
fn the_policy_in_the_page_about_drift_is_the_one_that_is_checked() {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).unwrap();
    let block = format!("```yaml\n{}```\n", read("fixtures/policies/acme.yaml"));
    assert!(read("docs/drift.md").contains(&block));
}
