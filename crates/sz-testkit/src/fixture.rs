use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository's `fixtures/` folder.
pub fn fixtures_dir() -> PathBuf {
    let this_crate = Path::new(env!("CARGO_MANIFEST_DIR"));
    this_crate.ancestors().nth(2).unwrap_or(this_crate).join("fixtures")
}

/// The bytes of a fixture, named by its path under `fixtures/`.
///
/// # Panics
/// Where the file cannot be read.
pub fn fixture(path: impl AsRef<Path>) -> Vec<u8> {
    let path = fixtures_dir().join(path);
    fs::read(&path).unwrap_or_else(|fault| panic_on(&path, &fault))
}

/// The text of a fixture, named by its path under `fixtures/`.
///
/// # Panics
/// Where the file cannot be read or is not UTF-8.
pub fn fixture_text(path: impl AsRef<Path>) -> String {
    let path = fixtures_dir().join(path);
    fs::read_to_string(&path).unwrap_or_else(|fault| panic_on(&path, &fault))
}

/// The files directly in a folder under `fixtures/`, sorted, as paths that [`fixture`] takes.
///
/// # Panics
/// Where the folder cannot be read, or holds no file: a test over nothing cannot fail.
pub fn fixture_files(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let folder = fixtures_dir().join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|fault| panic_on(&folder, &fault));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap_or_else(|fault| panic_on(&folder, &fault)).path())
        .filter(|path| path.is_file())
        .map(|path| path.strip_prefix(fixtures_dir()).map(Path::to_path_buf).unwrap_or(path))
        .collect();
    assert!(!files.is_empty(), "no file in {}: is the folder's name right?", folder.display());
    files.sort();
    files
}

#[expect(clippy::panic, reason = "a test without its fixture cannot go on")]
fn panic_on<T>(path: &Path, fault: &std::io::Error) -> T {
    panic!("fixture {}: {fault}", path.display())
}
