//! Snapshots as baselines: marks, the builder and the writer, and every fault at once.

use proptest::{collection::vec, prelude::*, sample::Index, sample::select};
use sz_formats::{
    AriaField, AriaNode, AriaSnapshot, AriaSnapshotBuilder, ChildOrder, ChildrenMode, Occurrence,
    ReadErrorKind, project_aria, read_aria_snapshot, write_aria_snapshot,
};
use sz_testkit::{arb_screen, arb_tree};
use sz_tree::{Limits, NodeId, Tree};

fn baseline(text: &str) -> AriaSnapshot {
    read_aria_snapshot(text, &Limits::default())
        .unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

/// The marks of each node, in pre-order: `contain free optional repeat`.
#[track_caller]
fn check_marks(text: &str, expected: &[&str]) {
    let snapshot = baseline(text);
    let show = |said: &AriaNode| {
        let words = [
            said.children.map(ChildrenMode::as_str),
            (said.order == ChildOrder::Free).then_some("free"),
            said.occurrence.is_optional().then_some("optional"),
            said.occurrence.is_repeated().then_some("repeat"),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let shown: Vec<String> = snapshot.nodes.iter().map(show).collect();
    assert_eq!(shown, expected, "{text}");
    assert_eq!(baseline(&write_aria_snapshot(&snapshot)), snapshot, "{text}");
}

#[test]
fn reads_marks() {
    check_marks("- list:\n  - /order: free\n  - listitem", &["free", ""]);
    check_marks("- list:\n  - listitem:\n    - /optional: true", &["", "optional"]);
    check_marks("- list:\n  - listitem:\n    - /optional: \"true\"", &["", "optional"]);
    check_marks("- list:\n  - listitem:\n    - /repeat: true\n    - text: A", &["", "repeat", ""]);
    check_marks(
        "- list:\n  - listitem:\n    - /optional: true\n    - /repeat: true",
        &["", "optional repeat"],
    );
    check_marks(
        "- list:\n  - listitem:\n    - /repeat: true\n      /optional: true\n      /children: contain\n      /order: free",
        &["", "contain free optional repeat"],
    );
    check_marks("- list:\n  - listitem:\n    - /optional: false\n    - /repeat: false", &["", ""]);
    check_marks("- list:\n  - text \"foo\":\n    - /optional: true", &["", "optional"]);
    check_marks("- list:\n  - text /fo+/:\n    - /optional: true", &["", "optional"]);
    check_marks("- textbox \"A\":\n  - /order: free\n  - text: Ada", &["free"]);
}

#[test]
fn marks_at_the_top_are_of_the_list_of_nodes() {
    check_marks("- /order: free\n- banner\n- main", &["free", "", ""]);
    check_marks("- /order: free\n- main", &["free", ""]);
    check_marks("- /children: contain\n- banner\n- main", &["contain", "", ""]);
    check_marks("- /children: equal\n- main:\n  - /repeat: true", &["equal", "repeat"]);
    check_marks("- banner:\n  - /optional: true\n- main", &["", "optional", ""]);
    check_marks("- /children: contain\n- main", &[""]);
    check_marks("- /children: equal", &["equal"]);
    check_marks("[]", &[""]);
}

#[test]
fn a_text_in_the_form_of_a_node_is_a_text() {
    for (text, name, pattern) in [
        ("- p:\n  - text: foo", "foo", None),
        ("- p:\n  - text \"foo\"", "foo", None),
        ("- p:\n  - text: /foo/", "/foo/", Some("foo")),
        ("- p:\n  - text /foo/", "/foo/", Some("foo")),
        ("- p:\n  - text \"/foo/\"", "/foo/", None),
        ("- p:\n  - text: //", "//", None),
        ("- p:\n  - text //", "//", Some("")),
        ("- p:\n  - text: /a\\/b/", "/a/b/", Some("a/b")),
        ("- p:\n  - text /a\\/b/", "/a/b/", Some("a/b")),
        ("- p:\n  - text: /a/b/", "/a/b/", Some("a/b")),
        ("- p:\n  - text /[/]  x/", "/[/] x/", Some("[/] x")),
        ("- p:\n  - text /\\\\\\/\\d/", "/\\\\/\\d/", Some("\\\\/\\d")),
    ] {
        let snapshot = baseline(text);
        assert_eq!(snapshot.tree.node(NodeId::new(1)).unwrap().name(), name, "{text}");
        let patterns: Vec<&str> = snapshot.patterns.iter().map(|it| &*it.source).collect();
        assert_eq!(patterns, pattern.into_iter().collect::<Vec<_>>(), "{text}");
        assert_eq!(baseline(&write_aria_snapshot(&snapshot)), snapshot, "{text}");
    }
}

#[test]
fn states_stay_in_writing_as_they_were() {
    for text in [
        "- button \"A\" [disabled=false] [expanded=false]\n",
        "- checkbox [checked=mixed] [invalid=spelling]\n",
        "- heading [level=2] [selected]\n",
        "- button /A/ [checked=false] [pressed=mixed]\n",
    ] {
        let snapshot = baseline(text);
        assert_eq!(baseline(&write_aria_snapshot(&snapshot)), snapshot, "{text}");
    }
    assert_eq!(
        write_aria_snapshot(&baseline("- button [disabled=false]")),
        "- button [disabled=false]\n"
    );
}

#[track_caller]
fn check_faults(text: &str, expected: &[(ReadErrorKind, usize, usize, &str)]) {
    let errors = read_aria_snapshot(text, &Limits::default()).expect_err(text);
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error.kind(), error.place().line, error.place().column, error.help()))
        .collect();
    assert_eq!(found, expected, "{text}: {errors:#?}");
}

#[test]
fn a_mark_that_says_nothing_sensible_is_a_fault() {
    use ReadErrorKind::{BadValue, DuplicateKey, WrongType};
    check_faults("- list:\n  - /order: fre", &[(BadValue, 2, 13, "did you mean `free`?")]);
    check_faults("- list:\n  - /order: sorted", &[(BadValue, 2, 13, "")]);
    check_faults(
        "- list:\n  - /children: deepequal",
        &[(BadValue, 2, 16, "did you mean `deep-equal`?")],
    );
    check_faults(
        "- list:\n  - p:\n    - /optional: ture",
        &[(BadValue, 3, 18, "did you mean `true`?")],
    );
    check_faults("- list:\n  - p:\n    - /repeat: 3", &[(BadValue, 3, 16, "")]);
    check_faults(
        "- list:\n  - p:\n    - /repeat: [a, {b: c}]\n  - /order: x",
        &[(WrongType, 3, 16, "put it in double quotes"), (BadValue, 4, 13, "")],
    );
    check_faults(
        "- list:\n  - /order: free\n  - p\n  - /order: free",
        &[(DuplicateKey, 4, 5, "keep one of them")],
    );
    let help = "it is the screen; write `- /children: equal` above it if it is one of several";
    check_faults(
        "- list:\n  - /optional: true\n  - /repeat: true",
        &[(BadValue, 2, 5, help), (BadValue, 3, 5, help)],
    );
    check_faults(
        "- /repeat: true\n- a\n- b",
        &[(BadValue, 1, 3, "write it under the node it is about")],
    );
}

#[test]
fn a_property_that_nobody_knows_is_a_warning_that_guesses() {
    let snapshot = baseline("- list:\n  - /optonal: \"true\"\n  - /x: y\n");
    let warnings: Vec<_> =
        snapshot.warnings.iter().map(|it| (&*it.message, it.mark.line)).collect();
    assert_eq!(
        warnings,
        [
            ("the property `/optonal` is not compared; did you mean `/optional`?", 2),
            ("the property `/x` is not compared", 3),
        ]
    );
}

#[test]
fn a_role_that_nobody_knows_is_a_warning_that_guesses() {
    let snapshot = baseline("- main:\n  - buton \"Save\"\n  - gearwheel\n  - image\n");
    let warnings: Vec<_> =
        snapshot.warnings.iter().map(|it| (&*it.message, it.mark.line)).collect();
    assert_eq!(
        warnings,
        [
            ("no role is called `buton`, and no node is ever one; did you mean `button`?", 2),
            ("no role is called `gearwheel`, and no node is ever one", 3),
        ]
    );
}

#[test]
fn every_fault_is_told_with_its_place() {
    use ReadErrorKind::{BadValue, DuplicateKey, MissingRole, Syntax, WrongType};
    let text = "\
- main [bogus]:
  - list-item \"A\":
    - button \"B\" \"C\"
    - text: 12
  - button:
  - p: {a: [b, {c: d}], e: f}
  - [x, [y]]
  - 5: [x]
  - 7
  - p: \" \"
  - \"\"
  - a: b
    a: {c: d}
  - /children: all
  - /url: 12
  - button \"still read\" [checked=maybe]
";
    let errors = read_aria_snapshot(text, &Limits::default()).expect_err("it is full of faults");
    let found: Vec<_> =
        errors.iter().map(|it| (it.kind(), it.place().line, it.place().column)).collect();
    assert_eq!(
        found,
        [
            (BadValue, 1, 9),
            (Syntax, 2, 9),
            (Syntax, 3, 18),
            (WrongType, 4, 13),
            (WrongType, 5, 11),
            (WrongType, 6, 8),
            (WrongType, 7, 5),
            (WrongType, 8, 5),
            (WrongType, 9, 5),
            (BadValue, 10, 8),
            (MissingRole, 11, 6),
            (DuplicateKey, 13, 5),
            (BadValue, 14, 16),
            (WrongType, 15, 11),
            (BadValue, 16, 26),
        ],
        "{errors:#?}"
    );
}

#[test]
fn broken_yaml_is_the_one_fault_there_is() {
    let kinds = |text: &str| -> Vec<ReadErrorKind> {
        let errors = read_aria_snapshot(text, &Limits::default()).expect_err(text);
        errors.iter().map(sz_formats::ReadError::kind).collect()
    };
    assert_eq!(kinds("- a b\n- &anchor c"), [ReadErrorKind::YamlFeature]);
    assert_eq!(kinds("- a b\n- c: ["), [ReadErrorKind::Syntax]);
}

#[test]
fn there_is_an_end_to_the_faults_that_are_told() {
    let many = "- a b\n".repeat(100_000);
    let errors = read_aria_snapshot(&many, &Limits::default()).expect_err("no line reads");
    assert_eq!(errors.len(), 50);
}

/// Something that is said of a node, at random.
#[derive(Clone, Debug)]
enum Said {
    Children(ChildrenMode),
    Free,
    Occurs(Occurrence),
    Pattern(AriaField, String),
}

fn arb_said() -> impl Strategy<Value = Said> {
    let modes = vec![ChildrenMode::Contain, ChildrenMode::Equal, ChildrenMode::DeepEqual];
    let occurrences = vec![Occurrence::Optional, Occurrence::Repeated, Occurrence::AnyNumber];
    let fields = vec![AriaField::Name, AriaField::Value, AriaField::Url];
    prop_oneof![
        select(modes).prop_map(Said::Children),
        Just(Said::Free),
        select(occurrences).prop_map(Said::Occurs),
        (select(fields), r#"([ -Z^-~]|\\[/\\d"' .]|\[[a-z/:#]+\]|: | #|  |é|\t){0,12}"#)
            .prop_map(|(field, source)| Said::Pattern(field, source)),
    ]
}

fn said(tree: &Tree, marks: &[(Index, Said)]) -> AriaSnapshot {
    let mut builder = AriaSnapshotBuilder::new(tree);
    for (place, said) in marks {
        let node =
            NodeId::new(u32::try_from(place.index(builder.tree().len())).expect("a small tree"));
        match said {
            Said::Children(mode) => builder.children(node, *mode),
            Said::Free => builder.order(node, ChildOrder::Free),
            Said::Occurs(occurrence) => builder.occurrence(node, *occurrence),
            Said::Pattern(field, source) => builder.pattern(node, *field, source),
        };
    }
    builder.build().unwrap_or_else(|errors| panic!("{errors:#?}\n{marks:#?}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn writing_and_reading_a_baseline_gives_the_same_baseline(
        tree in prop_oneof![arb_screen(40), arb_tree(20)],
        marks in vec((any::<Index>(), arb_said()), 0..12),
    ) {
        let snapshot = said(&tree, &marks);
        let text = write_aria_snapshot(&snapshot);
        prop_assert_eq!(&baseline(&text), &snapshot, "{}", text);
        prop_assert_eq!(write_aria_snapshot(&snapshot), text);
    }

    #[test]
    fn a_baseline_says_the_tree_it_was_made_of(tree in prop_oneof![arb_screen(40), arb_tree(20)]) {
        let snapshot = said(&tree, &[]);
        prop_assert!(!snapshot.is_fragment);
        prop_assert_eq!(&snapshot.warnings, &[]);
        let is_pattern = |text: &str| text.len() > 2 && text.starts_with('/') && text.ends_with('/');
        let values = project_aria(&tree);
        let has_odd_texts = values.nodes().any(|node| {
            [node.value(), node.attribute("url")].into_iter().flatten().any(is_pattern)
        });
        if !has_odd_texts {
            prop_assert_eq!(&snapshot.tree, &project_aria(&tree));
            prop_assert_eq!(&snapshot.patterns, &[]);
        }
    }

    #[test]
    fn what_is_said_is_in_the_baseline(
        tree in arb_screen(30),
        place in any::<Index>(),
        said_of_it in arb_said(),
    ) {
        let snapshot = said(&tree, &[(place, said_of_it.clone())]);
        let node = NodeId::new(u32::try_from(place.index(tree.len())).unwrap());
        let of_node = snapshot.said(node);
        match said_of_it {
            Said::Children(mode) => prop_assert_eq!(of_node.unwrap().children, Some(mode)),
            Said::Free => prop_assert_eq!(of_node.unwrap().order, ChildOrder::Free),
            Said::Occurs(occurrence) => {
                let expected = if node == NodeId::ROOT { Occurrence::Once } else { occurrence };
                prop_assert_eq!(of_node.unwrap().occurrence, expected);
            }
            Said::Pattern(field, _) => {
                let is_there = snapshot.patterns.iter().any(|it| it.node == node && it.field == field);
                let warned = !snapshot.warnings.is_empty();
                prop_assert!(is_there || warned, "{:?}", snapshot);
            }
        }
    }

    #[test]
    fn any_baseline_that_reads_is_written_as_it_was(
        lines in vec((0..5_usize, select(LINES)), 1..12),
    ) {
        let mut text = String::new();
        let mut depth = 0;
        for (level, line) in lines {
            // A line is under the one before it, or further out.
            let level = level.min(depth);
            text.extend(std::iter::repeat_n("  ", level));
            text.push_str(line);
            text.push('\n');
            depth = if line.ends_with(':') { level + 1 } else { level };
        }
        if let Ok(snapshot) = read_aria_snapshot(&text, &Limits::default()) {
            let written = write_aria_snapshot(&snapshot);
            prop_assert_eq!(&baseline(&written), &snapshot, "{}\n{}", text, written);
        }
    }
}

/// Lines of which random baselines are made.
const LINES: &[&str] = &[
    "- list:",
    "- listitem /a\\/[/]+/:",
    "- listitem \"b\" [selected=false]:",
    "- textbox \"Name\":",
    "- textbox \"Password\":",
    "- combobox:",
    "- text \"c\":",
    "- text /d/",
    "- text: /e/",
    "- text: //",
    "- text: f",
    "- textbox: /g/",
    "- textbox: ••••",
    "- button \"h\"",
    "- listitem: \"true\"",
    "- 'link \"i: j\"':",
    "- /children: contain",
    "- /children: deep-equal",
    "- /order: free",
    "- /optional: true",
    "- /repeat: true",
    "- /url: /k/",
    "- /url: l",
    "- /placeholder: m",
    "- /value: /n/",
    "- /value: o",
];
