use sz_noise::Profile;
use sz_testkit::tree;

use super::*;

/// A capture: application, label, outline.
type Given<'a> = (&'a str, &'a str, &'a str);

fn clusters(given: &[Given<'_>]) -> Vec<ScreenCluster> {
    let profile = Profile::built_in();
    let observe = |(_, _, outline): &Given<'_>| Observation::new(&tree(outline), &profile);
    let observations: Vec<Observation> = given.iter().map(observe).collect();
    let captures: Vec<LooseCapture<'_>> = (given.iter().zip(&observations))
        .map(|((app, label, _), observation)| LooseCapture {
            app: Some(*app).filter(|app| !app.is_empty()),
            label,
            observation,
        })
        .collect();
    cluster_captures(&captures, &BTreeSet::new())
}

/// Which captures, given as outlines of one application, are put together.
#[track_caller]
fn check(outlines: &[&str], expected: &[&[usize]]) {
    let given: Vec<Given<'_>> = outlines.iter().map(|outline| ("shop", "", *outline)).collect();
    let mut found: Vec<Vec<usize>> = clusters(&given).into_iter().map(|it| it.captures).collect();
    found.sort_unstable();
    assert_eq!(found, expected, "{outlines:#?}");
}

/// What screens of one application are called.
#[track_caller]
fn check_names(given: &[(&str, &str)], expected: &[&str]) {
    let given: Vec<Given<'_>> =
        given.iter().map(|(label, outline)| ("shop", *label, *outline)).collect();
    let found = clusters(&given);
    let mut names = vec![""; given.len()];
    for cluster in &found {
        for &place in &cluster.captures {
            names[place] = cluster.screen_id.as_str();
        }
    }
    assert_eq!(names, expected);
}

const SIGN_IN: &str = "document \"Sign in\" [url=https://shop.example/login]\n  heading \"Welcome back\"\n  textbox \"E-mail\"\n  textbox \"Password\"\n  button \"Sign in\"";
const CART: &str = "document \"Cart\" [url=https://shop.example/cart]\n  heading \"Your cart\"\n  list\n    listitem\n      text \"Tea\"\n  button \"Pay\"";

#[test]
fn content_that_varies_makes_no_other_screen() {
    let more = CART.replace("  button", "    listitem\n      text \"Milk\"\n  button");
    let other = CART.replace("Tea", "Coffee");
    check(&[CART, SIGN_IN, &more, &other], &[&[0, 2, 3], &[1]]);
}

#[test]
fn captures_of_different_applications_are_never_of_one_screen() {
    let found = clusters(&[("a", "", CART), ("b", "", CART), ("", "", CART), ("a", "", CART)]);
    let found: Vec<_> = found.iter().map(|it| (it.app.as_deref(), &*it.captures)).collect();
    assert_eq!(found, [(None, &[2][..]), (Some("a"), &[0, 3]), (Some("b"), &[1])]);
}

#[test]
fn an_address_tells_screens_apart_but_not_by_numbers() {
    let at = |url: &str| SIGN_IN.replace("https://shop.example/login", url);
    let one = at("https://shop.example/order/17");
    let other = at("https://shop.example/order/18?from=").replace("E-mail", "E-Mail");
    check(&[&one, &at("https://shop.example/order/23").replace("back", "again")], &[&[0, 1]]);
    check(&[&one, &at("https://shop.example/login").replace("back", "again")], &[&[0], &[1]]);
    check(
        &[&at("https://a.example/#/in"), &at("https://a.example/#/up").replace("back", "")],
        &[&[0], &[1]],
    );
    check(
        &[&at("https://a.example/#top"), &at("https://a.example/").replace("back", "")],
        &[&[0, 1]],
    );
    // Parameters may say much or nothing: it takes more than an address that may be the same.
    check(&[&one, &other], &[&[0], &[1]]);
}

#[test]
fn an_open_dialog_is_a_screen_of_its_own() {
    let window = "window \"Notes\"\n  menubar\n    menuitem \"File\"\n    menuitem \"Edit\"\n  textbox \"Note\"\n  button \"Save\"\n  button \"Close\"";
    let dialog = format!("{window}\n  dialog \"Save as\"\n    button \"Cancel\"");
    check(&[window, &dialog], &[&[0], &[1]]);
}

#[test]
fn another_selected_tab_is_another_screen() {
    let first = "window \"Settings\"\n  tablist\n    tab \"General\" {selected}\n    tab \"Privacy\"\n  checkbox \"On\"";
    let second = "window \"Settings\"\n  tablist\n    tab \"General\"\n    tab \"Privacy\" {selected}\n  checkbox \"On\"";
    check(&[first, second, &first.replace("\"On\"", "\"On\" {checked}")], &[&[0, 2], &[1]]);
}

#[test]
fn without_address_screens_of_one_shape_are_told_by_their_names() {
    let form = |heading: &str, button: &str, text: &str| {
        format!(
            "main\n  heading \"{heading}\"\n  textbox \"Name\"\n  text \"{text}\"\n  button \"{button}\""
        )
    };
    check(
        &[
            &form("New customer", "Create", "12 left"),
            &form("New order", "Order", "3 left"),
            &form("New customer", "Create", "nothing left"),
        ],
        &[&[0, 2], &[1]],
    );
}

#[test]
fn screens_are_named_after_what_no_other_has() {
    check_names(&[("", SIGN_IN), ("", CART)], &["sign_in", "cart"]);
    // Dialogs before titles, titles without the name of the site, and headings where titles are one.
    check_names(
        &[
            (
                "",
                "document \"Acme - Shop\" [url=https://a.example/x]\n  heading \"Sale!\"\n  button \"A\"",
            ),
            (
                "",
                "document \"Acme - Shop\" [url=https://a.example/y]\n  dialog \"Really?\"\n    button \"B\"",
            ),
            ("", "document \"Acme - Shop\" [url=https://a.example/account/17]\n  link \"C\""),
        ],
        &["sale", "really", "account"],
    );
}

#[test]
fn screens_without_a_text_are_named_after_their_files() {
    let (one, other) = ("main\n  button\n  list", "main\n  img\n  table\n    row");
    check_names(&[("web/start/a", one), ("web/end/a-1", other)], &["a", "a_1"]);
    let nameless = clusters(&[("", "", one), ("", "", other)]);
    let names: Vec<&str> = nameless.iter().map(|it| it.screen_id.as_str()).collect();
    assert_eq!(names, ["screen", "screen_2"]);
    let more = "main\n  button\n  list\n    listitem\n      text \"x\"";
    let many =
        "main\n  button\n  list\n    listitem\n      text \"x\"\n    listitem\n      text \"x\"";
    check_names(&[("web/start/a", more), ("web/start/b", many)], &["start", "start"]);
}

#[test]
fn files_that_say_nothing_take_their_folder_for_a_name() {
    let outlines = [
        "application\n  button",
        "application\n  textbox\n  checkbox\n  link",
        "application\n  list\n    listitem\n    listitem\n    listitem\n  slider",
    ];
    let check = |labels: [&str; 3], expected: [&str; 3]| {
        let given: Vec<(&str, &str)> = labels.into_iter().zip(outlines).collect();
        check_names(&given, &expected);
    };
    // One name in many folders, as of a tool that always writes `v.xml`.
    check(["shop/Cart/v", "shop/Login/v", "shop/Orders/v"], ["cart", "login", "orders"]);
    // Dates, and a folder of several screens.
    check(
        ["shop/Feed/2017-08-11_20", "shop/Album/2017-08-11_21", "shop/Album/2017-08-12_07"],
        ["feed", "album_2017_08_11_21", "album_2017_08_12_07"],
    );
    check(["1", "2", "3"], ["1", "2", "3"]);
}

#[test]
fn names_that_are_taken_are_not_given_again() {
    let observation = Observation::new(&tree(CART), &Profile::built_in());
    let capture = LooseCapture { app: Some("shop"), label: "", observation: &observation };
    let name = |taken: &[&str]| {
        let id = |name: &&str| (Some("shop".to_owned()), ScreenId::new(name).expect("a name"));
        let clusters = cluster_captures(&[capture], &taken.iter().map(id).collect());
        clusters[0].screen_id.to_string()
    };
    assert_eq!(name(&[]), "cart");
    assert_eq!(name(&["cart"]), "cart_2");
    assert_eq!(name(&["cart", "cart_2"]), "cart_3");
}

#[test]
fn no_captures_show_no_screens() {
    assert_eq!(cluster_captures(&[], &BTreeSet::new()), []);
}
