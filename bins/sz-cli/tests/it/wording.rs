//! Judging lines.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::program::{arg, sz, sz_with_input};

const LINES: &str =
    "In stock\n\nHurry! Only 2 left in stock\nNo thanks, I'd rather pay full price\n";

#[test]
fn each_line_has_the_keys_that_scripts_rely_on() {
    let run = sz_with_input(&["wording", "--format", "jsonl"], LINES).expect(1);
    let lines = run.jsonl();
    let of = |key: &str| lines.iter().map(|line| line[key].clone()).collect::<Value>();
    assert_eq!(of("text"), LINES.lines().collect::<Value>());
    assert_eq!(of("dark"), json!([false, false, true, true]));
    assert_eq!(of("category"), json!([null, null, "scarcity", "misdirection"]));
    assert_eq!(of("line"), json!([1, 2, 3, 4]));
    for line in &lines {
        let score = line["score"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&score) && (score >= 0.5) == line["dark"], "{line}");
        assert!(line.get("file").is_none() && line.get("cut").is_none(), "{line}");
        assert_eq!(line["because"].as_array().unwrap().is_empty(), line["dark"] == false);
    }
}

#[test]
fn nothing_dark_is_exit_code_0_and_no_line_at_all_too() {
    sz_with_input(&["wording"], "Cancel\nYour session expires in 5 minutes\n").expect(0);
    for (format, expected) in [("json", "[]\n"), ("jsonl", ""), ("yaml", "[]\n")] {
        assert_eq!(sz_with_input(&["wording", "--format", format], "").expect(0).stdout, expected);
    }
}

#[test]
fn every_format_has_the_same_lines() {
    let lines = sz_with_input(&["wording", "--format", "jsonl"], LINES).jsonl();
    let array = sz_with_input(&["wording", "--format", "json"], LINES).json();
    assert_eq!(array, Value::Array(lines));
    let yaml = sz_with_input(&["wording", "--format", "yaml"], LINES).stdout;
    assert_eq!(yaml.lines().filter(|line| line.starts_with("- ")).count(), 4, "{yaml}");
}

#[test]
fn a_line_that_cannot_be_read_is_told_and_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (bad, good) = (folder.path().join("bad.txt"), folder.path().join("good.txt"));
    let long = "a".repeat(70_000);
    std::fs::write(&bad, [b"caf\xe9\n", long.as_bytes(), b"\nOK\n"].concat()).unwrap();
    std::fs::write(&good, "Hurry! Only 2 left in stock\n").unwrap();
    let missing = folder.path().join("missing.txt");
    let files = [arg(&bad), arg(&missing), arg(&good)];
    let run = sz(&[&["wording", "--format", "jsonl"], &files[..]].concat()).expect(2);
    let texts: Vec<Value> = run.jsonl().iter().map(|line| line["text"].clone()).collect();
    assert_eq!(texts, ["OK", "Hurry! Only 2 left in stock"]);
    assert_eq!(run.jsonl()[0]["line"], 3);
    assert_eq!(run.jsonl()[0]["file"], arg(&bad));
    let told: Vec<&str> = run.stderr.lines().collect();
    assert!(told[0].ends_with(
        "bad.txt: line 1: not UTF-8 from byte 4 on; convert it, for instance with iconv"
    ));
    assert!(told[1].ends_with("bad.txt: line 2: longer than 65536 bytes; split it into sentences"));
    assert!(told[2].contains("missing.txt: "), "{told:?}");
}

#[test]
fn a_text_that_is_not_read_to_its_end_says_so() {
    let line = "word ".repeat(2_000);
    let run = sz_with_input(&["wording", "--format", "jsonl"], &line);
    assert_eq!(run.jsonl()[0]["cut"], true);
}

#[test]
fn lines_as_a_table() {
    let lines = LINES.to_owned() + "\u{1b}[31mred\u{1b}[0m\n" + &"long ".repeat(40);
    assert_snapshot!(sz_with_input(&["wording"], &lines).stdout);
}
