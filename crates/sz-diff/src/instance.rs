//! A baseline as one screen fills it in: each repeated node as often as it stands there.

use std::collections::HashMap;

use sz_tree::{BuildError, Tree, TreeBuilder};

use crate::{
    baseline::Rules,
    content::{Fits, Taken},
    fingerprint::{NONE, Prints, node_at, to_u32},
    matching::Known,
    structure::Structure,
};

/// A copy of a baseline's tree with as many repeated nodes as a screen has.
#[derive(Debug)]
pub(crate) struct Instance {
    /// Per node, the node of the baseline that it is a copy of.
    pub(crate) origins: Vec<u32>,
    /// Per node, its level below the root.
    levels: Vec<u32>,
    /// Per node, whether it is part of a further copy: there is a fuller one before it.
    pub(crate) is_further: Vec<bool>,
    /// Which of its nodes are which of the screen.
    pub(crate) known: Known,
}

impl Instance {
    /// True where it is the baseline itself, node for node.
    pub(crate) fn is_baseline(&self, nodes: u32) -> bool {
        self.origins.iter().copied().eq(0..nodes)
    }

    /// The tree of the baseline, copied.
    pub(crate) fn tree(&self, baseline: &Tree) -> Result<Tree, BuildError> {
        let mut builder = TreeBuilder::deriving(baseline);
        let mut open = 0;
        for (&origin, &level) in self.origins.iter().zip(&self.levels) {
            while open > level {
                builder.close()?;
                open -= 1;
            }
            builder.open_copy(node_at(baseline, origin))?;
            open += 1;
        }
        for _ in 0..open {
            builder.close()?;
        }
        builder.finish()
    }
}

/// Which children are which, for all pairs of which that is known.
#[derive(Debug)]
pub(crate) struct Plan<'t> {
    structure: &'t Structure,
    rules: &'t Rules,
    a: &'t Prints,
    b: &'t Prints,
    /// By node of the screen, its counterpart and what its children are taken for.
    taken: HashMap<u32, (u32, Vec<Taken>)>,
    /// By node of the baseline, the counterpart with which it is where the children below were found out.
    starts: HashMap<u32, u32>,
    /// Nodes of the screen that have a counterpart.
    is_used: Vec<bool>,
}

impl<'t> Plan<'t> {
    /// The plan for a screen that is what the baseline says.
    pub(crate) fn of_whole(fits: &mut Fits<'t>) -> Self {
        let mut plan = Self::new(fits);
        plan.align(fits, 0, 0);
        plan
    }

    /// The plan for a screen that differs, by what the parts that are open became.
    pub(crate) fn of_parts(fits: &mut Fits<'t>, of_a: &[u32]) -> Self {
        let mut plan = Self::new(fits);
        let mut is_done = vec![false; of_a.len()];
        for &parent in &fits.structure().parents {
            let counterpart = of_a[parent as usize];
            if is_done[parent as usize] || counterpart == NONE || plan.is_used[counterpart as usize]
            {
                continue;
            }
            plan.starts.insert(parent, counterpart);
            plan.is_used[counterpart as usize] = true;
            for a in plan.align(fits, parent, counterpart) {
                is_done[a as usize] = true;
            }
        }
        plan
    }

    fn new(fits: &Fits<'t>) -> Self {
        let (a, b) = fits.prints();
        Self {
            structure: fits.structure(),
            rules: fits.rules(),
            a,
            b,
            taken: HashMap::new(),
            starts: HashMap::new(),
            is_used: vec![false; b.len() as usize],
        }
    }

    /// Finds out which children of a pair are which, and so down to where nothing is open. Says of which nodes of the
    /// baseline that is known now.
    fn align(&mut self, fits: &mut Fits<'t>, a: u32, b: u32) -> Vec<u32> {
        let mut known = Vec::new();
        let mut left = vec![(a, b)];
        while let Some((a, b)) = left.pop() {
            known.push(a);
            let taken = fits.align(a, b);
            for it in &taken {
                let is_settled = it.fits || self.rules.occurs(it.a).is_repeated;
                self.is_used[it.b as usize] |= is_settled;
                if is_settled && self.structure.is_open[it.a as usize] {
                    left.push((it.a, it.b));
                }
            }
            self.taken.insert(b, (a, taken));
        }
        known
    }

    /// The baseline as the screen fills it in.
    pub(crate) fn instance(&self) -> Instance {
        let nodes = u64::from(self.a.len()) + u64::from(self.b.len());
        let mut filling = Filling {
            plan: self,
            instance: Instance {
                origins: Vec::new(),
                levels: Vec::new(),
                is_further: Vec::new(),
                known: Known::default(),
            },
            left: Vec::new(),
            room: 8 * nodes + 4_096,
        };
        let b = self.starts.get(&0).copied().unwrap_or(NONE);
        let is_whole = b == NONE && self.taken.contains_key(&0);
        let b = if is_whole { 0 } else { b };
        let root = Part {
            a: 0,
            b,
            fits: is_whole,
            level: 0,
            is_further: false,
            is_spare: false,
            likely: NONE,
        };
        filling.left.push(root);
        while let Some(part) = filling.left.pop() {
            filling.fill(part);
        }
        filling.instance
    }
}

/// A node of the instance that is to be written.
#[derive(Clone, Copy, Debug)]
struct Part {
    a: u32,
    /// Its counterpart, or `NONE`.
    b: u32,
    /// Nothing differs from the counterpart.
    fits: bool,
    level: u32,
    is_further: bool,
    /// What may be absent in it, and is, is left out.
    is_spare: bool,
    /// What it could be, if nothing better is found for the two, or `NONE`.
    likely: u32,
}

struct Filling<'p> {
    plan: &'p Plan<'p>,
    instance: Instance,
    left: Vec<Part>,
    /// Nodes that may still be added in copies that do not fit: a long list of small items cannot make many large ones
    /// of them. Beyond it, such items are nobody's.
    room: u64,
}

impl Filling<'_> {
    fn fill(&mut self, part: Part) {
        let Part { a, b, fits, .. } = part;
        if fits && !self.plan.structure.is_open[a as usize] {
            return self.copy_all(part);
        }
        let at = self.push(part);
        if b != NONE {
            let known = &mut self.instance.known;
            let list = if fits { &mut known.fitting } else { &mut known.open };
            list.push((at, b));
        }
        let first = self.left.len();
        let none = Vec::new();
        let taken = match self.plan.taken.get(&b) {
            Some((other, taken)) if *other == a && b != NONE => taken,
            _ => &none,
        };
        let mut taken = &taken[..];
        for child in self.plan.a.children(a) {
            let own = taken.iter().take_while(|it| it.a == child).count();
            let (its, rest) = taken.split_at(own);
            taken = rest;
            self.child(part, child, its);
        }
        // The last in is the first out.
        self.left[first..].reverse();
    }

    fn child(&mut self, parent: Part, child: u32, taken: &[Taken]) {
        let occurs = self.plan.rules.occurs(child);
        let mut loose = Part {
            a: child,
            b: NONE,
            fits: false,
            level: parent.level + 1,
            is_spare: false,
            likely: NONE,
            ..parent
        };
        let mut copies = 0;
        for it in taken {
            if !it.fits && !occurs.is_repeated {
                loose.likely = it.b;
                break;
            }
            if !it.fits && copies > 0 {
                let size = u64::from(self.plan.a.size[child as usize]);
                let Some(room) = self.room.checked_sub(size) else { continue };
                self.room = room;
            }
            let is_further = parent.is_further || copies > 0;
            let is_spare = it.fits && (parent.is_spare || copies > 0);
            self.left.push(Part { b: it.b, fits: it.fits, is_further, is_spare, ..loose });
            copies += 1;
        }
        if copies > 0 || parent.is_spare && occurs.is_optional {
            return;
        }
        let start = if parent.is_further { None } else { self.plan.starts.get(&child) };
        self.left.push(Part { b: start.copied().unwrap_or(NONE), ..loose });
    }

    fn push(&mut self, part: Part) -> u32 {
        let instance = &mut self.instance;
        let at = to_u32(instance.origins.len());
        instance.origins.push(part.a);
        instance.levels.push(part.level);
        instance.is_further.push(part.is_further);
        if part.likely != NONE {
            instance.known.likely.push((at, part.likely));
        }
        at
    }

    /// Copies a subtree that fits, node for node.
    fn copy_all(&mut self, part: Part) {
        let first = self.instance.levels.len();
        for offset in 0..self.plan.a.size[part.a as usize] {
            let a = part.a + offset;
            let level = if offset == 0 {
                part.level
            } else {
                let parent = self.plan.a.parent[a as usize] - part.a;
                self.instance.levels[first + parent as usize] + 1
            };
            let at = self.push(Part { a, level, ..part });
            self.instance.known.fitting.push((at, part.b + offset));
        }
    }
}
