//! What the engine promises, through the public API.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod looseness;
mod quality;
mod redaction;

use proptest::prelude::*;
use sz_core::{
    BuildOptions, Engine, Observation, Profile, ScreenId, Template, Tree, build_template,
};

/// An engine that knows one screen, built from a capture of it.
fn engine_for(tree: &Tree) -> Engine {
    let options = BuildOptions {
        screen_id: ScreenId::new("screen").unwrap(),
        app: Some("shop".to_owned()),
        description: None,
        source: None,
    };
    let text = build_template(&[&Observation::new(tree, &Profile::built_in())], &options).unwrap();
    Engine::builder().templates([Template::parse(&text).unwrap()]).build()
}

#[test]
fn an_engine_is_shared_between_threads() {
    fn is_shareable<T: Send + Sync>(_: &T) {}
    is_shareable(&Engine::builder().build());
}

#[test]
fn an_engine_without_templates_knows_no_screen() {
    let report = Engine::builder().build().inspect(&sz_testkit::tree("button \"OK\""));
    assert_eq!(report.matched.screen_id, None);
    assert_eq!(report.matched.nearest, None);
    assert_eq!(report.drift[0].explanation, "No template knows this screen.");
}

#[test]
fn the_application_is_the_templates_where_the_capture_does_not_say() {
    let tree = sz_testkit::tree("window \"Shop\"\n  button \"Buy\"");
    let report = engine_for(&tree).inspect(&tree);
    assert_eq!(report.app.as_deref(), Some("shop"));
}

#[test]
fn noise_is_counted_and_makes_no_drift() {
    let quiet = sz_testkit::tree("window \"Shop\"\n  button \"Buy\"");
    let noisy = sz_testkit::tree(
        "window \"Shop\"\n  progressbar \"\" = \"40\"\n  generic\n    button \"Buy\"\n  scrollbar",
    );
    let report = engine_for(&quiet).inspect(&noisy);
    assert_eq!((report.nodes.read, report.nodes.kept), (5, 2));
    assert_eq!(report.drift, []);
    assert_eq!(report.signatures, engine_for(&quiet).inspect(&quiet).signatures);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_screen_has_no_drift_from_itself(tree in sz_testkit::arb_tree(40)) {
        let report = engine_for(&tree).inspect(&tree);
        prop_assert_eq!(report.matched.screen_id.map(|s| s.to_string()), Some("screen".to_owned()));
        prop_assert_eq!(report.drift, []);
        prop_assert_eq!(report.similarity, Some(1.0));
    }

    #[test]
    fn any_pair_of_trees_gives_a_report(a in sz_testkit::arb_tree(30), b in sz_testkit::arb_tree(30)) {
        let report = engine_for(&a).inspect(&b);
        prop_assert!(report.nodes.kept <= report.nodes.read);
        prop_assert!(report.drift.iter().all(|event| event.explanation.ends_with('.')));
        prop_assert_eq!(engine_for(&a).inspect(&b), report);
    }
}
