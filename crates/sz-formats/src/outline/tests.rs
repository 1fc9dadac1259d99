use sz_tree::{AriaRole, Limits, Role, TreeBuilder};

use super::write_outline;

#[test]
fn shows_every_field() {
    let outline = "\
form \"Sign in\"
  textbox \"E-mail\" = \"ada@example.org\" (\"Where we write to\") {focused, required} [id=email] @10,20 300x24
  platform:switcher [class=\"big red\"]
    text = \"\"
  button \"say \\\"hi\\\"\"
";
    assert_eq!(write_outline(&sz_testkit::tree(outline)), outline);
}

#[test]
fn a_terminal_sees_only_what_can_be_printed() {
    let mut builder = TreeBuilder::new(Limits::default());
    builder.open(Role::Platform("a\u{1b}b")).expect("a root");
    builder.name("\u{1b}[31mred\u{7}\n\u{202e}nimda\u{200b}\u{feff}\u{9b}").expect("a name");
    builder.attribute("k\r", "\u{2028}").expect("an attribute");
    builder.close().expect("it is open");
    let outline = write_outline(&builder.finish().expect("a tree"));
    let expected = "platform:a\\u{1b}b \"\\u{1b}[31mred\\u{7}\\n\\u{202e}nimda\\u{200b}\\u{feff}\\u{9b}\" [k\\u{d}=\"\\u{2028}\"]\n";
    assert_eq!(outline, expected);
}

#[test]
fn deep_trees_stay_narrow() {
    let mut builder = TreeBuilder::new(Limits::default());
    for _ in 0..1_000 {
        builder.open(AriaRole::Generic.into()).expect("within limits");
    }
    for _ in 0..1_000 {
        builder.close().expect("it is open");
    }
    let outline = write_outline(&builder.finish().expect("a tree"));
    assert!(outline.ends_with("(999) generic\n"), "{outline}");
    assert!(outline.lines().all(|line| line.len() < 100));
    assert_eq!(outline.lines().nth(40).map(str::trim), Some("generic"));
}
