use std::ops::Range;

use sz_tree::{
    AriaRole, Bounds, BuildError, LimitKind, Limits, Role, State, States, Tree, TreeBuilder,
};

use super::{Patch, PatchNode, SetFields, Step, plan::Plan};
use crate::fingerprint::{node_at, to_u32};

/// Why a patch was not applied. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The tree is not the one that the patch was made from.
    #[error(
        "the patch is for the tree {expected} of {expected_nodes} nodes, and this is {found} of {found_nodes}: \
             apply it to the tree it was made from"
    )]
    OtherTree {
        /// The full signature that the patch names.
        expected: String,
        /// How many nodes that tree has.
        expected_nodes: u32,
        /// The full signature of the tree that was given.
        found: String,
        /// How many nodes it has.
        found_nodes: usize,
    },
    /// A step makes no sense.
    #[error("{at}: {fault}")]
    Step {
        /// Which step: `steps[3]`, `silent[0]`, counted from 0.
        at: String,
        /// What is wrong with it.
        fault: PatchFault,
    },
    /// The steps leave no node, or more than one beside each other.
    #[error("the steps leave {roots} roots, and a tree has one")]
    Roots {
        /// How many: 0, or 2 for more than one.
        roots: usize,
    },
    /// The new tree would break a limit.
    #[error("the new tree would have more than {max} {limit}")]
    Limit {
        /// Which one.
        limit: LimitKind,
        /// What it allows.
        max: usize,
    },
    /// The new tree is not the one that the patch promises: the patch was changed.
    #[error(
        "the patch promises the tree {expected}, and its steps lead to {found}: it was damaged or changed"
    )]
    OtherResult {
        /// The full signature that the patch promises.
        expected: String,
        /// The full signature of what came out.
        found: String,
    },
}

/// What is wrong with one step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchFault {
    /// The number is no node of A, or where one is allowed, no inserted one.
    #[error("there is no node {0}")]
    UnknownNode(u32),
    /// An earlier step did the same, or deleted the node.
    #[error("an earlier step already deletes, moves or updates node {0}")]
    Twice(u32),
    /// The parent is deleted.
    #[error("its parent, node {0}, is deleted")]
    DeletedParent(u32),
    /// The children of a parent are not placed from first to last.
    #[error("an earlier step places a child of the same parent at this position or after it")]
    Order,
    /// The parent has too few children for this position.
    #[error("position {at} is beyond the {children} children before it")]
    Beyond {
        /// The position.
        at: u32,
        /// How many children there are.
        children: u32,
    },
    /// An inserted node would take over more nodes than are left.
    #[error("it takes {takes} nodes, and {left} are left in its place")]
    Takes {
        /// How many it takes.
        takes: u32,
        /// How many there are.
        left: u32,
    },
    /// The node would be under itself, or under one that is.
    #[error("its parent is not part of the tree: the steps move nodes under themselves")]
    Unreachable,
    /// Not the name of a state.
    #[error("there is no state `{0}`")]
    UnknownState(String),
    /// Bounds have a negative size.
    #[error("bounds of a negative size")]
    NegativeSize,
}

pub(super) fn apply(patch: &Patch, a: &Tree, limits: &Limits) -> Result<Tree, ApplyError> {
    let found = a.signatures().full.to_string();
    if found != patch.from || a.len() != patch.nodes as usize {
        return Err(ApplyError::OtherTree {
            expected: patch.from.clone(),
            expected_nodes: patch.nodes,
            found,
            found_nodes: a.len(),
        });
    }
    let plan = Plan::new(patch, a)?;
    let tree = Writer::new(&plan, limits).write()?;
    let found = tree.signatures().full.to_string();
    if found != patch.to {
        return Err(ApplyError::OtherResult { expected: patch.to.clone(), found });
    }
    Ok(tree)
}

pub(super) const STEPS: &str = "steps";
pub(super) const SILENT: &str = "silent";

pub(super) fn fault_at(list: &str, index: usize, fault: PatchFault) -> ApplyError {
    ApplyError::Step { at: format!("{list}[{index}]"), fault }
}

/// Writes the new tree in pre-order.
struct Writer<'p> {
    plan: &'p Plan<'p>,
    limits: &'p Limits,
    builder: TreeBuilder,
    open: Vec<Open>,
    is_placed: Vec<bool>,
    /// Per insert step, the number of its node.
    number_of: Vec<u32>,
}

/// A node whose children are being written.
struct Open {
    /// Places in the lists of the plan.
    stays: Range<u32>,
    placed: Range<u32>,
    /// How many children are written.
    children: u32,
}

impl<'p> Writer<'p> {
    fn new(plan: &'p Plan<'p>, limits: &'p Limits) -> Self {
        let mut next = to_u32(plan.a.len());
        let mut number = |step: &Step| {
            let number = next;
            next += u32::from(matches!(step, Step::Insert { .. }));
            number
        };
        let number_of = plan.patch.steps.iter().map(&mut number).collect();
        Self {
            plan,
            limits,
            builder: TreeBuilder::deriving(plan.a),
            open: Vec::new(),
            is_placed: vec![false; plan.patch.steps.len()],
            number_of,
        }
    }

    fn write(mut self) -> Result<Tree, ApplyError> {
        self.open.push(Open {
            stays: self.plan.stayed.range(self.plan.a.len()),
            placed: self.plan.placed.range(self.plan.placed.last()),
            children: 0,
        });
        while let Some(open) = self.open.last_mut() {
            let step = open.placed.clone().next();
            let step = step.map(|place| self.plan.placed.items[place as usize] as usize);
            if let Some(step) = step
                && self.place(step)?
            {
                continue;
            }
            let Some(open) = self.open.last_mut() else { break };
            if let Some(place) = open.stays.next() {
                open.children += 1;
                self.keep(self.plan.stayed.items[place as usize])?;
            } else if let Some(step) = step {
                let (at, children) = (position(&self.plan.patch.steps[step]), open.children);
                return Err(fault_at(STEPS, step, PatchFault::Beyond { at, children }));
            } else {
                self.open.pop();
                if !self.open.is_empty() {
                    self.builder.close().map_err(refused)?;
                }
            }
        }
        if let Some(step) = self.first_unplaced() {
            return Err(fault_at(STEPS, step, PatchFault::Unreachable));
        }
        self.builder.finish().map_err(refused)
    }

    fn first_unplaced(&self) -> Option<usize> {
        let is_placement = |step: &Step| matches!(step, Step::Insert { .. } | Step::Move { .. });
        let mut steps = self.plan.patch.steps.iter().zip(&self.is_placed);
        steps.position(|(step, is_placed)| is_placement(step) && !is_placed)
    }

    /// Opens the node of the next step of the open one, if it is its turn.
    fn place(&mut self, step: usize) -> Result<bool, ApplyError> {
        let Some(open) = self.open.last_mut() else { return Ok(false) };
        let at = position(&self.plan.patch.steps[step]);
        if at > open.children {
            return Ok(false);
        }
        if at < open.children {
            return Err(fault_at(STEPS, step, PatchFault::Order));
        }
        open.placed.next();
        open.children += 1;
        self.is_placed[step] = true;
        match &self.plan.patch.steps[step] {
            Step::Insert { takes, node, .. } => {
                let left = open.stays.end - open.stays.start;
                if *takes > left {
                    return Err(fault_at(STEPS, step, PatchFault::Takes { takes: *takes, left }));
                }
                let stays = open.stays.start..open.stays.start + takes;
                open.stays.start = stays.end;
                self.insert(step, node, stays)?;
            }
            Step::Move { node, .. } => self.keep(*node)?,
            Step::Delete { .. } | Step::Update(_) => {}
        }
        Ok(true)
    }

    fn check_room(&self) -> Result<(), ApplyError> {
        let Limits { nodes, depth, .. } = *self.limits;
        if self.builder.len() >= nodes {
            return Err(ApplyError::Limit { limit: LimitKind::Nodes, max: nodes });
        }
        // The list of open nodes starts with the place above the root.
        if self.open.len() > depth {
            return Err(ApplyError::Limit { limit: LimitKind::Depth, max: depth });
        }
        Ok(())
    }

    fn keep(&mut self, node: u32) -> Result<(), ApplyError> {
        self.check_room()?;
        self.builder.open_copy(node_at(self.plan.a, node)).map_err(refused)?;
        let update = self.plan.updated_by[node as usize] as usize;
        if let Some(&(list, index, update)) = self.plan.updates.get(update) {
            self.set(&update.set).map_err(|why| why.at(list, index))?;
        }
        let at = node as usize;
        let (stays, placed) = (self.plan.stayed.range(at), self.plan.placed.range(at));
        self.open.push(Open { stays, placed, children: 0 });
        Ok(())
    }

    fn insert(
        &mut self,
        step: usize,
        node: &PatchNode,
        stays: Range<u32>,
    ) -> Result<(), ApplyError> {
        self.check_room()?;
        self.builder.open(AriaRole::Generic.into()).map_err(refused)?;
        let set = SetFields {
            role: Some(node.role.clone()),
            name: Some(node.name.clone()),
            value: node.value.clone().map(Some),
            description: Some(node.description.clone()),
            states: Some(node.states.clone()),
            bounds: Some(node.bounds),
            attributes: (!node.attributes.is_empty()).then(|| node.attributes.clone()),
        };
        self.set(&set).map_err(|why| why.at(STEPS, step))?;
        let placed = self.plan.placed.range(self.number_of[step] as usize);
        self.open.push(Open { stays, placed, children: 0 });
        Ok(())
    }

    fn set(&mut self, set: &SetFields) -> Result<(), SetError> {
        let SetFields { role, name, value, description, states, bounds, attributes } = set;
        let max = self.limits.string_bytes;
        let pairs = attributes.iter().flatten().flat_map(|(key, value)| [key, value]);
        let texts = [role, name, description].into_iter().flatten();
        if texts.chain(value.iter().flatten()).chain(pairs).any(|text| text.len() > max) {
            return Err(BuildError::Limit { limit: LimitKind::StringBytes, max }.into());
        }
        let builder = &mut self.builder;
        if let Some(role) = role {
            builder.role(Role::from_name(role))?;
        }
        if let Some(name) = name {
            builder.name(name)?;
        }
        match value {
            Some(Some(value)) => builder.value(value)?,
            Some(None) => builder.clear_value()?,
            None => {}
        }
        if let Some(description) = description {
            builder.description(description)?;
        }
        if let Some(states) = states {
            builder.states(known_states(states)?)?;
        }
        if let Some(sides) = bounds {
            builder.bounds(sides.map(known_bounds).transpose()?)?;
        }
        if let Some(attributes) = attributes {
            builder.clear_attributes()?;
            attributes.iter().try_for_each(|(key, value)| builder.attribute(key, value))?;
        }
        Ok(())
    }
}

fn position(step: &Step) -> u32 {
    match step {
        Step::Insert { at, .. } | Step::Move { at, .. } => *at,
        Step::Delete { .. } | Step::Update(_) => 0,
    }
}

fn known_states(names: &[String]) -> Result<States, PatchFault> {
    let known = |name: &String| {
        State::from_name(name).ok_or_else(|| PatchFault::UnknownState(name.clone()))
    };
    names.iter().map(known).collect()
}

fn known_bounds([x, y, width, height]: [i32; 4]) -> Result<Bounds, PatchFault> {
    Bounds::new(x, y, width, height).ok_or(PatchFault::NegativeSize)
}

/// Why fields were not set.
enum SetError {
    Fault(PatchFault),
    Build(BuildError),
}

impl From<PatchFault> for SetError {
    fn from(fault: PatchFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<BuildError> for SetError {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl SetError {
    fn at(self, list: &str, index: usize) -> ApplyError {
        match self {
            Self::Fault(fault) => fault_at(list, index, fault),
            Self::Build(error) => refused(error),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` asks for")]
fn refused(error: BuildError) -> ApplyError {
    match error {
        BuildError::Limit { limit, max } => ApplyError::Limit { limit, max },
        BuildError::SecondRoot => ApplyError::Roots { roots: 2 },
        _ => ApplyError::Roots { roots: 0 },
    }
}
