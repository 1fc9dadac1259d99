//! Output that people read, as it is printed where there is no terminal. Read a changed snapshot before it is
//! accepted: `INSTA_UPDATE=always cargo nextest run -p sz-cli shown`.

use insta::assert_snapshot;

use crate::program::sz;

#[test]
fn inspect_as_a_table() {
    let file = "fixtures/captures/legacy/doordash_offer";
    assert_snapshot!(sz(&["inspect", file, "--templates", "fixtures/templates"]).stdout);
}

#[test]
fn a_difference_as_an_outline() {
    let (a, b) = (
        "fixtures/captures/web/checkout_offer/base.json",
        "fixtures/captures/web/checkout_offer/decline-gone.json",
    );
    assert_snapshot!(sz(&["diff", a, b]).stdout);
}

#[test]
fn a_difference_as_a_page() {
    let (a, b) = (
        "fixtures/captures/web/checkout_offer/base.json",
        "fixtures/captures/web/checkout_offer/decline-gone.json",
    );
    assert_snapshot!(sz(&["diff", a, b, "--format", "html"]).stdout);
}

#[test]
fn a_capture_as_an_outline() {
    let file = "fixtures/captures/web/cookie_dialog/base.json";
    assert_snapshot!(sz(&["convert", file, "--to", "outline"]).stdout);
}

#[test]
fn candidates_as_a_table() {
    let file = "fixtures/captures/web/login/base.json";
    assert_snapshot!(sz(&["match", file, "--templates", "fixtures/templates"]).stdout);
}

#[test]
fn what_noise_removed_as_a_table() {
    assert_snapshot!(
        sz(&["noise", "explain", "fixtures/captures/web/cookie_dialog/base.json"]).stdout
    );
}

#[test]
fn the_commands_there_are() {
    assert_snapshot!(sz(&["--help"]).stdout);
}
