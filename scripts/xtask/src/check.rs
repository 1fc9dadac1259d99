//! Everything that must hold before a change is taken.

use crate::{layers, process};

pub(crate) const ABOUT: &str = "run all checks, or only the ones named";

/// One check.
struct Step {
    name: &'static str,
    work: Work,
}

enum Work {
    /// A program, and the environment it gets on top of ours.
    Program {
        words: &'static [&'static str],
        environment: &'static [(&'static str, &'static str)],
    },
    /// The same, but only where `probe` runs well; otherwise the step is skipped, and counted as that.
    Optional {
        words: &'static [&'static str],
        probe: &'static [&'static str],
    },
    Layers,
    Tests,
}

/// Fast ones first; the tests last, so that their summary is at the end of the output.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        work: Work::Program { words: &["cargo", "fmt", "--all", "--check"], environment: &[] },
    },
    Step { name: "layers", work: Work::Layers },
    Step {
        name: "vectors",
        work: Work::Optional {
            words: &["python3", "scripts/signature-vectors", "--check"],
            probe: &["python3", "--version"],
        },
    },
    Step {
        name: "deny",
        work: Work::Optional {
            words: &[
                "cargo",
                "deny",
                "--all-features",
                "--log-level",
                "error",
                "check",
                "bans",
                "licenses",
                "sources",
            ],
            probe: &["cargo", "deny", "--version"],
        },
    },
    Step {
        name: "clippy",
        work: Work::Program {
            words: &[
                "cargo",
                "clippy",
                "--workspace",
                "--all-targets",
                "--locked",
                "--",
                "-D",
                "warnings",
            ],
            environment: &[],
        },
    },
    Step {
        name: "docs",
        work: Work::Program {
            words: &["cargo", "doc", "--workspace", "--no-deps", "--locked"],
            environment: &[("RUSTDOCFLAGS", "-D warnings")],
        },
    },
    Step {
        name: "doctests",
        work: Work::Program {
            words: &["cargo", "test", "--workspace", "--doc", "--quiet", "--locked"],
            environment: &[],
        },
    },
    Step { name: "tests", work: Work::Tests },
];

const NEXTEST_THERE: &[&str] = &["cargo", "nextest", "--version"];
const NEXTEST: &[&str] = &["cargo", "nextest", "run", "--workspace", "--locked"];
const CARGO_TEST: &[&str] =
    &["cargo", "test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-fail-fast"];

/// Names of the steps by how they ended.
#[derive(Debug, Default)]
struct Tally {
    passed: Vec<&'static str>,
    failed: Vec<&'static str>,
    skipped: Vec<&'static str>,
}

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<bool> {
    let names = || STEPS.iter().map(|step| step.name);
    for name in arguments {
        let known: Vec<&str> = names().collect();
        anyhow::ensure!(
            names().any(|step| step == name),
            "no check is called `{name}`: {}",
            known.join(", ")
        );
    }
    let is_wanted =
        |step: &&Step| arguments.is_empty() || arguments.iter().any(|name| name == step.name);
    let mut tally = Tally::default();
    for step in STEPS.iter().filter(is_wanted) {
        println!("--- {}", step.name);
        let list = match take(step) {
            Ok(Some(true)) => &mut tally.passed,
            Ok(Some(false)) => &mut tally.failed,
            Ok(None) => &mut tally.skipped,
            Err(error) => {
                eprintln!("{}: {error:#}", step.name);
                &mut tally.failed
            }
        };
        list.push(step.name);
    }
    println!("{}", tally.summary());
    Ok(tally.failed.is_empty())
}

/// Whether a step passed; `None` where it was skipped.
fn take(step: &Step) -> anyhow::Result<Option<bool>> {
    match &step.work {
        Work::Program { words, environment } => process::run(words, environment).map(Some),
        Work::Optional { words, probe } if process::is_there(probe) => {
            process::run(words, &[]).map(Some)
        }
        Work::Optional { probe, .. } => {
            println!("skipped: {}: `{}` does not run here", step.name, probe.join(" "));
            Ok(None)
        }
        Work::Layers => layers::run(&[]).map(Some),
        Work::Tests if process::is_there(NEXTEST_THERE) => {
            process::run(NEXTEST, &[("INSTA_UPDATE", "no")]).map(Some)
        }
        Work::Tests => cargo_test().map(Some),
    }
}

/// Runs the tests without nextest, and ends with the line that nextest would end with.
fn cargo_test() -> anyhow::Result<bool> {
    println!("cargo-nextest is not installed: running the tests with cargo test");
    let mut sum = Counts::default();
    let is_good = process::run_watched(CARGO_TEST, &[], |line| sum.add(line))?;
    println!("{}", sum.summary());
    Ok(is_good)
}

/// What `test result:` lines say, added up.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counts {
    fn add(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else { return };
        let words: Vec<&str> = rest.split([' ', ';']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let number = pair[0].parse().unwrap_or(0);
            match pair[1] {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => (),
            }
        }
    }

    fn summary(&self) -> String {
        let Self { passed, failed, ignored } = self;
        let run = passed + failed;
        let failures = if *failed > 0 { format!(", {failed} failed") } else { String::new() };
        format!("     Summary {run} tests run: {passed} passed{failures}, {ignored} skipped")
    }
}

impl Tally {
    fn summary(&self) -> String {
        let part = |what: &str, names: &[&str]| match names {
            [] => format!("0 {what}"),
            names => format!("{} {what} ({})", names.len(), names.join(", ")),
        };
        let parts = [
            part("passed", &self.passed),
            part("failed", &self.failed),
            part("skipped", &self.skipped),
        ];
        format!("check: {}", parts.join(", "))
    }
}

#[cfg(test)]
mod tests;
