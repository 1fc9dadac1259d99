use proptest::prelude::*;
use sz_testkit::{arb_tree, tree};
use sz_tree::{Bounds, State, States, TreeBuilder, UNSIGNED_ATTRIBUTES};

use crate::laws::derive;

/// Which of the three signatures two outlines do not share: some of `FSC`.
#[track_caller]
fn check(before: &str, after: &str, expected: &str) {
    let (a, b) = (tree(before).signatures(), tree(after).signatures());
    let pairs =
        [('F', a.full, b.full), ('S', a.structural, b.structural), ('C', a.content, b.content)];
    let differing: String =
        pairs.into_iter().filter(|(_, a, b)| a != b).map(|(kind, ..)| kind).collect();
    assert_eq!(differing, expected, "{before} -> {after}");
}

#[test]
fn each_signature_covers_what_its_name_says() {
    check("button", "link", "FS");
    check("button", "platform:button", "FS");
    check("platform:a", "platform:b", "FS");
    check("button", "button \"OK\"", "FC");
    check("button \"OK\"", "button \"Ok\"", "FC");
    check("textbox", "textbox = \"\"", "F");
    check("textbox = \"\"", "textbox = \"a\"", "FC");
    check("textbox", "textbox (\"a\")", "FC");
    check("textbox \"a\"", "textbox = \"a\"", "F");
    check("textbox \"a\" = \"b\"", "textbox \"b\" = \"a\"", "FC");
    check("heading [level=1]", "heading [level=2]", "F");
    check("heading", "heading [level=]", "F");
    check("heading [a=b]", "heading [ab=]", "F");
}

#[test]
fn shape_and_order_are_signed() {
    check("list\n  listitem", "list\n  listitem\n  listitem", "FS");
    check("list\n  listitem\n    text", "list\n  listitem\n  text", "FS");
    check("list\n  text \"a\"\n  text \"b\"", "list\n  text \"b\"\n  text \"a\"", "FC");
    check("list\n  text\n  link", "list\n  link\n  text", "FS");
    check("list\n  text \"ab\"\n  text \"c\"", "list\n  text \"a\"\n  text \"bc\"", "FC");
    check("list \"a\"\n  text", "list\n  text \"a\"", "F");
}

#[test]
fn each_state_is_signed_or_not_as_documented() {
    for &state in State::ALL {
        let flagged = format!("button {{{}}}", state.as_str());
        check("button", &flagged, if States::SIGNED.contains(state) { "F" } else { "" });
    }
}

#[test]
fn names_of_nodes_are_not_signed() {
    for key in UNSIGNED_ATTRIBUTES {
        check("button", &format!("button [{key}=x]"), "");
        check(&format!("button [{key}=x] [url=y]"), &format!("button [{key}=z] [url=y]"), "");
    }
    check("button", "button [ID=x]", "F");
}

proptest! {
    #[test]
    fn place_focus_and_identity_are_not_signed(tree in arb_tree(60), left in any::<i32>()) {
        let moved = derive(&tree, |_, builder| disturb(builder, left));
        prop_assert_eq!(moved.signatures(), tree.signatures());
        prop_assert_ne!(moved, tree);
    }

    #[test]
    fn equal_trees_have_equal_signatures_and_other_ones_do_not(a in arb_tree(8), b in arb_tree(8)) {
        let (signed_a, signed_b) = (a.signatures(), b.signatures());
        if a == b {
            prop_assert_eq!(signed_a, signed_b);
        }
        if signed_a.full == signed_b.full {
            prop_assert_eq!(signed_a.structural, signed_b.structural);
            prop_assert_eq!(signed_a.content, signed_b.content);
        }
        prop_assert_ne!(signed_a.full, signed_a.structural);
        prop_assert_ne!(signed_a.structural, signed_a.content);
    }
}

/// Everything about the open node that a signature must not see.
fn disturb(builder: &mut TreeBuilder, left: i32) {
    builder.bounds(Bounds::new(left, 7, 0x7fff_fff1, 7)).expect("open");
    for &state in State::ALL.iter().filter(|&&state| !States::SIGNED.contains(state)) {
        builder.add_state(state);
    }
    for key in UNSIGNED_ATTRIBUTES.iter().rev() {
        builder.attribute(key, "something else").expect("open");
    }
}
