//! The figures, for people.

use std::collections::BTreeSet;

use sz_core::drift::{Wording, WordingCategory};

use super::{
    folds::{Counts, Outcome},
    texts::Text,
};

pub(super) fn sizes(shop: &[Text], own: &[Text], held_out: &[Text]) {
    for (name, texts) in [("TSV", shop), ("our own, trained on", own), ("our own, never", held_out)]
    {
        let n_dark = texts.iter().filter(|text| text.is_dark).count();
        println!("{name}: {} texts, {n_dark} dark", texts.len());
    }
}

/// Prints what the folds gave, and answers the mean F1 over the rows of TSV with our own texts in training.
pub(super) fn figures(alone: &[Outcome], with_own: &[Outcome]) -> f64 {
    println!("\nTSV, five folds by the first two words");
    println!(
        "{:32} {:>6} {:>9} {:>7} {:>7} {:>7}",
        "trained on", "seed", "precision", "recall", "F1", "missed"
    );
    for (name, outcomes) in [("TSV alone", alone), ("TSV and our own", with_own)] {
        for outcome in outcomes {
            row(name, outcome.seed, &outcome.shop);
        }
    }
    println!("\nour own texts, in the same folds");
    for outcome in with_own {
        row("TSV and our own", outcome.seed, &outcome.own);
        honest_called_dark(&outcome.own);
    }
    if let Some(first) = with_own.first() {
        categories(first);
    }
    let mean = |outcomes: &[Outcome]| {
        outcomes.iter().map(|o| o.shop.f1()).sum::<f64>() / outcomes.len() as f64
    };
    println!("\nmean F1, TSV alone: {:.4}; with our own: {:.4}", mean(alone), mean(with_own));
    mean(with_own)
}

fn row(name: &str, seed: u64, counts: &Counts) {
    let missed = format!("{}+{}", counts.honest_as_dark, counts.dark_as_honest);
    println!(
        "{name:32} {seed:>6} {:>9.4} {:>7.4} {:>7.4} {missed:>7}",
        counts.precision(),
        counts.recall(),
        counts.f1(),
    );
}

fn honest_called_dark(counts: &Counts) {
    let n_honest = counts.honest_as_dark + counts.honest_as_honest;
    println!("    honest texts called dark: {} of {n_honest}", counts.honest_as_dark);
}

/// The confusion by category.
fn categories(outcome: &Outcome) {
    println!("\ncategory (rows) as the model named it (columns), seed {}", outcome.seed);
    let given: Vec<&'static str> =
        WordingCategory::ALL.iter().map(|category| category.as_str()).chain([""]).collect();
    let heading: Vec<String> = given.iter().map(|name| format!("{name:>12}")).collect();
    println!("{:16} {} (not dark)", "", heading.join(" ").trim_end());
    let names: BTreeSet<&String> = outcome.categories.keys().map(|key| &key.0).collect();
    for name in names {
        let count = |given: &&'static str| {
            outcome.categories.get(&(name.clone(), *given)).copied().unwrap_or(0)
        };
        let cells: Vec<String> = given.iter().map(|g| format!("{:>12}", count(g))).collect();
        println!("{name:16} {}", cells.join(" "));
    }
}

/// What the model that ships says of texts that it never saw, and which it gets wrong.
pub(super) fn held_out(model: &Wording, texts: &[Text]) {
    let mut counts = Counts::default();
    let mut wrong = Vec::new();
    for text in texts {
        let verdict = model.judge(&text.words);
        counts.add(text.is_dark, verdict.is_dark);
        if text.is_dark != verdict.is_dark {
            wrong.push(format!("    {:.2} {}", verdict.score, text.words));
        }
    }
    println!("\nour own texts that no training sees");
    row("TSV and our own", 0, &counts);
    honest_called_dark(&counts);
    println!("{}", wrong.join("\n"));
}
