use sz_noise::{Profile, RuleSet};

use crate::{check, explain};

/// What the built-in profile leaves of the content of a form.
#[track_caller]
fn leaves(content: &str, expected: &str) {
    let form = |content: &str| {
        let lines: Vec<String> = content.lines().map(|line| format!("  {line}\n")).collect();
        format!("form \"F\"\n{}  button \"OK\"", lines.concat())
    };
    check(&Profile::built_in(), &form(content), &form(expected));
}

#[test]
fn bars_and_busy_signs_go() {
    leaves("scrollbar", "");
    leaves("scrollbar \"Vertical scroll bar\" = \"0.25\" {focusable}", "");
    leaves("scrollbar\n  button {clickable}\n  button \"Page down\"\n  platform:thumb", "");
    leaves("scrollbar\n  separator\n  generic\n    button", "");
    leaves("separator \"Splitter\"", "");
    leaves("progressbar \"Loading your orders…\"", "");
    leaves("progressbar\n  text \"45 %\"\n  group\n    img", "");
    leaves("platform:spinner \"Loading\"\n  text \"Please wait\"", "");
    leaves("\"platform:Busy Indicator\" \"Busy indicator\"", "");
    leaves("separator", "");
    leaves("progressbar \"45 %\" = \"45\"", "");
    leaves("progressbar \"offer_timer\" = \"62\"", "");
    leaves("scrollbar \"message_scroll\"", "");
    leaves("platform:spinner", "");
    leaves("\"platform:Busy Indicator\"", "");
    leaves("platform:switcher", "platform:switcher");
}

#[test]
fn nothing_hides_in_bars_and_busy_signs() {
    let stay = |content: &str| leaves(content, content);
    for role in
        ["scrollbar", "separator", "progressbar", "platform:spinner", "platform:busy-indicator"]
    {
        for inside in [
            "paragraph \"Then a $99 monthly fee\"",
            "button \"Pay $99 now\"",
            "text \"$99\"",
            "text = \"$99\"",
            "button (\"Pay\")",
            "button \"Up\" {checked}",
            "textbox",
            "link \"45 %\"",
            "generic {clickable}",
            "img \"Pay\"",
            "group\n    button\n      text \"Pay\"",
            "scrollbar \"Pay $99\"",
            "progressbar \"offer_timer\" = \"pay_now\"",
            "progressbar \"pay_99_now\"",
            "progressbar \"this_page_will_cost_you_a_lot_of_money\"",
        ] {
            stay(&format!("{role}\n  {inside}"));
        }
        leaves(&format!("{role}\n  none\n    text \"Pay\""), &format!("{role}\n  text \"Pay\""));
        stay(&format!("{role} \"Your plan costs $99 a month\""));
        stay(&format!("{role} = \"$99\""));
        stay(&format!("{role} \"45 %\" (\"of $99\")"));
    }
    stay("separator\n  button");
    stay("separator\n  text \"99\"");
    stay("progressbar\n  button");
    stay("progressbar\n  button \"Up\"");
    stay("scrollbar\n  text \"99\"");
    stay("scrollbar \"Progress\"");
}

#[test]
fn a_status_area_goes_where_it_says_nothing() {
    leaves("status", "");
    leaves("status\n  separator\n  generic", "");
    leaves("status \"Saved\"", "status \"Saved\"");
    leaves("status = \"3 items\"", "status = \"3 items\"");
    leaves("status\n  text \"Saved\"", "status\n  text \"Saved\"");
}

#[test]
fn loading_texts_go_and_content_stays() {
    leaves("text \"Loading...\"", "");
    leaves("generic \"Please wait\"\n  img", "");
    leaves("text \"Loading dock 4\"", "text \"Loading dock 4\"");
    leaves("presentation \"Loading your orders…\"", "");
    leaves("text \"Loading...\" = \"45 %\"", "");
    for text in [
        "text \"Loading fee $99 applies…\"",
        "text \"Loading: signing in costs $99 a month ...\"",
        "text \"Loading $99\"",
        "text \"Loading...\" = \"$99\"",
        "text \"Loading...\" (\"$99 a month\")",
    ] {
        leaves(text, text);
    }
    leaves("button \"Loading...\"", "button \"Loading...\"");
    leaves("heading \"Loading...\"", "heading \"Loading...\"");
    leaves("group \"Loading...\"\n  button \"Buy\"", "group \"Loading...\"\n  button \"Buy\"");
    leaves("group \"Loading...\" {clickable}", "group \"Loading...\" {clickable}");
}

#[test]
fn what_cannot_be_seen_goes() {
    leaves("group \"a\" {hidden}\n  button \"b\"", "");
    leaves("menu \"a\" {offscreen}", "menu \"a\" {offscreen}");
    leaves("group @0,0 0x10", "");
    leaves("group @0,0 10x0", "");
    leaves("text \"a\" {hidden} @0,0 0x0", "");
    leaves("text \"a\" {offscreen} @0,0 0x0", "");
    leaves("text \"$99\" @10,10 0x0", "text \"$99\" @10,10 0x0");
    leaves("group = \"$99\" @10,10 0x0", "group = \"$99\" @10,10 0x0");
    leaves("group (\"$99\") @10,10 0x0", "group (\"$99\") @10,10 0x0");
    leaves("text \"a\" @0,0 1x1", "text \"a\" @0,0 1x1");
    leaves(
        "group \"a\" @0,0 0x0\n  text \"b\" @0,0 9x9",
        "group \"a\" @0,0 0x0\n  text \"b\" @0,0 9x9",
    );
    leaves("group \"a\" @0,0 0x0\n  text \"b\"", "group \"a\" @0,0 0x0\n  text \"b\"");
    leaves("group @0,0 0x0\n  group @5,5 0x0\n    separator", "");
    leaves(
        "checkbox \"Insurance\" {checked} @0,0 0x0",
        "checkbox \"Insurance\" {checked} @0,0 0x0",
    );
}

#[test]
fn decoration_goes() {
    leaves("img", "");
    leaves("img \"Logo\"", "img \"Logo\"");
    leaves("img (\"A tree\")", "img (\"A tree\")");
    leaves("img {disabled}", "");
    leaves("img {clickable}", "img {clickable}");
    leaves("img\n  text \"a\"", "img\n  text \"a\"");
    leaves("img\n  img", "");
}

#[test]
fn texts_without_text_go() {
    leaves("text", "");
    leaves("text \"\\u{200b} \"", "");
    leaves("text = \"5\"", "text = \"5\"");
    leaves("text\n  link \"a\"", "text\n  link \"a\"");
    leaves("text {clickable}", "text {clickable}");
}

#[test]
fn wrappers_give_way_to_their_content() {
    leaves("none\n  text \"a\"\n  text \"b\"", "text \"a\"\ntext \"b\"");
    leaves("presentation\n  text \"a\"", "text \"a\"");
    for named in [
        "none \"$99 a month\"",
        "presentation \"$99\"\n  text \"a\"",
        "none = \"$99\"",
        "none (\"$99\")",
    ] {
        leaves(named, named);
    }
    leaves("generic [class=row]\n  generic\n    text \"a\"\n  generic", "text \"a\"");
    leaves("generic {busy, disabled, focused, read-only}\n  text \"a\"", "text \"a\"");
    leaves("generic \"a\"", "generic \"a\"");
    leaves("generic = \"a\"", "generic = \"a\"");
    leaves("generic {clickable}\n  text \"a\"", "generic {clickable}\n  text \"a\"");
    leaves("group\n  text \"a\"", "group\n  text \"a\"");
}

#[test]
fn what_is_hidden_is_not_uncovered() {
    let profile = Profile::parse("builtin: [hidden]").expect("valid");
    let screen =
        "form \"F\"\n  generic {hidden}\n    button \"Buy\"\n  none {hidden}\n    button \"OK\"";
    check(&profile, screen, screen);
}

#[test]
fn text_is_put_in_order() {
    leaves("text \" a\\n\\tb\\u{a0} \" (\"c  d\")", "text \"a b\" (\"c d\")");
    leaves("text \"Kranken\\u{ad}ver\\u{200b}sicherung\"", "text \"Krankenversicherung\"");
    leaves("textbox \"a\" = \"two  spaces\"", "textbox \"a\" = \"two  spaces\"");
    leaves("generic \"\\u{200b}\"\n  text \"a\"", "text \"a\"");
    leaves("text \"Loading\\u{ad}...\"", "");
}

/// What a soft hyphen hid from the reader of the source is seen once it is gone.
#[test]
fn a_field_that_turns_out_to_hold_a_secret_loses_it() {
    leaves(
        "textbox \"Pass\\u{ad}word\" = \"hunter2\"\n  text \"hunter2\"",
        "textbox \"Password\" {protected}",
    );
}

#[test]
fn the_root_stays_unless_it_only_wraps() {
    let profile = Profile::built_in();
    check(&profile, "scrollbar", "scrollbar");
    check(&profile, "generic", "generic");
    check(&profile, "none {hidden}\n  separator", "none {hidden}");
    check(&profile, "generic\n  none\n    form \"F\"\n  separator", "form \"F\"");
    check(&profile, "generic\n  form \"F\"\n  form \"G\"", "generic\n  form \"F\"\n  form \"G\"");
}

#[test]
fn every_rule_can_be_switched_off_and_on() {
    #[track_caller]
    fn switches(rule: &str, node: &str) {
        let screen = format!("form \"F\"\n  {node}\n  button \"OK\"");
        let off = Profile::parse(&format!("builtin: {{{rule}: off}}")).expect("valid");
        check(&off, &screen, &screen);
        let on = Profile::parse(&format!("builtin: {{{rule}: on}}")).expect("valid");
        assert_eq!(explain(&on, &screen).len(), 1, "{rule}");
        assert!(explain(&on, &screen)[0].contains(&format!(" {rule} /0")), "{rule}");
    }
    let cases = [
        ("text-space", "text \"a  b\""),
        ("scroll-bar", "scrollbar"),
        ("separator", "separator"),
        ("progress-bar", "progressbar"),
        ("spinner", "platform:spinner"),
        ("status-bar", "status"),
        ("empty-text", "text"),
        ("loading-text", "text \"Loading\""),
        ("hidden", "text \"a\" {hidden}"),
        ("offscreen", "text \"a\" {offscreen}"),
        ("zero-size", "group @0,0 0x0"),
        ("decorative-image", "img"),
        ("presentational", "none"),
        ("unnamed-wrapper", "generic"),
    ];
    let names: Vec<&str> = Profile::built_in_rules().iter().map(|rule| rule.name).collect();
    assert_eq!(cases.map(|(rule, _)| rule).as_slice(), names);
    for (rule, node) in cases {
        switches(rule, node);
    }
}

#[test]
fn an_empty_profile_changes_nothing() {
    let screen = "generic\n  scrollbar\n  text \" a \" {hidden}";
    check(&Profile::empty(), screen, screen);
    check(&Profile::empty().with_rules(&RuleSet::default()), screen, screen);
}

#[test]
fn explains_itself() {
    let effects = explain(
        &Profile::built_in(),
        "generic\n  form \"F\"\n    generic\n      text \"a  b\"\n    group {hidden}\n      button \"x\"\n    img",
    );
    assert_eq!(
        effects,
        [
            "tidy text-space /0/0/0 name",
            "hoist unnamed-wrapper /",
            "hoist unnamed-wrapper /0/0",
            "drop hidden /0/1",
            "drop decorative-image /0/2",
        ]
    );
}
