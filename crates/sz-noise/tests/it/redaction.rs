//! Redaction: what it promises for every text and every tree.

use std::borrow::Cow;

use proptest::{collection::vec, prelude::*, sample::select};
use sz_noise::{Detector, RedactionKey, Redactor};
use sz_testkit::{arb_text, arb_tree, tree};
use sz_tree::{Node, State, Tree, TreeBuilder};

fn redactor() -> Redactor {
    redactor_with(1)
}

fn redactor_with(byte: u8) -> Redactor {
    Redactor::new(RedactionKey::new(&[byte; 32]).expect("it is long enough"))
}

/// What findings are made of, and what stands between them; put together in any order, they make
/// texts in which one finding hangs on the other.
const PIECES: &[&str] = &[
    "ada@example.org",
    "a@b.co",
    "@",
    "%40",
    ".de",
    "ada",
    "+49 30 1234567",
    "+",
    "030 ",
    "030 1234567",
    "0171",
    "(030)",
    "555-123-4567",
    "1234567",
    "12 34 56",
    "4111 1111 1111 1111",
    "4111111111111111",
    "4111",
    "1111",
    "3782 822463 10005",
    "DE89 3704 0044 0532 0130 00",
    "DE89370400440532013000",
    "DE89",
    "?token=",
    "token=",
    "?code=abc",
    "&key=",
    "=",
    "https://",
    "http://u:p@host/",
    "/reset/a81kf93jd72hs01l",
    "PL1w1q3fL4pmgqpzb-XhG7Clgi67d_OHXz",
    "?q=",
    "#",
    ";",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3",
    "eyJ",
    ".",
    "/",
    "-",
    " ",
    " ",
    " ",
    ",",
    ":",
    "Phone ",
    "Order ",
    "tel:",
    "x",
    "é",
    "日",
    "٤",
    "\u{202a}",
    "€",
    "<",
    ">",
    "<email:0123456789>",
    "<phone:",
    "0123456789",
    "%20",
    "%",
    "\n",
    "\"",
    "'",
    "&amp;",
    "00",
    "1",
    "2024-01-31",
    "10:30",
];

fn arb_telling_text() -> impl Strategy<Value = String> {
    vec(select(PIECES), 1..9).prop_map(|pieces| pieces.concat())
}

/// Trees with telling texts in all fields of some nodes.
fn arb_telling_tree() -> impl Strategy<Value = Tree> {
    let texts = vec(arb_telling_text(), 1..12);
    (arb_tree(30), texts, any::<u64>()).prop_map(|(tree, texts, chosen)| {
        let mut builder = TreeBuilder::deriving(&tree);
        let copied = builder.copy_subtree(tree.root(), |builder, node| {
            builder.open_copy(node)?;
            let index = node.id().index();
            let text = |field: usize| &*texts[(index * 5 + field) % texts.len()];
            if chosen >> (index % 64) & 1 == 0 {
                return Ok(());
            }
            builder.name(text(0))?;
            builder.value(text(1))?;
            builder.description(text(2))?;
            builder.attribute("url", text(3))?;
            builder.attribute(text(3), text(4))
        });
        copied.and_then(|()| builder.finish()).expect("a copy of a valid tree is valid")
    })
}

/// What redaction does not touch.
fn frame(node: Node<'_>) -> String {
    format!(
        "{} {:?} {:?} {:?} {}",
        node.role(),
        node.states(),
        node.bounds(),
        node.path(),
        node.subtree_size()
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn redacting_twice_is_redacting_once(text in arb_telling_text()) {
        let once = redactor().text(&text).into_owned();
        prop_assert_eq!(redactor().text(&once), &*once, "{:?}", text);
    }

    #[test]
    fn what_is_found_is_replaced_and_nothing_else(text in prop_oneof![arb_telling_text(), arb_text()]) {
        let findings = redactor().findings(&text);
        let redacted = redactor().text(&text);
        prop_assert_eq!(matches!(redacted, Cow::Borrowed(_)), findings.is_empty());
        let (mut rest, mut end) = (&*redacted, 0);
        for finding in findings {
            prop_assert!(finding.range.start >= end && !finding.range.is_empty());
            rest = rest.strip_prefix(&text[end..finding.range.start]).unwrap();
            rest = rest.strip_prefix(&format!("<{}:", finding.detector)).unwrap();
            let (digest, after) = rest.split_at(Redactor::DIGEST_DIGITS);
            prop_assert!(digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
            rest = after.strip_prefix('>').unwrap();
            end = finding.range.end;
        }
        prop_assert_eq!(rest, &text[end..]);
    }
}

proptest! {
    #[test]
    fn a_redacted_tree_has_the_shape_of_the_tree_and_redacting_it_again_changes_nothing(tree in arb_telling_tree()) {
        let redacted = redactor().tree(&tree);
        prop_assert!(redacted.nodes().map(frame).eq(tree.nodes().map(frame)));
        for (before, after) in tree.nodes().zip(redacted.nodes()) {
            prop_assert_eq!(before.value().is_some(), after.value().is_some());
            prop_assert_eq!(redactor().text(before.description()), after.description());
            let url = before.attribute("url").map(|url| redactor().text(url));
            prop_assert_eq!(url.as_deref(), after.attribute("url"));
            for (key, _) in before.attributes() {
                prop_assert!(after.attribute(&redactor().text(key)).is_some());
            }
        }
        let again = redactor().tree(&redacted);
        prop_assert_eq!(&*again, &*redacted);
        prop_assert_eq!(redactor_with(1).tree(&tree), redacted);
    }

    #[test]
    fn a_tree_without_a_finding_is_not_even_copied(tree in sz_testkit::arb_screen(60)) {
        let redacted = Redactor::with_detectors(RedactionKey::new(&[1; 32]).unwrap(), [Detector::Card, Detector::Iban]);
        prop_assert!(matches!(redacted.tree(&tree), Cow::Borrowed(_)));
    }
}

#[test]
fn every_text_field_is_redacted() {
    let before = tree(
        "form \"a@b.co\" = \"c@d.co\" (\"e@f.co\") [url=g@h.co] [i@j.co=x] [id=k@l.co]\n  platform:m@n.co \"OK\" {focused} @1,2 3x4",
    );
    let after = redactor().tree(&before);
    let shown = format!("{after:?}");
    for secret in ["a@b", "c@d", "e@f", "g@h", "i@j", "k@l"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert_eq!(shown.matches("<email:").count(), 6, "{shown}");
    let (before, after) = (before.nodes().last().unwrap(), after.nodes().last().unwrap());
    assert!(before.has_same_fields(after), "roles of platforms stay: {after:?}");
    assert!(after.is(State::Focused));
}

#[test]
fn a_field_says_what_the_number_in_it_is() {
    let check = |outline: &str, expected: &str| {
        let tree = tree(outline);
        let redacted = redactor().tree(&tree);
        let shown = format!("{redacted:?}");
        assert_eq!(shown.contains("<phone:"), expected == "phone", "{outline}: {shown}");
    };
    for label in [
        "Phone",
        "phone_number",
        "phoneNumber",
        "Mobile",
        "Tel.",
        "Telefonnummer",
        "手机号",
        "Телефон",
        "Ваш телефон:",
    ] {
        check(&format!("textbox {label:?} = \"4155552671\""), "phone");
    }
    check("textbox [autocomplete=tel] = \"612 345 678\"", "phone");
    check("textbox [type=tel] = \"5551234\"", "phone");
    check("textbox \"Phone\" [valuetext=4155552671]", "phone");
    check("textbox [id=cell_phone] = \"22 33 44 55\"", "phone");
    check("textbox \"Phone\"\n  generic\n    text \"4155552671\"", "phone");
    for label in [
        "Order number",
        "ISBN",
        "Amount",
        "Name",
        "",
        "Headphones",
        "Microphone level",
        "iPhone",
        "Cellar",
    ] {
        check(&format!("textbox {label:?} = \"4155552671\""), "");
    }
    check("textbox \"Order number\" = \"0123456789\"", "");
    check("textbox \"Order notes\" = \"call 030 1234567\"", "phone");
    check("textbox \"Order notes\" = \"030 1234567\"", "phone");
    check("form \"Phone\"\n  text \"4155552671\"", "");
}

#[test]
fn keys_kinds_and_things_tell_placeholders_apart() {
    let text = |key: u8, text: &str| redactor_with(key).text(text).into_owned();
    assert_eq!(text(1, "ada@example.org"), text(1, "ada@example.org"));
    assert_ne!(text(1, "ada@example.org"), text(2, "ada@example.org"));
    assert_ne!(text(1, "ada@example.org"), text(1, "bob@example.org"));
    let digest = |text: String| text.split([':', '>']).nth(1).map(str::to_owned);
    // The same digits as a card and as a secret.
    let card = digest(text(1, "4111111111111111"));
    let secret = digest(text(1, "?code=4111111111111111"));
    assert!(card.is_some() && secret.is_some() && card != secret);
}

/// What an independent HMAC-SHA256 says: `printf 'sz-redact/1\0email\0ada@example.org' | openssl dgst -sha256 -hmac ...`.
#[test]
fn the_digest_is_the_start_of_an_hmac_sha_256() {
    let redactor = Redactor::new(RedactionKey::new(b"0123456789abcdef0123456789abcdef").unwrap());
    assert_eq!(redactor.text("Ada@example.org"), "<email:e014266873>");
    assert_eq!(redactor.text("+49 (0)30 1234567"), "<phone:3fc3feb876>");
    assert_eq!(redactor.text("4111 1111 1111 1111"), "<card:516aa13489>");
    assert_eq!(redactor.text("de89 3704 0044 0532 0130 00"), "<iban:69d379cbed>");
    assert_eq!(redactor.text("?token=abc"), "?token=<secret:2bb369497f>");
}

#[test]
fn a_key_has_32_bytes_at_least_and_shows_none_of_them() {
    let error = RedactionKey::new(&[0; 31]).unwrap_err();
    assert_eq!(error.to_string(), "a redaction key has at least 32 bytes, and this one has 31");
    let shown = format!("{:?}", Redactor::new(RedactionKey::new(&[b'k'; 32]).unwrap()));
    assert!(
        shown.contains("RedactionKey(..)") && !shown.contains("kk") && !shown.contains("107"),
        "{shown}"
    );
}

#[test]
fn every_placeholder_matches_the_pattern_for_them() {
    let profile =
        format!("rules: [{{mask: text, pattern: '^{}$', with: hidden}}]", Redactor::PLACEHOLDER);
    let profile = sz_noise::Profile::parse(&profile).unwrap();
    for text in [
        "ada@example.org",
        "4111111111111111",
        "DE89370400440532013000",
        "+49301234567",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x",
    ] {
        let before = tree(&format!("text {text:?}"));
        let masked = profile.apply(&redactor().tree(&before)).tree;
        assert_eq!(masked.root().name(), "hidden", "{text}");
    }
    assert!(Detector::ALL.iter().all(|it| Redactor::PLACEHOLDER.contains(it.as_str())));
}

#[test]
fn only_the_detectors_that_were_chosen_look() {
    let key = || RedactionKey::new(&[1; 32]).unwrap();
    let text = "ada@example.org +49 30 1234567";
    let phones = Redactor::with_detectors(key(), [Detector::Phone, Detector::Phone]);
    assert!(phones.text(text).starts_with("ada@example.org <phone:"));
    assert_eq!(phones.detectors(), [Detector::Phone]);
    assert_eq!(Redactor::with_detectors(key(), []).text(text), text);
}
