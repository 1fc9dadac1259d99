//! Nodes that may come, go, repeat or change places.

use sz_formats::{ChildOrder, ChildrenMode};
use sz_tree::{AriaRole, Node, NodeId, Role};

use super::{LooseBaseline, LooseEnd, LooseKind, UnseenChange, Weight};

/// What a person might be led into by a new node.
const INTRUDER: &str = "Pay $99 now";

pub(super) fn loose_ends(baseline: &mut LooseBaseline<'_>) -> Vec<LooseEnd> {
    let mut ends = Vec::new();
    ends.extend(partial(baseline));
    ends.extend(untold_addresses(baseline));
    for id in (0..).map(NodeId::new).take(baseline.snapshot.tree.len()) {
        let (Some(said), Some(node)) =
            (baseline.snapshot.said(id), baseline.snapshot.tree.node(id))
        else {
            continue;
        };
        let marks = [
            (said.children == Some(ChildrenMode::Contain)).then(|| more_children(baseline, node)),
            (said.order == ChildOrder::Free).then(|| any_order(baseline, node)),
            said.occurrence.is_optional().then(|| optional(baseline, node)),
            said.occurrence.is_repeated().then(|| repeat(baseline, node)),
        ];
        ends.extend(marks.into_iter().flatten().filter_map(|end| baseline.shown(end)));
    }
    ends
}

fn partial(baseline: &mut LooseBaseline<'_>) -> Option<LooseEnd> {
    if baseline.snapshot.is_fragment || baseline.file.template.is_of_whole_screen() {
        return None;
    }
    let first = baseline.called(NodeId::ROOT);
    let end = LooseEnd {
        kind: LooseKind::PartialBaseline,
        weight: Weight::Medium,
        mark: baseline.mark(NodeId::ROOT),
        path: None,
        what: format!(
            "the baseline may be of a part of the screen: what stands around {first} is not looked at"
        ),
        example: format!("beside it stands a new button \"{INTRUDER}\""),
        remedy: "give the `node_count`, `depth` or `structure_signature` of the whole screen"
            .to_owned(),
        change: Some(UnseenChange::AddAround { name: INTRUDER.to_owned() }),
    };
    baseline.shown(end)
}

/// Links whose address is not written, told once.
fn untold_addresses(baseline: &mut LooseBaseline<'_>) -> Option<LooseEnd> {
    let tree = &baseline.snapshot.tree;
    let links = || tree.nodes().filter(|node| node.role() == AriaRole::Link);
    let untold: Vec<NodeId> =
        links().filter(|node| node.attribute("url").is_none()).map(Node::id).collect();
    let first = *untold.first()?;
    let called = baseline.called(first);
    let (what, weight) = match (untold.len(), links().count()) {
        (1, 1) => (format!("{called} does not say where it leads"), Weight::Low),
        (n, all) if n == all => (format!("none of the {n} links says where it leads"), Weight::Low),
        (n, all) => (format!("{n} of {all} links do not say where they lead"), Weight::Medium),
    };
    let end = LooseEnd {
        kind: LooseKind::UntoldAddress,
        weight,
        mark: baseline.mark(first),
        path: baseline.path(first),
        what,
        example: format!("{called} leads to https://elsewhere.example/"),
        remedy: "write `/url:` under each link whose source tells it".to_owned(),
        change: Some(UnseenChange::SetUrl {
            path: tree.node(first)?.path(),
            to: "https://elsewhere.example/".to_owned(),
        }),
    };
    baseline.shown(end)
}

fn end(baseline: &LooseBaseline<'_>, node: Node<'_>, kind: LooseKind, weight: Weight) -> LooseEnd {
    LooseEnd {
        kind,
        weight,
        mark: baseline.mark(node.id()),
        path: baseline.path(node.id()),
        what: String::new(),
        example: String::new(),
        remedy: String::new(),
        change: None,
    }
}

fn more_children(baseline: &LooseBaseline<'_>, node: Node<'_>) -> LooseEnd {
    let called = baseline.called(node.id());
    let weight = if node.id() == NodeId::ROOT { Weight::High } else { Weight::Medium };
    LooseEnd {
        what: format!("{called} may have more children"),
        example: format!("in {called} stands a new button \"{INTRUDER}\""),
        remedy: "list its children, with `/repeat` and `/optional` for those that vary".to_owned(),
        change: Some(UnseenChange::AddChild {
            path: node.path(),
            role: AriaRole::Button,
            name: INTRUDER.to_owned(),
        }),
        ..end(baseline, node, LooseKind::MoreChildren, weight)
    }
}

fn any_order(baseline: &LooseBaseline<'_>, node: Node<'_>) -> LooseEnd {
    let called = baseline.called(node.id());
    let holds_controls = node.children().filter(|child| has_control(*child)).count() > 1;
    let weight = if holds_controls { Weight::Medium } else { Weight::Low };
    LooseEnd {
        what: format!("the children of {called} may stand in any order"),
        example: format!("the last in {called} stands first"),
        remedy: "take `/order: free` away where order means something, as among answers".to_owned(),
        change: Some(UnseenChange::Reverse { path: node.path() }),
        ..end(baseline, node, LooseKind::AnyOrder, weight)
    }
}

fn optional(baseline: &LooseBaseline<'_>, node: Node<'_>) -> LooseEnd {
    let called = baseline.called(node.id());
    let weight = if has_control(node) { Weight::Medium } else { Weight::Low };
    LooseEnd {
        what: format!("{called} may be absent"),
        example: format!("{called} is gone"),
        remedy: "take `/optional` away, or require the node, if it must be there".to_owned(),
        change: Some(UnseenChange::Remove { path: node.path() }),
        ..end(baseline, node, LooseKind::Optional, weight)
    }
}

fn repeat(baseline: &LooseBaseline<'_>, node: Node<'_>) -> LooseEnd {
    let called = baseline.called(node.id());
    LooseEnd {
        what: format!("{called} may repeat"),
        example: format!("{called} stands there twice"),
        remedy: "take `/repeat` away where there is one".to_owned(),
        change: Some(UnseenChange::Repeat { path: node.path() }),
        ..end(baseline, node, LooseKind::Repeat, Weight::Low)
    }
}

fn has_control(node: Node<'_>) -> bool {
    node.subtree().any(|inner| is_control(inner.role()))
}

/// What people act on.
pub(super) fn is_control(role: Role<'_>) -> bool {
    CONTROLS.iter().any(|control| role == *control)
}

/// The roles of what people act on.
pub(super) const CONTROLS: &[AriaRole] = &[
    AriaRole::Button,
    AriaRole::Checkbox,
    AriaRole::Combobox,
    AriaRole::Link,
    AriaRole::Menuitem,
    AriaRole::Menuitemcheckbox,
    AriaRole::Menuitemradio,
    AriaRole::Option,
    AriaRole::Radio,
    AriaRole::Searchbox,
    AriaRole::Slider,
    AriaRole::Spinbutton,
    AriaRole::Switch,
    AriaRole::Tab,
    AriaRole::Textbox,
];
