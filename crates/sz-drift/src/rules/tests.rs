use sz_tree::{NodePath, Tree};

use super::{
    Rule, RuleScreen, RuleSet, Ruling,
    compile::Program,
    evaluate::{MAX_STEPS, evaluate},
    value::{Seen, WrittenOut},
};
use crate::{
    Change, DriftEvent, DriftKind, Fingerprint, Severity, event::DriftId, fingerprint::Subjects,
};

fn screen() -> Tree {
    sz_testkit::tree(
        "main \"Home\"\n  heading \"Summer sale\" [level=2] {busy}\n  text \"Only 3 left\"\n",
    )
}

/// A text that changed, on a screen.
fn event() -> DriftEvent {
    DriftEvent {
        id: DriftId::of([Some("test")]),
        fingerprint: Fingerprint::PENDING,
        kind: DriftKind::Content,
        pattern: None,
        severity: Severity::Warning,
        change: Change::Modified,
        screen_id: Some("home".to_owned()),
        app: Some("shop".to_owned()),
        path: Some(NodePath::new(vec![0])),
        selector: None,
        old: Some("Winter sale".to_owned()),
        new: Some("Summer sale".to_owned()),
        similarity: Some(0.75),
        rule: "content".into(),
        tags: vec!["seen".to_owned()],
        notify: Vec::new(),
        rule_errors: Vec::new(),
        explanation: "The heading changed.".to_owned(),
    }
    .fingerprinted(Subjects::default())
}

const SCREEN: RuleScreen<'_> = RuleScreen {
    id: Some("home"),
    app: Some("shop"),
    version: Some("1.2.0"),
    score: Some(1.0),
    similarity: Some(0.75),
    nodes: Some(3),
};

/// The answer of an expression for the heading, and the steps it took.
fn answer(expression: &str) -> (Result<bool, String>, usize) {
    answer_for(expression, &event(), true)
}

fn answer_for(
    expression: &str,
    event: &DriftEvent,
    has_node: bool,
) -> (Result<bool, String>, usize) {
    let program = Program::compile(expression).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let tree = screen();
    let node = tree.root().children().next().filter(|_| has_node);
    let texts = WrittenOut::of(event, node);
    let seen = Seen { event, node, texts: &texts, screen: SCREEN };
    let (answer, steps) = evaluate(&program, seen);
    (answer.map_err(|failure| failure.message), steps)
}

#[test]
fn expressions_are_worth_what_the_language_says() {
    for (expression, expected) in [
        (r#"event.kind == "content" && node.role == "heading" && screen.id == "home""#, true),
        (r#"event.severity in ["warning", "critical"]"#, true),
        (r"event.similarity < 0.8 && event.similarity >= 3.0 / 4.0", true),
        (r#"event.new.contains("sale") && event.old.startsWith("Winter")"#, true),
        (r#"event.new.endsWith("SALE")"#, false),
        (r#"event.new.lowerAscii().endsWith("sale")"#, true),
        (r#"node.name.matches("^S.*e$")"#, true),
        (r#"matches(node.name, r"\d")"#, false),
        (r#""seen" in event.tags"#, true),
        (r#""busy" in node.states"#, true),
        (r#"node.attributes.level == "2""#, true),
        (r#"node.attributes["level"] == "2" && "level" in node.attributes"#, true),
        (r"has(node.attributes.level) && !has(node.attributes.href)", true),
        (r#"node.attributes.all(name, name == "level")"#, true),
        (r"node.value == null && !has(node.value)", true),
        (r"event.selector == null && has(event.old)", true),
        (r#"event.pattern == "urgency""#, false),
        (r"screen.nodes == 3 && screen.nodes < 3.5 && screen.score == 1", true),
        (r#"event.path == "/0" && node.path == event.path"#, true),
        (r"[1, 2, 3].exists(n, n > 2) && ![1, 2].all(n, n == 1)", true),
        (r"[1, 2, 3].exists_one(n, n % 2 == 0)", true),
        (r"[1, 2, 3].filter(n, n > 1).map(n, n * 2) == [4, 6]", true),
        (r"[1, 2, 3].map(n, n > 1, n * 2) == [4, 6]", true),
        (r"[[1, 2], [3]].map(l, l.map(n, n + 1)) == [[2, 3], [4]]", true),
        (r"[1, 2].exists(a, [2, 3].exists(b, a == b))", true),
        (r"size(event.tags) == 1 && size('πέντε') == 5 && [1, 2].size() == 2", true),
        (r"1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && -7 / 2 == -3 && -7 % 2 == -1", true),
        (r"1 == 1.0 && 1 < 1.5 && 9007199254740993 > 9007199254740992.0", true),
        (r"-9223372036854775808 < 0 && --1 == 1 && !!true", true),
        (
            r#"int("42") == 42 && double("0.5") == 0.5 && string(42) == "42" && int(-1.9) == -1"#,
            true,
        ),
        (r"true ? 1 == 1 : 1 == 2", true),
        (r#""a" < "b" && "b" > "a" && "a" + "b" == 'ab' && [1] + [2] == [1, 2]"#, true),
        (
            r#""\u00e9\n\x41\101\"" == 'é
'"#,
            false,
        ),
        (r#""\x41\101\u0041" == "AAA" && r"\d" == "\\d" && """a"b""" == 'a"b'"#, true),
        ("0xff == 255 // and so on\n && .5 == 5e-1", true),
        (r#"event.tags[0] == "seen""#, true),
        ("node != null && event.similarity != null", true),
        ("[] == [] && [null] == [null]", true),
        ("null in [1, null] && !(1 in [])", true),
    ] {
        let expression = expression.replace("'é\n'", "'''é\nA'''");
        assert_eq!(answer(&expression).0, Ok(expected), "{expression}");
    }
}

#[test]
fn what_decides_makes_failures_elsewhere_unimportant() {
    for (expression, expected) in [
        ("1 / 0 == 1 || true", Ok(true)),
        ("true || 1 / 0 == 1", Ok(true)),
        ("1 / 0 == 1 && false", Ok(false)),
        ("[1, 0].exists(n, 1 / n == 1)", Ok(true)),
        ("[0, 1].exists(n, 1 / n == 1)", Ok(true)),
        ("[0, 2].all(n, 1 / n == 1)", Ok(false)),
        ("false ? 1 / 0 == 1 : true", Ok(true)),
        ("1 / 0 == 1 && true", Err("no number: too large, or divided by zero")),
        ("[0, 1].all(n, 1 / n == 1)", Err("no number: too large, or divided by zero")),
        ("[0, 1].exists_one(n, 1 / n == 1)", Err("no number: too large, or divided by zero")),
        ("9223372036854775807 + 1 > 0", Err("no number: too large, or divided by zero")),
        ("event.selector.contains('a')", Err("it cannot be told of null")),
        ("node.value < 'a'", Err("null and a text have no order")),
        ("node.attributes.href == 'x'", Err("there is no attribute `href`")),
        ("event.tags[7] == 'x'", Err("there is no item 7")),
        ("int('many') == 1", Err("it cannot be told of a text")),
        ("event.selector.matches('a')", Err("null matches nothing")),
    ] {
        assert_eq!(answer(expression).0, expected.map_err(str::to_owned), "{expression}");
    }
}

#[test]
fn without_a_node_all_its_fields_are_null() {
    for (expression, expected) in [
        ("node == null", true),
        ("node.role == 'button'", false),
        ("has(node.name)", false),
        ("node.attributes == null", true),
        ("has(node.attributes.level)", false),
    ] {
        assert_eq!(answer_for(expression, &event(), false).0, Ok(expected), "{expression}");
    }
}

/// The part at fault, what is wrong and what to do.
#[track_caller]
fn check_refused(expression: &str, expected: &[&str]) {
    let faults = Program::compile(expression).expect_err(expression);
    let shown: Vec<String> = faults
        .iter()
        .map(|it| {
            let part = expression.get(it.span.clone()).expect("a part of the expression");
            format!("{part} | {} | {}", it.message, it.help)
        })
        .collect();
    assert_eq!(shown, expected, "{expression}");
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place_and_what_to_do() {
    check_refused(
        "evnt.kind == 'content' && event.knid == 'x' && node.foo == 1",
        &[
            "evnt | unknown variable `evnt` | did you mean `event`?",
            "knid | the event has no field `knid` | did you mean `kind`?",
            "foo | the node has no field `foo` | there is role, name, value, description, states, attributes, path",
        ],
    );
    check_refused(
        "event.new.contain('x') || sise(event.tags) == 1",
        &[
            "contain | unknown function `contain` | did you mean `contains`?",
            "sise | unknown function `sise` | did you mean `size`?",
        ],
    );
    check_refused(
        "event.kind == 'contant' || event.severity in ['low', 'info']",
        &[
            "'contant' | no kind of drift is called `contant` | did you mean `content`?",
            "'low' | no severity is called `low` | there is info, warning, critical",
        ],
    );
    check_refused(
        "event.severity >= 'warning'",
        &[
            "event.severity >= 'warning' | words have no order | write `in [\"warning\", \"critical\"]`: texts have the \
           order of the alphabet",
        ],
    );
    check_refused(
        "event.kind",
        &[
            "event.kind | a rule needs true or false, and this is a text | compare it with something",
        ],
    );
    check_refused(
        "event.new == 3 && event.similarity > 'a' && !event.new",
        &[
            "event.new == 3 | a text and a whole number are never equal | ",
            "event.similarity > 'a' | a number and a text have no order | ",
            "event.new | true or false is needed here, and this is a text | compare it with something",
        ],
    );
    check_refused(
        "event.new.matches(event.old) || event.new.matches('(')",
        &[
            "event.old | a pattern has to be written out | write it in quotes, `r\"\\d+\"`",
            "'(' | no regular expression: unclosed group | ",
        ],
    );
    check_refused(
        "contains(event.new, 'x')",
        &[
            "contains | unknown function `contains` | it stands behind a value: `value.contains(..)`",
        ],
    );
    check_refused(
        "event.tags.exists(node, node == 'a')",
        &["node | `node` means something already | take another name"],
    );
}

#[test]
fn kinds_of_values_that_do_not_mix_are_refused() {
    check_refused(
        "1 + 1.5 > 2",
        &[
            "1 + 1.5 | a whole number and one that is not do not mix | write `1.0`, or make one of them the other by \
         `double(..)` or `int(..)`",
        ],
    );
    check_refused(
        "'a' in event.new",
        &["event.new | a text has nothing in it | write `text.contains(\"part\")`"],
    );
}

#[test]
fn broken_grammar_is_told_where_it_breaks() {
    for (expression, expected) in [
        ("", " | the expression ends, and a value is expected | "),
        ("event.kind ==", " | the expression ends, and a value is expected | "),
        ("event.kind = 'a'", "= | `=` means nothing here | write `==` to compare"),
        ("(true", " | the expression ends, and `)` is expected | "),
        ("true true", "true | `&&`, `||` or the end is expected | "),
        ("'abc", "'abc | a text that does not end in its line | "),
        (r"'\d' == 'a'", r"\d | no such escape | write `\\` for one backslash, or a raw text, `r"),
        ("1u == 1", "1u | nothing here is unsigned | "),
        ("12abc == 1", "12abc | not a number | "),
        ("99999999999999999999 > 1", "99999999999999999999 | not a number | "),
        ("9223372036854775808 > 1", "9223372036854775808 | too large a number | "),
        ("b'a' == b'a'", "b' | only `r` can stand before a text | "),
        ("{'a': 1}.a == 1", "{ | `{` means nothing here | maps and messages cannot be made here"),
        ("a.b.", " | the expression ends, and the name of a field or function is expected | "),
        ("---1 == 1", "---1 | more than two `-` in a row | "),
    ] {
        let faults = Program::compile(expression).expect_err(expression);
        let fault = faults.iter().max_by_key(|fault| fault.span.start).expect("a fault");
        let part = expression.get(fault.span.clone()).expect("a part of the expression");
        let shown = format!("{part} | {} | {}", fault.message, fault.help);
        let expected = expected.trim_end_matches("'abc | a text that does not end in its line | ");
        assert!(shown.starts_with(expected), "{expression}: {shown}");
    }
}

/// Expressions of someone who wants to hold the program up.
fn hostile() -> Vec<String> {
    let nested = |open: &str, core: &str, close: &str, n: usize| {
        [open.repeat(n), core.to_owned(), close.repeat(n)].concat()
    };
    vec![
        "a".repeat(1 << 20),
        nested("(", "true", ")", 1900),
        nested("[", "1", "]", 1900) + " == 1",
        nested("!(", "true", ")", 1300),
        nested("size([", "1", "]) == 1", 400),
        nested("true ? ", "true", " : true", 250),
        "true ? true : ".repeat(200) + "true",
        "1 == 1 == true".to_owned() + &" == true".repeat(490),
        "1".to_owned() + &"+1".repeat(2000) + " > 0",
        "'a'".to_owned() + &".lowerAscii()".repeat(300) + " == 'a'",
        "[1].exists(a, [1].exists(b, [1].exists(c, true)))".to_owned(),
        format!("{}true{}", "[1].all(x, ".repeat(300), ")".repeat(300)),
        r"event.new.matches('((((a{1,99}){1,99}){1,99}){1,99})')".to_owned(),
        format!("event.new.matches('{}')", "(a*)*".repeat(200)),
        format!("event.new.matches('{}a{}')", "(".repeat(100), ")".repeat(100)),
        format!("[{}] == []", "1,".repeat(300)),
        "'".repeat(4000),
        "\\".repeat(4000),
        "-".repeat(4000) + "1 == 1",
    ]
}

#[test]
fn hostile_expressions_are_refused_without_much_of_a_stack() {
    for expression in hostile() {
        let shown: String = expression.chars().take(60).collect();
        assert!(Program::compile(&expression).is_err(), "{shown}");
    }
}

#[test]
fn long_chains_of_and_and_or_are_not_deep() {
    let both = vec!["true"; 500].join(" && ");
    let either = vec!["false"; 400].join(" || ");
    assert_eq!(answer(&both).0, Ok(true));
    assert_eq!(answer(&either).0, Ok(false));
    let deep = ["(".repeat(40), "true".to_owned(), ")".repeat(40)].concat();
    assert_eq!(answer(&deep).0, Ok(true));
}

#[test]
fn an_evaluation_ends_after_its_steps() {
    let mut long = event();
    long.new = Some("a".repeat(1 << 20));
    long.tags = (0..5000).map(|n| format!("tag{n}")).collect();
    for expression in [
        // 25 million pairs.
        "event.tags.all(a, event.tags.all(b, a != b + 'x'))",
        // A text that doubles 20 times.
        "[event.new].map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a).map(a, a + a)[0] == ''",
        "event.tags.exists(a, event.new.contains(a))",
        "event.new.matches('(a|aa)+$') && event.new.matches('(.*)(.*)(.*)(.*)b')",
    ] {
        let (answer, steps) = answer_for(expression, &long, true);
        assert_eq!(answer, Err(format!("more than {MAX_STEPS} steps")), "{expression}");
        assert_eq!(steps, MAX_STEPS, "{expression}");
    }
    let (answer, steps) = answer_for("event.new.contains('b')", &long, true);
    assert_eq!((answer, steps), (Ok(false), (1 << 20) / 64 + 3));
}

#[test]
fn steps_are_counted_and_do_not_depend_on_the_machine() {
    for (expression, expected) in [
        ("true", 1),
        ("event.kind == 'content'", 3),
        ("false && event.kind == 'content'", 2),
        ("[1, 2, 3].all(n, n > 0)", 1 + 4 + 3 * 4),
    ] {
        assert_eq!(answer(expression).1, expected, "{expression}");
    }
}

fn apply(rules: &[Rule]) -> Ruling {
    let rules = RuleSet::compile(rules.to_vec()).unwrap_or_else(|faults| panic!("{faults}"));
    let tree = screen();
    rules.apply(event(), tree.root().children().next(), SCREEN)
}

#[test]
fn rules_are_applied_in_order_and_each_sees_what_those_before_it_did() {
    let ruling = apply(&[
        Rule::new("louder", "event.kind == 'content'").severity(Severity::Critical).tag("promo"),
        Rule::new("told", "event.severity == 'critical' && 'promo' in event.tags").notify("mail"),
        Rule::new("never", "event.kind == 'layout'").severity(Severity::Info),
        Rule::new("again", "event.rule == 'rule:louder'").tag("again").tag("promo"),
    ]);
    let event = ruling.event;
    assert_eq!((event.severity, &*event.rule), (Severity::Critical, "rule:louder"));
    assert_eq!(event.tags, ["again", "promo", "seen"]);
    assert_eq!(event.notify, ["mail"]);
    assert!(!ruling.is_suppressed && event.rule_errors.is_empty());
}

#[test]
fn a_rule_that_suppresses_is_the_last() {
    let ruling = apply(&[
        Rule::new("quiet", "true").suppress(),
        Rule::new("loud", "true").severity(Severity::Critical),
    ]);
    assert!(ruling.is_suppressed);
    assert_eq!((&*ruling.event.rule, ruling.event.severity), ("rule:quiet", Severity::Warning));
}

#[test]
fn a_rule_without_an_answer_leaves_the_event_and_says_so() {
    let ruling = apply(&[
        Rule::new("broken", "event.selector.contains('a')").suppress(),
        Rule::new("tagged", "true").tag("fine"),
    ]);
    assert!(!ruling.is_suppressed);
    assert_eq!(ruling.event.tags, ["fine", "seen"]);
    let errors: Vec<String> = ruling.event.rule_errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        ["rule `broken`: it cannot be told of null, in `event.selector.contains('a')`"]
    );
}

#[track_caller]
fn check_file(text: &str, expected: &str) {
    match RuleSet::parse(text) {
        Ok(rules) => panic!("no fault: {rules:?}"),
        Err(faults) => assert_eq!(faults.to_string(), expected.trim()),
    }
}

#[test]
fn every_fault_of_a_file_is_told_with_its_line_and_column() {
    check_file(
        "\
- name: quiet promo
  when: event.knid == 'content'
  severity: low
- when: \"evnt.kind == 'content'\"
  tag: [a b, ok]
- name: idle
  when: |
    true &&
      truth
- name: idle
  when: true
  supress: true
- just text
",
        "
line 1, column 3: rule `quiet promo`: this cannot be the name of a rule; take letters, digits and `_-.:/@`, at most 64 bytes
line 2, column 15: rule `quiet promo`: the event has no field `knid`, in `knid`; did you mean `kind`?
line 3, column 13: rule `quiet promo`: no such severity; write info, warning or critical
line 4, column 3: rule `2`: it has no `name`; add it
line 4, column 3: rule `2`: `a b` cannot be a tag; take letters, digits and `_-.:/@`, at most 64 bytes
line 4, column 10: rule `2`: unknown variable `evnt`, in `evnt`; did you mean `event`?
line 6, column 3: rule `idle`: the rule does nothing; add `severity`, `tag`, `notify` or `suppress: true`
line 8, column 5: rule `idle`: unknown variable `truth`, in `truth`; there is event, node, screen; texts are in quotes, `\"truth\"`
line 10, column 3: rule `idle`: a rule before has the same name
line 12, column 3: rule `idle`: unknown key `supress`; did you mean `suppress`?
line 13, column 3: rule `5`: a rule is a mapping, not text; write `name: ...`, `when: ...`
",
    );
}

#[test]
fn rules_of_a_file_are_alone_or_under_their_key() {
    let list = "- { name: a, when: 'true', suppress: true }\n";
    let alone = RuleSet::parse(list).unwrap();
    assert_eq!(RuleSet::parse(&format!("rules:\n{list}")), Ok(alone.clone()));
    let made = RuleSet::compile([Rule::new("a", "true").suppress()]).unwrap();
    assert_eq!(alone, made);
    assert_eq!(RuleSet::parse("[]").map(|rules| rules.len()), Ok(0));
}

#[test]
fn sets_have_a_limit() {
    let rule = |n: usize| Rule::new(format!("r{n}"), "true").suppress();
    assert!(RuleSet::compile((0..128).map(rule)).is_ok());
    let faults = RuleSet::compile((0..129).map(rule)).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "rule `129`: 129 rules, and 128 are the most; put several into one with `||`"
    );
}
