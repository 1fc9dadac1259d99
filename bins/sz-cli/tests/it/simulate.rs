//! The first thing a newcomer runs.

use crate::program::sz;

#[test]
fn simulate_shows_every_kind_of_drift_and_a_ledger_that_verifies() {
    let run = sz(&["simulate"]).expect(0);
    for word in [
        "layout",
        "content",
        "sequence",
        "manipulative",
        "unknown_screen",
        "every byte verified",
        "proved to be in it",
    ] {
        assert!(run.stdout.contains(word), "{word}\n{}", run.stdout);
    }
    assert!(!run.stdout.contains('\u{1b}'), "no colour where there is no terminal");
}
