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
    #[test]
    fn without_an_alphabet_a_bound_is_never_below_what_shapes_have_in_common(
        a in sz_testkit::arb_tree(40),
        b in sz_testkit::arb_tree(40),
    ) {
        check(&Alphabet::default(), &a, &b);
        check(&Alphabet::default(), &a, &a);
    }
}

/// An alphabet takes as many shapes as it takes for grams to have bits of their own: each case counts the grams of thousands.
#[test]
fn a_bound_is_never_below_what_shapes_have_in_common() {
    for n in 0..12 {
        let a = sz_testkit::made_application_screen(n, n);
        let b = sz_testkit::edited(&a, 20, n).tree;
        let c = sz_testkit::made_application_screen(n + 1, 2 * n);
        let [shape_a, shape_c] = [&a, &c].map(PqProfile::of);
        let of_two = |n| Some(if n % 2 == 0 { &shape_a } else { &shape_c });
        let alphabet = Alphabet::of((0..2_000).map(of_two));
        for (one, other) in [(&a, &b), (&a, &c), (&b, &c), (&a, &a), (&b, &b)] {
            check(&alphabet, one, other);
            check(&alphabet, other, one);
        }
    }
}
