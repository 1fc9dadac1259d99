use proptest::prelude::*;

use super::*;

proptest! {
    /// What the words say of all templates at once is what counting says of each.
    #[test]
    fn counts_of_rows_are_those_of_each_template(
        rows in prop::collection::vec(any::<u64>(), 127),
        these in any::<u128>(),
        wanted in 0_u32..140,
    ) {
        let these: Vec<u8> = (0..127).filter(|row| these >> row & 1 != 0).collect();
        let reach = at_least(&count::<ROLE_PLANES>(&rows, &these), wanted);
        let first = these.get(..31).unwrap_or(&these);
        let reach_of_few = at_least(&count::<FEW_ROLE_PLANES>(&rows, first), wanted);
        for place in 0..64 {
            let n = |these: &[u8]| {
                these.iter().filter(|row| rows[usize::from(**row)] >> place & 1 != 0).count()
            };
            let wanted = wanted as usize;
            prop_assert_eq!(reach >> place & 1 != 0, n(&these) >= wanted, "at {}", place);
            prop_assert_eq!(reach_of_few >> place & 1 != 0, n(first) >= wanted, "at {}", place);
        }
    }
}
