use std::borrow::Cow;

use sz_tree::{Node, Role, Tree};

use crate::{
    places::{Places, child_place},
    positions::Positions,
    program::{Bits, Combinator, Compound, Field, Operator, Place, Program, RoleName, Test},
};

/// Whether a program without steps to look back at selects a node.
pub(crate) fn matches_alone(program: &Program, node: Node<'_>) -> bool {
    let role = node.role();
    program.steps.iter().all(|step| fulfils(&step.compound, Local { node, role, bits: 0 }, None))
}

/// Whether a program selects a node. Costs the nodes on the way to it, and its whole tree where the program
/// looks ahead.
pub(crate) fn matches(program: &Program, node: Node<'_>) -> bool {
    if program.is_local() {
        return matches_alone(program, node);
    }
    let mut is_selected = false;
    let mut look = |other: Node<'_>, bits: Bits| {
        is_selected |= other.id() == node.id() && bits & program.subject != 0;
    };
    if program.chains.is_empty() && !program.has_places {
        let way = way_to(node, program.has_siblings);
        forward(program, &Pass { places: None, is_late: None }, way.into_iter(), &|_| 0, &mut look);
    } else {
        evaluate(program, node.tree(), &mut look);
    }
    is_selected
}

/// Calls `select` with every node of the tree in pre-order and the bits that hold for it.
pub(crate) fn evaluate(program: &Program, tree: &Tree, select: &mut dyn FnMut(Node<'_>, Bits)) {
    let places = program.has_places.then(|| Places::new(tree));
    let places = places.as_ref();
    if program.chains.is_empty() {
        return forward(program, &Pass { places, is_late: None }, tree.nodes(), &|_| 0, select);
    }
    let mut known = vec![0; tree.len()];
    let early = Pass { places, is_late: Some(false) };
    forward(program, &early, tree.nodes(), &|_| 0, &mut |node, bits| {
        known[node.id().index()] = bits;
    });
    backward(program, places, tree, &mut known);
    let late = Pass { places, is_late: Some(true) };
    forward(program, &late, tree.nodes(), &|node| known[node.id().index()], select);
}

/// The ancestors of a node from the root down and the node itself; each behind the siblings before it, if
/// they are asked for.
fn way_to(node: Node<'_>, with_siblings: bool) -> Vec<Node<'_>> {
    let mut way: Vec<Node<'_>> = node.ancestors().collect();
    way.reverse();
    way.push(node);
    if !with_siblings {
        return way;
    }
    let mut wide: Vec<Node<'_>> = way.first().copied().into_iter().collect();
    for pair in way.windows(2) {
        wide.extend(pair[0].children().take(pair[1].position() + 1));
    }
    wide
}

#[derive(Clone, Copy, Debug)]
struct Pass<'p> {
    places: Option<&'p Places>,
    /// Only steps that are late, or only those that are not.
    is_late: Option<bool>,
}

/// What a node hands on to the nodes below it.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    /// The first node that is no longer below.
    end: usize,
    own: Bits,
    /// The node's own bits and those of all its ancestors.
    above: Bits,
    /// The child before the next one.
    previous: Bits,
    /// All children so far.
    earlier: Bits,
}

/// Decides the steps for each node; `nodes` are in pre-order, and a node comes after its ancestors.
fn forward<'t>(
    program: &Program,
    pass: &Pass<'_>,
    nodes: impl Iterator<Item = Node<'t>>,
    known: &dyn Fn(Node<'t>) -> Bits,
    select: &mut dyn FnMut(Node<'_>, Bits),
) {
    let is_due = |is_late: bool| pass.is_late.is_none_or(|wanted| is_late == wanted);
    let steps: Vec<_> = program.steps.iter().filter(|step| is_due(step.is_late)).collect();
    let mut open: Vec<Open> = Vec::new();
    for node in nodes {
        let index = node.id().index();
        while open.last().is_some_and(|above| above.end <= index) {
            open.pop();
        }
        let parent = open.last().copied().unwrap_or_default();
        let mut here = Local { node, role: node.role(), bits: known(node) };
        for step in &steps {
            let is_reached = match step.from {
                None => true,
                Some((Combinator::Descendant, bit)) => parent.above & bit != 0,
                Some((Combinator::Child, bit)) => parent.own & bit != 0,
                Some((Combinator::NextSibling, bit)) => parent.previous & bit != 0,
                Some((Combinator::LaterSibling, bit)) => parent.earlier & bit != 0,
            };
            if is_reached && fulfils(&step.compound, here, pass.places) {
                here.bits |= step.bit;
            }
        }
        let own = here.bits;
        if let Some(parent) = open.last_mut() {
            parent.previous = own;
            parent.earlier |= own;
        }
        if !node.is_leaf() {
            let (end, above) = (index + node.subtree_size(), parent.above | own);
            open.push(Open { end, own, above, previous: 0, earlier: 0 });
        }
        select(node, own);
    }
}

/// What lies ahead of a node.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    children: Bits,
    descendants: Bits,
    /// Among its children: the one after the next to be looked at, and all after it.
    next_child: Bits,
    later_children: Bits,
}

/// Sets the anchor bit of every chain on the nodes which have what the chain asks for ahead of them.
fn backward(program: &Program, places: Option<&Places>, tree: &Tree, known: &mut [Bits]) {
    let mut ahead = vec![Ahead::default(); tree.len()];
    let nodes: Vec<Node<'_>> = tree.nodes().collect();
    for node in nodes.into_iter().rev() {
        let index = node.id().index();
        let parent = node.parent().map(|parent| parent.id().index());
        let below = ahead[index];
        let beside = parent.map(|parent| ahead[parent]).unwrap_or_default();
        let leads_to = |combinator: Combinator, bit: Bits| {
            let bits = match combinator {
                Combinator::Descendant => below.descendants,
                Combinator::Child => below.children,
                Combinator::NextSibling => beside.next_child,
                Combinator::LaterSibling => beside.later_children,
            };
            bits & bit != 0
        };
        let here = Local { node, role: node.role(), bits: known[index] };
        let mut own = 0;
        for chain in &program.chains {
            let mut right: Option<(Combinator, Bits)> = None;
            for link in chain.links.iter().rev() {
                let leads_on = right.is_none_or(|(combinator, bit)| leads_to(combinator, bit));
                if leads_on && fulfils(&link.compound, here, places) {
                    own |= link.bit;
                }
                right = Some((link.combinator, link.bit));
            }
            if right.is_some_and(|(combinator, bit)| leads_to(combinator, bit)) {
                known[index] |= chain.anchor;
            }
        }
        if let Some(parent) = parent {
            let parent = &mut ahead[parent];
            parent.children |= own;
            parent.descendants |= own | below.descendants;
            parent.next_child = own;
            parent.later_children |= own;
        }
    }
}

/// A node and what is known about it.
#[derive(Clone, Copy)]
struct Local<'t> {
    node: Node<'t>,
    role: Role<'t>,
    bits: Bits,
}

fn fulfils(compound: &Compound, here: Local<'_>, places: Option<&Places>) -> bool {
    let has_role = match (&compound.role, here.role) {
        (None, _) => true,
        (Some(RoleName::Aria(wanted)), Role::Aria(role)) => *wanted == role,
        (Some(RoleName::Platform(wanted)), Role::Platform(role)) => **wanted == *role,
        (Some(_), _) => false,
    };
    has_role && compound.tests.iter().all(|test| passes(test, here, places))
}

/// Recurses as deep as parentheses are nested.
fn passes(test: &Test, here: Local<'_>, places: Option<&Places>) -> bool {
    let node = here.node;
    match test {
        Test::State(state, is_set) => node.is(*state) == *is_set,
        Test::Root => node.parent().is_none(),
        Test::Empty => node.is_leaf(),
        Test::Exists(Field::Name) => !node.name().is_empty(),
        Test::Exists(Field::Description) => !node.description().is_empty(),
        Test::Exists(field) => text_of(field, here).is_some(),
        Test::Text { field, operator, text, ignores_case } => {
            text_of(field, here).is_some_and(|of| compare(*operator, &of, text, *ignores_case))
        }
        Test::Class(class) => {
            node.attribute("class").is_some_and(|of| compare(Operator::Word, of, class, false))
        }
        Test::Name(regex) => regex.is_match(node.name()),
        Test::Nth { place: Place::Child, positions } => positions.contains(child_place(node)),
        Test::Nth { place: Place::LastChild, positions } if *positions == Positions::FIRST => {
            node.next_sibling().is_none()
        }
        Test::Nth { place, positions } => {
            places.is_some_and(|places| positions.contains(places.get(node, *place)))
        }
        Test::Any { is_negated, compounds, bits } => {
            let is_any = here.bits & bits != 0
                || compounds.iter().any(|compound| fulfils(compound, here, places));
            is_any != *is_negated
        }
    }
}

fn text_of<'t>(field: &Field, here: Local<'t>) -> Option<Cow<'t, str>> {
    match field {
        Field::Role => Some(match here.role {
            Role::Aria(role) => Cow::Borrowed(role.as_str()),
            role @ Role::Platform(_) => Cow::Owned(role.to_string()),
        }),
        Field::Name => Some(Cow::Borrowed(here.node.name())),
        Field::Value => here.node.value().map(Cow::Borrowed),
        Field::Description => Some(Cow::Borrowed(here.node.description())),
        Field::Attribute(key) => here.node.attribute(key).map(Cow::Borrowed),
    }
}

fn compare(operator: Operator, text: &str, wanted: &str, ignores_case: bool) -> bool {
    if ignores_case {
        compare(operator, &text.to_ascii_lowercase(), &wanted.to_ascii_lowercase(), false)
    } else {
        // As CSS has it, an empty text is no word and neither starts, ends nor is part of anything.
        match operator {
            Operator::Equal => text == wanted,
            Operator::Dash => text
                .strip_prefix(wanted)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
            _ if wanted.is_empty() => false,
            Operator::Word => {
                text.split([' ', '\t', '\n', '\r', '\x0c']).any(|word| word == wanted)
            }
            Operator::Prefix => text.starts_with(wanted),
            Operator::Suffix => text.ends_with(wanted),
            Operator::Substring => text.contains(wanted),
        }
    }
}
