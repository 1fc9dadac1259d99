use proptest::{prelude::*, sample::select};
use sz_select::{Describer, Selector, selector_for};
use sz_testkit::{arb_screen, arb_tree};
use sz_tree::{Node, State, Tree};

/// A selector as a plain recursive definition, with an evaluator that follows the CSS specification word
/// by word and does not care what it costs.
#[derive(Clone, Debug)]
enum Plain {
    Any,
    Role(&'static str),
    Named,
    State(State),
    First,
    Last,
    Nth(i32, i32),
    OfType(u32),
    Both(Box<Self>, Box<Self>),
    Not(Vec<Self>),
    Is(Vec<Self>),
    Has(char, Box<Self>),
    Combined(Box<Self>, char, Box<Self>),
}

const ROLES: &[&str] = &["button", "group", "list", "listitem", "text", "link", "generic"];

fn arb_plain() -> impl Strategy<Value = Plain> {
    let simple = prop_oneof![
        1 => Just(Plain::Any),
        4 => select(ROLES).prop_map(Plain::Role),
        1 => Just(Plain::Named),
        1 => select(State::ALL).prop_map(Plain::State),
        1 => Just(Plain::First),
        1 => Just(Plain::Last),
        1 => (-3..4, -3..4).prop_map(|(a, b)| Plain::Nth(a, b)),
        1 => (1_u32..3).prop_map(Plain::OfType),
    ];
    simple.prop_recursive(4, 16, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..3);
        let combinator = || select(&[' ', '>', '+', '~'][..]);
        prop_oneof![
            1 => some().prop_map(Plain::Not),
            1 => some().prop_map(Plain::Is),
            1 => (combinator(), inner.clone()).prop_map(|(c, plain)| Plain::Has(c, plain.into())),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| Plain::Both(a.into(), b.into())),
            2 => (inner.clone(), combinator(), inner.clone())
                .prop_map(|(a, c, b)| Plain::Combined(a.into(), c, b.into())),
        ]
    })
}

impl Plain {
    fn has_has(&self) -> bool {
        match self {
            Self::Has(..) => true,
            Self::Both(a, b) | Self::Combined(a, _, b) => a.has_has() || b.has_has(),
            Self::Not(inner) | Self::Is(inner) => inner.iter().any(Self::has_has),
            _ => false,
        }
    }

    fn is_valid(&self) -> bool {
        match self {
            Self::Has(_, inner) => !inner.has_has() && inner.is_valid(),
            Self::Both(a, b) | Self::Combined(a, _, b) => a.is_valid() && b.is_valid(),
            Self::Not(inner) | Self::Is(inner) => inner.iter().all(Self::is_valid),
            _ => true,
        }
    }

    fn write(&self) -> String {
        let list = |inner: &[Self]| inner.iter().map(Self::write).collect::<Vec<_>>().join(", ");
        match self {
            Self::Any => "*".to_owned(),
            Self::Role(role) => (*role).to_owned(),
            Self::Named => "[name]".to_owned(),
            Self::State(state) => format!(":{}", state.as_str()),
            Self::First => ":first-child".to_owned(),
            Self::Last => ":last-child".to_owned(),
            Self::Nth(a, b) => format!(":nth-child({a}n{b:+})"),
            Self::OfType(n) => format!(":nth-of-type({n})"),
            Self::Both(a, b) => format!(":is({}):is({})", a.write(), b.write()),
            Self::Not(inner) => format!(":not({})", list(inner)),
            Self::Is(inner) => format!(":is({})", list(inner)),
            // `:is()` keeps the argument's own combinators from joining the relative one.
            Self::Has(' ', inner) => format!(":has(:is({}))", inner.write()),
            Self::Has(c, inner) => format!(":has({c} :is({}))", inner.write()),
            Self::Combined(a, c, b) => format!(":is({}) {c} :is({})", a.write(), b.write()),
        }
    }

    fn holds(&self, node: Node<'_>) -> bool {
        let siblings = || node.parent().into_iter().flat_map(Node::children);
        let position = u32::try_from(node.position()).expect("small trees") + 1;
        match self {
            Self::Any => true,
            Self::Role(role) => node.role().to_string() == *role,
            Self::Named => !node.name().is_empty(),
            Self::State(state) => node.is(*state),
            Self::First => position == 1,
            Self::Last => siblings().nth(node.position() + 1).is_none(),
            Self::Nth(a, b) => (0..1000).any(|n| i64::from(a * n + b) == i64::from(position)),
            Self::OfType(n) => {
                let before = siblings().take(node.position());
                before.filter(|other| other.role() == node.role()).count() + 1 == *n as usize
            }
            Self::Both(a, b) => a.holds(node) && b.holds(node),
            Self::Not(inner) => !inner.iter().any(|inner| inner.holds(node)),
            Self::Is(inner) => inner.iter().any(|inner| inner.holds(node)),
            Self::Has(c, inner) => relatives(node, *c, true).into_iter().any(|n| inner.holds(n)),
            Self::Combined(a, c, b) => {
                b.holds(node) && relatives(node, *c, false).into_iter().any(|n| a.holds(n))
            }
        }
    }
}

/// Where a combinator leads from a node: onwards, or back.
fn relatives(node: Node<'_>, combinator: char, onwards: bool) -> Vec<Node<'_>> {
    let siblings: Vec<_> = node.parent().into_iter().flat_map(Node::children).collect();
    let (place, is_root) = (node.position(), node.parent().is_none());
    match (combinator, onwards) {
        (' ', true) => node.subtree().skip(1).collect(),
        (' ', false) => node.ancestors().collect(),
        ('>', true) => node.children().collect(),
        ('>', false) => node.parent().into_iter().collect(),
        _ if is_root => Vec::new(),
        ('+', true) => siblings.get(place + 1).copied().into_iter().collect(),
        ('+', false) => siblings[..place].last().copied().into_iter().collect(),
        (_, true) => siblings[place + 1..].to_vec(),
        (_, false) => siblings[..place].to_vec(),
    }
}

/// Trees whose roles are those that selectors ask for.
fn arb_small_tree() -> impl Strategy<Value = Tree> {
    prop_oneof![arb_screen(30), arb_tree(20)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn selects_what_the_definition_says(tree in arb_small_tree(), plain in arb_plain()) {
        prop_assume!(plain.is_valid());
        let source = plain.write();
        let Ok(selector) = Selector::parse(&source) else {
            // Only the limits on nesting and steps can be in the way.
            prop_assert!(source.len() > 60, "{source}");
            return Ok(());
        };
        let expected: Vec<_> = tree.nodes().filter(|node| plain.holds(*node)).map(Node::id).collect();
        let selected: Vec<_> = selector.select(&tree).map(Node::id).collect();
        prop_assert_eq!(&selected, &expected, "{}", source);
        let matching: Vec<_> = tree.nodes().filter(|n| selector.matches(*n)).map(Node::id).collect();
        prop_assert_eq!(&matching, &expected, "matches() of {}", source);
        if let Some(roles) = selector.roles() {
            for node in selector.select(&tree) {
                prop_assert!(roles.contains(&node.role()), "{} has {:?}", source, node);
            }
        }
        if let Some(names) = selector.names().filter(|_| !selected.is_empty()) {
            let is_there = tree.nodes().any(|node| names.contains(&node.name()));
            prop_assert!(is_there, "{} selects something without {:?}", source, names);
        }
    }

    #[test]
    fn a_description_selects_its_node(tree in prop_oneof![arb_tree(60), arb_screen(80)]) {
        for node in tree.nodes() {
            let source = selector_for(node);
            let selector = Selector::parse(&source);
            prop_assert!(selector.is_ok(), "{source:?}: {selector:?}");
            let selector = selector.expect("checked");
            prop_assert!(selector.matches(node), "{source:?} for {node:?}");
            prop_assert!(selector.select(&tree).any(|other| other.id() == node.id()), "{source:?}");
        }
    }

    #[test]
    fn a_description_selects_only_its_node(tree in arb_screen(80)) {
        for node in tree.nodes() {
            let source = selector_for(node);
            let n_selected = Selector::parse(&source).expect("valid").select(&tree).count();
            prop_assert_eq!(n_selected, 1, "{} for {:?}", source, node);
        }
    }

    #[test]
    fn a_describer_says_what_the_walks_say(tree in prop_oneof![arb_tree(60), arb_screen(80)]) {
        let describer = Describer::new(&tree);
        for node in tree.nodes() {
            prop_assert_eq!(describer.selector_for(node), selector_for(node));
        }
    }

    #[test]
    fn parsing_never_panics(source in r#"[a-z*:()\[\]>+~,.#="'/\\|\^ n0-9-]{0,40}|\PC{0,40}"#) {
        if let Ok(selector) = Selector::parse(&source) {
            prop_assert_eq!(selector.as_str(), source);
        }
    }

    #[test]
    fn pieces_of_selectors_never_panic(pieces in prop::collection::vec(select(PIECES), 0..12), tree in arb_tree(12)) {
        if let Ok(selector) = Selector::parse(&pieces.concat()) {
            prop_assert!(selector.select(&tree).count() <= tree.len());
        }
    }
}

const PIECES: &[&str] = &[
    "button",
    " ",
    ">",
    "+",
    "~",
    ",",
    "*",
    ":is(",
    ":not(",
    ":has(",
    ")",
    "[name",
    "=",
    "\"a\"",
    "'",
    "]",
    ":name(/",
    "a",
    "/",
    "i",
    ":nth-child(",
    "2n+1",
    ":checked",
    "#",
    ".",
    "\\",
    "\\0",
    "/*",
    "*/",
    "|",
    "é",
    "(",
    "[",
    "^",
    ":root",
    ":only-of-type",
    "platform\\:x",
];
