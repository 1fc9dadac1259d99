use crate::{AriaRole, BuildError, Limits, Node, State, Tree, TreeBuilder};

/// A form with a button, a text field that `secret` fills in, and another button.
fn build(secret: impl Fn(&mut TreeBuilder) -> Result<(), BuildError>) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(AriaRole::Form.into())?;
    builder.name("Sign in")?;
    builder.open(AriaRole::Button.into())?;
    builder.name("before")?;
    builder.attribute("level", "1")?;
    builder.close()?;
    builder.open(AriaRole::Textbox.into())?;
    secret(&mut builder)?;
    builder.close()?;
    builder.open(AriaRole::Button.into())?;
    builder.name("after")?;
    builder.value("kept")?;
    builder.description("also kept")?;
    builder.attribute("url", "/after")?;
    builder.close()?;
    builder.close()?;
    builder.finish()
}

#[track_caller]
fn check(secret: impl Fn(&mut TreeBuilder) -> Result<(), BuildError>) {
    let tree = build(secret).expect("a tree");
    assert!(!tree.text.contains("hunter2"), "in memory: {:?}", tree.text);
    let after = tree.nodes().last().expect("the button after it");
    assert_eq!(format!("{after:?}"), r#"button "after" = "kept" ("also kept") [url="/after"]"#);
    let before = tree.root().children().next().expect("the button before it");
    assert_eq!(format!("{before:?}"), r#"button "before" [level="1"]"#);
}

#[test]
fn a_dropped_secret_is_not_in_memory_either() {
    check(|builder| {
        builder.value("hunter2")?;
        builder.add_state(State::Protected);
        Ok(())
    });
    check(|builder| {
        builder.value("hunter2")?;
        builder.value("••••")
    });
    check(|builder| {
        builder.value("hunter2")?;
        builder.clear_value()?;
        builder.name("Password")
    });
    check(|builder| {
        builder.name("PIN")?;
        builder.open(AriaRole::Text.into())?;
        builder.name("hunter2")?;
        builder.value("hunter2")?;
        builder.description("hunter2")?;
        builder.attribute("hunter2", "hunter2")?;
        builder.close().map(drop)
    });
}

/// A copy of a form with "hunter2" in a field, in which `change` gets at that field.
#[track_caller]
fn check_copy(change: impl Fn(&mut TreeBuilder) -> Result<(), BuildError>) {
    let before = build(|builder| {
        builder.value("hunter2")?;
        builder.attribute("level", "hunter2")
    });
    let before = before.expect("a tree");
    assert!(before.text.contains("hunter2"), "nothing says that it is a secret");
    let mut builder = TreeBuilder::deriving(&before);
    let open = |builder: &mut TreeBuilder, node: Node<'_>| {
        builder.open_copy(node)?;
        if node.id().index() == 2 { change(builder) } else { Ok(()) }
    };
    builder.copy_subtree(before.root(), open).expect("within limits");
    let after = builder.finish().expect("a tree");
    assert!(!after.text.contains("hunter2"), "in memory: {:?}", after.text);
    assert_eq!(after.len(), before.len());
    let changed =
        |(index, (a, b)): (usize, (Node<'_>, Node<'_>))| (!a.has_same_fields(b)).then_some(index);
    let changed: Vec<_> =
        after.nodes().zip(before.nodes()).enumerate().filter_map(changed).collect();
    assert_eq!(changed, [2], "{after:?}");
}

#[test]
fn a_copy_forgets_too() {
    check_copy(|builder| {
        builder.add_state(State::Protected);
        builder.attribute("level", "2")
    });
    check_copy(|builder| {
        builder.value("<e-mail>")?;
        builder.attribute("level", "<e-mail>")
    });
    check_copy(|builder| {
        builder.clear_value()?;
        builder.clear_attributes()
    });
}

#[test]
fn a_copied_subtree_has_the_shape_of_the_original() -> Result<(), BuildError> {
    let mut builder = TreeBuilder::new(Limits::default());
    // Per node, how many are closed after it: the group ends with two levels at once.
    for (role, closed) in [
        (AriaRole::Form, 0),
        (AriaRole::Group, 0),
        (AriaRole::Button, 0),
        (AriaRole::Text, 3),
        (AriaRole::Link, 2),
    ] {
        builder.open(role.into())?;
        (0..closed).try_for_each(|_| builder.close().map(drop))?;
    }
    let before = builder.finish()?;
    let group = before.nodes().nth(1).expect("the group");
    let mut builder = TreeBuilder::deriving(&before);
    builder.copy_subtree(group, TreeBuilder::open_copy)?;
    let after = builder.finish()?;
    let sizes = after.nodes().map(|node| (node.role().to_string(), node.subtree_size()));
    let expected = [("group", 3), ("button", 2), ("text", 1)];
    assert!(sizes.eq(expected.map(|(role, size)| (role.to_owned(), size))), "{after:?}");
    Ok(())
}
