use super::*;

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(ToOwned::to_owned).collect()
}

#[track_caller]
fn check(line: &str, targets: &str, seconds: u32, jobs: usize) {
    let request = Request::parse(&words(line), &words("aria read yaml")).expect(line);
    let jobs = NonZeroUsize::new(jobs).expect("one or more");
    assert_eq!(request, Request { targets: words(targets), seconds, jobs }, "{line}");
}

#[test]
fn without_names_every_target_is_run() {
    check("", "aria read yaml", 600, 1);
    check("--seconds 60 --jobs 2", "aria read yaml", 60, 2);
    check("yaml --seconds 5 aria", "yaml aria", 5, 1);
}

#[test]
fn a_wrong_word_is_refused_before_anything_runs() {
    for (line, message) in [
        ("yam", "no target is called `yam`: aria, read, yaml"),
        ("--seconds", "--seconds needs a number"),
        ("--jobs 0", "--jobs"),
        ("--seconds soon", "--seconds"),
    ] {
        let error = Request::parse(&words(line), &words("aria read yaml")).expect_err(line);
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn targets_are_the_programs_that_are_there() {
    let targets = targets().expect("the folder of programs");
    assert!(targets.len() > 10 && targets.is_sorted(), "{targets:?}");
    assert!(targets.contains(&"read".to_owned()));
    let folder = process::root().join(SEEDS);
    assert!(targets.iter().all(|target| folder.join(target).is_dir()), "{targets:?}");
    assert!(process::root().join(FIXTURES).is_dir());
}

#[test]
fn an_outcome_is_what_libfuzzer_says_last() {
    let log = "INFO: Loaded 1 modules   (43210 inline 8-bit counters): 43210 [0x1, 0x2), \n\
               #4\tINITED cov: 120 ft: 130 corp: 4/20b exec/s: 0 rss: 40Mb\n\
               #9000\tREDUCE cov: 345 ft: 900 corp: 77/3Kb lim: 20 exec/s: 3000 rss: 44Mb L: 3/9 MS: 1 EraseBytes-\n\
               Done 9000 runs in 3 second(s)\n\
               stat::number_of_executed_units: 9000\n\
               stat::average_exec_per_sec:     3000\n";
    let expected = Outcome {
        target: "yaml".to_owned(),
        is_clean: true,
        runs: 9000,
        runs_per_s: 3000,
        covered: 345,
        branches: 43210,
        finding: None,
    };
    assert_eq!(Outcome::read("yaml", true, log), expected);
    assert!(expected.to_string().ends_with("  none"), "{expected}");
}

#[test]
fn a_finding_is_named_and_what_it_said_is_shown() {
    let log = "#7\tNEW    cov: 12 ft: 13\n\
               thread '<unnamed>' panicked at src/policy.rs:9:9:\n\
               the law\n\
               artifact_prefix='a/'; Test unit written to a/crash-0123\n\
               stat::peak_rss_mb: 38\n";
    let outcome = Outcome::read("policy", false, log);
    assert_eq!(outcome.finding.as_deref(), Some("a/crash-0123"));
    assert!(outcome.to_string().ends_with("a/crash-0123"));
    let shown = told(log);
    assert!(shown.starts_with("thread '<unnamed>' panicked"), "{shown}");
    assert!(shown.contains("the law") && shown.ends_with("a/crash-0123"), "{shown}");
    assert_eq!(told("failed to build"), "failed to build");
    let unfinished = Outcome::read("policy", false, "");
    assert!(unfinished.to_string().ends_with("did not run to its end"));
}
