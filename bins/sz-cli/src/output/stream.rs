//! Lists that are printed while they are made, so that none has to fit into memory.

use std::io::{self, BufWriter, ErrorKind, Write};

use anstream::AutoStream;
use anyhow::Context;
use serde::Serialize;

use super::OutputFormat;

/// A list on stdout of which only the item at hand is kept.
pub(crate) struct Stream {
    format: OutputFormat,
    out: BufWriter<AutoStream<io::StdoutLock<'static>>>,
    n_items: usize,
    is_read: bool,
}

impl Stream {
    /// A list without items; `heading` stands above a table.
    pub(crate) fn new(format: OutputFormat, heading: &str) -> anyhow::Result<Self> {
        let out = BufWriter::new(anstream::stdout().lock());
        let mut stream = Self { format, out, n_items: 0, is_read: true };
        if format == OutputFormat::Table {
            stream.write(heading)?;
        }
        Ok(stream)
    }

    /// Prints one item: `row` in a table, else the value.
    pub(crate) fn item<T: Serialize>(
        &mut self,
        value: &T,
        row: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        let is_first = self.n_items == 0;
        self.n_items += 1;
        let text = match self.format {
            OutputFormat::Table => row(),
            OutputFormat::Jsonl => serde_json::to_string(value)? + "\n",
            OutputFormat::Json => {
                let before = if is_first { "[\n  " } else { ",\n  " };
                before.to_owned() + &serde_json::to_string(value)?
            }
            OutputFormat::Yaml | OutputFormat::Html => serde_yaml::to_string(&[value])?,
        };
        self.write(&text)
    }

    /// Hands over what was printed so far, for readers that wait for it.
    pub(crate) fn flush(&mut self) -> anyhow::Result<()> {
        let flushed = self.out.flush();
        self.note(flushed)
    }

    /// Ends the list.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let end = match (self.format, self.n_items) {
            (OutputFormat::Json | OutputFormat::Yaml, 0) => "[]\n",
            (OutputFormat::Json, _) => "\n]\n",
            _ => "",
        };
        self.write(end)?;
        self.flush()
    }

    /// False once whoever read our output stopped: nothing more can be said.
    pub(crate) fn is_read(&self) -> bool {
        self.is_read
    }

    fn write(&mut self, text: &str) -> anyhow::Result<()> {
        let written = self.out.write_all(text.as_bytes());
        self.note(written)
    }

    fn note(&mut self, written: io::Result<()>) -> anyhow::Result<()> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_read = false;
                Ok(())
            }
            written => written.context("standard output cannot be written"),
        }
    }
}
