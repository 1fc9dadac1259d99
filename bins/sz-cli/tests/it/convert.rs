//! Reading any format, writing ours.

use crate::program::{sz, sz_with_input};

#[test]
fn every_sample_converts_to_every_target_and_canonical_json_reads_back_the_same() {
    for sample in [
        "samples/legacy.json",
        "samples/atspi.json",
        "samples/cdp.json",
        "samples/uiautomator.xml",
        "samples/uiautomator-appium.xml",
        "samples/snapshot.aria.yml",
    ] {
        let file = format!("fixtures/{sample}");
        let json = sz(&["convert", &file, "--to", "sz"]).expect(0).stdout;
        let again = sz_with_input(&["convert", "-", "--to", "sz"], &json).expect(0).stdout;
        assert_eq!(json, again, "{sample}");
        let aria = sz(&["convert", &file, "--to", "aria"]).expect(0).stdout;
        let again = sz_with_input(&["convert", "-", "--to", "aria"], &aria).expect(0).stdout;
        assert_eq!(aria, again, "{sample}");
        assert!(sz(&["convert", &file, "--to", "outline"]).expect(0).stdout.lines().count() > 3);
    }
}

#[test]
fn a_file_of_no_known_format_is_trouble_with_a_reason() {
    let run = sz_with_input(&["convert", "-", "--to", "sz"], "hello").expect(2);
    assert!(run.stderr.starts_with("error: -: "), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn no_password_comes_out_in_any_target() {
    for (file, secret) in [
        ("fixtures/captures/web/login/filled.json", "•"),
        ("fixtures/captures/desktop/zenity_forms/filled.json", "•"),
        ("fixtures/captures/desktop/zenity_forms/filled.json", "●"),
    ] {
        for target in ["sz", "aria", "outline"] {
            let out = sz(&["convert", file, "--to", target]).expect(0).stdout;
            assert!(!out.contains(secret), "{file} as {target} holds {secret}");
        }
    }
}
