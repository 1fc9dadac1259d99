//! Ways to say no, and the ways to say yes beside them.

use sz_tree::{AriaRole, Node, Role, State};

use super::Label;

/// Beginnings of labels that decline, close or go back.
const WAYS_OUT: &[&str] = &[
    " decline ",
    " reject ",
    " refuse ",
    " cancel ",
    " close ",
    " dismiss ",
    " skip ",
    " deny ",
    " disagree ",
    " exit ",
    " quit ",
    " unsubscribe ",
    " opt out ",
    " leave ",
    " back ",
    " no thanks ",
    " no thank you ",
    " not now ",
    " maybe later ",
    " not interested ",
    " do not ",
    " dont ",
    " only necessary ",
    " necessary only ",
    " continue without ",
];

/// Beginnings of labels that say no to an offer or a request.
const REFUSALS: &[&str] = &[
    " no ",
    " nope ",
    " nah ",
    " not now ",
    " not today ",
    " not interested ",
    " maybe later ",
    " maybe another ",
    " later ",
    " remind me later ",
    " ask me later ",
    " decline ",
    " reject ",
    " refuse ",
    " deny ",
    " disagree ",
    " i disagree ",
    " i decline ",
    " i dont ",
    " i do not ",
    " id rather not ",
    " dont ",
    " do not ",
    " opt out ",
    " skip ",
    " only necessary ",
    " only essential ",
    " necessary only ",
    " essential only ",
    " continue without ",
];

/// Those that in a menu only leave the program or the menu.
const OF_MENUS: &[&str] = &[" close ", " exit ", " quit ", " leave ", " back "];

/// What begins like a way out and leads somewhere else on the page.
const ONWARD: &[&str] =
    &[" skip to ", " skip navigation ", " skip link ", " skip ad", " back to top "];

/// Beginnings of labels that say yes.
const ACCEPTANCES: &[&str] = &[
    " accept ",
    " agree ",
    " i agree ",
    " i accept ",
    " allow ",
    " yes ",
    " ok ",
    " okay ",
    " sure ",
    " continue ",
    " subscribe ",
    " buy ",
    " order ",
    " pay ",
    " add ",
    " upgrade ",
    " start ",
    " get ",
    " sign up ",
    " sign me up ",
    " join ",
    " enable ",
    " turn on ",
    " activate ",
    " confirm ",
    " try ",
    " claim ",
    " unlock ",
    " install ",
    " keep my ",
    " keep premium ",
    " i want ",
    " count me in ",
];

/// Labels that are nothing but a cross, or say no in one word.
const CROSSES: &[&str] = &["x", "×", "✕", "✖", "✗", "no", "keep"];

/// True for what a person can press: buttons, links and menu items.
pub(crate) fn is_control(node: Node<'_>) -> bool {
    matches!(node.role(), Role::Aria(AriaRole::Button | AriaRole::Link | AriaRole::Menuitem))
}

/// What can be written on a control: its name, and the first text in it.
fn labels(node: Node<'_>) -> impl Iterator<Item = &str> {
    let text_child = node.children().next().map_or("", Node::name);
    [node.name(), text_child].into_iter().filter(|label| !label.is_empty())
}

/// True for a control by which a person can say no, close or go back.
pub(crate) fn is_way_out(node: Node<'_>) -> bool {
    let is_of_menu = || {
        node.role() == AriaRole::Menuitem
            && labels(node).any(|label| Label::of(label).begins(OF_MENUS))
    };
    is_control(node) && !node.is(State::Disabled) && labels(node).any(leads_out) && !is_of_menu()
}

fn leads_out(text: &str) -> bool {
    let label = Label::of(text);
    (label.begins(WAYS_OUT) || label.begins(REFUSALS)) && !label.begins(ONWARD)
        || CROSSES.contains(&&*text.trim().to_lowercase())
}

/// True for a control by which a person says no to an offer or a request, disabled or not.
pub(crate) fn is_refusal(node: Node<'_>) -> bool {
    is_control(node) && labels(node).any(|label| may_refuse(label) && refuses(label))
}

/// True for a label that says no to an offer or a request.
pub(crate) fn refuses(text: &str) -> bool {
    let label = Label::of(text);
    label.begins(REFUSALS) && !label.begins(ONWARD)
}

/// Cheap, and false for most labels that do not refuse: this one is asked of every control of every screen.
fn may_refuse(text: &str) -> bool {
    let mut bytes = text.trim_start().bytes();
    match (bytes.next(), bytes.next()) {
        (Some(a), Some(b)) if a.is_ascii_alphabetic() && b.is_ascii() => matches!(
            &[a.to_ascii_lowercase(), b.to_ascii_lowercase()],
            b"no"
                | b"na"
                | b"ma"
                | b"la"
                | b"re"
                | b"as"
                | b"de"
                | b"di"
                | b"i "
                | b"i'"
                | b"id"
                | b"do"
                | b"op"
                | b"sk"
                | b"on"
                | b"ne"
                | b"es"
                | b"co"
        ),
        _ => true,
    }
}

/// True for a control by which a person says yes.
pub(crate) fn is_acceptance(node: Node<'_>) -> bool {
    is_control(node) && labels(node).any(accepts)
}

fn accepts(text: &str) -> bool {
    let label = Label::of(text);
    label.begins(ACCEPTANCES) && !label.begins(&[" continue without "])
}

#[cfg(test)]
mod tests;
