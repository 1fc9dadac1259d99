//! Keeping and checking a ledger.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Run, arg, sz, sz_with_input};

/// A folder with a ledger in it, of the drift of a few captures.
struct Recorded {
    _folder: tempfile::TempDir,
    dir: PathBuf,
    vkey: String,
}

fn recorded() -> Recorded {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let vkey = sz(&["ledger", "init", arg(&dir)]).expect(0).stdout.trim().to_owned();
    let captures = "fixtures/captures/legacy/login_form";
    let arguments = [
        "inspect",
        captures,
        "--templates",
        "fixtures/templates",
        "--ledger",
        arg(&dir),
        "--format",
        "jsonl",
    ];
    let results = sz(&arguments).expect(1).jsonl();
    assert!(results.iter().all(|result| result["ledger"]["index"].is_number()), "{results:?}");
    Recorded { _folder: folder, dir, vkey }
}

fn verify(dir: &Path) -> Run {
    sz(&["ledger", "verify", arg(dir), "--format", "json"])
}

#[test]
fn what_was_inspected_is_recorded_and_verifies() {
    let ledger = recorded();
    let report = verify(&ledger.dir).expect(0).json();
    assert_eq!(report["ok"], true);
    assert!(report["size"].as_u64() >= Some(4), "{report}");
    assert_eq!(report["faults"], Value::Array(vec![]));
    sz(&["ledger", "verify", arg(&ledger.dir), "--vkey", &ledger.vkey]).expect(0);
}

#[test]
fn nothing_that_was_on_a_screen_is_in_the_ledger() {
    let ledger = recorded();
    for file in public_files(&ledger.dir) {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        for word in ["Sign in", "Welcome", "Password"] {
            assert!(!text.contains(word), "{} holds {word}", file.display());
        }
    }
}

/// Entries, tiles and the checkpoint.
fn public_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = vec![dir.join("checkpoint")];
    let mut folders = vec![dir.join("tile")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

/// The crate flips every byte; here a sample of each file is enough to show that the program says so.
#[test]
fn a_changed_byte_anywhere_ends_with_3_and_names_the_place() {
    let ledger = recorded();
    let files = public_files(&ledger.dir);
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        let original = std::fs::read(&file).unwrap();
        for place in [0, original.len() / 3, original.len() / 2, original.len() - 1] {
            let mut changed = original.clone();
            changed[place] ^= 0x01;
            overwrite(&file, &changed);
            let report = verify(&ledger.dir).expect(3).json();
            assert_eq!(report["ok"], false);
            let fault = &report["faults"][0];
            assert!(!fault["message"].as_str().unwrap().is_empty(), "{report}");
            assert!(fault["kind"].is_string(), "{report}");
        }
        overwrite(&file, &original);
    }
    verify(&ledger.dir).expect(0);
}

fn overwrite(file: &Path, bytes: &[u8]) {
    // Published tiles are read-only, so the file is replaced.
    std::fs::remove_file(file).unwrap();
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn a_proof_stands_alone() {
    let ledger = recorded();
    let folder = tempfile::tempdir().unwrap();
    let proof = folder.path().join("1.tlog-proof");
    let text = sz(&["ledger", "prove", arg(&ledger.dir), "1"]).expect(0).stdout;
    std::fs::write(&proof, &text).unwrap();
    let check = |vkey: &str| {
        sz(&["ledger", "check-proof", arg(&proof), "--vkey", vkey, "--format", "json"])
    };
    let proven = check(&ledger.vkey).expect(0).json();
    assert_eq!((&proven["ok"], &proven["index"]), (&true.into(), &1.into()));
    assert!(proven["entry"]["kind"].is_string(), "{proven}");
    std::fs::write(&proof, text.replace("index 1", "index 0")).unwrap();
    assert_eq!(check(&ledger.vkey).expect(3).json()["ok"], false);
}

#[test]
fn an_older_checkpoint_finds_a_ledger_that_was_cut() {
    let ledger = recorded();
    let checkpoint = sz(&["ledger", "checkpoint", arg(&ledger.dir)]).expect(0).stdout;
    let kept = ledger.dir.with_file_name("kept");
    std::fs::write(&kept, &checkpoint).unwrap();
    let since = |dir: &Path| sz(&["ledger", "verify", arg(dir), "--since", arg(&kept)]);
    since(&ledger.dir).expect(0);
    let other = ledger.dir.with_file_name("other");
    sz(&["ledger", "init", arg(&other)]).expect(0);
    since(&other).expect(3);
}

#[test]
fn append_takes_json_lines_and_prints_the_indices() {
    let ledger = recorded();
    let size = verify(&ledger.dir).json()["size"].as_u64().unwrap();
    let append = |input: &str| {
        sz_with_input(&["ledger", "append", arg(&ledger.dir), "--kind", "config.changed"], input)
    };
    let run = append("{\"a\":1}\n{\"b\":\"two\"}\n").expect(0);
    assert_eq!(run.stdout, format!("{size}\n{}\n", size + 1));
    append("[1]").expect(2);
    append("").expect(2);
    let run = append("{\"ratio\": 0.5}").expect(2);
    assert!(run.stderr.contains("ratio"), "{}", run.stderr);
    assert_eq!(verify(&ledger.dir).expect(0).json()["size"], size + 2);
}

#[test]
fn the_ledger_commits_to_the_bytes_that_were_inspected() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("ledger");
    let input = "- form \"Sign in\":\n  - button \"Go\"\n";
    let arguments = ["inspect", "-", "--templates", "fixtures/templates", "--ledger", arg(&dir)];
    sz_with_input(&arguments, input).expect(1);
    let proof = folder.path().join("0.tlog-proof");
    std::fs::write(&proof, sz(&["ledger", "prove", arg(&dir), "0"]).expect(0).stdout).unwrap();
    let vkey = std::fs::read_to_string(dir.join("vkey")).unwrap();
    let check = ["ledger", "check-proof", arg(&proof), "--vkey", vkey.trim(), "--format", "json"];
    let entry = &sz(&check).expect(0).json()["entry"];
    assert_eq!(entry["payload"]["bytes"], input.len().to_string(), "{entry}");
}

#[test]
fn a_folder_without_a_ledger_is_trouble_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    for command in ["verify", "checkpoint"] {
        let run = sz(&["ledger", command, arg(folder.path())]).expect(2);
        assert!(
            run.stderr.contains("there is no ledger here; `sz-cli ledger init"),
            "{}",
            run.stderr
        );
    }
    let run = sz(&["ledger", "init", arg(folder.path())]).expect(2);
    assert!(run.stderr.contains("holds other files"), "{}", run.stderr);
}

#[test]
fn a_ledger_is_never_created_over_another() {
    let ledger = recorded();
    sz(&["ledger", "init", arg(&ledger.dir)]).expect(2);
    verify(&ledger.dir).expect(0);
}

#[test]
fn inspect_creates_a_ledger_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("new");
    let file = "fixtures/captures/legacy/login_form/base.json";
    let run = sz(&["inspect", file, "--templates", "fixtures/templates", "--ledger", arg(&dir)])
        .expect(0);
    assert!(run.stderr.contains("verifier key"), "{}", run.stderr);
    verify(&dir).expect(0);
}
