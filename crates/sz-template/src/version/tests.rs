use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(set_version(text, &Version::new(2, 3, 4)).as_deref(), Ok(expected), "{text:?}");
}

#[test]
fn only_the_number_changes() {
    check(
        "# a\nversion: 1.0.0 # first\nscreen_id: s\n",
        "# a\nversion: 2.3.4 # first\nscreen_id: s\n",
    );
    check("screen_id: s\nversion: '1.0'\r\n", "screen_id: s\nversion: 2.3.4\r\n");
    check("screen_id: s\nversion: \"1.0.0\"", "screen_id: s\nversion: 2.3.4");
    check("{screen_id: s, version: 1.0.0, depth: 1}", "{screen_id: s, version: 2.3.4, depth: 1}");
}

#[test]
fn a_template_without_a_version_gets_one_behind_its_screen() {
    check("screen_id: s # here\ndepth: 1\n", "screen_id: s # here\nversion: 2.3.4\ndepth: 1\n");
    check("screen_id: s", "screen_id: s\nversion: 2.3.4");
    check("depth: 1\r\nscreen_id: s\r\n", "depth: 1\r\nscreen_id: s\r\nversion: 2.3.4\r\n");
    check("  screen_id: s\n  depth: 1\n", "  screen_id: s\n  version: 2.3.4\n  depth: 1\n");
    check("{depth: 1, screen_id: s}", "{depth: 1, version: 2.3.4, screen_id: s}");
}

#[test]
fn what_cannot_be_replaced_is_an_error() {
    for text in ["", "[a]", "screen_id: s\nversion: [1]"] {
        assert_eq!(set_version(text, &Version::new(1, 0, 0)), Err(SetVersionError), "{text:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|\n){0,80}") {
        let _outcome = set_version(&text, &Version::new(1, 0, 0));
    }

    #[test]
    fn the_rest_of_a_template_means_the_same(
        before in "(# [a-z]{0,9}\n|depth: 3\n)?",
        quote in "['\"]?",
        after in "( # [a-zü]{0,9})?(\r?\nthreshold: 0\\.5)?",
    ) {
        let text = format!("{before}screen_id: s\nversion: {quote}1.2.3{quote}{after}\n");
        let changed = set_version(&text, &Version::new(9, 9, 9)).expect("a version that stands on its line");
        let expected = text.replace(&format!("{quote}1.2.3{quote}"), "9.9.9");
        proptest::prop_assert_eq!(changed, expected);
    }
}
