use proptest::prelude::*;

use super::*;

#[test]
fn published_verifier_keys_round_trip() {
    for (text, kind) in [
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", KeyKind::Log),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", KeyKind::Witness),
    ] {
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!((key.to_string().as_str(), key.kind()), (text, kind));
    }
}

#[test]
fn every_other_spelling_is_refused() {
    let good = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let id = VerifierKey::from_str(&good.replace("530d", "530e"));
    assert!(matches!(id, Err(KeyError::Id { .. })), "{id:?}");
    for bad in [
        good.replace("530d903a", "530D903A"),
        good.replace("530d903a", "+30d903a"),
        good.replace("example.com/foo", ""),
        good.replace("example.com/foo", "a b"),
        format!("{good}\n"),
        good.replace("+A", "+B"),
        good[..good.len() - 4].to_owned(),
        "a+b".to_owned(),
    ] {
        assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
    }
}

#[test]
fn the_signing_key_file_round_trips_and_hides_its_secret() {
    let key = SigningKey::from_seed("example.com/log", &[7; 32]).unwrap();
    let text = key.to_secret_text();
    assert!(text.starts_with("PRIVATE+KEY+example.com/log+") && text.ends_with('\n'));
    let read = SigningKey::parse(&text).unwrap();
    assert_eq!(read.verifier(), key.verifier());
    assert!(!format!("{read:?}").contains("PRIVATE"));
    let signature = key.sign(b"text");
    assert!(key.verifier().accepts(b"text", &signature));
    assert!(!key.verifier().accepts(b"other", &signature));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,80}", id in "[0-9a-f]{8}", body in "[A-Za-z0-9+/=]{0,60}") {
        drop(text.parse::<VerifierKey>());
        drop(SigningKey::parse(&text));
        drop(format!("n+{id}+{body}").parse::<VerifierKey>());
        drop(SigningKey::parse(&format!("PRIVATE+KEY+n+{id}+{body}")));
    }
}
