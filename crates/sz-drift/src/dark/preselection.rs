//! Preselection: what costs or consents is chosen before the person chose.

use sz_tree::{AriaRole, Node, Role, State};

use super::{DarkPattern, Label, Screen, Sight, Suspicion, amount, line_around, line_text};
use crate::explain::quoted;

/// What is at stake, and the words that tell.
type Stake = (&'static str, &'static [&'static str]);

const TERMS: Stake = (
    "agrees to terms",
    &[
        " i agree ",
        " i accept ",
        " i consent ",
        " agree to ",
        " consent to ",
        " terms and conditions ",
    ],
);

const STAKES: &[Stake] = &[
    (
        "consents to messages",
        &[
            " newsletter",
            " marketing",
            " promotions ",
            " promotional ",
            " special offers ",
            " offers and ",
            " mailing list ",
            " email me ",
            " e mail me ",
            " text me ",
            " call me ",
            " contact me ",
            " send me ",
            " keep me updated ",
            " keep me informed ",
            " receive offers ",
            " receive news",
            " receive emails ",
            " receive updates ",
        ],
    ),
    (
        "gives data away",
        &[
            " share my ",
            " share usage ",
            " share data ",
            " sharing my ",
            " third part",
            " our partners ",
            " personalised ads ",
            " personalized ads ",
            " personalised advert",
            " personalized advert",
            " ad personali",
            " targeted ad",
            " tracking ",
            " analytics ",
            " advertising ",
            " telemetry ",
            " usage data ",
            " usage statistics ",
            " diagnostic data ",
            " sell my ",
        ],
    ),
    (
        "costs money",
        &[
            " insurance ",
            " insure ",
            " protection plan ",
            " protect my ",
            " warranty ",
            " add on ",
            " donate ",
            " donation ",
            " tip ",
            " auto renew",
            " renew automatically ",
            " automatic renewal ",
            " recurring ",
            " free trial ",
            " gift wrap",
            " priority ",
            " premium ",
            " subscribe ",
            " subscription ",
            " membership ",
        ],
    ),
];

/// Beginnings of labels of choices that protect: chosen is what the person wants.
const PROTECTING: &[&str] = &[
    " do not ",
    " dont ",
    " no ",
    " not ",
    " never ",
    " opt out ",
    " decline ",
    " reject ",
    " refuse ",
    " without ",
    " stop ",
    " block ",
    " disable ",
    " unsubscribe ",
    " i do not ",
    " i dont ",
    " limit ",
    " strictly necessary ",
    " necessary ",
    " essential ",
];

/// Somewhere in the label of such a choice.
const PROTECTING_INSIDE: &[&str] =
    &[" do not ", " dont ", " i would not ", " id rather not ", " not to be ", " opt out of "];

pub(super) fn preselected(screen: &Screen<'_>, sight: Sight<'_>) -> Option<Suspicion> {
    let Sight { now, before } = sight;
    let is_chosen = is_chosen(now)?;
    if before.is_some_and(|before| self::is_chosen(before) == Some(is_chosen)) {
        return None;
    }
    let spoken = spoken(now)?;
    let label = Label::of(&spoken);
    let is_protecting = label.begins(PROTECTING) || label.has(PROTECTING_INSIDE);
    // What protects is in nobody's favour once it is taken back; that it was not given at first says nothing.
    if is_chosen == is_protecting || is_protecting && before.is_none() {
        return None;
    }
    // To agree is what people do themselves before they go on; only a baseline can say that they did not.
    let stakes =
        if screen.has_baseline() { [TERMS].iter().chain(STAKES) } else { [].iter().chain(STAKES) };
    let (stake, _) =
        stakes.into_iter().find(|(_, words)| label.has(words)).copied().or_else(|| {
            let is_priced =
                is_free_choice(now, before) && amount(&spoken).is_some_and(|amount| amount > 0);
            is_priced.then_some(("costs money", &[]))
        })?;
    let role = now.role();
    let name = quoted(&spoken);
    let new = if before.is_none() && screen.has_baseline() { "new " } else { "" };
    let what = if is_protecting {
        format!("The {} {name} is no longer chosen, though it protects", role.as_str())
    } else {
        format!("The {new}{} {name} is chosen before anybody chose it, and {stake}", role.as_str())
    };
    Some(Suspicion { pattern: DarkPattern::Preselection, at: now.id(), what })
}

/// Whether something that can be chosen is; `None` for everything else.
fn is_chosen(node: Node<'_>) -> Option<bool> {
    use AriaRole::{Checkbox, Menuitemcheckbox, Menuitemradio, Option, Radio, Switch};
    match node.role() {
        Role::Aria(Checkbox | Switch | Menuitemcheckbox | Menuitemradio | Radio) => {
            Some(node.is(State::Checked))
        }
        Role::Aria(Option) => Some(node.is(State::Selected)),
        _ => None,
    }
}

/// One of several radio buttons and options is always chosen, and most have a price: that one is says something only where
/// another one was approved.
fn is_free_choice(node: Node<'_>, before: Option<Node<'_>>) -> bool {
    before.is_some() || matches!(node.role(), Role::Aria(AriaRole::Checkbox | AriaRole::Switch))
}

/// What is written on a choice, or around one that has no name.
fn spoken(node: Node<'_>) -> Option<String> {
    if !node.name().trim().is_empty() {
        return Some(node.name().to_owned());
    }
    let inside = line_text(node).filter(|text| !text.is_empty());
    inside
        .or_else(|| line_around(node.parent()?).and_then(line_text))
        .filter(|text| !text.is_empty())
}
