//! Sneaking: fees and items that nobody chose, on screens where somebody is about to pay.

use sz_tree::{AriaRole, Node, NodeId, Role};

use super::{
    DarkPattern, Label, Screen, Sight, Suspicion, amount, amounts, is_acceptance, is_control,
    line_around, line_text,
};
use crate::explain::quoted;

/// What is paid for beside the goods.
const FEES: &[&str] = &[
    " fee ",
    " fees ",
    " surcharge",
    " service charge",
    " booking charge",
    " handling ",
    " processing ",
    " insurance ",
    " protection ",
    " warranty ",
    " donation ",
    " tip ",
    " gratuity ",
    " membership ",
    " subscription ",
    " trial ",
    " add on ",
    " shipping ",
    " delivery ",
    " packaging ",
    " tax ",
    " taxes ",
    " vat ",
    " deposit ",
    " extras ",
];

/// What sums up, or takes off.
const SUMS: &[&str] = &[
    " total ",
    " subtotal ",
    " amount due ",
    " to pay ",
    " sum ",
    " balance ",
    " discount",
    " savings ",
    " you save ",
    " saved ",
    " refund",
    " credit ",
    " was ",
    " rrp ",
    " from ",
    " free ",
];

/// What depends on where somebody lives.
const OF_ADDRESS: &[&str] = &[" shipping ", " delivery ", " tax ", " taxes ", " vat ", " deposit "];

const TOTALS: &[&str] = &[" total ", " amount due ", " to pay "];

const QUANTITIES: &[&str] = &[" quantity ", " qty ", " number of ", " how many ", " count "];

/// A fee or an item that is new on a screen where somebody is about to pay.
pub(super) fn sneaked(screen: &Screen<'_>, sight: Sight<'_>) -> Option<Suspicion> {
    if !screen.has_baseline() || is_choice(sight.now) {
        return None;
    }
    let parts: Vec<(String, u64)> = amounts(sight.now.name());
    if parts.iter().all(|(_, cents)| *cents == 0) || !screen.is_paying() {
        return None;
    }
    // A price that stands alone is of what stands beside it.
    let parts = if parts.len() == 1 {
        parts.into_iter().map(|(_, cents)| (label_of_price(sight.now), cents)).collect()
    } else {
        parts
    };
    let was: Vec<(String, u64)> = sight.before.map_or_else(Vec::new, |it| amounts(it.name()));
    let was_paid = |label: &Label| {
        let is_same = |text: &str| Label::of(text).words_alone() == label.words_alone();
        was.iter().any(|(text, cents)| {
            *cents > 0 && (Label::of(text).words_alone().is_empty() || is_same(text))
        })
    };
    let fee = parts.iter().find(|(text, cents)| {
        let label = Label::of(text);
        *cents > 0 && is_fee(&label) && !was_paid(&label)
    });
    if let Some((text, cents)) = fee {
        return Some(suspicion(DarkPattern::HiddenCosts, sight.now, text, *cents));
    }
    let [(text, cents @ 1..)] = &*parts else { return None };
    let label = Label::of(text);
    let is_item = sight.before.is_none()
        && label.as_str().chars().any(char::is_alphabetic)
        && !label.has(SUMS)
        && !is_sentence(text, &label)
        && stands_in_a_bill(sight.now);
    is_item.then(|| suspicion(DarkPattern::SneakIntoBasket, sight.now, text, *cents))
}

/// A price in a sentence is spoken of, not charged.
fn is_sentence(text: &str, label: &Label) -> bool {
    const ITEM_WORDS_MAX: usize = 14;
    label.words() > ITEM_WORDS_MAX
        || text.trim_end().ends_with(['.', '!', '?'])
        || label.has(&[" a day ", " a week ", " a month ", " a year ", " per ", " for only "])
}

/// A quantity that is no longer nothing.
pub(super) fn quantity(_: &Screen<'_>, sight: Sight<'_>) -> Option<Suspicion> {
    let (now, before) = (sight.now, sight.before?);
    let is_field = matches!(
        now.role(),
        Role::Aria(AriaRole::Spinbutton | AriaRole::Textbox | AriaRole::Combobox)
    );
    if !is_field || !Label::of(now.name()).has(QUANTITIES) {
        return None;
    }
    let number = |node: Node<'_>| match node.value().unwrap_or_default().trim() {
        "" => Some(0),
        text => text.parse::<u32>().ok(),
    };
    let (Some(0), Some(n @ 1..)) = (number(before), number(now)) else { return None };
    let what = format!("{} is {n} before anybody chose it", quoted(now.name()));
    Some(Suspicion { pattern: DarkPattern::SneakIntoBasket, at: now.id(), what })
}

/// The amounts of a sum before and now, where it is a total that rose.
pub(crate) fn rising_total(before: Node<'_>, now: Node<'_>) -> bool {
    let label = Label::of(&label_of_price(now));
    label.has(TOTALS)
        && amount(before.name()).zip(amount(now.name())).is_some_and(|(old, new)| new > old)
}

/// True for a line of a bill that is paid beside the goods.
fn is_fee(label: &Label) -> bool {
    label.has(FEES) && !label.has(SUMS)
}

/// The same for a session, where what depends on the address is known only once that is.
pub(super) fn is_fee_in_session(label: &Label) -> bool {
    is_fee(label) && !label.has(OF_ADDRESS)
}

/// True for a line that sums up.
pub(super) fn is_total(label: &Label) -> bool {
    label.has(TOTALS)
}

/// True for an amount that is charged, where another could be chosen or pressed.
pub(super) fn is_charged(node: Node<'_>) -> bool {
    !is_choice(node)
}

fn suspicion(pattern: DarkPattern, now: Node<'_>, text: &str, cents: u64) -> Suspicion {
    let line = line_around(now).unwrap_or(now);
    let text = quoted(text.trim());
    let what = match pattern {
        DarkPattern::HiddenCosts => {
            format!("{text} is charged where no such fee was ({}.{:02})", cents / 100, cents % 100)
        }
        _ => format!("{text} is to be paid, and nobody is known to have chosen it"),
    };
    Suspicion { pattern, at: line.id(), what }
}

/// What a price is of: the text it is in, the line it stands in, or what stands before it.
pub(crate) fn label_of_price(node: Node<'_>) -> String {
    let has_words = |text: &str| {
        let without = Label::of(text);
        without
            .as_str()
            .split(' ')
            .filter(|word| word.chars().all(char::is_alphabetic))
            .any(|word| word.len() > 2)
    };
    if has_words(node.name()) {
        return node.name().to_owned();
    }
    if let Some(text) = line_around(node).and_then(line_text).filter(|text| has_words(text)) {
        return text;
    }
    let before = node.id().index().checked_sub(1).and_then(|index| u32::try_from(index).ok());
    let before = before.and_then(|index| node.tree().node(NodeId::new(index)));
    let before = before.filter(|before| before.is_leaf() && amount(before.name()).is_none());
    format!("{} {}", before.map_or("", Node::name), node.name())
}

/// What can be pressed or chosen offers something; it does not charge it.
fn is_choice(node: Node<'_>) -> bool {
    use AriaRole::{Checkbox, Option, Radio, Switch, Tab};
    let offers = |node: Node<'_>| {
        is_control(node)
            || matches!(node.role(), Role::Aria(Checkbox | Option | Radio | Switch | Tab))
    };
    offers(node) || node.ancestors().take(3).any(offers)
}

/// True where the price stands among others, and beside nothing that would add it.
fn stands_in_a_bill(node: Node<'_>) -> bool {
    const AROUND_NODES_MAX: usize = 60;
    let line = line_around(node).unwrap_or(node);
    let Some(around) = line.ancestors().take(4).find(|around| {
        around.subtree_size() > AROUND_NODES_MAX
            || around.subtree().any(|other| !is_in(other, line) && amount(other.name()).is_some())
    }) else {
        return false;
    };
    around.subtree_size() <= AROUND_NODES_MAX && !around.subtree().any(offers_to_add)
}

fn is_in(node: Node<'_>, around: Node<'_>) -> bool {
    (around.id().index()..around.id().index() + around.subtree_size()).contains(&node.id().index())
}

fn offers_to_add(node: Node<'_>) -> bool {
    is_acceptance(node) && Label::of(node.name()).begins(&[" add ", " buy ", " get "])
}
