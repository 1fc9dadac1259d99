//! What became of many captures, policies, and the order of screens.

use std::fs;

use serde_json::{Value, json};

use crate::program::{arg, root, sz, sz_with_input};

/// A line as `inspect` writes it, of a capture with drift of these severities.
fn line(app: &str, screen: Option<&str>, drift: &[&str]) -> String {
    let kind = if screen.is_some() { "content" } else { "unknown_screen" };
    let drift: Vec<Value> =
        drift.iter().map(|severity| json!({ "kind": kind, "severity": severity })).collect();
    let quality = json!({ "verdict": "complete", "reason": "" });
    let matched = json!({ "screen_id": screen });
    let line = json!({ "file": "x", "app": app, "quality": quality, "match": matched, "drift": drift, "error": null });
    format!("{line}\n")
}

/// A shop that gets better, a mail program that gets worse, and one of which little is known.
fn history() -> String {
    let clean: &[&str] = &[];
    let mut lines = String::new();
    for n in 0..40 {
        lines += &line(
            "shop",
            Some("cart"),
            if n < 20 && n % 2 == 0 { &["warning", "info"] } else { clean },
        );
        lines +=
            &line("mail", Some("inbox"), if n > 10 && n % 3 != 0 { &["critical"] } else { clean });
    }
    lines += &line("mail", None, &["warning"]);
    lines += &line("bank", Some("home"), clean);
    lines += "{\"file\": \"y\", \"app\": null, \"drift\": [], \"error\": {\"kind\": \"io\"}}\n";
    lines
}

#[test]
fn what_inspect_wrote_is_counted() {
    let arguments = [
        "inspect",
        "fixtures/captures/web",
        "--templates",
        "fixtures/templates",
        "--format",
        "jsonl",
    ];
    let inspected = sz(&arguments).expect(1);
    let rows =
        sz_with_input(&["drift", "report", "-", "--format", "jsonl"], &inspected.stdout).expect(1);
    let count = |rows: &[Value], key: &str| -> u64 {
        rows.iter().map(|row| row[key].as_u64().unwrap()).sum()
    };
    let (rows, lines) = (rows.jsonl(), inspected.jsonl());
    assert_eq!(count(&rows, "captures"), lines.len() as u64);
    let clean = lines.iter().filter(|line| line["drift"].as_array().unwrap().is_empty()).count();
    assert_eq!(count(&rows, "clean"), clean as u64);
    assert!(rows.iter().all(|row| row["screen_id"].is_null()), "{rows:?}");
}

#[test]
fn a_report_as_a_table() {
    let run = sz_with_input(&["drift", "report", "-"], &history()).expect(2);
    insta::assert_snapshot!(run.stdout);
    assert_eq!(run.stderr, "the order of the lines is taken for the order of time\n");
}

#[test]
fn a_report_by_screen_as_a_table() {
    let arguments = ["drift", "report", "-", "--by", "screen", "--window", "24"];
    insta::assert_snapshot!(sz_with_input(&arguments, &history()).expect(2).stdout);
}

#[test]
fn a_line_that_is_none_is_told_and_does_not_stop_the_rest() {
    let lines = format!(
        "{}{{\"drift\": 1}}\n\n{}",
        line("a", Some("s"), &[]),
        line("a", Some("s"), &["loud"])
    );
    let run = sz_with_input(&["drift", "report", "-", "--format", "json"], &lines).expect(2);
    assert_eq!(run.json()[0]["captures"], 1);
    assert!(run.stderr.contains("-:2: no line of `inspect --format jsonl`: "), "{}", run.stderr);
    assert!(
        run.stderr.contains("-:4: no line of `inspect --format jsonl`: unknown severity `loud`")
    );
    sz(&["drift", "report", "no/such/file.jsonl"]).expect(2);
    sz_with_input(&["drift", "report", "-"], &line("a", Some("s"), &[])).expect(0);
}

#[test]
fn drift_that_is_ignored_or_approved_is_none() {
    let of = |status: &str| {
        let text = line("a", Some("s"), &["critical"]);
        let known = format!("\"severity\":\"critical\",\"known\":{{\"status\":\"{status}\"}}");
        let text = text.replace("\"severity\":\"critical\"", &known);
        assert!(text.contains(status), "{text}");
        sz_with_input(&["drift", "report", "-", "--format", "json"], &text).json()[0]["clean"]
            .clone()
    };
    assert_eq!(["ignored", "approved", "new", "recurring"].map(of), [1, 1, 0, 0]);
}

#[test]
fn every_fault_of_a_policy_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml");
    fs::write(&policy, "content: loud\nsequence:\n  lop: off\n").unwrap();
    let faults = [
        "1:10: unknown severity `loud`; it can be info, warning, critical",
        "3:3: unknown key `lop`; did you mean `loop`?",
    ];
    let faults = faults.map(|fault| format!("{}:{fault}", policy.display()));
    let run = sz(&["policy", "check", arg(&policy), "--format", "json"]).expect(1);
    assert_eq!(run.json()[0]["faults"], json!(faults));
    let run = sz(&["policy", "check", arg(&policy)]).expect(1);
    let table = faults.iter().map(|fault| format!("fault: {fault}\n")).collect::<String>();
    assert_eq!(run.stdout, format!("{table}{}: 2 faults\n", policy.display()));
    let base = "fixtures/captures/legacy/login_form/base.json";
    let arguments =
        ["inspect", base, "--templates", "fixtures/templates", "--policy", arg(&policy)];
    let run = sz(&arguments).expect(2);
    assert!(faults.iter().all(|fault| run.stderr.contains(fault)), "{}", run.stderr);
    assert!(run.stderr.contains("2 faults in the policy; nothing was done"), "{}", run.stderr);
}

#[test]
fn a_policy_for_what_no_template_is_of_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml");
    let text = "\
expected_transitions: ['login -> home']
apps:
  acme-shp: { content: info }
  acme-shop: { screens: { logon: { content: info }, login: { content: info } } }
";
    fs::write(&policy, text).unwrap();
    let arguments =
        ["policy", "check", arg(&policy), "--templates", "fixtures/templates", "--format", "json"];
    let warnings = [
        "no template of the screen `home`, which is expected",
        "no template of the screen `logon` of acme-shop; did you mean `login`?",
        "no template of the application `acme-shp`; did you mean `acme-shop`?",
    ];
    let warnings = warnings.map(|warning| format!("{}: {warning}", policy.display()));
    assert_eq!(sz(&arguments).expect(0).json()[0]["warnings"], json!(warnings));
}

#[test]
fn a_session_that_goes_round_is_told_where_it_did_so_once_too_often() {
    let [a, b] = ["discord_chat", "gmail_inbox"]
        .map(|screen| format!("fixtures/captures/legacy/{screen}/base.json"));
    let arguments = [
        "inspect",
        &a,
        &b,
        &a,
        &b,
        &a,
        &b,
        "--templates",
        "fixtures/templates",
        "--sequence",
        "--format",
        "jsonl",
    ];
    let results = sz(&arguments).expect(1).jsonl();
    let explained = |result: &Value| -> Vec<String> {
        let drift = result["drift"].as_array().unwrap().iter();
        drift.map(|it| format!("{}: {}", it["rule"], it["explanation"])).collect()
    };
    let expected = r#""sequence.loop": "The session went round \"discord_chat\" and \"gmail_inbox\" 3 times in a row.""#;
    let told: Vec<Vec<String>> = results.iter().map(explained).collect();
    assert_eq!(told[5], [expected]);
    assert!(told[..5].iter().all(Vec::is_empty), "{told:?}");
}

#[test]
fn a_capture_that_is_not_judged_is_no_step_of_a_session() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        fs::read_to_string(root().join("fixtures/templates/legacy/gmail_inbox.yaml")).unwrap();
    fs::write(folder.path().join("gmail_inbox.yaml"), text).unwrap();
    for (name, to) in [("one", "gmail_inbox"), ("two", "one")] {
        let template =
            format!("screen_id: {name}\nrequired_nodes: [{name}]\nvalid_transitions: [{to}]\n");
        fs::write(folder.path().join(format!("{name}.yaml")), template).unwrap();
    }
    let capture = |name: &str, verdict: &str| {
        let file = folder.path().join(format!("{name}-{verdict}.json"));
        let text = json!({
            "schema": "sz-tree/1",
            "quality": { "verdict": verdict },
            "root": { "role": "form", "children": [{ "role": "button", "name": name }] },
        });
        fs::write(&file, text.to_string()).unwrap();
        file.display().to_string()
    };
    let rules = |middle: &str| -> Vec<String> {
        let (one, two) = (capture("one", "complete"), capture("two", middle));
        let place = folder.path();
        let arguments = [
            "inspect",
            &one,
            &two,
            &one,
            "--templates",
            arg(place),
            "--sequence",
            "--format",
            "jsonl",
        ];
        let results = sz(&arguments).jsonl();
        let drift = results.iter().flat_map(|result| result["drift"].as_array().unwrap());
        drift.map(|it| it["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(rules("complete"), ["sequence.transition"]);
    assert_eq!(rules("truncated"), [""; 0]);
}
