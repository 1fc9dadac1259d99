use sz_diff::{
    AttributesCompared, BaselineBuilder, Compared, DiffOptions, DiffReport, SpanKind, TextField,
    diff, diff_baseline,
};
use sz_testkit::tree;
use sz_tree::{Limits, NodeId, State};

/// One line per change: `+ /0 button`, `- /1 text`, `~ /0 name`, `> /0 /1 order`.
fn lines(report: &DiffReport) -> Vec<String> {
    let mut lines = Vec::new();
    let removed = report.removed.iter().map(|it| format!("- {} {}", it.path, it.node.role));
    lines.extend(removed);
    lines.extend(report.unwrapped.iter().map(|it| format!("unwrapped {}", it.path)));
    lines.extend(report.added.iter().map(|it| format!("+ {} {}", it.path, it.node.role)));
    lines.extend(report.wrapped.iter().map(|it| format!("wrapped {}", it.path)));
    lines.extend(report.moved.iter().map(|it| format!("> {} {} {}", it.from, it.to, it.kind)));
    for it in &report.modified {
        lines.extend(it.changes.iter().map(|(field, change)| {
            let side = |text: &Option<String>| text.as_deref().unwrap_or("nothing").to_owned();
            format!("~ {} {field}: {} -> {}", it.path_b, side(&change.old), side(&change.new))
        }));
    }
    lines
}

#[track_caller]
fn check_with(options: DiffOptions, a: &str, b: &str, expected: &[&str]) {
    let (a, b) = (tree(a), tree(b));
    let diff = diff(&a, &b, &options);
    assert_eq!(lines(&diff.report(&a, &b)), expected);
    assert_eq!(diff.patch(&a, &b).apply(&a, &Limits::default()), Ok(b));
}

#[track_caller]
fn check(a: &str, b: &str, expected: &[&str]) {
    check_with(DiffOptions::default(), a, b, expected);
}

const CARD: &str = r#"
    group "Offer"
      text "Earn"
      list
        listitem "One"
        listitem "Two"
        listitem "Three"
      button "Accept"
      button "Decline"
"#;

#[test]
fn every_field_is_compared() {
    check(CARD, CARD, &[]);
    check(
        r#"textbox "E-mail" = "a@b.example" ("Where we write to") {required} [level=2] [url=x]"#,
        r#"textbox "Mail" ("Where we write") {required, disabled} [level=3] [id=y]"#,
        &[
            "~ / attributes.id: nothing -> y",
            "~ / attributes.level: 2 -> 3",
            "~ / attributes.url: x -> nothing",
            "~ / description: Where we write to -> Where we write",
            "~ / name: E-mail -> Mail",
            "~ / states: required -> disabled, required",
            "~ / value: a@b.example -> nothing",
        ],
    );
    check(r#"textbox = """#, "textbox", &["~ / value:  -> nothing"]);
}

#[test]
fn a_role_can_change() {
    check(
        "group\n  button \"Save\"\n  text \"x\"",
        "group\n  link \"Save\"\n  text \"x\"",
        &["~ /0 role: button -> link"],
    );
    check("group", "form", &["- / group", "+ / form"]);
}

#[test]
fn nodes_come_and_go() {
    check(CARD, &CARD.replace("        listitem \"Two\"\n", ""), &["- /1/1 listitem"]);
    check(&CARD.replace("      button \"Decline\"\n", ""), CARD, &["+ /3 button"]);
}

#[test]
fn what_moved_is_not_removed_and_added() {
    check(
        CARD,
        r#"
        group "Offer"
          text "Earn"
          list
            listitem "Two"
            listitem "Three"
            listitem "One"
          button "Accept"
          button "Decline"
        "#,
        &["> /1/0 /1/2 order"],
    );
    check(
        CARD,
        r#"
        group "Offer"
          text "Earn"
          list
            listitem "One"
            listitem "Two"
            listitem "Three"
            button "Decline"
          button "Accept"
        "#,
        &["> /3 /1/3 parent"],
    );
}

#[test]
fn a_wrapper_is_one_edit() {
    let wrapped = r#"
        group "Offer"
          text "Earn"
          region "Body"
            list
              listitem "One"
              listitem "Two"
              listitem "Three"
            button "Accept"
          button "Decline"
    "#;
    check(CARD, wrapped, &["+ /1 region", "wrapped /1"]);
    check(wrapped, CARD, &["- /1 region", "unwrapped /1"]);
}

#[test]
fn a_wrapped_node_can_change_too() {
    check(
        CARD,
        r#"
        group "Offer"
          text "Earn"
          list
            listitem "One"
            listitem "Two"
            listitem "Three"
          group "Buttons"
            button "Accept" {disabled}
            button "Decline"
        "#,
        &["+ /2 group", "wrapped /2", "~ /2/0 states: nothing -> disabled"],
    );
}

#[test]
fn the_root_can_be_wrapped_and_unwrapped() {
    let wrapped = format!("    window{}", CARD.replace("\n    ", "\n      "));
    check(CARD, &wrapped, &["+ / window", "wrapped /"]);
    check(&wrapped, CARD, &["- / window", "unwrapped /"]);
}

#[test]
fn one_of_many_copies_is_found_missing() {
    let rows =
        |n: usize| format!("list\n{}", "  listitem\n    text \"x\"\n    button \"y\"\n".repeat(n));
    check(&rows(9), &rows(8), &["- /8 listitem", "- /8/0 text", "- /8/1 button"]);
    check(&rows(8), &rows(8), &[]);
}

#[test]
fn bounds_are_compared_when_asked_for() {
    let (a, b) = ("button \"OK\" @10,20 80x24", "button \"OK\" @12,20 80x24");
    check(a, b, &[]);
    let options = DiffOptions::default();
    check_with(options.with_bounds(2), a, b, &[]);
    check_with(options.with_bounds(1), a, b, &["~ / bounds: 10,20 80x24 -> 12,20 80x24"]);
    check_with(options.with_bounds(9), a, "button \"OK\"", &["~ / bounds: 10,20 80x24 -> nothing"]);
}

#[test]
fn what_is_compared_can_be_chosen() {
    let (a, b) = (r#"link "A" = "1" {focused} [id=x]"#, r#"link "B" = "2" {visited} [id=y]"#);
    let options = |compared| DiffOptions::default().with_compared(compared);
    check_with(options(Compared::role_only()), a, b, &[]);
    let name = Compared::role_only().with_name(true);
    check_with(options(name), a, b, &["~ / name: A -> B"]);
    let visited = [State::Visited].into_iter().collect();
    check_with(
        options(Compared::role_only().with_states(visited)),
        a,
        b,
        &["~ / states: nothing -> visited"],
    );
    let given = Compared::role_only().with_attributes(AttributesCompared::Given);
    check_with(options(given), r"link [id=x]", r"link [id=x] [url=y]", &[]);
    check_with(
        options(given),
        r"link [id=x]",
        r"link [url=y]",
        &["~ / attributes.id: x -> nothing"],
    );
}

#[test]
fn similarity_is_one_less_the_share_of_edits() {
    let similarity =
        |a: &str, b: &str| diff(&tree(a), &tree(b), &DiffOptions::default()).similarity;
    let is = |found: f64, expected: f64| (found - expected).abs() < 1e-12;
    assert!(is(similarity(CARD, CARD), 1.0));
    assert!(is(similarity("button \"A\"", "link \"B\""), 0.0));
    assert!(is(similarity("list\n  text \"a\"", "list\n  text \"b\""), 0.75));
}

#[test]
fn an_outline_shows_what_changed_and_elides_the_rest() {
    let a = tree(CARD);
    let b = tree(
        r#"
        group "Offer"
          text "Earn"
          list
            listitem "One"
            listitem "Three" {selected}
            listitem "Four"
          region "Body"
            button "Decline"
            button "Accept"
        "#,
    );
    let lines = diff(&a, &b, &DiffOptions::default()).outline(&a, &b);
    let drawn: Vec<String> = lines
        .iter()
        .map(|line| format!("{} {}{}", line.mark.as_char(), "  ".repeat(line.depth), line.text()))
        .collect();
    assert_eq!(
        drawn,
        [
            "  group \"Offer\"",
            "    … 1 unchanged",
            "    list",
            "      … 1 unchanged",
            "-     listitem \"Two\"",
            "~     listitem \"Three\" {selected}  states: nothing → \"selected\"",
            "+     listitem \"Four\"",
            "+   region \"Body\"  (put around what is in it)",
            ">     button \"Decline\"  (reordered from /3)",
            "      … 1 unchanged",
        ]
    );
    assert!(diff(&a, &a, &DiffOptions::default()).outline(&a, &a).is_empty());
}

#[test]
fn an_outline_escapes_what_a_terminal_would_act_on() {
    let (a, b) = (tree("group"), tree("group\n  text \"\\u{1b}[31m\\u{202e}\\n\""));
    let lines = diff(&a, &b, &DiffOptions::default()).outline(&a, &b);
    assert_eq!(lines[1].text(), r#"text "\u{1b}[31m\u{202e}\n""#);
}

#[test]
fn an_outline_shows_the_words_that_changed_in_a_long_text() {
    let text = |end: &str| {
        tree(&format!(
            "text \"Your plan renews every month until you cancel it {end}\" (\"a b c d\")"
        ))
    };
    let (a, b) = (text("in the settings."), text("by \\u{202e}phone."));
    let lines = diff(&a, &b, &DiffOptions::default()).outline(&a, &b);
    let spans: Vec<_> = lines[0].spans.iter().map(|it| (it.kind, &*it.text)).collect();
    assert_eq!(
        spans[1..],
        [
            (SpanKind::Plain, "  name: "),
            (SpanKind::Plain, "\""),
            (SpanKind::Plain, "…every month until you cancel it "),
            (SpanKind::Old, "[-in the settings-]"),
            (SpanKind::New, "{+by \\u{202e}phone+}"),
            (SpanKind::Plain, "."),
            (SpanKind::Plain, "\""),
        ]
    );
    let report = diff(&a, &b, &DiffOptions::default()).report(&a, &b);
    let json = serde_json::to_value(&report.modified[0].changes["name"]).expect("JSON");
    assert_eq!(
        json["words"],
        serde_json::json!([
            { "kept": "Your plan renews every month until you cancel it " },
            { "removed": "in the settings" },
            { "added": "by \u{202e}phone" },
            { "kept": "." },
        ])
    );
}

#[test]
fn the_pattern_of_a_baseline_is_not_compared_by_words() {
    let screen = |name: &str| tree(&format!("text \"{name}\""));
    let mut builder =
        BaselineBuilder::new(screen("It costs 5 euros a month"), Compared::everything());
    let pattern = regex::Regex::new(r"^It costs \d+ euros a month$").expect("a pattern");
    builder.pattern(NodeId::ROOT, TextField::Name, pattern);
    let (baseline, options) = (builder.build(), DiffOptions::default());
    let found = diff_baseline(&baseline, &screen("It costs many euros a month"), &options);
    let change = &found.diff.modified[0].changes[0];
    assert!(change.is_pattern);
    assert_eq!(change.words(), None);
}

#[test]
fn a_link_whose_name_was_written_out_is_the_same_link() {
    check(
        "navigation\n  group\n    link \"Previous\" [url=/previous]\n  list\n    link \"1\"",
        "navigation\n  group\n    link \"Previous page\" [url=/previous]\n      text \"Previous\"\n      text \"page\"\n  list\n    link \"1\"",
        &["+ /0/0/0 text", "+ /0/0/1 text", "~ /0/0 name: Previous -> Previous page"],
    );
}
