use sz_diff::{DiffOptions, diff_baseline};
use sz_testkit::tree;
use sz_tree::NodeId;

use super::{MAIL, baseline, check, items, mail};

#[test]
fn a_repeated_node_stands_there_once_or_more() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$", "/1/0/0 name=.*"]);
    check(&repeated, &mail(&items(&["1"])), "");
    check(&repeated, &mail(&items(&["1", "2", "3"])), "");
    check(&repeated, &mail(&items(&["7"; 500])), "");
    check(
        &repeated,
        &mail(""),
        "-/1/0 listitem \"item\"; -/1/0/0 text \"subject\"; -/1/0/1 button \"Delete\"",
    );
    let any_number = baseline(MAIL, &["/1/0 repeat optional name=^\\d+$"]);
    check(&any_number, &mail(""), "");
    check(&any_number, &mail(&items(&["1"; 7])), "");
    let once = baseline(MAIL, &["/1/0 name=^\\d+$"]);
    check(
        &once,
        &mail(&items(&["1", "2"])),
        "+/1/1 listitem \"2\"; +/1/1/0 text \"subject\"; +/1/1/1 button \"Delete\"",
    );
}

#[test]
fn an_item_that_does_not_fit_is_told_at_that_item() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    check(&repeated, &mail(&items(&["1", "x", "3"])), "~/1/1 listitem \"x\"");
    let list = mail(&items(&["1", "2", "3"]));
    check(&repeated, &list.replacen("subject", "spam", 1), "~/1/0/0 text \"spam\"");
    let lost = list.replacen("\n      button \"Delete\"", "", 2).replacen(
        "\n      button \"Delete\"",
        "",
        0,
    );
    check(&repeated, &lost, "-/1/0/1 button \"Delete\"; -/1/1/1 button \"Delete\"");
    let buy = list.replacen(
        "      button \"Delete\"\n",
        "      button \"Delete\"\n      button \"Buy\"\n",
        1,
    );
    check(&repeated, &buy, "+/1/0/2 button \"Buy\"");
    let all = list.replace("Delete", "Buy");
    check(
        &repeated,
        &all,
        "~/1/0/1 button \"Buy\"; ~/1/1/1 button \"Buy\"; ~/1/2/1 button \"Buy\"",
    );
    let every_item = 500;
    let many = mail(&items(&["1"; 500])).replace("Delete", "Buy");
    let found = diff_baseline(&repeated, &tree(&many), &DiffOptions::default()).diff;
    assert_eq!((found.edits, found.modified.len()), (every_item, every_item));
}

#[test]
fn what_is_no_item_is_new_in_a_repeated_list() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let ad = "    link \"Advertisement\"\n";
    let between = format!("{}{ad}{}", items(&["1", "2"]), items(&["3"]));
    check(&repeated, &mail(&between), "+/1/2 link \"Advertisement\"");
    let alone = format!("{}    button \"Pay now\"\n", items(&["1"]));
    check(&repeated, &mail(&alone), "+/1/1 button \"Pay now\"");
}

#[test]
fn what_follows_a_repeated_node_is_still_expected() {
    let greedy = "list\n  listitem \"a\"\n  listitem \"Total\"";
    let baseline = baseline(greedy, &["/0 repeat name=.*"]);
    check(&baseline, "list\n  listitem \"x\"\n  listitem \"y\"\n  listitem \"Total\"", "");
    check(&baseline, "list\n  listitem \"Total\"\n  listitem \"Total\"", "");
    check(&baseline, "list\n  listitem \"x\"\n  listitem \"Sum\"", "~/1 listitem \"Sum\"");
}

#[test]
fn repeated_nodes_nest() {
    let table = r#"
        table
          row "head"
          row "r"
            cell "c"
              text "t"
            button "Edit"
    "#;
    let baseline = baseline(
        table,
        &["/1 repeat name=^r\\d*$", "/1/0 repeat optional", "/1/0/0 optional", "/1/1 optional"],
    );
    let cell = "    cell \"c\"\n      text \"t\"\n";
    let empty = "    cell \"c\"\n";
    let edit = "    button \"Edit\"\n";
    let rows = |rows: &[String]| format!("table\n  row \"head\"\n{}", rows.concat());
    let row = |inside: &str| format!("  row \"r1\"\n{inside}");
    check(&baseline, &rows(&[row(""), row(cell), row(&format!("{cell}{empty}{cell}{edit}"))]), "");
    check(&baseline, &rows(&[row(edit), row(edit)]), "");
    check(
        &baseline,
        &rows(&[row(cell), row(&format!("{cell}{}{edit}", cell.replace("\"t\"", "\"u\"")))]),
        "~/2/1/0 text \"u\"",
    );
    check(
        &baseline,
        &rows(&[row(cell), row(&format!("{cell}    link \"Buy\"\n{edit}"))]),
        "+/2/1 link \"Buy\"",
    );
    check(&baseline, &rows(&[row(&format!("{edit}{cell}"))]), ">/1/0 button \"Edit\"");
}

#[test]
fn open_parts_are_found_where_the_screen_around_them_changed() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let list = mail(&items(&["1", "2", "3"]));
    check(&repeated, &list.replace("Write", "Send"), "~/2 button \"Send\"");
    let indented: String = list.lines().map(|line| format!("  {line}\n")).collect();
    check(&repeated, &format!("document\n{indented}"), "+/ document \"\"");
    let region: String =
        items(&["1", "2", "3"]).lines().map(|line| format!("  {line}\n")).collect();
    let wrapped = format!(
        "main\n  heading \"Mail\"\n  region \"Inbox\"\n    list\n{region}  button \"Write\"\n"
    );
    check(&repeated, &wrapped, "+/1 region \"Inbox\"");
    let moved = format!(
        "main\n  heading \"Mail\"\n  button \"Write\"\n  list\n{}",
        items(&["1", "2", "3"])
    );
    check(&repeated, &moved, ">/1 button \"Write\"");
}

#[test]
fn the_length_of_a_repeated_list_does_not_hide_a_change() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let similarity = |count: usize| {
        let screen = mail(&items(&vec!["1"; count])).replace("Write", "Send");
        diff_baseline(&repeated, &tree(&screen), &DiffOptions::default()).diff.similarity
    };
    assert!((similarity(1) - similarity(300)).abs() < 1e-12);
    assert!(similarity(1) < 1.0);
}

#[test]
fn the_expected_tree_has_repeated_nodes_as_often_as_the_screen() {
    let repeated = baseline(MAIL, &["/1/0 repeat name=^\\d+$"]);
    let screen = tree(&mail(&items(&["1", "2", "x"])));
    let found = diff_baseline(&repeated, &screen, &DiffOptions::default());
    assert_eq!(found.expected.len(), screen.len());
    let origins: Vec<usize> =
        found.expected.nodes().map(|node| found.origin(node.id()).index()).collect();
    assert_eq!(origins, [0, 1, 2, 3, 4, 5, 3, 4, 5, 3, 4, 5, 6]);
    let once = tree(&mail(&items(&["1"])));
    let found = diff_baseline(&repeated, &once, &DiffOptions::default());
    assert_eq!(&*found.expected, repeated.tree());
    assert_eq!(found.origin(NodeId::new(4)), NodeId::new(4));
}
