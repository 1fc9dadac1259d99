//! The grammar of ARIA snapshots: the results of Playwright's own parser, one by one.

use sz_formats::{
    AriaField, AriaState, ChildrenMode, Format, ReadErrorKind, read, read_aria_snapshot,
    write_aria, write_outline,
};
use sz_tree::{AriaRole, Limits};

#[track_caller]
fn check(snapshot: &str, expected: &str) {
    let capture = read(snapshot.as_bytes(), Some(Format::Aria), &Limits::default())
        .unwrap_or_else(|error| panic!("{snapshot:?}: {error}"));
    assert_eq!(write_outline(&capture.tree).trim_end(), expected, "{snapshot:?}");
}

#[track_caller]
fn check_fault(snapshot: &str, kind: ReadErrorKind, place: (usize, usize)) {
    check_faults(snapshot, &[(kind, place)]);
}

#[track_caller]
fn check_faults(snapshot: &str, expected: &[(ReadErrorKind, (usize, usize))]) {
    let faults = read_aria_snapshot(snapshot, &Limits::default()).expect_err(snapshot);
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.kind(), (fault.place().line, fault.place().column)))
        .collect();
    assert_eq!(found, expected, "{snapshot:?}: {faults:?}");
}

#[test]
fn reads_nodes() {
    check("- list", "list");
    check("- button \"OK\"", "button \"OK\"");
    check("- button \"\"", "button");
    check("- 'button \"A: b\"'", "button \"A: b\"");
    check("- \"button \\\"OK\\\"\"", "button \"OK\"");
    check("- button \"a\\nb\"", "button \"anb\"");
    check("- button \"say \\\"hi\\\"\"", "button \"say \\\"hi\\\"\"");
    check("- button \"  a \u{200b}b\u{ad} \"", "button \"a b\"");
    check("- bogusrole \"x\"", "platform:bogusrole \"x\"");
    check("- image \"Logo\"", "img \"Logo\"");
    check("# a comment\n---\n- list", "list");
}

#[test]
fn reads_attributes() {
    check("- button[disabled]", "button {disabled}");
    check("- button [ disabled ]", "button {disabled}");
    check("- button [disabled=false]", "button");
    check("- heading [level=2]", "heading [level=2]");
    check("- heading [level=0x2]", "heading [level=2]");
    check("- heading [level=1.50]", "heading [level=1.5]");
    check("- checkbox [checked]", "checkbox {checkable, checked}");
    check("- checkbox [checked=false]", "checkbox {checkable}");
    check("- checkbox [checked=mixed]", "checkbox {checkable, mixed}");
    check("- checkbox [checked=mixed] [checked]", "checkbox {checkable, checked}");
    check("- button [pressed=mixed]", "button {mixed, pressable}");
    check("- button [expanded=false]", "button {expandable}");
    check("- option [selected=true]", "option {selectable, selected}");
    check("- textbox [invalid]", "textbox {invalid}");
    check("- textbox [invalid=grammar]", "textbox {invalid} [invalid=grammar]");
    check(
        "- button \"A\" [ref=e12] [cursor=pointer] [box=1,2,3,4] [aria-hidden] [active]",
        "button \"A\"",
    );
}

#[test]
fn reads_children_and_text() {
    check("- listitem: One", "listitem\n  text \"One\"");
    check("- listitem: 12", "listitem\n  text \"12\"");
    check("- listitem: true", "listitem\n  text \"true\"");
    check("- text: One  two", "text \"One two\"");
    check(
        "- list:\n  - listitem: A\n  - text: B",
        "list\n  listitem\n    text \"A\"\n  text \"B\"",
    );
    check(
        "- list:\n  - listitem: A\n    text: B",
        "list\n  listitem\n    text \"A\"\n  text \"B\"",
    );
    check("- link \"Docs\":\n  - /url: /docs/", "link \"Docs\" [url=/docs/]");
    check("- text: /home/", "text \"/home/\"");
    check("- list: []", "list");
    check("[]", "generic");
    check("- banner\n- main", "generic\n  banner\n  main");
    check(
        "- banner: Hello\n  main: There",
        "generic\n  banner\n    text \"Hello\"\n  main\n    text \"There\"",
    );
    check("- /children: equal\n- banner", "generic\n  banner");
    check("- /children: contain\n- banner", "banner");
}

#[test]
fn the_text_of_a_field_is_its_value() {
    check("- textbox \"E-mail\": a@b.example", "textbox \"E-mail\" = \"a@b.example\"");
    check("- slider: 5", "slider = \"5\"");
    check(
        "- textbox:\n  - /placeholder: Name\n  - text: Ada",
        "textbox = \"Ada\" [placeholder=Name]",
    );
    check(
        "- textbox:\n  - text: Hello\n  - strong: Ada",
        "textbox\n  text \"Hello\"\n  strong\n    text \"Ada\"",
    );
    check("- combobox:\n  - text \"Ada\"", "combobox\n  text \"Ada\"");
    check(
        "- combobox:\n  - /value: Ada\n  - option \"Ada\"",
        "combobox = \"Ada\"\n  option \"Ada\"",
    );
}

#[test]
fn refuses_what_playwright_refuses() {
    use ReadErrorKind::{BadValue, DuplicateKey, Empty, MissingRole, Syntax, WrongType};
    for (snapshot, kind, place) in [
        ("- list:", WrongType, (1, 7)),
        ("- list: ~", WrongType, (1, 9)),
        ("- text: 12", WrongType, (1, 9)),
        ("- link:\n  - /url: 12", WrongType, (2, 11)),
        ("- button \"A\" \"B\"", Syntax, (1, 14)),
        ("- list-item", Syntax, (1, 7)),
        ("- button /a/i", Syntax, (1, 13)),
        ("- button ~", Syntax, (1, 10)),
        ("- button \"A", Syntax, (1, 12)),
        ("- button [checked", Syntax, (1, 18)),
        ("- button [level=]", BadValue, (1, 11)),
        ("- button [level=two]", BadValue, (1, 11)),
        ("- button [bogus]", BadValue, (1, 11)),
        ("- button [checked=maybe]", BadValue, (1, 11)),
        ("- button \"A\": {foo: bar}", WrongType, (1, 15)),
        ("- 5: x", WrongType, (1, 3)),
        ("- 5", WrongType, (1, 3)),
        ("- text: \"\"", BadValue, (1, 9)),
        ("- listitem: \" \"", BadValue, (1, 13)),
        ("- [a]", WrongType, (1, 3)),
        ("list", WrongType, (1, 1)),
        ("list: a", WrongType, (1, 1)),
        ("- \"\"", MissingRole, (1, 4)),
        ("- list:\n  - /children: all", BadValue, (2, 16)),
        ("- listitem: A\n  listitem: B", DuplicateKey, (2, 3)),
        ("", Empty, (1, 1)),
        ("- list: [", Syntax, (1, 10)),
    ] {
        check_fault(snapshot, kind, place);
    }
}

#[test]
fn refuses_what_makes_yaml_more_than_it_looks() {
    for snapshot in
        ["- &a list\n- *a", "- *a", "- !!str list", "- list\n---\n- list", "- list: &a []"]
    {
        let faults = read_aria_snapshot(snapshot, &Limits::default()).expect_err(snapshot);
        let fault = &faults[0];
        let is_refused = matches!(fault.kind(), ReadErrorKind::YamlFeature | ReadErrorKind::Syntax);
        assert!(is_refused, "{snapshot:?}: {fault}");
    }
}

#[test]
fn a_baseline_keeps_what_a_tree_has_no_place_for() {
    let text = "\
- list /^L/ [expanded=false] [disabled]:
  - /children: deep-equal
  - /placeholder: zzz
  - /nonsense: x
  - link [active]:
    - /url: /docs/
  - listitem: /\\d+ [a/b]/
  - textbox \"Name\": /A.*/
  - text: //
";
    let snapshot = read_aria_snapshot(text, &Limits::default()).expect("it is a baseline");
    assert!(!snapshot.is_fragment);
    let root = snapshot.nodes[0];
    assert_eq!(root.children, Some(ChildrenMode::DeepEqual));
    assert!(
        root.written.contains(AriaState::Expanded) && root.written.contains(AriaState::Disabled)
    );
    assert!(!root.written.contains(AriaState::Checked));
    assert_eq!(snapshot.nodes[1].children, None);
    let patterns: Vec<_> = snapshot
        .patterns
        .iter()
        .map(|pattern| (pattern.node.index(), pattern.field, &*pattern.source, pattern.mark.line))
        .collect();
    let expected = [
        (0, AriaField::Name, "^L", 1),
        (1, AriaField::Url, "docs", 6),
        (3, AriaField::Name, "\\d+ [a/b]", 7),
        (4, AriaField::Value, "A.*", 8),
    ];
    assert_eq!(patterns, expected);
    let warnings: Vec<_> = snapshot.warnings.iter().map(|warning| warning.mark.line).collect();
    assert_eq!(warnings, [4, 5], "{:?}", snapshot.warnings);
    assert_eq!(snapshot.tree.root().name(), "/^L/");
}

#[test]
fn several_nodes_at_the_top_are_a_fragment() {
    for (text, is_fragment) in [
        ("- list", false),
        ("- list: A", false),
        ("- list:\n  - listitem\n  - listitem", false),
        ("- /children: contain\n- list", false),
        ("- text: A", false),
        ("- list\n- list", true),
        ("- list: A\n  link: B", true),
        ("- /children: equal\n- list", true),
        ("- list\n- /children: equal", true),
        ("[]", true),
    ] {
        let snapshot = read_aria_snapshot(text, &Limits::default()).expect(text);
        assert_eq!(snapshot.is_fragment, is_fragment, "{text:?}");
        assert_eq!(snapshot.tree.root().role() == AriaRole::Generic, is_fragment, "{text:?}");
    }
}

#[test]
fn writes_what_playwright_writes() {
    let tree = sz_testkit::tree(
        r#"
        main
          heading "Sign in" [level=1]
          checkbox "Remember me" {checkable}
          checkbox "All" {checkable, mixed}
          link "Forgot: password?" [url=/reset]
          textbox "E-mail" = "ada@example.org" [placeholder=you]
          textbox "Name" = "Ada: L"
          paragraph
            text "Last sign-in: 12 Nov"
          listitem
            text "12"
          "platform:color chooser" "true"
          text "no"
          text "- dash" {disabled}
          combobox "City" = "Oslo"
            option "Oslo" {selectable, selected}
        "#,
    );
    let expected = r#"- main:
  - heading "Sign in" [level=1]
  - checkbox "Remember me" [checked=false]
  - checkbox "All" [checked=mixed]
  - 'link "Forgot: password?"':
    - /url: /reset
  - textbox "E-mail":
    - /placeholder: you
    - text: ada@example.org
  - textbox "Name": "Ada: L"
  - paragraph: "Last sign-in: 12 Nov"
  - listitem: "12"
  - generic "true"
  - text: "no"
  - text "- dash" [disabled]
  - combobox "City":
    - /value: Oslo
    - option "Oslo" [selected]
"#;
    assert_eq!(write_aria(&tree), expected);
}

#[test]
fn long_names_stay_whole() {
    let name = "x".repeat(5_000);
    let text = format!("form \"{name}\"\n  button \"{name}\"");
    let tree = sz_testkit::tree(&text);
    let written = write_aria(&tree);
    let capture = read(written.as_bytes(), Some(Format::Aria), &Limits::default())
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(capture.tree, tree);
}
