use sz_noise::{Profile, RedactionKey, Redactor};
use sz_tree::Limits;

use crate::{Match, Observation, Template, TemplateSet};

fn redactor() -> Redactor {
    Redactor::new(RedactionKey::new(&[1; 32]).expect("it is long enough"))
}

fn template(yaml: &str) -> Template {
    Template::parse(yaml).expect("it is valid").redacted(&redactor())
}

const ACCOUNT: &str = r#"
screen_id: account
required_nodes:
  - 'heading[name="Signed in as ada@example.org"]'
  - ada@example.org
  - 'link[url="https://example.org/?token=abc"]:not([name="bob@example.org"])'
forbidden_nodes: ['text[name="DE89 3704 0044 0532 0130 00"]']
baseline: |
  - main:
    - heading "Signed in as ada@example.org"
    - text: ada@example.org
    - text: /Call .+/
    - link "Continue":
      - /url: https://example.org/?token=abc
"#;

const SCREEN: &str = r#"
- main:
  - heading "Signed in as ADA@example.org"
  - text: ada@example.org
  - text: Call +49 30 1234567
  - link "Continue":
    - /url: https://example.org/?token=abc
"#;

#[test]
fn a_redacted_capture_fits_the_redacted_template_of_its_screen() {
    let capture = sz_formats::read(SCREEN.as_bytes(), None, &Limits::default()).expect("a screen");
    let tree = redactor().tree(&capture.tree).into_owned();
    let profile = Profile::built_in();
    let set = TemplateSet::new([template(ACCOUNT)], &profile);
    let observation = Observation::new(&tree, &profile);
    let Match::Known(found) = set.best_match(&observation, None) else { panic!("unknown") };
    assert_eq!(found.evidence.required.map(crate::Score::get), Some(1.0));
    let comparison = set.compare(&found, &observation).expect("there is a baseline");
    assert!(comparison.diff.is_empty(), "{:?}", comparison.diff);
}

#[test]
fn nothing_that_was_found_is_left_in_a_redacted_template() {
    let shown = format!("{:?}", template(ACCOUNT));
    for secret in ["example.org\"", "ada@", "bob@", "token=abc", "DE89"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn a_template_without_a_finding_stays_as_it_is() {
    let yaml = r#"
screen_id: a
required_nodes: ["button[name='it is']", 'link[name="a\"b"]', 'text[name="\"030 1234567"]', OK]
baseline: '- text: a'
"#;
    let before = Template::parse(yaml).expect("it is valid");
    let after = before.clone().redacted(&redactor());
    assert_eq!(format!("{before:?}"), format!("{after:?}"));
}
