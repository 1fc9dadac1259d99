//! Nothing that is found on a screen gets into a report.

use sz_core::{Engine, Format, Limits, RedactionKey, Redactor, Template, read};

fn engine() -> Engine {
    let template = Template::parse(
        r#"
screen_id: account
threshold: 0.4
required_nodes: ['heading[name="Signed in as ada@example.org"]']
metadata: {app: ada@example.org}
baseline: |
  - window:
    - heading "Signed in as ada@example.org"
    - button "Call +49 30 1234567"
"#,
    );
    let redactor = Redactor::new(RedactionKey::new(&[3; 32]).unwrap());
    Engine::builder().templates([template.unwrap()]).redaction(redactor).build()
}

fn inspect(document: &str) -> sz_core::Report {
    engine().inspect_capture(
        &read(document.as_bytes(), Some(Format::Legacy), &Limits::default()).unwrap(),
    )
}

#[test]
fn a_screen_that_shows_an_address_fits_the_template_that_has_it_in_clear() {
    let report = inspect(
        r#"{"app": "Ada@example.org", "root": {"role": "window", "children": [
            {"role": "heading", "name": "Signed in as ada@example.org"},
            {"role": "button", "name": "Call +49 30 1234567"}]}}"#,
    );
    assert_eq!(report.matched.screen_id.unwrap().as_str(), "account");
    assert!(report.drift.is_empty(), "{:?}", report.drift);
    assert!(report.app.unwrap().starts_with("<email:"));
}

#[test]
fn drift_tells_that_an_address_changed_and_not_to_what() {
    let report = inspect(
        r#"{"root": {"role": "window", "children": [
            {"role": "heading", "name": "Signed in as bob@example.org"},
            {"role": "button", "name": "Call +49 30 7654321"}]}}"#,
    );
    let shown = format!("{report:?}");
    assert!(!report.drift.is_empty());
    assert!(shown.contains("<email:") && shown.contains("<phone:"), "{shown}");
    for secret in ["ada@", "bob@", "1234567", "7654321"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
