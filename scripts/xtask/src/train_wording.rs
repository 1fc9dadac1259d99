//! `cargo xtask train-wording TSV`: trains the model of dark wording and says how good it is.
//!
//! TSV has the columns `text`, `label` (1 for dark) and `Pattern Category`, in any order and beside others, as the set
//! ec-darkpattern has them. Our own texts in `fixtures/wording` are added to it, but for `held-out.tsv`, which
//! no training sees.
//!
//! # Protocol
//!
//! Logistic regression, full batch, a fixed number of steps, sums in one order and no function of the platform's
//! mathematics library: the same bytes on every run and machine.
//!
//! Texts that share their first two words, case and digits aside, are a *group*; so are equal texts. A group is on
//! one side of every split, our own texts included. The figures are of five folds by a hash of the group and a seed, for three
//! seeds. They are of the model as it ships, with weights rounded. What was chosen was chosen on seeds 1 and 2.

mod folds;
mod learning;
mod report;
mod texts;

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};

use crate::process;
use folds::{Outcome, SEEDS};
use texts::Text;

pub(crate) const ABOUT: &str = "train the model of dark wording, print how good it is";

const USAGE: &str = "usage: cargo xtask train-wording TSV [--out FILE] [--check]";

/// Where the weights are that ship.
const WEIGHTS: &str = "crates/sz-drift/src/wording/weights.bin";

/// What one of our own texts counts in training, beside one of TSV. Ours are harder than what people meet.
const OWN_WEIGHT: f64 = 0.5;

/// The F1 that the rows of TSV must reach, in groups that the model has not seen.
const F1_LEAST: f64 = 0.95;

/// What was asked for.
#[derive(Debug, PartialEq)]
struct Arguments {
    tsv: PathBuf,
    out: PathBuf,
    is_check: bool,
}

pub(crate) fn run(words: &[String]) -> anyhow::Result<bool> {
    let Arguments { tsv, out, is_check } = arguments(words)?;
    let shop = texts::read(&tsv, 1.0)?;
    let own =
        |name: &str| texts::read(&process::root().join("fixtures/wording").join(name), OWN_WEIGHT);
    let (honest, dark, held_out) = (own("honest.tsv")?, own("dark.tsv")?, own("held-out.tsv")?);
    let own: Vec<Text> = honest.into_iter().chain(dark).collect();
    report::sizes(&shop, &own, &held_out);

    let all: Vec<&Text> = shop.iter().chain(&own).collect();
    let model = learning::train(&all);
    let bytes = model.to_bytes();
    let is_same = if is_check {
        let there = fs::read(&out).with_context(|| out.display().to_string())?;
        println!(
            "{}: {}",
            out.display(),
            if there == bytes { "as trained" } else { "NOT what training gives" }
        );
        there == bytes
    } else {
        #[expect(
            clippy::disallowed_methods,
            reason = "a file of the repository, made again at will"
        )]
        fs::write(&out, &bytes).with_context(|| out.display().to_string())?;
        println!("{}: {} bytes", out.display(), bytes.len());
        true
    };

    let alone: Vec<Outcome> = SEEDS.iter().map(|seed| folds::validate(&shop, &[], *seed)).collect();
    let with_own: Vec<Outcome> =
        SEEDS.iter().map(|seed| folds::validate(&shop, &own, *seed)).collect();
    let f1 = report::figures(&alone, &with_own);
    report::held_out(&model, &held_out);
    println!("\nF1 {f1:.4}, at least {F1_LEAST} wanted");
    Ok(is_same && f1 >= F1_LEAST)
}

fn arguments(words: &[String]) -> anyhow::Result<Arguments> {
    let (mut tsv, mut out, mut is_check) = (None, None, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--check" => is_check = true,
            "--out" => out = Some(words.next().context(USAGE)?.into()),
            word if tsv.is_none() && !word.starts_with('-') => tsv = Some(word.into()),
            word => bail!("`{word}` is not an argument; {USAGE}"),
        }
    }
    let out = out.unwrap_or_else(|| process::root().join(WEIGHTS));
    Ok(Arguments { tsv: tsv.context(USAGE)?, out, is_check })
}

#[cfg(test)]
mod tests;
