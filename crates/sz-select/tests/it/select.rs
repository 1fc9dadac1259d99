use sz_select::Selector;
use sz_testkit::tree;
use sz_tree::Tree;

fn shop() -> Tree {
    tree(
        r#"
        window "Shop" {active}
          form "Checkout" [id=checkout]
            heading "Offer" [level=2]
            text "$19.99" = "$19.99"
            textbox "E-mail" = "" {required, invalid}
            checkbox "News-letter" {checkable, checked} ("Weekly")
            group
              button "Accept" [class="big primary"] {default}
              button "Decline" [class="small"] {disabled}
          list "Items"
            listitem "one"
            listitem "two"
              link "Buy two"
            separator
            listitem "three" {selected}
          "platform:color chooser" "Shade"
          platform:switcher "Side"
        "#,
    )
}

#[track_caller]
fn check(selector: &str, expected: &str) {
    let tree = shop();
    let selector = Selector::parse(selector).expect(selector);
    let label = |node: sz_tree::Node<'_>| match node.name() {
        "" => node.role().to_string(),
        name => name.to_owned(),
    };
    let selected: Vec<_> = selector.select(&tree).map(label).collect();
    assert_eq!(selected.join(", "), expected, "{selector}");
    let matching: Vec<_> = tree.nodes().filter(|node| selector.matches(*node)).map(label).collect();
    assert_eq!(matching, selected, "{selector}: matches() differs from select()");
    assert_eq!(selector.first(&tree).map(label), selected.first().cloned(), "{selector}");
}

#[test]
fn by_role() {
    check("button", "Accept, Decline");
    check(
        "*",
        "Shop, Checkout, Offer, $19.99, E-mail, News-letter, group, Accept, Decline, Items, one, two, Buy two, separator, three, Shade, Side",
    );
    check("heading, link", "Offer, Buy two");
    check("menu", "");
    check(r"platform\:switcher", "Side");
    check(r"platform\:color\ chooser", "Shade");
    check(r#"[role="platform:color chooser"]"#, "Shade");
    check(r#"[role^="platform:"]"#, "Shade, Side");
    check("[role=list]", "Items");
    check("list[role=list]", "Items");
    check("list[role=link]", "");
}

#[test]
fn by_text() {
    check(r#"[name="Accept"]"#, "Accept");
    check(r#"[name="accept"]"#, "");
    check(r#"[name="accept" i]"#, "Accept");
    check(r#"[value^="$"]"#, "$19.99");
    check(r#"[name$="99"]"#, "$19.99");
    check(r#"[name*="cl"]"#, "Decline");
    check(r#"[name~="two"]"#, "two, Buy two");
    check(r#"[name|="News"]"#, "News-letter");
    check(r#"[name|="new" i]"#, "");
    check(r#"[name^=""], [name$=""], [name*=""], [name~=""]"#, "");
    check(r#"[name=""]"#, "group, separator");
    check("form :not([name])", "group");
    check("[value]", "$19.99, E-mail");
    check(r#"[value=""]"#, "E-mail");
    check("[description]", "News-letter");
    check("[description=Weekly]", "News-letter");
}

#[test]
fn by_attribute() {
    check(r#"[level="2"]"#, "Offer");
    check("[level]", "Offer");
    check("[Level]", "");
    check("#checkout", "Checkout");
    check("[id=checkout]", "Checkout");
    check(".primary", "Accept");
    check(".big.primary", "Accept");
    check(".big.small", "");
    check("button.small", "Decline");
    check(".prim", "");
}

#[test]
fn by_state() {
    check(":checked", "News-letter");
    check("button:disabled", "Decline");
    check("button:enabled", "Accept");
    check(":required:invalid", "E-mail");
    check(":selected", "three");
    check(":hidden, :expanded, :mixed, :pressed, :modal, :busy, :offscreen, :protected", "");
    check(":read-only, :has-popup, :focused", "");
    check(":Checked", "News-letter");
}

#[test]
fn by_name_pattern() {
    check(r":name(/^\$\d+\.\d{2}$/)", "$19.99");
    check(":name(/t/)", "Checkout, News-letter, Accept, Items, two, Buy two, three");
    check(":name(/^T/i)", "two, three");
    check("listitem:name(/o/):not(:name(/w/))", "one");
    check(":name(/^$/)", "group, separator");
}

#[test]
fn by_place() {
    check(":root", "Shop");
    check("form :empty", "Offer, $19.99, E-mail, News-letter, Accept, Decline");
    check("list > :first-child", "one");
    check("list > :last-child", "three");
    check(":only-child", "Shop, Buy two");
    check("list > :nth-child(2)", "two");
    check("list > :nth-child(odd)", "one, separator");
    check("list > :nth-child(-n+2)", "one, two");
    check("list > :nth-child(n+3)", "separator, three");
    check("list > :nth-last-child(2)", "separator");
    check("list > :nth-last-child(2n)", "one, separator");
    check("listitem:nth-of-type(3)", "three");
    check("listitem:nth-last-of-type(3)", "one");
    check("list > :first-of-type", "one, separator");
    check("list > :last-of-type", "separator, three");
    check("list > :only-of-type", "separator");
}

#[test]
fn by_relatives() {
    check("form button", "Accept, Decline");
    check("form > button", "");
    check("form > group > button", "Accept, Decline");
    check("window form group button:disabled", "Decline");
    check("heading + text", "$19.99");
    check("heading + textbox", "");
    check("heading ~ textbox", "E-mail");
    check("text + textbox ~ group > button + button", "Decline");
    check("listitem ~ listitem", "two, three");
    check("listitem listitem", "");
    check("form ~ list link", "Buy two");
}

#[test]
fn by_logic() {
    check("button:not(:disabled)", "Accept");
    check("button:not(:disabled, .big)", "");
    check(":is(heading, text):not([level])", "$19.99");
    check(":where(form, list) > :is(listitem, heading)", "Offer, one, two, three");
    check("link:is(list *, form *)", "Buy two");
    check("button:not(list *)", "Accept, Decline");
    check("link:not(list *)", "");
    check(":is(:is(form > group) > button):not(:is(button + button))", "Accept");
}

#[test]
fn by_what_is_ahead() {
    check(":has(button)", "Shop, Checkout, group");
    check(":has(> button)", "group");
    check("listitem:has(link)", "two");
    check("listitem:not(:has(link))", "one, three");
    check(":has(+ separator)", "two");
    check("listitem:has(~ separator)", "one, two");
    check("form:has(group > button:disabled)", "Checkout");
    check("form:has(> button:disabled)", "");
    check("form:has(heading + text ~ group button)", "Checkout");
    check("form:has(list)", "");
    check("form:has(+ list link)", "Checkout");
    check(":has(form button) > list", "Items");
    check("listitem:has(link) ~ listitem", "three");
    check(":is(:has(> link)) > link", "Buy two");
    check("window:has(:is(form *):disabled)", "Shop");
    check("form:has(menu, :disabled)", "Checkout");
}

#[test]
fn can_be_shared() {
    fn is_shareable<T: Send + Sync + Clone + std::fmt::Debug>(_: &T) {}
    let selector: Selector = "row".parse().expect("valid");
    is_shareable(&selector);
    assert_eq!(format!("{selector} {selector:?}"), "row Selector(\"row\")");
}

#[test]
fn knows_which_roles_it_can_select() {
    #[track_caller]
    fn roles(selector: &str, expected: Option<&str>) {
        let selector = Selector::parse(selector).expect("valid");
        let roles = selector
            .roles()
            .map(|roles| roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        assert_eq!(roles.as_deref(), expected, "{selector}");
    }
    roles("form button.big", Some("button"));
    roles("link, form > button", Some("button link"));
    roles(":is(link, button):enabled", Some("button link"));
    roles("[role='platform:color chooser']", Some("platform:color chooser"));
    roles("link, .big", None);
    roles(":not(button)", None);
    roles(":is(form button)", None);
    roles("*", None);
}

#[test]
fn knows_a_name_without_which_it_selects_nothing() {
    #[track_caller]
    fn names(selector: &str, expected: Option<&str>) {
        let selector = Selector::parse(selector).expect("valid");
        let names = selector.names().map(|names| names.join(" "));
        assert_eq!(names.as_deref(), expected, "{selector}");
    }
    names("button[name=\"OK\"]:enabled", Some("OK"));
    names("[name=\"Cart\"] > row button", Some("Cart"));
    names("[name=\"Cart\"] + button[name=\"OK\"], [name=\"Help\"]", Some("OK Help"));
    names("[name=\"OK\"], button", None);
    names("[name=\"ok\" i]", None);
    names("[name^=\"OK\"]", None);
    names(":not([name=\"OK\"])", None);
    names(":has([name=\"OK\"])", None);
}

/// The measure is the length of the selector times the number of nodes: nesting must not multiply.
#[test]
fn hostile_selectors_on_hostile_trees_take_linear_time() {
    let lines: Vec<String> =
        (0..1024).map(|level| format!("{}group", "  ".repeat(level))).collect();
    let chain = tree(&lines.join("\n"));
    let wide = tree(&format!("group\n{}", "  group\n".repeat(10_000)));
    let nested = (0..8).fold("link".to_owned(), |inner, _| format!(":is({inner} *)"));
    for selector in [
        nested.as_str(),
        "link * * * * * * *",
        "group:has(link), :not(:has(group link group))",
        "group ~ group ~ group ~ link",
        "group:nth-child(3n+1):nth-last-child(2n):nth-of-type(5n):nth-last-of-type(4)",
        "group + group:has(~ group ~ group + link)",
    ] {
        let selector = Selector::parse(selector).expect("valid");
        assert!(selector.select(&chain).count() <= chain.len());
        assert!(selector.select(&wide).count() <= wide.len());
    }
}
