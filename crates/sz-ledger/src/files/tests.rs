use super::*;

#[test]
fn files_are_kept_as_the_contract_says() {
    let dir = tempfile::tempdir().unwrap();
    let files = FileStorage::open(dir.path()).unwrap();
    assert_eq!(files.read("a/b").unwrap(), None);
    assert_eq!(files.list("a").unwrap(), Vec::<String>::new());
    files.create_dir("a").unwrap();
    files.create_dir("a").unwrap();
    files.write("a/b", b"one").unwrap();
    files.append("a/b", b" two").unwrap();
    files.sync("a/b").unwrap();
    files.sync_dir("a").unwrap();
    files.sync_dir("").unwrap();
    assert_eq!(files.read("a/b").unwrap().unwrap(), b"one two");
    assert_eq!(files.read_from("a/b", 4).unwrap().unwrap(), b"two");
    assert_eq!(files.read_from("a/b", 40).unwrap().unwrap(), b"");
    assert_eq!(files.read("a/b/c").unwrap(), None);
    files.write("c", b"three").unwrap();
    files.rename("c", "a/b").unwrap();
    assert_eq!(files.list("").unwrap(), ["a/b"]);
    assert_eq!(files.read("a/b").unwrap().unwrap(), b"three");
    files.append("a/b", b"!").unwrap();
    assert_eq!(files.read("a/b").unwrap().unwrap(), b"three!");
    files.remove("a").unwrap();
    files.remove("a").unwrap();
    assert_eq!(files.list("").unwrap(), Vec::<String>::new());
    assert!(files.append("a/b", b"").is_err());
    assert!(FileStorage::open(&dir.path().join("missing")).is_err());
}

#[test]
fn writing_does_not_reach_a_file_through_another_name() {
    let dir = tempfile::tempdir().unwrap();
    let files = FileStorage::open(dir.path()).unwrap();
    files.write("staged", b"old").unwrap();
    fs::hard_link(dir.path().join("staged"), dir.path().join("named")).unwrap();
    files.write("staged", b"new").unwrap();
    assert_eq!(files.read("named").unwrap().unwrap(), b"old");
}

#[test]
fn a_lock_excludes_others_until_it_is_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) =
        (FileStorage::open(dir.path()).unwrap(), FileStorage::open(dir.path()).unwrap());
    assert!(first.lock("lock").unwrap());
    assert!(!second.lock("lock").unwrap());
    drop(first);
    assert!(second.lock("lock").unwrap());
}

#[cfg(unix)]
#[test]
fn private_files_are_the_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let files = FileStorage::open(dir.path()).unwrap();
    files.create_dir("private").unwrap();
    files.write("private/key", b"secret").unwrap();
    let mode =
        |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("private"), mode("private/key")), (0o700, 0o600));
}
