//! Severity policies.

use sz_drift::{Policy, Severity};

#[test]
fn the_default_is_the_prototypes() {
    let policy = Policy::default();
    assert_eq!((policy.content, policy.sequence), (Severity::Info, Severity::Warning));
    assert_eq!(policy.manipulative, Severity::Critical);
    assert_eq!(Policy::parse("schema: sz-policy/1"), Ok(policy));
}

#[test]
fn faults_name_place_and_remedy() {
    let check = |text: &str, expected: &str| {
        let fault = Policy::parse(text).expect_err(text).to_string();
        assert!(fault.starts_with(expected), "{fault}");
    };
    check(
        "contents: info",
        "line 1, column 1: unknown key `contents`; the keys are schema, layout_critical",
    );
    check("content: loud", "line 1, column 10: write a severity");
    check("schema: sz-policy/1\nlayout_warning_below: 2", "line 2, column 23: write a similarity");
    check("\"a\\nb\": info", r"line 1, column 1: unknown key `a\nb`;");
    check("[]", "line 1, column 1: a policy is a mapping");
}
