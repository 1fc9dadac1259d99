use std::ops::Range;

use proptest::prelude::*;
use sz_testkit::{arb_tree, tree};
use sz_tree::{AriaRole, Limits, Role, State, Tree, TreeBuilder};

use crate::laws::derive;

const SECRET: &str = "hunter2-correct-horse";

/// The outline must keep no secret, in any place that is printed.
#[track_caller]
fn check_dropped(outline: &str, expected: &str) {
    let tree = tree(outline);
    assert_eq!(format!("{tree:?}"), expected, "{outline}");
    assert!(!format!("{tree:#?}").contains("hunter2"), "{outline}");
}

#[track_caller]
fn check_kept(outline: &str) {
    let tree = tree(outline);
    assert!(tree.nodes().all(|node| !node.is(State::Protected)), "{outline} gave {tree:?}");
    assert!(tree.nodes().any(|node| node.value().is_some()), "{outline} gave {tree:?}");
}

#[test]
fn a_flagged_field_keeps_neither_value_nor_content() {
    check_dropped(
        "textbox \"Code\" = \"hunter2\" {protected}\n  group\n    text \"hunter2\"",
        "textbox \"Code\" {Protected}\n",
    );
    check_dropped("platform:vault = \"hunter2\" {protected}", "platform:vault \"\" {Protected}\n");
    check_dropped(
        "form\n  textbox \"a\" = \"hunter2\" {protected}\n    text \"hunter2\"\n  button \"b\" = \"kept\"",
        "form \"\"\n  textbox \"a\" {Protected}\n  button \"b\" = \"kept\"\n",
    );
}

#[test]
fn bullets_tell_the_length_and_are_dropped() {
    for bullets in ["•", "••••••", "●●", "***", "∙∙", "•*●"] {
        check_dropped(
            &format!("textbox \"Code\" = \"{bullets}\""),
            "textbox \"Code\" {Protected}\n",
        );
        check_dropped(
            &format!("textbox \"Code\"\n  generic\n    text \"{bullets}\""),
            "textbox \"Code\" {Protected}\n",
        );
        check_dropped(&format!("generic = \"{bullets}\""), "generic \"\" {Protected}\n");
    }
    check_kept("textbox \"Card\" = \"•••• 1234\"");
    check_kept("textbox \"Empty\" = \"\"");
    check_kept("form = \"v\"\n  text \"••••\"");
    check_kept("form\n  text \"*\"\n  textbox \"Name\" = \"Ada\"");
}

#[test]
fn a_text_field_that_names_a_secret_is_a_password_field() {
    for name in [
        "Password",
        "PASSWORD",
        "Confirm password *",
        "new-pwd",
        "PIN",
        "Enter PIN:",
        "Kennwort",
        "Contraseña",
        "Пароль",
        "密码",
        "パスワード",
        "CVV",
        "Mot de passe",
    ] {
        for role in ["textbox", "searchbox", "spinbutton", "combobox", "platform:vault"] {
            check_dropped(
                &format!("{role} \"{name}\" = \"hunter2\""),
                &format!("{role} {name:?} {{Protected}}\n"),
            );
        }
    }
    check_dropped(
        "textbox [placeholder=Password] = \"hunter2\"",
        "textbox \"\" {Protected} [placeholder=\"Password\"]\n",
    );
    check_dropped(
        "textbox [id=login_pwd] = \"hunter2\"",
        "textbox \"\" {Protected} [id=\"login_pwd\"]\n",
    );
    check_dropped("textbox \"Password\"\n  text \"hunter2\"", "textbox \"Password\" {Protected}\n");
}

#[test]
fn the_description_of_a_filled_field_is_a_label() {
    for role in ["textbox", "spinbutton", "combobox", "platform:vault"] {
        check_dropped(
            &format!("{role} \"Code\" (\"your password\") = \"hunter2\""),
            &format!("{role} \"Code\" (\"your password\") {{Protected}}\n"),
        );
        let empty = tree(&format!("{role} \"Code\" (\"your password\")"));
        assert!(!empty.root().is(State::Protected), "{role}");
    }
}

#[test]
fn a_password_field_keeps_only_attributes_that_say_which_it_is() {
    check_dropped(
        "textbox \"Code\" {protected} [text=hunter2] [id=code] [content=hunter2] [class=C] [placeholder=p]\n  text \"a\" [id=hunter2]",
        "textbox \"Code\" {Protected} [class=\"C\"] [id=\"code\"] [placeholder=\"p\"]\n",
    );
    check_dropped("textbox \"Password\" [text=hunter2]", "textbox \"Password\" {Protected}\n");
    check_dropped(
        "form\n  button \"a\" [text=b]\n  textbox \"Code\" = \"•\" [text=hunter2]\n  button \"c\" [text=d]",
        "form \"\"\n  button \"a\" [text=\"b\"]\n  textbox \"Code\" {Protected}\n  button \"c\" [text=\"d\"]\n",
    );
}

#[test]
fn what_only_sounds_like_a_secret_is_kept() {
    for name in ["Shipping", "Pinterest", "Spinner", "Hotspot", "Topping", "Passenger", "Opinion"] {
        check_kept(&format!("textbox \"{name}\" = \"v\""));
    }
    check_kept("button \"Change password\" = \"v\"");
    check_kept("link \"Forgot your PIN?\" = \"v\"");
    for role in ["checkbox", "heading", "text", "listitem", "option", "dialog", "slider"] {
        check_kept(&format!("{role} \"Password\" = \"v\""));
    }
    check_kept("combobox \"Password\"\n  option \"a\" = \"v\"");
    check_kept("platform:window \"Change password\"\n  textbox \"Name\" = \"v\"");
    check_kept("textbox \"E-mail\" (\"not for spam\") = \"v\"");
}

#[test]
fn an_empty_field_is_the_same_as_a_filled_one() {
    let empty = tree("textbox \"Password\"");
    for filled in [
        "textbox \"Password\" = \"hunter2\"",
        "textbox \"Password\" = \"\"",
        "textbox \"Password\" = \"••\"",
    ] {
        assert_eq!(tree(filled), empty);
        assert_eq!(tree(filled).signatures(), empty.signatures());
    }
}

#[test]
fn no_order_of_calls_gets_a_secret_in() {
    let build = |calls: &dyn Fn(&mut TreeBuilder)| {
        let mut builder = TreeBuilder::new(Limits::default());
        builder.open(AriaRole::Textbox.into()).expect("a root");
        calls(&mut builder);
        builder.close().expect("open");
        builder.finish().expect("built")
    };
    let check = |calls: &dyn Fn(&mut TreeBuilder)| {
        let tree = build(calls);
        assert!(!format!("{tree:?}").contains(SECRET), "{tree:?}");
        assert!(tree.root().is(State::Protected), "{tree:?}");
        assert_eq!((tree.len(), tree.root().value()), (1, None));
    };
    check(&|builder| {
        builder.value(SECRET).expect("open");
        builder.add_state(State::Protected);
    });
    check(&|builder| {
        builder.value(SECRET).expect("open");
        builder.value("•••").expect("open");
    });
    check(&|builder| {
        builder.value(SECRET).expect("open");
        builder.open(Role::Platform("inner")).expect("a child");
        builder.name(SECRET).expect("open");
        builder.description(SECRET).expect("open");
        builder.attribute("text", SECRET).expect("open");
        builder.close().expect("open");
        builder.name("Password").expect("open");
    });
    check(&|builder| {
        builder.role(AriaRole::Generic.into()).expect("open");
        builder.value(SECRET).expect("open");
        builder.name("Password").expect("open");
        builder.role(AriaRole::Textbox.into()).expect("open");
    });
}

proptest! {
    #[test]
    fn a_password_field_is_empty_wherever_it_is(tree in arb_tree(120)) {
        for node in tree.nodes().filter(|node| node.is(State::Protected)) {
            prop_assert!(node.is_leaf());
            prop_assert_eq!(node.value(), None);
        }
    }

    #[test]
    fn dropping_a_secret_changes_nothing_else(tree in arb_tree(60), at in any::<prop::sample::Index>()) {
        let at = tree.nodes().nth(at.index(tree.len())).expect("an index into it");
        let size = at.subtree_size();
        let guarded = derive(&tree, |index, builder| {
            if index == at.id().index() {
                builder.value(SECRET).expect("open");
                builder.add_state(State::Protected);
            }
        });
        prop_assert_eq!(guarded.len(), tree.len() - size + 1);
        let shown = format!("{guarded:?}");
        prop_assert!(!shown.contains(SECRET));
        let first = at.id().index();
        prop_assert_eq!(
            texts_outside(&guarded, first..first + 1),
            texts_outside(&tree, first..first + size)
        );
    }
}

/// The nodes outside a subtree, as text.
fn texts_outside(tree: &Tree, subtree: Range<usize>) -> Vec<String> {
    let outside = tree.nodes().filter(|node| !subtree.contains(&node.id().index()));
    outside.map(|node| format!("{node:?}")).collect()
}
