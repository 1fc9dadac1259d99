use proptest::prelude::*;

use super::*;

const LOG: &str = "systemzero.example/log+aa63d2eb+AUmlqqc4z446BnbtXjIyfhibqADoeH8LQ0z/q/URTAc1";
const WITNESS: &str = "witness.example/w1+f35f5381+BH+fhM7Ix7DJ7llTOXvkrozJWQdSEArkEN8p6j3QdHw4";
const NOTE: &str = "systemzero.example/log
5
erxdaSMGtAckzBxUfNmV+b7ZsEqdUyPeQvxFfxlYsxk=

— systemzero.example/log qmPS6yhgkCn0ePc2R2upsv5cGScifhT0LhOKiX4rk8pZSTI8c0lM8X/O4sthRT4jwrS22WUDRSwvcQlzzKGcHerUYQ4=
— witness.example/w1 819TgQAAAABlU/EFmvStJeyyzq25FsD6RltU9ij6Y3QKLGUku3Xc7i8H6py2SI6zWdodxdUpj9TN/WcDF9SQ7dUZBIAaQZ5hAgLxBA==
";

#[track_caller]
fn check(note: &str, keys: &[&str], expected: &Result<usize, NoteError>) {
    let keys: Vec<VerifierKey> = keys.iter().map(|key| key.parse().unwrap()).collect();
    let keys: Vec<&VerifierKey> = keys.iter().collect();
    let signers = Note::parse(note.as_bytes()).and_then(|note| note.verify(&keys).map(|s| s.len()));
    assert_eq!(&signers, expected, "{note}");
}

#[test]
fn log_and_witness_sign_the_published_checkpoint() {
    check(NOTE, &[LOG], &Ok(1));
    check(NOTE, &[WITNESS], &Ok(1));
    check(NOTE, &[LOG, WITNESS], &Ok(2));
    let stranger = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    check(NOTE, &[LOG, stranger], &Ok(1));
    check(NOTE, &[stranger], &Err(NoteError::Unsigned { wanted: "example.com/foo".to_owned() }));
    check(NOTE, &[], &Err(NoteError::Unsigned { wanted: String::new() }));
}

#[test]
fn a_known_key_with_a_wrong_signature_refuses_the_note() {
    let wrong = |name: &str| Err(NoteError::Wrong { name: name.to_owned() });
    check(&NOTE.replace("\n5\n", "\n6\n"), &[LOG], &wrong("systemzero.example/log"));
    let time_changed = NOTE.replace("AAAABlU", "AAAABlV");
    check(&time_changed, &[LOG], &Ok(1));
    check(&time_changed, &[LOG, WITNESS], &wrong("witness.example/w1"));
    // A good and a bad signature by one key: still refused.
    let line = NOTE.lines().nth(4).unwrap();
    let bad = line.replace("qmPS6yhg", "qmPS6yhh");
    check(&format!("{NOTE}{bad}\n"), &[LOG], &wrong("systemzero.example/log"));
    check(&format!("{NOTE}{line}\n"), &[LOG], &Ok(1));
}

#[test]
fn malformed_notes_are_refused() {
    let line = |line| Err(NoteError::Line { line });
    check("", &[LOG], &Err(NoteError::NoSignatures));
    check("text\n", &[LOG], &Err(NoteError::NoSignatures));
    check("text\n\n", &[LOG], &Err(NoteError::NoSignatures));
    check("text\n\n\n", &[LOG], &Err(NoteError::NoSignatures));
    check(NOTE.trim_end_matches('\n'), &[LOG], &Err(NoteError::NoSignatures));
    check(&format!("{NOTE}\n"), &[LOG], &Err(NoteError::NoSignatures));
    check(&NOTE.replace("\n5\n", "\r\n5\n"), &[LOG], &Err(NoteError::NotText));
    check(&NOTE.replace("\n5\n", "\n5\t\n"), &[LOG], &Err(NoteError::NotText));
    check(&NOTE.replace('—', "-"), &[LOG], &line(1));
    check(&NOTE.replace("AgLxBA==", "AgLxBB=="), &[LOG], &line(2));
    check(&NOTE.replace("AgLxBA==", "AgLxBA"), &[LOG], &line(2));
    check(&NOTE.replace("w1 81", "w1  81"), &[LOG], &line(2));
    check(&format!("{NOTE}— name qmPS6w==\n"), &[LOG], &line(3));
    check(&format!("{NOTE}— na+me qmPS6yhg\n"), &[LOG], &line(3));
    check(&format!("{NOTE}{}", "— n qmPS6yhg\n".repeat(98)), &[LOG], &Ok(1));
    check(&format!("{NOTE}{}", "— n qmPS6yhg\n".repeat(99)), &[LOG], &Err(NoteError::TooLarge));
    check(&"x".repeat(NOTE_BYTES_MAX + 1), &[LOG], &Err(NoteError::TooLarge));
}

#[test]
fn what_is_signed_here_verifies_here() {
    let key = SigningKey::from_seed("example.com/log", &[1; 32]).unwrap();
    let note = sign("two\n\nparagraphs\n", &key);
    let read = Note::parse(note.as_bytes()).unwrap();
    assert_eq!(read.text(), "two\n\nparagraphs\n");
    assert_eq!(read.verify(&[key.verifier()]), Ok(vec![key.verifier()]));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,20}") {
        drop(Note::parse(&bytes));
        drop(Note::parse(format!("{text}\n\n— {text} {text}\n").as_bytes()));
    }

    #[test]
    fn no_changed_byte_verifies(at in 0..NOTE.len(), to in any::<u8>()) {
        let mut bytes = NOTE.as_bytes().to_vec();
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        let keys: [VerifierKey; 2] = [LOG.parse().unwrap(), WITNESS.parse().unwrap()];
        let both = Note::parse(&bytes).and_then(|note| note.verify(&[&keys[0], &keys[1]]).map(|s| s.len()));
        prop_assert!(both != Ok(2), "byte {} changed to {}", at, to);
    }
}
