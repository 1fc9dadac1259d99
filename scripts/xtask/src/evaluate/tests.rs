use std::{collections::BTreeMap, path::Path};

use super::*;
use crate::process;

/// The standing of each file of an index, by its name without ending.
fn standings(index: &str, pairs: &str) -> BTreeMap<String, index::Standing> {
    let index = index::parse(Path::new("x"), index, pairs).unwrap();
    index.entries.into_iter().map(|entry| (entry.file, entry.standing)).collect()
}

fn row(file: &str, variant: &str, version: &str, label: &str) -> String {
    let label = if label.is_empty() { "null".to_owned() } else { format!("\"{label}\"") };
    format!(
        r#"{{"file":"{file}","format":"cdp","app":"a","screen":"s","variant":"{variant}","version":"{version}","label":{label}}}"#
    ) + "\n"
}

fn pair(a: &str, b: &str, label: &str) -> String {
    format!(r#"{{"a":"{a}","b":"{b}","label":"{label}"}}"#) + "\n"
}

#[track_caller]
fn check(index: &str, pairs: &str, content: &[&str]) {
    let standings = standings(index, pairs);
    let found: Vec<&str> = (standings.iter())
        .filter(|(_, standing)| **standing == index::Standing::Content)
        .map(|(file, _)| file.as_str())
        .collect();
    assert_eq!(found, content, "{standings:?}");
}

#[test]
fn a_files_own_label_says_whether_it_is_content() {
    let index = [
        row("a", "r0", "1", "base"),
        row("b", "r1", "1", "same-screen-same-content"),
        row("c", "menu", "1", "same-screen-other-state"),
        row("d", "typed", "1", "same-screen-other-content"),
        row("e", "r0", "1", "changed"),
    ];
    check(&index.concat(), "", &["a", "b", "d"]);
}

#[test]
fn pairs_say_it_where_files_do_not() {
    let index = ["empty", "list-a", "list-b", "done"].map(|file| row(file, file, "1", ""));
    let pairs = [
        pair("empty", "list-a", "same-screen-other-state"),
        pair("list-a", "list-b", "same-screen-other-content"),
        pair("list-a", "done", "same-screen-other-state"),
    ];
    check(&index.concat(), &pairs.concat(), &["list-a", "list-b"]);
}

#[test]
fn a_file_nobody_speaks_of_is_what_its_variant_is_elsewhere() {
    let index = [
        row("a", "load", "1", ""),
        row("b", "acted", "1", ""),
        row("c", "load", "2", ""),
        row("d", "acted", "2", ""),
    ];
    let pairs = pair("a", "b", "same-screen-other-state");
    check(&index.concat(), &pairs, &["a", "c"]);
}

#[test]
fn a_release_is_not_left_without_content() {
    let index = [row("a", "open", "1", "base"), row("b", "open", "2", "same-screen-other-state")];
    check(&index.concat(), "", &["a", "b"]);
}

#[test]
fn a_bad_line_is_told_with_its_number() {
    let lines = row("a", "v", "1", "") + "{}\n";
    let error = index::parse(Path::new("x"), &lines, "").unwrap_err();
    assert_eq!(error.to_string(), "index.jsonl: line 2");
}

#[test]
fn arguments_are_one_folder_and_a_share() {
    let parse = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        arguments(&words)
    };
    let folder = PathBuf::from("x");
    let plain = Arguments { folder, threshold: DEFAULT_THRESHOLD, addresses: Addresses::Kept };
    assert_eq!(parse(&["x"]).unwrap(), plain);
    let loose = Arguments { threshold: 0.5, ..plain };
    assert_eq!(parse(&["--threshold", "0.5", "x"]).unwrap(), loose);
    let bare = Arguments { addresses: Addresses::Removed, ..loose };
    assert_eq!(parse(&["x", "--without-addresses", "--threshold", "0.5"]).unwrap(), bare);
    for wrong in [&[][..], &["x", "y"], &["x", "--threshold"], &["x", "--threshold", "2"], &["-x"]]
    {
        assert!(parse(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn the_fixtures_are_evaluated_alike_each_time() {
    let folder = process::root().join("fixtures/captures");
    let index = index::read(&folder).unwrap();
    let observed = Observed::read(&index, Addresses::Kept);
    assert!(observed.unread.is_empty(), "{:?}", observed.unread);
    let evaluated = rounds::evaluate(&observed).unwrap();
    let again = rounds::evaluate(&observed).unwrap();
    let table = table::by_corpus(&observed, &evaluated);
    assert_eq!(table, table::by_corpus(&observed, &again));
    assert!(evaluated.share_right() >= 0.9, "{table}\n{}", table::misses(&observed, &evaluated));
    // Every capture is asked for in each round, but those that templates are built from.
    let asked = |capture| evaluated.answers.iter().filter(|a| a.capture == capture).count();
    assert!((0..observed.seen.len()).all(|capture| (1..=3).contains(&asked(capture))));
}
