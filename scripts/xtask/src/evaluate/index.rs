//! The index of a folder of captures: what each file shows, in the words of whoever captured it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde::Deserialize;

/// A line of `index.jsonl`. Other keys may stand beside these.
#[derive(Deserialize)]
struct Row {
    file: String,
    format: String,
    corpus: Option<String>,
    #[serde(default)]
    app: String,
    /// A capture without the name of a screen is a screen of its own.
    #[serde(alias = "screen_id")]
    screen: Option<String>,
    variant: String,
    #[serde(default)]
    version: String,
    #[serde(alias = "relation")]
    label: Option<String>,
}

/// A line of `pairs.jsonl`: what B is, seen from A.
#[derive(Deserialize)]
struct PairRow {
    a: String,
    b: String,
    label: String,
}

/// One screen of one release, as people would call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Screen {
    pub(super) corpus: String,
    pub(super) app: String,
    pub(super) name: String,
}

/// What a capture is to its screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The screen as it is, with this content or that, or loaded again.
    Content,
    /// The screen in another state: a menu is open, a filter is set, the window is narrow.
    OtherState,
}

/// One capture.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) file: String,
    pub(super) path: PathBuf,
    pub(super) format: String,
    pub(super) screen: Screen,
    pub(super) version: String,
    pub(super) variant: String,
    pub(super) standing: Standing,
}

/// A folder of captures.
#[derive(Debug)]
pub(super) struct Index {
    /// In the order of screen, version, variant.
    pub(super) entries: Vec<Entry>,
    /// Screens that people who looked at them call near duplicates of each other.
    pub(super) near_duplicates: BTreeSet<(Screen, Screen)>,
    /// For each pair of releases the one that is known to be the earlier, by corpus.
    pub(super) earlier: BTreeSet<(String, String, String)>,
}

const NEAR_DUPLICATE: &str = "different-screen-near-duplicate";
const LATER_VERSION: &str = "same-screen-later-version";

pub(super) fn read(folder: &Path) -> anyhow::Result<Index> {
    let text = |file: &Path| {
        std::fs::read_to_string(file).with_context(|| format!("{}: cannot be read", file.display()))
    };
    let pairs = folder.join("pairs.jsonl");
    let pairs = if pairs.exists() { text(&pairs)? } else { String::new() };
    parse(folder, &text(&folder.join("index.jsonl"))?, &pairs)
}

/// The index of the captures in `folder` from the two files' text.
pub(super) fn parse(folder: &Path, index_lines: &str, pair_lines: &str) -> anyhow::Result<Index> {
    let rows: Vec<Row> = lines("index.jsonl", index_lines)?;
    let pairs: Vec<PairRow> = lines("pairs.jsonl", pair_lines)?;
    Ok(index(folder, &rows, &pairs))
}

fn lines<T: for<'a> Deserialize<'a>>(file: &str, text: &str) -> anyhow::Result<Vec<T>> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let parsed = lines.map(|(line, number)| {
        serde_json::from_str(line).with_context(|| format!("{file}: line {number}"))
    });
    parsed.collect()
}

fn index(folder: &Path, rows: &[Row], pairs: &[PairRow]) -> Index {
    let by_file: BTreeMap<&str, &Row> = rows.iter().map(|row| (&*row.file, row)).collect();
    let known = |pair: &&PairRow| Some((*by_file.get(&*pair.a)?, *by_file.get(&*pair.b)?));
    let standings = standings(rows, pairs, &by_file);
    let related = |label: &'static str| pairs.iter().filter(move |pair| pair.label == label);
    let near_duplicates = related(NEAR_DUPLICATE).filter_map(|pair| known(&pair));
    let near_duplicates = near_duplicates.map(|(a, b)| (screen(a), screen(b))).collect();
    let earlier = related(LATER_VERSION).filter_map(|pair| known(&pair));
    let earlier = earlier.map(|(a, b)| (corpus(a), a.version.clone(), b.version.clone())).collect();
    let mut entries: Vec<Entry> = (rows.iter())
        .map(|row| Entry {
            file: row.file.clone(),
            path: folder.join(&row.file),
            format: row.format.clone(),
            screen: screen(row),
            version: row.version.clone(),
            variant: row.variant.clone(),
            standing: standings[&*row.file],
        })
        .collect();
    entries.sort_by(|a, b| key(a).cmp(&key(b)));
    Index { entries, near_duplicates, earlier }
}

fn key(entry: &Entry) -> (&Screen, &str, &str, &str) {
    (&entry.screen, &entry.version, &entry.variant, &entry.file)
}

fn corpus(row: &Row) -> String {
    row.corpus.clone().unwrap_or_else(|| row.format.clone())
}

fn screen(row: &Row) -> Screen {
    Screen {
        corpus: corpus(row),
        app: row.app.clone(),
        name: row.screen.clone().unwrap_or_else(|| row.file.clone()),
    }
}

/// What each file is to its screen: what its own label says; else content if pairs of its release tie it to most others by
/// words for content, and another state if a pair ties it by another word; else what most of its variant in the corpus are;
/// else content. A release that would have no content is all content.
fn standings<'a>(
    rows: &'a [Row],
    pairs: &[PairRow],
    by_file: &BTreeMap<&str, &'a Row>,
) -> BTreeMap<&'a str, Standing> {
    let mut said: BTreeMap<&str, Standing> = BTreeMap::new();
    for pairs in pairs_by_release(pairs, by_file).into_values() {
        let content = largest_group(&pairs);
        for (a, b, _) in pairs {
            for file in [a, b] {
                let is_content = content.contains(file) || content.is_empty() && file == a;
                said.insert(
                    file,
                    if is_content { Standing::Content } else { Standing::OtherState },
                );
            }
        }
    }
    for row in rows {
        if let Some(label) = &row.label {
            said.insert(&row.file, standing(label));
        }
    }
    let mut votes: BTreeMap<(String, &str), i32> = BTreeMap::new();
    for row in rows {
        let vote = match said.get(&*row.file) {
            None => continue,
            Some(Standing::Content) => 1,
            Some(Standing::OtherState) => -1,
        };
        *votes.entry((corpus(row), &row.variant)).or_default() += vote;
    }
    let guess = |row: &Row| {
        let votes = votes.get(&(corpus(row), &row.variant)).copied().unwrap_or_default();
        if votes < 0 { Standing::OtherState } else { Standing::Content }
    };
    let mut standings: BTreeMap<&str, Standing> = (rows.iter())
        .map(|row| (&*row.file, said.get(&*row.file).copied().unwrap_or_else(|| guess(row))))
        .collect();
    let mut releases: BTreeMap<Release<'_>, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        releases.entry(release(row)).or_default().push(row);
    }
    for rows in releases.values() {
        if rows.iter().all(|row| standings[&*row.file] == Standing::OtherState) {
            standings.extend(rows.iter().map(|row| (&*row.file, Standing::Content)));
        }
    }
    standings
}

/// One release of one screen.
type Release<'a> = (Screen, &'a str);

fn release(row: &Row) -> Release<'_> {
    (screen(row), &row.version)
}

/// The pairs whose files are of one release of one screen, and what they say.
fn pairs_by_release<'a>(
    pairs: &[PairRow],
    by_file: &BTreeMap<&str, &'a Row>,
) -> BTreeMap<Release<'a>, Vec<(&'a str, &'a str, Standing)>> {
    let mut by_release: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for pair in pairs {
        let Some((a, b)) = by_file.get(&*pair.a).zip(by_file.get(&*pair.b)) else { continue };
        if release(a) == release(b) {
            let tie = (&*a.file, &*b.file, standing(&pair.label));
            by_release.entry(release(a)).or_default().push(tie);
        }
    }
    by_release
}

/// The largest set of files that are tied to each other by words for content; empty where there is no such word. Of
/// equally large ones the first.
fn largest_group<'a>(pairs: &[(&'a str, &'a str, Standing)]) -> BTreeSet<&'a str> {
    let mut groups: Vec<BTreeSet<&str>> = Vec::new();
    for (a, b, _) in pairs.iter().filter(|(_, _, word)| *word == Standing::Content) {
        let (tied, mut others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.contains(a) || group.contains(b));
        others.push(tied.into_iter().flatten().chain([*a, *b]).collect());
        groups = others;
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    groups.into_iter().next().unwrap_or_default()
}

/// `different-screen` is what the base of a screen of its own is called beside the main one of its application.
fn standing(label: &str) -> Standing {
    let word = label.strip_prefix("same-screen-").unwrap_or(label);
    match word {
        "base" | "same-content" | "other-content" | "different-screen" => Standing::Content,
        _ => Standing::OtherState,
    }
}
