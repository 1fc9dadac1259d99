use std::sync::Arc;

use regex::Regex;
use sz_tree::{NodeId, Tree};

use crate::{
    Compared,
    fingerprint::{NONE, Prints, to_u32},
    matching::Index,
    structure::Structure,
};

/// A tree that others are compared with again and again, with rules for what may differ from it.
///
/// Without rules it is compared as by [`diff`](crate::diff). Made by a [`BaselineBuilder`], which also
/// computes everything that does not depend on the other tree.
#[derive(Clone, Debug)]
pub struct Baseline {
    tree: Tree,
    compared: Compared,
    rules: Option<Rules>,
    /// Where its shape is open; `None` where it is not.
    structure: Option<Structure>,
    prints: Prints,
    index: Index,
}

impl Baseline {
    /// A baseline that must be met in every field.
    pub fn exact(tree: Tree) -> Self {
        BaselineBuilder::new(tree, Compared::everything()).build()
    }

    /// The expected tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(crate) fn compared(&self) -> Compared {
        self.compared
    }

    pub(crate) fn rules(&self) -> Option<&Rules> {
        self.rules.as_ref()
    }

    pub(crate) fn structure(&self) -> Option<&Structure> {
        self.structure.as_ref()
    }

    pub(crate) fn prints(&self) -> &Prints {
        &self.prints
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }
}

/// What a regular expression of a baseline can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextField {
    /// The accessible name.
    Name,
    /// The value; an absent one is matched as the empty text.
    Value,
    /// The accessible description.
    Description,
}

/// Collects the rules of a [`Baseline`]. An id that the tree does not have is ignored.
///
/// ```
/// use sz_diff::{BaselineBuilder, Compared, DiffOptions, TextField, diff_baseline};
/// use sz_tree::{AriaRole, Limits, NodeId, Tree, TreeBuilder};
///
/// let price = |text: &str| -> Result<Tree, Box<dyn std::error::Error>> {
///     let mut builder = TreeBuilder::new(Limits::default());
///     builder.open(AriaRole::Text.into())?;
///     builder.name(text)?;
///     builder.close()?;
///     Ok(builder.finish()?)
/// };
/// let mut builder = BaselineBuilder::new(price("$1.00")?, Compared::everything());
/// builder.pattern(NodeId::ROOT, TextField::Name, regex::Regex::new(r"^\$\d+\.\d\d$")?);
/// let baseline = builder.build();
///
/// let options = DiffOptions::default();
/// assert_eq!(diff_baseline(&baseline, &price("$42.50")?, &options).diff.edits, 0);
/// assert_eq!(diff_baseline(&baseline, &price("free")?, &options).diff.edits, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct BaselineBuilder {
    tree: Tree,
    compared: Compared,
    rules: Draft,
}

impl BaselineBuilder {
    /// A baseline whose nodes are compared by these fields where no rule says otherwise.
    ///
    /// Subtrees that are equal by `compared` are found at once, so it should be what most nodes need.
    pub fn new(tree: Tree, compared: Compared) -> Self {
        Self { tree, compared, rules: Draft::default() }
    }

    /// Compares this node by other fields than the rest.
    pub fn compared(&mut self, id: NodeId, compared: Compared) -> &mut Self {
        self.rule(id, |rule| rule.compared = compared)
    }

    /// Takes any text in which `pattern` is found, after white space in it was collapsed. A field that has
    /// a pattern is only looked at where it is compared.
    pub fn pattern(&mut self, id: NodeId, field: TextField, pattern: Regex) -> &mut Self {
        self.rule(id, |rule| {
            let slot = match field {
                TextField::Name => &mut rule.name,
                TextField::Value => &mut rule.value,
                TextField::Description => &mut rule.description,
            };
            *slot = Some(pattern);
        })
    }

    /// Takes any value of an attribute in which `pattern` is found; an absent one is matched as the empty
    /// text. It is looked at where the attributes of the node are compared at all.
    pub fn attribute_pattern(&mut self, id: NodeId, key: &str, pattern: Regex) -> &mut Self {
        self.rule(id, |rule| rule.attributes.push((key.to_owned(), pattern)))
    }

    /// Accepts nodes under this one that the baseline does not have.
    pub fn allow_more_children(&mut self, id: NodeId) -> &mut Self {
        self.rule(id, |rule| rule.children.allows_more = true)
    }

    /// Accepts the children of this node in any order.
    pub fn any_order(&mut self, id: NodeId) -> &mut Self {
        self.rule(id, |rule| rule.children.is_unordered = true)
    }

    /// Accepts that this node and everything under it is absent.
    pub fn optional(&mut self, id: NodeId) -> &mut Self {
        self.rule(id, |rule| rule.occurs.is_optional = true)
    }

    /// Takes this node, with everything under it, for any number of siblings in a row, but at least one. Each is
    /// compared with it on its own: one that does not fit is a changed one. Together with [`Self::optional`] there
    /// may be none.
    ///
    /// The root stands there once, whatever is said.
    pub fn repeat(&mut self, id: NodeId) -> &mut Self {
        self.rule(id, |rule| rule.occurs.is_repeated = true)
    }

    fn rule(&mut self, id: NodeId, change: impl FnOnce(&mut Rule)) -> &mut Self {
        if id.index() < self.tree.len() {
            change(self.rules.entry(id, self.tree.len(), self.compared));
        }
        self
    }

    /// The baseline. Cost: linear in the tree.
    pub fn build(self) -> Baseline {
        let Self { tree, compared, rules } = self;
        let prints = Prints::new(&tree, compared);
        let Draft { list, of } = rules;
        let rules = (!list.is_empty()).then(|| Rules { list: list.into(), of });
        let structure = rules.as_ref().and_then(|rules| Structure::new(rules, &prints));
        let index = Index::new(&prints);
        Baseline { tree, compared, rules, structure, prints, index }
    }
}

/// What may differ from one node of a baseline.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) compared: Compared,
    pub(crate) name: Option<Regex>,
    pub(crate) value: Option<Regex>,
    pub(crate) description: Option<Regex>,
    /// Patterns of attributes by key.
    pub(crate) attributes: Vec<(String, Regex)>,
    pub(crate) children: ChildrenRule,
    pub(crate) occurs: Occurs,
}

/// What may differ from the list of a node's children.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChildrenRule {
    pub(crate) allows_more: bool,
    pub(crate) is_unordered: bool,
}

/// How often a node may stand in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Occurs {
    pub(crate) is_optional: bool,
    pub(crate) is_repeated: bool,
}

/// The rules while they are collected.
#[derive(Clone, Debug, Default)]
struct Draft {
    list: Vec<Rule>,
    of: Vec<u32>,
}

impl Draft {
    fn entry(&mut self, id: NodeId, nodes: usize, compared: Compared) -> &mut Rule {
        self.of.resize(nodes, NONE);
        let place = &mut self.of[id.index()];
        if *place == NONE {
            *place = to_u32(self.list.len());
            self.list.push(Rule {
                compared,
                name: None,
                value: None,
                description: None,
                attributes: Vec::new(),
                children: ChildrenRule::default(),
                occurs: Occurs::default(),
            });
        }
        &mut self.list[*place as usize]
    }
}

/// The rules of a baseline's nodes.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    list: Arc<[Rule]>,
    /// Per node, the place of its rule in `list`, or `NONE`.
    of: Vec<u32>,
}

impl Rules {
    pub(crate) fn of(&self, id: NodeId) -> Option<&Rule> {
        self.list.get(*self.of.get(id.index())? as usize)
    }

    /// True where anything is said of this node.
    pub(crate) fn has(&self, index: u32) -> bool {
        self.of(NodeId::new(index)).is_some()
    }

    pub(crate) fn occurs(&self, index: u32) -> Occurs {
        self.of(NodeId::new(index)).map_or_else(Occurs::default, |rule| rule.occurs)
    }

    pub(crate) fn children(&self, index: u32) -> ChildrenRule {
        self.of(NodeId::new(index)).map_or_else(ChildrenRule::default, |rule| rule.children)
    }

    /// The same rules for a tree whose nodes are copies of these.
    pub(crate) fn for_copies(&self, origins: &[u32]) -> Self {
        let of = origins.iter().map(|&origin| self.of[origin as usize]).collect();
        Self { list: Arc::clone(&self.list), of }
    }
}
