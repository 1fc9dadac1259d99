//! Many files at once: order, bad files, exit codes.

use crate::program::{arg, sz, sz_with_input};

const BASE: &str = "fixtures/captures/legacy/login_form/base.json";

#[test]
fn one_bad_file_is_reported_and_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.json");
    std::fs::write(&bad, "{\"root\": ").unwrap();
    let arguments =
        ["inspect", arg(&bad), BASE, "--templates", "fixtures/templates", "--format", "jsonl"];
    let results = sz(&arguments).expect(2).jsonl();
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["error"]["kind"], "syntax");
    assert!(results[0]["error"]["at"].as_str().unwrap().starts_with("line 1"), "{results:?}");
    assert_eq!(results[1]["match"]["screen_id"], "login_form");
}

#[test]
fn folders_and_globs_are_expanded_in_a_stable_order() {
    let list = |place: &str| -> Vec<String> {
        let arguments =
            ["inspect", place, "--templates", "fixtures/templates", "--format", "jsonl"];
        let results = sz(&arguments).jsonl();
        results.iter().map(|result| result["file"].as_str().unwrap().to_owned()).collect()
    };
    let folder = list("fixtures/captures/legacy/login_form");
    assert_eq!(folder, list("fixtures/captures/legacy/login_form/*.json"));
    assert!(folder.is_sorted() && folder.len() >= 3, "{folder:?}");
}

#[test]
fn exit_codes_are_those_of_diff() {
    let inspect = |file: &str| sz(&["inspect", file, "--templates", "fixtures/templates"]);
    inspect(BASE).expect(0);
    inspect("fixtures/captures/legacy/login_form/drift-content.json").expect(1);
    inspect("fixtures/captures/legacy/music_player/base.json").expect(1);
    inspect("no/such/file.json").expect(2);
    sz(&["inspect", BASE, "--templates", "no/such/folder"]).expect(2);
    sz(&["no-such-command"]).expect(2);
}

#[test]
fn a_fault_in_a_template_stops_the_work_and_names_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "screen_id: a\nrequird_nodes: [x]\n").unwrap();
    let run = sz(&["inspect", BASE, "--templates", arg(folder.path())]).expect(2);
    assert!(run.stderr.contains("a.yaml:2:1: unknown key `requird_nodes`"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn a_capture_can_come_from_standard_input() {
    let input = "- form \"Sign in\":\n  - button \"Go\"\n";
    let run = sz_with_input(&["query", "button", "-", "--format", "json"], input).expect(0);
    assert_eq!(run.json()[0]["name"], "Go");
}

#[test]
fn match_names_the_candidates() {
    let arguments =
        ["match", BASE, "--templates", "fixtures/templates", "--top", "2", "--format", "jsonl"];
    let result = &sz(&arguments).expect(0).jsonl()[0];
    assert_eq!(result["screen_id"], "login_form");
    assert_eq!(result["candidates"].as_array().map(Vec::len), Some(2));
    assert_eq!(result["candidates"][0]["score"], 1.0);
}

#[test]
fn a_policy_file_changes_severities() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml");
    std::fs::write(&policy, "content: critical\n").unwrap();
    let file = "fixtures/captures/legacy/login_form/drift-content.json";
    let arguments = [
        "inspect",
        file,
        "--templates",
        "fixtures/templates",
        "--policy",
        arg(&policy),
        "--format",
        "jsonl",
    ];
    let result = &sz(&arguments).expect(1).jsonl()[0];
    assert_eq!(result["drift"][0]["severity"], "critical");
}
