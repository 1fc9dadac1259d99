//! Baselines whose shape is open: nodes that may be absent, stand there several times, in another order, or have
//! company.

use proptest::{collection::vec, prelude::*, sample::Index};
use regex::Regex;
use sz_diff::{Baseline, BaselineBuilder, Compared, DiffOptions, TextField, diff_baseline};
use sz_testkit::{arb_screen, edited, tree};
use sz_tree::{Limits, Node, NodeId, NodePath, Tree, TreeBuilder};

/// What a test says of a node: `/0/1 optional repeat free contain name=regex`.
fn baseline(outline: &str, rules: &[&str]) -> Baseline {
    let tree = tree(outline);
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    for rule in rules {
        let mut words = rule.split(' ');
        let path: NodePath = words.next().expect("a path").parse().expect("a path");
        let id = tree.at(&path).expect("a node at this path").id();
        for word in words {
            match word {
                "optional" => builder.optional(id),
                "repeat" => builder.repeat(id),
                "free" => builder.any_order(id),
                "contain" => builder.allow_more_children(id),
                _ => {
                    let source = word.strip_prefix("name=").expect("a rule");
                    builder.pattern(id, TextField::Name, Regex::new(source).expect("a pattern"))
                }
            };
        }
    }
    builder.build()
}

/// The outline of a difference: its marks, roles and names.
fn show(baseline: &Baseline, screen: &Tree) -> String {
    let found = diff_baseline(baseline, screen, &DiffOptions::default());
    let (a, b) = (&found.expected, screen);
    let label = |node: Option<Node<'_>>| {
        node.map_or_else(String::new, |node| format!("{} {:?}", node.role(), node.name()))
    };
    let path =
        |node: Option<Node<'_>>| node.map_or_else(String::new, |node| node.path().to_string());
    let diff = &found.diff;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        diff.removed.iter().map(|&id| format!("-{} {}", path(a.node(id)), label(a.node(id)))),
    );
    lines.extend(
        diff.added.iter().map(|&id| format!("+{} {}", path(b.node(id)), label(b.node(id)))),
    );
    lines.extend(
        diff.modified.iter().map(|it| format!("~{} {}", path(b.node(it.b)), label(b.node(it.b)))),
    );
    lines.extend(
        diff.moved.iter().map(|it| format!(">{} {}", path(b.node(it.b)), label(b.node(it.b)))),
    );
    assert_eq!(diff.edits, lines.len());
    lines.join("; ")
}

#[track_caller]
fn check(baseline: &Baseline, screen: &str, expected: &str) {
    assert_eq!(show(baseline, &tree(screen)), expected, "{screen}");
}

const MAIL: &str = r#"
    main
      heading "Mail"
      list
        listitem "item"
          text "subject"
          button "Delete"
      button "Write"
"#;

const ITEM: &str = "    listitem \"?\"\n      text \"subject\"\n      button \"Delete\"\n";

fn mail(items: &str) -> String {
    format!("main\n  heading \"Mail\"\n  list\n{items}  button \"Write\"\n")
}

fn items(names: &[&str]) -> String {
    names.iter().map(|name| ITEM.replace('?', name)).collect()
}

#[test]
fn a_repeated_node_stands_there_once_or_more() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$", "/1/0/0 name=.*"]);
    check(&repeated, &mail(&items(&["1"])), "");
    check(&repeated, &mail(&items(&["1", "2", "3"])), "");
    check(&repeated, &mail(&items(&["7"; 500])), "");
    check(
        &repeated,
        &mail(""),
        "-/1/0 listitem \"item\"; -/1/0/0 text \"subject\"; -/1/0/1 button \"Delete\"",
    );
    let any_number = baseline(MAIL, &["/1/0 repeat optional name=^\\d+$"]);
    check(&any_number, &mail(""), "");
    check(&any_number, &mail(&items(&["1"; 7])), "");
    let once = baseline(MAIL, &["/1/0 name=^\\d+$"]);
    check(
        &once,
        &mail(&items(&["1", "2"])),
        "+/1/1 listitem \"2\"; +/1/1/0 text \"subject\"; +/1/1/1 button \"Delete\"",
    );
}

#[test]
fn an_item_that_does_not_fit_is_told_at_that_item() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    check(&repeated, &mail(&items(&["1", "x", "3"])), "~/1/1 listitem \"x\"");
    let list = mail(&items(&["1", "2", "3"]));
    check(&repeated, &list.replacen("subject", "spam", 1), "~/1/0/0 text \"spam\"");
    let lost = list.replacen("\n      button \"Delete\"", "", 2).replacen(
        "\n      button \"Delete\"",
        "",
        0,
    );
    check(&repeated, &lost, "-/1/0/1 button \"Delete\"; -/1/1/1 button \"Delete\"");
    let buy = list.replacen(
        "      button \"Delete\"\n",
        "      button \"Delete\"\n      button \"Buy\"\n",
        1,
    );
    check(&repeated, &buy, "+/1/0/2 button \"Buy\"");
    let all = list.replace("Delete", "Buy");
    check(
        &repeated,
        &all,
        "~/1/0/1 button \"Buy\"; ~/1/1/1 button \"Buy\"; ~/1/2/1 button \"Buy\"",
    );
    let every_item = 500;
    let many = mail(&items(&["1"; 500])).replace("Delete", "Buy");
    let found = diff_baseline(&repeated, &tree(&many), &DiffOptions::default()).diff;
    assert_eq!((found.edits, found.modified.len()), (every_item, every_item));
}

#[test]
fn what_is_no_item_is_new_in_a_repeated_list() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let ad = "    link \"Advertisement\"\n";
    let between = format!("{}{ad}{}", items(&["1", "2"]), items(&["3"]));
    check(&repeated, &mail(&between), "+/1/2 link \"Advertisement\"");
    let alone = format!("{}    button \"Pay now\"\n", items(&["1"]));
    check(&repeated, &mail(&alone), "+/1/1 button \"Pay now\"");
}

#[test]
fn what_follows_a_repeated_node_is_still_expected() {
    let greedy = "list\n  listitem \"a\"\n  listitem \"Total\"";
    let baseline = baseline(greedy, &["/0 repeat name=.*"]);
    check(&baseline, "list\n  listitem \"x\"\n  listitem \"y\"\n  listitem \"Total\"", "");
    check(&baseline, "list\n  listitem \"Total\"\n  listitem \"Total\"", "");
    check(&baseline, "list\n  listitem \"x\"\n  listitem \"Sum\"", "~/1 listitem \"Sum\"");
}

#[test]
fn repeated_nodes_nest() {
    let table = r#"
        table
          row "head"
          row "r"
            cell "c"
              text "t"
            button "Edit"
    "#;
    let baseline = baseline(
        table,
        &["/1 repeat name=^r\\d*$", "/1/0 repeat optional", "/1/0/0 optional", "/1/1 optional"],
    );
    let cell = "    cell \"c\"\n      text \"t\"\n";
    let empty = "    cell \"c\"\n";
    let edit = "    button \"Edit\"\n";
    let rows = |rows: &[String]| format!("table\n  row \"head\"\n{}", rows.concat());
    let row = |inside: &str| format!("  row \"r1\"\n{inside}");
    check(&baseline, &rows(&[row(""), row(cell), row(&format!("{cell}{empty}{cell}{edit}"))]), "");
    check(&baseline, &rows(&[row(edit), row(edit)]), "");
    check(
        &baseline,
        &rows(&[row(cell), row(&format!("{cell}{}{edit}", cell.replace("\"t\"", "\"u\"")))]),
        "~/2/1/0 text \"u\"",
    );
    check(
        &baseline,
        &rows(&[row(cell), row(&format!("{cell}    link \"Buy\"\n{edit}"))]),
        "+/2/1 link \"Buy\"",
    );
    check(&baseline, &rows(&[row(&format!("{edit}{cell}"))]), ">/1/0 button \"Edit\"");
}

#[test]
fn an_optional_node_may_be_absent_and_only_that() {
    let bar = "toolbar\n  button \"A\"\n  button \"B\"\n    img \"i\"\n  button \"C\"";
    let optional = baseline(bar, &["/1 optional"]);
    check(&optional, "toolbar\n  button \"A\"\n  button \"C\"", "");
    check(&optional, bar, "");
    check(&optional, "toolbar\n  button \"A\"\n  button \"B\"\n  button \"C\"", "-/1/0 img \"i\"");
    check(&optional, "toolbar\n  button \"A\"", "-/2 button \"C\"");
    check(&optional, "toolbar\n  button \"A\"\n  button \"X\"", "~/1 button \"X\"");
    check(&optional, "toolbar\n  button \"A\"\n  img \"i\"\n  button \"C\"", "-/1 button \"B\"");
    let both = baseline(bar, &["/0 optional", "/1 optional"]);
    check(&both, "toolbar\n  button \"C\"", "");
    check(&both, "toolbar\n  button \"D\"", "~/0 button \"D\"");
    let many: String = (0..300).map(|i| format!("\n  button \"b{i}\"")).collect();
    let rules: Vec<String> = (0..300).map(|i| format!("/{i} optional")).collect();
    let rules: Vec<&str> = rules.iter().map(|rule| &**rule).collect();
    let every_third: String = (0..300).step_by(3).map(|i| format!("\n  button \"b{i}\"")).collect();
    check(&baseline(&format!("toolbar{many}"), &rules), &format!("toolbar{every_third}"), "");
}

#[test]
fn the_order_of_children_can_be_free() {
    let menu =
        "menu\n  menuitem \"A\"\n  menuitem \"B\"\n  menuitem \"C\"\n    img \"i\"\n    text \"t\"";
    let free = baseline(menu, &["/ free"]);
    let turned =
        "menu\n  menuitem \"C\"\n    img \"i\"\n    text \"t\"\n  menuitem \"B\"\n  menuitem \"A\"";
    check(&free, turned, "");
    check(&baseline(menu, &[]), turned, ">/0 menuitem \"C\"; >/1 menuitem \"B\"");
    check(
        &free,
        "menu\n  menuitem \"C\"\n    text \"t\"\n    img \"i\"\n  menuitem \"B\"\n  menuitem \"A\"",
        ">/0/0 text \"t\"",
    );
    check(
        &free,
        "menu\n  menuitem \"C\"\n    img \"i\"\n    text \"t\"\n  menuitem \"A\"",
        "-/1 menuitem \"B\"",
    );
    check(&free, &format!("{turned}\n  menuitem \"D\""), "+/3 menuitem \"D\"");
    check(&free, &turned.replace("\"B\"", "\"B!\""), "~/1 menuitem \"B!\"");
}

#[test]
fn patterns_in_free_order_find_their_nodes() {
    let tags = "list\n  text \"a\"\n  text \"b\"\n  text \"c\"\n  text \"d\"";
    let free = baseline(
        tags,
        &["/ free", "/0 name=^[abc]$", "/1 name=^[ab]$", "/2 name=^a$", "/3 optional name=^[a-z]$"],
    );
    for screen in ["a b c d", "c b a x", "b a c", "a c b", "z c b a"] {
        let texts: String = screen.split(' ').map(|it| format!("\n  text \"{it}\"")).collect();
        check(&free, &format!("list{texts}"), "");
    }
    check(&free, "list\n  text \"b\"\n  text \"c\"\n  text \"c\"", "-/2 text \"c\"");
    let repeated = baseline(tags, &["/ free", "/0 repeat name=^\\d+$", "/3 optional"]);
    check(
        &repeated,
        "list\n  text \"1\"\n  text \"c\"\n  text \"2\"\n  text \"b\"\n  text \"3\"",
        "",
    );
    check(&repeated, "list\n  text \"c\"\n  text \"b\"\n  text \"d\"", "-/0 text \"a\"");
}

#[test]
fn company_stays_accepted_where_it_is_allowed() {
    let card = "group\n  text \"price\"\n  button \"Buy\"";
    let open = baseline(card, &["/ contain", "/0 name=^\\$"]);
    check(
        &open,
        "group\n  img \"\"\n  text \"$1\"\n  text \"x\"\n  button \"Buy\"\n  link \"more\"",
        "",
    );
    check(&open, "group\n  text \"$1\"", "-/1 button \"Buy\"");
    check(&open, "group\n  button \"Buy\"\n  text \"$1\"", ">/0 button \"Buy\"");
    check(&open, "group\n  text \"1\"\n  button \"Buy\"", "~/0 text \"1\"");
    let both = baseline(card, &["/ contain free", "/0 name=^\\$"]);
    check(&both, "group\n  link \"x\"\n  button \"Buy\"\n  text \"$1\"", "");
}

#[test]
fn open_parts_are_found_where_the_screen_around_them_changed() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let list = mail(&items(&["1", "2", "3"]));
    check(&repeated, &list.replace("Write", "Send"), "~/2 button \"Send\"");
    let indented: String = list.lines().map(|line| format!("  {line}\n")).collect();
    check(&repeated, &format!("document\n{indented}"), "+/ document \"\"");
    let region: String =
        items(&["1", "2", "3"]).lines().map(|line| format!("  {line}\n")).collect();
    let wrapped = format!(
        "main\n  heading \"Mail\"\n  region \"Inbox\"\n    list\n{region}  button \"Write\"\n"
    );
    check(&repeated, &wrapped, "+/1 region \"Inbox\"");
    let moved = format!(
        "main\n  heading \"Mail\"\n  button \"Write\"\n  list\n{}",
        items(&["1", "2", "3"])
    );
    check(&repeated, &moved, ">/1 button \"Write\"");
}

#[test]
fn the_length_of_a_repeated_list_does_not_hide_a_change() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let similarity = |count: usize| {
        let screen = mail(&items(&vec!["1"; count])).replace("Write", "Send");
        diff_baseline(&repeated, &tree(&screen), &DiffOptions::default()).diff.similarity
    };
    assert!((similarity(1) - similarity(300)).abs() < 1e-12);
    assert!(similarity(1) < 1.0);
}

#[test]
fn the_expected_tree_has_repeated_nodes_as_often_as_the_screen() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let screen = tree(&mail(&items(&["1", "2", "x"])));
    let found = diff_baseline(&repeated, &screen, &DiffOptions::default());
    assert_eq!(found.expected.len(), screen.len());
    let origins: Vec<usize> =
        found.expected.nodes().map(|node| found.origin(node.id()).index()).collect();
    assert_eq!(origins, [0, 1, 2, 3, 4, 5, 3, 4, 5, 3, 4, 5, 6]);
    let once = tree(&mail(&items(&["1"])));
    let found = diff_baseline(&repeated, &once, &DiffOptions::default());
    assert_eq!(&*found.expected, repeated.tree());
    assert_eq!(found.origin(NodeId::new(4)), NodeId::new(4));
}

/// A rule that an open baseline can have, for a node at random.
#[derive(Clone, Copy, Debug)]
enum Rule {
    Optional,
    Repeat,
    Free,
    Contain,
    AnyName,
}

fn arb_rules() -> impl Strategy<Value = Vec<(Index, Rule)>> {
    let rule = prop_oneof![
        Just(Rule::Optional),
        Just(Rule::Repeat),
        Just(Rule::Free),
        Just(Rule::Contain),
        Just(Rule::AnyName)
    ];
    vec((any::<Index>(), rule), 1..10)
}

fn generalised(tree: &Tree, rules: &[(Index, Rule)]) -> Baseline {
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

fn node(tree: &Tree, place: Index) -> Node<'_> {
    let id = NodeId::new(u32::try_from(place.index(tree.len())).expect("a small tree"));
    tree.node(id).expect("it has this many nodes")
}

/// The tree with the children of each node as `arrange` puts them: each as often as it is named.
fn rearranged(tree: &Tree, arrange: impl Fn(Node<'_>) -> Vec<NodeId>) -> Tree {
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

fn children(node: Node<'_>) -> Vec<NodeId> {
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
