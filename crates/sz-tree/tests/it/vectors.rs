use serde_json::Value;
use sz_testkit::fixture_text;
use sz_tree::{Bounds, Limits, Role, State, States, Tree, TreeBuilder};

/// The tree of a vector: nodes in pre-order, each with the number of its children.
fn build(nodes: &[Value]) -> Tree {
    let mut builder = TreeBuilder::new(Limits::default());
    let mut missing: Vec<u64> = Vec::new();
    for node in nodes {
        let text = |key: &str| node[key].as_str();
        builder.open(Role::from_name(text("role").expect("a role"))).expect("within limits");
        builder.name(text("name").unwrap_or_default()).expect("open");
        if let Some(value) = text("value") {
            builder.value(value).expect("open");
        }
        builder.description(text("description").unwrap_or_default()).expect("open");
        for name in node["states"].as_array().into_iter().flatten() {
            let state = name.as_str().and_then(State::from_name);
            builder.add_state(state.expect("the name of a state"));
        }
        for (key, value) in node["attributes"].as_object().into_iter().flatten() {
            builder.attribute(key, value.as_str().expect("text")).expect("open");
        }
        let sides: Vec<i32> = (node["bounds"].as_array().into_iter().flatten())
            .map(|side| side.as_i64().and_then(|side| i32::try_from(side).ok()).expect("pixels"))
            .collect();
        if let [x, y, width, height] = sides[..] {
            builder.bounds(Bounds::new(x, y, width, height)).expect("open");
        }
        missing.push(node["children"].as_u64().expect("a number of children"));
        while missing.pop_if(|missing| *missing == 0).is_some() {
            builder.close().expect("open");
            if let Some(missing) = missing.last_mut() {
                *missing -= 1;
            }
        }
    }
    assert!(missing.is_empty(), "the vector lacks nodes");
    builder.finish().expect("built")
}

#[test]
fn an_independent_program_signs_the_same() {
    let vectors: Vec<Value> =
        serde_json::from_str(&fixture_text("signatures/vectors.json")).expect("JSON");
    assert!(vectors.len() >= 30, "only {} vectors", vectors.len());
    for vector in &vectors {
        let tree = build(vector["nodes"].as_array().expect("nodes"));
        let signatures = tree.signatures();
        let case = &vector["case"];
        for (kind, ours) in [
            ("full", signatures.full),
            ("structural", signatures.structural),
            ("content", signatures.content),
        ] {
            let theirs = vector["signatures"][kind].as_str().expect("a signature");
            assert_eq!(ours.to_string(), theirs, "{kind} signature of {case}");
        }
    }
}

#[test]
fn the_vectors_show_every_state() {
    let text = fixture_text("signatures/vectors.json");
    for &state in State::ALL {
        assert!(
            text.contains(&format!("\"{}\"", state.as_str())),
            "{} is in no vector",
            state.as_str()
        );
        assert_eq!(
            text.contains(&format!("the state {}\"", state.as_str())),
            States::SIGNED.contains(state),
            "{} has a vector of its own if and only if it is signed",
            state.as_str()
        );
    }
}
