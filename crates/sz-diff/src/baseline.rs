use regex::Regex;
use sz_tree::{NodeId, Tree};

use crate::{
    Compared,
    fingerprint::{NONE, Prints},
    matching::Index,
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
/// assert_eq!(diff_baseline(&baseline, &price("$42.50")?, &options).edits, 0);
/// assert_eq!(diff_baseline(&baseline, &price("free")?, &options).edits, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct BaselineBuilder {
    tree: Tree,
    compared: Compared,
    rules: Rules,
}

impl BaselineBuilder {
    /// A baseline whose nodes are compared by these fields where no rule says otherwise.
    ///
    /// Subtrees that are equal by `compared` are found at once, so it should be what most nodes need.
    pub fn new(tree: Tree, compared: Compared) -> Self {
        Self { tree, compared, rules: Rules::default() }
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
        self.rule(id, |rule| rule.allows_more_children = true)
    }

    /// Accepts that this node and everything under it is absent.
    pub fn optional(&mut self, id: NodeId) -> &mut Self {
        self.rule(id, |rule| rule.is_optional = true)
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
        let rules = (!rules.list.is_empty()).then_some(rules);
        let index = Index::new(&prints);
        Baseline { tree, compared, rules, prints, index }
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
    pub(crate) allows_more_children: bool,
    pub(crate) is_optional: bool,
}

/// The rules of a baseline's nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    list: Vec<Rule>,
    /// Per node, the place of its rule in `list`, or `NONE`.
    of: Vec<u32>,
}

impl Rules {
    pub(crate) fn of(&self, id: NodeId) -> Option<&Rule> {
        self.list.get(*self.of.get(id.index())? as usize)
    }

    fn entry(&mut self, id: NodeId, nodes: usize, compared: Compared) -> &mut Rule {
        self.of.resize(nodes, NONE);
        let place = &mut self.of[id.index()];
        if *place == NONE {
            *place = crate::fingerprint::to_u32(self.list.len());
            self.list.push(Rule {
                compared,
                name: None,
                value: None,
                description: None,
                attributes: Vec::new(),
                allows_more_children: false,
                is_optional: false,
            });
        }
        &mut self.list[*place as usize]
    }
}
