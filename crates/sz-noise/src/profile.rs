use std::borrow::Cow;

use sz_tree::{NodeId, Tree};

use crate::{
    Action, BuiltInRule, Field, ProfileErrors, RuleSet,
    built_in::{BUILT_IN_RULES, DOCUMENTED, Switches},
    filter, read,
};

/// What counts as noise: some of the built-in rules, and any number of one's own.
#[derive(Clone, Debug)]
pub struct Profile {
    pub(crate) switches: Switches,
    pub(crate) rules: RuleSet,
}

impl Profile {
    /// A profile that says nothing but what the defaults are: every built-in rule with what it catches, and
    /// examples of one's own rules. [`Self::parse`] reads it as [`Self::built_in`].
    pub const DOCUMENTED: &str = DOCUMENTED;

    /// The built-in rules that are on by default, and no others.
    pub fn built_in() -> Self {
        Self { switches: Switches::default_on(), rules: RuleSet::default() }
    }

    /// No rule at all.
    pub fn empty() -> Self {
        Self { switches: Switches::NONE, rules: RuleSet::default() }
    }

    /// Reads a profile; see the crate's documentation for its form. What it does not mention stays as in
    /// [`Self::built_in`].
    ///
    /// # Errors
    /// All faults of the document, each with its place.
    pub fn parse(text: &str) -> Result<Self, ProfileErrors> {
        read::profile(text).map_err(|faults| ProfileErrors { faults })
    }

    /// The built-in rules, on by default or not.
    pub fn built_in_rules() -> &'static [BuiltInRule] {
        BUILT_IN_RULES
    }

    /// This profile, followed by more rules, such as those of a template.
    #[must_use]
    pub fn with_rules(&self, more: &RuleSet) -> Self {
        let rules = self.rules.rules.iter().chain(&more.rules).cloned().collect();
        Self { switches: self.switches, rules: RuleSet { rules } }
    }

    /// The tree without what this profile calls noise.
    ///
    /// First fields are changed, until no rule changes one any more (at most [`Self::MAX_ROUNDS`] times), then nodes
    /// are dropped and hoisted. The root is never dropped; where a rule hoists it, its only child takes
    /// its place, and without exactly one it stays. A node whose text a rule takes away is one without text
    /// for the built-in rules.
    ///
    /// Applying the profile to the result changes nothing, as long as the selectors of one's own rules look at one
    /// node each: selectors of place, such as `:first-child` and `form > button`, are judged on the tree before
    /// anything is dropped from it, and mean other nodes afterwards.
    pub fn apply(&self, tree: &Tree) -> Filtered {
        filter::apply(self, Cow::Borrowed(tree), &mut |_| {})
    }

    /// As [`Self::apply`], without a copy where there is nothing to change.
    pub fn apply_to(&self, tree: Tree) -> Filtered {
        filter::apply(self, Cow::Owned(tree), &mut |_| {})
    }

    /// What [`Self::apply`] does to the tree, rule by rule: changes of fields first, then nodes in document
    /// order. Of a dropped subtree only its topmost node is listed. What a password field loses because a changed
    /// text gave it away is not listed: no rule did that.
    pub fn explain(&self, tree: &Tree) -> Vec<Effect> {
        let mut effects = Vec::new();
        filter::apply(self, Cow::Borrowed(tree), &mut |effect| effects.push(effect));
        effects
    }

    /// How often fields are gone through until rules that feed each other are given up on.
    pub const MAX_ROUNDS: usize = 8;
}

/// A tree without its noise.
#[derive(Clone, Debug)]
pub struct Filtered {
    /// What is left: at least the root.
    pub tree: Tree,
    /// For each node of `tree`, in pre-order, which node of the input it is. Strictly ascending.
    pub origins: Vec<NodeId>,
}

/// What one rule did to one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The node, in the input.
    pub node: NodeId,
    /// The rule's name.
    pub rule: String,
    /// What it did.
    pub action: Action,
    /// The field that changed, where it was one.
    pub field: Option<Field>,
    /// How many nodes went: the whole subtree's where one was dropped, 1 where one was hoisted, else 0.
    pub n_removed: usize,
}
