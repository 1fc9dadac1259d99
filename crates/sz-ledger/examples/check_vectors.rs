//! Checks this crate against the proof vectors of transparency-dev/merkle: JSON files below a folder.
//!
//! `cargo run --release --example check_vectors -- DIR` prints how many verdicts were right and wrong.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::path::{Path, PathBuf};
use std::{env, fs, io, process::ExitCode};

use serde_json::Value;
use sz_ledger::{Hash, TreeHead, check_consistency, check_inclusion, leaf_hash};

fn main() -> ExitCode {
    let Some(dir) = env::args_os().nth(1) else {
        println!("usage: check_vectors DIR");
        return ExitCode::from(2);
    };
    let mut files = Vec::new();
    if let Err(error) = collect(Path::new(&dir), &mut files) {
        println!("cannot list the folder: {error}");
        return ExitCode::from(2);
    }
    files.sort();
    let (mut right, mut wrong, mut unreadable) = (0, 0, 0);
    for file in &files {
        let vector: Option<Value> =
            fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(vector) = vector.filter(Value::is_object) else {
            unreadable += 1;
            continue;
        };
        let refused = verdict(&vector).is_none();
        if refused == vector["wantErr"].as_bool().unwrap_or(false) {
            right += 1;
        } else {
            wrong += 1;
            println!("wrong: {} ({})", file.display(), vector["desc"]);
        }
    }
    println!("{} vectors: {right} right, {wrong} wrong, {unreadable} unreadable", files.len());
    if wrong + unreadable == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A root or a step of a proof. Some vectors have shorter or longer strings there, which a `Hash` cannot be; the leaf
/// hash of such a string stands for it, so that equal strings stay equal and others different. A leaf hash of
/// another length is refused.
fn hash(text: &Value) -> Option<Hash> {
    let text = text.as_str()?;
    Some(Hash::from_base64(text).unwrap_or_else(|| leaf_hash(text.as_bytes())))
}

/// `Some` if the proof is accepted.
fn verdict(vector: &Value) -> Option<()> {
    let size = |field: &str| vector[field].as_u64();
    let proof: Option<Vec<Hash>> = match &vector["proof"] {
        Value::Array(hashes) => hashes.iter().map(hash).collect(),
        _ => Some(Vec::new()),
    };
    let proof = proof?;
    if vector.get("leafIdx").is_some() {
        let leaf = vector["leafHash"].as_str().and_then(Hash::from_base64);
        let head = TreeHead { size: size("treeSize")?, root: hash(&vector["root"])? };
        return check_inclusion(leaf?, size("leafIdx")?, &proof, head).ok();
    }
    let old = TreeHead { size: size("size1")?, root: hash(&vector["root1"])? };
    let new = TreeHead { size: size("size2")?, root: hash(&vector["root2"])? };
    check_consistency(old, new, &proof).ok()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    Ok(())
}
