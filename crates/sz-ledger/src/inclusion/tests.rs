use proptest::prelude::*;

use super::*;
use crate::key::SigningKey;
use crate::note;

fn sample(entry: &[u8]) -> (InclusionProof, SigningKey) {
    let key = SigningKey::from_seed("example.com/log", &[3; 32]).unwrap();
    let root = leaf_hash(entry).to_base64();
    let checkpoint = note::sign(&format!("example.com/log\n1\n{root}\n"), &key);
    (InclusionProof { index: 0, entry: Some(entry.to_vec()), hashes: Vec::new(), checkpoint }, key)
}

#[test]
fn a_proof_stands_alone() {
    let (proof, key) = sample(b"entry");
    let text = proof.to_string();
    assert!(
        text.starts_with("c2sp.org/tlog-proof@v1\nextra ZW50cnk=\nindex 0\n\nexample.com/log\n1\n")
    );
    assert_eq!(text.parse(), Ok(proof.clone()));
    assert_eq!(check_proof(&text, key.verifier()).unwrap().entry, b"entry");
    let other = text.replace("ZW50cnk=", "ZW50cnl=");
    assert!(matches!(check_proof(&other, key.verifier()), Err(CheckProofError::Parse(_))));
    let other = text.replace("ZW50cnk=", "ZW50cno=");
    assert!(matches!(check_proof(&other, key.verifier()), Err(CheckProofError::Path { .. })));
    let other = text.replace("index 0", "index 1");
    assert!(matches!(check_proof(&other, key.verifier()), Err(CheckProofError::Path { .. })));
    let bare = text.replace("extra ZW50cnk=\n", "");
    assert_eq!(check_proof(&bare, key.verifier()), Err(CheckProofError::NoEntry));
    let bare: InclusionProof = bare.parse().unwrap();
    assert!(bare.check_entry(b"entry", key.verifier()).is_ok());
    assert!(bare.check_entry(b"other", key.verifier()).is_err());
    assert_eq!(proof.check_entry(b"other", key.verifier()), Err(CheckProofError::OtherEntry));
}

#[test]
fn every_other_spelling_is_refused() {
    let text = sample(b"entry").0.to_string();
    for (from, to) in [
        ("@v1", "@v2"),
        ("index 0", "index 00"),
        ("index 0", "index"),
        ("index 0\n", ""),
        ("extra ", "extra  "),
        ("ZW50cnk=", ""),
        ("index 0\n", "index 0\nAAAA\n"),
        ("\nindex", "\nextra ZW50cnk=\nindex"),
        ("\n\n", "\n"),
    ] {
        let bad = text.replacen(from, to, 1);
        let parsed = bad.parse::<InclusionProof>();
        // Without its first empty line the text has another, above the signatures.
        assert!(parsed.is_err(), "{bad}: {parsed:?}");
    }
    let many = text.replace(
        "index 0\n",
        &format!("index 0\n{}", format!("{}\n", leaf_hash(b"").to_base64()).repeat(65)),
    );
    assert!(many.parse::<InclusionProof>().is_err());
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}", lines in "(extra |index )?[A-Za-z0-9+/=]{0,50}\n?\n?[0-9]{0,20}\n\n") {
        drop(text.parse::<InclusionProof>());
        drop(format!("{FIRST_LINE}\n{lines}{text}").parse::<InclusionProof>());
    }
}
