use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(kind: TileKind, index: u64, size: u64, expected: &str) {
    let path = TilePath::in_tree(kind, index, size);
    let text = path.map_or_else(|| "-".to_owned(), |path| path.to_string());
    assert_eq!(text, expected, "{kind:?} {index} in {size}");
    if let Some(path) = path {
        assert_eq!(text.parse(), Ok(path));
    }
}

#[test]
fn names_follow_the_specification() {
    use TileKind::{Entries, Hashes};
    check(Hashes(0), 0, 0, "-");
    check(Hashes(0), 0, 1, "tile/0/000.p/1");
    check(Hashes(0), 0, 256, "tile/0/000");
    check(Hashes(1), 0, 255, "-");
    check(Hashes(1), 0, 256, "tile/1/000.p/1");
    check(Hashes(0), 273, 70_000, "tile/0/273.p/112");
    check(Hashes(1), 1, 70_000, "tile/1/001.p/17");
    check(Hashes(2), 0, 70_000, "tile/2/000.p/1");
    check(Hashes(63), 0, u64::MAX, "-");
    check(Entries, 1_234_067, u64::MAX, "tile/entries/x001/x234/067");
    check(Entries, 1000, 256 * 1000 + 9, "tile/entries/x001/000.p/9");
    check(Hashes(0), u64::MAX, u64::MAX, "-");
}

#[test]
fn every_other_spelling_is_refused() {
    for text in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/00/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/+1",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/+1/000",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000.p",
        "tile/0/../000",
        "tile/entries/-01",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert!(text.parse::<TilePath>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn parse_is_the_inverse_of_display(level in 0_u8..64, index in 0..u64::MAX / 512, width in 1_u16..=256) {
        let path = TilePath { kind: TileKind::Hashes(level), index, width };
        prop_assert_eq!(path.to_string().parse(), Ok(path));
    }

    #[test]
    fn no_text_panics(text in "(tile/)?[0-9a-zx./+-]{0,40}|\\PC{0,40}") {
        if let Ok(path) = text.parse::<TilePath>() {
            prop_assert_eq!(path.to_string(), text);
        }
    }
}
