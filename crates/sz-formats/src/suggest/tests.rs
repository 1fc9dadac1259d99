use super::*;

#[track_caller]
fn check(word: &str, expected: Option<&str>) {
    let states = ["checked", "checkable", "disabled", "expanded", "role", "name"];
    assert_eq!(suggest(word, states), expected, "{word}");
}

#[test]
fn suggests_the_nearest_word() {
    check("chekced", Some("checked"));
    check("cheked", Some("checked"));
    check("Checked", Some("checked"));
    check("disable", Some("disabled"));
    check("nmae", Some("name"));
    check("roles", Some("role"));
    check("bounds", None);
    check("", None);
    check("x", None);
    check(&"checked".repeat(20), None);
}
