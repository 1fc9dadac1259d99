//! `--redact`: what is found is in no output.

use std::path::PathBuf;

use crate::program::{arg, sz, sz_with_input};

/// A folder with a key in it.
struct Key {
    _folder: tempfile::TempDir,
    file: PathBuf,
}

fn key(bytes: &[u8]) -> Key {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, bytes).unwrap();
    Key { _folder: folder, file }
}

const SCREEN: &str =
    "- main:\n  - heading \"Signed in as ada@example.org\"\n  - button \"Continue\"\n";

#[test]
fn with_a_key_placeholders_are_the_same_in_every_run() {
    let convert = |key: &Key| {
        let arguments =
            ["convert", "-", "--to", "aria", "--redact", "--redact-key", arg(&key.file)];
        let run = sz_with_input(&arguments, SCREEN).expect(0);
        assert_eq!(run.stderr, "");
        run.stdout
    };
    let raw = key(&[9; 32]);
    let text = convert(&raw);
    assert!(text.contains("Signed in as <email:") && !text.contains("ada@"), "{text}");
    assert_eq!(convert(&raw), text);
    assert_eq!(convert(&key("09".repeat(32).as_bytes())), text, "hex");
    assert_eq!(
        convert(&key(format!("{}\n", "09".repeat(32)).as_bytes())),
        text,
        "hex with a line end"
    );
    assert_ne!(convert(&key(&[8; 32])), text);
}

#[test]
fn without_a_key_one_is_made_for_the_run_and_said_so() {
    let convert = || sz_with_input(&["convert", "-", "--to", "aria", "--redact"], SCREEN).expect(0);
    let (one, other) = (convert(), convert());
    assert!(one.stderr.contains("key of this run only"), "{}", one.stderr);
    assert_ne!(one.stdout, other.stdout);
}

#[test]
fn a_bad_key_is_trouble_and_is_not_shown() {
    for bytes in [&b"hunter2-is-too-short"[..], &b"00112233445566778899aabbccddeeff0011"[..]] {
        let key = key(bytes);
        let arguments =
            ["convert", "-", "--to", "aria", "--redact", "--redact-key", arg(&key.file)];
        let run = sz_with_input(&arguments, SCREEN).expect(2);
        assert!(run.stderr.contains("at least 32 bytes"), "{}", run.stderr);
        assert!(!run.stderr.contains("hunter2") && !run.stderr.contains("0011"), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
    let file = ["convert", "-", "--to", "aria", "--redact", "--redact-key", "no/such/key"];
    sz_with_input(&file, SCREEN).expect(2);
    let without = ["convert", "-", "--to", "aria", "--redact-key", "no/such/key"];
    assert!(sz_with_input(&without, SCREEN).expect(2).stderr.contains("--redact"));
}

#[test]
fn a_template_built_without_redaction_fits_the_redacted_capture() {
    let folder = tempfile::tempdir().unwrap();
    let (screen, template) = (folder.path().join("screen.yml"), folder.path().join("account.yaml"));
    std::fs::write(&screen, SCREEN).unwrap();
    let build =
        ["baseline", "build", arg(&screen), "--screen-id", "account", "--out", arg(&template)];
    sz(&build).expect(0);
    let inspect = ["inspect", arg(&screen), "--templates", arg(&template), "--redact"];
    sz(&inspect).expect(0);
    let matched = ["match", arg(&screen), "--templates", arg(&template), "--redact"];
    sz(&matched).expect(0);
}

#[test]
fn a_query_for_an_address_finds_its_placeholder() {
    let selector = "heading[name=\"Signed in as ada@example.org\"]";
    let run =
        sz_with_input(&["query", selector, "-", "--redact", "--format", "json"], SCREEN).expect(0);
    assert!(run.stdout.contains("<email:") && !run.stdout.contains("ada@"), "{}", run.stdout);
}
