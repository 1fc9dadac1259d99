use std::{collections::BTreeSet, fs};

use super::{Arguments, DIFF, FIGURES, FIGURES_PROGRAM, arguments};
use crate::process;

fn parse(words: &str) -> anyhow::Result<Arguments> {
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    arguments(&words)
}

#[test]
fn one_program_and_a_seed_can_be_asked_for() {
    let asked = |program, seed| Arguments { program, seed };
    assert_eq!(parse("").unwrap(), asked(None, None));
    assert_eq!(parse("diff").unwrap(), asked(Some(DIFF), None));
    assert_eq!(parse("diff --seed 5").unwrap(), asked(Some(DIFF), Some(5)));
    for wrong in ["ledger", "--seed", "--seed x", "--quick"] {
        assert!(parse(wrong).unwrap_err().to_string().contains("usage"), "{wrong}");
    }
}

#[test]
fn each_program_exists_and_measures_figures() {
    let manifest = fs::read_to_string(process::root().join("benches/Cargo.toml")).unwrap();
    let programs: BTreeSet<_> = FIGURES.iter().map(super::Figure::program).collect();
    assert_eq!(programs, BTreeSet::from([DIFF, FIGURES_PROGRAM]));
    for program in programs {
        assert!(manifest.contains(&format!("name = \"{program}\"")), "{program}");
    }
}
