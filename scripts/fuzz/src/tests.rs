use std::{
    collections::BTreeSet,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use super::*;

mod parsers;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn names_in(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(here().join(folder)).unwrap();
    let name = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|entry| name(entry.unwrap())).collect()
}

#[test]
fn every_target_has_a_program_and_seeds() {
    let names: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(names.len(), TARGETS.len(), "names are unique");
    assert_eq!(names_in("libfuzzer/src/bin"), names);
    let with_seeds: BTreeSet<String> =
        names_in("seeds").into_iter().filter(|name| name != "screen").collect();
    assert_eq!(with_seeds, names);
    for name in &names {
        let program = here().join(format!("libfuzzer/src/bin/{name}.rs"));
        let program = fs::read_to_string(program).unwrap();
        assert!(program.contains(&format!("fuzz::run({name:?}, bytes)")), "{name}: {program}");
        assert!(!files(&here().join("seeds").join(name)).is_empty(), "{name} has no seeds");
    }
}

/// The input, and what an accident makes of it: cut, a byte changed, a byte lost, a part doubled.
fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    const PLACES: usize = 12;
    let bytes = bytes.to_vec();
    let length = bytes.len();
    let places = (0..PLACES.min(length)).map(move |place| place * length / PLACES.min(length));
    let damage = move |at: usize| {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        let mut lost = bytes.clone();
        lost.remove(at);
        let doubled = [&bytes[..at], &bytes[at / 2..]].concat();
        [bytes[..at].to_vec(), flipped, lost, doubled]
    };
    places.flat_map(damage)
}

#[track_caller]
fn check(target: &Target, bytes: &[u8], of: &Path) {
    let run = target.run;
    let outcome = catch_unwind(|| run(bytes));
    let shown = String::from_utf8_lossy(bytes);
    assert!(outcome.is_ok(), "{} breaks a law on {}:\n{shown}", target.name, of.display());
}

#[test]
fn the_laws_hold_for_every_seed_damaged_or_not() {
    for target in TARGETS {
        for file in files(&here().join("seeds").join(target.name)) {
            let bytes = fs::read(&file).unwrap();
            check(target, &bytes, &file);
            damaged(&bytes).for_each(|bytes| check(target, &bytes, &file));
        }
    }
}

#[test]
fn the_laws_hold_for_every_fixture() {
    for file in files(&here().join("../../fixtures")) {
        let bytes = fs::read(&file).unwrap();
        for target in TARGETS {
            check(target, &bytes, &file);
        }
    }
}
