//! Whatever is open at random.

use proptest::{collection::vec, prelude::*, sample::Index};
use regex::Regex;
use sz_diff::{Baseline, BaselineBuilder, Compared, DiffOptions, TextField, diff_baseline};
use sz_testkit::{arb_screen, edited};
use sz_tree::{Limits, Node, NodeId, Tree, TreeBuilder};

use super::show;

/// A rule that an open baseline can have, for a node at random.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rule {
    Optional,
    Repeat,
    Free,
    Contain,
    AnyName,
}

pub(super) fn arb_rules() -> impl Strategy<Value = Vec<(Index, Rule)>> {
    let rule = prop_oneof![
        Just(Rule::Optional),
        Just(Rule::Repeat),
        Just(Rule::Free),
        Just(Rule::Contain),
        Just(Rule::AnyName)
    ];
    vec((any::<Index>(), rule), 1..10)
}

pub(super) fn generalised(tree: &Tree, rules: &[(Index, Rule)]) -> Baseline {
    let anything = Regex::new("").expect("a pattern");
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    for (place, rule) in rules {
        let id = node(tree, *place).id();
        match rule {
            Rule::Optional => builder.optional(id),
            Rule::Repeat => builder.repeat(id),
            Rule::Free => builder.any_order(id),
            Rule::Contain => builder.allow_more_children(id),
            Rule::AnyName => builder.pattern(id, TextField::Name, anything.clone()),
        };
    }
    builder.build()
}

pub(super) fn node(tree: &Tree, place: Index) -> Node<'_> {
    let id = NodeId::new(u32::try_from(place.index(tree.len())).expect("a small tree"));
    tree.node(id).expect("it has this many nodes")
}

/// The tree with the children of each node as `arrange` puts them: each as often as it is named.
pub(super) fn rearranged(tree: &Tree, arrange: impl Fn(Node<'_>) -> Vec<NodeId>) -> Tree {
    enum Visit {
        Open(NodeId),
        Close,
    }
    let mut builder = TreeBuilder::deriving(tree);
    let mut left = vec![Visit::Open(NodeId::ROOT)];
    while let Some(visit) = left.pop() {
        match visit {
            Visit::Close => drop(builder.close().expect("it is open")),
            Visit::Open(id) => {
                let node = tree.node(id).expect("a node of the tree");
                builder.open_copy(node).expect("one root");
                left.push(Visit::Close);
                left.extend(arrange(node).into_iter().rev().map(Visit::Open));
            }
        }
    }
    builder.finish().expect("a tree")
}

pub(super) fn children(node: Node<'_>) -> Vec<NodeId> {
    node.children().map(Node::id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_baseline_accepts_what_it_was_made_of(a in arb_screen(60), rules in arb_rules()) {
        let baseline = generalised(&a, &rules);
        let found = diff_baseline(&baseline, &a, &DiffOptions::default()).diff;
        prop_assert_eq!((found.edits, found.similarity), (0, 1.0));
    }

    #[test]
    fn a_repeated_node_accepts_any_number_of_copies(
        a in arb_screen(40),
        place in any::<Index>(),
        copies in 1..9_usize,
        rules in arb_rules(),
    ) {
        let it = node(&a, place).id();
        prop_assume!(it != NodeId::ROOT);
        let mut rules = rules;
        rules.push((place, Rule::Repeat));
        let baseline = generalised(&a, &rules);
        let b = rearranged(&a, |node| {
            let copies = |id: NodeId| std::iter::repeat_n(id, if id == it { copies } else { 1 });
            children(node).into_iter().flat_map(copies).collect()
        });
        prop_assert_eq!(show(&baseline, &b), "");
    }

    #[test]
    fn an_optional_node_can_go(a in arb_screen(40), place in any::<Index>(), rules in arb_rules()) {
        let it = node(&a, place).id();
        prop_assume!(it != NodeId::ROOT);
        let mut rules = rules;
        rules.push((place, Rule::Optional));
        let baseline = generalised(&a, &rules);
        let b = rearranged(&a, |node| children(node).into_iter().filter(|&id| id != it).collect());
        prop_assert_eq!(show(&baseline, &b), "");
    }

    #[test]
    fn children_in_free_order_can_stand_in_any(
        a in arb_screen(40),
        place in any::<Index>(),
        shuffle in vec(any::<u32>(), 40),
        rules in arb_rules(),
    ) {
        let it = node(&a, place).id();
        let mut rules = rules;
        rules.push((place, Rule::Free));
        let baseline = generalised(&a, &rules);
        let b = rearranged(&a, |node| {
            let mut children = children(node);
            if node.id() == it {
                children.sort_by_key(|id| shuffle[id.index() % shuffle.len()]);
            }
            children
        });
        prop_assert_eq!(show(&baseline, &b), "");
    }

    #[test]
    fn whatever_is_open_the_rest_is_compared(
        a in arb_screen(60),
        rules in arb_rules(),
        edits in 1..6_usize,
        seed in any::<u64>(),
    ) {
        let baseline = generalised(&a, &rules);
        let b = edited(&a, edits, seed).tree;
        let found = diff_baseline(&baseline, &b, &DiffOptions::default());
        let diff = &found.diff;
        prop_assert!((0.0..=1.0).contains(&diff.similarity));
        // Each node of either side is accounted for once.
        let pairs = diff.pairs().count();
        prop_assert_eq!(pairs + diff.added.len() + diff.accepted.len(), b.len());
        prop_assert_eq!(pairs + diff.removed.len() + diff.omitted.len(), found.expected.len());
        let made = diff.patch(&found.expected, &b).apply(&found.expected, &Limits::default());
        prop_assert_eq!(made.as_ref(), Ok(&b), "whatever a baseline accepts, the script leads to B");
    }

}
