use proptest::prelude::*;
use sz_formats::read_aria_snapshot;
use sz_tree::Limits;

use super::*;

#[track_caller]
fn check(pattern: &str, first: &[&str]) {
    let samples = samples(pattern);
    let shown: Vec<&str> = samples.iter().map(String::as_str).take(first.len()).collect();
    assert_eq!(shown, first, "/{pattern}/: {samples:?}");
}

#[test]
fn texts_look_like_those_of_screens() {
    check(r"^\$\d+\.\d{2}$", &["$49.49", "$99.99"]);
    check(r"\d+ min", &["49 min", "99 min"]);
    check("^(Mon|Tue|Wed)day$", &["Monday", "Tueday", "Wedday"]);
    check("^.*$", &["text", "other words"]);
    check("^[a-f]+$", &["eeee"]);
    check(r"^Delete .+\?$", &["Delete text?", "Delete other words?"]);
    check(r"^\p{Lu}", &["A"]);
    check("", &[""]);
}

#[test]
fn one_text_alone_is_found_alone() {
    check(r"^/p/17$", &["/p/17"]);
    assert_eq!(samples(r"^/p/17$").len(), 1);
}

#[test]
fn where_nothing_fits_nothing_is_made() {
    for pattern in ["[", r"a{1000}{1000}", r"[^\x00-\x{10FFFF}]", r"a\bb", "^ $"] {
        assert_eq!(samples(pattern), Vec::<String>::new(), "/{pattern}/");
    }
}

#[test]
fn a_screen_of_a_baseline_has_texts_in_place_of_patterns() {
    let text = "- form \"Pay\":\n  - text: /^\\$\\d$/\n  - textbox \"Code\": /^[A-Z]{3}$/\n  - link /^Help/:\n    - /url: /^https:.+$/\n    - /placeholder: x\n";
    let snapshot =
        read_aria_snapshot(text, &Limits::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let tree = exemplar(&snapshot);
    let shown: Vec<_> =
        tree.nodes().map(|node| (node.name(), node.value(), node.attribute("url"))).collect();
    assert_eq!(
        shown,
        [
            ("Pay", None, None),
            ("$4", None, None),
            ("Code", Some("AAA"), None),
            ("Help", None, Some("https:text")),
        ]
    );
}

proptest! {
    #[test]
    fn what_is_made_is_taken(pattern in "(\\PC|[\\[\\]().*+?{}|^$\\\\d0-9a-c]){0,24}") {
        if let Ok(regex) = Regex::new(&pattern) {
            for sample in samples(&pattern) {
                prop_assert!(regex.is_match(&sample), "/{}/ does not take {:?}", pattern, sample);
            }
        }
    }
}
