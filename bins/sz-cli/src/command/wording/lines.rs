//! Lines of a file, one at a time, however long it is.

use std::io::{self, BufRead, BufReader, Read};

/// How long a line may be, in bytes, its end aside.
pub(super) const LINE_BYTES_MAX: usize = 64 * 1024;

/// What a line turned out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Line<'a> {
    /// Text, without its end.
    Text(&'a str),
    /// More than [`LINE_BYTES_MAX`].
    TooLong,
    /// Not UTF-8 from this byte of the line on, counted from 1.
    NotUtf8(usize),
}

/// A file, line by line.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), line: Vec::new() }
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let most = LINE_BYTES_MAX as u64 + 2;
        self.reader.by_ref().take(most).read_until(b'\n', &mut self.line)?;
        if self.line.is_empty() {
            return Ok(None);
        }
        let is_whole = self.line.pop_if(|byte| *byte == b'\n').is_some();
        if is_whole {
            self.line.pop_if(|byte| *byte == b'\r');
        }
        if self.line.len() > LINE_BYTES_MAX {
            if !is_whole {
                self.reader.skip_until(b'\n')?;
            }
            return Ok(Some(Line::TooLong));
        }
        Ok(Some(match std::str::from_utf8(&self.line) {
            Ok(text) => Line::Text(text),
            Err(error) => Line::NotUtf8(error.valid_up_to() + 1),
        }))
    }

    /// True if the next line has to be waited for.
    pub(super) fn is_drained(&self) -> bool {
        self.reader.buffer().is_empty()
    }
}

#[cfg(test)]
mod tests;
