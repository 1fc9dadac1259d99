//! Reads every file under a folder and says what became of it: counts, failures, verdicts, unmapped roles.
//!
//! `cargo run --release --example read_all -- DIR`

#![expect(clippy::print_stdout, reason = "an example that reports to a terminal")]

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use sz_formats::{Verdict, detect, read};
use sz_tree::{Limits, Role};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("say which folder to read")?;
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files)?;
    files.sort();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut unmapped: BTreeMap<String, usize> = BTreeMap::new();
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    let mut nodes = 0;
    for file in files {
        let bytes = fs::read(&file)?;
        let found = detect(&bytes).map_or("unknown", |format| format.as_str());
        match read(&bytes, None, &Limits::default()) {
            Ok(capture) => {
                *counts.entry(format!("{found}: read")).or_default() += 1;
                nodes += capture.tree.len();
                let verdict = capture.quality.verdict();
                *verdicts.entry(format!("{found}: {verdict}")).or_default() += 1;
                if verdict != Verdict::Complete {
                    println!("{}: {}", file.display(), capture.quality);
                }
                for node in capture.tree.nodes() {
                    if let Role::Platform(name) = node.role() {
                        *unmapped.entry(format!("{found}: {name}")).or_default() += 1;
                    }
                }
            }
            Err(error) => {
                *counts.entry(format!("{found}: {}", error.kind())).or_default() += 1;
                println!("{}: {error}", file.display());
            }
        }
    }
    println!("\n{nodes} nodes");
    print_counts("files", &counts);
    print_counts("verdicts", &verdicts);
    print_counts("roles without a name in ARIA", &unmapped);
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension != "jsonl") {
            files.push(path);
        }
    }
    Ok(())
}

fn print_counts(title: &str, counts: &BTreeMap<String, usize>) {
    println!("\n{title}:");
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|&(_, &count)| std::cmp::Reverse(count));
    for (name, count) in rows {
        println!("{count:>8}  {name}");
    }
}
