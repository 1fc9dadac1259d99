//! `sz-cli wording`: which lines are dark wording. Exit code 1 where one is.

mod lines;

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde::Serialize;
use sz_core::drift::{Wording, WordingVerdict};

use crate::{
    cli,
    exit::Outcome,
    output::{self, OutputFormat, Stream},
    wire,
};
use lines::{LINE_BYTES_MAX, Line, Lines};

/// How much of a text a table shows, in characters.
const SHOWN_CHARS_MAX: usize = 90;

/// What is printed for a line.
#[derive(Debug, Serialize)]
struct Judged<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    line: u64,
    text: &'a str,
    dark: bool,
    score: f64,
    category: Option<&'static str>,
    because: &'a [&'a str],
    /// Only where the text was too long to be read to its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
}

pub(crate) fn run(arguments: &cli::Wording, format: OutputFormat) -> anyhow::Result<Outcome> {
    let wording = Wording::built_in();
    let mut stream = Stream::new(format, &heading())?;
    let mut outcome = Outcome::Same;
    let standard_input = [PathBuf::from("-")];
    let files = match &*arguments.files {
        [] => &standard_input,
        files => files,
    };
    for file in files {
        let is_named = !arguments.files.is_empty();
        let name = file.display().to_string();
        match judge_file(file, is_named.then_some(&*name), &wording, &mut stream) {
            Ok(found) => outcome = outcome.max(found),
            Err(error) => {
                output::complain(&format!("{error:#}"));
                outcome = Outcome::Trouble;
            }
        }
    }
    stream.finish()?;
    Ok(outcome)
}

/// Judges a file line by line. What cannot be read of it is said, and does not stop the rest.
fn judge_file(
    path: &Path,
    name: Option<&str>,
    wording: &Wording,
    stream: &mut Stream,
) -> anyhow::Result<Outcome> {
    let place = name.filter(|name| *name != "-").unwrap_or("standard input");
    let reader: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(path).with_context(|| place.to_owned())?)
    };
    let mut lines = Lines::new(reader);
    let mut outcome = Outcome::Same;
    for number in 1.. {
        if lines.is_drained() {
            stream.flush()?;
        }
        if !stream.is_read() {
            break;
        }
        let line = lines.next().with_context(|| format!("{place}: line {number}"))?;
        let fault = match line {
            None => break,
            Some(Line::Text(text)) => {
                let verdict = wording.judge(text);
                if verdict.is_dark {
                    outcome = outcome.max(Outcome::Differs);
                }
                let judged = Judged::new(name, number, text, &verdict);
                stream.item(&judged, || row(&judged))?;
                continue;
            }
            Some(Line::TooLong) => {
                format!("longer than {LINE_BYTES_MAX} bytes; split it into sentences")
            }
            Some(Line::NotUtf8(byte)) => {
                format!("not UTF-8 from byte {byte} on; convert it, for instance with iconv")
            }
        };
        output::complain(&format!("{place}: line {number}: {fault}"));
        outcome = Outcome::Trouble;
    }
    Ok(outcome)
}

impl<'a> Judged<'a> {
    fn new(
        file: Option<&'a str>,
        line: u64,
        text: &'a str,
        verdict: &'a WordingVerdict<'a>,
    ) -> Self {
        Self {
            file,
            line,
            text,
            dark: verdict.is_dark,
            score: wire::round(verdict.score),
            category: verdict.category.map(sz_core::drift::WordingCategory::as_str),
            because: &verdict.because,
            cut: verdict.is_cut,
        }
    }
}

fn heading() -> String {
    let heading = format!("{:>5}  {:12}  {:5}  {}", "score", "category", "line", "text");
    output::styled(output::STRONG, heading) + "\n"
}

/// A line of the table, with the words that spoke for it behind the text.
fn row(judged: &Judged<'_>) -> String {
    let style = if judged.dark { output::BAD } else { output::DIM };
    let category = output::styled(style, format!("{:12}", judged.category.unwrap_or("-")));
    let because = match judged.because {
        [] => String::new(),
        words => format!("  {}", output::styled(output::DIM, format!("[{}]", words.join(", ")))),
    };
    let file = judged.file.map(|file| format!("{}: ", shown(file))).unwrap_or_default();
    format!(
        "{:>5.3}  {category}  {:<5}  {file}{}{because}\n",
        judged.score,
        judged.line,
        shown(judged.text)
    )
}

/// Text for a terminal: nothing that controls it, and not all of what is long.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (index, char) in text.chars().enumerate() {
        if index == SHOWN_CHARS_MAX {
            shown.push('…');
            break;
        }
        match char {
            char if char.is_control() => shown.extend(char.escape_default()),
            char => shown.push(char),
        }
    }
    shown
}
