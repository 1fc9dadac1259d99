//! What the bump of two versions promises, tried on captures.

use proptest::{prelude::*, sample::subsequence};
use sz_noise::Profile;
use sz_template::{Bump, Observation, Score, Template, TemplateDiff, TemplateSet};
use sz_tree::Tree;

/// Screens of different shapes, each with nodes that templates may require.
const SCREENS: &[&str] = &[
    "main\n  button \"a\"\n  button \"b\"\n  text \"c\"\n  link \"d\"",
    "main\n  button \"a\"\n  button \"b\"\n  text \"c\"\n  link \"d\"\n  dialog \"e\"\n    list\n      listitem \"f\"",
    "main\n  group\n    button \"a\"\n    button \"b\"\n  text \"c\"\n  link \"d\"\n  heading \"e\"",
    "form\n  textbox \"a\"\n  button \"b\"\n  text \"c\"",
];

fn screens() -> Vec<Tree> {
    SCREENS.iter().map(|screen| sz_testkit::tree(screen)).collect()
}

fn arb_template() -> impl Strategy<Value = String> {
    let required = subsequence(vec!["a", "b", "c", "d"], 0..=4);
    let forbidden = subsequence(vec!["x", "f"], 0..=2);
    let roles = subsequence(vec!["main", "button", "text", "link"], 0..=4);
    let threshold = prop::sample::select(vec!["0.3", "0.6", "0.8", "0.9", "1"]);
    let shape = (0_usize..6, any::<bool>());
    (required, forbidden, roles, threshold, shape).prop_map(
        |(required, forbidden, roles, threshold, (screen, has_counts))| {
            let list = |key: &str, items: &[&str]| match items {
                [] => String::new(),
                items => format!("{key}: [{}]\n", items.join(", ")),
            };
            let mut text = format!("screen_id: s\nthreshold: {threshold}\n");
            text += &list("required_nodes", &required);
            text += &list("forbidden_nodes", &forbidden);
            text += &list("expected_roles", &roles);
            if let Some(tree) = screens().get(screen) {
                if has_counts {
                    text += &format!("depth: {}\nnode_count: {}\n", tree.depth(), tree.len());
                }
                let lines = sz_formats::write_aria(tree);
                let lines: String = lines.lines().map(|line| format!("  {line}\n")).collect();
                text += &format!("baseline: |\n{lines}");
            } else if has_counts {
                text += "depth: 2\nnode_count: 5\n";
            }
            text
        },
    )
}

/// The score of a screen; `None` for a template without evidence.
fn score(template: &Template, screen: &Tree) -> Option<Score> {
    let profile = Profile::built_in();
    let set = TemplateSet::new([template.clone()], &profile);
    let observation = Observation::new(screen, &profile);
    set.candidates(&observation, 1).first().map(|candidate| candidate.score)
}

fn parse(text: &str) -> Template {
    Template::parse(text).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn below_a_major_version_no_capture_that_fits_is_lost(old in arb_template(), new in arb_template()) {
        let (a, b) = (parse(&old), parse(&new));
        let diff = TemplateDiff::between(&a, &b, &Profile::built_in());
        for screen in screens() {
            let fits = score(&a, &screen) == Some(Score::ONE);
            let Some(now) = score(&b, &screen).filter(|_| fits) else { continue };
            if diff.bump.is_none_or(|bump| bump < Bump::Major) {
                prop_assert!(now >= b.threshold(), "{} of\n{}---\n{}", now, old, new);
            }
            let sure = diff.sure_score.expect("there is evidence");
            prop_assert!(now.get() >= sure.get() - 1e-9, "{} under {} of\n{}---\n{}", now, sure, old, new);
        }
    }

    #[test]
    fn versions_that_mean_the_same_say_the_same_of_every_screen(old in arb_template(), new in arb_template()) {
        let (a, b) = (parse(&old), parse(&new));
        let diff = TemplateDiff::between(&a, &b, &Profile::built_in());
        prop_assert_eq!(diff.is_empty(), diff.bump.is_none());
        prop_assert_eq!(diff.is_empty(), old == new, "{}---\n{}", old, new);
        let back = TemplateDiff::between(&b, &a, &Profile::built_in());
        prop_assert_eq!(diff.is_empty(), back.is_empty());
        prop_assert!(TemplateDiff::between(&a, &a, &Profile::built_in()).is_empty());
    }
}
