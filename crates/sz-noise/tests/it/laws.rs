use proptest::{prelude::*, sample::select};
use sz_noise::{Filtered, Profile};
use sz_testkit::{arb_screen, arb_tree};
use sz_tree::Tree;

fn arb_any_tree() -> impl Strategy<Value = Tree> {
    prop_oneof![arb_tree(60), arb_screen(120)]
}

/// Profiles with any built-in rules and with rules that look at one node each.
fn arb_profile() -> impl Strategy<Value = Profile> {
    let names: Vec<&'static str> = Profile::built_in_rules().iter().map(|rule| rule.name).collect();
    let switches = proptest::collection::vec((select(names), any::<bool>()), 0..6);
    let selector = select(
        &[
            "text",
            "button, link",
            "generic",
            "[name]",
            "[name='']",
            ":disabled",
            ":not([name])",
            "*",
            "group",
            ":name(/^[a-m]/i)",
            "[value]",
            "listitem",
            ":name(/<n>/)",
            ":checked",
        ][..],
    );
    let action = select(
        &[
            "drop: S",
            "hoist: S",
            "ignore: S, fields: [name]",
            "ignore: S, fields: [value, states, bounds]",
            "ignore: S, fields: [description, attributes]",
            r"mask: S, pattern: '\d+', with: <n>",
            r"mask: S, fields: name, pattern: '[a-e]+', with: ''",
            r"mask: S, pattern: '\s\S', with: '_'",
        ][..],
    );
    let rules = proptest::collection::vec((selector, action), 0..5);
    (switches, rules).prop_map(|(switches, rules)| {
        let mut switches: Vec<_> = switches;
        switches.sort_unstable();
        switches.dedup_by_key(|(name, _)| *name);
        let switches: Vec<_> = switches.iter().map(|(name, on)| format!("{name}: {on}")).collect();
        let quote = |selector: &str| format!("\"{selector}\"");
        let rules: Vec<_> = rules
            .iter()
            .map(|(selector, action)| format!("{{{}}}", action.replacen('S', &quote(selector), 1)))
            .collect();
        let text = format!("builtin: {{{}}}\nrules: [{}]", switches.join(", "), rules.join(", "));
        Profile::parse(&text).expect(&text)
    })
}

/// Screens of what the built-in rules call noise, nested in any way, with a price here and there.
fn arb_hiding_place() -> impl Strategy<Value = Tree> {
    let node = select(
        &[
            "scrollbar",
            "separator",
            "progressbar \"45 %\"",
            "platform:spinner",
            "status",
            "none",
            "generic",
            "img",
            "text \"Loading…\"",
            "group @0,0 0x0",
            "button",
            "text \"99\"",
            "text \"$99\"",
            "button \"$99\"",
            "presentation \"$99\"",
            "separator = \"$99\"",
            "progressbar (\"$99\")",
            "text \"Loading $99…\"",
            "text \"$99\" @9,9 0x0",
        ][..],
    );
    proptest::collection::vec((node, 0..4_usize), 0..12).prop_map(|nodes| {
        let mut outline = "form \"F\"".to_owned();
        let mut depth = 0;
        for (node, up) in nodes {
            depth = 1 + usize::saturating_sub(depth, up);
            outline.push_str(&format!("\n{}{node}", "  ".repeat(depth)));
        }
        sz_testkit::tree(&outline)
    })
}

fn check_origins(input: &Tree, filtered: &Filtered) -> Result<(), TestCaseError> {
    let Filtered { tree, origins } = filtered;
    prop_assert_eq!(origins.len(), tree.len());
    prop_assert!(tree.len() <= input.len());
    prop_assert!(origins.is_sorted_by(|a, b| a < b), "{:?}", origins);
    for (node, origin) in tree.nodes().zip(origins) {
        let origin = input.node(*origin).expect("an id of the input");
        prop_assert_eq!(node.role(), origin.role());
        // What was below stays below.
        if let Some(parent) = node.parent() {
            let above = origins[parent.id().index()];
            prop_assert!(origin.ancestors().any(|ancestor| ancestor.id() == above));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn the_built_in_profile_is_idempotent(tree in arb_any_tree()) {
        let once = Profile::built_in().apply(&tree);
        check_origins(&tree, &once)?;
        let twice = Profile::built_in().apply(&once.tree);
        prop_assert_eq!(&twice.tree, &once.tree);
        prop_assert_eq!(twice.origins.len(), once.tree.len());
        prop_assert!(Profile::built_in().explain(&once.tree).is_empty());
    }

    #[test]
    fn the_built_in_profile_hides_no_price(tree in arb_hiding_place()) {
        let n_prices = |tree: &Tree| format!("{tree:?}").matches("$99").count();
        let once = Profile::built_in().apply(&tree).tree;
        prop_assert_eq!(n_prices(&once), n_prices(&tree), "of\n{:?}", tree);
        prop_assert_eq!(&Profile::built_in().apply(&once).tree, &once);
    }

    #[test]
    fn profiles_are_idempotent(tree in arb_any_tree(), profile in arb_profile()) {
        let once = profile.apply(&tree);
        check_origins(&tree, &once)?;
        prop_assert_eq!(&profile.apply(&once.tree).tree, &once.tree);
    }

    #[test]
    fn an_explanation_accounts_for_every_node(tree in arb_any_tree(), profile in arb_profile()) {
        let filtered = profile.apply(&tree);
        let effects = profile.explain(&tree);
        let n_removed: usize = effects.iter().map(|effect| effect.n_removed).sum();
        let n_gone = tree.len() - filtered.tree.len();
        prop_assert!(n_removed <= n_gone);
        // Nodes can also go because changed text gives a password field away.
        if effects.iter().all(|effect| effect.field.is_none()) {
            prop_assert_eq!(n_removed, n_gone);
        }
        prop_assert_eq!(effects.is_empty(), filtered.tree == tree);
    }

    #[test]
    fn reading_a_profile_never_panics(text in r#"[a-z:{}\[\], \n'"-]{0,80}"#) {
        if let Err(errors) = Profile::parse(&text) {
            prop_assert!(!errors.faults.is_empty());
        }
    }
}
