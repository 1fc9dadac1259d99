use super::*;

fn template(text: &str) -> Template {
    Template::parse(text).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn between(old: &str, new: &str) -> TemplateDiff {
    let [old, new] = [old, new].map(|text| template(&format!("screen_id: s\n{text}")));
    TemplateDiff::between(&old, &new, &Profile::built_in())
}

/// The bump and the sentences of what changed.
#[track_caller]
fn check(old: &str, new: &str, bump: Option<Bump>, sentences: &[&str]) {
    let diff = between(old, new);
    let said: Vec<&str> = diff.changes.iter().map(|change| &*change.sentence).collect();
    assert_eq!((diff.bump, &*said), (bump, sentences));
}

const MAJOR: Option<Bump> = Some(Bump::Major);
const MINOR: Option<Bump> = Some(Bump::Minor);
const PATCH: Option<Bump> = Some(Bump::Patch);

#[test]
fn what_is_only_written_otherwise_has_not_changed() {
    check("required_nodes: [a, b]", "# note\nrequired_nodes:\n  - b\n  - 'a'\n", None, &[]);
    check("version: 1.0.0", "version: 2.0.0", None, &[]);
    check(
        "baseline: |\n  - button \"OK\"\n",
        "baseline: |\n  # the button\n  - button \"OK\"\n",
        None,
        &[],
    );
    // Found by fuzzing: a role that is not ARIA's made the same baseline another shape.
    let baseline = "threshold: 0.5\nbaseline: |\n  - form \"x\":\n    - but\n";
    check(baseline, &format!("{baseline}version: 2.0.0"), None, &[]);
    check(
        "noise: [{mask: text, fields: [name], pattern: '\\d', with: N}]",
        "noise:\n  - mask: 'text'\n    fields:\n      - name\n    pattern: \\d\n    with: N\n",
        None,
        &[],
    );
}

#[test]
fn asking_for_more_is_major_and_for_less_minor() {
    check("required_nodes: [a]", "required_nodes: [a, b]", MAJOR, &["`b` is required now"]);
    check("required_nodes: [a, b]", "required_nodes: [a]", MINOR, &["`b` is no longer required"]);
    check("required_nodes: [a]", "required_nodes: [a, a]", MAJOR, &["`a` is required now"]);
    check("", "forbidden_nodes: [x]", MAJOR, &["`x` is forbidden now"]);
    check("forbidden_nodes: [x]", "", MINOR, &["`x` is no longer forbidden"]);
    check(
        "expected_roles: [list]",
        "expected_roles: [list, text]",
        MAJOR,
        &["`text` is expected now"],
    );
    check("threshold: 0.7", "threshold: 0.8", MAJOR, &["the threshold went up from 0.7 to 0.8"]);
    check("", "threshold: 0.5", MINOR, &["the threshold went down from 0.8 to 0.5"]);
    check(
        "required_nodes: [a, b]",
        "required_nodes: [b, c]",
        MAJOR,
        &["`a` is no longer required", "`c` is required now"],
    );
}

#[test]
fn another_screen_or_app_is_major_and_other_words_are_a_patch() {
    check(
        "metadata: { app: shop, owner: ada }",
        "metadata: { app: mail, owner: eve, note: x }",
        MAJOR,
        &[
            "it belongs to the app `mail`, no longer to `shop`",
            "`note` says \"x\" now",
            "`owner` says \"eve\" now",
        ],
    );
    check("metadata: { note: x }", "", PATCH, &["`note` is no longer given"]);
    let [old, new] = ["screen_id: a", "screen_id: b"].map(template);
    let diff = TemplateDiff::between(&old, &new, &Profile::built_in());
    assert_eq!(diff.changes[0].sentence, "it describes the screen `b`, no longer `a`");
    assert_eq!(diff.bump, MAJOR);
}

#[test]
fn transitions_and_noise_are_minor() {
    check(
        "valid_transitions: [a, x -> y]",
        "valid_transitions: [b, a]",
        MINOR,
        &["`x -> y` is no longer valid", "`b` is valid now"],
    );
    check("", "noise: [{drop: banner}]", MINOR, &["`drop: banner` is noise now"]);
}

const FORM: &str = "threshold: 0.6\nbaseline: |\n  - form \"Pay\":\n    - text: $5.00\n    - button \"Accept\"\n    - button \"Decline\"\n    - link \"Terms\":\n      - /url: /terms\n";

#[test]
fn baselines_are_compared_node_by_node() {
    let with = |old: &str, new: &str| FORM.replace(old, new);
    check(
        FORM,
        &with("\"Accept\"", "\"Agree\""),
        MINOR,
        &["the button \"Accept\" is called \"Agree\" now"],
    );
    check(FORM, &with("$5.00", "/\\$\\d+/"), MINOR, &["the text \"$5.00\" reads /\\$\\d+/ now"]);
    check(
        FORM,
        &with("url: /terms", "url: /t"),
        MINOR,
        &["the link \"Terms\" leads to \"/t\" now"],
    );
    check(
        FORM,
        &with("\"Decline\"", "\"Decline\" [disabled]"),
        MINOR,
        &["the button \"Decline\" has the states disabled now"],
    );
    check(
        FORM,
        &with("    - text: $5.00", "    - /children: contain\n    - text: $5.00"),
        MINOR,
        &["the form \"Pay\" may now have more children"],
    );
    check(
        FORM,
        &with("    - button \"Decline\"\n", ""),
        MINOR,
        &["the button \"Decline\" is gone"],
    );
    let removed = &between(FORM, &with("    - button \"Decline\"\n", ""));
    assert_eq!(removed.changes[0].path.as_deref(), Some("/2"));
    assert_eq!(removed.baseline.as_ref().map(|report| report.removed.len()), Some(1));
    assert_eq!(removed.summary(), "baseline 1");
    let pattern = &between(FORM, &with("$5.00", "/\\$\\d+/")).changes[0];
    assert_eq!((pattern.effect, pattern.path.as_deref()), (Effect::Looser, Some("/0")));
    let text = &between(&with("$5.00", "/\\$\\d+/"), FORM).changes[0];
    assert_eq!(text.effect, Effect::Stricter);
}

#[test]
fn another_shape_is_major_where_a_fitting_capture_may_miss_the_threshold() {
    let small = "  - form:\n    - button \"a\"\n";
    let large = "  - form:\n    - list:\n      - listitem \"b\"\n      - listitem \"c\"\n    - table \"d\"\n    - img \"e\"\n";
    let diff = between(&format!("baseline: |\n{small}"), &format!("baseline: |\n{large}"));
    assert_eq!(diff.bump, MAJOR);
    assert!(diff.sure_score.is_some_and(|score| score.get() < 0.8));
    let lenient = between(
        &format!("threshold: 0\nbaseline: |\n{small}"),
        &format!("threshold: 0\nbaseline: |\n{large}"),
    );
    assert_eq!(lenient.bump, MINOR);
}

#[test]
fn evidence_of_shape_where_there_was_none_is_major() {
    check(
        "required_nodes: [a]",
        "required_nodes: [a]\nbaseline: |\n  - form\n",
        MAJOR,
        &["the shape of the baseline counts now", "there is a baseline now, of 1 nodes"],
    );
    check("depth: 4", "", MINOR, &["the depth is no longer given"]);
    check("node_count: 10", "node_count: 9", MINOR, &["the node count went from 10 to 9"]);
    check("node_count: 10", "node_count: 5", MAJOR, &["the node count went from 10 to 5"]);
}

#[test]
fn versions_go_up_by_their_number() {
    let version = Version::parse("1.2.3-rc.1+7").unwrap_or_else(|error| panic!("{error}"));
    let after =
        [Bump::Patch, Bump::Minor, Bump::Major].map(|bump| bump.after(&version).to_string());
    assert_eq!(after, ["1.2.4", "1.3.0", "2.0.0"]);
}
