//! Baselines whose shape is open: nodes that may be absent, stand there several times, in another order, or have
//! company.

mod laws;
mod optional;
mod oracle;
mod repeated;
mod sets;

use regex::Regex;
use sz_diff::{Baseline, BaselineBuilder, Compared, DiffOptions, TextField, diff_baseline};
use sz_testkit::tree;
use sz_tree::{Node, NodePath, Tree};

/// What a test says of a node: `/0/1 optional repeat free contain name=regex`.
pub(super) fn baseline(outline: &str, rules: &[&str]) -> Baseline {
    let tree = tree(outline);
    let mut builder = BaselineBuilder::new(tree.clone(), Compared::everything());
    for rule in rules {
        let mut words = rule.split(' ');
        let path: NodePath = words.next().expect("a path").parse().expect("a path");
        let id = tree.at(&path).expect("a node at this path").id();
        for word in words {
            match word {
                "optional" => builder.optional(id),
                "repeat" => builder.repeat(id),
                "free" => builder.any_order(id),
                "contain" => builder.allow_more_children(id),
                _ => {
                    let source = word.strip_prefix("name=").expect("a rule");
                    builder.pattern(id, TextField::Name, Regex::new(source).expect("a pattern"))
                }
            };
        }
    }
    builder.build()
}

/// The outline of a difference: its marks, roles and names.
pub(super) fn show(baseline: &Baseline, screen: &Tree) -> String {
    let found = diff_baseline(baseline, screen, &DiffOptions::default());
    let (a, b) = (&found.expected, screen);
    let label = |node: Option<Node<'_>>| {
        node.map_or_else(String::new, |node| format!("{} {:?}", node.role(), node.name()))
    };
    let path =
        |node: Option<Node<'_>>| node.map_or_else(String::new, |node| node.path().to_string());
    let diff = &found.diff;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        diff.removed.iter().map(|&id| format!("-{} {}", path(a.node(id)), label(a.node(id)))),
    );
    lines.extend(
        diff.added.iter().map(|&id| format!("+{} {}", path(b.node(id)), label(b.node(id)))),
    );
    lines.extend(
        diff.modified.iter().map(|it| format!("~{} {}", path(b.node(it.b)), label(b.node(it.b)))),
    );
    lines.extend(
        diff.moved.iter().map(|it| format!(">{} {}", path(b.node(it.b)), label(b.node(it.b)))),
    );
    assert_eq!(diff.edits, lines.len());
    lines.join("; ")
}

#[track_caller]
pub(super) fn check(baseline: &Baseline, screen: &str, expected: &str) {
    assert_eq!(show(baseline, &tree(screen)), expected, "{screen}");
}

pub(super) const MAIL: &str = r#"
    main
      heading "Mail"
      list
        listitem "item"
          text "subject"
          button "Delete"
      button "Write"
"#;

pub(super) const ITEM: &str =
    "    listitem \"?\"\n      text \"subject\"\n      button \"Delete\"\n";

pub(super) fn mail(items: &str) -> String {
    format!("main\n  heading \"Mail\"\n  list\n{items}  button \"Write\"\n")
}

pub(super) fn items(names: &[&str]) -> String {
    names.iter().map(|name| ITEM.replace('?', name)).collect()
}
