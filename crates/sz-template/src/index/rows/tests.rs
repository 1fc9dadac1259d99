use proptest::prelude::*;

use super::*;

proptest! {
    /// What the words say of all templates at once is what counting says of each.
    #[test]
    fn counts_of_rows_are_those_of_each_template(
        rows in prop::collection::vec(any::<u64>(), 128),
        these in any::<u128>(),
        wanted in 0_u32..140,
    ) {
        let reach = at_least(&count(&rows, these), wanted);
        for place in 0..64 {
            let n = bits(these).filter(|&row| rows[row] >> place & 1 != 0).count();
            // More than 127 is as much as the planes can say.
            let expected = n.min(127) >= wanted as usize;
            prop_assert_eq!(reach >> place & 1 != 0, expected, "{} of {} at {}", n, wanted, place);
        }
    }
}
