//! Yes and no beside each other: a no that is smaller, less of a button, or not to be seen.

use sz_tree::{AriaRole, Bounds, Node, NodeId, Role, State};

use super::{
    DarkPattern, Label, Screen, Sight, Suspicion, is_acceptance, is_refusal, is_way_out, text_of,
};
use crate::explain::quoted;

/// How far up a yes is looked for that a no stands beside, and in how many nodes.
const LEVELS_MAX: usize = 5;
const NODES_MAX: usize = 48;

/// A button for no that became a link.
pub(super) fn demoted(screen: &Screen<'_>, sight: Sight<'_>) -> Option<Suspicion> {
    let now = sight.now;
    if now.role() != AriaRole::Link || !screen.has_baseline() || !is_way_out(now) {
        return None;
    }
    let was_button = match sight.before {
        Some(before) => before.role() == AriaRole::Button && is_way_out(before),
        None => screen.has_approved_button(&Label::of(text_of(now))),
    };
    let yes = was_button.then(|| acceptance_beside(now)).flatten()?;
    if yes.role() != AriaRole::Button {
        return None;
    }
    let what = format!(
        "{} is only a link, no button any more, while {} beside it is one",
        quoted(text_of(now)),
        quoted(text_of(yes))
    );
    Some(Suspicion { pattern: DarkPattern::FalseHierarchy, at: now.id(), what })
}

/// Every no of a tree that cannot be seen or is much smaller than the yes beside it.
///
/// `captured` gives the node with its bounds; screens without bounds only have hidden ones. A baseline says that yes and no
/// are there, and nothing of sizes: where `is_news` says that neither is new or changed, only a button is told that is
/// too small to be hit. Cost: linear in the nodes.
pub(crate) fn unequal<'t>(
    nodes: impl Iterator<Item = Node<'t>>,
    captured: impl Fn(Node<'t>) -> Option<Node<'t>>,
    is_news: impl Fn(Node<'t>) -> bool,
) -> Vec<Suspicion> {
    let mut found = Vec::new();
    for no in nodes.filter(|&node| is_refusal(node)) {
        let Some((shown_no, yes)) = captured(no).zip(acceptance_beside(no)) else { continue };
        let Some(shown_yes) = captured(yes) else { continue };
        if obstacle(shown_yes).is_some() {
            continue;
        }
        let said = match obstacle(shown_no) {
            Some(_) if has_other_refusal(no, &captured) => None,
            Some(obstacle) => Some((
                DarkPattern::HiddenInformation,
                format!(
                    "{} {obstacle}, while {} beside it can be pressed",
                    named(no),
                    quoted(text_of(yes))
                ),
            )),
            None if !is_news(no) && !is_news(yes) && !is_too_small(no, shown_no) => None,
            None => shrunken(shown_no, shown_yes).map(|(small, large)| {
                let sizes = format!(
                    "{} x {} px beside the {} x {} px of {}",
                    small.width(),
                    small.height(),
                    large.width(),
                    large.height(),
                    quoted(text_of(yes))
                );
                (DarkPattern::FalseHierarchy, format!("{} is only {sizes}", named(no)))
            }),
        };
        found.extend(said.map(|(pattern, what)| Suspicion { pattern, at: no.id(), what }));
    }
    found
}

fn named(node: Node<'_>) -> String {
    format!("The {} {}", node.role().as_str(), quoted(text_of(node)))
}

/// The small containers around a node, up to the one that asks as a whole.
fn surroundings(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut is_over = false;
    node.ancestors().take(LEVELS_MAX).take_while(move |around| {
        !std::mem::replace(&mut is_over, is_scope(*around)) && around.subtree_size() <= NODES_MAX
    })
}

/// True for what asks as a whole: its ways out belong to nothing else.
pub(crate) fn is_scope(node: Node<'_>) -> bool {
    use AriaRole::{Alert, Alertdialog, Article, Dialog, Form, Listitem, Region, Row, Window};
    node.parent().is_none()
        || matches!(
            node.role(),
            Role::Aria(
                Alert | Alertdialog | Article | Dialog | Form | Listitem | Region | Row | Window
            )
        )
}

pub(crate) fn acceptance_beside(no: Node<'_>) -> Option<Node<'_>> {
    let is_yes =
        |node: &Node<'_>| node.id() != no.id() && is_acceptance(*node) && !is_refusal(*node);
    surroundings(no).find_map(|around| around.subtree().find(is_yes))
}

/// True where beside a no that cannot be used there is one that can.
fn has_other_refusal<'t>(no: Node<'t>, captured: &impl Fn(Node<'t>) -> Option<Node<'t>>) -> bool {
    let is_usable = |node: Node<'t>| {
        node.id() != no.id()
            && (is_refusal(node) || is_way_out(node))
            && captured(node).is_some_and(|shown| obstacle(shown).is_none())
    };
    surroundings(no).last().is_some_and(|around| around.subtree().any(is_usable))
}

/// Why a control that was captured cannot be pressed.
pub(crate) fn obstacle(shown: Node<'_>) -> Option<&'static str> {
    let window = shown.tree().node(NodeId::ROOT).and_then(Node::bounds);
    let is_hidden = |node: Node<'_>| node.is(State::Hidden);
    if is_hidden(shown) || shown.ancestors().take(LEVELS_MAX).any(is_hidden) {
        return Some("is hidden");
    }
    if shown.bounds().is_some_and(Bounds::is_empty) {
        return Some("covers no pixel");
    }
    if shown.is(State::Offscreen) || is_outside(shown.bounds(), window) {
        return Some("is off screen");
    }
    shown.is(State::Disabled).then_some("does not react")
}

/// True for a button that is smaller than WCAG 2.2 (success criterion 2.5.8) lets a target be.
fn is_too_small(node: Node<'_>, shown: Node<'_>) -> bool {
    const TARGET_MIN_PX: i32 = 24;
    let is_small = |it: Bounds| it.width() < TARGET_MIN_PX || it.height() < TARGET_MIN_PX;
    node.role() == AriaRole::Button && shown.bounds().is_some_and(is_small)
}

fn is_outside(inner: Option<Bounds>, window: Option<Bounds>) -> bool {
    let Some((inner, window)) = inner.zip(window.filter(|window| !window.is_empty())) else {
        return false;
    };
    let end = |start: i32, size: i32| i64::from(start) + i64::from(size);
    // What is below or right of the window can be scrolled to; nobody scrolls to what is above or left of it.
    end(inner.x(), inner.width()) <= i64::from(window.x())
        || end(inner.y(), inner.height()) <= i64::from(window.y())
}

/// The sizes of both where no is much smaller: a quarter of the area and two thirds of the height of the same kind of
/// control, a third of the area and two thirds of the height where yes is a button and no is none.
fn shrunken(no: Node<'_>, yes: Node<'_>) -> Option<(Bounds, Bounds)> {
    let (small, large) = no.bounds().zip(yes.bounds())?;
    let is_less = yes.role() == AriaRole::Button && no.role() != AriaRole::Button;
    let times = if is_less { 3 } else { 4 };
    let is_low = i64::from(small.height()) * 3 <= i64::from(large.height()) * 2;
    (small.area_px2().saturating_mul(times) <= large.area_px2() && is_low).then_some((small, large))
}
