//! Comparing two captures.

use crate::program::{arg, sz};

const A: &str = "fixtures/captures/web/settings/base.json";
const B: &str = "fixtures/captures/web/settings/section-moved.json";

#[test]
fn a_capture_does_not_differ_from_itself() {
    let run = sz(&["diff", A, A, "--format", "json"]).expect(0).json();
    assert_eq!((&run["edits"], &run["similarity"]), (&0.into(), &1.0.into()));
}

#[test]
fn a_difference_has_the_shape_that_scripts_rely_on() {
    let diff = sz(&["diff", A, B, "--format", "json"]).expect(1).json();
    for list in ["added", "removed", "modified", "moved"] {
        assert!(diff[list].is_array(), "{list}");
    }
    assert!(diff["unchanged"].is_number() && diff["edits"].as_u64() > Some(0));
    let moved = &diff["moved"][0];
    assert!(moved["from"].is_string() && moved["to"].is_string(), "{moved}");
    assert!(moved["node"]["role"].is_string(), "{moved}");
}

#[test]
fn a_difference_can_be_a_page_for_browsers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("difference.html");
    let printed = sz(&["diff", A, B, "--format", "html"]).expect(1).stdout;
    assert!(printed.starts_with("<!DOCTYPE html>") && printed.ends_with("</html>\n"), "{printed}");
    let run = sz(&["diff", A, B, "--format", "html", "--out", arg(&file)]).expect(1);
    assert_eq!((run.stdout.as_str(), std::fs::read_to_string(&file).unwrap()), ("", printed));
}

#[test]
fn what_is_written_to_a_file_is_what_would_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("difference");
    for format in ["table", "json", "jsonl", "yaml"] {
        let printed = sz(&["diff", A, B, "--format", format]).expect(1).stdout;
        sz(&["diff", A, B, "--format", format, "--out", arg(&file)]).expect(1);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), printed, "{format}");
    }
}

#[test]
fn only_differences_are_pages() {
    let run = sz(&["convert", A, "--to", "sz", "--format", "html"]).expect(2);
    assert!(run.stderr.contains("html is for `diff`"), "{}", run.stderr);
}

#[test]
fn what_a_damaged_patch_holds_does_not_act_on_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let patch = folder.path().join("bad.patch");
    std::fs::write(&patch, r#"{"\u001b[2J": 1}"#).unwrap();
    let run = sz(&["diff", "--apply", arg(&patch), A]).expect(2);
    assert!(run.stderr.contains(r"\u{1b}[2J") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn a_patch_turns_a_into_b() {
    let folder = tempfile::tempdir().unwrap();
    let patch = folder.path().join("a-b.patch");
    sz(&["diff", A, B, "--patch", arg(&patch)]).expect(1);
    let patched = sz(&["diff", "--apply", arg(&patch), A]).expect(0).stdout;
    let expected = sz(&["convert", B, "--to", "sz"]).expect(0).stdout;
    assert_eq!(patched, expected);
}

#[test]
fn a_patch_is_refused_for_another_capture() {
    let folder = tempfile::tempdir().unwrap();
    let patch = folder.path().join("a-b.patch");
    sz(&["diff", A, B, "--patch", arg(&patch)]).expect(1);
    let run =
        sz(&["diff", "--apply", arg(&patch), "fixtures/captures/web/inbox/base.json"]).expect(2);
    assert!(run.stderr.contains("was not applied"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}
