//! Dark patterns that only a session shows.

use sz_drift::{Policy, Step, judge_steps, judge_ways_out};
use sz_noise::Profile;
use sz_template::{ScreenId, Template, TemplateSet};

fn templates(texts: &[&str]) -> TemplateSet {
    let parsed =
        texts.iter().map(|text| Template::parse(text).unwrap_or_else(|e| panic!("{e:#?}")));
    TemplateSet::new(parsed, &Profile::empty())
}

/// A session as lines: the id of a screen, then what stands on it, then what is pressed, with `|` between.
fn steps(session: &str) -> Vec<Step> {
    let lines = session.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let screen = ScreenId::new(parts.next().unwrap()).unwrap();
            let nodes = parts.next().unwrap_or_default().replace("; ", "\n  ");
            let tree = sz_testkit::tree(&format!("main\n  {nodes}"));
            let step = Step::new(&tree, Some(&screen), Some("shop"));
            match parts.next() {
                Some(label) => step.pressed(label),
                None => step,
            }
        })
        .collect()
}

/// The events of a session, as the step and the explanation.
#[track_caller]
fn check(texts: &[&str], session: &str, expected: &[&str]) {
    let events = judge_steps(&steps(session), &templates(texts), &Policy::default());
    let shown: Vec<String> = events
        .iter()
        .map(|found| {
            let event = &found.event;
            let pattern = event.pattern.unwrap();
            assert_eq!(
                (event.kind.as_str(), event.severity.as_str()),
                ("manipulative", "critical")
            );
            assert_eq!(event.rule, format!("dark.{pattern}"));
            format!("{} {pattern} {}", found.visit, event.explanation)
        })
        .collect();
    assert_eq!(shown, expected);
}

const PROMPT: &str = "heading \"Rate us\"; button \"Yes\"; button \"Not now\"";

#[test]
fn a_prompt_that_comes_again_after_it_was_declined_nags() {
    check(
        &[],
        &format!("home | {PROMPT} | not now\n home\n home | {PROMPT} | Not now\n cart | {PROMPT}"),
        &[
            r#"2 nagging The prompt "Rate us" is shown again after "Not now" was pressed; no baseline approves that the same is asked again."#,
            r#"3 nagging The prompt "Rate us" is shown again after "Not now" was pressed; no baseline approves that the same is asked again."#,
        ],
    );
}

#[test]
fn a_prompt_whose_answer_nobody_knows_nags_the_third_time() {
    check(
        &[],
        &format!("home | {PROMPT}\n home\n cart | {PROMPT}\n cart\n home | {PROMPT}"),
        &[
            r#"4 nagging The prompt "Rate us" with "Not now" is shown for the 3rd time in one session; no baseline approves that the same is asked again."#,
        ],
    );
}

#[test]
fn a_prompt_that_stays_or_is_answered_with_yes_does_not_nag() {
    check(&[], &format!("home | {PROMPT}\n home | {PROMPT}\n home | {PROMPT}"), &[]);
    check(
        &[],
        &format!("home | {PROMPT} | Yes\n home\n home | {PROMPT} | Yes\n home\n home | {PROMPT}"),
        &[],
    );
    let save = "text \"Save changes?\"; button \"OK\"; button \"Cancel\"";
    check(&[], &format!("a | {save} | Cancel\n a\n a | {save} | Cancel\n a\n a | {save}"), &[]);
}

#[test]
fn a_fee_that_is_told_late_is_a_hidden_cost() {
    let late = r#"payment hidden_costs "Service fee $2.50" is charged late: "cart", which had a total, said nothing of it; this was not in the approved baseline."#;
    let session = "cart | text \"Lamp $20\"; text \"Total $20\"\n \
                   payment | text \"Lamp $20\"; text \"Service fee $2.50\"; text \"Total $22.50\"";
    check(&[], session, &[&late.replace("payment", "1")]);
    let approved = "screen_id: payment\nbaseline: |\n  - text: /^Service fee \\$\\d/\n";
    check(&[approved], session, &[]);
}

#[test]
fn a_fee_that_was_known_or_adds_nothing_or_depends_on_the_address_is_none() {
    let known = "cart | text \"Service fee $2.50\"; text \"Total $22.50\"\n \
                 payment | text \"Service fee $2.75\"; text \"Total $22.75\"";
    let adds_nothing = "cart | text \"Total $22.50\"\n \
                        payment | text \"Service fee $2.50\"; text \"Total $22.50\"";
    let of_address = "cart | text \"Total $20\"\n \
                      payment | text \"Delivery $4\"; text \"Total $24\"";
    for session in [known, adds_nothing, of_address] {
        check(&[], session, &[]);
    }
}

#[test]
fn a_way_out_that_is_longer_than_the_way_in_is_hard_to_cancel() {
    let session = "home\n plans\n subscribed\n home\n account\n why\n offer\n cancelled";
    check(
        &[],
        session,
        &[
            r#"7 hard_to_cancel Leaving took 4 steps from "home", entering 2; no approved screens say that it has to."#,
        ],
    );
    let approved = [
        "screen_id: home\nmetadata: { app: shop }\nvalid_transitions: [account]",
        "screen_id: account\nmetadata: { app: shop }\nvalid_transitions: [why, why -> offer, offer -> cancelled]",
    ];
    check(&approved, session, &[]);
    check(&[], "home\n plans\n subscribed\n home\n account\n sure\n cancelled", &[]);
    check(&[], "home\n account\n why\n offer\n cancelled", &[]);
}

#[test]
fn sessions_of_several_applications_are_told_apart() {
    let mut session = steps(&format!("home | {PROMPT} | not now\n home"));
    let tree = sz_testkit::tree(&format!("main\n  {}", PROMPT.replace("; ", "\n  ")));
    session.push(Step::new(&tree, None, Some("bank")));
    assert_eq!(judge_steps(&session, &templates(&[]), &Policy::default()), []);
}

#[test]
fn a_pattern_that_is_off_is_not_told_of_a_session() {
    let session = steps(&format!("home | {PROMPT} | not now\n home\n home | {PROMPT}"));
    let policy = Policy::parse("dark_patterns: { nagging: off }").unwrap();
    assert_eq!(judge_steps(&session, &templates(&[]), &policy), []);
}

#[test]
fn templates_whose_way_out_is_longer_are_told_of() {
    let told = |transitions: &str| {
        let set = templates(&[&format!(
            "screen_id: home\nmetadata: {{ app: shop }}\nvalid_transitions: [{transitions}]"
        )]);
        let events = judge_ways_out(&set, &Policy::default());
        events.into_iter().map(|event| event.explanation).collect::<Vec<_>>()
    };
    let into = "plans, plans -> subscribe_pay, subscribe_pay -> subscribed";
    assert_eq!(
        told(&format!(
            "{into}, account, account -> cancel_why, cancel_why -> cancel_offer, cancel_offer -> cancel_sure, cancel_sure -> cancelled"
        )),
        [
            r#"Leaving takes at least 5 steps from "home", entering 3; that is what the templates themselves allow."#
        ]
    );
    assert!(
        told(&format!("{into}, account, account -> cancel_why, cancel_why -> cancelled"))
            .is_empty()
    );
    assert!(told(into).is_empty());
    assert!(told("a, a -> b, b -> home").is_empty());
}
