//! The events of a YAML document, without the features that nobody needs in a file they did not write.

use std::{borrow::Cow, fmt};

use saphyr_parser::{Event as Raw, Marker, Parser, ScalarStyle, ScanError, StrInput};
use sz_tree::{LimitKind, Limits};

use super::{Mark, flow};
use crate::{
    ReadErrorKind,
    fault::{Fault, OneLine},
    text::position,
};

pub(crate) struct Scalar<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Written without quotes, and not as a block: may mean something else than text.
    pub(crate) is_plain: bool,
    pub(crate) mark: Mark,
}

impl Scalar<'_> {
    /// True where YAML's core schema reads this as nothing at all.
    pub(crate) fn is_null(&self) -> bool {
        self.is_plain && is_null(&self.text)
    }

    /// True where YAML's core schema reads this as text.
    pub(crate) fn is_text(&self) -> bool {
        !self.is_plain || !(is_null(&self.text) || is_boolean(&self.text) || is_number(&self.text))
    }
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

/// The numbers of the core schema (YAML 1.2.2, section 10.3.2).
pub(crate) fn is_number(text: &str) -> bool {
    let digits = |text: &str, is_digit: fn(&u8) -> bool| {
        !text.is_empty() && text.as_bytes().iter().all(is_digit)
    };
    if let Some(hex) = text.strip_prefix("0x") {
        return digits(hex, u8::is_ascii_hexdigit);
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return digits(octal, |digit| matches!(digit, b'0'..=b'7'));
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.bytes().all(|c| matches!(c, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
        && unsigned.parse::<f64>().is_ok()
}

pub(crate) enum Event<'a> {
    Scalar(Scalar<'a>),
    SequenceStart(Mark),
    MappingStart(Mark),
    /// The end of the innermost sequence or mapping.
    End,
}

/// Bytes from an opening bracket or brace to the next line that starts an item.
const FLOW_BYTES_MAX: usize = 16 * 1024;

/// The events of one document.
pub(crate) struct Events<'a> {
    text: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    last: Mark,
    /// Where the text ends; the parser's own end is a line further.
    end: Mark,
}

impl<'a> Events<'a> {
    pub(crate) fn new(text: &'a str, limits: &Limits) -> Result<Self, Fault> {
        if text.len() > limits.document_bytes {
            let max = limits.document_bytes;
            return Err(Fault::limit(0, format_args!("{max} {}", LimitKind::DocumentBytes)));
        }
        if let Some(at) = flow::find_long(text, FLOW_BYTES_MAX) {
            return Err(Fault::limit(
                at,
                format_args!("{FLOW_BYTES_MAX} bytes in brackets or braces"),
            )
            .help("write one item a line, each starting with `- `"));
        }
        let parser = Parser::new_from_str(text);
        let (line, column) = position(text, text.len());
        let end = mark(line, column);
        Ok(Self { text, parser, last: mark(1, 1), end })
    }

    /// Where the event that was read last starts.
    pub(crate) const fn mark(&self) -> Mark {
        self.last
    }

    /// The next event of the document.
    pub(crate) fn next(&mut self) -> Result<Event<'a>, Fault> {
        loop {
            let (event, span) = match self.parser.next_event() {
                None => return Err(self.empty()),
                Some(Err(error)) => return Err(self.scan_fault(&error)),
                Some(Ok(event)) => event,
            };
            self.last = self.mark_of(span.start);
            match event {
                Raw::Nothing | Raw::StreamStart | Raw::DocumentStart(_) => {}
                Raw::StreamEnd | Raw::DocumentEnd => return Err(self.empty()),
                Raw::SequenceEnd | Raw::MappingEnd => return Ok(Event::End),
                Raw::Alias(_) => return Err(self.feature("an alias (`*name`)")),
                Raw::Scalar(_, _, 1.., _)
                | Raw::SequenceStart(1.., _)
                | Raw::MappingStart(1.., _) => return Err(self.feature("an anchor (`&name`)")),
                Raw::Scalar(_, _, _, Some(_))
                | Raw::SequenceStart(_, Some(_))
                | Raw::MappingStart(_, Some(_)) => return Err(self.feature("a tag (`!name`)")),
                Raw::Scalar(text, style, 0, None) => {
                    let is_plain = style == ScalarStyle::Plain;
                    return Ok(Event::Scalar(Scalar { text, is_plain, mark: self.last }));
                }
                Raw::SequenceStart(0, None) => return Ok(Event::SequenceStart(self.last)),
                Raw::MappingStart(0, None) => return Ok(Event::MappingStart(self.last)),
            }
        }
    }

    /// Demands that the document, and the stream, is at its end.
    pub(crate) fn finish(&mut self) -> Result<(), Fault> {
        loop {
            match self.parser.next_event() {
                Some(Err(error)) => return Err(self.scan_fault(&error)),
                None | Some(Ok((Raw::StreamEnd, _))) => return Ok(()),
                Some(Ok((Raw::DocumentStart(_), span))) => {
                    self.last = self.mark_of(span.start);
                    return Err(self.feature("a second document (`---`)"));
                }
                Some(Ok(_)) => {}
            }
        }
    }

    fn empty(&self) -> Fault {
        self.fault(ReadErrorKind::Empty, "there is nothing in the document")
    }

    fn feature(&self, what: &str) -> Fault {
        let message = format!("{what} is not accepted here");
        self.fault(ReadErrorKind::YamlFeature, message).help("write the value out")
    }

    pub(crate) fn limit(&self, what: fmt::Arguments<'_>) -> Fault {
        Fault::limit(self.offset(self.last), what)
    }

    /// A fault of the event that was read last.
    pub(crate) fn fault(&self, kind: ReadErrorKind, message: impl Into<String>) -> Fault {
        self.fault_at(self.last, kind, message)
    }

    pub(crate) fn fault_at(
        &self,
        mark: Mark,
        kind: ReadErrorKind,
        message: impl Into<String>,
    ) -> Fault {
        Fault::new(kind, self.offset(mark), message)
    }

    fn scan_fault(&self, error: &ScanError) -> Fault {
        let mark = self.mark_of(*error.marker());
        if error.info().contains("recursion limit") {
            // Of brackets and braces; indentation has the limit of who reads it.
            return Fault::limit(self.offset(mark), format_args!("255 levels of nesting"));
        }
        let message = format!("not YAML: {}", OneLine(error.info()));
        self.fault_at(mark, ReadErrorKind::Syntax, message)
            .help("look at the indentation and the quotes")
    }

    fn mark_of(&self, marker: Marker) -> Mark {
        mark(marker.line(), marker.col() + 1).min(self.end)
    }

    /// The byte offset of a mark.
    pub(crate) fn offset(&self, mark: Mark) -> usize {
        mark.offset_in(self.text)
    }
}

fn mark(line: usize, column: usize) -> Mark {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Mark { line: number(line), column: number(column) }
}
