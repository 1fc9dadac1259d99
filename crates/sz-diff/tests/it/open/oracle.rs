//! Against the rules, taken word for word.

use proptest::{collection::vec, prelude::*, sample::Index};
use sz_testkit::tree;
use sz_tree::{Node, Tree, TreeBuilder};

use super::{
    laws::{Rule, arb_rules, children, generalised, node, rearranged},
    show,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn nothing_differs_exactly_where_the_baseline_is_met(
        a in small_tree(),
        rules in arb_rules(),
        strokes in vec((any::<Index>(), 0..6_u8), 0..4),
        names in vec(0..3_usize, 3),
    ) {
        let baseline = generalised(&a, &rules);
        let b = strokes.into_iter().fold(a.clone(), |tree, stroke| struck(&tree, stroke, &names));
        let oracle = Oracle::new(&a, &rules);
        let is_met = oracle.accepts(a.root(), b.root());
        let shown = show(&baseline, &b);
        prop_assert_eq!(shown.is_empty(), is_met, "{}\n{:?}\n{:?}", shown, a, b);
    }
}

/// Trees so small, and of so few roles and names, that many of their subtrees are alike.
fn small_tree() -> impl Strategy<Value = Tree> {
    vec((0..4_usize, 0..2_usize, 0..3_usize), 1..9).prop_map(|nodes| {
        let mut outline = String::from("main");
        let mut depth = 0;
        for (level, role, name) in nodes {
            depth = level.min(depth) + 1;
            let role = ["group", "button"][role];
            outline.push_str(&format!("\n{}{role} \"{}\"", "  ".repeat(depth), NAMES[name]));
        }
        tree(&outline)
    })
}

const NAMES: [&str; 3] = ["a", "b", "c"];

/// A tree after one node of it was taken away, copied, put elsewhere or renamed, or its children were turned round.
fn struck(tree: &Tree, (place, kind): (Index, u8), names: &[usize]) -> Tree {
    let it = node(tree, place);
    let name = NAMES[names[it.id().index() % names.len()]];
    if kind == 0 {
        let mut builder = TreeBuilder::deriving(tree);
        let copied = builder.copy_subtree(tree.root(), |builder, node| {
            builder.open_copy(node)?;
            if node.id() == it.id() { builder.name(name) } else { Ok(()) }
        });
        copied.expect("a copy");
        return builder.finish().expect("a tree");
    }
    rearranged(tree, |node| {
        let mut children = children(node);
        let at = children.iter().position(|&child| child == it.id());
        match (kind, at) {
            (1, Some(at)) => drop(children.remove(at)),
            (2, Some(at)) => children.insert(at, it.id()),
            (3, Some(at)) => children.rotate_left(at),
            (4, _) if node.id() == it.id() => children.reverse(),
            (5, None)
                if it.parent().and_then(Node::parent).is_some_and(|it| it.id() == node.id()) =>
            {
                children.push(it.id());
            }
            _ => {}
        }
        children
    })
}

/// What the rules mean, word for word, at whatever cost.
struct Oracle {
    rules: Vec<Vec<Rule>>,
}

impl Oracle {
    fn new(tree: &Tree, rules: &[(Index, Rule)]) -> Self {
        let mut of = vec![Vec::new(); tree.len()];
        for &(place, rule) in rules {
            of[place.index(tree.len())].push(rule);
        }
        Self { rules: of }
    }

    fn has(&self, node: Node<'_>, wanted: fn(&Rule) -> bool) -> bool {
        self.rules[node.id().index()].iter().any(wanted)
    }

    fn accepts(&self, a: Node<'_>, b: Node<'_>) -> bool {
        let is_named = a.name() == b.name() || self.has(a, |it| matches!(it, Rule::AnyName));
        let (particles, items): (Vec<_>, Vec<_>) = (a.children().collect(), b.children().collect());
        let is_free = self.has(a, |it| matches!(it, Rule::Free));
        let has_company = self.has(a, |it| matches!(it, Rule::Contain));
        a.role() == b.role()
            && is_named
            && if is_free {
                self.accepts_set(&particles, &items, has_company)
            } else {
                self.accepts_list(&particles, &items, has_company, false)
            }
    }

    fn accepts_list(
        &self,
        particles: &[Node<'_>],
        items: &[Node<'_>],
        has_company: bool,
        is_used: bool,
    ) -> bool {
        if let [_, rest @ ..] = items
            && has_company
            && self.accepts_list(particles, rest, has_company, is_used)
        {
            return true;
        }
        let [particle, later @ ..] = particles else { return items.is_empty() };
        let can_go = is_used || self.has(*particle, |it| matches!(it, Rule::Optional));
        if can_go && self.accepts_list(later, items, has_company, false) {
            return true;
        }
        let [item, rest @ ..] = items else { return false };
        self.accepts(*particle, *item)
            && if self.has(*particle, |it| matches!(it, Rule::Repeat)) {
                self.accepts_list(particles, rest, has_company, true)
            } else {
                self.accepts_list(later, rest, has_company, false)
            }
    }

    fn accepts_set(&self, particles: &[Node<'_>], items: &[Node<'_>], has_company: bool) -> bool {
        let [particle, later @ ..] = particles else { return has_company || items.is_empty() };
        // Every set of items that this particle can have.
        (0..1_u32 << items.len()).any(|set| {
            let is_in = |place: usize| set >> place & 1 == 1;
            let count = set.count_ones();
            let is_enough = count > 0 || self.has(*particle, |it| matches!(it, Rule::Optional));
            let is_allowed = count < 2 || self.has(*particle, |it| matches!(it, Rule::Repeat));
            let of = |wanted: bool| (0..items.len()).filter(move |&place| is_in(place) == wanted);
            let others: Vec<Node<'_>> = of(false).map(|place| items[place]).collect();
            is_enough
                && is_allowed
                && of(true).all(|place| self.accepts(*particle, items[place]))
                && self.accepts_set(later, &others, has_company)
        })
    }
}
