//! Everything that is printed. Data goes to stdout in the format asked for, messages to stderr; colour only
//! on a terminal and never under `NO_COLOR`, which `anstream` sees to.

mod stream;

pub(crate) use stream::Stream;

use std::io::{self, ErrorKind, Write};

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use comfy_table::{ContentArrangement, Table, presets};
use rayon::prelude::*;
use serde::Serialize;

/// How data is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// One YAML document.
    Yaml,
    /// A page for browsers; of `diff` only.
    Html,
}

pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const STRONG: Style = Style::new().bold();

/// Text in a style; `anstream` strips the style where it does not belong.
pub(crate) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints text to stdout as it is.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    delivered(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Whoever reads our output may stop reading, as `head` does: what was found stays what was found.
fn delivered(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => Ok(()),
    }
}

/// Prints one document: JSON indented, JSONL on a line, YAML.
pub(crate) fn document<T: Serialize>(format: OutputFormat, value: &T) -> anyhow::Result<()> {
    print(&document_text(format, value)?)
}

pub(crate) fn document_text<T: Serialize>(
    format: OutputFormat,
    value: &T,
) -> anyhow::Result<String> {
    Ok(match format {
        OutputFormat::Json => serde_json::to_string_pretty(value)? + "\n",
        OutputFormat::Jsonl => serde_json::to_string(value)? + "\n",
        OutputFormat::Table | OutputFormat::Yaml | OutputFormat::Html => {
            serde_yaml::to_string(value)?
        }
    })
}

/// Prints a list: one JSON array, one JSON object a line, or one YAML list.
pub(crate) fn list<T: Serialize + Sync>(format: OutputFormat, values: &[T]) -> anyhow::Result<()> {
    if format != OutputFormat::Jsonl {
        return document(format, &values);
    }
    delivered(io::stdout().lock().write_all(lines(values)?.as_bytes()))
}

/// One JSON object a line.
fn lines<T: Serialize + Sync>(values: &[T]) -> anyhow::Result<String> {
    let line = |value: &T| serde_json::to_string(value).map(|line| line + "\n");
    let lines: Vec<String> = values.par_iter().map(line).collect::<Result<_, _>>()?;
    Ok(lines.concat())
}

/// Says a list on stderr, in the forms that [`list`] prints.
pub(crate) fn remark_list<T: Serialize + Sync>(
    format: OutputFormat,
    values: &[T],
) -> anyhow::Result<()> {
    let text = match format {
        OutputFormat::Jsonl => lines(values)?,
        format => document_text(format, &values)?,
    };
    remark(text.trim_end());
    Ok(())
}

/// How wide tables are where no terminal says how wide it is, in columns.
const WIDTH_WITHOUT_TERMINAL: u16 = 140;

/// A table with these headings, as wide as the terminal.
pub(crate) fn table(headings: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(headings.to_vec());
    if !table.is_tty() {
        table.set_width(WIDTH_WITHOUT_TERMINAL);
    }
    table
}

/// Says on stderr that something went wrong. Whatever file the message quotes, a terminal only gets text.
pub(crate) fn complain(message: &str) {
    let is_safe = |c: char| c == '\n' || !c.is_control();
    let shown = |c: char| if is_safe(c) { c.into() } else { c.escape_default().to_string() };
    let message: String = message.chars().map(shown).collect();
    let line = format!("{}: {message}\n", styled(BAD, "error"));
    // There is nobody left to tell when stderr is gone.
    drop(anstream::stderr().write_all(line.as_bytes()));
}

/// Says on stderr what a person may want to know.
pub(crate) fn remark(message: &str) {
    drop(anstream::stderr().write_all(format!("{message}\n").as_bytes()));
}
