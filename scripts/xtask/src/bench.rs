//! `cargo xtask bench [diff|figures] [--seed N]`: runs the benches, or one program of them, and prints each figure of the
//! design as a ratio to its yardstick. The seed is that of the second round of edit scripts.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::process;

pub(crate) const ABOUT: &str = "measure the figures of the design, as ratios to their yardsticks";

const USAGE: &str = "usage: cargo xtask bench [diff|figures] [--seed N]";

/// The programs that measure, as cargo knows them.
const DIFF: &str = "diff";
const FIGURES_PROGRAM: &str = "figures";

/// One figure: two measurements and what their ratio should be at the most.
struct Figure {
    what: &'static str,
    measured: Source,
    yardstick: Source,
    at_most: f64,
}

/// Where a number comes from.
enum Source {
    /// A Criterion benchmark, `group/function`: its median in nanoseconds.
    Bench(&'static str),
    /// The first number of a `figure:` line.
    Found(&'static str),
    /// The second number of a `figure:` line.
    Made(&'static str),
}

const FIGURES: &[Figure] = &[
    Figure {
        what: "whole pipeline, 1,000 nodes, 1,000 templates / serde_json Value",
        measured: Source::Bench("pipeline_1000/bytes_to_report"),
        yardstick: Source::Bench("pipeline_1000/serde_json_value"),
        at_most: 1.0,
    },
    Figure {
        what: "  of it from tree to report / serde_json Value",
        measured: Source::Bench("pipeline_1000/tree_to_report"),
        yardstick: Source::Bench("pipeline_1000/serde_json_value"),
        at_most: 1.0,
    },
    Figure {
        what: "reading canonical JSON / serde_json Value",
        measured: Source::Bench("read_1000/arena"),
        yardstick: Source::Bench("read_1000/serde_json_value"),
        at_most: 0.5,
    },
    // 0.85 x n times as fast on n cores.
    Figure {
        what: "sz-cli batch on n cores, n x its time, ms / its time on one",
        measured: Source::Found("batch"),
        yardstick: Source::Made("batch"),
        at_most: 1.176,
    },
    Figure {
        what: "diff, 10,000 nodes, 140 edits / reading one tree",
        measured: Source::Bench("diff_10000/diff"),
        yardstick: Source::Bench("diff_10000/read_one_tree"),
        at_most: 0.5,
    },
    Figure {
        what: "diff, 100,000 nodes, 1,200 edits / the row above",
        measured: Source::Bench("diff_100000/diff"),
        yardstick: Source::Bench("diff_10000/diff"),
        at_most: 15.0,
    },
    Figure {
        what: "edit script, 1,000 nodes / true number of edits",
        measured: Source::Found("edit_script_1000"),
        yardstick: Source::Made("edit_script_1000"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 10,000 nodes / true number of edits",
        measured: Source::Found("edit_script_10000"),
        yardstick: Source::Made("edit_script_10000"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 100,000 nodes / true number of edits",
        measured: Source::Found("edit_script_100000"),
        yardstick: Source::Made("edit_script_100000"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 1,000 nodes, second seed / true number",
        measured: Source::Found("edit_script_1000_varied_mixed"),
        yardstick: Source::Made("edit_script_1000_varied_mixed"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 1,000 nodes, second seed, every kind / true number",
        measured: Source::Found("edit_script_1000_varied_all"),
        yardstick: Source::Made("edit_script_1000_varied_all"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 1,000 nodes, second seed, alike / true number",
        measured: Source::Found("edit_script_1000_repetitive_mixed"),
        yardstick: Source::Made("edit_script_1000_repetitive_mixed"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 1,000 nodes, second seed, alike, every kind / true number",
        measured: Source::Found("edit_script_1000_repetitive_all"),
        yardstick: Source::Made("edit_script_1000_repetitive_all"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 10,000 nodes, second seed / true number",
        measured: Source::Found("edit_script_10000_varied_mixed"),
        yardstick: Source::Made("edit_script_10000_varied_mixed"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 10,000 nodes, second seed, every kind / true number",
        measured: Source::Found("edit_script_10000_varied_all"),
        yardstick: Source::Made("edit_script_10000_varied_all"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 10,000 nodes, second seed, alike / true number",
        measured: Source::Found("edit_script_10000_repetitive_mixed"),
        yardstick: Source::Made("edit_script_10000_repetitive_mixed"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 10,000 nodes, second seed, alike, every kind / true number",
        measured: Source::Found("edit_script_10000_repetitive_all"),
        yardstick: Source::Made("edit_script_10000_repetitive_all"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 100,000 nodes, second seed / true number",
        measured: Source::Found("edit_script_100000_varied_mixed"),
        yardstick: Source::Made("edit_script_100000_varied_mixed"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 100,000 nodes, second seed, every kind / true number",
        measured: Source::Found("edit_script_100000_varied_all"),
        yardstick: Source::Made("edit_script_100000_varied_all"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 100,000 nodes, second seed, alike / true number",
        measured: Source::Found("edit_script_100000_repetitive_mixed"),
        yardstick: Source::Made("edit_script_100000_repetitive_mixed"),
        at_most: 1.05,
    },
    Figure {
        what: "edit script, 100,000 nodes, second seed, alike, every kind / true number",
        measured: Source::Found("edit_script_100000_repetitive_all"),
        yardstick: Source::Made("edit_script_100000_repetitive_all"),
        at_most: 1.05,
    },
    Figure {
        what: "best match among 100,000, a known screen / scoring all",
        measured: Source::Bench("match_100000/known"),
        yardstick: Source::Bench("match_100000/scoring_all"),
        at_most: 0.001,
    },
    Figure {
        what: "best match among 100,000, a new screen / scoring all",
        measured: Source::Bench("match_100000/new_screen"),
        yardstick: Source::Bench("match_100000/scoring_all"),
        at_most: 0.001,
    },
    Figure {
        what: "best match among 100,000, a new application / scoring all",
        measured: Source::Bench("match_100000/new_application"),
        yardstick: Source::Bench("match_100000/scoring_all"),
        at_most: 0.001,
    },
    Figure {
        what: "best match among 100,000 / among 10,000, a known screen",
        measured: Source::Bench("match_100000/known"),
        yardstick: Source::Bench("match_10000/known"),
        at_most: 3.0,
    },
    Figure {
        what: "best match among 100,000 / among 10,000, a new application",
        measured: Source::Bench("match_100000/new_application"),
        yardstick: Source::Bench("match_10000/new_application"),
        at_most: 3.0,
    },
    Figure {
        what: "preparing and indexing 100,000 templates, ms / 5,000",
        measured: Source::Found("match_build_100000"),
        yardstick: Source::Made("match_build_100000"),
        at_most: 1.0,
    },
];

impl Figure {
    /// The program that measures it.
    fn program(&self) -> &'static str {
        let (Source::Bench(name) | Source::Found(name) | Source::Made(name)) = self.measured;
        if name.starts_with("diff_") || name.starts_with("edit_script_") {
            DIFF
        } else {
            FIGURES_PROGRAM
        }
    }
}

/// What was asked for.
#[derive(Debug, Default, PartialEq)]
struct Arguments {
    program: Option<&'static str>,
    seed: Option<u64>,
}

fn arguments(words: &[String]) -> anyhow::Result<Arguments> {
    let mut arguments = Arguments::default();
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        if word == "--seed" {
            let seed = words.next().and_then(|seed| seed.parse().ok());
            arguments.seed = Some(seed.with_context(|| format!("a number is needed: {USAGE}"))?);
        } else {
            let program = [DIFF, FIGURES_PROGRAM].into_iter().find(|&known| known == word);
            arguments.program =
                Some(program.with_context(|| format!("`{word}` is no bench: {USAGE}"))?);
        }
    }
    Ok(arguments)
}

pub(crate) fn run(words: &[String]) -> anyhow::Result<bool> {
    let Arguments { program, seed } = arguments(words)?;
    // Cargo does not build a program for the benches of another package.
    let is_needed = program.is_none_or(|program| program == FIGURES_PROGRAM);
    if is_needed && !process::run(&["cargo", "build", "--release", "--package", "sz-cli"], &[])? {
        bail!("sz-cli was not built");
    }
    let mut printed = Vec::new();
    let mut words = vec!["cargo", "bench", "--package", "benches"];
    words.extend(program.iter().flat_map(|&program| ["--bench", program]));
    let seed = seed.map(|seed| seed.to_string());
    let environment: Vec<_> = seed.iter().map(|seed| ("SZ_BENCH_SEED", seed.as_str())).collect();
    let ran = process::run_watched(&words, &environment, |line| printed.push(line.to_owned()))?;
    if !ran {
        bail!("cargo bench failed");
    }
    let target = cargo_metadata::MetadataCommand::new().no_deps().exec()?.target_directory;
    let measurements = Measurements { criterion: target.join("criterion").into(), printed };
    let is_asked = |figure: &&Figure| program.is_none_or(|program| figure.program() == program);
    print_table(&measurements, FIGURES.iter().filter(is_asked))?;
    Ok(true)
}

fn print_table<'f>(
    measurements: &Measurements,
    figures: impl Iterator<Item = &'f Figure>,
) -> anyhow::Result<()> {
    println!(
        "{:<66} {:>10} {:>10} {:>7} {:>8}",
        "figure", "measured", "yardstick", "ratio", "at most"
    );
    for figure in figures {
        let (measured, yardstick) =
            (measurements.get(&figure.measured)?, measurements.get(&figure.yardstick)?);
        let ratio = measured / yardstick;
        let verdict = if ratio <= figure.at_most { "reached" } else { "not reached" };
        println!(
            "{:<66} {:>10} {:>10} {ratio:>7.3} {:>8} {verdict}",
            figure.what,
            shown(measured, &figure.measured),
            shown(yardstick, &figure.yardstick),
            figure.at_most,
        );
    }
    Ok(())
}

/// Everything one run of the benches left behind.
struct Measurements {
    criterion: PathBuf,
    printed: Vec<String>,
}

impl Measurements {
    fn get(&self, source: &Source) -> anyhow::Result<f64> {
        match source {
            Source::Bench(name) => median_ns(&self.criterion.join(name)),
            Source::Found(name) => self.printed_number(name, 0),
            Source::Made(name) => self.printed_number(name, 1),
        }
    }

    fn printed_number(&self, name: &str, place: usize) -> anyhow::Result<f64> {
        let line = self
            .printed
            .iter()
            .filter_map(|line| line.strip_prefix("figure: "))
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
            .with_context(|| format!("the benches printed no figure {name}"))?;
        let number = line.split_whitespace().nth(place).context("a figure has two numbers")?;
        Ok(number.parse()?)
    }
}

fn median_ns(benchmark: &Path) -> anyhow::Result<f64> {
    let file = benchmark.join("new/estimates.json");
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("{}: the benchmark left no estimate", file.display()))?;
    let estimates: serde_json::Value = serde_json::from_str(&text)?;
    let median = estimates.pointer("/median/point_estimate").and_then(serde_json::Value::as_f64);
    median.with_context(|| format!("{}: no median", file.display()))
}

fn shown(number: f64, source: &Source) -> String {
    match source {
        Source::Bench(_) if number >= 1e6 => format!("{:.2} ms", number / 1e6),
        Source::Bench(_) => format!("{:.1} us", number / 1e3),
        _ => format!("{number:.0}"),
    }
}

#[cfg(test)]
mod tests;
