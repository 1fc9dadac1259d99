//! Labelled texts, read from tab-separated files.

use std::{fs, path::Path};

use anyhow::{Context, bail};
use sz_core::drift::WordingCategory;

/// A text that a person labelled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    pub(super) words: String,
    pub(super) is_dark: bool,
    /// The category as the file names it.
    pub(super) category: String,
    /// What it counts in training.
    pub(super) weight: f64,
}

impl Text {
    /// The category, if it is one that the model learns.
    pub(super) fn learned(&self) -> Option<WordingCategory> {
        match &*self.category {
            "Urgency" => Some(WordingCategory::Urgency),
            "Scarcity" => Some(WordingCategory::Scarcity),
            "Social Proof" => Some(WordingCategory::SocialProof),
            "Misdirection" => Some(WordingCategory::Misdirection),
            _ => None,
        }
    }

    /// The first two words, digits and case aside: texts that share them stay together.
    pub(super) fn group(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut before = ' ';
        for char in self.words.chars().flat_map(char::to_lowercase) {
            if ['\'', '’', '‘', '´', '`'].contains(&char) {
                continue;
            }
            let char = if char.is_numeric() { '0' } else { char };
            if char.is_alphanumeric() {
                let goes_on = before.is_alphanumeric() && (char == '0') == (before == '0');
                let is_full = words.len() == 2;
                match words.last_mut() {
                    Some(_) if goes_on && char == '0' => {}
                    Some(word) if goes_on => word.push(char),
                    _ if is_full => break,
                    _ => words.push(char.into()),
                }
            }
            before = char;
        }
        words.join(" ")
    }
}

/// Reads a file of texts that each count this much in training.
pub(super) fn read(path: &Path, weight: f64) -> anyhow::Result<Vec<Text>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&text, weight).with_context(|| path.display().to_string())
}

/// Reads the columns `text`, `label` and `Pattern Category`.
pub(super) fn parse(document: &str, weight: f64) -> anyhow::Result<Vec<Text>> {
    let mut rows = rows(document)?.into_iter();
    let (_, heading) = rows.next().context("no heading")?;
    let column = |name: &str| {
        let found = heading.iter().position(|column| column == name);
        found.with_context(|| format!("line 1: no column `{name}`"))
    };
    let (text, label, category) = (column("text")?, column("label")?, column("Pattern Category")?);
    let mut texts = Vec::new();
    for (line, row) in rows {
        if row.len() != heading.len() {
            bail!("line {line}: {} columns, not {}", row.len(), heading.len());
        }
        let is_dark = match &*row[label] {
            "0" => false,
            "1" => true,
            other => bail!("line {line}: the label is `{other}`, not 0 or 1"),
        };
        let (words, category) = (row[text].clone(), row[category].clone());
        texts.push(Text { words, is_dark, category, weight });
    }
    Ok(texts)
}

/// The cells of each row, and the line it begins on. A cell that begins with a quote goes to the next one; a quote in it
/// is written twice.
fn rows(document: &str) -> anyhow::Result<Vec<(usize, Vec<String>)>> {
    let mut rows = Vec::new();
    let (mut line, mut start) = (1, 1);
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut is_quoted, mut is_begun) = (false, false);
    let mut chars = document.chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        match char {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if is_quoted => is_quoted = false,
            '"' if !is_begun => (is_quoted, is_begun) = (true, true),
            '\t' if !is_quoted => {
                cells.push(std::mem::take(&mut cell));
                is_begun = false;
            }
            '\r' if !is_quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !is_quoted => {
                cells.push(std::mem::take(&mut cell));
                rows.push((start, std::mem::take(&mut cells)));
                (is_begun, start) = (false, line);
            }
            char => {
                cell.push(char);
                is_begun = true;
            }
        }
    }
    if is_quoted {
        bail!("line {start}: a quote is not closed");
    }
    if is_begun || !cells.is_empty() {
        cells.push(cell);
        rows.push((start, cells));
    }
    Ok(rows)
}
