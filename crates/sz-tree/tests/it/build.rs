use proptest::prelude::*;
use sz_tree::{AriaRole, BuildError, Limits, Node, NodeId, Role, State, States, TreeBuilder};

type Call = fn(&mut TreeBuilder) -> Result<(), BuildError>;

/// Every call there is, sensible or not.
const CALLS: &[Call] = &[
    |builder| builder.open(AriaRole::Group.into()),
    |builder| builder.open(AriaRole::Textbox.into()),
    |builder| builder.open(Role::Platform("")),
    |builder| builder.close().map(drop),
    |builder| builder.close().map(drop),
    |builder| builder.role(AriaRole::List.into()),
    |builder| builder.name("Password"),
    |builder| builder.name("a"),
    |builder| builder.value("•"),
    |builder| builder.value(""),
    |builder| builder.clear_value(),
    |builder| builder.description("d"),
    |builder| builder.bounds(None),
    |builder| builder.states(States::SIGNED.without(State::Protected)),
    |builder| builder.attribute("b", "1"),
    |builder| builder.attribute("a", "2"),
    |builder| builder.clear_attributes(),
    |builder| {
        builder.add_state(State::Protected);
        Ok(())
    },
];

proptest! {
    #[test]
    fn no_order_of_calls_panics_or_makes_a_broken_tree(calls in prop::collection::vec(prop::sample::select(CALLS), 0..60)) {
        let mut builder = TreeBuilder::new(Limits { depth: 5, nodes: 20, ..Limits::default() });
        for call in calls {
            // An error ends nothing here: what is built after it must still be sound.
            let _outcome = call(&mut builder);
        }
        while builder.close().is_ok() {}
        let count = builder.len();
        if let Ok(tree) = builder.finish() {
            prop_assert_eq!(tree.len(), count);
            prop_assert_eq!(tree.root().subtree_size(), count);
            for node in tree.nodes() {
                prop_assert_eq!(tree.at(&node.path()).map(Node::id), Some(node.id()));
                prop_assert!(node.attributes().is_sorted_by(|a, b| a.0 < b.0));
            }
        }
    }
}

#[test]
fn misuse_is_an_error() {
    let new = || TreeBuilder::new(Limits::default());
    assert_eq!(new().finish().err(), Some(BuildError::Empty));
    assert_eq!(new().close(), Err(BuildError::Unbalanced));
    let setters: &[Call] = &[
        |builder| builder.role(AriaRole::List.into()),
        |builder| builder.name(""),
        |builder| builder.value(""),
        |builder| builder.clear_value(),
        |builder| builder.description(""),
        |builder| builder.bounds(None),
        |builder| builder.states(States::EMPTY),
        |builder| builder.attribute("", ""),
        |builder| builder.clear_attributes(),
    ];
    for set in setters {
        assert_eq!(set(&mut new()), Err(BuildError::Unbalanced));
    }
    let mut open = new();
    open.open(AriaRole::Form.into()).expect("a root");
    assert_eq!(open.finish().err(), Some(BuildError::Unbalanced));
    let mut two = new();
    two.open(AriaRole::Form.into()).expect("a root");
    assert_eq!(two.close(), Ok(NodeId::ROOT));
    assert_eq!(two.open(AriaRole::Form.into()), Err(BuildError::SecondRoot));
    assert_eq!(two.finish().map(|tree| tree.len()), Ok(1));
}

#[test]
fn a_node_of_another_tree_gives_a_copy_without_meaning_but_no_panic() {
    let small = sz_testkit::tree("button");
    let large = sz_testkit::tree(r#""platform:a" "name" = "value" ("text") [key=value]"#);
    let mut builder = TreeBuilder::deriving(&small);
    builder.open_copy(large.root()).expect("a root");
    builder.close().expect("open");
    let tree = builder.finish().expect("built");
    assert_eq!(tree.len(), 1);
    assert!(format!("{tree:?}{:?}", tree.signatures()).contains("sz1:"));
}

#[test]
fn copies_of_one_node_share_nothing() {
    let tree = sz_testkit::tree(r#"button "OK" = "1" ("d") [a=1] [b=2] @1,2 3x4"#);
    let mut builder = TreeBuilder::deriving(&tree);
    builder.open(AriaRole::Group.into()).expect("a root");
    builder.open_copy(tree.root()).expect("a copy");
    builder.value("2").expect("open");
    builder.attribute("aa", "new").expect("open");
    builder.attribute("a", "changed").expect("open");
    builder.close().expect("open");
    builder.open_copy(tree.root()).expect("another copy");
    builder.close().expect("open");
    builder.open_copy(tree.root()).expect("a third copy");
    builder.clear_attributes().expect("open");
    builder.add_state(State::Protected);
    builder.close().expect("open");
    builder.close().expect("open");
    let expected = sz_testkit::tree(
        r#"
        group
          button "OK" = "2" ("d") [a=changed] [aa=new] [b=2] @1,2 3x4
          button "OK" = "1" ("d") [a=1] [b=2] @1,2 3x4
          button "OK" ("d") {protected} @1,2 3x4
        "#,
    );
    assert_eq!(builder.finish(), Ok(expected));
}

#[test]
fn many_attributes_in_the_worst_order_take_no_quadratic_time() {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Button.into()).expect("a root");
    for number in (0..300_000).rev() {
        builder.attribute(&format!("{number:06}"), "").expect("within limits");
    }
    builder.close().expect("open");
    let tree = builder.finish().expect("built");
    assert_eq!(tree.root().attributes().len(), 300_000);
    assert!(tree.root().attributes().is_sorted());
}
