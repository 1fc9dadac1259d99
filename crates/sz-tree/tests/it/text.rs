use proptest::prelude::*;
use sz_testkit::{arb_text, tree};
use sz_tree::{AriaRole, NodePath, ParseSignatureError, Role, Signature, State};

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in arb_text(), start in prop::sample::select(&["", "/", "sz1:", "/0/"][..])) {
        let text = format!("{start}{text}");
        if let Ok(path) = text.parse::<NodePath>() {
            prop_assert_eq!(path.to_string(), text.clone());
        }
        prop_assert_eq!(text.parse::<Signature>(), Err(ParseSignatureError { text: text.clone() }));
        prop_assert!(State::from_name(&text).is_none_or(|state| state.as_str() == text));
    }

    #[test]
    fn a_role_is_read_as_it_is_written(name in arb_text()) {
        let role = Role::Platform(&name);
        let written = role.to_string();
        prop_assert_eq!(Role::from_name(&written), role);
        prop_assert_eq!(role.as_str(), &name);
        let read = Role::from_name(&name).to_string();
        prop_assert_eq!(Role::from_name(&read).to_string(), read);
    }

    #[test]
    fn a_signature_is_read_as_it_is_written(tree in sz_testkit::arb_screen(10)) {
        for signature in [tree.signatures().full, tree.signatures().content] {
            let written = signature.to_string();
            prop_assert_eq!(written.len(), 4 + 64);
            prop_assert_eq!(written.parse::<Signature>(), Ok(signature));
            prop_assert_eq!(format!("{signature:?}"), written);
        }
    }
}

#[test]
fn every_role_has_one_name() {
    for &role in AriaRole::ALL {
        assert_eq!(AriaRole::from_name(role.as_str()), Some(role));
        assert_eq!(Role::from_name(role.as_str()), role);
        assert_eq!(Role::from(role).to_string(), role.as_str());
        assert_eq!(Role::from(role).aria(), Some(role));
    }
    assert!(AriaRole::ALL.is_sorted_by(|a, b| a.as_str() < b.as_str()));
    assert_eq!(AriaRole::from_name("image"), Some(AriaRole::Img));
    assert_eq!(AriaRole::from_name("Button"), None);
    assert_ne!(Role::Platform("button"), AriaRole::Button);
}

#[test]
fn signatures_are_written_one_way_only() {
    let digits = "0123456789abcdef".repeat(4);
    let written = format!("sz1:{digits}");
    assert_eq!(written.parse::<Signature>().map(|read| read.to_string()), Ok(written));
    let bytes = format!("sz1:{digits}").parse::<Signature>().map(|read| read.as_bytes()[1]);
    assert_eq!(bytes, Ok(0x23));
    for bad in [
        String::new(),
        digits.clone(),
        format!("sz2:{digits}"),
        format!("SZ1:{digits}"),
        format!("sz1:{}", digits.to_uppercase()),
        format!("sz1:{digits}0"),
        format!("sz1:{}", &digits[1..]),
        format!("sz1:{}é", &digits[2..]),
        format!("sz1: {}", &digits[1..]),
        format!("sz1:+{}", &digits[1..]),
    ] {
        assert_eq!(bad.parse::<Signature>(), Err(ParseSignatureError { text: bad }));
    }
}

#[test]
fn debug_shows_one_node_a_line() {
    let outline = "form \"a\"\n  textbox \"b\\n\" = \"c\" (\"d\") {Hidden} @1,2 3x4 [k=\"v\"]\n";
    assert_eq!(format!("{:?}", tree(outline)), outline);
}
