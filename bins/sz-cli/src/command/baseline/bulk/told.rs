//! What a bulk build says of what it did.

use serde::Serialize;
use sz_core::{Template, formats::ChildOrder};

use super::super::diff::plural;
use crate::{
    exit::Outcome,
    output::{self, OutputFormat},
    wire::{FileError, QualityText},
};

/// Everything there is to tell.
#[derive(Serialize)]
pub(super) struct Told {
    /// False for a dry run.
    pub(super) written: bool,
    pub(super) screens: Vec<Built>,
    /// Captures of screens that the library has already.
    pub(super) known: Vec<Known>,
    /// Files that could not be read, or are not whole.
    pub(super) left_out: Vec<LeftOut>,
    /// Captures that are taken for another screen than their own.
    pub(super) confused: Vec<Confused>,
}

#[derive(Serialize)]
pub(super) struct Built {
    pub(super) screen_id: String,
    pub(super) app: Option<String>,
    /// The files it was built from.
    pub(super) captures: Vec<String>,
    pub(super) file: String,
    /// `new`, `new version`, `same`, `not written`.
    pub(super) outcome: &'static str,
    pub(super) varies: Varies,
}

/// What a template leaves open, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Varies {
    texts: usize,
    optional: usize,
    repeated: usize,
    unordered: usize,
    states: usize,
}

#[derive(Serialize)]
pub(super) struct Known {
    pub(super) file: String,
    pub(super) screen_id: String,
    pub(super) app: Option<String>,
    pub(super) score: f64,
}

#[derive(Serialize)]
pub(super) struct LeftOut {
    pub(super) file: String,
    pub(super) quality: Option<QualityText>,
    /// Why, in words.
    pub(super) reason: String,
    pub(super) error: Option<FileError>,
}

#[derive(Serialize)]
pub(super) struct Confused {
    pub(super) file: String,
    pub(super) screen_id: String,
    /// Nothing where it is not recognised at all.
    pub(super) taken_for: Option<String>,
}

impl Varies {
    pub(super) fn of(template: &Template) -> Self {
        let states = template.noise().len();
        let Some(baseline) = template.baseline() else { return Self { states, ..Self::default() } };
        let nodes = || baseline.nodes.iter();
        Self {
            texts: baseline.patterns.len(),
            optional: nodes().filter(|node| node.occurrence.is_optional()).count(),
            repeated: nodes().filter(|node| node.occurrence.is_repeated()).count(),
            unordered: nodes().filter(|node| node.order == ChildOrder::Free).count(),
            states,
        }
    }

    /// `3 texts, 1 list`; `nothing` where it leaves nothing open.
    fn words(self) -> String {
        let counted = [
            (self.texts, "text", "texts"),
            (self.optional, "optional node", "optional nodes"),
            (self.repeated, "list", "lists"),
            (self.unordered, "order", "orders"),
            (self.states, "state", "states"),
        ];
        let words = counted
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
        let words: Vec<String> = words.collect();
        if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
    }
}

impl Told {
    /// 2 where a file was left out, 1 where a capture is not taken for what it shows.
    pub(super) fn outcome(&self) -> Outcome {
        match (self.left_out.is_empty(), self.confused.is_empty()) {
            (false, _) => Outcome::Trouble,
            (true, false) => Outcome::Differs,
            (true, true) => Outcome::Same,
        }
    }
}

pub(super) fn print(told: &Told, format: OutputFormat) -> anyhow::Result<()> {
    for LeftOut { file, reason, .. } in &told.left_out {
        output::complain(&format!("{file}: {reason}"));
    }
    for Confused { file, screen_id, taken_for } in &told.confused {
        let other = match taken_for {
            None => "not recognised as any screen".to_owned(),
            Some(other) => format!("taken for `{other}`"),
        };
        let warning = output::styled(output::WARN, "warning");
        output::remark(&format!("{warning}: {file}: built into `{screen_id}`, and {other}"));
    }
    if format != OutputFormat::Table {
        return output::document(format, told);
    }
    let mut table = output::table(&["screen", "app", "captures", "what varies", "what", "file"]);
    for built in &told.screens {
        table.add_row([
            built.screen_id.clone(),
            built.app.clone().unwrap_or_default(),
            built.captures.len().to_string(),
            built.varies.words(),
            built.outcome.to_owned(),
            built.file.clone(),
        ]);
    }
    let mut text = String::new();
    if !told.screens.is_empty() {
        text += &format!("{table}\n");
    }
    for Known { file, screen_id, score, .. } in &told.known {
        text += &format!("known already: {file} is `{screen_id}` ({score:.3})\n");
    }
    let captures: usize = told.screens.iter().map(|it| it.captures.len()).sum();
    text += &format!(
        "{} of {}; {} known already, {} left out\n",
        plural(told.screens.len(), "screen"),
        plural(captures, "capture"),
        told.known.len(),
        told.left_out.len()
    );
    if !told.written {
        text += "nothing was written: this was a dry run\n";
    }
    output::print(&text)
}
