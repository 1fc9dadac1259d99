//! Templates of a whole folder of captures.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::program::{Run, arg, sz};

fn sign_in(user: &str) -> String {
    format!(
        "- document \"Sign in\":\n  - heading \"Welcome back, {user}\"\n  - textbox \"E-mail\"\n  - textbox \"Code\"\n  \
         - button \"Sign in\"\n  - link \"Help\"\n"
    )
}

fn cart(items: &[&str]) -> String {
    let items: String = items.iter().map(|item| format!("    - listitem: {item}\n")).collect();
    format!(
        "- document \"Cart\":\n  - heading \"Your cart\"\n  - list:\n{items}  - button \"Pay\"\n  - link \"Help\"\n"
    )
}

/// Captures of two screens in three files each, in an order that has nothing to do with the screens.
fn captures() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("1.yml", sign_in("Ada")),
        ("2.yml", cart(&["Tea", "Milk"])),
        ("3.yml", cart(&["Tea"])),
        ("4.yml", sign_in("Bob")),
        ("5.yml", cart(&["Coffee", "Milk", "Sugar"])),
        ("6.yml", sign_in("Cleo")),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn bulk(captures: &Path, out: &Path, more: &[&str]) -> Run {
    let words = ["baseline", "build", arg(captures), "--bulk", "--app", "shop", "--out", arg(out)];
    sz(&[&words[..], more].concat())
}

/// Each screen with the names of its files.
fn screens(told: &Value) -> Vec<(String, Vec<String>)> {
    let name = |path: &Value| path.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let screen = |it: &Value| {
        let files = it["captures"].as_array().unwrap().iter().map(name).collect();
        (it["screen_id"].as_str().unwrap().to_owned(), files)
    };
    told["screens"].as_array().unwrap().iter().map(screen).collect()
}

#[test]
fn a_folder_of_captures_becomes_a_library_that_recognises_them() {
    let (captures, out) = (captures(), tempfile::tempdir().unwrap());
    let told = bulk(captures.path(), out.path(), &["--format", "json"]).expect(0).json();
    let files = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let expected = [
        ("cart".to_owned(), files(&["2.yml", "3.yml", "5.yml"])),
        ("sign_in".to_owned(), files(&["1.yml", "4.yml", "6.yml"])),
    ];
    assert_eq!(screens(&told), expected);
    assert_eq!(told["written"], true);
    assert_eq!(told["screens"][0]["varies"]["repeated"], 1, "{told}");
    assert_eq!(told["screens"][1]["varies"]["texts"], 1, "{told}");
    assert_eq!([&told["known"], &told["left_out"], &told["confused"]], [&json!([]); 3]);
    let inspected = sz(&["inspect", arg(captures.path()), "--templates", arg(out.path())]);
    inspected.expect(0);
    sz(&["baseline", "validate", arg(out.path())]).expect(0);
    // A cart with other things in it is the cart, and one without a button has drifted.
    let other = captures.path().join("other.yml");
    fs::write(&other, cart(&["Bread", "Salt"])).unwrap();
    sz(&["inspect", arg(&other), "--templates", arg(out.path())]).expect(0);
    fs::write(&other, cart(&["Bread"]).replace("Pay", "Pay now")).unwrap();
    sz(&["inspect", arg(&other), "--templates", arg(out.path())]).expect(1);
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let (captures, out) = (captures(), tempfile::tempdir().unwrap());
    let out = out.path().join("shop");
    let table = bulk(captures.path(), &out, &["--dry-run"]).expect(0).stdout;
    assert!(table.contains("2 screens of 6 captures; 0 known already, 0 left out"), "{table}");
    assert!(table.contains("nothing was written: this was a dry run"), "{table}");
    assert!(table.contains("1 list") && table.contains("1 text"), "{table}");
    assert!(!out.exists());
}

#[test]
fn what_is_no_whole_capture_is_told_and_does_not_stop_the_rest() {
    let (captures, out) = (captures(), tempfile::tempdir().unwrap());
    fs::write(captures.path().join("broken.json"), "{").unwrap();
    fs::write(captures.path().join("blank.xml"), "<hierarchy rotation=\"0\"></hierarchy>").unwrap();
    let run = bulk(captures.path(), out.path(), &["--format", "json"]).expect(2);
    let told = run.json();
    assert_eq!(screens(&told).len(), 2);
    let left_out: Vec<&Value> =
        told["left_out"].as_array().unwrap().iter().map(|it| &it["quality"]["verdict"]).collect();
    assert_eq!(left_out, [&json!("empty"), &Value::Null]);
    for (file, reason) in [("blank.xml", "no screen, empty"), ("broken.json", "line 1")] {
        let is_told = |line: &str| line.contains(file) && line.contains(reason);
        assert!(run.stderr.lines().any(is_told), "{}", run.stderr);
    }
}

#[test]
fn what_a_library_knows_already_is_not_built_again() {
    let (captures, out) = (captures(), tempfile::tempdir().unwrap());
    let (library, new) = (out.path().join("library"), out.path().join("new"));
    let file = library.join("sign_in.yaml");
    fs::create_dir(&library).unwrap();
    let files = ["1.yml", "4.yml", "6.yml"].map(|name| captures.path().join(name));
    let mut words = vec!["baseline", "build", "--screen-id", "sign_in", "--app", "shop"];
    words.extend(["--out", arg(&file)]);
    words.extend(files.iter().map(|file| arg(file)));
    sz(&words).expect(0);
    let more = ["--templates", arg(&library), "--format", "json"];
    let told = bulk(captures.path(), &new, &more).expect(0).json();
    assert_eq!(screens(&told).iter().map(|it| &*it.0).collect::<Vec<_>>(), ["cart"]);
    assert_eq!(told["known"].as_array().map(Vec::len), Some(3), "{told}");
    assert_eq!(told["known"][0]["screen_id"], "sign_in");
}

#[test]
fn building_again_keeps_what_was_there_in_the_history() {
    let (captures, out) = (captures(), tempfile::tempdir().unwrap());
    let outcomes = |told: &Value| {
        let screens = told["screens"].as_array().unwrap();
        screens.iter().map(|it| it["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let again = || bulk(captures.path(), out.path(), &["--format", "json"]).expect(0).json();
    assert_eq!(outcomes(&again()), ["new", "new"]);
    assert_eq!(outcomes(&again()), ["same", "same"]);
    for name in ["1.yml", "4.yml", "6.yml"] {
        let file = captures.path().join(name);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("textbox \"Code\"", "textbox \"Password\"")).unwrap();
    }
    assert_eq!(outcomes(&again()), ["same", "new version"]);
    let history = out.path().join(".history/shop/sign_in/1.0.0.yaml");
    assert!(history.exists());
}

#[test]
fn bulk_takes_a_folder_and_no_name() {
    let (captures, out) = (captures(), tempfile::tempdir().unwrap());
    bulk(captures.path(), out.path(), &["--screen-id", "x"]).expect(2);
    sz(&["baseline", "build", arg(captures.path()), "--bulk"]).expect(2);
    sz(&["baseline", "build", arg(captures.path()), "--screen-id", "x", "--dry-run"]).expect(2);
    sz(&["baseline", "build", arg(captures.path())]).expect(2);
}
