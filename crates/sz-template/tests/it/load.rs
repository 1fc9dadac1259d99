//! Reading template files: everything that is wrong is told, with its place and a remedy.

use sz_template::{Fault, Library, Template, TemplateSource, load_library};

fn library(files: &[(&str, &str)]) -> Library {
    load_library(files.iter().map(|(name, text)| TemplateSource { name, text }))
}

fn shown(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}

/// One file whose only fault starts like this.
#[track_caller]
fn check_fault(text: &str, expected: &str) {
    let library = library(&[("t.yaml", text)]);
    let faults = shown(&library.faults);
    assert_eq!(faults.len(), 1, "{text:?}: {faults:#?}");
    assert!(faults[0].starts_with(expected), "{text:?}\n got {}\nwant {expected}", faults[0]);
    assert!(library.templates.is_empty(), "a file with a fault gives no template");
}

#[test]
fn the_smallest_template_is_a_screen_id() {
    let template = Template::parse("screen_id: login").unwrap();
    assert_eq!(template.screen_id().as_str(), "login");
    assert_eq!(template.version().to_string(), "1.0.0");
    assert!((template.threshold().get() - 0.8).abs() < 1e-12);
    assert_eq!(template.evidence_count(), 0);
}

#[test]
fn every_key_of_the_format_is_read() {
    let template = Template::parse(
        r#"
schema: sz-template/1
screen_id: checkout_offer
version: 1.2.0
metadata: { app: acme-shop, description: Offer card, source: captures/offer.json }
required_nodes: [ payout_label, 'button[name="Accept"]' ]
forbidden_nodes: [ 'dialog:name(/subscribe/i)' ]
expected_roles: [ button, text ]
depth: 4
node_count: 12
structure_signature: sz1:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
threshold: 0.7
baseline: |
  - group "offer card":
    - text: /\$\d+\.\d{2}/
    - button "Accept"
    - button "Decline"
noise: [ { mask: 'text', fields: [name], pattern: '\d+ min', with: '<minutes>' } ]
valid_transitions: [ checkout_done, home -> checkout_offer ]
"#,
    )
    .unwrap();
    assert_eq!(template.version().to_string(), "1.2.0");
    assert_eq!(template.metadata().app(), Some("acme-shop"));
    assert_eq!(template.required_nodes().len(), 2);
    assert_eq!(template.forbidden_nodes().len(), 1);
    assert_eq!(template.expected_roles(), ["button", "text"]);
    assert_eq!((template.depth(), template.node_count()), (Some(4), Some(12)));
    assert!(template.structure_signature().is_some());
    assert_eq!(template.baseline().map(|baseline| baseline.tree.len()), Some(4));
    assert_eq!(template.transitions().len(), 2);
}

#[test]
fn a_template_of_the_prototype_loads_unchanged() {
    let library = library(&[(
        "doordash_offer.yaml",
        "screen_id: doordash_offer_card\nrequired_nodes:\n  - payout_label\n  - accept_button\n\
         structure_signature: 5f4dcc3b5aa765d61d8327deb882cf99\nversion: 1.0\n\
         valid_transitions:\n  - doordash_offer_card -> doordash_navigation\n\
         metadata:\n  app: doordash\n  notes: hand written\n",
    )]);
    assert_eq!(shown(&library.faults), Vec::<String>::new());
    assert_eq!(library.templates.len(), 1);
    let warnings = shown(&library.warnings);
    assert!(warnings[0].contains("signature is not ours"), "{warnings:?}");
    assert!(warnings[1].contains("no template for screen `doordash_navigation`"), "{warnings:?}");
}

#[test]
fn what_can_never_count_is_warned_of() {
    let library = library(&[(
        "a.yaml",
        "screen_id: a\nmetadata: {app: shop, tags: [x, y]}\n\
         expected_roles: [buton, 'color chooser', button]\nbaseline: |\n  - lnk \"Home\"\n",
    )]);
    assert_eq!(shown(&library.faults), [""; 0]);
    assert_eq!(
        shown(&library.warnings),
        [
            "a.yaml:2:29: metadata is not kept that is no text; write one value here",
            "a.yaml:3:18: no role is called `buton`; did you mean `button`?",
            "a.yaml:5:5: baseline: no role is called `lnk`, and no node is ever one; did you mean `link`?",
        ]
    );
}

#[test]
fn faults_name_file_line_column_and_remedy() {
    check_fault("[a, b]", "t.yaml:1:1: a template is a mapping");
    check_fault("version: 1.0.0", "t.yaml:1:1: `screen_id` is missing");
    check_fault("screen_id: a b", "t.yaml:1:12: `a b` is no screen id");
    check_fault(
        "screen_id: a\nrequird_nodes: [x]",
        "t.yaml:2:1: unknown key `requird_nodes`; did you mean `required_nodes`?",
    );
    check_fault("screen_id: a\nversion: 1.x", "t.yaml:2:10: `1.x` is no version");
    check_fault("screen_id: a\nrequired_nodes: x", "t.yaml:2:17: a list expected");
    check_fault("screen_id: a\nrequired_nodes:\n  - 'a['", "t.yaml:3:5: ");
    check_fault("screen_id: a\nthreshold: 1.5", "t.yaml:2:12: `1.5` is no threshold");
    check_fault("screen_id: a\ndepth: deep", "t.yaml:2:8: `deep` is no count");
    check_fault("screen_id: a\nschema: sz-template/9", "t.yaml:2:9: unknown template schema");
    check_fault(
        "screen_id: a\nstructure_signature: sz1:xyz",
        "t.yaml:2:22: `sz1:xyz` is not a signature",
    );
    check_fault(
        "screen_id: a\nbaseline: |\n  - button \"OK\" [bogus]\n",
        "t.yaml:3:18: baseline: unsupported",
    );
    check_fault("screen_id: a\n\"x\\ny\": 1", r"t.yaml:2:1: unknown key `x\ny`;");
    check_fault("screen_id: a\nscreen_id: b", "t.yaml:2:1: ");
    check_fault("screen_id: [", "t.yaml:");
}

#[test]
fn a_fault_in_a_baseline_is_told_where_it_stands_in_the_file() {
    // Found by fuzzing: in a quoted or folded text, lines and columns counted from its start were outside the file.
    check_fault(
        "screen_id: a\nbaseline: \"- text: x\\n- button \\\"OK\\\" [bogus]\"\n",
        "t.yaml:2:11: baseline: unsupported",
    );
    check_fault(
        "screen_id: a\nbaseline: >\n  - text: x\n\n\n  - button [bogus]\n",
        "t.yaml:3:3: baseline: ",
    );
    check_fault(
        "screen_id: a\r\nbaseline: |\r\n  - text: x\r\n  - button \"OK\" [bogus]\r\n",
        "t.yaml:4:18: baseline: unsupported",
    );
    check_fault(
        "screen_id: a\nbaseline: |\n  - form:\n    - text: /a(b/\n",
        "t.yaml:4:7: baseline: `/a(b/` is no regex: unclosed group",
    );
}

#[test]
fn all_faults_of_all_files_are_told_and_the_other_files_still_load() {
    let library = library(&[
        ("a.yaml", "screen_id: a\ndepth: x\nthreshold: y"),
        ("b.yaml", "screen_id: b"),
        ("c.yaml", "screen_id: b"),
    ]);
    let faults = shown(&library.faults);
    assert_eq!(faults.len(), 3, "{faults:#?}");
    assert!(
        faults[0].starts_with("a.yaml:2:") && faults[1].starts_with("a.yaml:3:"),
        "{faults:#?}"
    );
    assert_eq!(
        faults[2],
        "c.yaml:1:12: a second template for `b`; the first one is b.yaml: give one of them another screen_id"
    );
    assert_eq!(library.templates.len(), 1);
    assert_eq!(library.source_of(0), Some("screen_id: b"));
    assert_eq!((library.name_of(0), library.name_of(1)), (Some("b.yaml"), None));
}

#[test]
fn every_key_that_stands_twice_is_told_beside_all_other_faults() {
    let text =
        "screen_id: a\ndepth: 1\nmetadata: { app: x, app: y }\nscreen_id: b\nwhat: 1\ndepth: 2\n";
    let library = library(&[("t.yaml", text)]);
    assert_eq!(
        shown(&library.faults),
        [
            "t.yaml:3:21: the key `app` stands twice in one mapping; keep one of them; the other is at line 3, column 13",
            "t.yaml:4:1: the key `screen_id` stands twice in one mapping; keep one of them; the other is at line 1, column 1",
            "t.yaml:5:1: unknown key `what`; the keys are schema, screen_id, version, metadata, required_nodes, \
             forbidden_nodes, expected_roles, depth, node_count, structure_signature, threshold, baseline, noise, \
             valid_transitions",
            "t.yaml:6:1: the key `depth` stands twice in one mapping; keep one of them; the other is at line 2, column 1",
        ]
    );
}

#[test]
fn screens_of_different_applications_may_share_a_name() {
    let library = library(&[
        ("a.yaml", "screen_id: login\nmetadata: { app: shop }"),
        ("b.yaml", "screen_id: login\nmetadata: { app: mail }"),
    ]);
    assert_eq!(shown(&library.faults), Vec::<String>::new());
    assert_eq!(library.templates.len(), 2);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_loader_panic(text in "\\PC{0,200}") {
        let _outcome = Template::parse(&text);
    }

    #[test]
    fn no_value_of_a_known_key_makes_the_loader_panic(
        key in proptest::sample::select(vec![
            "version", "metadata", "required_nodes", "expected_roles", "threshold", "baseline", "noise",
            "valid_transitions",
        ]),
        value in "[\\-\\[\\]{}:'\"|>a-z0-9/\\\\ \n]{0,60}",
    ) {
        let _outcome = Template::parse(&format!("screen_id: a\n{key}: {value}"));
    }
}
