//! Versions of templates: what changed, what is kept, and going back.

use std::{fs, path::Path};

use crate::program::{Run, arg, sz};

const OFFER: &str = "fixtures/templates/web/checkout_offer.yaml";

/// The template of the offer with something replaced.
fn offer(changes: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(crate::program::root().join(OFFER)).unwrap();
    changes.iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

/// A library with one template.
fn library(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("offer.yaml"), text).unwrap();
    folder
}

fn diff(a: &str, b: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("a.yaml"), folder.path().join("b.yaml"));
    fs::write(&old, a).unwrap();
    fs::write(&new, b).unwrap();
    sz(&["baseline", "diff", arg(&old), arg(&new), "--format", "json"])
}

const NOT_NOW: &[(&str, &str)] =
    &[("1.0.0", "1.1.0"), ("button \"Decline\"", "button \"Not now\"")];

#[test]
fn templates_that_mean_the_same_are_the_same_however_they_are_written() {
    let same = diff(&offer(&[]), &format!("# a comment\n{}", offer(&[]))).expect(0).json();
    assert_eq!(same["bump"], serde_json::Value::Null);
    assert_eq!(same["changes"].as_array().map(Vec::len), Some(0), "{same}");
}

#[test]
fn a_difference_says_what_where_and_which_number_goes_up() {
    let said = diff(&offer(&[]), &offer(NOT_NOW)).expect(1).json();
    assert_eq!(said["bump"], "minor");
    assert_eq!(said["version_needed"], "1.1.0");
    let change = &said["changes"][0];
    assert_eq!(change["sentence"], "the button \"Decline\" is called \"Not now\" now");
    assert_eq!((&change["old"], &change["new"]), (&"Decline".into(), &"Not now".into()));
    assert_eq!(said["baseline"]["modified"][0]["path_b"], change["path"]);
}

#[test]
fn a_file_that_is_no_template_is_trouble_with_its_place() {
    let run = diff("screen_id: a\ndepth: x\n", "screen_id: a\n").expect(2);
    assert!(run.stderr.contains("a.yaml:2:8: `x` is no count"), "{}", run.stderr);
}

#[test]
fn a_rollback_is_a_new_version_and_nothing_is_lost() {
    let folder = library(&offer(&[]));
    let templates = arg(folder.path());
    let (file, kept) = (
        folder.path().join("offer.yaml"),
        folder.path().join(".history/acme-shop/checkout_offer/1.0.0.yaml"),
    );
    fs::create_dir_all(kept.parent().unwrap()).unwrap();
    fs::rename(&file, &kept).unwrap();
    fs::write(&file, offer(NOT_NOW)).unwrap();

    let said = sz(&[
        "baseline",
        "rollback",
        "checkout_offer",
        "1.0.0",
        "--templates",
        templates,
        "--format",
        "json",
    ])
    .expect(0)
    .json();
    assert_eq!((&said["from"], &said["version"]), (&"1.1.0".into(), &"1.2.0".into()));
    assert_eq!(fs::read_to_string(&file).unwrap(), offer(&[("1.0.0", "1.2.0")]));
    assert_eq!(fs::read_to_string(kept.with_file_name("1.1.0.yaml")).unwrap(), offer(NOT_NOW));
    assert_eq!(fs::read_to_string(&kept).unwrap(), offer(&[]));

    let versions = sz(&[
        "baseline",
        "history",
        "checkout_offer",
        "--templates",
        templates,
        "--format",
        "json",
    ])
    .expect(0)
    .json();
    let numbers: Vec<&str> =
        versions.as_array().unwrap().iter().filter_map(|it| it["version"].as_str()).collect();
    assert_eq!(numbers, ["1.2.0", "1.1.0", "1.0.0"]);
    assert_eq!(versions[0]["current"], true);
    assert_eq!(versions[0]["since"]["summary"], "baseline 1");
    assert_eq!(versions[2]["since"], serde_json::Value::Null);

    let same =
        sz(&["baseline", "diff", "1.0.0", "--screen", "checkout_offer", "--templates", templates]);
    assert_eq!(same.expect(0).stdout, "both mean the same\n");
    sz(&["baseline", "diff", "1.0", "1.1", "--screen", "checkout_offer", "--templates", templates])
        .expect(1);
}

#[track_caller]
fn refused(folder: &Path, version: &str, message: &str) {
    let run = sz(&["baseline", "rollback", "checkout_offer", version, "--templates", arg(folder)])
        .expect(2);
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert!(!folder.join(".history").exists());
}

#[test]
fn building_over_a_template_makes_a_new_version_and_keeps_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new/offer.yaml");
    let build = |capture: &str, screen: &str, code| {
        let capture = format!("fixtures/captures/web/checkout_offer/{capture}.json");
        let out = ["--screen-id", screen, "--app", "shop", "--out", arg(&file)];
        sz(&[&["baseline", "build", capture.as_str()], &out[..]].concat()).expect(code)
    };
    build("base", "offer", 0);
    let first = fs::read_to_string(&file).unwrap();
    assert!(build("base", "offer", 0).stderr.contains("says the same already"));
    let told = build("reworded", "offer", 0).stderr;
    let kept = file.with_file_name(".history/shop/offer/1.0.0.yaml");
    assert!(told.contains("1.0.0.yaml"), "{told}");
    assert_eq!(fs::read_to_string(kept).unwrap(), first);
    let second = fs::read_to_string(&file).unwrap();
    assert!(!second.contains("version: 1.0.0"), "{second}");
    let refused = build("base", "another", 2);
    assert!(refused.stderr.contains("nothing was written"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), second);
}

#[test]
fn what_cannot_be_brought_back_changes_nothing() {
    let folder = library(&offer(&[]));
    refused(
        folder.path(),
        "0.9.0",
        "there is no version 0.9.0 of `checkout_offer`; there are: 1.0.0",
    );
    refused(folder.path(), "1.0.0", "means the same as the current one");
    refused(folder.path(), "one", "`one` is no version");
}

#[test]
fn earlier_versions_are_not_loaded_as_templates() {
    let folder = library(&offer(&[]));
    let history = folder.path().join(".history/acme-shop/checkout_offer");
    fs::create_dir_all(&history).unwrap();
    fs::write(history.join("0.9.0.yaml"), offer(&[("1.0.0", "0.9.0")])).unwrap();
    fs::write(history.join("broken.yaml"), "- no template").unwrap();
    let said =
        sz(&["baseline", "validate", arg(folder.path()), "--format", "json"]).expect(0).json();
    assert_eq!(said["templates"], 1);
    let run =
        sz(&["baseline", "history", "checkout_offer", "--templates", arg(folder.path())]).expect(0);
    assert!(run.stderr.contains("broken.yaml:1:1: a template is a mapping"), "{}", run.stderr);
}

#[test]
fn a_screen_that_several_applications_have_needs_its_application() {
    let folder = tempfile::tempdir().unwrap();
    for app in ["shop", "mail"] {
        let text = format!("screen_id: login\nmetadata: {{ app: {app} }}\n");
        fs::write(folder.path().join(format!("{app}.yaml")), text).unwrap();
    }
    let history = |more: &[&str]| {
        let all =
            [&["baseline", "history", "login", "--templates", arg(folder.path())], more].concat();
        sz(&all)
    };
    let run = history(&[]).expect(2);
    assert!(run.stderr.contains("add --app with one of: mail, shop"), "{}", run.stderr);
    assert!(history(&["--app", "mail"]).expect(0).stdout.contains("mail.yaml"));
    let run = sz(&["baseline", "history", "logn", "--templates", arg(folder.path())]).expect(2);
    assert!(run.stderr.contains("did you mean `login`?"), "{}", run.stderr);
}

#[test]
fn versions_as_a_table() {
    let folder = library(&offer(NOT_NOW));
    let history = folder.path().join(".history/acme-shop/checkout_offer");
    fs::create_dir_all(&history).unwrap();
    fs::write(history.join("1.0.0.yaml"), offer(&[])).unwrap();
    let stricter = [("1.0.0", "0.9.0"), ("threshold: 0.65", "threshold: 0.5")];
    fs::write(history.join("0.9.0.yaml"), offer(&stricter)).unwrap();
    let shown = sz(&["baseline", "history", "checkout_offer", "--templates", arg(folder.path())]);
    insta::assert_snapshot!(shown.expect(0).stdout);
    let diff = sz(&[
        "baseline",
        "diff",
        "0.9.0",
        "1.1.0",
        "--screen",
        "checkout_offer",
        "--templates",
        arg(folder.path()),
    ]);
    insta::assert_snapshot!(diff.expect(1).stdout);
}
