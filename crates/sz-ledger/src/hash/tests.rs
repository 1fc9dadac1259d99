use super::*;

#[test]
fn the_published_constants() {
    assert_eq!(
        empty_root().to_string(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        leaf_hash(b"").to_string(),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
}

#[test]
fn text_forms_round_trip_and_are_strict() {
    let hash = leaf_hash(b"entry");
    assert_eq!(Hash::from_base64(&hash.to_base64()), Some(hash));
    assert_eq!(Hash::from_hex(&hash.to_string()), Some(hash));
    assert_eq!(Hash::from_hex(&hash.to_string().to_uppercase()), None);
    // 32 bytes leave two unused bits in the last base64 digit: only zero is canonical.
    let stray = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=";
    assert_eq!(Hash::from_base64(stray), None);
    assert_eq!(Hash::from_base64(&stray.replace('B', "A")), Some(Hash::from_bytes([0; 32])));
    assert_eq!(Hash::from_base64(hash.to_base64().trim_end_matches('=')), None);
}
