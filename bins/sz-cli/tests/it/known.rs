//! Custom rules, and drift that was seen before.

use insta::assert_snapshot;

use crate::program::sz;

const SCREEN: &str = "fixtures/captures/web/product_list/promo-banner.json";

/// What `inspect --known` prints, without the times of the clock.
fn inspect(known: &str, code: i32) -> String {
    let words = ["inspect", SCREEN, "--templates", "fixtures/templates", "--known", known];
    sz(&words).expect(code).stdout
}

#[test]
fn known_drift_is_marked_and_what_is_decided_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known.yaml").display().to_string();
    let mut shown = inspect(&known, 1);
    shown += &inspect(&known, 1);
    let listed = sz(&["drift", "known", &known, "--format", "json"]).expect(0).stdout;
    let (_, rest) = listed.split_once("fp1:").unwrap();
    let print = format!("fp1:{}", &rest[..32]);
    let until = "2999-01-01";
    sz(&["drift", "ignore", &known, &print, "--until", until, "--by", "ana", "--why", "a sale"])
        .expect(0);
    shown += &inspect(&known, 0);
    sz(&["drift", "approve", &known, &print, "--by", "ana"]).expect(0);
    shown += &inspect(&known, 0);
    sz(&["drift", "reopen", &known, &print]).expect(0);
    sz(&["drift", "ignore", &known, &print, "--until", "2000-01-01", "--by", "a", "--why", "b"])
        .expect(0);
    shown += &inspect(&known, 1);
    assert_snapshot!(shown);
}

#[test]
fn a_register_that_is_broken_or_does_not_know_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known.yaml");
    let known = file.display().to_string();
    std::fs::write(&file, "schema: sz-known-drift/1\ndrift: [{ fingerprint: x }]\n").unwrap();
    let words = ["inspect", SCREEN, "--templates", "fixtures/templates", "--known", &known];
    let run = sz(&words).expect(2);
    assert!(run.stderr.contains("not a fingerprint: write `fp1:`"), "{}", run.stderr);
    assert!(std::fs::read_to_string(&file).unwrap().contains("fingerprint: x"));
    std::fs::write(&file, "schema: sz-known-drift/1\ndrift: []\n").unwrap();
    let print = "fp1:00000000000000000000000000000000";
    let run = sz(&["drift", "reopen", &known, print]).expect(2);
    assert!(run.stderr.contains("the register knows no drift fp1:"), "{}", run.stderr);
}

#[test]
fn rules_of_a_policy_tag_notify_and_suppress() {
    let folder = "fixtures/captures/web/product_list";
    let words = ["inspect", folder, "--templates", "fixtures/templates"];
    let words = [&words[..], &["--policy", "fixtures/policies/rules.yaml"]].concat();
    assert_snapshot!(sz(&words).expect(1).stdout);
    let json = sz(&[&words[..], &["--format", "json"]].concat()).expect(1).stdout;
    let has = |text: &str| assert!(json.contains(text), "{text}");
    has("\"rule\": \"rule:promo\"");
    has("\"tags\": [\n          \"promo\"\n        ]");
    has("\"suppressed\": [");
    has("\"rule\": \"rule:buttons-of-lists\"");
}

#[test]
fn a_rule_without_an_answer_is_told_with_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml");
    let rule = "rules:\n- name: broken\n  when: event.old.contains('a')\n  suppress: true\n";
    std::fs::write(&policy, rule).unwrap();
    let policy = policy.display().to_string();
    let words = ["inspect", SCREEN, "--templates", "fixtures/templates", "--policy", &policy];
    let shown = sz(&words).expect(1).stdout;
    assert!(shown.contains("rule `broken`"), "{shown}");
    std::fs::write(&policy, rule.replace("event.old", "event.odl")).unwrap();
    let run = sz(&words).expect(2);
    assert!(
        run.stderr.contains(":3:15: rule `broken`: the event has no field `odl`"),
        "{}",
        run.stderr
    );
}
