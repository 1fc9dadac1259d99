//! `cargo xtask fuzz`: tries every parser on inputs that libFuzzer makes up, and prints what came of it.

use std::{fmt, fs, num::NonZeroUsize, path::PathBuf, sync::Mutex, thread};

use anyhow::{Context, bail, ensure};

use crate::process;

pub(crate) const ABOUT: &str =
    "try parsers on made-up inputs: [TARGET]... [--seconds 600] [--jobs 1]";

/// Where cargo-fuzz finds its programs, one for each target.
const FUZZ_DIR: &str = "scripts/fuzz/libfuzzer";
const SEEDS: &str = "scripts/fuzz/seeds";
const FIXTURES: &str = "fixtures";

const INSTALL: &str = "cargo-fuzz is not installed; it needs a C++ compiler, and no nightly toolchain:\n  \
                       cargo install --locked cargo-fuzz";

/// Memory safety is the compiler's business, since no crate of ours may say `unsafe`: there is nothing for a
/// sanitizer to find, and without one a stable toolchain does and runs are twice as many.
const NO_SANITIZER: &[&str] = &["--sanitizer", "none"];

/// libFuzzer's limits for one try: bytes, seconds, and MiB of memory.
const LIMITS: &[&str] = &["-max_len=16384", "-timeout=10", "-rss_limit_mb=2048"];

/// A main thread with the stack that other threads have.
const SMALL_STACK: &[&str] = &["sh", "-c", "ulimit -s 2048 && exec \"$@\"", "fuzz"];

/// What the words after `fuzz` ask for.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    targets: Vec<String>,
    seconds: u32,
    jobs: NonZeroUsize,
}

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<bool> {
    let request = Request::parse(arguments, &targets()?)?;
    ensure!(process::is_there(&["cargo", "fuzz", "--version"]), "{INSTALL}");
    // The versions of dependencies that are tried are those that are shipped.
    let lock = process::root().join("Cargo.lock");
    fs::copy(&lock, process::root().join(FUZZ_DIR).join("Cargo.lock"))
        .with_context(|| format!("failed to copy {}", lock.display()))?;
    let build = [&["cargo", "fuzz", "build", "--fuzz-dir", FUZZ_DIR], NO_SANITIZER].concat();
    if !process::run(&build, &[])? {
        bail!("the targets do not build");
    }
    let outcomes = request.run()?;
    println!("{}", Outcome::HEADER);
    for outcome in &outcomes {
        println!("{outcome}");
    }
    Ok(outcomes.iter().all(|outcome| outcome.is_clean))
}

/// The names of all targets, in order.
fn targets() -> anyhow::Result<Vec<String>> {
    let folder = process::root().join(FUZZ_DIR).join("src/bin");
    let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
    let paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<_>>()?;
    let name = |path: &PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = paths.iter().filter_map(name).collect();
    names.sort();
    Ok(names)
}

impl Request {
    fn parse(words: &[String], known: &[String]) -> anyhow::Result<Self> {
        let mut request = Self { targets: Vec::new(), seconds: 600, jobs: NonZeroUsize::MIN };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || words.next().with_context(|| format!("{word} needs a number"));
            match word.as_str() {
                "--seconds" => request.seconds = number()?.parse().context("--seconds")?,
                "--jobs" => request.jobs = number()?.parse().context("--jobs")?,
                name if known.iter().any(|target| target == name) => {
                    request.targets.push(name.to_owned());
                }
                other => bail!("no target is called `{other}`: {}", known.join(", ")),
            }
        }
        if request.targets.is_empty() {
            known.clone_into(&mut request.targets);
        }
        Ok(request)
    }

    /// Runs the targets, so many at once, in their order.
    fn run(&self) -> anyhow::Result<Vec<Outcome>> {
        let waiting = Mutex::new(self.targets.iter().enumerate());
        let done = Mutex::new(Vec::new());
        let work = || -> anyhow::Result<()> {
            loop {
                let next = waiting.lock().ok().and_then(|mut waiting| waiting.next());
                let Some((place, target)) = next else { return Ok(()) };
                println!("--- {target}");
                let outcome = self.run_one(target)?;
                done.lock()
                    .map_err(|_| anyhow::anyhow!("a target panicked"))?
                    .push((place, outcome));
            }
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..self.jobs.get()).map(|_| scope.spawn(work)).collect();
            threads.into_iter().try_for_each(|thread| match thread.join() {
                Ok(outcome) => outcome,
                Err(_) => bail!("a target panicked"),
            })
        })?;
        let mut done = done.into_inner().map_err(|_| anyhow::anyhow!("a target panicked"))?;
        done.sort_by_key(|(place, _)| *place);
        Ok(done.into_iter().map(|(_, outcome)| outcome).collect())
    }

    fn run_one(&self, target: &str) -> anyhow::Result<Outcome> {
        // What earlier runs found worth keeping comes first, and is added to.
        let corpus = format!("{FUZZ_DIR}/corpus/{target}");
        fs::create_dir_all(process::root().join(&corpus)).context("no place for the corpus")?;
        let (seeds, time) =
            (format!("{SEEDS}/{target}"), format!("-max_total_time={}", self.seconds));
        let run = ["cargo", "fuzz", "run", "--fuzz-dir", FUZZ_DIR];
        let inputs = [target, &corpus, &seeds, FIXTURES, "--", &time, "-print_final_stats=1"];
        let words = [SMALL_STACK, &run, NO_SANITIZER, &inputs, LIMITS].concat();
        let (is_clean, log) = process::run_silent(&words)?;
        if !is_clean {
            eprintln!("{}", told(&log));
        }
        Ok(Outcome::read(target, is_clean, &log))
    }
}

/// The part of a log that says what went wrong, or all of it.
fn told(log: &str) -> String {
    let is_first = |line: &&str| line.contains("panicked at") || line.contains("ERROR: libFuzzer");
    let is_last = |line: &&str| line.contains("Test unit written to");
    let from_first = || log.lines().skip_while(|line| !is_first(line));
    let until_last = from_first().take_while(|line| !is_last(line));
    let lines: Vec<&str> = until_last.chain(log.lines().find(is_last)).collect();
    if lines.is_empty() { log.to_owned() } else { lines.join("\n") }
}

/// What one run came to, as libFuzzer reports it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    target: String,
    is_clean: bool,
    runs: u64,
    runs_per_s: u64,
    /// Branches of the program that some input took, and all that there are.
    covered: u64,
    branches: u64,
    /// Where the input is that broke a law.
    finding: Option<String>,
}

impl Outcome {
    const HEADER: &str = "target             runs    runs/s   covered of branches  finding";

    fn read(target: &str, is_clean: bool, log: &str) -> Self {
        let mut outcome = Self { target: target.to_owned(), is_clean, ..Self::default() };
        for line in log.lines() {
            let after = |mark: &str| line.split_once(mark).map(|(_, rest)| rest.trim());
            let number = |mark: &str| {
                after(mark)?.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u64>().ok()
            };
            let fields = [
                ("stat::number_of_executed_units:", &mut outcome.runs),
                ("stat::average_exec_per_sec:", &mut outcome.runs_per_s),
                (" cov: ", &mut outcome.covered),
                ("INFO: Loaded 1 modules   (", &mut outcome.branches),
            ];
            for (mark, field) in fields {
                *field = number(mark).unwrap_or(*field);
            }
            if let Some(path) = after("Test unit written to ") {
                outcome.finding = Some(path.to_owned());
            }
        }
        outcome
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, is_clean, runs, runs_per_s, covered, branches, finding } = self;
        let finding = match finding {
            Some(path) => path,
            None if *is_clean => "none",
            None => "did not run to its end",
        };
        write!(f, "{target:11} {runs:>11} {runs_per_s:>9} {covered:>9} {branches:>11}  {finding}")
    }
}

#[cfg(test)]
mod tests;
