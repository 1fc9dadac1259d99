//! What profiles do to trees, and the laws that they keep.

mod built_in;
mod laws;
mod own_rules;
mod redaction;

use sz_noise::Profile;
use sz_tree::Tree;

/// A tree as an outline, one node a line.
fn show(tree: &Tree) -> String {
    format!("{tree:?}")
}

#[track_caller]
fn check(profile: &Profile, input: &str, expected: &str) {
    let input = sz_testkit::tree(input);
    let filtered = profile.apply(&input);
    assert_eq!(show(&filtered.tree), show(&sz_testkit::tree(expected)), "of\n{input:?}");
    assert_eq!(filtered.origins.len(), filtered.tree.len());
}

/// The effects, one a line: `drop separator /0/1`.
fn explain(profile: &Profile, input: &str) -> Vec<String> {
    let input = sz_testkit::tree(input);
    let path = |id| input.node(id).map(|node| node.path().to_string()).unwrap_or_default();
    let field = |field: Option<sz_noise::Field>| field.map(|f| format!(" {f}")).unwrap_or_default();
    let effects = profile.explain(&input);
    let shown = effects.iter().map(|effect| {
        format!("{} {} {}{}", effect.action, effect.rule, path(effect.node), field(effect.field))
    });
    shown.collect()
}
