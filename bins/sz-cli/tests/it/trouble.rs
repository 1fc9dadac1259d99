//! What cannot be done says why and what to do, and never looks like a good answer.

use std::path::Path;

use crate::program::{arg, root, sz, sz_with_input};

const LOGIN: &str = "fixtures/captures/web/login/base.json";
const TEMPLATES: &str = "fixtures/templates";

/// A folder with an empty folder in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    folder
}

/// Runs a command that must end with 2 and say this, and nothing on standard output.
#[track_caller]
fn check(arguments: &[&str], said: &str) {
    let run = sz(arguments).expect(2);
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn a_folder_without_templates_is_never_valid() {
    let folder = folder();
    let empty = folder.path().join("empty");
    let said = "empty: no template (.yaml, .yml) in this folder";
    check(&["baseline", "validate", arg(&empty)], said);
    check(&["baseline", "validate", TEMPLATES, arg(&empty)], said);
    check(&["baseline", "looseness", arg(&empty)], said);
    check(&["baseline", "list", arg(&empty)], said);
    check(&["inspect", LOGIN, "--templates", arg(&empty)], said);
}

#[test]
fn a_folder_in_place_of_a_file_is_called_one() {
    let folder = folder();
    let said = "this is a folder; name one file";
    check(&["convert", arg(folder.path()), "--to", "aria"], said);
    check(&["diff", LOGIN, arg(folder.path())], said);
    check(&["diff", LOGIN, LOGIN, "--out", arg(folder.path())], said);
    check(&["baseline", "diff", TEMPLATES, TEMPLATES], said);
    check(&["baseline", "build", LOGIN, "--screen-id", "login", "--out", arg(folder.path())], said);
    check(&["inspect", LOGIN, "--templates", TEMPLATES, "--policy", arg(folder.path())], said);
}

#[test]
fn a_file_in_place_of_a_folder_is_called_one() {
    check(
        &["baseline", "merge", TEMPLATES, TEMPLATES, "--out", LOGIN],
        "base.json: this is a file; name a folder that is not there yet",
    );
    check(
        &["baseline", "import", TEMPLATES, "--into", LOGIN],
        "base.json: not a folder of templates",
    );
}

#[test]
fn a_dash_is_standard_input_once_and_never_a_file() {
    check(&["match", "-", "-", "--templates", TEMPLATES], "`-` is named twice");
    check(&["diff", "-", "-"], "`-` is named twice");
    check(
        &["baseline", "build", LOGIN, "--screen-id", "login", "--out", "-"],
        "`-` is no file to write to",
    );
    check(&["diff", LOGIN, LOGIN, "--out", "-"], "`-` is no file to write to");
    assert!(!root().join("-").exists());
}

#[test]
fn a_file_that_is_named_twice_is_imported_once() {
    let folder = folder();
    let web = "fixtures/templates/web";
    let login = "fixtures/templates/web/login.yaml";
    let into = folder.path().join("into");
    let run = sz(&["baseline", "import", web, login, "--into", arg(&into), "--format", "json"]);
    let said = run.expect(0).json();
    assert_eq!(said["screens"].as_array().map(Vec::len), Some(6), "{said}");
}

#[test]
fn files_of_a_folder_are_taken_whatever_their_ending_looks_like() {
    let folder = folder();
    let capture = std::fs::read(root().join(LOGIN)).unwrap();
    for name in ["a.JSON", "b.json", "c.txt"] {
        std::fs::write(folder.path().join(name), &capture).unwrap();
    }
    let arguments = ["inspect", arg(folder.path()), "--templates", TEMPLATES, "--format", "jsonl"];
    let names: Vec<String> = sz(&arguments)
        .expect(0)
        .jsonl()
        .iter()
        .filter_map(|it| Path::new(it["file"].as_str()?).file_name()?.to_str().map(str::to_owned))
        .collect();
    assert_eq!(names, ["a.JSON", "b.json"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_not_waited_for() {
    let folder = folder();
    let socket = folder.path().join("capture.json");
    let _listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    check(
        &["inspect", arg(folder.path()), "--templates", TEMPLATES],
        "no capture (.json, .xml, .yml, .yaml) in this folder",
    );
}

#[test]
fn captures_of_different_screens_make_no_template_in_silence() {
    let build = |files: [&str; 2]| {
        let run = sz(&["baseline", "build", files[0], files[1], "--screen-id", "mixed"]);
        run.expect(0).stderr
    };
    let warned = build([LOGIN, "fixtures/captures/web/settings/base.json"]);
    assert!(warned.contains("are they of one screen?"), "{warned}");
    assert_eq!(build([LOGIN, "fixtures/captures/web/login/other-user.json"]), "");
}

#[test]
fn a_template_is_printed_in_the_format_that_was_asked_for() {
    let build = ["baseline", "build", LOGIN, "--screen-id", "login", "--format", "json"];
    assert_eq!(sz(&build).expect(0).json()["screen_id"], "login");
}

#[test]
fn a_capture_that_is_not_read_is_told_with_its_place_in_every_table() {
    let bad = "{\"root\": ";
    let place = "line 1, column";
    let templates = ["-", "--templates", TEMPLATES];
    for command in ["inspect", "match"] {
        let run = sz_with_input(&[&[command], &templates[..]].concat(), bad).expect(2);
        assert!(run.stdout.contains("not read") && run.stdout.contains(place), "{}", run.stdout);
    }
    let run = sz_with_input(&["baseline", "validate", TEMPLATES, "--captures", "-"], bad);
    let run = run.expect(2);
    assert!(run.stdout.contains("not read") && run.stdout.contains(place), "{}", run.stdout);
}
