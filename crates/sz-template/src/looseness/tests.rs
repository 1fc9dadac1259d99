use super::*;

fn found(text: &str) -> Looseness {
    looseness(text, &Profile::built_in()).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}"))
}

/// `weight kind line` of each loose end.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = found(text);
    let shown: Vec<String> = found
        .ends
        .iter()
        .map(|end| format!("{} {} {}", end.weight, end.kind.as_str(), end.mark.line))
        .collect();
    assert_eq!(shown, expected, "{:#?}", found.ends);
}

/// A template of a whole screen with this in its baseline, whose first line is line 6.
fn with(baseline: &str) -> String {
    format!(
        "screen_id: s\nthreshold: 0.6\nnode_count: 4\nrequired_nodes: ['heading[name=\"Pay\"]']\nbaseline: |\n  - main:\n    - heading \"Pay\"\n{baseline}"
    )
}

#[test]
fn a_template_that_says_everything_has_no_loose_end() {
    check(
        &with(
            "    - text: $5.00\n    - button \"Accept\"\n    - link \"Help\":\n      - /url: /help\n",
        ),
        &[],
    );
    check(&with("    - text: /^x$/\n"), &[]);
}

#[test]
fn what_a_template_does_not_say_at_all_weighs_most() {
    check("screen_id: s", &["high fallback 1"]);
    check("screen_id: s\nrequired_nodes: [Pay]", &["high no_baseline 1"]);
    check(
        "screen_id: s\nexpected_roles: [button]",
        &["high no_baseline 1", "high nothing_required 1"],
    );
    check(
        "screen_id: s\nthreshold: 0\nbaseline: |\n  - main:\n    - text: a\n",
        &["medium nothing_required 1", "medium partial_baseline 4"],
    );
}

#[test]
fn marks_are_loose_where_they_stand() {
    check(&with("    - /children: contain\n"), &["high more_children 6"]);
    check(
        &with("    - list:\n      - /children: contain\n      - listitem \"a\"\n"),
        &["medium more_children 8"],
    );
    check(&with("    - button \"Tip\":\n      - /optional: \"true\"\n"), &["medium optional 8"]);
    check(&with("    - text \"Tip\":\n      - /optional: \"true\"\n"), &["low optional 8"]);
    check(&with("    - listitem \"a\":\n      - /repeat: \"true\"\n"), &["low repeat 8"]);
    check(
        &with(
            "    - group:\n      - /order: free\n      - button \"Yes\"\n      - button \"No\"\n",
        ),
        &["medium any_order 8"],
    );
}

#[test]
fn an_optional_node_that_is_required_is_not_missed_without_notice() {
    let text = with("    - button \"Tip\":\n      - /optional: \"true\"\n");
    check(&text.replace("\"Pay\"]'", "\"Pay\"]', Tip"), &[]);
}

#[test]
fn the_worst_that_a_pattern_takes_is_told() {
    #[track_caller]
    fn pattern(source: &str, expected: &str, what: &str, example: &str) {
        let found = found(&with(&format!("    - text: {source}\n")));
        let [end] = &found.ends[..] else { panic!("{source}: {:#?}", found.ends) };
        let shown =
            format!("{} {} {}:{}", end.weight, end.kind.as_str(), end.mark.line, end.mark.column);
        assert_eq!((&*shown, &*end.what, &*end.example), (expected, what, example));
        assert!(end.change.is_some(), "{source}: not tried");
    }
    pattern(
        "/.*/",
        "high any_text 8:7",
        "the text may be anything, or nothing: /.*/",
        "the text goes from \"text\" to \"Pay $99.00 now\"",
    );
    pattern(
        "/./",
        "high any_text 8:7",
        "the text may be anything: /./",
        "the text goes from \"t\" to \"Pay $99.00 now\"",
    );
    pattern(
        r"/\d+ min/",
        "medium text_around 8:7",
        r"the text may be any that holds such a text: /\d+ min/",
        "the text goes from \"49 min\" to \"Pay now! 49 min\"",
    );
    pattern(
        r"/^\$\d+\.\d{2}$/",
        "medium varying_text 8:7",
        r"the text may be another price: /^\$\d+\.\d{2}$/",
        "the text goes from \"$49.49\" to \"$99.00\"",
    );
    pattern(
        r"/^.+ - Editor$/",
        "low varying_text 8:7",
        r"the text may be one with any words in it: /^.+ - Editor$/",
        "the text goes from \"text - Editor\" to \"Pay now! text - Editor\"",
    );
    pattern(
        r"/^\d+ items$/",
        "low varying_text 8:7",
        r"the text may be another one: /^\d+ items$/",
        "the text goes from \"49 items\" to \"99 items\"",
    );
    pattern(
        "/^[A-Z][a-z]+$/",
        "low varying_text 8:7",
        "the text may be another one: /^[A-Z][a-z]+$/",
        "the text goes from \"Atext\" to \"Unsubscribe\"",
    );
}

#[test]
fn values_that_may_be_empty_are_told() {
    let text = with("    - textbox \"Code\": /^[0-9]*$/\n");
    check(&text, &["low empty_text 8"]);
    assert_eq!(
        found(&text).ends[0].what,
        "the value of the textbox \"Code\" may be empty: /^[0-9]*$/"
    );
}

#[test]
fn noise_rules_over_controls_and_texts_are_told() {
    let rule = |rule: &str| with(&format!("    - text: 5 min\nnoise:\n- {{{rule}}}\n"));
    check(&rule("drop: button"), &["high noise_rule 10"]);
    check(&rule("drop: '*[name*=\"Pay $\"]'"), &["high noise_rule 10"]);
    check(&rule("mask: text, fields: [name], pattern: '\\d+', with: N"), &["low noise_rule 10"]);
    check(&rule("ignore: text, fields: [name]"), &["medium noise_rule 10"]);
    check(&rule("drop: 'img[name=\"ad\"]'"), &[]);
    check(&rule("hoist: text"), &["medium noise_rule 10"]);
    let masked = &found(&rule("mask: text, fields: [name], pattern: '\\d+', with: N")).ends[0];
    assert_eq!(masked.example, "the text \"5 min\" reads \"49 min\"");
    assert!(masked.change.is_some());
}

#[test]
fn what_the_noise_profile_takes_out_of_a_baseline_is_told() {
    check(&with("    - text: Loading...\n"), &["low noise_in_baseline 8"]);
}

#[test]
fn links_without_an_address_are_told_once() {
    check(&with("    - link \"a\"\n    - link \"b\"\n"), &["low untold_address 8"]);
    check(
        &with("    - link \"a\":\n      - /url: /a\n    - link \"b\"\n"),
        &["medium untold_address 10"],
    );
}

#[test]
fn how_many_required_nodes_may_be_missing_is_computed() {
    let tolerated = |text: &str| {
        found(&format!("screen_id: s\nrequired_nodes: [aa, bb, cc, dd]\n{text}")).missing_tolerated
    };
    // 0.4 x (4 - n)/4 + 0.6 reaches 0.8 with two missing, 0.9 with one, 0.6 with all.
    let rest = "expected_roles: [x]\ndepth: 3\n";
    assert_eq!(tolerated(rest), Some(2));
    assert_eq!(tolerated(&format!("{rest}threshold: 0.9")), Some(1));
    assert_eq!(tolerated(&format!("{rest}threshold: 0.6")), Some(4));
    assert_eq!(tolerated("threshold: 1"), Some(0));
    assert_eq!(tolerated("threshold: 0.5"), Some(2));
    assert_eq!(found("screen_id: s\ndepth: 3").missing_tolerated, None);
    let low = with("").replace("0.6", "0.3");
    check(&low, &["medium low_threshold 2"]);
}

#[test]
fn requirements_that_most_screens_meet_are_told() {
    for weak in ["button", "'*'", "':not(dialog)'"] {
        check(
            &with("").replace("'heading", &format!("{weak}, 'heading")),
            &["low weak_requirement 4"],
        );
    }
}

#[test]
fn faults_are_told_as_by_the_loader() {
    let faults = looseness("screen_id: s\ndepth: x", &Profile::built_in()).expect_err("a fault");
    assert_eq!(faults[0].to_string(), "2:8: `x` is no count; write 0 or more");
}

proptest::proptest! {
    #[test]
    fn no_template_makes_it_panic(tree in sz_testkit::arb_screen(20), more in "(/[a-z.*+^$]{0,4}/)?") {
        let baseline: String = sz_formats::write_aria(&tree).lines().map(|line| format!("  {line}\n")).collect();
        let text = format!("screen_id: s\nnoise: [{{drop: button}}]\nbaseline: |\n{baseline}  - text: {more}x\n");
        let _found = looseness(&text, &Profile::built_in());
    }
}
