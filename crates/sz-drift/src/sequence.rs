use sz_template::{ScreenId, TemplateSet};

use crate::{Change, DriftEvent, DriftKind, Policy, event::DriftId, explain::quoted};

/// One screen that was seen.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// The screen; `None` where it was not recognised.
    pub screen_id: Option<&'a ScreenId>,
    /// The application, if known.
    pub app: Option<&'a str>,
}

/// Judges one session, in the order of time: for each visit, the drift event if the screen before it
/// may not lead to it.
///
/// A template without `valid_transitions` allows every next screen; staying on a screen is always
/// allowed; unknown screens are stepped over, they have an event of their own. Entries `a -> b` count
/// whichever template says them. Cost: the number of visits times the transitions of one template.
pub fn judge_sequence(
    visits: &[Visit<'_>],
    templates: &TemplateSet,
    policy: &Policy,
) -> Vec<Option<DriftEvent>> {
    let mut last = None;
    let mut events = Vec::with_capacity(visits.len());
    for visit in visits {
        let step = visit.screen_id.and_then(|to| Some((last.replace(to)?, to)));
        let forbidden = step.filter(|(from, to)| !is_allowed(from, to, templates));
        events.push(forbidden.map(|(from, to)| event(from, to, visit.app, policy)));
    }
    events
}

fn is_allowed(from: &ScreenId, to: &ScreenId, templates: &TemplateSet) -> bool {
    if from == to {
        return true;
    }
    let mut says_anything = false;
    for template in templates.templates() {
        for transition in template.transitions() {
            if transition.from.as_ref().unwrap_or(template.screen_id()) == from {
                says_anything = true;
                if transition.to == *to {
                    return true;
                }
            }
        }
    }
    !says_anything
}

fn event(from: &ScreenId, to: &ScreenId, app: Option<&str>, policy: &Policy) -> DriftEvent {
    let kind = DriftKind::Sequence;
    let (severity, rule) = policy.decide(kind, 1.0);
    let (from, to) = (from.as_str(), to.as_str());
    DriftEvent {
        id: DriftId::of([app, Some(kind.as_str()), Some(from), Some(to)]),
        kind,
        pattern: None,
        severity,
        change: Change::Transition,
        screen_id: Some(to.to_owned()),
        app: app.map(str::to_owned),
        path: None,
        selector: None,
        old: Some(from.to_owned()),
        new: Some(to.to_owned()),
        similarity: None,
        rule: rule.into(),
        tags: Vec::new(),
        explanation: format!(
            "{} followed {}, which is not among its valid transitions.",
            quoted(to),
            quoted(from)
        ),
    }
}
