//! Which captures a library recognises, and why not.

use std::fs;

use serde_json::Value;

use crate::program::{arg, sz};

const TEMPLATES: &str = "fixtures/templates";
const LOGIN: &str = "fixtures/captures/web/login";

fn validate(arguments: &[&str], code: i32) -> Value {
    sz(&[&["baseline", "validate"], arguments, &["--format", "json"]].concat()).expect(code).json()
}

#[test]
fn captures_that_are_recognised_are_counted_with_their_drift() {
    let said = validate(&[TEMPLATES, "--captures", LOGIN], 0);
    assert_eq!(said["valid"], true);
    let captures = said["captures"].as_array().unwrap();
    assert_eq!(captures.len(), 7);
    assert!(
        captures.iter().all(|it| it["recognition"] == "recognised" && it["screen_id"] == "login")
    );
    assert_eq!(captures[0]["drift"], serde_json::json!({"critical": 0, "warning": 0, "info": 0}));
    assert_eq!(captures[3]["drift"]["info"], 2, "{}", captures[3]);
    let login = said["screens"].as_array().unwrap().iter().find(|it| it["screen_id"] == "login");
    assert_eq!(login.map(|it| (&it["recognised"], &it["clean"])), Some((&7.into(), &3.into())));
}

#[test]
fn a_capture_of_no_screen_is_told_what_the_template_misses() {
    let music = "fixtures/captures/legacy/music_player/base.json";
    let said = validate(&[TEMPLATES, "--captures", music, "--screen", "doordash_offer"], 1);
    let capture = &said["captures"][0];
    assert_eq!(capture["recognition"], "too_low");
    assert_eq!(capture["drift"], Value::Null);
    let reasons: Vec<&str> =
        capture["reasons"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(reasons[0].starts_with("scores 0."), "{reasons:?}");
    assert!(reasons[1].starts_with("3 of 3 required nodes missing: `offer_card`"), "{reasons:?}");
    // Held against the whole library it is told why it is not the screen that it is nearest to.
    let nearest = &validate(&[TEMPLATES, "--captures", music], 1)["captures"][0];
    assert_eq!(nearest["recognition"], "too_low");
    assert!(nearest["screen_id"].is_string() && nearest["better"].is_null(), "{nearest}");
}

#[test]
fn a_capture_of_another_screen_than_the_one_expected_names_that_one() {
    let said = validate(&[TEMPLATES, "--captures", LOGIN, "--screen", "login_form"], 1);
    let capture = &said["captures"][0];
    assert_eq!(capture["screen_id"], "login_form");
    assert_eq!(capture["better"]["screen_id"], "login");
    // Held against its own template alone it is recognised.
    validate(&["fixtures/templates/web/login.yaml", "--captures", LOGIN], 0);
}

#[test]
fn a_better_template_is_found_in_the_library_around() {
    let folder = tempfile::tempdir().unwrap();
    let loose = folder.path().join("loose.yaml");
    fs::write(&loose, "screen_id: any\nthreshold: 0.1\nexpected_roles: [button, slider]\n")
        .unwrap();
    let base = "fixtures/captures/web/login/base.json";
    validate(&[arg(&loose), "--captures", base], 0);
    let said = validate(&[arg(&loose), TEMPLATES, "--captures", base, "--screen", "any"], 1);
    assert_eq!(said["captures"][0]["recognition"], "outscored");
    assert_eq!(
        said["captures"][0]["reasons"][0],
        "`login` of acme-shop (1.000) fits better than 0.500"
    );
}

#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.json");
    fs::write(&broken, "{").unwrap();
    let said = validate(&[TEMPLATES, "--captures", arg(&broken), LOGIN], 2);
    assert_eq!(said["captures"][0]["recognition"], "unread");
    assert_eq!(said["captures"].as_array().map(Vec::len), Some(8));
}

#[test]
fn a_capture_that_shows_no_screen_or_not_all_of_one_is_no_miss_but_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, quality: &str, root: &str| {
        let text = format!(
            "{{\"schema\":\"sz-tree/1\",\"quality\":{{\"verdict\":\"{quality}\"}},\"root\":{root}}}"
        );
        fs::write(folder.path().join(name), text).unwrap();
    };
    let form = "{\"role\":\"form\",\"children\":[{\"role\":\"button\",\"name\":\"Go\"}]}";
    write("cut.json", "truncated", form);
    write("empty.json", "empty", "{\"role\":\"window\"}");
    write("whole.json", "complete", form);
    let template = folder.path().join("form.yaml");
    fs::write(&template, "screen_id: form\nrequired_nodes: [Go]\n").unwrap();
    let pattern = folder.path().join("*.json");
    let said = validate(&[arg(&template), "--captures", arg(&pattern)], 2);
    let captures = said["captures"].as_array().unwrap();
    let shown: Vec<_> = captures
        .iter()
        .map(|it| (it["recognition"].as_str().unwrap(), it["drift"].is_null()))
        .collect();
    assert_eq!(shown, [("recognised", true), ("no_screen", true), ("recognised", false)]);
    assert_eq!(captures[0]["quality"]["verdict"], "truncated");
    assert_eq!(captures[1]["reasons"][0], "empty");
}

#[test]
fn captures_are_not_judged_by_templates_with_faults() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), "screen_id: a\ndepth: x\ndepth: y\n").unwrap();
    let said = validate(&[arg(folder.path()), "--captures", LOGIN], 1);
    assert_eq!(said["faults"].as_array().map(Vec::len), Some(2), "{said}");
    assert_eq!(said.get("captures"), None);
}

#[test]
fn captures_against_templates_as_a_table() {
    let shown = sz(&[
        "baseline",
        "validate",
        "fixtures/templates/legacy/doordash_offer.yaml",
        "--captures",
        "fixtures/captures/legacy/doordash_offer",
        "fixtures/captures/legacy/music_player",
    ]);
    insta::assert_snapshot!(shown.expect(1).stdout);
}
