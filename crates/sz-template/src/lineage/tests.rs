use super::*;

fn lineage(current: &str, history: &[&str]) -> (Lineage, Vec<String>) {
    let source = |text| TemplateSource { name: "current.yaml", text };
    let current =
        KeptVersion::parse(source(current)).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let names: Vec<String> = (0..history.len()).map(|n| format!("h{n}.yaml")).collect();
    let history = names.iter().zip(history).map(|(name, text)| TemplateSource { name, text });
    let (lineage, faults) = Lineage::new(current, history);
    (lineage, faults.iter().map(ToString::to_string).collect())
}

fn clean(current: &str, history: &[&str]) -> Lineage {
    let (lineage, faults) = lineage(current, history);
    assert_eq!(faults, Vec::<String>::new());
    lineage
}

fn versions(lineage: &Lineage) -> Vec<String> {
    lineage.versions().iter().map(|kept| kept.template.version().to_string()).collect()
}

const V1: &str = "screen_id: s\nversion: 1.0.0\nrequired_nodes: [a]\n";
const V1_1: &str = "screen_id: s\nversion: 1.1.0\n# looser\n";
const V2: &str = "screen_id: s\nversion: 2.0.0\nrequired_nodes: [b]\n";

fn version(text: &str) -> Version {
    Version::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn versions_are_in_order_whatever_order_their_files_have() {
    let lineage = clean(V2, &[V1_1, V1]);
    assert_eq!(versions(&lineage), ["1.0.0", "1.1.0", "2.0.0"]);
    assert_eq!(lineage.current().text, V2);
    let earlier: Vec<_> = lineage.earlier().map(|kept| &*kept.source).collect();
    assert_eq!(earlier, ["h1.yaml", "h0.yaml"]);
    assert_eq!(lineage.get(&version("1.1.0")).map(|kept| &*kept.text), Some(V1_1));
}

#[test]
fn a_copy_of_the_current_version_in_the_history_is_no_fault() {
    let same = "# as it was\nversion: 2.0.0\nscreen_id: s\nrequired_nodes: [ b ]";
    assert_eq!(versions(&clean(V2, &[same, V1])), ["1.0.0", "2.0.0"]);
}

#[test]
fn what_is_wrong_with_a_history_is_told() {
    #[track_caller]
    fn check(history: &[&str], expected: &[&str]) {
        assert_eq!(lineage(V1_1, history).1, expected);
    }
    check(
        &["screen_id: t"],
        &["h0.yaml:1:1: this is a version of `t`; move it to the history of its screen"],
    );
    check(
        &["screen_id: s\nversion: 1.1.0\ndepth: 3"],
        &["h0.yaml:1:1: version 1.1.0 stands in current.yaml too, with other content; \
           remove one of them, or give it another version"],
    );
    check(
        &[V2, V1],
        &[
            "h0.yaml:1:1: version 2.0.0 is higher than the current one, 1.1.0; roll back to it, or remove it",
        ],
    );
    check(
        &["depth: x"],
        &[
            "h0.yaml:1:1: `screen_id` is missing; add `screen_id: name_of_the_screen`",
            "h0.yaml:1:8: `x` is no count; write 0 or more",
        ],
    );
}

#[test]
fn a_new_version_is_higher_than_every_one_there_was() {
    let admit = |text: &str| {
        let new = Template::parse(text).unwrap_or_else(|faults| panic!("{faults:#?}"));
        match clean(V1_1, &[V1]).admit(&new, &Profile::built_in()) {
            Ok(Admission::Same) => "same".to_owned(),
            Ok(Admission::New(diff)) => diff.summary(),
            Err(error) => error.to_string(),
        }
    };
    assert_eq!(admit("screen_id: s\nversion: 1.1.0"), "same");
    assert_eq!(admit(V2), "required nodes 1");
    assert_eq!(admit("screen_id: s\nversion: 1.1.1"), "nothing");
    assert_eq!(
        admit("screen_id: s\nversion: 1.1.0\nthreshold: 0.9"),
        "version 1.1.0 of `s` exists already with other content (threshold 1 changed); give the new content version 2.0.0"
    );
    assert_eq!(
        admit("screen_id: s\nversion: 1.0.0\nrequired_nodes: [b]"),
        "version 1.0.0 of `s` exists already with other content (required nodes 2 changed); give the new content version 2.0.0"
    );
    assert_eq!(
        admit("screen_id: s\nversion: 1.0.5\nmetadata: {note: x}"),
        "version 1.0.5 of `s` is lower than 1.1.0, which there is already; give the new content version 1.1.1"
    );
    assert_eq!(admit("screen_id: t\nversion: 3.0.0"), "the template is of `t`, not of `s`");
    assert_eq!(
        admit("screen_id: s\nversion: 3.0.0\nmetadata: {app: x}"),
        "the template is of `s`, not of `s`"
    );
}

#[test]
fn a_rollback_is_a_new_version_with_the_old_content() {
    let lineage = clean(V2, &[V1, V1_1]);
    let back = lineage
        .rollback(&version("1.1.0"), &Profile::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        (&*back.text, back.version),
        ("screen_id: s\nversion: 2.1.0\n# looser\n", version("2.1.0"))
    );
    assert_eq!(back.diff.summary(), "required nodes 1");
    let back = lineage
        .rollback(&version("1.0.0"), &Profile::built_in())
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(back.version, version("3.0.0"), "`a` is required again");
    let refused = |of: &str| {
        let error = lineage.rollback(&version(of), &Profile::built_in()).map(|back| back.text);
        error.expect_err("nothing to roll back to").to_string()
    };
    assert_eq!(
        refused("1.5.0"),
        "there is no version 1.5.0 of `s`; there are: 1.0.0, 1.1.0, 2.0.0"
    );
    assert_eq!(refused("2.0.0"), "version 2.0.0 of `s` means the same as the current one, 2.0.0");
}

#[test]
fn the_next_version_counts_the_history_too() {
    let (lineage, _) = lineage(V1, &[V2]);
    assert_eq!(lineage.next(Bump::Minor), version("2.1.0"));
    assert_eq!(lineage.next(Bump::Major), version("3.0.0"));
}
