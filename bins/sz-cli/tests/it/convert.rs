//! Reading any format, writing ours.

use insta::assert_snapshot;
use serde_json::{Value, json};
use sz_core::Format;

use crate::program::{sz, sz_with_input};

#[test]
fn every_sample_converts_to_every_target_and_canonical_json_reads_back_the_same() {
    for sample in [
        "samples/legacy.json",
        "samples/atspi.json",
        "samples/cdp.json",
        "samples/uiautomator.xml",
        "samples/uiautomator-appium.xml",
        "samples/droidbot.json",
        "samples/xcuitest.xml",
        "samples/xcuitest-json.json",
        "samples/uia.xml",
        "samples/uia-ufo.json",
        "samples/osworld-linux.json",
        "samples/osworld-windows.xml",
        "samples/osworld-macos.xml",
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
        ("fixtures/samples/droidbot.json", "correct-horse"),
        ("fixtures/samples/xcuitest.xml", "•"),
        ("fixtures/samples/uia.xml", "correct-horse"),
        ("fixtures/samples/osworld-linux.json", "●"),
        ("fixtures/samples/osworld-windows.xml", "•"),
        ("fixtures/samples/osworld-macos.xml", "•"),
    ] {
        for target in ["sz", "aria", "outline"] {
            let out = sz(&["convert", file, "--to", target]).expect(0).stdout;
            assert!(!out.contains(secret), "{file} as {target} holds {secret}");
        }
    }
}

#[test]
fn application_and_verdict_survive_canonical_json() {
    let out = sz(&["convert", "fixtures/samples/osworld-macos.xml", "--to", "sz"]).expect(0).stdout;
    let start = "{\"schema\":\"sz-tree/1\",\"app\":\"Shop\",\"quality\":{\"verdict\":\"complete\",\"reason\":\"siblings";
    assert!(out.starts_with(start), "{out}");
    let again = sz_with_input(&["convert", "-", "--to", "sz"], &out).expect(0).stdout;
    assert_eq!(again, out);
}

#[test]
fn what_a_snapshot_loses_is_said_on_stderr_as_a_table() {
    let file = "fixtures/samples/xcuitest.xml";
    let plain = sz(&["convert", file, "--to", "aria"]).expect(0);
    assert_eq!(plain.stderr, "");
    let run = sz(&["convert", file, "--to", "aria", "--loss"]).expect(0);
    assert_eq!(run.stdout, plain.stdout);
    assert_snapshot!(run.stderr);
}

#[test]
fn what_is_lost_can_be_had_as_json() {
    let file = "fixtures/samples/xcuitest.xml";
    let run = sz(&["convert", file, "--to", "aria", "--loss", "--format", "json"]).expect(0);
    let losses: Value = serde_json::from_str(&run.stderr).expect("stderr is JSON");
    let first = &losses[0];
    assert_eq!((&first["lost"], &first["nodes"]), (&json!("application"), &json!(0)));
    let bounds = losses.as_array().unwrap().iter().find(|loss| loss["lost"] == "bounds").unwrap();
    assert_eq!(bounds["examples"], json!(["/", "/0", "/0/0"]));
    let run = sz(&["convert", file, "--to", "aria", "--loss", "--format", "jsonl"]).expect(0);
    assert_eq!(run.stderr.lines().count(), losses.as_array().unwrap().len());
}

#[test]
fn canonical_json_loses_nothing() {
    for sample in ["xcuitest.xml", "osworld-windows.xml", "uia.xml", "droidbot.json"] {
        let file = format!("fixtures/samples/{sample}");
        let run = sz(&["convert", &file, "--to", "sz", "--loss"]).expect(0);
        assert_eq!(
            run.stderr, "nothing is lost: `sz` says all that the capture does\n",
            "{sample}"
        );
        let run = sz(&["convert", &file, "--to", "sz", "--loss", "--format", "json"]).expect(0);
        assert_eq!(run.stderr, "[]\n", "{sample}");
    }
    sz(&["convert", "fixtures/samples/uia.xml", "--to", "sz", "--format", "json"]).expect(2);
}

#[test]
fn the_message_of_a_tool_that_failed_is_no_capture() {
    for from in [&[][..], &["--from", "uiautomator"]] {
        let arguments = [&["convert", "-", "--to", "sz"][..], from].concat();
        let run = sz_with_input(&arguments, "ERROR: could not get idle state.\n").expect(2);
        assert!(run.stderr.contains("uiautomator made no dump"), "{}", run.stderr);
        assert!(run.stderr.contains("dump again"), "{}", run.stderr);
    }
}

#[test]
fn the_help_lists_every_format() {
    let help = sz(&["convert", "--help"]).expect(0).stdout;
    for &format in Format::ALL {
        assert!(help.contains(format.as_str()), "{format}: {help}");
    }
    let run =
        sz(&["convert", "fixtures/samples/uia.xml", "--to", "sz", "--from", "xcuitets"]).expect(2);
    assert!(run.stderr.contains("similar value exists: 'xcuitest'"), "{}", run.stderr);
}
