use proptest::prelude::*;
use serde_json::{Value, json};
use sz_diff::{ApplyError, DiffOptions, Patch, diff};
use sz_testkit::{arb_screen, edited, tree};
use sz_tree::{Limits, Tree};

fn list() -> Tree {
    tree("list\n  listitem \"a\"\n    text \"x\"\n  listitem \"b\"")
}

/// A patch for [`list`] that does nothing yet, as JSON.
fn idle() -> Value {
    let patch = diff(&list(), &list(), &DiffOptions::default()).patch(&list(), &list());
    serde_json::to_value(patch).expect("a patch is JSON")
}

fn read(json: &Value) -> Patch {
    Patch::from_json(json.to_string().as_bytes(), &Limits::default()).expect("a patch")
}

#[test]
fn its_json_has_a_stable_shape() {
    let b = tree(
        "group \"w\"\n  list {busy}\n    listitem \"b\"\n    listitem \"a\" @1,2 3x4\n      text \"x\"",
    );
    let patch = diff(&list(), &b, &DiffOptions::default()).patch(&list(), &b);
    let mut json = serde_json::to_value(&patch).expect("a patch is JSON");
    assert_eq!(json["from"], list().signatures().full.to_string());
    assert_eq!(json["to"], b.signatures().full.to_string());
    json["from"].take();
    json["to"].take();
    assert_eq!(
        json,
        json!({
            "schema": "sz-patch/1",
            "from": null,
            "to": null,
            "nodes": 4,
            "steps": [
                {"op": "insert", "parent": null, "at": 0, "takes": 1, "node": {"role": "group", "name": "w"}},
                {"op": "move", "node": 3, "parent": 0, "at": 0},
                {"op": "update", "node": 0, "set": {"states": ["busy"]}},
            ],
            "silent": [{"node": 1, "set": {"bounds": [1, 2, 3, 4]}}],
        })
    );
}

#[test]
fn a_patch_is_only_applied_to_its_own_tree() {
    let b = tree("list\n  listitem \"a\"");
    let patch = diff(&list(), &b, &DiffOptions::default()).patch(&list(), &b);
    assert_eq!(patch.apply(&list(), &Limits::default()).as_ref(), Ok(&b));
    let error = patch.apply(&b, &Limits::default()).expect_err("another tree");
    assert!(error.to_string().starts_with("the patch is for the tree sz1:"), "{error}");
}

#[test]
fn steps_that_make_no_sense_are_named() {
    let check = |steps: Value, expected: &str| {
        let mut patch = idle();
        patch["steps"] = steps;
        let error = read(&patch).apply(&list(), &Limits::default()).expect_err("a bad step");
        assert_eq!(error.to_string(), expected);
    };
    let text = json!({"role": "text"});
    check(json!([{"op": "delete", "node": 4}]), "steps[0]: there is no node 4");
    check(
        json!([{"op": "delete", "node": 1}, {"op": "delete", "node": 1}]),
        "steps[1]: an earlier step already deletes, moves or updates node 1",
    );
    check(
        json!([{"op": "delete", "node": 1}, {"op": "move", "node": 3, "parent": 1, "at": 0}]),
        "steps[1]: its parent, node 1, is deleted",
    );
    check(
        json!([{"op": "insert", "parent": 6, "at": 0, "node": text}]),
        "steps[0]: there is no node 6",
    );
    check(
        json!([{"op": "insert", "parent": 0, "at": 9, "node": text}]),
        "steps[0]: position 9 is beyond the 2 children before it",
    );
    check(
        json!([{"op": "insert", "parent": 0, "at": 1, "takes": 2, "node": text}]),
        "steps[0]: it takes 2 nodes, and 1 are left in its place",
    );
    check(
        json!([
            {"op": "insert", "parent": 0, "at": 1, "node": text},
            {"op": "insert", "parent": 0, "at": 1, "node": text},
        ]),
        "steps[1]: an earlier step places a child of the same parent at this position or after it",
    );
    check(
        json!([{"op": "move", "node": 1, "parent": 2, "at": 0}]),
        "steps[0]: its parent is not part of the tree: the steps move nodes under themselves",
    );
    check(
        json!([{"op": "update", "node": 1, "set": {"states": ["on fire"]}}]),
        "steps[0]: there is no state `on fire`",
    );
    check(
        json!([{"op": "update", "node": 1, "set": {"bounds": [0, 0, -1, 0]}}]),
        "steps[0]: bounds of a negative size",
    );
    check(json!([{"op": "delete", "node": 0}]), "the steps leave 2 roots, and a tree has one");
    check(
        json!([0, 1, 2, 3].map(|node| json!({"op": "delete", "node": node}))),
        "the steps leave 0 roots, and a tree has one",
    );
}

#[test]
fn a_patch_that_was_changed_is_noticed() {
    let mut patch = idle();
    patch["steps"] = json!([{"op": "update", "node": 1, "set": {"name": "c"}}]);
    let error = read(&patch).apply(&list(), &Limits::default()).expect_err("another result");
    assert!(matches!(error, ApplyError::OtherResult { .. }), "{error}");
}

#[test]
fn limits_hold_for_the_new_tree() {
    let patch = read(&idle());
    let limits = Limits::default();
    for (limits, expected) in [
        (Limits { nodes: 3, ..limits }, "the new tree would have more than 3 nodes in one tree"),
        (Limits { depth: 2, ..limits }, "the new tree would have more than 2 levels of nesting"),
    ] {
        let error = patch.apply(&list(), &limits).expect_err("too much");
        assert_eq!(error.to_string(), expected);
    }
    assert!(patch.apply(&list(), &Limits { nodes: 4, depth: 3, ..limits }).is_ok());
    let mut long = idle();
    long["steps"] = json!([{"op": "update", "node": 1, "set": {"name": "long"}}]);
    let error = read(&long).apply(&list(), &Limits { string_bytes: 3, ..limits });
    assert!(matches!(error, Err(ApplyError::Limit { .. })), "{error:?}");
    let json = idle().to_string();
    let error = Patch::from_json(json.as_bytes(), &Limits { document_bytes: 10, ..limits });
    assert!(error.is_err_and(|error| error.to_string().ends_with("and 10 are allowed")));
}

#[test]
fn what_is_no_patch_is_refused() {
    for (key, value) in [("schema", json!("sz-patch/2")), ("nodes", json!(-1)), ("more", json!(1))]
    {
        let mut patch = idle();
        patch[key] = value;
        let error = Patch::from_json(patch.to_string().as_bytes(), &Limits::default());
        let error = error.expect_err(key);
        assert_eq!(error.to_string(), "the text is no edit script of schema sz-patch/1");
        assert!(
            std::error::Error::source(&error).is_some_and(|why| why.to_string().contains("line 1"))
        );
    }
}

/// Any number in a patch may become any other.
fn distort(value: &mut Value, at: usize, new: u32) {
    let mut seen = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Number(_) => {
                if seen == at {
                    *value = new.into();
                    return;
                }
                seen += 1;
            }
            Value::Array(items) => open.extend(items),
            Value::Object(items) => open.extend(items.values_mut()),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_patch_gives_an_error_or_the_promised_tree(
        a in arb_screen(40),
        edits in 1..10_usize,
        seed in any::<u64>(),
        damage in proptest::collection::vec((0..60_usize, prop_oneof![0..50_u32, any::<u32>()]), 1..4),
    ) {
        let b = edited(&a, edits, seed).tree;
        let patch = diff(&a, &b, &DiffOptions::default()).patch(&a, &b);
        let mut json = serde_json::to_value(patch).expect("a patch is JSON");
        for (at, new) in damage {
            distort(&mut json["steps"], at, new);
        }
        if let Ok(patch) = Patch::from_json(json.to_string().as_bytes(), &Limits::default())
            && let Ok(made) = patch.apply(&a, &Limits::default())
        {
            prop_assert_eq!(made.signatures().full, b.signatures().full);
        }
    }
}
