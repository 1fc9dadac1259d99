use std::borrow::Cow;

use sz_tree::{BuildError, Keeping, Node, NodeId, Tree, TreeBuilder};

use crate::{
    Action, Effect, Field, Filtered, Profile,
    bar::{self, Inside},
    built_in::BuiltIn,
    edit::{Edits, collect_edits},
    rule::Change,
};

/// A tree on its way through a profile; borrowed as long as nothing has changed.
pub(crate) struct Draft<'t> {
    pub(crate) tree: Cow<'t, Tree>,
    /// For each node, which node of the input it is.
    pub(crate) origins: Vec<NodeId>,
}

/// Applies a profile and reports every effect.
pub(crate) fn apply(
    profile: &Profile,
    tree: Cow<'_, Tree>,
    report: &mut dyn FnMut(Effect),
) -> Filtered {
    let origins = tree.nodes().map(Node::id).collect();
    let mut draft = Draft { tree, origins };
    let has_field_rules = profile.rules.rules.iter().any(|rule| rule.change.is_in_fields());
    // Tidy text stays tidy, so only one's own rules need another look.
    let n_rounds = if has_field_rules { Profile::MAX_ROUNDS } else { 1 };
    for _ in 0..n_rounds {
        let edits = collect_edits(profile, &draft, report);
        if edits.is_empty() {
            break;
        }
        draft = edit(draft, &edits);
    }
    let fates = decide(profile, &draft.tree);
    if fates.iter().any(|fate| *fate != Fate::Keep) {
        draft = remove(profile, draft, &fates, report);
    }
    Filtered { tree: draft.tree.into_owned(), origins: draft.origins }
}

/// A copy of a tree in the making. Nodes come in pre-order; each closes when its subtree has passed.
struct Copy {
    builder: TreeBuilder,
    /// Where the subtrees of the open nodes end.
    open: Vec<usize>,
    /// The nodes of the input that the copy's nodes are.
    origins: Vec<NodeId>,
}

impl Copy {
    fn of(tree: &Tree) -> Self {
        let origins = Vec::with_capacity(tree.len());
        Self { builder: TreeBuilder::deriving(tree), open: Vec::new(), origins }
    }

    fn close_before(&mut self, index: usize) -> Result<(), BuildError> {
        while self.open.pop_if(|end| *end <= index).is_some() {
            self.builder.close()?;
            // Closing drops what is in a field that turns out to hold a secret.
            self.origins.truncate(self.builder.len());
        }
        Ok(())
    }

    fn open(&mut self, node: Node<'_>, origin: NodeId) -> Result<(), BuildError> {
        let index = node.id().index();
        self.close_before(index)?;
        self.builder.open_copy(node)?;
        self.open.push(index + node.subtree_size());
        self.origins.push(origin);
        Ok(())
    }

    fn finish<'t>(mut self) -> Result<Draft<'t>, BuildError> {
        self.close_before(usize::MAX)?;
        Ok(Draft { tree: Cow::Owned(self.builder.finish()?), origins: self.origins })
    }
}

/// The tree with changed fields. A builder that derives has no limits but the 4 GiB that positions can
/// name; a tree that would grow beyond stays as it is.
fn edit<'t>(draft: Draft<'t>, edits: &Edits) -> Draft<'t> {
    let copy_all = || -> Result<Draft<'t>, BuildError> {
        let mut copy = Copy::of(&draft.tree);
        for (node, origin) in draft.tree.nodes().zip(&draft.origins) {
            copy.open(node, *origin)?;
            if let Some(edit) = edits.get(&node.id()) {
                edit.write(node, &mut copy.builder)?;
            }
        }
        copy.finish()
    };
    copy_all().unwrap_or(draft)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Keep,
    Hoist(Cause),
    Drop(Cause),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    BuiltIn(BuiltIn),
    /// A place in the profile's own rules.
    Own(usize),
}

/// What becomes of each node, as if it were not in the subtree of a dropped one.
fn decide(profile: &Profile, tree: &Tree) -> Vec<Fate> {
    let mut fates = own_fates(profile, tree);
    // How many kept nodes take a node's place among its siblings, summed up over its children.
    let mut n_kept_below = vec![0_usize; tree.len()];
    let mut inside = vec![Inside::default(); tree.len()];
    let mut bars = bar::contents(tree);
    for index in (0..tree.len()).rev() {
        let node = tree.node(NodeId::new(u32::try_from(index).unwrap_or(u32::MAX)));
        let Some(node) = node else { continue };
        let n_below = n_kept_below[index];
        if !matches!(fates[index], Fate::Drop(_))
            && let Some(rule) = BuiltIn::judge(profile.switches, node, n_below > 0, inside[index])
        {
            let is_drop = rule.rule().action == Action::Drop;
            if is_drop {
                fates[index] = Fate::Drop(Cause::BuiltIn(rule));
            } else if fates[index] == Fate::Keep {
                fates[index] = Fate::Hoist(Cause::BuiltIn(rule));
            }
        }
        let Some(parent) = node.parent() else {
            let gives_way = matches!(fates[index], Fate::Hoist(_)) && n_below == 1;
            if !gives_way {
                fates[index] = Fate::Keep;
            }
            continue;
        };
        let above = parent.id().index();
        n_kept_below[above] += match fates[index] {
            Fate::Keep => 1,
            Fate::Hoist(_) => n_below,
            Fate::Drop(_) => 0,
        };
        while bars.pop_if(|bar| index < bar.start).is_some() {}
        if bars.last().is_some_and(|bar| bar.contains(&index)) {
            let kept = match fates[index] {
                Fate::Keep => inside[index].with(Inside::of(node)),
                Fate::Hoist(_) => inside[index],
                Fate::Drop(_) => Inside::default(),
            };
            inside[above] = inside[above].with(kept);
        }
    }
    fates
}

/// What the profile's own rules say: the first that drops a node, else the first that hoists it.
fn own_fates(profile: &Profile, tree: &Tree) -> Vec<Fate> {
    let mut fates = vec![Fate::Keep; tree.len()];
    for (place, rule) in profile.rules.rules.iter().enumerate() {
        let cause = Cause::Own(place);
        let fate = match rule.change {
            Change::Drop => Fate::Drop(cause),
            Change::Hoist => Fate::Hoist(cause),
            Change::Ignore(_) | Change::Mask(_) => continue,
        };
        for node in rule.selector.select(tree) {
            let current = &mut fates[node.id().index()];
            let is_stronger = match current {
                Fate::Keep => true,
                Fate::Hoist(_) => matches!(fate, Fate::Drop(_)),
                Fate::Drop(_) => false,
            };
            if is_stronger {
                *current = fate;
            }
        }
    }
    fates
}

fn remove<'t>(
    profile: &Profile,
    draft: Draft<'t>,
    fates: &[Fate],
    report: &mut dyn FnMut(Effect),
) -> Draft<'t> {
    let mut origins = Vec::with_capacity(draft.origins.len());
    let thinned = draft.tree.thinned(|node| {
        let index = node.id().index();
        let origin = draft.origins[index];
        match fates[index] {
            Fate::Keep => {
                origins.push(origin);
                Keeping::Keep
            }
            Fate::Hoist(cause) => {
                report(effect(profile, cause, Action::Hoist, origin, 1));
                Keeping::Hoist
            }
            Fate::Drop(cause) => {
                report(effect(profile, cause, Action::Drop, origin, node.subtree_size()));
                Keeping::Drop
            }
        }
    });
    // The root stays, or gives way to exactly one node.
    thinned.map_or(draft, |tree| Draft { tree: Cow::Owned(tree), origins })
}

fn effect(
    profile: &Profile,
    cause: Cause,
    action: Action,
    node: NodeId,
    n_removed: usize,
) -> Effect {
    let rule = match cause {
        Cause::BuiltIn(rule) => rule.rule().name,
        Cause::Own(place) => profile.rules.rules.get(place).map_or("", |rule| &rule.name),
    };
    Effect { node, rule: rule.to_owned(), action, field: None::<Field>, n_removed }
}
