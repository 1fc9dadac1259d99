//! Templates from captures.

use crate::program::{arg, sz};

const CAPTURE: &str = "fixtures/captures/web/checkout_offer/base.json";

#[test]
fn a_built_template_recognises_its_capture_without_drift() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("offer.yaml");
    sz(&[
        "baseline",
        "build",
        CAPTURE,
        "--screen-id",
        "offer",
        "--app",
        "shop",
        "--out",
        arg(&file),
    ])
    .expect(0);
    let inspected = &sz(&["inspect", CAPTURE, "--templates", arg(&file), "--format", "jsonl"])
        .expect(0)
        .jsonl()[0];
    assert_eq!(inspected["match"]["screen_id"], "offer");
    assert_eq!(inspected["match"]["score"], 1.0);
    assert_eq!(inspected["app"], "shop");
    let listed = sz(&["baseline", "list", arg(folder.path()), "--format", "json"]).expect(0).json();
    assert_eq!(listed[0]["screen_id"], "offer");
    let shown = sz(&["baseline", "show", "offer", "--templates", arg(&file)]).expect(0).stdout;
    assert_eq!(shown, std::fs::read_to_string(&file).unwrap());
}

#[test]
fn a_template_of_several_captures_leaves_open_what_varies() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("login.yaml");
    let captures = ["base", "filled", "other-user"]
        .map(|variant| format!("fixtures/captures/web/login/{variant}.json"));
    let [base, filled, other] = captures.each_ref().map(String::as_str);
    let words = ["baseline", "build", base, filled, other, "--screen-id", "login", "--out"];
    sz(&[&words[..], &[arg(&file)]].concat()).expect(0);
    for capture in [base, filled, other] {
        let inspected = &sz(&["inspect", capture, "--templates", arg(&file), "--format", "jsonl"])
            .expect(0)
            .jsonl()[0];
        assert_eq!(inspected["match"]["screen_id"], "login", "{capture}");
        assert_eq!(inspected["drift"].as_array().map(Vec::len), Some(0), "{inspected}");
    }
    let gone = "fixtures/captures/web/login/reset-gone.json";
    sz(&["inspect", gone, "--templates", arg(&file)]).expect(1);
}

#[test]
fn the_templates_of_the_fixtures_are_valid_and_without_warning() {
    let said =
        sz(&["baseline", "validate", "fixtures/templates", "--format", "json"]).expect(0).json();
    assert_eq!(said["valid"], true);
    assert_eq!(said["warnings"].as_array().map(Vec::len), Some(0), "{said}");
}

#[test]
fn validate_reports_every_fault_and_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "screen_id: a\ndepth: x\nthreshold: y\n").unwrap();
    let said =
        sz(&["baseline", "validate", arg(folder.path()), "--format", "json"]).expect(1).json();
    assert_eq!(said["faults"].as_array().map(Vec::len), Some(2), "{said}");
}

#[test]
fn show_of_an_unknown_screen_names_the_known_ones() {
    let run = sz(&["baseline", "show", "nothing", "--templates", "fixtures/templates"]).expect(2);
    assert!(run.stderr.contains("login_form"), "{}", run.stderr);
}

#[test]
fn noise_explain_says_which_rule_removed_what() {
    let explained = sz(&["noise", "explain", CAPTURE, "--format", "json"]).expect(0).json();
    let first = &explained[0];
    for key in ["path", "role", "name", "action", "rule"] {
        assert!(first[key].is_string(), "{key}: {first}");
    }
}
