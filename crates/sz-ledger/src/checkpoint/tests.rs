use proptest::prelude::*;

use super::*;
use crate::hash::empty_root;

const ROOT: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

#[track_caller]
fn check(text: &str, expected: Result<(&str, u64, usize), usize>) {
    let found = text.parse::<Checkpoint>();
    let found = match &found {
        Ok(c) => Ok((c.origin.as_str(), c.head.size, c.extensions.len())),
        Err(CheckpointError::Line { line, .. }) => Err(*line),
        Err(other) => panic!("{other}"),
    };
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn text_is_read_strictly() {
    check(&format!("log\n0\n{ROOT}\n"), Ok(("log", 0, 0)));
    check(&format!("log\n18446744073709551615\n{ROOT}\n"), Ok(("log", u64::MAX, 0)));
    check(&format!("log\n7\n{ROOT}\nmore\nlines\n"), Ok(("log", 7, 2)));
    check("", Err(1));
    check(&format!("log\n0\n{ROOT}"), Err(1));
    check(&format!("\n0\n{ROOT}\n"), Err(1));
    check(&format!("log\r\n0\n{ROOT}\n"), Err(1));
    for size in ["", "00", "01", "+1", "-1", " 1", "1 ", "18446744073709551616", "٣"] {
        check(&format!("log\n{size}\n{ROOT}\n"), Err(2));
    }
    check("log\n0\n", Err(3));
    check(&format!("log\n0\n{}\n", ROOT.replace('=', "")), Err(3));
    check(&format!("log\n0\n{}\n", ROOT.replace("U=", "V=")), Err(3));
    check(&format!("log\n0\n{ROOT}\n\n"), Err(4));
}

#[test]
fn a_signed_head_opens_with_its_key_only() {
    let key = SigningKey::from_seed("example.com/log", &[1; 32]).unwrap();
    let head = TreeHead { size: 0, root: empty_root() };
    let signed = SignedCheckpoint::sign(head, &key);
    assert_eq!(
        SignedCheckpoint::open(signed.text().as_bytes(), key.verifier()),
        Ok(signed.clone())
    );
    let other = SigningKey::from_seed("example.com/log", &[2; 32]).unwrap();
    let refused = SignedCheckpoint::open(signed.text().as_bytes(), other.verifier());
    assert!(matches!(refused, Err(CheckpointError::Note(NoteError::Unsigned { .. }))));
    // The same key bytes under another name do not make another log's checkpoint ours.
    let stray = note::sign(&format!("example.com/other\n0\n{ROOT}\n"), &key);
    let refused = SignedCheckpoint::open(stray.as_bytes(), key.verifier());
    assert!(matches!(refused, Err(CheckpointError::Origin { .. })));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,10}\n[0-9+ ]{0,22}\n[A-Za-z0-9+/=]{0,46}\n\\PC{0,5}") {
        drop(text.parse::<Checkpoint>());
    }
}
