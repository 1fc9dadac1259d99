//! Severity policies.

use sz_drift::{DarkPattern, Policy, SequenceRules, Severity};

#[test]
fn the_default_is_the_prototypes() {
    let policy = Policy::default();
    assert_eq!(policy.content, Severity::Info);
    assert_eq!(policy.sequence, SequenceRules::all(Some(Severity::Warning)));
    assert_eq!(policy.manipulative, Severity::Critical);
    assert_eq!(Policy::parse("schema: sz-policy/1"), Ok(policy));
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let faults = Policy::parse(text).expect_err(text).faults;
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(shown, expected);
}

#[test]
fn faults_name_place_and_remedy() {
    check("contents: info", &["1:1: unknown key `contents`; did you mean `content`?"]);
    check("content: loud", &["1:10: unknown severity `loud`; it can be info, warning, critical"]);
    check("content: of", &["1:10: unknown severity `of`; it can be info, warning, critical"]);
    check(
        "content: [info]",
        &["1:10: unknown severity `a list`; it can be info, warning, critical"],
    );
    check(
        "schema: sz-policy/1\nlayout_warning_below: 2",
        &["2:23: no similarity; write a number from 0.0 to 1.0"],
    );
    check("schema: sz-policy/2", &["1:9: unknown policy schema; this program reads `sz-policy/1`"]);
    check(
        "\"a\\nb\": info",
        &[
            r"1:1: unknown key `a\nb`; it can be schema, layout_critical_below, layout_warning_below, content, manipulative, unknown_screen, missing_required, dark_patterns, sequence, expected_transitions, apps, rules",
        ],
    );
    check(
        "[]",
        &[
            "1:1: a policy is a mapping, not a list; the keys are schema, layout_critical_below, layout_warning_below, content, manipulative, unknown_screen, missing_required, dark_patterns, sequence, expected_transitions, apps, rules",
        ],
    );
}

#[test]
fn all_faults_of_a_file_are_told_in_its_order() {
    check(
        "\
sequence: { lop: info, loop_rounds: 1, transition: of }
expected_transitions: [cart, 'a -> a', 'a b -> c', {}]
content: warning
content: info
apps:
  acme-shop:
    apps: {}
    screens:
      check out: { contant: info }
      cart: { expected_transitions: [] }
",
        &[
            "1:13: unknown key `lop`; did you mean `loop`?",
            "1:37: no count; write a whole number from 2 to 100",
            "1:52: unknown severity `of`; did you mean `off`?",
            "2:24: a transition is between two screens; write `screen -> other_screen`",
            "2:30: a transition is between two screens; write `screen -> other_screen`",
            "2:40: `a b` is no screen id: use 1 to 128 bytes without white space, such as `login_form`; write `screen -> other_screen`",
            "2:52: a transition is a text; write `screen -> other_screen`",
            "4:1: the key `content` stands twice in one mapping; keep one of them; the other is at line 3, column 1",
            "7:5: unknown key `apps`; it can be layout_critical_below, layout_warning_below, content, manipulative, unknown_screen, missing_required, dark_patterns, sequence, expected_transitions, screens",
            "9:7: `check out` is no screen id: use 1 to 128 bytes without white space, such as `login_form`",
            "9:20: unknown key `contant`; did you mean `content`?",
            "10:15: unknown key `expected_transitions`; it can be layout_critical_below, layout_warning_below, content, manipulative, unknown_screen, missing_required, dark_patterns, sequence",
        ],
    );
    check(
        "dark_patterns: { urgncy: off, nagging: of }",
        &[
            "1:18: unknown dark pattern `urgncy`; did you mean `urgency`?",
            "1:40: unknown severity `of`; did you mean `off`?",
        ],
    );
}

#[test]
fn an_application_and_a_screen_say_only_what_differs() {
    let policy = Policy::parse(
        "\
apps:
  acme-shop:
    screens:
      checkout: { missing_required: warning, sequence: { loop: off }, dark_patterns: { nagging: off } }
    content: warning
    sequence: critical
content: critical
layout_critical_below: 0.5
sequence: { loop_rounds: 5, transition: off }
dark_patterns: { urgency: off }
",
    )
    .unwrap();
    assert_eq!(policy.on(None, Some("checkout")), &policy);
    assert_eq!(policy.on(Some("other"), Some("checkout")), &policy);
    assert_eq!(policy.sequence.transition, None);
    let shop = policy.on(Some("acme-shop"), None);
    assert_eq!((shop.content, shop.layout_critical_below), (Severity::Warning, 0.5));
    assert_eq!(shop.sequence.transition, Some(Severity::Critical));
    assert_eq!(shop.sequence.loop_rounds, 5);
    assert_eq!(policy.on(Some("acme-shop"), Some("cart")), shop);
    let checkout = policy.on(Some("acme-shop"), Some("checkout"));
    assert_eq!(
        (checkout.content, checkout.missing_required),
        (Severity::Warning, Severity::Warning)
    );
    assert_eq!(checkout.sequence.looping, None);
    assert_eq!(checkout.dark_patterns.severity(DarkPattern::Urgency, Severity::Info), None);
    assert!(!checkout.dark_patterns.is_on(DarkPattern::Nagging));
    assert!(shop.dark_patterns.is_on(DarkPattern::Nagging));
    assert_eq!(checkout.sequence.forced_flow, Some(Severity::Critical));
}

#[test]
fn a_flood_of_faults_is_told_in_full() {
    let text: String = (0..50_000).map(|n| format!("k{n}: x\n")).collect();
    assert_eq!(Policy::parse(&text).expect_err("no key is known").faults.len(), 50_000);
}

#[cfg(not(feature = "rules"))]
#[test]
fn without_the_feature_a_policy_with_rules_is_refused() {
    let faults = Policy::parse("rules:\n- name: a\n").unwrap_err();
    assert_eq!(
        faults.to_string(),
        "2:3: this program is built without custom rules; build it with the feature `rules`, or take them out"
    );
}
