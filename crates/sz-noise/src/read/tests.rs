use crate::{Action, Profile, built_in::BUILT_INS};

#[track_caller]
fn refuses(profile: &str, expected: &[&str]) {
    let errors = Profile::parse(profile).map(|_| ()).expect_err(profile);
    let faults: Vec<String> = errors.faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, expected, "{profile}");
}

/// The built-in rules that are on in one profile and not in the other.
#[track_caller]
fn switched(profile: &str) -> Vec<&'static str> {
    let (read, default) = (Profile::parse(profile).expect(profile), Profile::built_in());
    let differs = |rule: &&crate::built_in::BuiltIn| {
        read.switches.has(**rule) != default.switches.has(**rule)
    };
    BUILT_INS.iter().filter(differs).map(|rule| rule.rule().name).collect()
}

#[test]
fn switches_built_in_rules() {
    assert!(switched("").is_empty());
    assert!(switched("schema: sz-noise/1").is_empty());
    assert!(switched(Profile::DOCUMENTED).is_empty());
    assert_eq!(switched("builtin: [separator, spinner]"), ["separator", "spinner"]);
    assert_eq!(switched("builtin: {offscreen: on, hidden: off}"), ["hidden", "offscreen"]);
    assert_eq!(switched("builtin: {offscreen: true, hidden: no}"), ["hidden", "offscreen"]);
    assert!(switched("builtin: {offscreen: off, hidden: yes}").is_empty());
}

#[test]
fn every_built_in_rule_is_documented() {
    for rule in Profile::built_in_rules() {
        let line = format!("  {}: {}\n", rule.name, rule.is_on);
        assert!(Profile::DOCUMENTED.contains(&line), "{line}");
        assert!(!rule.description.is_empty());
    }
}

#[test]
fn reads_rules() {
    let profile = Profile::parse(
        r"
        rules:
          - drop: timer
          - hoist: 'group:not([name])'
            name: groups
          - {ignore: spinbutton, fields: [value, bounds]}
          - {ignore: spinbutton, fields: states}
          - {mask: text, pattern: '\d+', with: '#'}
          - {mask: 'text:name(/x/)', fields: name, pattern: x+, with:}
        ",
    )
    .expect("a profile");
    let rules: Vec<_> = profile.rules.iter().collect();
    let shown: Vec<_> = rules.iter().map(|(name, action, _)| (*name, *action)).collect();
    assert_eq!(
        shown,
        [
            ("drop: timer", Action::Drop),
            ("groups", Action::Hoist),
            ("ignore: spinbutton", Action::Ignore),
            ("ignore: spinbutton", Action::Ignore),
            ("mask: text", Action::Mask),
            ("mask: text:name(/x/)", Action::Mask),
        ]
    );
    assert_eq!(rules[1].2.as_str(), "group:not([name])");
}

#[test]
fn reports_all_faults_at_once() {
    refuses(
        "schema: sz-noise/2
builtin: {seperator: off, spinner: maybe}
rule: []
rules:
  - drop: buton
  - drop: row
    hoist: row
  - name: nothing
  - {ignore: row, fields: [nmae, value]}
  - {mask: row, pattern: '(', with: x}
  - row
",
        &[
            "line 1, column 9: unknown schema `sz-noise/2`; this is `sz-noise/1`",
            "line 2, column 11: unknown built-in rule `seperator`; did you mean `separator`?",
            "line 2, column 36: a rule is `on` or `off`, not `maybe`",
            "line 3, column 1: unknown key `rule`; did you mean `rules`?",
            "line 5, column 11: bad selector `buton`: column 1: no role is called `buton`; did you mean `button`?; \
             a platform's own role is written `platform\\:buton`",
            "line 7, column 5: a rule has one action; make this a rule of its own",
            "line 8, column 5: a rule needs one of `drop`, `hoist`, `ignore` and `mask`",
            "line 9, column 28: unknown field `nmae`; did you mean `name`?",
            "line 10, column 26: bad pattern `(`: unclosed group",
            "line 11, column 5: a rule is a mapping such as `{drop: spinbutton}`, not text",
        ],
    );
}

#[test]
fn checks_the_parts_of_a_rule() {
    let rule = |rule: &str, expected: &str| refuses(&format!("rules: [{{{rule}}}]"), &[expected]);
    rule("drop: [row]", "line 1, column 16: the selector of `drop` is a text, not a list");
    rule(
        "drop: row, fields: [name]",
        "line 1, column 21: `fields` belongs to `ignore` and `mask`, not to `drop`",
    );
    rule(
        "ignore: row, fields: name, with: x",
        "line 1, column 37: `with` belongs to `mask`, not to `ignore`",
    );
    rule("ignore: row", "line 1, column 9: `ignore` needs `fields`, such as `fields: [value]`");
    rule("ignore: row, fields: []", "line 1, column 31: `fields` is empty");
    rule(
        "mask: row, fields: [bounds], pattern: x, with: y",
        "line 1, column 30: unknown field `bounds`; it can be name, value, description",
    );
    rule(
        "mask: row, with: y",
        r"line 1, column 9: `mask` needs a `pattern`, such as `pattern: '\d+ min'`",
    );
    rule(
        "mask: row, pattern: y",
        "line 1, column 9: `mask` needs a placeholder, such as `with: '<minutes>'`",
    );
    rule("drop: row, name: [x]", "line 1, column 27: a rule's name is a text, not a list");
    rule(
        "drop: row, when: x",
        "line 1, column 21: unknown key `when`; it can be name, drop, hoist, ignore, mask, fields, pattern, with",
    );
}

#[test]
fn refuses_masks_that_would_not_end() {
    let mask = |mask: &str, expected: &str| {
        refuses(&format!("rules: [{{mask: row, {mask}}}]"), &[expected]);
    };
    mask(
        "pattern: 'x*', with: y",
        "line 1, column 30: the pattern `x*` also matches nothing at all; write `+` for `*`",
    );
    mask(
        "pattern: 'x', with: box",
        "line 1, column 41: the placeholder `box` matches the pattern itself, so masking would never come to an \
         end; write another, such as `<...>`",
    );
    mask(
        &format!("pattern: x, with: {}", "y".repeat(65)),
        "line 1, column 39: the placeholder has 65 bytes; 64 are allowed",
    );
}

#[test]
fn refuses_what_is_no_profile() {
    refuses("[]", &["line 1, column 1: a noise profile is a mapping, not a list"]);
    refuses("rules: {drop: row}", &["line 1, column 8: rules are a list, not a mapping"]);
    refuses(
        "builtin: off",
        &[
            "line 1, column 10: `builtin` is a mapping such as `{separator: off}` or a list of rules to switch off, \
           not text",
        ],
    );
    let many = format!("rules: [{}]", "{drop: row}, ".repeat(1_001));
    refuses(&many, &["line 1, column 13009: 1001 rules; a list has at most 1000"]);
    let errors = Profile::parse("\"a\\u001bb\": 1").map(|_| ()).expect_err("an unknown key");
    assert!(errors.to_string().contains(r"`a\u{1b}b`"), "{errors}");
    let errors = Profile::parse("rules: [").map(|_| ()).expect_err("not YAML");
    assert_eq!(errors.faults.len(), 1);
}
