//! `--redact`: what is found is in no output.

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
};

use sz_core::Format;

use crate::{
    program::{arg, sz, sz_with_input},
    seeds::{SAMPLES, Seed, seeded},
};

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

#[test]
fn an_imported_snapshot_is_redacted_and_its_comments_too() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = folder.path().join("account.aria.yml");
    let key = key(&[9; 32]);
    let import = |text: &str, into: &str| {
        std::fs::write(&snapshot, text).unwrap();
        let into = folder.path().join(into);
        let words = ["baseline", "import", arg(&snapshot), "--into", arg(&into)];
        let run = sz(&[&words[..], &["--redact", "--redact-key", arg(&key.file)]].concat());
        (run, std::fs::read_to_string(into.join("account.yaml")).unwrap_or_default())
    };
    let (run, template) = import(SCREEN, "a");
    run.expect(0);
    assert!(template.contains("Signed in as <email:") && !template.contains("ada@"), "{template}");
    let (run, template) = import(&format!("# of ada@example.org\n{SCREEN}"), "b");
    run.expect(0);
    assert!(!template.contains("ada@"), "{template}");
    // Nothing to redact: the snapshot stays as it is written.
    let (run, template) = import("# by hand\n- main:\n  - button \"Continue\"\n", "c");
    run.expect(0);
    assert!(template.contains("# by hand"), "{template}");
    let pattern = "- main:\n  - heading /^Signed in as ada@example.org/\n";
    let (run, template) = import(pattern, "d");
    let stderr = run.expect(2).stderr;
    assert!(stderr.contains(":2:") && stderr.contains("placeholder"), "{stderr}");
    assert!(!stderr.contains("ada@") && template.is_empty(), "{stderr}");
    // The template fits the redacted screen.
    let screen = folder.path().join("screen.yml");
    std::fs::write(&screen, SCREEN).unwrap();
    let a = folder.path().join("a");
    let words = ["inspect", arg(&screen), "--templates", arg(&a), "--redact", "--redact-key"];
    sz(&[&words[..], &[arg(&key.file)]].concat()).expect(0);
}

#[test]
fn a_template_of_redacted_captures_of_several_people_takes_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let screen = |name: &str| {
        let file = folder.path().join(format!("{name}.yml"));
        std::fs::write(&file, SCREEN.replace("ada", name)).unwrap();
        file
    };
    let [ada, bob, cleo] = ["ada", "bob", "cleo"].map(screen);
    let template = folder.path().join("account.yaml");
    let build = ["baseline", "build", arg(&ada), arg(&bob), "--screen-id", "account", "--redact"];
    sz(&[&build[..], &["--out", arg(&template)]].concat()).expect(0);
    let text = std::fs::read_to_string(&template).unwrap();
    assert!(text.contains("/^Signed in as <email:[0-9a-f]{10}>$/"), "{text}");
    sz(&["inspect", arg(&cleo), "--templates", arg(&template), "--redact"]).expect(0);
    sz(&["inspect", arg(&cleo), "--templates", arg(&template)]).expect(1);
}

/// A screen with secrets everywhere, and the same screen with others.
struct Planted {
    format: Format,
    screen: PathBuf,
    other: PathBuf,
    secrets: Vec<String>,
}

/// Screens of every format, in the folders `screen` and `other`.
fn plant(folder: &Path) -> Vec<Planted> {
    let mut n_seeds = 0;
    let mut plant = |(nth, &(format, sample)): (usize, &(Format, &str))| {
        let seeded = seeded(format, sample, n_seeds);
        assert!(
            seeded[0].seeds.len() >= 5,
            "{format}: {} places in {sample}",
            seeded[0].seeds.len()
        );
        n_seeds += 1000;
        let secrets = seeded.iter().flat_map(|it| &it.seeds).flat_map(Seed::secrets).collect();
        let ending = if format == Format::Aria { "yml" } else { "json" };
        let [screen, other] =
            [("screen", &seeded[0]), ("other", &seeded[1])].map(|(kind, seeded)| {
                let file = folder.join(kind).join(format!("{nth:02}.{ending}"));
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(&file, &seeded.document).unwrap();
                file
            });
        Planted { format, screen, other, secrets }
    };
    SAMPLES.iter().enumerate().map(&mut plant).collect()
}

#[track_caller]
fn check_absent<'s>(secrets: impl IntoIterator<Item = &'s String>, what: &str, text: &str) {
    // One pass over a text for thousands of secrets: their starts are looked up.
    const START: usize = 8;
    let mut by_start: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for secret in secrets {
        by_start.entry(&secret.as_bytes()[..START]).or_default().push(secret);
    }
    let starts: HashSet<&[u8]> = by_start.keys().copied().collect();
    for window in text.as_bytes().windows(START).filter(|window| starts.contains(window)) {
        for secret in &by_start[window] {
            assert!(!text.contains(secret), "{what}: {secret} in {}", around(text, secret));
        }
    }
}

fn around<'t>(text: &'t str, secret: &str) -> &'t str {
    let at = text.find(secret).unwrap_or_default();
    let start = text.floor_char_boundary(at.saturating_sub(80));
    &text[start..text.ceil_char_boundary((at + 80).min(text.len()))]
}

/// Runs a command, which must not fail, with redaction, and looks through what it prints.
#[track_caller]
fn run_redacted(arguments: &[&str], key: &Key, secrets: &[&Vec<String>]) -> String {
    let redact = ["--redact", "--redact-key", arg(&key.file)];
    let run = sz(&[arguments, &redact].concat());
    assert!((0..=1).contains(&run.code), "{arguments:?}: {run:#?}");
    let printed = format!("{}{}", run.stdout, run.stderr);
    check_absent(secrets.iter().copied().flatten(), &format!("{arguments:?}"), &printed);
    run.stdout
}

const FORMATS: [&str; 4] = ["table", "json", "jsonl", "yaml"];

#[test]
fn no_secret_in_any_field_of_any_format_is_in_any_output() {
    let folder = tempfile::tempdir().unwrap();
    let key = key(&[5; 32]);
    let patch = folder.path().join("patch.json");
    for (nth, planted) in plant(folder.path()).iter().enumerate() {
        let run = |arguments: &[&str]| run_redacted(arguments, &key, &[&planted.secrets]);
        let (screen, other, patch) = (arg(&planted.screen), arg(&planted.other), arg(&patch));
        for target in ["sz", "aria", "outline"] {
            let text = run(&["convert", screen, "--to", target, "--loss"]);
            for kind in ["email", "card", "iban", "phone", "secret"] {
                let is_there = text.contains(&format!("<{kind}:"));
                assert!(is_there, "{} as {target}: no {kind} in {text}", planted.format);
            }
        }
        let format = FORMATS[nth % FORMATS.len()];
        run(&["diff", other, screen, "--format", format, "--patch", patch]);
        check_absent(&planted.secrets, "a patch", &std::fs::read_to_string(patch).unwrap());
        run(&["diff", other, screen, "--format", "html"]);
        run(&["diff", "--apply", patch, other]);
        run(&["noise", "explain", screen, "--format", format]);
        let template = run(&["baseline", "build", screen, "--screen-id", "screen"]);
        assert!(template.contains("<email:"), "{template}");
    }
}

#[test]
fn no_secret_is_in_a_library_that_was_built_from_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let planted = plant(folder.path());
    let secrets: Vec<&Vec<String>> = planted.iter().map(|it| &it.secrets).collect();
    let key = key(&[5; 32]);
    let library = folder.path().join("library");
    let [screens, others] = ["screen", "other"].map(|kind| folder.path().join(kind));
    let build =
        ["baseline", "build", arg(&screens), arg(&others), "--bulk", "--out", arg(&library)];
    run_redacted(&build, &key, &secrets);
    let written = files_under(&library);
    for file in &written {
        let text = std::fs::read_to_string(file).unwrap();
        check_absent(secrets.iter().copied().flatten(), arg(file), &text);
        check_absent(secrets.iter().copied().flatten(), "a file's name", arg(file));
    }
    let is_placed = |file: &PathBuf| std::fs::read_to_string(file).unwrap().contains("<email:");
    assert!(written.iter().any(is_placed), "{written:?}");
}

#[test]
fn no_secret_is_in_what_is_said_of_screens_that_were_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let planted = plant(folder.path());
    let secrets: Vec<&Vec<String>> = planted.iter().map(|it| &it.secrets).collect();
    let key = key(&[5; 32]);
    let run = |arguments: &[&str]| run_redacted(arguments, &key, &secrets);

    let [screens, templates, ledger] =
        ["screen", "templates", "ledger"].map(|it| folder.path().join(it));
    std::fs::create_dir(&templates).unwrap();
    for (number, planted) in planted.iter().enumerate() {
        // Templates may hold in clear what captures show: they are redacted when they are used.
        let (id, file) = (format!("screen_{number}"), templates.join(format!("{number}.yaml")));
        sz(&["baseline", "build", arg(&planted.other), "--screen-id", &id, "--out", arg(&file)])
            .expect(0);
    }
    let (screens, templates) = (arg(&screens), arg(&templates));
    for format in FORMATS {
        let inspect = ["inspect", screens, "--templates", templates, "--format", format];
        let said = run(&[&inspect[..], &["--ledger", arg(&ledger)]].concat());
        assert!(said.contains("<email:"), "the drift is told: {said}");
        run(&["match", screens, "--templates", templates, "--format", format]);
        run(&["query", "*", screens, "--format", format]);
        run(&["baseline", "validate", templates, "--captures", screens, "--format", format]);
    }
    for file in files_under(&ledger) {
        let bytes = std::fs::read(&file).unwrap();
        check_absent(
            secrets.iter().copied().flatten(),
            arg(&file),
            &String::from_utf8_lossy(&bytes),
        );
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() > 3, "{files:?}");
    files
}

#[test]
fn what_goes_into_a_ledger_is_redacted_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    sz(&["ledger", "init", arg(&ledger)]).expect(0);
    let data =
        r#"{"to": "ada@example.org", "b@c.co": [{"call": "+49 30 1234567"}, 7, null, true]}"#;
    sz_with_input(&["ledger", "append", arg(&ledger), "--redact"], data).expect(0);
    let proof = sz(&["ledger", "prove", arg(&ledger), "0"]).expect(0);
    assert!(!proof.stdout.is_empty());
    let bytes: Vec<u8> =
        files_under(&ledger).iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<email:") && text.contains("<phone:"));
    for secret in ["ada@", "b@c.co", "1234567"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn no_message_about_a_broken_document_quotes_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    for (nth, planted) in plant(folder.path()).iter().enumerate() {
        let document = std::fs::read_to_string(&planted.screen).unwrap();
        let quotes: Vec<usize> = document.match_indices(['"', '\n']).map(|(at, _)| at).collect();
        let ends = quotes.iter().step_by(quotes.len() / 12);
        let mut broken: Vec<String> = ends.map(|&at| document[..at].to_owned()).collect();
        for (old, new) in [
            ("\": ", "\" "),
            ("=\"", "="),
            ("<", "<<"),
            ("\"name\"", "\"name\": 1, \"name\""),
            ("\"value\"", "\"value\": {}, \"a\""),
            (" ; ", "\": 1, \""),
            (" ; ", " \\q "),
            (" ; ", "\" a=\"x\" a=\""),
            (" ; ", "&nope;"),
            (" ; ", ": "),
            ("- ", "- - "),
            ("- ", "- &a "),
            ("- ", "- [x] "),
        ] {
            broken.push(document.replace(old, new));
        }
        let place = folder.path().join(format!("broken-{nth}"));
        std::fs::create_dir(&place).unwrap();
        for (number, document) in broken.iter().enumerate() {
            std::fs::write(place.join(format!("{number}.json")), document).unwrap();
        }
        let run = sz(&["query", "*", arg(&place), "--redact", "--format", "json"]).expect(2);
        let said = format!("{}{}", run.stdout, run.stderr);
        check_absent(&planted.secrets, &planted.format.to_string(), &said);
    }
}
