//! What a capture is worth, as `inspect` says it.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::program::{Run, arg, sz};

/// A screen that a template knows, in canonical JSON with this verdict.
fn known(verdict: &str) -> String {
    let base = "fixtures/captures/legacy/login_form/base.json";
    let text = sz(&["convert", base, "--to", "sz"]).expect(0).stdout;
    let quality =
        format!(r#""quality":{{"verdict":"{verdict}","reason":"as the test says"}},"root""#);
    text.replacen("\"root\"", &quality, 1)
}

/// A folder with one capture of each sort.
fn captures() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let without_button = known("truncated").replacen("\"button\"", "\"link\"", 1);
    for (name, text) in [
        ("a-complete.json", known("complete")),
        ("b-truncated.json", without_button),
        ("c-not-settled.json", known("not_settled")),
        ("d-empty.json", known("empty")),
        ("e-accessibility-off.json", known("accessibility_off")),
        ("f-failed.xml", "ERROR: could not get idle state.".to_owned()),
        ("g-blank.xml", "<hierarchy rotation=\"0\"></hierarchy>".to_owned()),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn inspect(path: &Path, format: &str) -> Run {
    sz(&["inspect", arg(path), "--templates", "fixtures/templates", "--format", format])
}

#[test]
fn only_a_whole_capture_is_judged_and_only_a_screen_is_named() {
    let folder = captures();
    let results = inspect(folder.path(), "jsonl").expect(2).jsonl();
    let rows: Vec<Value> = results
        .iter()
        .map(|one| {
            json!([
                one["quality"]["verdict"],
                one["match"]["screen_id"],
                one["drift"].as_array().map(Vec::len),
                one["similarity"],
                one["error"]["kind"],
            ])
        })
        .collect();
    let expected = [
        json!(["complete", "login_form", 0, 1.0, null]),
        json!(["truncated", "login_form", 0, null, null]),
        json!(["not_settled", "login_form", 0, null, null]),
        json!(["empty", null, 0, null, null]),
        json!(["accessibility_off", null, 0, null, null]),
        json!(["not_settled", null, 0, null, "capture_failed"]),
        json!(["empty", null, 0, null, null]),
    ];
    assert_eq!(rows, expected);
    assert!(results.iter().all(|one| one["quality"]["reason"].is_string()));
}

#[test]
fn a_capture_that_is_not_whole_is_trouble_and_never_no_drift() {
    let folder = captures();
    for (name, code) in [
        ("a-complete.json", 0),
        ("b-truncated.json", 2),
        ("c-not-settled.json", 2),
        ("d-empty.json", 2),
        ("e-accessibility-off.json", 2),
        ("f-failed.xml", 2),
        ("g-blank.xml", 2),
    ] {
        inspect(&folder.path().join(name), "json").expect(code);
        inspect(&folder.path().join(name), "table").expect(code);
    }
}

#[test]
fn a_table_says_why_a_capture_is_not_judged() {
    let folder = captures();
    let table = inspect(folder.path(), "table").expect(2).stdout;
    // The folder is another one each time, and how long its name is decides where lines are broken.
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in table.lines().skip(3) {
        let cells: Vec<&str> = line.trim_matches('│').split('┆').map(str::trim).collect();
        let [_, screen, _, _, drift] = cells[..] else { continue };
        match rows.last_mut().filter(|_| screen.is_empty()) {
            Some((_, above)) => *above = format!("{above} {drift}"),
            None => rows.push((screen.to_owned(), drift.to_owned())),
        }
    }
    let failed = "line 1, column 1: uiautomator made no dump but said `ERROR: could not get idle state.`: wait until \
                  nothing on the screen moves, or switch animations off, and dump again";
    let expected = [
        ("login_form", "none note: as the test says"),
        ("login_form", "not judged, truncated: as the test says"),
        ("login_form", "not judged, not settled: as the test says"),
        ("no screen", "not judged, empty: as the test says"),
        ("no screen", "not judged, accessibility off: as the test says"),
        ("not read", failed),
        ("no screen", "not judged, empty: there is nothing in the document but its root"),
    ];
    assert_eq!(rows, expected.map(|(screen, drift)| (screen.to_owned(), drift.to_owned())));
}

#[test]
fn match_names_a_screen_as_inspect_does_and_judges_only_whole_captures() {
    let folder = captures();
    let words = |place: &Path, format: &str| {
        sz(&["match", arg(place), "--templates", "fixtures/templates", "--format", format])
    };
    let rows: Vec<Value> = words(folder.path(), "jsonl")
        .expect(2)
        .jsonl()
        .iter()
        .map(|one| json!([one["quality"]["verdict"], one["screen_id"], one["error"]["kind"]]))
        .collect();
    let expected = [
        json!(["complete", "login_form", null]),
        json!(["truncated", "login_form", null]),
        json!(["not_settled", "login_form", null]),
        json!(["empty", null, null]),
        json!(["accessibility_off", null, null]),
        json!(["not_settled", null, "capture_failed"]),
        json!(["empty", null, null]),
    ];
    assert_eq!(rows, expected);
    words(&folder.path().join("a-complete.json"), "table").expect(0);
    let table = words(&folder.path().join("b-truncated.json"), "table").expect(2).stdout;
    assert!(table.contains("not judged, truncated: as the test says"), "{table}");
    let table = words(&folder.path().join("d-empty.json"), "table").expect(2).stdout;
    assert!(table.contains("no screen") && !table.contains("unknown"), "{table}");
}

#[test]
fn no_template_is_built_from_what_is_no_screen() {
    let folder = captures();
    let build = |name: &str| {
        sz(&["baseline", "build", arg(&folder.path().join(name)), "--screen-id", "login"])
    };
    for (name, verdict) in [
        ("d-empty.json", "no screen, empty: as the test says; bring the application to the front"),
        ("e-accessibility-off.json", "no screen, accessibility off: as the test says; switch"),
        ("f-failed.xml", "uiautomator made no dump"),
        ("g-blank.xml", "no screen, empty: there is nothing in the document but its root"),
    ] {
        let run = build(name).expect(2);
        assert!(run.stderr.contains(name) && run.stderr.contains(verdict), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    let run = build("b-truncated.json").expect(0);
    assert!(run.stderr.contains("not whole, truncated: as the test says"), "{}", run.stderr);
    assert_eq!(build("a-complete.json").expect(0).stderr, "");
}

#[test]
fn captures_that_are_not_whole_may_differ_and_are_never_the_same() {
    let folder = captures();
    let diff =
        |a: &str, b: &str| sz(&["diff", arg(&folder.path().join(a)), arg(&folder.path().join(b))]);
    assert_eq!(diff("a-complete.json", "a-complete.json").expect(0).stderr, "");
    let run = diff("a-complete.json", "c-not-settled.json").expect(2);
    assert!(run.stderr.contains("not whole, not settled"), "{}", run.stderr);
    let run = diff("b-truncated.json", "a-complete.json").expect(1);
    assert!(run.stderr.contains("b-truncated.json: not whole, truncated"), "{}", run.stderr);
    let run = diff("a-complete.json", "g-blank.xml").expect(1);
    assert!(run.stderr.contains("g-blank.xml: no screen, empty"), "{}", run.stderr);
}
