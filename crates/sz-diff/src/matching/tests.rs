use proptest::prelude::*;
use sz_testkit::{arb_screen, edited};
use sz_tree::{Limits, Tree};

use super::{Index, Matcher};
use crate::{Compared, DiffOptions, fingerprint::Prints, judge::Judge, outcome};

/// Compares two trees by prints of which only a few bits are true.
fn check_lying_prints(a: &Tree, b: &Tree, mask: u64) -> Result<(), TestCaseError> {
    let options = DiffOptions::default();
    let forge = |tree: &Tree| {
        let mut prints = Prints::new(tree, Compared::everything());
        prints.subtree.iter_mut().for_each(|print| *print &= mask);
        prints
    };
    let (prints_a, prints_b) = (forge(a), forge(b));
    let judge = Judge::new(&options, Compared::everything(), None);
    let (side_a, side_b) = ((a, &prints_a), (b, &prints_b));
    let pairing = Matcher::new(side_a, side_b, judge).pair(&Index::new(&prints_a));
    let diff = outcome::collect(side_a, side_b, judge, pairing, &[]);
    let made = diff.patch(a, b).apply(a, &Limits::default());
    prop_assert_eq!(made.as_ref(), Ok(b), "no change is hidden");
    prop_assert_eq!(diff.is_empty(), a.signatures().full == b.signatures().full);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn prints_that_collide_hide_nothing(
        a in arb_screen(60),
        b in arb_screen(60),
        edits in 0..6_usize,
        seed in any::<u64>(),
        mask in prop_oneof![Just(0), Just(3), Just(7 << 32)],
    ) {
        check_lying_prints(&a, &b, mask)?;
        check_lying_prints(&a, &edited(&a, edits, seed).tree, mask)?;
    }
}
