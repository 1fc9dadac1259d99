use proptest::{
    bool::weighted,
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};
use sz_tree::{AriaRole, Bounds, BuildError, Limits, Role, State, Tree, TreeBuilder};

use crate::text::arb_text;

/// One node to be: its fields, and how deep it would like to be.
#[derive(Clone, Debug)]
struct Draft {
    /// Levels below the root; taken as one level below the node before it where that is less.
    level: usize,
    role: DraftRole,
    name: String,
    value: Option<String>,
    description: String,
    states: Vec<State>,
    is_protected: bool,
    bounds: Option<Bounds>,
    attributes: Vec<(String, String)>,
    /// Set the fields after the children: the order must not matter.
    is_described_late: bool,
}

#[derive(Clone, Debug)]
enum DraftRole {
    Aria(AriaRole),
    Platform(String),
}

/// Any tree of 1 to `max_nodes` nodes that a builder with default [`Limits`] can build: flat, bushy and
/// down to one node a level, with every field, odd text, and now and then a password field.
///
/// # Panics
/// Where `max_nodes` is 0.
pub fn arb_tree(max_nodes: u32) -> impl Strategy<Value = Tree> {
    assert!(max_nodes > 0, "a tree has at least one node");
    let deepest = Limits::default().depth - 1;
    let levels = prop_oneof![
        2 => Just(1),
        6 => Just(5),
        1 => Just(40),
        1 => Just(deepest),
    ];
    levels
        .prop_flat_map(move |levels| vec(draft(levels), 1..=max_nodes as usize))
        .prop_map(|drafts| build(&drafts).expect("drafts stay within the limits"))
}

fn draft(levels: usize) -> impl Strategy<Value = Draft> {
    // A chain only gets deep where nearly every node wants to be the child of the one before it.
    let level = prop_oneof![1 => 0..=levels, 1 => Just(levels)];
    let bare = (level, arb_role(), arb_text(), vec(select(OPEN_STATES), 0..3));
    let rest = option::weighted(
        0.4,
        (
            option::of(arb_text()),
            arb_text(),
            arb_attributes(),
            arb_bounds(),
            weighted(0.03),
            any::<bool>(),
        ),
    );
    (bare, rest).prop_map(|((level, role, name, states), rest)| {
        let (value, description, attributes, bounds, is_protected, is_described_late) =
            rest.unwrap_or_default();
        Draft {
            level,
            role,
            name,
            value,
            description,
            states,
            is_protected,
            bounds,
            attributes,
            is_described_late,
        }
    })
}

fn arb_role() -> impl Strategy<Value = DraftRole> {
    let aria = any::<Index>().prop_map(|index| DraftRole::Aria(*index.get(AriaRole::ALL)));
    let odd = arb_text().prop_map(DraftRole::Platform);
    let known = select(&["color chooser", "android.view.View", "AXUnknown"][..])
        .prop_map(|name| DraftRole::Platform(name.to_owned()));
    prop_oneof![12 => aria, 2 => known, 1 => odd]
}

fn arb_attributes() -> impl Strategy<Value = Vec<(String, String)>> {
    let key = prop_oneof![
        4 => select(&["id", "class", "level", "placeholder", "package", "url"][..]).prop_map(str::to_owned),
        1 => arb_text(),
    ];
    vec((key, arb_text()), 0..4)
}

fn arb_bounds() -> impl Strategy<Value = Option<Bounds>> {
    let plain = (0..2000, 0..2000, 0..800, 0..800);
    let extreme = (any::<i32>(), any::<i32>(), 0..=i32::MAX, 0..=i32::MAX);
    option::of(prop_oneof![8 => plain.boxed(), 1 => extreme.boxed()])
        .prop_map(|sides| sides.and_then(|(x, y, width, height)| Bounds::new(x, y, width, height)))
}

/// Every state but [`State::Protected`], which takes the subtree away and so has its own, smaller chance.
const OPEN_STATES: &[State] = &{
    let mut states = [State::Active; State::ALL.len() - 1];
    let (mut from, mut to) = (0, 0);
    while from < State::ALL.len() {
        if !matches!(State::ALL[from], State::Protected) {
            states[to] = State::ALL[from];
            to += 1;
        }
        from += 1;
    }
    states
};

fn build(drafts: &[Draft]) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::new(Limits::default());
    let mut open: Vec<&Draft> = Vec::new();
    for draft in drafts {
        // The first node is the root, and all others are under it.
        let level = draft.level.max(1).min(open.len());
        while open.len() > level {
            close(&mut builder, &mut open)?;
        }
        builder.open(match &draft.role {
            DraftRole::Aria(role) => Role::Aria(*role),
            DraftRole::Platform(name) => Role::Platform(name),
        })?;
        if !draft.is_described_late {
            describe(&mut builder, draft)?;
        }
        open.push(draft);
    }
    while !open.is_empty() {
        close(&mut builder, &mut open)?;
    }
    builder.finish()
}

fn close(builder: &mut TreeBuilder, open: &mut Vec<&Draft>) -> Result<(), BuildError> {
    if let Some(draft) = open.pop().filter(|draft| draft.is_described_late) {
        describe(builder, draft)?;
    }
    builder.close()?;
    Ok(())
}

fn describe(builder: &mut TreeBuilder, draft: &Draft) -> Result<(), BuildError> {
    builder.name(&draft.name)?;
    if let Some(value) = &draft.value {
        builder.value(value)?;
    }
    builder.description(&draft.description)?;
    builder.states(draft.states.iter().copied().collect())?;
    if draft.is_protected {
        builder.add_state(State::Protected);
    }
    builder.bounds(draft.bounds)?;
    draft.attributes.iter().try_for_each(|(key, value)| builder.attribute(key, value))
}
