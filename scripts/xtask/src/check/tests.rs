use super::*;

#[test]
fn counts_add_up_over_test_programs() {
    let mut counts = Counts::default();
    for line in [
        "running 3 tests",
        "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s",
        "test passed ... ok",
        "test result: FAILED. 4 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
    ] {
        counts.add(line);
    }
    assert_eq!(counts, Counts { passed: 6, failed: 3, ignored: 1 });
    assert_eq!(counts.summary().trim(), "Summary 9 tests run: 6 passed, 3 failed, 1 skipped");
}

#[test]
fn the_summary_names_what_was_skipped_and_what_failed() {
    let tally = Tally { passed: vec!["fmt", "docs"], failed: vec!["tests"], skipped: vec!["deny"] };
    assert_eq!(tally.summary(), "check: 2 passed (fmt, docs), 1 failed (tests), 1 skipped (deny)");
    assert_eq!(Tally::default().summary(), "check: 0 passed, 0 failed, 0 skipped");
}

#[test]
fn an_unknown_check_is_refused_before_any_runs() {
    let error = run(&["fmt".to_owned(), "clipy".to_owned()]).expect_err("there is no `clipy`");
    assert_eq!(
        error.to_string(),
        "no check is called `clipy`: fmt, layers, vectors, deny, clippy, docs, doctests, tests"
    );
}

#[test]
fn a_program_that_is_not_there_is_a_skip_and_not_a_pass() {
    let step = |words, probe| Step { name: "step", work: Work::Optional { words, probe } };
    assert_eq!(take(&step(&["false"], &["no-such-program-anywhere"])).ok(), Some(None));
    assert_eq!(take(&step(&["false"], &["true"])).ok(), Some(Some(false)));
    assert_eq!(take(&step(&["true"], &["true"])).ok(), Some(Some(true)));
}
