//! Every fixture capture against the templates: the right screen, the known drift, nothing else.

use serde_json::Value;

use crate::program::{root, sz};

/// One line of `fixtures/captures/index.jsonl`.
fn index() -> Vec<Value> {
    let file = root().join("fixtures/captures/index.jsonl");
    let text = std::fs::read_to_string(file).expect("the index is there");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What the program says of every capture of the index, in its order.
fn inspected(index: &[Value]) -> Vec<Value> {
    let files: Vec<String> = index
        .iter()
        .map(|line| format!("fixtures/captures/{}", line["file"].as_str().expect("a file")))
        .collect();
    let mut arguments = vec!["inspect", "--templates", "fixtures/templates", "--format", "jsonl"];
    arguments.extend(files.iter().map(String::as_str));
    sz(&arguments).expect(1).jsonl()
}

#[test]
fn every_capture_is_recognised_as_its_screen_or_as_unknown() {
    let index = index();
    assert!(index.len() >= 40, "{} captures", index.len());
    let results = inspected(&index);
    assert_eq!(results.len(), index.len());
    let misses: Vec<String> = index
        .iter()
        .zip(&results)
        .filter(|(line, result)| line["screen_id"] != result["match"]["screen_id"])
        .map(|(line, result)| {
            format!("{} is {}, not {}", line["file"], result["match"], line["screen_id"])
        })
        .collect();
    let right = index.len() - misses.len();
    println!("{right} of {} captures recognised as what they are", index.len());
    assert!(misses.is_empty(), "{misses:#?}");
}

/// Kind and severity of each drift, sorted.
fn drift_of(list: &Value) -> Vec<String> {
    let shown = |drift: &Value| {
        format!(
            "{} {}",
            drift["kind"].as_str().unwrap_or("?"),
            drift["severity"].as_str().unwrap_or("?")
        )
    };
    let mut drift: Vec<String> = list.as_array().expect("a list").iter().map(shown).collect();
    drift.sort();
    drift.dedup();
    drift
}

#[test]
fn every_change_is_reported_with_its_kind_and_severity_and_nothing_else_is() {
    let index = index();
    let wrong: Vec<String> = index
        .iter()
        .zip(inspected(&index))
        .filter_map(|(line, result)| {
            let (expected, got) = (drift_of(&line["drift"]), drift_of(&result["drift"]));
            let list = || serde_json::to_string_pretty(&result["drift"]).unwrap_or_default();
            (expected != got)
                .then(|| format!("{}: expected {expected:?}, got {got:?} {}", line["file"], list()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_session_is_checked_for_transitions_in_the_order_given() {
    let files = [
        "fixtures/captures/legacy/discord_chat/base.json",
        "fixtures/captures/legacy/gmail_inbox/base.json",
        "fixtures/captures/legacy/doordash_offer/base.json",
    ];
    let arguments = ["inspect", "--templates", "fixtures/templates", "--format", "jsonl"];
    let run = |more: &[&str]| {
        let arguments: Vec<&str> = arguments.iter().chain(more).chain(&files).copied().collect();
        sz(&arguments)
    };
    run(&[]).expect(0);
    let results = run(&["--sequence"]).expect(1).jsonl();
    let kinds: Vec<Vec<String>> = results.iter().map(|result| drift_of(&result["drift"])).collect();
    let expected: Vec<Vec<String>> = vec![vec![], vec![], vec!["sequence warning".to_owned()]];
    assert_eq!(kinds, expected);
}

#[test]
fn the_output_has_the_keys_that_scripts_rely_on() {
    let file = "fixtures/captures/legacy/doordash_offer/drift-manipulative.json";
    let result = &sz(&["inspect", file, "--templates", "fixtures/templates", "--format", "jsonl"])
        .expect(1)
        .jsonl()[0];
    let keys =
        |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    for (value, expected) in [
        (
            result,
            vec![
                "file",
                "app",
                "source",
                "nodes",
                "signatures",
                "match",
                "drift",
                "similarity",
                "ledger",
                "error",
            ],
        ),
        (&result["nodes"], vec!["read", "kept"]),
        (&result["signatures"], vec!["full", "structural", "content"]),
        (&result["match"], vec!["screen_id", "version", "score", "nearest", "evidence"]),
        (&result["match"]["evidence"], vec!["required", "structure", "roles"]),
        (
            &result["drift"][0],
            vec![
                "id",
                "kind",
                "severity",
                "change",
                "path",
                "selector",
                "old",
                "new",
                "rule",
                "explanation",
            ],
        ),
    ] {
        let keys = keys(value);
        assert!(expected.iter().all(|key| keys.iter().any(|k| k == key)), "{keys:?}");
    }
}
