//! Changes of what a screen is recognised by.

use super::{Bump, Effect, TemplateChange, TemplatePart, difference};
use crate::{Requirement, Score, Template};

/// `score_by_shape` is what a fitting capture is sure to score if nothing but the expected shape had changed.
pub(super) fn changes(
    old: &Template,
    new: &Template,
    score_by_shape: Option<Score>,
) -> Vec<TemplateChange> {
    let mut changes = Vec::new();
    changes.extend(screen(old, new));
    changes.extend(app(old, new));
    let (was, is) = (old.required_nodes(), new.required_nodes());
    changes.extend(asked(TemplatePart::RequiredNodes, "required", (texts(was), texts(is))));
    let (was, is) = (old.forbidden_nodes(), new.forbidden_nodes());
    changes.extend(asked(TemplatePart::ForbiddenNodes, "forbidden", (texts(was), texts(is))));
    let roles = (as_texts(old.expected_roles()), as_texts(new.expected_roles()));
    changes.extend(asked(TemplatePart::ExpectedRoles, "expected", roles));
    changes.extend(structure(old, new, score_by_shape));
    changes.extend(threshold(old.threshold(), new.threshold()));
    changes
}

fn screen(old: &Template, new: &Template) -> Option<TemplateChange> {
    let (old, new) = (old.screen_id().as_str(), new.screen_id().as_str());
    let change = || {
        let sentence = format!("it describes the screen `{new}`, no longer `{old}`");
        let part = TemplatePart::ScreenId;
        TemplateChange::new(part, Effect::Different, Bump::Major, sentence).from(old).to(new)
    };
    (old != new).then(change)
}

/// Screens are unique per application, so another one is another screen.
fn app(old: &Template, new: &Template) -> Option<TemplateChange> {
    let (old, new) = (old.metadata().app(), new.metadata().app());
    if old == new {
        return None;
    }
    let sentence = match (old, new) {
        (Some(old), Some(new)) => format!("it belongs to the app `{new}`, no longer to `{old}`"),
        (None, Some(new)) => format!("it belongs to the app `{new}`, and belonged to none"),
        (old, None) => format!("it belongs to no app, no longer to `{}`", old.unwrap_or_default()),
    };
    let mut change =
        TemplateChange::new(TemplatePart::Metadata, Effect::Different, Bump::Major, sentence);
    (change.old, change.new) = (old.map(str::to_owned), new.map(str::to_owned));
    Some(change)
}

fn texts(requirements: &[Requirement]) -> Vec<&str> {
    requirements.iter().map(Requirement::as_str).collect()
}

fn as_texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn asked(part: TemplatePart, how: &str, (old, new): (Vec<&str>, Vec<&str>)) -> Vec<TemplateChange> {
    let (gone, added) = difference(old, new);
    let gone = gone.into_iter().map(|text| {
        let sentence = format!("`{text}` is no longer {how}");
        TemplateChange::new(part, Effect::Looser, Bump::Minor, sentence).from(text)
    });
    let added = added.into_iter().map(|text| {
        let sentence = format!("`{text}` is {how} now");
        TemplateChange::new(part, Effect::Stricter, Bump::Major, sentence).to(text)
    });
    gone.chain(added).collect()
}

fn threshold(old: Score, new: Score) -> Option<TemplateChange> {
    let (a, b) = (old.get(), new.get());
    let (direction, effect, bump) = match a.total_cmp(&b) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Less => ("up", Effect::Stricter, Bump::Major),
        std::cmp::Ordering::Greater => ("down", Effect::Looser, Bump::Minor),
    };
    let sentence = format!("the threshold went {direction} from {a} to {b}");
    let change = TemplateChange::new(TemplatePart::Threshold, effect, bump, sentence);
    Some(change.from(a.to_string()).to(b.to_string()))
}

/// Depth, node count and signature. Evidence of shape where there was none asks for more; other evidence asks for
/// something else, and for how much else the score says that a fitting capture keeps.
fn structure(old: &Template, new: &Template, score_by_shape: Option<Score>) -> Vec<TemplateChange> {
    let count = |count: Option<usize>| count.map(|count| count.to_string());
    let signature = |template: &Template| template.structure_signature().map(|it| it.to_string());
    let facts = [
        ("depth", count(old.depth()), count(new.depth())),
        ("node count", count(old.node_count()), count(new.node_count())),
        ("structural signature", signature(old), signature(new)),
    ];
    let (effect, bump) = match (old.has_structure(), new.has_structure()) {
        (false, _) => (Effect::Stricter, Bump::Major),
        (true, false) => (Effect::Looser, Bump::Minor),
        (true, true) if score_by_shape.is_some_and(|score| score < new.threshold()) => {
            (Effect::Different, Bump::Major)
        }
        (true, true) => (Effect::Different, Bump::Minor),
    };
    let change = |(name, old, new): (&str, Option<String>, Option<String>)| {
        let sentence = match (&old, &new) {
            _ if old == new => return None,
            (None, Some(new)) => format!("the {name} is given now: {}", short(new)),
            (Some(_), None) => format!("the {name} is no longer given"),
            (old, new) => {
                let [old, new] = [old, new].map(|text| short(text.as_deref().unwrap_or_default()));
                format!("the {name} went from {old} to {new}")
            }
        };
        let mut change = TemplateChange::new(TemplatePart::Structure, effect, bump, sentence);
        (change.old, change.new) = (old, new);
        Some(change)
    };
    let mut changes: Vec<TemplateChange> = facts.into_iter().filter_map(change).collect();
    changes.extend(shape(old, new, (effect, bump)));
    changes.extend(extent(old, new));
    changes
}

/// What a fitting capture is sure of where shape is compared with a baseline.
fn shape(old: &Template, new: &Template, (effect, bump): (Effect, Bump)) -> Option<TemplateChange> {
    let sentence = match (old.baseline(), new.baseline()) {
        (Some(_), Some(_)) if bump == Bump::Major => {
            "the baseline has so different a shape that screens of the old one may not be recognised"
        }
        (None, Some(_)) if !old.has_structure() => "the shape of the baseline counts now",
        _ => return None,
    };
    Some(TemplateChange::new(TemplatePart::Structure, effect, bump, sentence.to_owned()))
}

/// Whether the baseline speaks of the whole screen.
fn extent(old: &Template, new: &Template) -> Option<TemplateChange> {
    old.baseline().and(new.baseline())?;
    let (effect, sentence) = match (old.is_of_whole_screen(), new.is_of_whole_screen()) {
        (true, false) => {
            (Effect::Looser, "what stands around the baseline's first node is no longer looked at")
        }
        (false, true) => {
            (Effect::Stricter, "nothing may stand around the baseline's first node any more")
        }
        _ => return None,
    };
    let sentence = sentence.to_owned();
    Some(TemplateChange::new(TemplatePart::Structure, effect, Bump::Minor, sentence))
}

/// A signature is known by its first digits.
fn short(text: &str) -> String {
    const MAX_CHARS: usize = 16;
    match text.char_indices().nth(MAX_CHARS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
