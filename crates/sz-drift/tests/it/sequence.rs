//! The order of screens within one session.

use proptest::prelude::*;
use sz_drift::{
    Change, DriftEvent, DriftKind, Policy, ScreenGraph, SequenceEvent, Session, Visit,
    judge_session,
};
use sz_noise::Profile;
use sz_template::{ScreenId, Template, TemplateSet};

const TEMPLATES: &[&str] = &[
    "screen_id: home\nvalid_transitions: [cart, search]",
    "screen_id: cart\nvalid_transitions: [home, cart -> pay]",
    "screen_id: pay",
    "screen_id: search\nvalid_transitions: ['pay -> home']",
];

fn templates(texts: &[&str]) -> TemplateSet {
    TemplateSet::new(texts.iter().map(|text| Template::parse(text).unwrap()), &Profile::empty())
}

/// `home cart ? shop:cart`: screens, unknown ones, and screens of an application.
fn stops(visits: &str) -> Vec<(Option<ScreenId>, Option<&str>)> {
    visits
        .split_whitespace()
        .map(|word| match word.split_once(':') {
            None => (ScreenId::new(word).ok().filter(|_| word != "?"), None),
            Some((app, screen)) => (ScreenId::new(screen).ok(), Some(app)),
        })
        .collect()
}

fn visits<'a>(stops: &'a [(Option<ScreenId>, Option<&'a str>)]) -> Vec<Visit<'a>> {
    stops.iter().map(|(screen, app)| Visit { screen_id: screen.as_ref(), app: *app }).collect()
}

fn judge(texts: &[&str], text: &str, policy: &str) -> Vec<SequenceEvent> {
    let stops = stops(text);
    let visits = visits(&stops);
    let policy = Policy::parse(policy).unwrap_or_else(|faults| panic!("{faults}"));
    judge_session(&visits, &templates(texts), &policy)
}

/// Each event as `visit severity rule: explanation`.
#[track_caller]
fn check(texts: &[&str], visits: &str, policy: &str, expected: &[&str]) {
    let events = judge(texts, visits, policy);
    let shown: Vec<String> = events
        .iter()
        .map(|SequenceEvent { visit, event, .. }| {
            assert_eq!(event.kind, DriftKind::Sequence);
            format!("{visit} {} {}: {}", event.severity, event.rule, event.explanation)
        })
        .collect();
    assert_eq!(shown, expected);
}

/// The transitions that are not allowed, as `from>to`.
#[track_caller]
fn check_transitions(visits: &str, expected: &str) {
    let events = judge(TEMPLATES, visits, "sequence: { loop: off }");
    let step = |it: SequenceEvent| format!("{}>{}", it.event.old.unwrap(), it.event.new.unwrap());
    assert_eq!(events.into_iter().map(step).collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn follows_both_ways_of_writing_a_transition() {
    check_transitions("home cart pay home", "");
    check_transitions("home pay", "home>pay");
    check_transitions("cart search", "cart>search");
}

#[test]
fn a_transition_counts_whichever_template_writes_it() {
    check_transitions("pay home", "");
    check_transitions("pay cart", "pay>cart");
}

#[test]
fn a_screen_without_transitions_may_lead_anywhere() {
    check_transitions("search home", "");
}

#[test]
fn staying_is_allowed_and_unknown_screens_are_stepped_over() {
    check_transitions("home home cart", "");
    check_transitions("home ? pay", "home>pay");
    check_transitions("? home", "");
}

#[test]
fn templates_speak_of_their_own_application() {
    let texts = &[
        "screen_id: cart\nmetadata: { app: shop }\nvalid_transitions: [pay]",
        "screen_id: cart\nmetadata: { app: bank }\nvalid_transitions: [home]",
    ];
    let shown = |visits: &str| judge(texts, visits, "{}").len();
    assert_eq!((shown("shop:cart shop:pay"), shown("shop:cart shop:home")), (0, 1));
    assert_eq!((shown("bank:cart bank:pay"), shown("bank:cart bank:home")), (1, 0));
    // Without an application, as of any; one that no template names, too.
    assert_eq!((shown("cart home"), shown("cart pay"), shown("cart quiz")), (0, 0, 1));
    assert_eq!((shown("new:cart new:home"), shown("new:cart new:quiz")), (0, 1));
}

#[test]
fn a_forbidden_transition_names_what_is_allowed() {
    check(
        TEMPLATES,
        "home pay",
        "{}",
        &[
            r#"1 warning sequence.transition: "pay" followed "home", from where the templates lead only to "cart" and "search"."#,
        ],
    );
    check(
        &["screen_id: hub\nvalid_transitions: [a, b, c, d, e, hub]"],
        "hub x",
        "{}",
        &[
            r#"1 warning sequence.transition: "x" followed "hub", from where the templates lead only to "a", "b", "c", "d" and more."#,
        ],
    );
}

#[test]
fn a_loop_is_told_once_when_it_was_walked_often_enough() {
    const LOOP: &str =
        r#"warning sequence.loop: The session went round "a" and "b" 3 times in a row."#;
    check(&[], "a b a b a", "{}", &[]);
    check(&[], "a b a b a b", "{}", &[&format!("5 {LOOP}")]);
    check(&[], "x a a b ? a b a b a b a b", "{}", &[&format!("8 {LOOP}")]);
    check(&[], "a b a b a b c b a b a b a", "{}", &[&format!("5 {LOOP}"), &format!("12 {LOOP}")]);
    check(
        &[],
        "a b c a b c a b c",
        "sequence: { loop: info, loop_rounds: 2 }",
        &[r#"5 info sequence.loop: The session went round "a", "b" and "c" 2 times in a row."#],
    );
    check(&[], "a b a b a b", "sequence: { loop: off }", &[]);
    check(&[], "a b a b a b", "sequence: { loop_rounds: 4 }", &[]);
}

#[test]
fn fewer_than_two_rounds_or_steps_are_taken_for_two() {
    let mut policy = Policy::default();
    let mut judged = |count: usize| {
        (policy.sequence.loop_rounds, policy.sequence.forced_steps) = (count, count);
        let stops = stops("a b a b cart insurance donation newsletter");
        let visits = visits(&stops);
        let events = judge_session(&visits, &templates(OFFERS), &policy);
        events.iter().map(|it| (it.visit, it.event.change)).collect::<Vec<_>>()
    };
    let two = judged(2);
    assert_eq!(two, [(3, Change::Loop), (6, Change::ForcedFlow)]);
    assert_eq!((judged(0), judged(1)), (two.clone(), two));
    assert_eq!(judged(usize::MAX), []);
}

#[test]
fn the_same_loop_is_the_same_drift_wherever_it_was_entered() {
    let event = |visits: &str| judge(&[], visits, "{}").remove(0).event;
    let (one, other) = (event("a b a b a b"), event("b a b a b a"));
    assert_eq!((one.id, &one.new), (other.id, &other.new));
    assert_ne!(one.id, event("a c a c a c").id);
}

const OFFERS: &[&str] = &[
    "screen_id: cart\nvalid_transitions: [insurance, home]",
    "screen_id: insurance\nvalid_transitions: [donation]",
    "screen_id: donation\nvalid_transitions: [newsletter]",
    "screen_id: newsletter\nvalid_transitions: [pay]",
    "screen_id: pay\nvalid_transitions: [receipt, cart]",
];

#[test]
fn a_flow_without_a_way_back_is_forced() {
    const FORCED: &str = r#"3 warning sequence.forced_flow: The session was led through "insurance", "donation" and "newsletter": by the templates each of these 3 screens has one way on and none back; the last leads only to "pay"."#;
    check(OFFERS, "cart insurance donation", "{}", &[]);
    check(OFFERS, "cart insurance donation newsletter pay receipt", "{}", &[FORCED]);
    // A session that starts there has nowhere to go back to.
    check(OFFERS, "insurance donation newsletter pay", "{}", &[]);
    check(OFFERS, "cart insurance donation newsletter", "sequence: { forced_flow: off }", &[]);
    assert_eq!(judge(OFFERS, "cart insurance donation", "sequence: { forced_steps: 2 }").len(), 1);
}

#[test]
fn a_flow_that_can_be_left_is_not_forced() {
    let with_way_back =
        OFFERS.iter().map(|it| it.replace("[newsletter]", "[newsletter, insurance]"));
    let texts: Vec<String> = with_way_back.collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    check(&texts, "cart insurance donation newsletter pay", "{}", &[]);
    // Two screens that only lead to each other: there is a way back from each.
    let pair = &["screen_id: a\nvalid_transitions: [b]", "screen_id: b\nvalid_transitions: [a]"];
    check(pair, "a b a b", "{}", &[]);
    // Whoever left by another way was not forced.
    let rules = |it: &SequenceEvent| it.event.rule.to_string();
    let left = judge(OFFERS, "cart insurance home donation newsletter", "{}");
    assert_eq!(left.iter().map(rules).collect::<Vec<_>>(), ["sequence.transition"]);
}

#[test]
fn an_expected_transition_that_never_was_is_told_at_the_end() {
    let policy = "expected_transitions: ['cart -> pay', 'pay -> receipt']";
    check(&[], "home", policy, &[]);
    check(&[], "cart pay receipt", policy, &[]);
    check(&[], "cart home cart cart pay receipt home pay", policy, &[]);
    check(
        &[],
        "cart home",
        policy,
        &[
            r#"0 warning sequence.missing_expected: The session came to "cart" once and never went from there to "pay", as the policy expects; it went to "home"."#,
        ],
    );
    check(
        &[],
        "pay cart home ? cart ?",
        policy,
        &[
            r#"0 warning sequence.missing_expected: The session came to "pay" once and never went from there to "receipt", as the policy expects; it went to "cart"."#,
            r#"4 warning sequence.missing_expected: The session came to "cart" 2 times and never went from there to "pay", as the policy expects; the last time it ended there."#,
        ],
    );
}

#[test]
fn what_an_application_expects_is_asked_of_its_sessions() {
    let policy = "\
apps:
  shop:
    expected_transitions: ['cart -> pay']
    screens: { cart: { sequence: { missing_expected: critical } } }
";
    check(&[], "bank:cart bank:home", policy, &[]);
    check(
        &[],
        "shop:cart shop:home",
        policy,
        &[
            r#"0 critical sequence.missing_expected@shop/cart: The session came to "cart" once and never went from there to "pay", as the policy expects; it went to "home"."#,
        ],
    );
}

/// The rules as their descriptions say them, over the whole session at once.
mod plainly {
    use super::*;

    /// The visits and what is wrong with them, for a graph of single letters.
    pub(super) fn judged(
        walk: &[u8],
        ways: &[Vec<u8>],
        rounds: usize,
        steps: usize,
    ) -> Vec<String> {
        let mut told = Vec::new();
        let places: Vec<usize> =
            (0..walk.len()).filter(|&n| n == 0 || walk[n] != walk[n - 1]).collect();
        let screens: Vec<u8> = places.iter().map(|&place| walk[place]).collect();
        for at in 0..screens.len() {
            let place = places[at];
            if at > 0 {
                let allowed = &ways[usize::from(screens[at - 1])];
                if !allowed.is_empty() && !allowed.contains(&screens[at]) {
                    told.push(format!("{place} transition"));
                }
            }
            for length in 2..=Session::MAX_LOOP_SCREENS {
                let before =
                    at.checked_sub(1).is_some_and(|at| walks(&screens, at, length, rounds));
                if walks(&screens, at, length, rounds) && !before {
                    told.push(format!("{place} loop {length}"));
                }
            }
            let run = (1..=at).rev().take_while(|&n| is_forced(&screens, ways, n, at)).count();
            if run == steps {
                told.push(format!("{place} forced"));
            }
        }
        told
    }

    /// The screens up to `at` are `rounds` times the same `length`, which are not themselves several rounds.
    fn walks(screens: &[u8], at: usize, length: usize, rounds: usize) -> bool {
        let repeats = |part: &[u8], n: usize| part.windows(n + 1).all(|it| it[0] == it[n]);
        let Some(start) = (at + 1).checked_sub(length * rounds) else { return false };
        let part = &screens[start..=at];
        let is_smaller = |n: usize| length.is_multiple_of(n) && repeats(part, n);
        repeats(part, length) && !(2..length).any(is_smaller)
    }

    /// One way leads on from the screen, not to where it was come from, and it was taken.
    fn is_forced(screens: &[u8], ways: &[Vec<u8>], n: usize, at: usize) -> bool {
        let mut ways: Vec<u8> = ways[usize::from(screens[n])].clone();
        ways.retain(|&to| to != screens[n]);
        ways.dedup();
        ways.len() == 1 && ways[0] != screens[n - 1] && (n == at || ways[0] == screens[n + 1])
    }
}

proptest! {
    /// Taken one by one, visits are judged as the rules say it of the whole.
    #[test]
    fn a_session_is_judged_as_its_rules_are_described(
        walk in prop::collection::vec(0_u8..4, 0..40),
        mut ways in prop::collection::vec(prop::collection::vec(0_u8..4, 0..3), 4),
        rounds in 2_usize..4,
        steps in 2_usize..4,
    ) {
        for ways in &mut ways {
            ways.sort_unstable();
        }
        let name = |n: u8| ScreenId::new(&format!("s{n}")).unwrap();
        let texts: Vec<String> = (0..).zip(&ways).map(|(from, ways): (u8, _)| {
            let ways: Vec<String> = ways.iter().map(|&to| name(to).to_string()).collect();
            format!("screen_id: {}\nvalid_transitions: [{}]", name(from), ways.join(", "))
        }).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let policy = format!("sequence: {{ loop_rounds: {rounds}, forced_steps: {steps} }}");
        let policy = Policy::parse(&policy).unwrap();
        let graph = ScreenGraph::new(&templates(&texts));
        let mut session = Session::new();
        let mut told = Vec::new();
        for &screen in &walk {
            let screen = name(screen);
            let visit = Visit { screen_id: Some(&screen), app: None };
            told.extend(session.visit(&visit, &graph, &policy));
        }
        prop_assert!(session.end(&policy).is_empty());
        let shown = |it: &SequenceEvent| {
            let DriftEvent { rule, new, .. } = &it.event;
            match &**rule {
                "sequence.loop" => {
                    let length = new.as_ref().unwrap().split(" -> ").count();
                    format!("{} loop {length}", it.visit)
                }
                "sequence.forced_flow" => format!("{} forced", it.visit),
                _ => format!("{} transition", it.visit),
            }
        };
        let told: Vec<String> = told.iter().map(shown).collect();
        prop_assert_eq!(told, plainly::judged(&walk, &ways, rounds, steps));
    }
}

/// A step that looked through all templates or all visits would take minutes here.
#[test]
fn a_long_session_over_many_templates_is_judged_at_once() {
    let texts: Vec<String> = (0..5_000)
        .map(|n| format!("screen_id: s{n}\nvalid_transitions: [s{}]", (n + 1) % 5_000))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let visits: String = (0..50_000).map(|n| format!("s{} ", n % 5_000)).collect();
    let events = judge(&texts, &visits, "sequence: { forced_flow: off }");
    assert_eq!(events, []);
    assert_eq!(judge(&texts, &visits, "{}").len(), 1);
}
