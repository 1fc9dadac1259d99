use sz_tree::{AriaRole, BuildError, LimitKind, Limits, Role, TreeBuilder};

fn limit(limit: LimitKind, max: usize) -> BuildError {
    BuildError::Limit { limit, max }
}

#[test]
fn the_last_node_allowed_is_allowed_and_the_next_is_not() {
    let mut builder = TreeBuilder::new(Limits { nodes: 3, ..Limits::default() });
    for _ in 0..3 {
        builder.open(AriaRole::Group.into()).expect("within the limit");
    }
    assert_eq!(builder.open(AriaRole::Group.into()), Err(limit(LimitKind::Nodes, 3)));
    assert_eq!(builder.len(), 3);
    let mut none = TreeBuilder::new(Limits { nodes: 0, ..Limits::default() });
    assert_eq!(none.open(AriaRole::Group.into()), Err(limit(LimitKind::Nodes, 0)));
    assert!(none.is_empty());
}

#[test]
fn depth_counts_levels_and_not_nodes() {
    let mut builder = TreeBuilder::new(Limits { depth: 2, ..Limits::default() });
    builder.open(AriaRole::Group.into()).expect("level 1");
    for _ in 0..100 {
        builder.open(AriaRole::Button.into()).expect("level 2");
        assert_eq!(builder.open(AriaRole::Text.into()), Err(limit(LimitKind::Depth, 2)));
        builder.close().expect("open");
    }
    builder.close().expect("open");
    assert_eq!(builder.finish().map(|tree| (tree.len(), tree.depth())), Ok((101, 2)));
}

#[test]
fn the_default_depth_is_reached_and_not_passed() {
    let depth = Limits::default().depth;
    let mut builder = TreeBuilder::new(Limits::default());
    for _ in 0..depth {
        builder.open(AriaRole::Generic.into()).expect("within the limit");
    }
    assert_eq!(builder.open(AriaRole::Generic.into()), Err(limit(LimitKind::Depth, depth)));
    for _ in 0..depth {
        builder.close().expect("open");
    }
    assert_eq!(builder.finish().map(|tree| tree.depth()), Ok(depth));
}

type Setter = fn(&mut TreeBuilder, &str) -> Result<(), BuildError>;

#[test]
fn every_string_is_measured_in_bytes() {
    let setters: [(&str, Setter); 7] = [
        ("name", |builder, text| builder.name(text)),
        ("value", |builder, text| builder.value(text)),
        ("description", |builder, text| builder.description(text)),
        ("key", |builder, text| builder.attribute(text, "")),
        ("attribute", |builder, text| builder.attribute("", text)),
        ("role", |builder, text| builder.role(Role::Platform(text))),
        ("opened role", |builder, text| builder.open(Role::Platform(text))),
    ];
    for (what, set) in setters {
        let mut builder = TreeBuilder::new(Limits { string_bytes: 4, ..Limits::default() });
        builder.open(AriaRole::Button.into()).expect("within limits");
        assert_eq!(set(&mut builder, "éé"), Ok(()), "{what} of 4 bytes");
        assert_eq!(
            set(&mut builder, "ééa"),
            Err(limit(LimitKind::StringBytes, 4)),
            "{what} of 5 bytes"
        );
    }
}

#[test]
fn platform_roles_are_counted_once_each() {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Group.into()).expect("within limits");
    for i in (0..4_096).chain([7, 4_095]) {
        assert_eq!(builder.role(Role::Platform(&i.to_string())), Ok(()), "{i}");
    }
    let one_more = builder.role(Role::Platform("one more"));
    assert_eq!(one_more, Err(limit(LimitKind::PlatformRoles, 4_096)));
}

#[test]
fn a_capacity_is_a_hint_and_not_an_order() {
    let limits = Limits { nodes: 10, document_bytes: 10, ..Limits::default() };
    let builder = TreeBuilder::with_capacity(limits, usize::MAX, usize::MAX);
    assert!(builder.is_empty());
}

#[test]
fn limits_say_what_they_limit() {
    assert_eq!(limit(LimitKind::Depth, 9).to_string(), "more than 9 levels of nesting");
    assert_eq!(limit(LimitKind::Nodes, 9).to_string(), "more than 9 nodes in one tree");
    assert_eq!(limit(LimitKind::StringBytes, 9).to_string(), "more than 9 bytes in one string");
    assert_eq!(limit(LimitKind::DocumentBytes, 9).to_string(), "more than 9 bytes in one document");
}

#[test]
fn the_defaults_are_the_documented_ones() {
    let Limits { nodes, depth, string_bytes, document_bytes } = Limits::default();
    assert_eq!((nodes, depth), (200_000, 1_024));
    assert_eq!((string_bytes, document_bytes), (1 << 20, 64 << 20));
}
