use crate::{AriaRole, BuildError, Limits, State, Tree, TreeBuilder};

/// A form with a button before, a secret in `secret`, and a button after, which names "•" as its parent's
/// neighbour would.
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

#[test]
fn a_copied_tree_forgets_too() {
    let before = build(|builder| builder.value("hunter2")).expect("a tree");
    assert!(before.text.contains("hunter2"), "nothing says that it is a secret");
    let mut builder = TreeBuilder::deriving(&before);
    for (index, node) in before.nodes().enumerate() {
        builder.open_copy(node).expect("within limits");
        if index == 2 {
            builder.add_state(State::Protected);
        }
        if index > 0 {
            builder.close().expect("open");
        }
    }
    builder.close().expect("open");
    let after = builder.finish().expect("a tree");
    assert!(!after.text.contains("hunter2"), "in memory: {:?}", after.text);
    assert_eq!(after.len(), before.len());
    assert!(
        after
            .nodes()
            .zip(before.nodes())
            .all(|(a, b)| a.has_same_fields(b) || a.is(State::Protected))
    );
}
