use std::{fmt, str::FromStr, sync::Arc};

use sz_tree::{Node, Nodes, Role, Tree};

use crate::{SelectorError, evaluate, parse, program::Program};

/// A CSS selector over UI trees. Cheap to clone; equal where the source is.
#[derive(Clone)]
pub struct Selector(Arc<Parsed>);

struct Parsed {
    source: Box<str>,
    /// One for each selector between commas.
    programs: Vec<Program>,
    /// Every program can judge a node without looking at others.
    is_local: bool,
}

impl Selector {
    /// The longest source, in bytes.
    pub const MAX_BYTES: usize = 4096;
    /// Parentheses within parentheses.
    pub const MAX_NESTING: usize = 16;
    /// Compounds between two commas that combinators connect, those in parentheses included.
    pub const MAX_STEPS: usize = 64;
    /// Regular expressions in one selector.
    pub const MAX_REGEXES: usize = 32;

    /// Reads a selector.
    ///
    /// # Errors
    /// The text is no selector, or asks for more than the limits allow.
    pub fn parse(source: &str) -> Result<Self, SelectorError> {
        let programs = parse::parse(source)?;
        let is_local = programs.iter().all(Program::is_local);
        Ok(Self(Arc::new(Parsed { source: source.into(), programs, is_local })))
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &str {
        &self.0.source
    }

    /// Whether it selects this node of this node's tree.
    ///
    /// Cost: the node's ancestors, with `+` and `~` also the siblings before each, and with `:has()`,
    /// `:nth-last-child()` and `...-of-type` the whole tree. Where many nodes are asked about, use
    /// [`Self::select`].
    pub fn matches(&self, node: Node<'_>) -> bool {
        self.0.programs.iter().any(|program| evaluate::matches(program, node))
    }

    /// The nodes it selects, in document order. Cost: see the crate's documentation.
    pub fn select<'s, 't>(&'s self, tree: &'t Tree) -> Matches<'s, 't> {
        let marks = (!self.0.is_local).then(|| self.mark(tree));
        Matches { programs: &self.0.programs, marks, nodes: tree.nodes() }
    }

    /// The first node it selects, in document order.
    pub fn first<'t>(&self, tree: &'t Tree) -> Option<Node<'t>> {
        self.select(tree).next()
    }

    /// The only roles that selected nodes can have, sorted; `None` where it could be any.
    pub fn roles(&self) -> Option<Vec<Role<'_>>> {
        let of_each = self.0.programs.iter().map(|program| program.subject()?.roles());
        let roles: Option<Vec<_>> = of_each.collect();
        let mut roles: Vec<Role<'_>> = roles?.into_iter().flatten().collect();
        roles.sort_unstable();
        roles.dedup();
        Some(roles)
    }

    /// Names of which a node must have one for anything to be selected: the selected node itself, or one that the
    /// selector places it by. `None` where nothing is known.
    pub fn names(&self) -> Option<Vec<&str>> {
        self.0.programs.iter().map(Program::name).collect()
    }

    fn mark(&self, tree: &Tree) -> Vec<bool> {
        let mut marks = vec![false; tree.len()];
        for program in &self.0.programs {
            evaluate::evaluate(program, tree, &mut |node, bits| {
                marks[node.id().index()] |= bits & program.subject != 0;
            });
        }
        marks
    }
}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(source: &str) -> Result<Self, Self::Err> {
        Self::parse(source)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Selector").field(&self.0.source).finish()
    }
}

impl PartialEq for Selector {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Selector {}

/// The nodes that a selector selects, in document order.
#[derive(Clone, Debug)]
pub struct Matches<'s, 't> {
    programs: &'s [Program],
    /// One entry per node, where a node alone does not decide.
    marks: Option<Vec<bool>>,
    nodes: Nodes<'t>,
}

impl<'t> Iterator for Matches<'_, 't> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let (programs, marks) = (self.programs, &self.marks);
        self.nodes.find(|node| match marks {
            Some(marks) => marks[node.id().index()],
            None => programs.iter().any(|program| evaluate::matches_alone(program, *node)),
        })
    }
}
