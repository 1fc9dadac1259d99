use sz_formats::YamlNode;
use sz_noise::{Profile, RuleSet};
use sz_tree::Limits;

use crate::{check, explain};

fn rules(rules: &str) -> Profile {
    let list = YamlNode::parse(rules, &Limits::default()).expect("YAML");
    let rules = RuleSet::from_yaml(&list).expect("rules");
    Profile::empty().with_rules(&rules)
}

const SCREEN: &str = r#"
form "Offer"
  group "Prices"
    text "Now 12 min left" = "12 min" {required}
    text "Was 30 min" @1,2 30x40 [level=2]
  region "Advertisement"
    link "Buy"
"#;

#[test]
fn drops_subtrees() {
    check(
        &rules("[{drop: 'region[name=Advertisement]'}]"),
        SCREEN,
        "form \"Offer\"\n  group \"Prices\"\n    text \"Now 12 min left\" = \"12 min\" {required}\n    text \"Was 30 min\" @1,2 30x40 [level=2]",
    );
    check(&rules("[{drop: '*'}]"), SCREEN, "form \"Offer\"");
}

#[test]
fn hoists_children() {
    check(
        &rules("[{hoist: 'group, region, link'}]"),
        SCREEN,
        "form \"Offer\"\n  text \"Now 12 min left\" = \"12 min\" {required}\n  text \"Was 30 min\" @1,2 30x40 [level=2]",
    );
    check(
        &rules("[{hoist: form}, {drop: group}]"),
        SCREEN,
        "region \"Advertisement\"\n  link \"Buy\"",
    );
    check(&rules("[{hoist: ':root'}]"), SCREEN, SCREEN);
    check(&rules("[{hoist: '*'}, {drop: 'group, region'}]"), SCREEN, "form \"Offer\"");
}

#[test]
fn ignores_fields() {
    check(
        &rules(
            "[{drop: region}, {ignore: text, fields: [name, value, states, bounds, attributes, description]}]",
        ),
        SCREEN,
        "form \"Offer\"\n  group \"Prices\"\n    text\n    text",
    );
    check(
        &rules("[{ignore: textbox, fields: states}]"),
        "textbox \"a\" {protected, focused}",
        "textbox \"a\" {protected}",
    );
}

#[test]
fn masks_text() {
    check(
        &rules(
            r"[{drop: region}, {mask: text, fields: [name], pattern: '\d+ min', with: <minutes>}]",
        ),
        SCREEN,
        "form \"Offer\"\n  group \"Prices\"\n    text \"Now <minutes> left\" = \"12 min\" {required}\n    text \"Was <minutes>\" @1,2 30x40 [level=2]",
    );
    check(
        &rules(r"[{mask: text, pattern: '\d', with: '$x#'}]"),
        "text \"1 2\" = \"3\" (\"4\")",
        "text \"$x# $x#\" = \"$x#\" (\"$x#\")",
    );
    check(&rules("[{mask: text, pattern: a, with: ''}]"), "text \"banana\"", "text \"bnn\"");
}

/// What one rule leaves is what the next one, and the next round, see.
#[test]
fn rules_feed_each_other_until_nothing_changes() {
    check(
        &rules(r#"[{drop: 'text[name="<n>"]'}, {mask: text, pattern: '\d+', with: <n>}]"#),
        "form\n  text \"12\"\n  text \"12 a\"",
        "form\n  text \"<n> a\"",
    );
    check(&rules("[{mask: text, pattern: ab, with: ''}]"), "text \"aabbc\"", "text \"c\"");
    let endless = rules("[{mask: text, pattern: a, with: b}, {mask: text, pattern: b, with: a}]");
    check(&endless, "text \"ab\"", "text \"aa\"");
}

#[test]
fn masks_cannot_blow_a_text_up() {
    let growing = rules("[{mask: text, pattern: x, with: 'qq qq qq'}]");
    check(&growing, "text \"xx\"", "text \"qq qq qqqq qq qq\"");
    check(&growing, &format!("text \"{}\"", "x".repeat(1000)), "text \"qq qq qq\"");
}

#[test]
fn places_are_those_of_the_input() {
    let list = "list\n  listitem \"a\"\n  listitem \"b\"\n  listitem \"c\"";
    check(&rules("[{drop: ':first-child'}]"), list, "list\n  listitem \"b\"\n  listitem \"c\"");
    check(
        &rules("[{hoist: group}, {drop: 'form > button'}]"),
        "form\n  group\n    button \"a\"\n  button \"b\"",
        "form\n  button \"a\"",
    );
}

#[test]
fn come_after_the_built_in_rules_and_are_explained() {
    let own = rules(
        r"[{mask: text, pattern: '\d+', with: <n>, name: numbers}, {drop: 'link, separator'}]",
    );
    let (own_rules, built_in) = (own.explain(&sz_testkit::tree("text \"1\"")), Profile::built_in());
    assert_eq!((own_rules[0].rule.as_str(), own_rules[0].n_removed), ("numbers", 0));
    let list = YamlNode::parse(
        "[{mask: text, pattern: '\\d+', with: <n>, name: numbers}, {drop: link}]",
        &Limits::default(),
    );
    let both = built_in.with_rules(&RuleSet::from_yaml(&list.expect("YAML")).expect("rules"));
    assert_eq!(
        explain(&both, "form\n  text \" 1\"\n  separator\n  link\n    text \"a\""),
        [
            "tidy text-space /0 name",
            "mask numbers /0 name",
            "drop separator /1",
            "drop drop: link /2"
        ]
    );
    assert_eq!(both.explain(&sz_testkit::tree("form\n  link\n    text \"a\""))[0].n_removed, 2);
}
