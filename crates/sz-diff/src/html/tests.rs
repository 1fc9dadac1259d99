use proptest::prelude::*;
use sz_testkit::{arb_tree, edited, tree};
use sz_tree::Tree;

use super::{cell::push_text, escaped};
use crate::{DiffOptions, diff};

fn page(a: &Tree, b: &Tree) -> String {
    diff(a, b, &DiffOptions::default()).html(a, b, ["before.json", "after.json"])
}

/// The document without the tags, which must be of these names, closed in order, and with no attribute but these.
fn text_of(page: &str) -> String {
    const NAMES: &[&str] = &[
        "html", "head", "meta", "title", "style", "body", "main", "h1", "p", "bdi", "details",
        "summary", "table", "col", "br", "colgroup", "thead", "tbody", "tr", "th", "td", "del",
        "ins", "a",
    ];
    const ATTRIBUTES: &[&str] = &[
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "style",
        "scope",
        "id",
        "href",
    ];
    let page = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    let mut open = Vec::new();
    let mut text = String::new();
    let mut pieces = page.split('<');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (tag, after) = piece.split_once('>').expect("a tag is closed");
        assert!(!after.contains('>') || open == ["html", "head", "style"], "{after}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{piece}");
        } else {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(NAMES.contains(&name), "{tag}");
            for attribute in attributes.split("\" ").filter(|it| !it.is_empty()) {
                let name = attribute.split('=').next().unwrap_or_default();
                assert!(ATTRIBUTES.contains(&name), "{tag}");
            }
            if !["meta", "col", "br"].contains(&name) {
                open.push(name);
            }
        }
        text.push_str(after);
    }
    assert!(open.is_empty(), "{open:?}");
    text
}

#[test]
fn a_screen_cannot_put_markup_into_the_document() {
    let hostile = r#"</bdi></td><script src="x" onerror='alert(1)'>&lt;"#;
    let a = tree("group\n  text \"a\"");
    let quoted = format!("{hostile:?}");
    let b = tree(&format!(
        "group\n  text {quoted} = {quoted} ({quoted}) [x={quoted}]\n  platform:{}",
        "<b>"
    ));
    let page = diff(&a, &b, &DiffOptions::default()).html(&a, &b, [hostile, hostile]);
    assert!(text_of(&page).contains(&escaped(hostile)));
    assert!(page.contains("platform:&lt;b&gt;"));
    assert!(!page.contains("<script") && !page.contains("<b>"));
}

#[test]
fn what_is_not_to_be_seen_is_written_out() {
    let shown = |text: &str| {
        let mut out = String::new();
        push_text(&mut out, text);
        out
    };
    assert_eq!(shown("a\u{202e}b\0\u{200b}\n\\"), r"a\u{202e}b\u{0}\u{200b}\n\\");
    assert_eq!(shown("\u{fffe}\u{1ffff}\u{fdd0}"), r"\u{fffe}\u{1ffff}\u{fdd0}");
    assert_eq!(shown("👩\u{200d}👧 e\u{301}"), "👩\u{200d}👧 e\u{301}");
}

#[test]
fn a_difference_of_other_trees_has_no_rows() {
    let (a, b) = (tree("group"), tree("group\n  text \"x\""));
    let found = diff(&a, &b, &DiffOptions::default());
    assert!(!found.html(&b, &b, ["a", "b"]).contains("<tr class"));
}

#[test]
fn what_changed_is_shown_in_what_it_is_in_and_the_rest_is_folded() {
    let part = |name: &str, button: &str| {
        format!(
            "  region \"{name}\"\n    heading \"{name}\"\n    group\n      button \"{button}\"\n"
        )
    };
    let screen =
        |button: &str| tree(&format!("main\n{}{}", part("One", "Buy"), part("Two", button)));
    let page = page(&screen("Pay"), &screen("Leave"));
    let (folded, shown) = page.split_once("</details>").expect("a folded part");
    assert!(folded.contains("<summary>4 unchanged nodes</summary>"), "{page}");
    assert!(folded.contains("“<bdi>One</bdi>”") && !folded.contains("“<bdi>Two</bdi>”"), "{page}");
    assert!(shown.contains("“<bdi>Two</bdi>”") && !shown.contains("<details>"), "{page}");
    assert!(shown.contains("<bdi><del>Pay</del></bdi>"), "{page}");
    assert!(shown.contains("<bdi><ins>Leave</ins></bdi>"), "{page}");
}

#[test]
fn what_moved_is_linked_from_place_to_place() {
    let a = tree(
        "main\n  list\n    text \"x\"\n    text \"y\"\n  form\n    button \"Go\"\n    text \"z\"",
    );
    let b = tree(
        "main\n  list\n    text \"x\"\n    text \"y\"\n    button \"Go\"\n  form\n    text \"z\"",
    );
    let page = page(&a, &b);
    for part in ["id=\"a5\"", "href=\"#a5\">was at /1/0", "id=\"b4\"", "href=\"#b4\">now at /0/2"] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn the_document_grows_with_the_trees_and_no_faster() {
    let rows = |count: usize| {
        let row = |n: usize| format!("  listitem \"{n}\"\n    text \"x\"\n");
        tree(&format!("list\n{}", (0..count).map(row).collect::<String>()))
    };
    let size = |count: usize| page(&rows(count), &edited(&rows(count), count / 4, 1).tree).len();
    let (small, large) = (size(100), size(2_000));
    assert!(large < 25 * small, "{large} bytes after {small}");
}

proptest! {
    #[test]
    fn every_text_of_both_trees_is_in_the_document(
        a in arb_tree(40), other in arb_tree(40), edits in 0..12_usize, seed: u64, is_other: bool,
    ) {
        let b = if is_other { other } else { edited(&a, edits, seed).tree };
        let text = text_of(&page(&a, &b));
        for node in a.nodes().chain(b.nodes()) {
            let role = node.role().to_string();
            let attributes = node.attributes().flat_map(|(key, value)| [key, value]);
            let texts = [role.as_str(), node.name(), node.value().unwrap_or(""), node.description()];
            for wanted in texts.into_iter().chain(attributes) {
                prop_assert!(text.contains(&escaped(wanted)), "{:?}", wanted);
            }
        }
    }

    #[test]
    fn every_node_has_its_rows(a in arb_tree(40), edits in 0..20_usize, seed: u64) {
        let b = edited(&a, edits, seed).tree;
        for (a, b) in [(&a, &b), (&b, &a)] {
            let found = diff(a, b, &DiffOptions::default());
            let page = found.html(a, b, ["a", "b"]);
            let rows = page.matches("<tr class").count();
            prop_assert_eq!(rows, b.len() + found.removed.len() + found.moved.len());
        }
    }
}
