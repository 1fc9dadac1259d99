//! Who may import whom: the crate levels of docs/architecture.md, held against `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::Context;
use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand};

use crate::process;

pub(crate) const ABOUT: &str = "check that crates import only from lower levels";

/// Every crate of ours, present or planned, with its level. Imports go from a higher level to a lower one.
const LEVELS: &[(&str, u8)] = &[
    ("sz-tree", 1),
    ("sz-ledger", 1),
    ("sz-auth", 1),
    ("sz-sentinel", 1),
    ("sz-config", 1),
    ("sz-formats", 2),
    ("sz-select", 2),
    ("sz-diff", 2),
    ("sz-noise", 3),
    ("sz-template", 4),
    ("sz-drift", 5),
    ("sz-core", 6),
    ("sz-capture", 7),
    ("sz-store", 7),
    ("sz-export", 7),
    ("sz-client", 7),
    ("sz-api", 8),
    ("sz-cli", 8),
];

/// For tests only: any crate may have it as a dev-dependency, and none otherwise.
const TESTKIT: &str = "sz-testkit";

/// Crates that must not even reach a [`RUNTIME`] through others: the pure ones, and the ledger.
const RUNTIME_FREE: &[&str] = &[
    "sz-tree",
    "sz-ledger",
    "sz-formats",
    "sz-select",
    "sz-diff",
    "sz-noise",
    "sz-template",
    "sz-drift",
    "sz-core",
];

/// Async runtimes, HTTP, SQL, command lines and log writers; a trailing `*` stands for any ending.
const RUNTIME: &[&str] = &[
    "tokio*",
    "async-std",
    "smol",
    "async-executor",
    "futures-executor",
    "actix*",
    "axum*",
    "hyper*",
    "h2",
    "tonic*",
    "warp",
    "reqwest*",
    "ureq*",
    "curl*",
    "isahc",
    "rusqlite*",
    "libsqlite3-sys",
    "postgres*",
    "sqlx*",
    "diesel*",
    "r2d2*",
    "clap*",
    "slog*",
    "tracing-subscriber",
    "env_logger",
    "fern",
    "simplelog",
    "log4rs",
    "flexi_logger",
];

/// One package depends on another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    pub(crate) from: String,
    pub(crate) to: String,
    /// Only tests, examples and benches of `from` see it.
    pub(crate) is_dev_only: bool,
}

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<bool> {
    anyhow::ensure!(arguments.is_empty(), "takes no arguments, got {arguments:?}");
    let metadata = metadata()?;
    let members: Vec<String> =
        metadata.workspace_packages().iter().map(|package| package.name.to_string()).collect();
    let edges = edges(&metadata)?;
    let faults = broken_rules(&members, &edges);
    for fault in &faults {
        eprintln!("{fault}");
    }
    let (crates, edges) = (members.len(), edges.len());
    println!("layers: {crates} crates, {edges} edges, {} broken rules", faults.len());
    Ok(faults.is_empty())
}

/// The resolved graph of the workspace with all features, for every platform.
pub(crate) fn metadata() -> anyhow::Result<Metadata> {
    MetadataCommand::new()
        .manifest_path(process::root().join("Cargo.toml"))
        .features(CargoOpt::AllFeatures)
        .exec()
        .context("cargo metadata failed")
}

fn edges(metadata: &Metadata) -> anyhow::Result<Vec<Edge>> {
    let names: BTreeMap<_, _> =
        metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect();
    let resolve = metadata.resolve.as_ref().context("cargo metadata resolved nothing")?;
    let mut edges = BTreeSet::new();
    for node in &resolve.nodes {
        for dependency in &node.deps {
            let from = names.get(&node.id).context("a package without a name")?;
            let to = names.get(&dependency.pkg).context("a package without a name")?;
            let mut kinds = dependency.dep_kinds.iter().map(|info| info.kind);
            edges.insert(Edge {
                from: (*from).to_owned(),
                to: (*to).to_owned(),
                is_dev_only: kinds.all(|kind| kind == DependencyKind::Development),
            });
        }
    }
    Ok(edges.into_iter().collect())
}

/// What is wrong with this graph, one sentence each: the edge, and the rule that it breaks.
pub(crate) fn broken_rules(members: &[String], edges: &[Edge]) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    for name in members.iter().filter(|name| is_ours(name) && *name != TESTKIT) {
        if level(name).is_none() {
            faults
                .push(format!("{name}: has no level, give it one in scripts/xtask/src/layers.rs"));
        }
    }
    let real = || edges.iter().filter(|edge| !edge.is_dev_only);
    faults.extend(real().filter_map(|edge| broken_by(edge, members)));
    for name in RUNTIME_FREE {
        for chain in chains_to_runtime(name, real()) {
            faults.push(format!(
                "{}: {name} must not reach a runtime, HTTP, SQL, clap or a log writer",
                chain.join(" -> ")
            ));
        }
    }
    faults
}

fn broken_by(edge: &Edge, members: &[String]) -> Option<String> {
    let Edge { from, to, .. } = edge;
    let fault = |rule: String| Some(format!("{from} -> {to}: {rule}"));
    if !members.contains(from) || !members.contains(to) {
        return None;
    }
    if to == TESTKIT && from != "benches" {
        return fault(format!("{TESTKIT} is a dev-dependency and nothing else"));
    }
    if is_ours(from) && !is_ours(to) {
        return fault(format!("no crate imports {to}, which only serves developers"));
    }
    match (level(from), level(to)?) {
        (Some(above), below) if above <= below => {
            fault(format!("level {above} must not import from level {below}, only from lower ones"))
        }
        (None, 8..) => fault(format!("{to} is a program, nobody imports it")),
        _ => None,
    }
}

fn is_ours(name: &str) -> bool {
    name.starts_with("sz-")
}

fn level(name: &str) -> Option<u8> {
    LEVELS.iter().find(|(known, _)| *known == name).map(|(_, level)| *level)
}

fn is_runtime(name: &str) -> bool {
    RUNTIME.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *pattern,
    })
}

/// The shortest chain of imports from `start` to each runtime that it reaches.
fn chains_to_runtime<'a>(
    start: &'a str,
    edges: impl Iterator<Item = &'a Edge>,
) -> Vec<Vec<&'a str>> {
    let mut imports: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for edge in edges {
        imports.entry(&edge.from).or_default().push(&edge.to);
    }
    let mut reached_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    let mut chains = Vec::new();
    while let Some(name) = waiting.pop_front() {
        if is_runtime(name) {
            let mut chain: Vec<&str> =
                std::iter::successors(Some(name), |name| reached_from.get(name).copied()).collect();
            chain.reverse();
            chains.push(chain);
            continue;
        }
        for &next in imports.get(name).into_iter().flatten() {
            if next != start && !reached_from.contains_key(next) {
                reached_from.insert(next, name);
                waiting.push_back(next);
            }
        }
    }
    chains
}

#[cfg(test)]
mod tests;
