use sz_tree::{AriaRole, BuildError, NodeId, State, States, Tree, TreeBuilder};

use crate::made::Dice;

/// A tree that was edited, and what that cost.
#[derive(Clone, Debug)]
pub struct Edited {
    /// The edited tree.
    pub tree: Tree,
    /// The sum of the unit costs of the edits made: a node added, removed or changed is one, a subtree
    /// moved is one, a wrapper put around siblings is one. Never less than what a best script costs
    /// where edits do not undo each other, which these can do now and then.
    pub cost: usize,
}

/// A kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// A small subtree goes to another parent.
    Move,
    /// A small subtree goes.
    Remove,
    /// A button comes.
    Add,
    /// A small subtree goes to another place among its siblings.
    Reorder,
    /// A group is put around up to three siblings.
    Wrap,
    /// A state comes or goes.
    Toggle,
    /// A node gets another name.
    Rename,
    /// A node goes and leaves its children in its place.
    Unwrap,
    /// A small subtree stands there twice: a list gets longer by an equal item.
    Repeat,
}

impl EditKind {
    /// What [`edited`] mixes.
    pub const MIXED: &[Self] = &[
        Self::Move,
        Self::Remove,
        Self::Add,
        Self::Reorder,
        Self::Wrap,
        Self::Toggle,
        Self::Rename,
    ];

    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Move,
        Self::Remove,
        Self::Add,
        Self::Reorder,
        Self::Wrap,
        Self::Toggle,
        Self::Rename,
        Self::Unwrap,
        Self::Repeat,
    ];
}

/// Makes this many edits of mixed kinds to a tree: moves, removals, additions, reorderings, wrappers, changes
/// of state and of text. The same seed makes the same edits, on every machine.
///
/// Stops early where the tree has too little left to edit.
///
/// # Panics
/// Where the edited tree would have more nodes than a tree can.
pub fn edited(tree: &Tree, edits: usize, seed: u64) -> Edited {
    edited_by(tree, edits, EditKind::MIXED, seed)
}

/// The same with these kinds of edits only, each as likely as the others.
///
/// # Panics
/// Where there are no kinds, or the edited tree would have more nodes than a tree can.
pub fn edited_by(tree: &Tree, edits: usize, kinds: &[EditKind], seed: u64) -> Edited {
    assert!(!kinds.is_empty(), "an edit is of some kind");
    let mut sketch = Sketch::new(tree);
    let mut dice = Dice::new(seed);
    let mut done = 0;
    for _ in 0..edits.saturating_mul(50) {
        if done == edits {
            break;
        }
        done += usize::from(sketch.edit(kinds, &mut dice));
    }
    Edited { cost: sketch.cost, tree: sketch.build(tree).expect("an edited tree is a tree") }
}

/// The largest subtree that is moved or removed.
const SUBTREE_MAX: usize = 12;

/// A tree in pieces. A node is edited at most once.
struct Sketch {
    nodes: Vec<Piece>,
    cost: usize,
}

struct Piece {
    /// The node it is a copy of; `None` for a new one.
    copy_of: Option<NodeId>,
    role: AriaRole,
    /// The name, where it is not the copy's.
    name: Option<String>,
    /// A state that the copy has and this has not, or the other way round.
    toggled: Option<State>,
    parent: usize,
    children: Vec<usize>,
    size: usize,
    is_touched: bool,
}

impl Sketch {
    fn new(tree: &Tree) -> Self {
        let piece = |node: sz_tree::Node<'_>| Piece {
            copy_of: Some(node.id()),
            role: node.role().aria().unwrap_or(AriaRole::Generic),
            name: None,
            toggled: None,
            parent: node.parent().map_or(0, |parent| parent.id().index()),
            children: node.children().map(|child| child.id().index()).collect(),
            size: node.subtree_size(),
            is_touched: node.id() == NodeId::ROOT || node.is(State::Protected),
        };
        Self { nodes: tree.nodes().map(piece).collect(), cost: 0 }
    }

    /// Tries one edit.
    fn edit(&mut self, kinds: &[EditKind], dice: &mut Dice) -> bool {
        let node = dice.roll(self.nodes.len());
        if self.nodes[node].is_touched {
            return false;
        }
        match kinds[dice.roll(kinds.len())] {
            EditKind::Move => self.relocate(node, dice),
            EditKind::Remove => self.remove(node),
            EditKind::Add => self.add(node, dice),
            EditKind::Reorder => self.reorder(node, dice),
            EditKind::Wrap => self.wrap(node, dice),
            EditKind::Toggle => self.toggle(node, dice),
            EditKind::Rename => self.rename(node, dice),
            EditKind::Unwrap => self.unwrap(node),
            EditKind::Repeat => self.repeat(node),
        }
    }

    /// The node is a whole subtree that nothing was done to, and small; from now on something is.
    fn take_subtree(&mut self, node: usize) -> bool {
        let mut subtree = vec![node];
        let mut next = 0;
        while next < subtree.len() && subtree.len() <= SUBTREE_MAX {
            subtree.extend(&self.nodes[subtree[next]].children);
            next += 1;
        }
        let is_free = subtree.len() <= SUBTREE_MAX
            && subtree.iter().all(|&node| !self.nodes[node].is_touched);
        if is_free {
            for &node in &subtree {
                self.nodes[node].is_touched = true;
            }
            self.nodes[node].size = subtree.len();
        }
        is_free
    }

    fn detach(&mut self, node: usize) -> usize {
        let parent = self.nodes[node].parent;
        let siblings = &mut self.nodes[parent].children;
        let place = siblings.iter().position(|&child| child == node).unwrap_or(0);
        siblings.remove(place);
        place
    }

    fn attach(&mut self, node: usize, parent: usize, place: usize) {
        self.nodes[node].parent = parent;
        self.nodes[parent].children.insert(place, node);
    }

    fn relocate(&mut self, node: usize, dice: &mut Dice) -> bool {
        let parent = dice.roll(self.nodes.len());
        let can_hold = self.nodes[parent].children.len() > 1 && !self.nodes[parent].is_touched;
        if !can_hold || parent == self.nodes[node].parent || parent == node {
            return false;
        }
        let is_inside = |mut inner: usize| {
            while inner != 0 && inner != node {
                inner = self.nodes[inner].parent;
            }
            inner == node
        };
        if is_inside(parent) || !self.take_subtree(node) {
            return false;
        }
        self.detach(node);
        let place = dice.roll(self.nodes[parent].children.len() + 1);
        self.attach(node, parent, place);
        self.cost += 1;
        true
    }

    fn remove(&mut self, node: usize) -> bool {
        if !self.take_subtree(node) {
            return false;
        }
        self.detach(node);
        self.cost += self.nodes[node].size;
        true
    }

    fn add(&mut self, node: usize, dice: &mut Dice) -> bool {
        let parent = self.nodes[node].parent;
        let new = self.create(AriaRole::Button, format!("New {}", dice.roll(1_000_000)));
        let place = dice.roll(self.nodes[parent].children.len() + 1);
        self.attach(new, parent, place);
        self.cost += 1;
        true
    }

    fn create(&mut self, role: AriaRole, name: String) -> usize {
        let (toggled, children) = (None, Vec::new());
        let name = Some(name);
        let (parent, size, is_touched) = (0, 1, true);
        let piece =
            Piece { copy_of: None, role, name, toggled, parent, children, size, is_touched };
        self.nodes.push(piece);
        self.nodes.len() - 1
    }

    fn reorder(&mut self, node: usize, dice: &mut Dice) -> bool {
        let parent = self.nodes[node].parent;
        let siblings = self.nodes[parent].children.len();
        if siblings < 3 || !self.take_subtree(node) {
            return false;
        }
        let from = self.detach(node);
        let to = (from + 1 + dice.roll(siblings - 1)) % siblings;
        self.attach(node, parent, to);
        self.cost += 1;
        true
    }

    fn wrap(&mut self, node: usize, dice: &mut Dice) -> bool {
        let parent = self.nodes[node].parent;
        let siblings = &self.nodes[parent].children;
        let from = siblings.iter().position(|&child| child == node).unwrap_or(0);
        let run: Vec<usize> = siblings.iter().copied().skip(from).take(1 + dice.roll(3)).collect();
        if run.iter().any(|&child| self.nodes[child].is_touched) {
            return false;
        }
        let wrapper = self.create(AriaRole::Group, format!("Wrapper {}", dice.roll(1_000_000)));
        self.nodes[parent].children.drain(from..from + run.len());
        self.attach(wrapper, parent, from);
        for &child in &run {
            self.nodes[child].parent = wrapper;
        }
        self.nodes[wrapper].children = run;
        self.cost += 1;
        true
    }

    fn unwrap(&mut self, node: usize) -> bool {
        if self.nodes[node].children.is_empty() {
            return false;
        }
        let children = std::mem::take(&mut self.nodes[node].children);
        let parent = self.nodes[node].parent;
        let place = self.detach(node);
        for &child in &children {
            self.nodes[child].parent = parent;
        }
        self.nodes[parent].children.splice(place..place, children);
        self.nodes[node].is_touched = true;
        self.cost += 1;
        true
    }

    fn repeat(&mut self, node: usize) -> bool {
        if !self.take_subtree(node) {
            return false;
        }
        let (parent, copy) = (self.nodes[node].parent, self.copy(node));
        let siblings = &self.nodes[parent].children;
        let place = siblings.iter().position(|&child| child == node).unwrap_or(0);
        self.attach(copy, parent, place);
        self.cost += self.nodes[node].size;
        true
    }

    /// A second one of a small subtree, not attached yet.
    fn copy(&mut self, root: usize) -> usize {
        let first = self.nodes.len();
        // Each with the place of its copy's parent.
        let mut left = vec![(root, first)];
        while let Some((node, parent)) = left.pop() {
            let copy = self.nodes.len();
            let original = &self.nodes[node];
            left.extend(original.children.iter().rev().map(|&child| (child, copy)));
            let piece = Piece {
                copy_of: original.copy_of,
                role: original.role,
                name: original.name.clone(),
                toggled: original.toggled,
                parent,
                children: Vec::new(),
                size: original.size,
                is_touched: true,
            };
            self.nodes.push(piece);
            if copy > first {
                self.nodes[parent].children.push(copy);
            }
        }
        first
    }

    fn toggle(&mut self, node: usize, dice: &mut Dice) -> bool {
        let states = [State::Disabled, State::Checked, State::Expanded, State::Selected];
        self.nodes[node].toggled = Some(states[dice.roll(states.len())]);
        self.nodes[node].is_touched = true;
        self.cost += 1;
        true
    }

    fn rename(&mut self, node: usize, dice: &mut Dice) -> bool {
        self.nodes[node].name = Some(format!("Renamed {}", dice.roll(1_000_000)));
        self.nodes[node].is_touched = true;
        self.cost += 1;
        true
    }

    fn build(&self, tree: &Tree) -> Result<Tree, BuildError> {
        let mut builder = TreeBuilder::deriving(tree);
        self.open(&mut builder, tree, 0)?;
        let mut open = vec![(0, 0)];
        while let Some((node, next)) = open.last_mut() {
            let child = self.nodes[*node].children.get(*next).copied();
            *next += 1;
            if let Some(child) = child {
                self.open(&mut builder, tree, child)?;
                open.push((child, 0));
            } else {
                builder.close()?;
                open.pop();
            }
        }
        builder.finish()
    }

    fn open(&self, builder: &mut TreeBuilder, tree: &Tree, node: usize) -> Result<(), BuildError> {
        let piece = &self.nodes[node];
        let mut states = States::EMPTY;
        if let Some(original) = piece.copy_of.and_then(|id| tree.node(id)) {
            builder.open_copy(original)?;
            states = original.states();
        } else {
            builder.open(piece.role.into())?;
        }
        if let Some(name) = &piece.name {
            builder.name(name)?;
        }
        if let Some(state) = piece.toggled {
            let is_set = states.contains(state);
            builder.states(if is_set { states.without(state) } else { states.with(state) })?;
        }
        Ok(())
    }
}
