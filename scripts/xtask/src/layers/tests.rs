use super::*;

/// A graph in one line: `a -> b` imports, `a ~> b` imports for tests only, `a` alone is there.
#[track_caller]
fn check(graph: &str, expected: &[&str]) {
    let mut members: Vec<String> = Vec::new();
    let mut edges = Vec::new();
    for part in graph.split(", ") {
        let is_dev_only = part.contains("~>");
        let names: Vec<&str> = part.split(if is_dev_only { " ~> " } else { " -> " }).collect();
        members.extend(names.iter().filter(|name| !is_runtime(name)).map(ToString::to_string));
        for pair in names.windows(2) {
            edges.push(Edge { from: pair[0].to_owned(), to: pair[1].to_owned(), is_dev_only });
        }
    }
    members.sort();
    members.dedup();
    // Third parties are no members.
    members.retain(|name| is_ours(name) || ["benches", "xtask"].contains(&name.as_str()));
    assert_eq!(broken_rules(&members, &edges), expected, "{graph}");
}

#[test]
fn imports_go_down() {
    check(
        "sz-formats -> sz-tree, sz-core -> sz-drift -> sz-template -> sz-noise -> sz-select",
        &[],
    );
    check("sz-cli -> sz-core, sz-cli -> sz-ledger, benches -> sz-core, benches -> sz-testkit", &[]);
    check(
        "sz-tree -> sz-formats",
        &["sz-tree -> sz-formats: level 1 must not import from level 2, only from lower ones"],
    );
    check(
        "sz-diff -> sz-select",
        &["sz-diff -> sz-select: level 2 must not import from level 2, only from lower ones"],
    );
    check(
        "sz-core -> sz-store",
        &["sz-core -> sz-store: level 6 must not import from level 7, only from lower ones"],
    );
}

#[test]
fn tests_may_import_upwards() {
    check("sz-tree ~> sz-testkit, sz-testkit -> sz-tree, sz-diff ~> sz-formats", &[]);
}

#[test]
fn programs_are_imported_by_nobody() {
    check(
        "sz-cli -> sz-api",
        &["sz-cli -> sz-api: level 8 must not import from level 8, only from lower ones"],
    );
    check("benches -> sz-cli", &["benches -> sz-cli: sz-cli is a program, nobody imports it"]);
}

#[test]
fn developer_packages_stay_out_of_the_product() {
    check(
        "sz-diff -> sz-testkit",
        &["sz-diff -> sz-testkit: sz-testkit is a dev-dependency and nothing else"],
    );
    check(
        "sz-cli -> xtask",
        &["sz-cli -> xtask: no crate imports xtask, which only serves developers"],
    );
}

#[test]
fn every_crate_of_ours_has_a_level() {
    check("sz-new", &["sz-new: has no level, give it one in scripts/xtask/src/layers.rs"]);
}

#[test]
fn the_pure_levels_reach_no_runtime() {
    check("sz-cli -> clap, sz-sentinel -> tokio, sz-store -> rusqlite, sz-core ~> tokio", &[]);
    check(
        "sz-template -> left -> right -> tokio-util, left -> tokio-util",
        &[
            "sz-template -> left -> tokio-util: sz-template must not reach a runtime, HTTP, SQL, clap or a log writer",
        ],
    );
    check(
        "sz-ledger -> clap_builder",
        &[
            "sz-ledger -> clap_builder: sz-ledger must not reach a runtime, HTTP, SQL, clap or a log writer",
        ],
    );
    check("sz-diff -> round -> trip -> round, sz-diff -> round", &[]);
}

#[test]
fn the_workspace_keeps_the_rules() {
    let metadata = metadata().expect("cargo metadata");
    let members: Vec<String> =
        metadata.workspace_packages().iter().map(|package| package.name.to_string()).collect();
    let edges = edges(&metadata).expect("a resolved graph");
    let is_known = edges.iter().any(|edge| edge.from == "sz-core" && edge.to == "sz-tree");
    assert!(is_known, "the graph is not read right: {} edges", edges.len());
    assert_eq!(broken_rules(&members, &edges), Vec::<String>::new());
}
