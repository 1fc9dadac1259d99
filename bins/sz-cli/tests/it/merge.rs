//! Libraries that take in templates, and two that become one.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Run, arg, sz};

/// A template of a form, with a title that makes its content.
fn form(screen: &str, version: &str, title: &str) -> String {
    format!(
        "screen_id: {screen}\nversion: {version}\nrequired_nodes: ['heading[name=\"{screen}\"]']\nbaseline: |\n  \
         - main:\n    - heading \"{screen}\"\n    - text: {title}\n"
    )
}

/// A folder with these files.
fn folder(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

/// Every file under a folder, with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn import(from: &Path, into: &Path, more: &[&str]) -> Run {
    let arguments = ["baseline", "import", arg(from), "--into", arg(into), "--format", "json"];
    sz(&[&arguments, more].concat())
}

/// Screen, outcome and current version of each screen.
fn outcomes(said: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let screens = said["screens"].as_array().unwrap().iter();
    screens.map(|it| (text(&it["screen_id"]), text(&it["outcome"]), text(&it["version"]))).collect()
}

fn row(screen: &str, outcome: &str, version: &str) -> (String, String, String) {
    (screen.to_owned(), outcome.to_owned(), version.to_owned())
}

#[test]
fn an_empty_library_takes_everything_with_its_history() {
    let theirs = folder(&[
        ("shop/a.yaml", form("a", "1.1.0", "new")),
        ("shop/.history/_/a/1.0.0.yaml", form("a", "1.0.0", "old")),
        ("b.yml", form("b", "2.0.0", "x")),
    ]);
    let ours = folder(&[]);
    let into = ours.path().join("library");
    let said = import(theirs.path(), &into, &[]).expect(0).json();
    assert_eq!(outcomes(&said), [row("b", "added", "2.0.0"), row("a", "added", "1.1.0")]);
    assert_eq!(files(&into), files(theirs.path()));
    // Again, nothing changes.
    let again = import(theirs.path(), &into, &[]).expect(0).json();
    assert_eq!(outcomes(&again), [row("b", "same", "2.0.0"), row("a", "same", "1.1.0")]);
    assert_eq!(files(&into), files(theirs.path()));
}

#[test]
fn the_higher_version_is_current_and_the_other_is_kept() {
    let ours =
        folder(&[("mine.yaml", form("a", "1.0.0", "x")), ("b.yaml", form("b", "3.0.0", "x"))]);
    let theirs =
        folder(&[("a.yaml", form("a", "1.1.0", "y")), ("b.yaml", form("b", "2.0.0", "y"))]);
    let said = import(theirs.path(), ours.path(), &[]).expect(0).json();
    assert_eq!(outcomes(&said), [row("a", "replaced", "1.1.0"), row("b", "kept", "3.0.0")]);
    let expected = [
        (".history/_/a/1.0.0.yaml", form("a", "1.0.0", "x")),
        (".history/_/b/2.0.0.yaml", form("b", "2.0.0", "y")),
        ("b.yaml", form("b", "3.0.0", "x")),
        ("mine.yaml", form("a", "1.1.0", "y")),
    ];
    assert_eq!(files(ours.path()), expected.map(|(name, text)| (name.to_owned(), text)).into());
}

#[test]
fn a_conflict_is_told_and_nothing_is_written() {
    let ours = folder(&[("a.yaml", form("a", "1.0.0", "x"))]);
    let theirs =
        folder(&[("a.yaml", form("a", "1.0.0", "y")), ("new.yaml", form("new", "1.0.0", "z"))]);
    let before = files(ours.path());
    let said = import(theirs.path(), ours.path(), &[]).expect(1).json();
    assert_eq!(said["written"], false);
    let conflict = &said["screens"][0]["conflicts"][0];
    assert_eq!(conflict["changes"][0]["sentence"], "the text \"x\" reads \"y\" now");
    assert_eq!(files(ours.path()), before);

    import(theirs.path(), ours.path(), &["--prefer", "theirs", "--dry-run"]).expect(0);
    assert_eq!(files(ours.path()), before);

    let said = import(theirs.path(), ours.path(), &["--prefer", "theirs"]).expect(0).json();
    assert_eq!(outcomes(&said)[0], row("a", "preferred_theirs", "1.1.0"));
    let after = files(ours.path());
    assert_eq!(after["a.yaml"], form("a", "1.1.0", "y"));
    assert_eq!(after[".history/_/a/1.0.0.yaml"], form("a", "1.0.0", "x"));
    assert_eq!(after.len(), 3);
}

#[test]
fn where_one_file_cannot_be_written_none_is() {
    let ours =
        folder(&[("a.yaml", form("a", "1.0.0", "x")), (".history/_/a", "in the way".to_owned())]);
    let theirs =
        folder(&[("a.yaml", form("a", "1.1.0", "y")), ("new.yaml", form("new", "1.0.0", "z"))]);
    let before = files(ours.path());
    let run = import(theirs.path(), ours.path(), &[]).expect(2);
    assert!(run.stderr.contains("nothing was changed"), "{}", run.stderr);
    assert_eq!(files(ours.path()), before);
}

#[test]
fn preferring_ours_leaves_ours_as_it_is() {
    let ours = folder(&[("a.yaml", form("a", "1.0.0", "x"))]);
    let theirs = folder(&[("a.yaml", form("a", "1.0.0", "y"))]);
    let before = files(ours.path());
    let said = import(theirs.path(), ours.path(), &["--prefer", "ours"]).expect(0).json();
    assert_eq!(outcomes(&said), [row("a", "preferred_ours", "1.0.0")]);
    assert_eq!(files(ours.path()), before);
}

#[test]
fn screens_that_take_each_others_baselines_are_told() {
    let ours = folder(&[("a.yaml", form("a", "1.0.0", "x"))]);
    let theirs =
        folder(&[("b.yaml", form("a", "1.0.0", "x").replace("screen_id: a", "screen_id: b"))]);
    let said = import(theirs.path(), ours.path(), &[]).expect(0).json();
    assert_eq!(said["look_alikes"][0]["a"], "b");
    assert_eq!(said["look_alikes"][0]["b"], "a");
}

#[test]
fn a_file_of_the_same_name_is_not_overwritten() {
    let ours = folder(&[("a.yaml", form("mine", "1.0.0", "x"))]);
    let theirs = folder(&[("a.yaml", form("theirs", "1.0.0", "y"))]);
    let said = import(theirs.path(), ours.path(), &[]).expect(0).json();
    assert!(said["screens"][0]["file"].as_str().unwrap().ends_with("a-2.yaml"), "{said}");
    assert_eq!(files(ours.path())["a.yaml"], form("mine", "1.0.0", "x"));
}

const SNAPSHOT: &str = "- form \"Sign in\":\n  - textbox \"E-mail\"\n  - button \"Go\"\n";

#[test]
fn a_playwright_snapshot_becomes_a_template_of_its_name() {
    let theirs = folder(&[("sign in.aria.yml", SNAPSHOT.to_owned())]);
    let ours = folder(&[]);
    let said = import(theirs.path(), ours.path(), &["--app", "shop"]).expect(0).json();
    assert_eq!(outcomes(&said), [row("sign_in", "added", "1.0.0")]);
    let capture = theirs.path().join("capture.yml");
    fs::write(&capture, SNAPSHOT).unwrap();
    let run = sz(&["inspect", arg(&capture), "--templates", arg(ours.path()), "--format", "jsonl"]);
    assert_eq!(run.expect(0).jsonl()[0]["match"]["screen_id"], "sign_in");

    // What was added to the template since stays, as long as the snapshot says the same.
    let file = ours.path().join("sign_in.yaml");
    let edited =
        fs::read_to_string(&file).unwrap().replace("baseline:", "threshold: 0.9\nbaseline:");
    fs::write(&file, &edited).unwrap();
    fs::remove_file(&capture).unwrap();
    let said = import(theirs.path(), ours.path(), &["--app", "shop"]).expect(0).json();
    assert_eq!(outcomes(&said), [row("sign_in", "same", "1.0.0")]);
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);
    fs::write(theirs.path().join("sign in.aria.yml"), SNAPSHOT.replace("Go", "Stop")).unwrap();
    import(theirs.path(), ours.path(), &["--app", "shop"]).expect(1);
}

#[test]
fn templates_of_the_prototype_come_in_unchanged() {
    let prototype = "screen_id: doordash_offer_card\nrequired_nodes:\n  - payout_label\n  - accept_button\n\
         structure_signature: 5f4dcc3b5aa765d61d8327deb882cf99\nversion: 1.0\nvalid_transitions:\n  - doordash_offer_card -> doordash_navigation\n";
    let theirs = folder(&[("doordash.yaml", prototype.to_owned())]);
    let ours = folder(&[]);
    import(theirs.path(), ours.path(), &[]).expect(0);
    assert_eq!(files(ours.path()), files(theirs.path()));
}

#[test]
fn every_fault_of_what_comes_in_is_told_with_its_place() {
    let theirs = folder(&[
        ("a.yaml", "screen_id: a\ndepth: x\n".to_owned()),
        ("b.aria.yml", "- button \"OK\" [chekced]\n".to_owned()),
        ("c.yaml", form("c", "1.0.0", "x")),
    ]);
    let ours = folder(&[]);
    let run = import(theirs.path(), ours.path(), &[]).expect(2);
    assert!(run.stderr.contains("a.yaml:2:8: `x` is no count"), "{}", run.stderr);
    assert!(
        run.stderr.contains("b.aria.yml:1:16: unsupported attribute `chekced`"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("b.aria.yml").count(), 1, "{}", run.stderr);
    assert_eq!(files(ours.path()), BTreeMap::new());
}

fn merge(a: &Path, b: &Path, out: &Path, more: &[&str]) -> Run {
    let arguments = ["baseline", "merge", arg(a), arg(b), "--out", arg(out), "--format", "json"];
    sz(&[&arguments, more].concat())
}

#[test]
fn two_libraries_become_one_in_a_new_folder() {
    let ours = folder(&[
        ("a.yaml", form("a", "1.0.0", "x")),
        ("only/ours.yaml", form("ours", "1.2.0", "x")),
        ("only/.history/_/ours/1.0.0.yaml", form("ours", "1.0.0", "w")),
    ]);
    let theirs = folder(&[
        ("b.yaml", form("a", "2.0.0", "y")),
        ("theirs.yaml", form("theirs", "1.0.0", "z")),
    ]);
    let (before, out) = (files(ours.path()), ours.path().with_extension("merged"));
    let said = merge(ours.path(), theirs.path(), &out, &[]).expect(0).json();
    assert_eq!(outcomes(&said), [row("a", "replaced", "2.0.0"), row("theirs", "added", "1.0.0")]);
    let expected = [
        (".history/_/a/1.0.0.yaml", form("a", "1.0.0", "x")),
        ("a.yaml", form("a", "2.0.0", "y")),
        ("only/.history/_/ours/1.0.0.yaml", form("ours", "1.0.0", "w")),
        ("only/ours.yaml", form("ours", "1.2.0", "x")),
        ("theirs.yaml", form("theirs", "1.0.0", "z")),
    ];
    assert_eq!(files(&out), expected.map(|(name, text)| (name.to_owned(), text)).into());
    assert_eq!(files(ours.path()), before);
    let run = merge(ours.path(), theirs.path(), &out, &[]).expect(2);
    assert!(run.stderr.contains("is there already"), "{}", run.stderr);
    fs::remove_dir_all(&out).unwrap();
}

#[test]
fn libraries_in_conflict_make_no_folder() {
    let ours = folder(&[("a.yaml", form("a", "1.0.0", "x"))]);
    let theirs = folder(&[("a.yaml", form("a", "1.0.0", "y"))]);
    let out = ours.path().join("out");
    let said = merge(ours.path(), theirs.path(), &out, &[]).expect(1).json();
    assert_eq!(outcomes(&said), [row("a", "conflict", "1.0.0")]);
    assert!(!out.exists());
    merge(ours.path(), theirs.path(), &out, &["--prefer", "ours"]).expect(0);
    assert_eq!(files(&out)["a.yaml"], form("a", "1.0.0", "x"));
}

#[test]
fn a_conflict_as_a_table() {
    let ours = folder(&[("a.yaml", form("a", "1.0.0", "x")), ("b.yaml", form("b", "1.0.0", "x"))]);
    let theirs =
        folder(&[("a.yaml", form("a", "1.0.0", "y")), ("b.yaml", form("b", "1.1.0", "y"))]);
    let run = sz(&["baseline", "import", arg(theirs.path()), "--into", arg(ours.path())]).expect(1);
    let told: Vec<&str> =
        run.stdout.lines().skip_while(|line| !line.starts_with('└')).skip(1).collect();
    let told =
        told.join("\n").replace(arg(ours.path()), "ours").replace(arg(theirs.path()), "theirs");
    insta::assert_snapshot!(told, @"
    2 templates, 0 of them there already
    conflict: version 1.0.0 is one thing in ours/a.yaml and another in theirs/a.yaml, which differs so:
      baseline: the text \"x\" reads \"y\" now (/1)
      as the one that follows ours, theirs is version 1.1.0
    nothing was written: --prefer ours or --prefer theirs decides, or give theirs another version
    ");
}
