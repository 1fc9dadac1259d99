use proptest::prelude::*;

use super::*;
use crate::ScreenId;

fn options() -> BuildOptions {
    BuildOptions {
        screen_id: ScreenId::new("sign_in").unwrap_or_else(|error| panic!("{error}")),
        app: Some("shop".to_owned()),
        description: None,
        source: Some("sign_in.aria.yml".to_owned()),
    }
}

#[test]
fn a_snapshot_becomes_a_baseline_line_by_line() {
    let text = "# the form\n- form \"Sign in\":\n  - textbox \"E-mail\"\n\n  - button /^Go/\n  - link \"Help\":\n    - /url: /help\n    - /optional: \"true\"\n";
    assert_eq!(
        import_snapshot(text, &options()),
        Ok("schema: sz-template/1\nscreen_id: sign_in\nversion: 1.0.0\nmetadata:\n  app: shop\n  source: sign_in.aria.yml\n\
            required_nodes:\n- form[name=\"Sign in\"]\n- textbox[name=\"E-mail\"]\nbaseline: |\n  # the form\n  - form \"Sign in\":\n    \
            - textbox \"E-mail\"\n\n    - button /^Go/\n    - link \"Help\":\n      - /url: /help\n      - /optional: \"true\"\n"
            .to_owned())
    );
}

#[test]
fn every_fault_of_a_snapshot_has_its_place_in_the_snapshot() {
    let faults = import_snapshot("- button \"OK\" [chekced]\n- button \"x\" [y]\n", &options())
        .expect_err("faults");
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[0].starts_with("1:16: unsupported attribute `chekced`"), "{shown:?}");
    assert!(shown[1].starts_with("2:15: unsupported attribute `y`"), "{shown:?}");
    let faults = import_snapshot("- main:\n  - button /^\\d{1/\n  - text: /(/\n", &options())
        .expect_err("no regexes");
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            r"2:5: `/^\d{1/` is no regex: unclosed counted repetition",
            "3:5: `/(/` is no regex: unclosed group",
        ]
    );
    assert!(import_snapshot("screen_id: a", &options()).is_err());
    assert!(import_snapshot("", &options()).is_err());
}

#[test]
fn what_no_block_can_hold_is_quoted() {
    for text in [
        "  - button \"a\"\n  - button \"b\"",
        "- button \"a\"\r\n- button \"b\"\r\n",
        "- text: \"a\u{85}b\"",
    ] {
        let template = import_snapshot(text, &options())
            .unwrap_or_else(|faults| panic!("{text:?}: {faults:?}"));
        assert!(Template::parse(&template).is_ok(), "{template}");
    }
}

proptest! {
    #[test]
    fn a_snapshot_means_the_same_in_its_template(tree in sz_testkit::arb_screen(30)) {
        let text = sz_formats::write_aria(&tree);
        let snapshot = read_aria_snapshot(&text, &Limits::default()).expect("a snapshot that was written");
        let written = import_snapshot(&text, &options()).expect("a template");
        let template = Template::parse(&written).expect("a valid template");
        prop_assert_eq!(template.baseline(), Some(&snapshot));
    }
}
