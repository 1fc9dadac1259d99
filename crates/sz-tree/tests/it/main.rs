//! What holds for every tree, seen from outside the crate.

mod build;
mod laws;
mod limits;
mod secrets;
mod signatures;
mod text;
mod vectors;

/// Every module beside this one is part of this binary: a forgotten one would test nothing.
#[test]
fn no_module_is_forgotten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = std::fs::read_to_string(folder.join("main.rs")).expect("this file");
    for entry in std::fs::read_dir(folder).expect("this folder") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().and_then(std::ffi::OsStr::to_str).expect("a name").to_owned();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "{name} is forgotten");
    }
}
