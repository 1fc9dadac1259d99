use super::*;
use crate::TemplateSource;

const V1: &str = "screen_id: s\nversion: 1.0.0\nrequired_nodes: [a]\n";
const V1_OTHER: &str = "screen_id: s\nversion: 1.0.0\nrequired_nodes: [x]\n";
const V2: &str = "screen_id: s\nversion: 2.0.0\nrequired_nodes: [b]\n";
const V3: &str = "screen_id: s\nversion: 3.0.0\nrequired_nodes: [c]\n";

/// A lineage of texts, the last one current.
fn lineage(texts: &[&str], name: &str) -> Lineage {
    let source = |text| TemplateSource { name, text };
    let (current, history) = texts.split_last().expect("at least one");
    let current =
        KeptVersion::parse(source(current)).unwrap_or_else(|faults| panic!("{faults:#?}"));
    let (lineage, faults) = Lineage::new(current, history.iter().map(|text| source(text)));
    assert_eq!(faults, []);
    lineage
}

fn merged(ours: &[&str], theirs: &[&str], prefer: Option<Prefer>) -> MergedScreen {
    let ours = (!ours.is_empty()).then(|| lineage(ours, "ours.yaml"));
    let theirs = lineage(theirs, "theirs.yaml");
    merge_screen(ours.as_ref(), &theirs, prefer, &Profile::built_in())
        .unwrap_or_else(|e| panic!("{e}"))
}

/// Outcome, current version, text that is written, versions that go to the history.
#[track_caller]
fn check(
    merged: &MergedScreen,
    outcome: MergeOutcome,
    current: (&str, Option<&str>),
    history: &[(&str, &str)],
) {
    let kept: Vec<(String, &str)> =
        merged.history.iter().map(|(version, text)| (version.to_string(), &**text)).collect();
    let history: Vec<(String, &str)> =
        history.iter().map(|&(version, text)| (version.to_owned(), text)).collect();
    assert_eq!(
        (merged.outcome, (&*merged.version.to_string(), merged.current.as_deref()), kept),
        (outcome, current, history)
    );
}

#[test]
fn what_only_they_have_is_added_with_its_history() {
    check(
        &merged(&[], &[V1, V2], None),
        MergeOutcome::Added,
        ("2.0.0", Some(V2)),
        &[("1.0.0", V1)],
    );
}

#[test]
fn what_both_have_is_one() {
    let same = "# theirs\nversion: 1.0.0\nscreen_id: s\nrequired_nodes: ['a']";
    check(&merged(&[V1], &[same], None), MergeOutcome::Same, ("1.0.0", None), &[]);
    check(&merged(&[V2], &[V1, V2], None), MergeOutcome::Same, ("2.0.0", None), &[("1.0.0", V1)]);
}

#[test]
fn the_higher_version_wins_and_the_other_is_kept() {
    check(
        &merged(&[V1], &[V2], None),
        MergeOutcome::Replaced,
        ("2.0.0", Some(V2)),
        &[("1.0.0", V1)],
    );
    check(&merged(&[V2], &[V1], None), MergeOutcome::Kept, ("2.0.0", None), &[("1.0.0", V1)]);
    check(&merged(&[V1, V2], &[V1], None), MergeOutcome::Kept, ("2.0.0", None), &[]);
    check(
        &merged(&[V1], &[V2, V3], None),
        MergeOutcome::Replaced,
        ("3.0.0", Some(V3)),
        &[("1.0.0", V1), ("2.0.0", V2)],
    );
}

#[test]
fn other_content_under_one_version_is_a_conflict_until_somebody_decides() {
    let open = merged(&[V1], &[V1_OTHER], None);
    check(&open, MergeOutcome::Conflict, ("1.0.0", None), &[]);
    let conflict = &open.conflicts[0];
    assert_eq!(
        (&*conflict.ours, &*conflict.theirs, conflict.is_current),
        ("ours.yaml", "theirs.yaml", true)
    );
    assert_eq!(conflict.diff.summary(), "required nodes 2");
    assert_eq!(conflict.next, Version::new(2, 0, 0));
    check(
        &merged(&[V1], &[V1_OTHER], Some(Prefer::Ours)),
        MergeOutcome::PreferredOurs,
        ("1.0.0", None),
        &[],
    );
    let theirs = "screen_id: s\nversion: 2.0.0\nrequired_nodes: [x]\n";
    check(
        &merged(&[V1], &[V1_OTHER], Some(Prefer::Theirs)),
        MergeOutcome::PreferredTheirs,
        ("2.0.0", Some(theirs)),
        &[("1.0.0", V1)],
    );
}

#[test]
fn a_history_is_never_rewritten() {
    check(&merged(&[V1, V2], &[V1_OTHER], None), MergeOutcome::Conflict, ("2.0.0", None), &[]);
    for prefer in [Prefer::Ours, Prefer::Theirs] {
        check(
            &merged(&[V1, V2], &[V1_OTHER], Some(prefer)),
            MergeOutcome::Kept,
            ("2.0.0", None),
            &[],
        );
        check(
            &merged(&[V1], &[V1_OTHER, V2], Some(prefer)),
            MergeOutcome::Replaced,
            ("2.0.0", Some(V2)),
            &[("1.0.0", V1)],
        );
    }
    assert!(!merged(&[V1, V2], &[V1_OTHER], None).conflicts[0].is_current);
}

proptest::proptest! {
    /// Whatever two libraries hold, nothing of ours is lost, and merging again changes nothing.
    #[test]
    fn nothing_of_ours_is_lost(
        ours in proptest::collection::btree_map(0_u64..5, 0_usize..3, 1..4),
        theirs in proptest::collection::btree_map(0_u64..5, 0_usize..3, 1..4),
        prefer in proptest::sample::select(vec![Prefer::Ours, Prefer::Theirs]),
    ) {
        let texts = |versions: &std::collections::BTreeMap<u64, usize>| -> Vec<String> {
            let text = |(minor, node): (&u64, &usize)| {
                format!("screen_id: s\nversion: 1.{minor}.0\nrequired_nodes: [n{node}]\n")
            };
            versions.iter().map(text).collect()
        };
        let (ours, theirs) = (texts(&ours), texts(&theirs));
        let [a, b] = [&ours, &theirs].map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
        let once = merged(&a, &b, Some(prefer));
        // Our library as it is afterwards.
        let mut after: Vec<(Version, String)> = lineage(&a, "a").versions().iter()
            .map(|kept| (kept.template.version().clone(), kept.text.clone())).collect();
        let current = once.current.clone().unwrap_or_else(|| (*a.last().expect("one")).to_owned());
        after.retain(|(version, _)| *version != once.version);
        for (version, text) in &once.history {
            if !after.iter().any(|(known, _)| known == version) {
                after.push((version.clone(), text.clone()));
            }
        }
        after.retain(|(version, _)| *version != once.version);
        for text in &a {
            let is_kept = *text == current || after.iter().any(|(_, kept)| kept == text);
            proptest::prop_assert!(is_kept, "{} is lost in {:?}", text, once);
        }
        let mut all: Vec<&str> = after.iter().map(|(_, text)| &**text).collect();
        all.push(&current);
        let again = merged(&all, &b, Some(prefer));
        if prefer == Prefer::Ours {
            proptest::prop_assert!(again.current.is_none() && again.history.is_empty(), "{:?}", again);
        }
    }
}
