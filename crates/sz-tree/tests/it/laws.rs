use proptest::prelude::*;
use sz_testkit::{arb_tree, tree};
use sz_tree::{
    Bounds, Keeping, Limits, Node, NodeId, NodePath, ParsePathError, Role, State, States, Tree,
    TreeBuilder,
};

proptest! {
    #[test]
    fn the_root_is_first_and_every_node_is_in_the_subtrees_of_its_ancestors(tree in arb_tree(120)) {
        prop_assert_eq!(tree.root().id(), NodeId::ROOT);
        prop_assert_eq!(tree.root().subtree_size(), tree.len());
        prop_assert!(tree.root().parent().is_none());
        for (index, node) in tree.nodes().enumerate() {
            prop_assert_eq!(node.id().index(), index);
            prop_assert_eq!(tree.node(node.id()).map(Node::id), Some(node.id()));
            for ancestor in node.ancestors() {
                prop_assert!(ancestor.subtree().any(|inside| inside.id() == node.id()));
            }
        }
        let beyond = u32::try_from(tree.len()).expect("small");
        prop_assert!(tree.node(NodeId::new(beyond)).is_none());
    }

    #[test]
    fn a_subtree_is_its_node_and_the_subtrees_of_its_children(tree in arb_tree(120)) {
        for node in tree.nodes() {
            let below: Vec<_> = node.children().flat_map(Node::subtree).map(Node::id).collect();
            let subtree: Vec<_> = node.subtree().map(Node::id).collect();
            prop_assert_eq!(&subtree[1..], &below[..]);
            prop_assert_eq!(subtree[0], node.id());
            prop_assert_eq!(subtree.len(), node.subtree_size());
            prop_assert_eq!(node.subtree().len(), node.subtree_size());
            prop_assert_eq!(node.is_leaf(), node.children().next().is_none());
        }
    }

    #[test]
    fn children_know_their_parent_position_and_siblings(tree in arb_tree(120)) {
        for parent in tree.nodes() {
            let children: Vec<_> = parent.children().collect();
            for (position, child) in children.iter().enumerate() {
                prop_assert_eq!(child.parent().map(Node::id), Some(parent.id()));
                prop_assert_eq!(child.position(), position);
                let before = position.checked_sub(1).map(|before| children[before].id());
                let after = children.get(position + 1).map(|after| after.id());
                prop_assert_eq!(child.previous_sibling().map(Node::id), before);
                prop_assert_eq!(child.next_sibling().map(Node::id), after);
            }
        }
        prop_assert!(tree.root().previous_sibling().is_none());
        prop_assert!(tree.root().next_sibling().is_none());
    }

    #[test]
    fn the_node_at_its_path_is_the_node(tree in arb_tree(120)) {
        for node in tree.nodes() {
            let path = node.path();
            prop_assert_eq!(path.positions().len(), node.ancestors().count());
            prop_assert_eq!(tree.at(&path).map(Node::id), Some(node.id()));
            prop_assert_eq!(path.to_string().parse::<NodePath>(), Ok(path));
        }
        let children = u32::try_from(tree.root().children().count()).expect("small");
        prop_assert!(tree.at(&NodePath::new(vec![children])).is_none());
    }

    #[test]
    fn depth_is_the_longest_chain(tree in arb_tree(120)) {
        let longest = tree.nodes().map(|node| node.ancestors().count() + 1).max();
        prop_assert_eq!(Some(tree.depth()), longest);
    }

    #[test]
    fn equality_is_about_what_is_in_the_tree(tree in arb_tree(60)) {
        let rebuilt = rebuild_backwards(&tree);
        prop_assert_eq!(&rebuilt, &tree);
        prop_assert_eq!(&tree.clone(), &tree);
        prop_assert_eq!(rebuilt.signatures(), tree.signatures());
        prop_assert_eq!(format!("{rebuilt:?}"), format!("{tree:?}"));
    }

    #[test]
    fn a_derived_copy_is_equal(tree in arb_tree(120)) {
        let copy = derive(&tree, |_, _| ());
        prop_assert_eq!(&copy, &tree);
        prop_assert_eq!(copy.signatures(), tree.signatures());
    }

    #[test]
    fn a_thinned_tree_is_the_one_that_a_builder_makes(
        tree in arb_tree(120),
        choices in prop::collection::vec(0_u8..8, 120),
    ) {
        let keeping = |node: Node<'_>| match choices[node.id().index()] {
            _ if node.parent().is_none() => Keeping::Keep,
            0 => Keeping::Drop,
            1 => Keeping::Hoist,
            _ => Keeping::Keep,
        };
        let thinned = tree.thinned(keeping).expect("the root is kept");
        prop_assert_eq!(&thinned, &thinned_by_builder(&tree, keeping));
        prop_assert_eq!(thinned.nodes().map(Node::path).collect::<Vec<_>>(), thinned_by_builder(&tree, keeping).nodes().map(Node::path).collect::<Vec<_>>());
    }

    #[test]
    fn a_tree_has_one_root_or_there_is_none(tree in arb_tree(20)) {
        let is_root = |node: Node<'_>| node.parent().is_none();
        let without = |root| tree.thinned(|node| if is_root(node) { root } else { Keeping::Keep });
        prop_assert!(without(Keeping::Drop).is_none());
        let only = tree.root().children().next().filter(|child| child.next_sibling().is_none());
        prop_assert_eq!(without(Keeping::Hoist).map(|it| it.len()), only.map(Node::subtree_size));
    }

    #[test]
    fn a_node_is_not_equal_to_one_with_another_field(tree in arb_tree(20), at in any::<prop::sample::Index>()) {
        let at = at.index(tree.len());
        let check = |what: &str, change: &dyn Fn(&mut TreeBuilder)| {
            let changed = derive(&tree, |index, builder| if index == at { change(builder) });
            let is_secret = tree.nodes().nth(at).is_some_and(|node| node.is(State::Protected));
            let is_equal = changed == tree;
            prop_assert!(!is_equal || is_secret && matches!(what, "value" | "attribute"), "{what} of node {at}");
            Ok(())
        };
        check("name", &|builder| builder.name("another name").expect("open"))?;
        check("value", &|builder| builder.value("another value").expect("open"))?;
        check("description", &|builder| builder.description("another one").expect("open"))?;
        check("role", &|builder| builder.role(Role::Platform("another role")).expect("open"))?;
        check("attribute", &|builder| builder.attribute("another", "").expect("open"))?;
        check("bounds", &|builder| builder.bounds(Bounds::new(1, 2, 3, 4_000_000)).expect("open"))?;
    }
}

#[test]
fn trees_of_the_same_nodes_differ_where_their_shape_does() {
    let nested = tree("list\n  listitem\n    listitem\n  listitem");
    let flat = tree("list\n  listitem\n  listitem\n  listitem");
    let longer = tree("list\n  listitem\n  listitem\n  listitem\n  listitem");
    assert!(nested != flat && flat != longer);
}

/// The same tree built with other calls: fields after children, attributes in reverse, all set twice.
fn rebuild_backwards(tree: &Tree) -> Tree {
    let mut builder = TreeBuilder::with_capacity(Limits::default(), 7, 7);
    let mut open: Vec<Node<'_>> = Vec::new();
    let describe = |builder: &mut TreeBuilder, node: Node<'_>| {
        let attributes: Vec<_> = node.attributes().collect();
        for (key, value) in attributes.iter().rev() {
            builder.attribute(key, "first").expect("open");
            builder.attribute(key, value).expect("open");
        }
        builder.role(node.role()).expect("open");
        builder.bounds(node.bounds()).expect("open");
        builder.states(node.states()).expect("open");
        builder.description(node.description()).expect("open");
        builder.value("first").expect("open");
        match node.value() {
            Some(value) => builder.value(value).expect("open"),
            None => builder.clear_value().expect("open"),
        }
        builder.name("first").expect("open");
        builder.name(node.name()).expect("open");
    };
    for node in tree.nodes() {
        let parent = node.parent().map(Node::id);
        while open.last().map(|node| node.id()) != parent {
            describe(&mut builder, open.pop().expect("the parent is open"));
            builder.close().expect("open");
        }
        builder.open(Role::Platform("for now")).expect("within limits");
        open.push(node);
    }
    while let Some(node) = open.pop() {
        describe(&mut builder, node);
        builder.close().expect("open");
    }
    builder.finish().expect("built")
}

/// A derived copy in which every node was given to `change` while it was open.
pub(crate) fn derive(tree: &Tree, change: impl Fn(usize, &mut TreeBuilder)) -> Tree {
    let mut builder = TreeBuilder::deriving(tree);
    let mut open: Vec<NodeId> = Vec::new();
    for (index, node) in tree.nodes().enumerate() {
        while open.last().copied() != node.parent().map(Node::id) {
            open.pop();
            builder.close().expect("open");
        }
        builder.open_copy(node).expect("within limits");
        change(index, &mut builder);
        open.push(node.id());
    }
    for _ in open {
        builder.close().expect("open");
    }
    builder.finish().expect("built")
}

fn thinned_by_builder(tree: &Tree, keeping: impl Fn(Node<'_>) -> Keeping) -> Tree {
    let mut builder = TreeBuilder::deriving(tree);
    // What is still to be visited or, where there is no node, closed.
    let mut left = vec![Some(tree.root())];
    while let Some(step) = left.pop() {
        let Some(node) = step else {
            builder.close().expect("open");
            continue;
        };
        let keeping = keeping(node);
        if keeping == Keeping::Drop {
            continue;
        }
        if keeping == Keeping::Keep {
            builder.open_copy(node).expect("within limits");
            left.push(None);
        }
        let children: Vec<_> = node.children().collect();
        left.extend(children.into_iter().rev().map(Some));
    }
    builder.finish().expect("built")
}

#[test]
fn attributes_are_in_byte_order_and_found_by_key() {
    let tree = tree(r#"heading "a" [level=2] [B=x] ["é"="y"] [a=z] ["a.b"=w]"#);
    let keys: Vec<_> = tree.root().attributes().map(|(key, _)| key).collect();
    assert_eq!(keys, ["B", "a", "a.b", "level", "é"]);
    assert_eq!(tree.root().attribute("level"), Some("2"));
    assert_eq!(tree.root().attribute("Level"), None);
    assert_eq!(tree.root().attributes().len(), 5);
}

#[test]
fn paths_are_written_one_way_only() {
    let check = |text: &str, positions: &[u32]| {
        let path: NodePath = text.parse().expect(text);
        assert_eq!(path.positions(), positions, "{text}");
        assert_eq!(path.to_string(), text);
    };
    check("/", &[]);
    check("/0", &[0]);
    check("/0/3/1", &[0, 3, 1]);
    check("/4294967295", &[u32::MAX]);
    for text in
        ["", "0", "//", "/0/", "/00", "/01", "/+1", "/-1", "/ 1", "/1 ", "/x", "/4294967296", "/٣"]
    {
        assert_eq!(text.parse::<NodePath>(), Err(ParsePathError { text: text.to_owned() }));
    }
}

#[test]
fn state_sets_are_sets() {
    let mut all = States::EMPTY;
    for &state in State::ALL {
        assert!(!all.contains(state), "{state:?} has the bit of another state");
        all = all.with(state);
        assert_eq!(all.without(state).with(state), all);
        assert_eq!(State::from_name(state.as_str()), Some(state));
        assert_eq!(States::EMPTY.with(state).bits(), 1 << state as u8);
    }
    assert_eq!(all.iter().collect::<Vec<_>>(), State::ALL);
    assert_eq!(all, State::ALL.iter().copied().collect());
    assert_eq!(all.intersection(States::SIGNED), States::SIGNED);
    assert_eq!(States::SIGNED.union(all), all);
    assert!(States::EMPTY.is_empty() && !all.is_empty());
    assert_eq!(format!("{:?}", States::EMPTY.with(State::Hidden)), "{Hidden}");
}

#[test]
fn bounds_have_no_negative_size_and_do_not_overflow() {
    assert_eq!(Bounds::new(0, 0, -1, 0), None);
    assert_eq!(Bounds::new(0, 0, 0, i32::MIN), None);
    let huge = Bounds::new(i32::MIN, i32::MIN, i32::MAX, i32::MAX).expect("sizes are positive");
    assert_eq!(huge.area_px2(), 0x7fff_ffff * 0x7fff_ffff);
    let other = Bounds::new(i32::MAX, i32::MIN, i32::MAX, i32::MAX).expect("sizes are positive");
    assert!(huge.is_near(other, u32::MAX) && !huge.is_near(other, u32::MAX - 1));
    let line = Bounds::new(1, 2, 0, 5).expect("sizes are positive");
    assert!(line.is_empty() && line.area_px2() == 0);
    assert_eq!((line.x(), line.y(), line.width(), line.height()), (1, 2, 0, 5));
    for (x, y, width, height) in [(3, 2, 0, 5), (1, 4, 0, 5), (1, 2, 2, 5), (1, 2, 0, 3)] {
        let moved = Bounds::new(x, y, width, height).expect("sizes are positive");
        assert!(line.is_near(moved, 2) && !line.is_near(moved, 1), "{moved:?}");
    }
}
