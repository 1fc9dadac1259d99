use super::{Fingerprint, folded};

#[test]
fn numbers_are_folded_with_what_stands_inside_them() {
    for (text, expected) in [
        ("", ""),
        ("Only 3 left", "Only # left"),
        ("$3.99", "$#"),
        ("$1,000", "$#"),
        ("1'234.50 CHF", "# CHF"),
        ("1\u{202f}234 €", "# €"),
        ("12:30-13:00", "#-#"),
        ("Step 1 2", "Step # #"),
        ("v1..2", "v#..#"),
        ("1.", "#."),
        (".5", ".#"),
        ("٣ و ١٢", "# و #"),
        ("½ off", "# off"),
        ("no number", "no number"),
    ] {
        assert_eq!(folded(text), expected, "{text}");
    }
}

#[test]
fn the_bytes_are_those_of_the_documentation() {
    // By another program: Python's hashlib over b"sz-fingerprint/1" and the parts.
    let parts = [Some("shop"), None, Some("")];
    assert_eq!(Fingerprint::digest(&parts).to_string(), "fp1:722ae29cf892dab80c81190ee17eddb1");
}

#[test]
fn a_fingerprint_is_read_as_it_is_written() {
    let fingerprint = Fingerprint::digest(&[Some("a")]);
    assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
    for text in
        ["", "fp1:", "1234", "fp1:0123456789abcdef", &fingerprint.to_string().to_uppercase()]
    {
        assert!(text.parse::<Fingerprint>().is_err(), "{text}");
    }
}
