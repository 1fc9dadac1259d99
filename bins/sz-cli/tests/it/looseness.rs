//! What templates do not notice.

use std::fs;

use serde_json::Value;

use crate::program::{arg, sz};

fn looseness(arguments: &[&str], code: i32) -> Value {
    sz(&[&["baseline", "looseness"], arguments, &["--format", "json"]].concat()).expect(code).json()
}

#[test]
fn each_finding_has_a_place_an_example_that_was_tried_and_a_remedy() {
    let said = looseness(&["fixtures/templates/web/checkout_offer.yaml"], 1);
    let template = &said["templates"][0];
    assert_eq!(template["screen_id"], "checkout_offer");
    let findings = template["findings"].as_array().unwrap();
    let price =
        findings.iter().find(|it| it["what"].as_str().unwrap().contains("another price")).unwrap();
    assert_eq!((&price["kind"], &price["weight"]), (&"varying_text".into(), &"medium".into()));
    assert_eq!(price["tried"], true);
    assert!(price["example"].as_str().unwrap().ends_with("to \"$99.00\""), "{price}");
    let text = fs::read_to_string(
        crate::program::root().join("fixtures/templates/web/checkout_offer.yaml"),
    );
    let line = usize::try_from(price["line"].as_u64().unwrap()).unwrap();
    assert!(text.unwrap().lines().nth(line - 1).unwrap().contains(r"\$\d+"), "line {line}");
    assert!(said["never_compared"].as_array().is_some_and(|list| list.len() > 3));
}

#[test]
fn a_template_built_from_a_capture_is_not_loose() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.yaml");
    let capture = "fixtures/captures/desktop/zenity_question/base.json";
    sz(&["baseline", "build", capture, "--screen-id", "question", "--out", arg(&file)]).expect(0);
    let said = looseness(&[arg(&file)], 0);
    assert_eq!(said["templates"][0]["findings"], Value::Array(Vec::new()));
    let shown = sz(&["baseline", "looseness", arg(folder.path())]).expect(0).stdout;
    assert!(shown.contains("nothing is loose"), "{shown}");
    assert!(shown.contains("0 of 1 template is loose"), "{shown}");
}

#[test]
fn what_matters_less_can_be_left_out() {
    let count = |at_least: &str, code| {
        let said = looseness(&["fixtures/templates/web/inbox.yaml", "--at-least", at_least], code);
        said["templates"][0]["findings"].as_array().map_or(0, Vec::len)
    };
    let (low, medium, high) = (count("low", 1), count("medium", 1), count("high", 1));
    assert!(low > medium && medium > high && high > 0, "{low} {medium} {high}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    let text = "screen_id: a\nnode_count: 2\nrequired_nodes: [Pay]\nbaseline: |\n  - main:\n    - button \"Pay\"\n    - text: /^\\d+ items$/\n";
    fs::write(&file, text).unwrap();
    looseness(&[arg(&file)], 1);
    looseness(&[arg(&file), "--at-least", "medium"], 0);
}

#[test]
fn templates_with_faults_are_trouble() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), "screen_id: a\ndepth: x\n").unwrap();
    let run = sz(&["baseline", "looseness", arg(folder.path())]).expect(2);
    assert!(run.stderr.contains("a.yaml:2:8: `x` is no count"), "{}", run.stderr);
}

#[test]
fn loose_ends_as_a_table() {
    let folder = "fixtures/templates/web/cookie_dialog.yaml";
    insta::assert_snapshot!(sz(&["baseline", "looseness", folder]).expect(1).stdout);
}
