//! Pressure and shame: wording that hurries, crowds or steers.

use std::sync::LazyLock;

use sz_tree::{AriaRole, Node, Role};

use super::{
    DarkPattern, Label, Screen, Sight, Suspicion,
    cue::{has_cue, may_press},
    is_control, line_around, line_text, refuses, visible,
};
use crate::{Wording, WordingCategory, explain::quoted};

/// How sure the model has to be of a text that is new or was changed, and of one on a screen that nobody approved.
const SURE: f64 = 0.6;
const SURE_UNAPPROVED: f64 = 0.9;

/// Single words are labels of menus and columns.
const WORDS_MIN: usize = 2;

/// Longer texts are articles.
const BYTES_MAX: usize = 400;

/// The weights that come with the crate, unpacked once: a constant.
static WORDING: LazyLock<Wording> = LazyLock::new(Wording::built_in);

/// What shames on a control that says no, as words of a label: whoever presses it says so of themselves.
const SHAME: &[&str] = &[
    " id rather ",
    " i would rather ",
    " i prefer ",
    " i like paying ",
    " i love paying ",
    " i hate ",
    " i dont like ",
    " i dont care ",
    " i dont want to save ",
    " i dont need to save ",
    " ill pay ",
    " full price ",
    " ill stay ",
    " ill risk ",
    " ill take the risk ",
    " im not interested in ",
    " i enjoy ",
    " i dont want better ",
    " i dont deserve ",
];

/// What a text does to a person.
struct Pressure {
    pattern: DarkPattern,
    because: Vec<String>,
}

pub(super) fn pressing(screen: &Screen<'_>, sight: Sight<'_>) -> Option<Suspicion> {
    let Sight { now, before } = sight;
    if !is_read_aloud(now) || before.is_some_and(|before| before.name() == now.name()) {
        return None;
    }
    // Text may be cut into pieces, none of which says anything; and what all of it says is told once.
    let line = line_around(now).filter(|line| line.role() != AriaRole::Row);
    let Some(line) = line else { return of_node(screen, sight) };
    if screen.told(line) == Some(true) {
        return None;
    }
    let is_new = before.is_none() && screen.before(line).is_none();
    let own = if is_new { None } else { of_node(screen, sight) };
    let suspicion = own
        .or_else(|| if screen.told(line).is_none() { of_line(screen, line) } else { None })
        .or_else(|| if is_new { of_node(screen, sight) } else { None });
    screen.tell(line, suspicion.is_some());
    suspicion
}

fn of_node(screen: &Screen<'_>, sight: Sight<'_>) -> Option<Suspicion> {
    let Sight { now, before } = sight;
    let pressure = pressure(now.name(), is_control(now), sure(screen))?;
    let was = before.and_then(|before| pressure_of_baseline(before.name(), is_control(now)));
    (was != Some(pressure.pattern)).then(|| suspicion(&pressure, now, now.name()))
}

fn of_line(screen: &Screen<'_>, line: Node<'_>) -> Option<Suspicion> {
    let text = line_text(line)?;
    let pressure = pressure(&text, is_control(line), sure(screen))?;
    let was = screen.before(line).and_then(line_text);
    let was = was.and_then(|text| pressure_of_baseline(&text, is_control(line)));
    (was != Some(pressure.pattern)).then(|| suspicion(&pressure, line, &text))
}

fn sure(screen: &Screen<'_>) -> f64 {
    if screen.has_baseline() { SURE } else { SURE_UNAPPROVED }
}

/// True for nodes whose names are what people read; the names of tables, lists and windows are made up of what is in them,
/// those of fields are labels.
fn is_read_aloud(node: Node<'_>) -> bool {
    use AriaRole::{
        Alert, Alertdialog, Button, Caption, Cell, Dialog, Emphasis, Generic, Gridcell, Heading,
        Img, Insertion, Link, Listitem, Mark, Marquee, Menuitem, Note, Paragraph, Status, Strong,
        Text, Time, Timer, Tooltip,
    };
    match node.role() {
        Role::Aria(
            Alert | Alertdialog | Button | Caption | Dialog | Emphasis | Heading | Img | Insertion
            | Link | Mark | Marquee | Menuitem | Note | Paragraph | Status | Strong | Text | Time
            | Timer | Tooltip,
        ) => !node.name().is_empty(),
        Role::Aria(Cell | Generic | Gridcell | Listitem) => {
            !node.name().is_empty() && node.is_leaf()
        }
        _ => false,
    }
}

fn pressure(text: &str, is_control: bool, sure: f64) -> Option<Pressure> {
    if text.len() > BYTES_MAX {
        return None;
    }
    let text = visible(text);
    if is_control && refuses(&text) {
        let label = Label::of(&text);
        if let Some(shame) = SHAME.iter().find(|shame| label.has(&[shame])) {
            let because = vec![shame.trim().to_owned()];
            return Some(Pressure { pattern: DarkPattern::Confirmshaming, because });
        }
    }
    let label = Label::of(&text);
    if label.words() < WORDS_MIN || !may_press(&label) {
        return None;
    }
    let verdict = WORDING.judge(&text);
    let category = verdict.category.filter(|_| verdict.is_dark && verdict.score >= sure)?;
    // Words of another category are as telling: the model takes low stock for a hurry, and the other way round.
    let category = std::iter::once(category)
        .chain(WordingCategory::ALL.iter().copied())
        .find(|&category| has_cue(&label, category))?;
    let pattern = match category {
        WordingCategory::Urgency => DarkPattern::Urgency,
        WordingCategory::Scarcity => DarkPattern::Scarcity,
        WordingCategory::SocialProof => DarkPattern::SocialProof,
        WordingCategory::Misdirection if is_control && refuses(&text) => {
            DarkPattern::Confirmshaming
        }
        WordingCategory::Misdirection => DarkPattern::Misdirection,
    };
    Some(Pressure { pattern, because: verdict.because.into_iter().map(str::to_owned).collect() })
}

/// What an approved text does to a person; a pattern of a baseline is read as a text that it fits.
fn pressure_of_baseline(text: &str, is_control: bool) -> Option<DarkPattern> {
    let number = text.replace(r"\d+", "3").replace(r"\d", "3");
    let plain: String = number.chars().filter(|c| !matches!(c, '\\' | '^' | '$' | '/')).collect();
    pressure(&plain, is_control, SURE).map(|pressure| pressure.pattern)
}

fn suspicion(pressure: &Pressure, node: Node<'_>, text: &str) -> Suspicion {
    let does = match pressure.pattern {
        DarkPattern::Urgency => "says that time runs out",
        DarkPattern::Scarcity => "says that there is not enough for all",
        DarkPattern::SocialProof => "says that others do it",
        DarkPattern::Confirmshaming => "shames whoever says no",
        _ => "steers by its wording",
    };
    let because = pressure.because.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ");
    let because = if because.is_empty() { because } else { format!(" ({because})") };
    let what = format!("The {} {} {does}{because}", node.role().as_str(), quoted(text));
    Suspicion { pattern: pressure.pattern, at: node.id(), what }
}
