//! The events of sequences, and their sentences.

use std::borrow::Cow;

use sz_template::ScreenId;

use super::{Stop, expected::Missing, forced::Forced};
use crate::{
    Change, DriftEvent, DriftKind, Fingerprint, Policy, Severity, event::DriftId, explain::quoted,
    fingerprint::Subjects,
};

/// How many screens a sentence names before it says "more".
pub(super) const MAX_NAMED: usize = 4;

/// What differs between the events of sequences.
struct Said {
    change: Change,
    decision: Option<Severity>,
    rule: Cow<'static, str>,
    old: Option<String>,
    new: Option<String>,
    explanation: String,
}

impl Said {
    /// The event, about this screen; none where the rule is off.
    fn event(self, at: &Stop) -> Option<DriftEvent> {
        let Self { change, decision, rule, old, new, explanation } = self;
        let kind = DriftKind::Sequence;
        let app = at.app.as_deref();
        let named = (change != Change::Transition).then_some(change.as_str());
        // A forbidden transition is known by its two screens, as it was before there were other rules.
        let id = match named {
            None => DriftId::of([app, Some(kind.as_str()), old.as_deref(), new.as_deref()]),
            named => DriftId::of([app, Some(kind.as_str()), named, old.as_deref(), new.as_deref()]),
        };
        let event = DriftEvent {
            id,
            fingerprint: Fingerprint::PENDING,
            kind,
            pattern: None,
            severity: decision?,
            change,
            screen_id: Some(at.screen.as_str().to_owned()),
            app: app.map(str::to_owned),
            path: None,
            selector: None,
            old,
            new,
            similarity: None,
            rule,
            tags: Vec::new(),
            notify: Vec::new(),
            rule_errors: Vec::new(),
            explanation,
        };
        Some(event.fingerprinted(Subjects::default()))
    }
}

/// A screen that may not follow the one before it; `ways` are those that may.
pub(super) fn forbidden(
    from: &Stop,
    to: &Stop,
    ways: &(Vec<&ScreenId>, bool),
    policy: &Policy,
) -> Option<DriftEvent> {
    let (named, has_more) = ways;
    let ways = listed(named.iter().copied(), *has_more);
    let (old, new) = (from.screen.as_str(), to.screen.as_str());
    let said = Said {
        change: Change::Transition,
        decision: policy.sequence.transition,
        rule: policy.rule("sequence.transition"),
        old: Some(old.to_owned()),
        new: Some(new.to_owned()),
        explanation: format!(
            "{} followed {}, from where the templates lead only to {ways}.",
            quoted(new),
            quoted(old),
        ),
    };
    said.event(to)
}

/// The last screens are a round of a loop, which was walked as often as the policy asks.
pub(super) fn looped<'a>(
    round: impl Iterator<Item = &'a Stop>,
    policy: &Policy,
) -> Option<DriftEvent> {
    let mut round: Vec<&Stop> = round.collect();
    let at = *round.last()?;
    // The same loop is the same drift, wherever it was entered.
    let first = (0..round.len()).min_by_key(|&start| {
        (0..round.len()).map(|n| round[(start + n) % round.len()]).collect::<Vec<_>>()
    })?;
    round.rotate_left(first);
    let screens = round.iter().map(|stop| &stop.screen);
    let said = Said {
        change: Change::Loop,
        decision: policy.sequence.looping,
        rule: policy.rule("sequence.loop"),
        old: None,
        new: Some(chain(screens.clone().map(ScreenId::as_str))),
        explanation: format!(
            "The session went round {} {} times in a row.",
            listed(screens, false),
            policy.sequence.loop_rounds.max(2)
        ),
    };
    said.event(at)
}

/// The last of several screens from which one way leads on and none back.
pub(super) fn forced(forced: &Forced, at: &Stop, policy: &Policy) -> Option<DriftEvent> {
    let Forced { screens, way } = forced;
    let texts = screens.iter().chain([way]).map(ScreenId::as_str);
    let named = screens.iter().take(MAX_NAMED);
    let said = Said {
        change: Change::ForcedFlow,
        decision: policy.sequence.forced_flow,
        rule: policy.rule("sequence.forced_flow"),
        old: None,
        new: Some(chain(texts)),
        explanation: format!(
            "The session was led through {}: by the templates each of these {} screens has one way on and none back; \
             the last leads only to {}.",
            listed(named, screens.len() > MAX_NAMED),
            screens.len(),
            quoted(way.as_str())
        ),
    };
    said.event(at)
}

/// A transition that the session should have contained.
pub(super) fn missing(missing: &Missing, policy: &Policy) -> Option<DriftEvent> {
    let Missing { from, to, n_arrivals, last_way, .. } = missing;
    let name = quoted(from.screen.as_str());
    let (came, end) = match (n_arrivals, last_way) {
        (1, None) => ("once".to_owned(), "it ended there".to_owned()),
        (1, Some(way)) => ("once".to_owned(), format!("it went to {}", quoted(way.as_str()))),
        (n, None) => (format!("{n} times"), "the last time it ended there".to_owned()),
        (n, Some(way)) => {
            (format!("{n} times"), format!("the last time it went to {}", quoted(way.as_str())))
        }
    };
    let said = Said {
        change: Change::MissingTransition,
        decision: policy.sequence.missing_expected,
        rule: policy.rule("sequence.missing_expected"),
        old: Some(chain([from.screen.as_str(), to.as_str()])),
        new: None,
        explanation: format!(
            "The session came to {name} {came} and never went from there to {}, as the policy expects; {end}.",
            quoted(to.as_str())
        ),
    };
    said.event(from)
}

/// `a -> b -> c`.
fn chain<'a>(screens: impl IntoIterator<Item = &'a str>) -> String {
    screens.into_iter().collect::<Vec<_>>().join(" -> ")
}

/// `"a"`, `"a" and "b"`, `"a", "b" and "c"`, `"a", "b" and more`.
fn listed<'a>(screens: impl Iterator<Item = &'a ScreenId>, has_more: bool) -> String {
    let mut words: Vec<String> = screens.map(|screen| quoted(screen.as_str())).collect();
    if has_more {
        words.push("more".to_owned());
    }
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
