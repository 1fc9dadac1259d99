//! The captures and samples of the repository: each is detected and read, and holds what its index says.

use serde_json::Value;
use sz_formats::{Format, ReadErrorKind, Verdict, detect, read, read_aria_snapshot, write_outline};
use sz_testkit::{fixture, fixture_files, fixture_text};
use sz_tree::{AriaRole, Limits, Role, State};

#[test]
fn every_capture_of_the_index_is_read() {
    for line in fixture_text("captures/index.jsonl").lines() {
        let entry: Value = serde_json::from_str(line).expect("the index is JSON");
        let file = entry["file"].as_str().expect("an entry names its file");
        let bytes = fixture(format!("captures/{file}"));
        let found = detect(&bytes).map(Format::as_str);
        assert_eq!(found, entry["format"].as_str(), "{file}");
        let capture =
            read(&bytes, None, &Limits::default()).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(capture.tree.len() > 5, "{file}: {} nodes", capture.tree.len());
        assert!(capture.tree.nodes().any(|node| !node.name().is_empty()), "{file}");
        assert_eq!(capture.quality.verdict(), Verdict::Complete, "{file}: {}", capture.quality);
        if capture.format == Format::Atspi {
            assert_eq!(capture.app.as_deref(), entry["app"].as_str(), "{file}");
        }
    }
}

#[test]
fn every_sample_is_read() {
    for file in fixture_files("samples") {
        let bytes = fixture(&file);
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name == "baseline.aria.yml" {
            let fault = read(&bytes, None, &Limits::default()).expect_err("it has patterns");
            assert_eq!(fault.kind(), ReadErrorKind::Pattern);
            let text = fixture_text(&file);
            let snapshot = read_aria_snapshot(&text, &Limits::default()).expect("it is a baseline");
            assert!(snapshot.is_fragment && snapshot.patterns.len() == 7, "{snapshot:?}");
            continue;
        }
        let capture =
            read(&bytes, None, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let stem = name.split(['.', '-']).next().unwrap_or_default();
        let expected = if stem == "snapshot" { "aria" } else { stem };
        assert_eq!(capture.format.as_str(), expected, "{name}");
    }
}

#[test]
fn android_in_both_shapes_shows_the_same_form() {
    for file in ["samples/uiautomator.xml", "samples/uiautomator-appium.xml"] {
        let capture = read(&fixture(file), None, &Limits::default()).expect("it reads");
        assert_eq!(capture.app.as_deref(), Some("com.example.shop"), "{file}");
        let fields: Vec<_> =
            capture.tree.nodes().filter(|node| node.role() == AriaRole::Textbox).collect();
        assert_eq!(fields.len(), 2, "{file}");
        assert_eq!(fields[0].value(), Some("mara.lind@example.org"), "{file}");
        assert_eq!((fields[1].value(), fields[1].is(State::Protected)), (None, true), "{file}");
    }
}

#[test]
fn a_form_reads_the_same_from_every_platform() {
    for (file, app) in [
        ("samples/droidbot.json", Some("com.example.shop")),
        ("samples/uiautomator-appium.xml", Some("com.example.shop")),
        ("samples/xcuitest.xml", Some("com.example.shop")),
        ("samples/xcuitest-json.json", Some("Shop")),
        ("samples/uia.xml", None),
        ("samples/osworld-linux.json", Some("shop")),
        ("samples/osworld-windows.xml", None),
        ("samples/osworld-macos.xml", Some("Shop")),
    ] {
        let capture = read(&fixture(file), None, &Limits::default()).expect(file);
        assert_eq!(capture.app.as_deref(), app, "{file}");
        assert_eq!(capture.quality.verdict(), Verdict::Complete, "{file}: {}", capture.quality);
        let fields: Vec<_> =
            capture.tree.nodes().filter(|node| node.role() == AriaRole::Textbox).collect();
        assert_eq!(fields[0].value(), Some("mara.lind@example.org"), "{file}");
        let secret = fields.last().expect("a field");
        assert_eq!((secret.value(), secret.is(State::Protected)), (None, true), "{file}");
        let is_choice = |role: Role<'_>| role == AriaRole::Checkbox || role == AriaRole::Switch;
        let choice = capture.tree.nodes().find(|node| is_choice(node.role())).expect("a choice");
        assert!(
            choice.name() == "Remember me" && choice.is(State::Checkable),
            "{file}: {choice:?}"
        );
        let named = |name: &str| {
            capture.tree.nodes().any(|node| {
                node.role() == AriaRole::Button && node.name().eq_ignore_ascii_case(name)
            })
        };
        assert!(named("Sign in"), "{file}");
        // Neither a process nor an element's number is part of a screen.
        let text = write_outline(&capture.tree);
        assert!(!text.contains("25776") && !text.contains("4211"), "{file}: {text}");
    }
}

#[test]
fn a_page_reads_as_its_outline() {
    let capture = read(&fixture("samples/cdp.json"), None, &Limits::default()).expect("it reads");
    let expected = "\
document \"Sign in\" {focusable, focused} [url=/sample.html] @0,0 800x600
  heading \"Sign in\" [level=1] @8,21 784x37
  form \"Account\" @8,70 784x120
    generic @8,70 100x18
      text \"Password\" @8,70 66x18
    textbox \"Password\" {editable, focusable, protected, required} @8,92 200x24
    checkbox \"Remember me\" {checkable, checked, focusable} @8,130 13x13
    button \"Continue\" (\"Available when both fields are filled\") {disabled} @8,160 70x21
  list @8,200 784x18
    listitem [level=1] @48,200 744x18
      text \"•\" @33,200 8x18
      link \"Forgot password?\" {focusable} [url=/reset] @48,200 110x18
";
    assert_eq!(write_outline(&capture.tree), expected);
}
