use sz_noise::Redactor;

use super::*;

#[track_caller]
fn check(texts: &[&str], expected: &str) {
    let said: Vec<Said<'_>> =
        texts.iter().enumerate().map(|(sample, &text)| Said { sample, text }).collect();
    let learned = match learn(&said) {
        Learned::Constant(text) => text.to_owned(),
        Learned::Pattern(pattern) => {
            let regex = Regex::new(&pattern).unwrap();
            for text in texts {
                assert!(regex.is_match(text), "{pattern} does not find {text:?}");
            }
            pattern
        }
    };
    assert_eq!(learned, expected, "{texts:?}");
}

#[test]
fn what_does_not_vary_is_no_pattern() {
    check(&["Pay"], "Pay");
    check(&["Pay", "Pay", "Pay"], "Pay");
    check(&["a.b (c)", "a.b (c)"], "a.b (c)");
    check(&[], "");
}

#[test]
fn only_what_varies_is_left_open() {
    check(&["2 items for $49", "2 items for $99"], r"^2 items for \$\d+$");
    check(&["2 items for $49", "3 items for $49"], r"^\d+ items for \$49$");
    check(&["Hello Ada!", "Hello Bob!"], r"^Hello [^\s\d]+!$");
    check(&["Hello Ada Lovelace!", "Hello Bob!"], "^Hello .+!$");
    check(&["Order 17 (open)", "Order 23 (open)"], r"^Order \d+ \(open\)$");
}

#[test]
fn numbers_are_as_wide_as_what_they_count_allows() {
    check(&["3", "12"], r"^\d+$");
    check(&["$12.50", "$7.00"], r"^\$\d+\.\d{2}$");
    check(&["$1,234.50", "$7.00"], r"^\$\d{1,3}(?:,?\d{3})*\.\d{2}$");
    check(&["12:05", "09:41"], r"^\d{2}:\d{2}$");
    check(&["9:05", "12:05"], r"^\d{1,2}:05$");
    check(&["2024-01-31", "2023-12-05"], r"^\d{4}-\d{2}-\d{2}$");
    check(&["1.2.3", "1.10.3"], r"^1\.\d{1,2}\.3$");
    check(&["No. 007", "No. 042"], r"^No\. \d{3}$");
    check(&["/order/17", "/order/5"], r"^/order/\d+$");
    check(&["5 km", "4.5 km"], r"^\d+(?:\.\d+)? km$");
}

#[test]
fn what_is_there_only_sometimes_may_be_missing() {
    check(&["1 item left", "2 items left"], r"^\d+ [^\s\d]+ left$");
    check(&["Inbox", "Inbox (3)"], "^Inbox.*$");
    check(&["-3 degrees", "3 degrees"], "^(?:-)?3 degrees$");
    check(&["", "3 new mails"], r"^(?:3 new mails)?$");
    check(&["", "3 new mails", "4 new mails"], r"^(?:\d+ new mails)?$");
}

#[test]
fn nothing_in_common_is_anything() {
    check(&["Buy milk", "Write the report"], "^.+$");
    check(&["milk", "bread"], "^.+$");
    check(&["", "milk", "bread"], "^(?:.+)?$");
}

#[test]
fn texts_that_come_back_are_the_only_ones() {
    check(&["On", "Off", "On", "Off"], "^(?:Off|On)$");
    check(&["On", "Off", "On"], "^.+$");
    check(&["", "New", "New", ""], "^(?:|New)$");
    // Five are no list any more.
    check(&["a1", "b2", "c3", "d4", "e5", "a1", "b2", "c3", "d4", "e5"], r"^[^\s\d]+\d+$");
}

#[test]
fn what_was_redacted_may_be_of_anybody() {
    let (ada, bob) = ("<email:3f9a0c1d2b>", "<email:0011223344>");
    check(&[ada, bob], "^<email:[0-9a-f]{10}>$");
    check(&[ada, ada, bob, bob], "^<email:[0-9a-f]{10}>$");
    check(
        &[&format!("Signed in as {ada} (2)"), &format!("Signed in as {bob} (3)")],
        r"^Signed in as <email:[0-9a-f]{10}> \(\d+\)$",
    );
    check(&[ada, "<phone:0011223344>"], &format!("^{}$", Redactor::PLACEHOLDER));
    check(&[ada, ada], ada);
    // No placeholder, but a text of that sort.
    check(&["<email:1>", "<email:2>"], r"^<email:\d+>$");
    check(&["<name:3f9a0c1d2b>", "<name:3f9a0c1d2b>!"], "^<name:3f9a0c1d2b>(?:!)?$");
}

#[test]
fn long_texts_share_their_beginning() {
    let long = |end: &str| format!("Terms of use: {} {end}", "and so on, ".repeat(60));
    let (a, b) = (long("the end"), long("to be continued"));
    let Learned::Pattern(pattern) =
        learn(&[Said { sample: 0, text: &a }, Said { sample: 1, text: &b }])
    else {
        unreachable!("they differ")
    };
    assert!(pattern.starts_with("^Terms of use: and so on, and so on,"), "{pattern}");
    assert!(pattern.ends_with(".+$"), "{pattern}");
}

proptest::proptest! {
    /// Whatever was seen fits, and nothing makes an expression that cannot be read.
    #[test]
    fn every_text_fits_what_was_learned(
        texts in proptest::collection::vec(sz_testkit::arb_text(), 1..12),
    ) {
        let collapse = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let texts: Vec<String> = texts.iter().map(collapse).collect();
        let said: Vec<Said<'_>> =
            texts.iter().enumerate().map(|(sample, text)| Said { sample, text }).collect();
        match learn(&said) {
            Learned::Constant(constant) => {
                proptest::prop_assert!(texts.iter().all(|text| text == constant));
            }
            Learned::Pattern(pattern) => {
                let regex = Regex::new(&pattern).unwrap();
                for text in &texts {
                    proptest::prop_assert!(regex.is_match(text), "{} / {:?}", pattern, text);
                }
            }
        }
    }
}
