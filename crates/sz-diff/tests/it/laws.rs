use proptest::{prelude::*, sample::Index};
use regex::Regex;
use sz_diff::{
    Baseline, BaselineBuilder, Compared, DiffOptions, Patch, TextField, diff, diff_baseline,
};
use sz_testkit::{arb_screen, arb_tree, edited};
use sz_tree::{Limits, NodeId, Tree};

/// Any options.
fn arb_options() -> impl Strategy<Value = DiffOptions> {
    let plain = DiffOptions::default();
    prop_oneof![
        4 => Just(plain),
        1 => Just(plain.with_bounds(0)),
        1 => Just(plain.with_bounds(20)),
        1 => Just(plain.with_compared(Compared::role_only())),
        1 => Just(plain.with_compared(Compared::everything().with_value(false))),
    ]
}

/// Two trees that have nothing, or much, to do with each other.
fn arb_pair() -> impl Strategy<Value = (Tree, Tree)> {
    let tree = || prop_oneof![arb_tree(60).boxed(), arb_screen(120).boxed()];
    let forward = (tree(), 0..20_usize, any::<u64>()).prop_map(|(a, edits, seed)| {
        let b = edited(&a, edits, seed).tree;
        (a, b)
    });
    let backward = (tree(), 0..20_usize, any::<u64>()).prop_map(|(a, edits, seed)| {
        let b = edited(&a, edits, seed).tree;
        (b, a)
    });
    prop_oneof![1 => (tree(), tree()), 2 => forward, 1 => backward]
}

/// Everything that must hold for a difference, whatever the trees.
fn check(a: &Tree, b: &Tree, options: &DiffOptions) -> Result<(), TestCaseError> {
    let diff = diff(a, b, options);
    let patch = diff.patch(a, b);
    let made = patch.apply(a, &Limits::default());
    prop_assert_eq!(made.as_ref(), Ok(b), "the script leads to B");
    prop_assert_eq!(patch.steps.len(), diff.edits, "every step is an edit");

    let json = serde_json::to_vec(&patch).expect("a patch is JSON");
    let read = Patch::from_json(&json, &Limits::default()).expect("and can be read back");
    prop_assert_eq!(&read, &patch);

    let parts = diff.added.len() + diff.removed.len() + diff.modified.len() + diff.moved.len();
    prop_assert_eq!(diff.edits, parts);
    prop_assert!((0.0..=1.0).contains(&diff.similarity));
    let pairs = diff.pairs().count();
    prop_assert_eq!(pairs + diff.added.len(), b.len());
    prop_assert_eq!(pairs + diff.removed.len(), a.len());
    for (in_a, in_b) in diff.pairs() {
        prop_assert_eq!((diff.in_b(in_a), diff.in_a(in_b)), (Some(in_b), Some(in_a)));
    }
    prop_assert!(diff.modified.iter().all(|modified| !modified.changes.is_empty()));
    prop_assert!(diff.wrapped.iter().all(|wrapped| diff.added.contains(wrapped)));
    prop_assert!(diff.unwrapped.iter().all(|unwrapped| diff.removed.contains(unwrapped)));

    let exact = Baseline::exact(a.clone());
    let against_baseline = diff_baseline(&exact, b, options).diff;
    if options.compared == Compared::everything() {
        prop_assert_eq!(against_baseline, diff, "an exact baseline is a plain tree");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_script_of_a_difference_leads_to_b((a, b) in arb_pair(), options in arb_options()) {
        check(&a, &b, &options)?;
    }

    #[test]
    fn a_tree_does_not_differ_from_itself(a in arb_tree(60), options in arb_options()) {
        let diff = diff(&a, &a, &options);
        prop_assert!(diff.is_empty());
        prop_assert_eq!((diff.unchanged, diff.similarity), (a.len(), 1.0));
        let patch = diff.patch(&a, &a);
        prop_assert!(patch.steps.is_empty() && patch.silent.is_empty());
    }

    #[test]
    fn a_tree_meets_a_baseline_made_from_it(
        a in arb_screen(120),
        soft in proptest::collection::vec((any::<Index>(), 0..5_u8), 0..30),
        edits in 0..4_usize,
        seed in any::<u64>(),
    ) {
        let mut builder = BaselineBuilder::new(a.clone(), Compared::everything());
        let any_text = Regex::new("").expect("a pattern");
        for (index, kind) in soft {
            let id = NodeId::new(u32::try_from(index.index(a.len())).expect("few nodes"));
            let any_text = any_text.clone();
            match kind {
                0 => builder.pattern(id, TextField::Name, any_text),
                1 => builder.pattern(id, TextField::Value, any_text),
                2 => builder.compared(id, Compared::role_only()),
                3 => builder.optional(id),
                _ => builder.allow_more_children(id),
            };
        }
        let baseline = builder.build();
        let options = DiffOptions::default();
        let same = diff_baseline(&baseline, &a, &options).diff;
        prop_assert_eq!((same.edits, same.unchanged, same.similarity), (0, a.len(), 1.0));

        let b = edited(&a, edits, seed).tree;
        let changed = diff_baseline(&baseline, &b, &options).diff;
        let made = changed.patch(&a, &b).apply(&a, &Limits::default());
        prop_assert_eq!(made.as_ref(), Ok(&b), "whatever a baseline accepts, the script leads to B");
    }
}
