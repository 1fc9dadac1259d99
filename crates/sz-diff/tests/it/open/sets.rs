//! Children in any order.

use super::{baseline, check};

#[test]
fn the_order_of_children_can_be_free() {
    let menu =
        "menu\n  menuitem \"A\"\n  menuitem \"B\"\n  menuitem \"C\"\n    img \"i\"\n    text \"t\"";
    let free = baseline(menu, &["/ free"]);
    let turned =
        "menu\n  menuitem \"C\"\n    img \"i\"\n    text \"t\"\n  menuitem \"B\"\n  menuitem \"A\"";
    check(&free, turned, "");
    check(&baseline(menu, &[]), turned, ">/0 menuitem \"C\"; >/1 menuitem \"B\"");
    check(
        &free,
        "menu\n  menuitem \"C\"\n    text \"t\"\n    img \"i\"\n  menuitem \"B\"\n  menuitem \"A\"",
        ">/0/0 text \"t\"",
    );
    check(
        &free,
        "menu\n  menuitem \"C\"\n    img \"i\"\n    text \"t\"\n  menuitem \"A\"",
        "-/1 menuitem \"B\"",
    );
    check(&free, &format!("{turned}\n  menuitem \"D\""), "+/3 menuitem \"D\"");
    check(&free, &turned.replace("\"B\"", "\"B!\""), "~/1 menuitem \"B!\"");
}

#[test]
fn patterns_in_free_order_find_their_nodes() {
    let tags = "list\n  text \"a\"\n  text \"b\"\n  text \"c\"\n  text \"d\"";
    let free = baseline(
        tags,
        &["/ free", "/0 name=^[abc]$", "/1 name=^[ab]$", "/2 name=^a$", "/3 optional name=^[a-z]$"],
    );
    for screen in ["a b c d", "c b a x", "b a c", "a c b", "z c b a"] {
        let texts: String = screen.split(' ').map(|it| format!("\n  text \"{it}\"")).collect();
        check(&free, &format!("list{texts}"), "");
    }
    check(&free, "list\n  text \"b\"\n  text \"c\"\n  text \"c\"", "-/2 text \"c\"");
    let repeated = baseline(tags, &["/ free", "/0 repeat name=^\\d+$", "/3 optional"]);
    check(
        &repeated,
        "list\n  text \"1\"\n  text \"c\"\n  text \"2\"\n  text \"b\"\n  text \"3\"",
        "",
    );
    check(&repeated, "list\n  text \"c\"\n  text \"b\"\n  text \"d\"", "-/0 text \"a\"");
}

const TAGS: &str = r#"
    main
      list "Tags"
        listitem "red"
          button "Remove"
        listitem "green"
          button "Remove"
        listitem "blue"
          button "Remove"
      button "Add"
"#;

fn tags(names: &[&str]) -> String {
    let items = names.iter().map(|name| format!("    {name}\n      button \"Remove\"\n"));
    format!("main\n  list \"Tags\"\n{}  button \"Add\"\n", items.collect::<String>())
}

const RED: &str = "listitem \"red\"";
const GREEN: &str = "listitem \"green\"";
const BLUE: &str = "listitem \"blue\"";

#[test]
fn a_change_inside_of_a_set_is_told_in_whatever_order_it_stands() {
    let free = baseline(TAGS, &["/0 free"]);
    check(&free, &tags(&[BLUE, RED, GREEN]), "");
    check(
        &free,
        &tags(&[BLUE, "listitem \"violet\"", RED, GREEN]),
        "+/0/1 listitem \"violet\"; +/0/1/0 button \"Remove\"",
    );
    check(&free, &tags(&[BLUE, RED]), "-/0/1 listitem \"green\"; -/0/1/0 button \"Remove\"");
    check(&free, &tags(&[BLUE, "listitem \"green\" {selected}", RED]), "~/0/1 listitem \"green\"");
    let renamed = tags(&[GREEN, BLUE, RED]).replacen("Remove", "Delete", 1);
    check(&free, &renamed, "~/0/0/0 button \"Delete\"");
}

#[test]
fn what_is_put_around_members_of_a_set_is_told_and_its_members_are_not() {
    let free = baseline(TAGS, &["/0 free"]);
    let members = "    listitem \"green\"\n      button \"Remove\"\n    listitem \"red\"\n      button \"Remove\"\n";
    let inner: String = members.lines().map(|line| format!("  {line}\n")).collect();
    let rest = "    listitem \"blue\"\n      button \"Remove\"\n";
    let wrapped =
        format!("main\n  list \"Tags\"\n    group \"Warm\"\n{inner}{rest}  button \"Add\"\n");
    check(&free, &wrapped, "+/0/0 group \"Warm\"");
    let unwrapped = tags(&[BLUE, RED]).replacen(
        "  button \"Add\"",
        "    button \"Remove\"\n  button \"Add\"",
        1,
    );
    check(&free, &unwrapped, "-/0/1 listitem \"green\"");
}

#[test]
fn what_leaves_a_set_or_comes_into_it_has_moved() {
    let free = baseline(TAGS, &["/0 free"]);
    let left = format!("{}  listitem \"green\"\n    button \"Remove\"\n", tags(&[BLUE, RED]));
    check(&free, &left, ">/2 listitem \"green\"");
    let came = tags(&[BLUE, GREEN, RED]).replacen("  button \"Add\"", "    button \"Add\"", 1);
    check(&free, &came, ">/0/3 button \"Add\"");
}

#[test]
fn sets_nest() {
    let table = "table\n  row \"1\"\n    cell \"a\"\n    cell \"b\"\n  row \"2\"\n    cell \"c\"\n    cell \"d\"";
    let turned = "table\n  row \"2\"\n    cell \"d\"\n    cell \"c\"\n  row \"1\"\n    cell \"b\"\n    cell \"a\"";
    let both = baseline(table, &["/ free", "/0 free", "/1 free"]);
    check(&both, turned, "");
    check(&both, &turned.replace("\"a\"", "\"z\""), "~/1/1 cell \"z\"");
    check(&both, &turned.replace("    cell \"d\"\n", ""), "-/1/1 cell \"d\"");
    let outer = baseline(table, &["/ free", "/0 free"]);
    check(&outer, turned, ">/0/0 cell \"d\"");
}

#[test]
fn members_with_patterns_are_told_from_what_fits_none() {
    let free = baseline(TAGS, &["/0 free", "/0/0 name=^r", "/0/1 name=^g", "/0/2 name=^b"]);
    let named = |name: &str| format!("listitem \"{name}\"");
    let (brown, rose, gold) = (named("brown"), named("rose"), named("gold"));
    check(&free, &tags(&[&brown, &rose, &gold]), "");
    check(&free, &tags(&[&brown, "listitem \"violet\"", &gold]), "~/0/1 listitem \"violet\"");
    // Two fit: the one that is called as in the baseline is the member.
    check(
        &free,
        &tags(&[&brown, &rose, &gold, BLUE]),
        "+/0/0 listitem \"brown\"; +/0/0/0 button \"Remove\"",
    );
}
