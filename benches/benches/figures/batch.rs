//! `sz-cli inspect` over a folder of captures, on one core and on all of them: the whole run of the program counts, with
//! its start and the reading of the templates.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use criterion::Criterion;
use sz_core::{BuildOptions, Observation, Profile, ScreenId, Tree, build_template, write_sz};
use sz_testkit::{Variety, edited, made_screen};

/// Screens, each with a template.
const SCREENS: u64 = 100;

/// Captures of each, all of them a little changed.
const CAPTURES: u64 = 6;

/// How often the program runs on one core and on all, in turn; the best run of each counts.
const ROUNDS: usize = 9;

#[expect(clippy::print_stdout, reason = "`cargo xtask bench` reads this line")]
pub(crate) fn print(_: &mut Criterion) {
    let program = program();
    if !program.is_file() {
        println!("no figure of the batch: `cargo build --release --package sz-cli` first");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    make_files(folder.path());
    let cores = std::thread::available_parallelism().expect("a number of cores").get();
    let (mut on_one, mut on_all) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        on_one = on_one.min(run(&program, folder.path(), 1));
        on_all = on_all.min(run(&program, folder.path(), cores));
    }
    let cores = u32::try_from(cores).expect("a number of cores");
    println!("figure: batch {} {}", (on_all * cores).as_millis(), on_one.as_millis());
}

/// The program that stands beside this one.
fn program() -> PathBuf {
    let this = std::env::current_exe().expect("the path of this program");
    let folder = this.ancestors().nth(2).expect("the folder of the profile");
    folder.join(format!("sz-cli{}", std::env::consts::EXE_SUFFIX))
}

fn make_files(folder: &Path) {
    let (captures, templates) = (folder.join("captures"), folder.join("templates"));
    for made in [&captures, &templates] {
        std::fs::create_dir(made).expect("a new folder");
    }
    for number in 0..SCREENS {
        let nodes = usize::try_from(200 + number * 37 % 801).expect("a small number");
        let screen = made_screen(nodes, Variety::Varied, number);
        write(&templates.join(format!("{number}.yaml")), &template(number, &screen));
        for capture in 0..CAPTURES {
            let changed = edited(&screen, 5, capture).tree;
            write(&captures.join(format!("{number}-{capture}.json")), &write_sz(&changed));
        }
    }
}

fn template(number: u64, screen: &Tree) -> String {
    let options = BuildOptions {
        screen_id: ScreenId::new(&format!("screen_{number}")).expect("a fit name"),
        app: None,
        description: None,
        source: None,
    };
    let observation = Observation::new(screen, &Profile::built_in());
    build_template(&[&observation], &options).expect("YAML")
}

#[expect(clippy::disallowed_methods, reason = "files for this run, which need not survive it")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a new file");
}

#[expect(
    clippy::disallowed_methods,
    reason = "it is the program that is measured, from start to end"
)]
fn run(program: &Path, folder: &Path, threads: usize) -> Duration {
    let mut command = Command::new(program);
    command.args(["inspect", "--format", "jsonl", "--templates"]);
    command.args([folder.join("templates"), folder.join("captures")]);
    command.env("RAYON_NUM_THREADS", threads.to_string()).stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program starts");
    let took = start.elapsed();
    assert_eq!(status.code(), Some(1), "every capture drifted, and nothing else is wrong");
    took
}
