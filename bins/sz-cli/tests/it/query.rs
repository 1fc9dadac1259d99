//! Finding nodes.

use crate::program::sz;

const FILE: &str = "fixtures/samples/snapshot.aria.yml";

#[test]
fn prints_file_path_role_and_name_of_each_node() {
    let found = sz(&["query", "button", FILE, "--format", "json"]).expect(0).json();
    let first = &found[0];
    assert_eq!(first["file"], FILE);
    assert_eq!(first["role"], "button");
    assert!(first["path"].as_str().unwrap().starts_with('/'));
    assert!(!first["name"].as_str().unwrap().is_empty());
}

#[test]
fn finding_nothing_is_exit_code_1_and_a_bad_selector_2() {
    sz(&["query", "slider:name(/nowhere/)", FILE]).expect(1);
    let run = sz(&["query", "button[", FILE]).expect(2);
    assert!(run.stderr.contains("not a selector"), "{}", run.stderr);
}
