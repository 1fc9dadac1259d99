use proptest::prelude::*;
use sz_tree::Tree;

use super::*;

/// The grams of two shapes that are in both.
fn common(a: &PqProfile, b: &PqProfile) -> u32 {
    let of_b: FxHashMap<u64, u64> = b.grams().collect();
    let both = a.grams().map(|(gram, n)| n.min(of_b.get(&gram).copied().unwrap_or_default()));
    u32::try_from(both.sum::<u64>()).expect("small")
}

#[track_caller]
fn check(alphabet: &Alphabet, a: &Tree, b: &Tree) {
    let (a, b) = (PqProfile::of(a), PqProfile::of(b));
    let (common, asked) = (common(&a, &b), alphabet.ask(&b));
    let mut spellings = Spellings::default();
    spellings.push(None, alphabet);
    spellings.push(Some(&a), alphabet);
    let at_a_glance = alphabet.sketch(&a).common_at_most(&asked);
    let at_most = spellings.common_at_most(1, &asked);
    assert!(at_a_glance >= common, "{at_a_glance} is less than {common}");
    assert!(at_most >= common, "{at_most} is less than {common}");
    assert_eq!(spellings.common_at_most(0, &asked), 0, "there is no shape");
}

proptest! {
    // Each one counts the grams of thousands of shapes.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_bound_is_never_below_what_shapes_have_in_common(
        a in sz_testkit::arb_tree(120),
        b in sz_testkit::arb_tree(120),
    ) {
        check(&Alphabet::default(), &a, &b);
        check(&Alphabet::default(), &a, &a);
        let (shape_a, shape_b) = (PqProfile::of(&a), PqProfile::of(&b));
        // As many shapes as it takes for grams to have bits of their own.
        let alphabet = Alphabet::of((0..2_000).map(|n| Some(if n % 2 == 0 { &shape_a } else { &shape_b })));
        check(&alphabet, &a, &b);
        check(&alphabet, &b, &b);
    }
}
