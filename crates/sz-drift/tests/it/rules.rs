//! Custom rules of a policy, on screens.

use sz_drift::{Policy, Scene, ScreenDrift, judge_screen};
use sz_noise::Profile;
use sz_template::{Match, Observation, Template, TemplateSet};

fn judge(policy: &str) -> ScreenDrift {
    let policy = Policy::parse(policy).unwrap_or_else(|faults| panic!("{faults}"));
    let profile = Profile::built_in();
    let template = "screen_id: home\nversion: 1.2.0\nthreshold: 0.1\nbaseline: |\n  - main \"Home\":\n    \
                    - text: Winter sale\n    - button \"Buy\"\n    - button \"Gone\"\n";
    let template = Template::parse(template).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let templates = TemplateSet::new([template], &profile);
    let captured =
        sz_testkit::tree("main \"Home\"\n  text \"Summer sale\"\n  button \"Buy\" {disabled}\n");
    let observation = Observation::new(&captured, &profile);
    let Match::Known(candidate) = templates.best_match(&observation, Some("shop")) else {
        panic!("the screen is not recognised")
    };
    let scene = Scene {
        templates: &templates,
        candidate: &candidate,
        observation: &observation,
        captured: &captured,
        app: Some("shop"),
    };
    judge_screen(&scene, &policy)
}

#[test]
fn rules_see_the_node_of_the_capture_and_what_is_gone_of_the_baseline() {
    let drift = judge(
        "
rules:
- name: sale
  when: node.role == 'text' && node.name == 'Summer sale' && event.old == 'Winter sale'
  suppress: true
- name: off
  when: node.name == 'Buy' && 'disabled' in node.states && screen.version == '1.2.0'
  severity: critical
  notify: pager
- name: gone
  when: event.change == 'removed' && node.name == 'Gone' && node.path == event.path
  tag: lost
apps:
  shop: { content: warning }
",
    );
    let shown: Vec<String> = drift
        .events
        .iter()
        .map(|it| format!("{} {} {:?} {:?}", it.severity, it.rule, it.tags, it.notify))
        .collect();
    assert_eq!(
        shown,
        [r#"critical layout.critical_below ["lost"] []"#, r#"critical rule:off [] ["pager"]"#]
    );
    let suppressed: Vec<&str> = drift.suppressed.iter().map(|event| &*event.rule).collect();
    assert_eq!(suppressed, ["rule:sale"]);
}

#[test]
fn the_faults_of_rules_are_faults_of_the_policy() {
    let faults =
        Policy::parse("content: lots\nrules:\n- name: a\n  when: event.knid == 'x'\n  tag: b\n")
            .unwrap_err();
    assert_eq!(
        faults.to_string(),
        "1:10: unknown severity `lots`; it can be info, warning, critical\n\
         4:15: rule `a`: the event has no field `knid`, in `knid`; did you mean `kind`?"
    );
}
