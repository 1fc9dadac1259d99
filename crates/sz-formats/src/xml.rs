//! XML elements and attributes over `quick-xml`, without anything that a document type could declare.

use std::{borrow::Cow, fmt::Write as _};

use quick_xml::{
    Reader,
    events::{BytesStart, Event, attributes::AttrError},
};

use crate::{
    ReadErrorKind,
    fault::{Fault, OneLine},
};

mod elements;

pub(crate) use elements::{Element, Elements, read_elements};

/// What happens in a document; everything else is stepped over.
pub(crate) enum Markup<'a> {
    /// An element begins, and ends at once where `is_empty`.
    Start {
        element: BytesStart<'a>,
        is_empty: bool,
    },
    End,
    /// A piece of the text in an element, where it was asked for.
    Text(Cow<'a, str>),
    /// The end of the document.
    Eof,
}

pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the markup that was read last starts.
    at: usize,
    depth: usize,
    is_after_root: bool,
    /// Text in elements is given, not stepped over.
    gives_text: bool,
}

/// Attributes of one element: finding one that stands twice is quadratic.
const ATTRIBUTES_MAX: usize = 256;

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        Self { text, reader, at: 0, depth: 0, is_after_root: false, gives_text: false }
    }

    /// The same reader, giving the text in elements, too.
    pub(crate) fn with_text(self) -> Self {
        Self { gives_text: true, ..self }
    }

    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The next element that begins or ends.
    pub(crate) fn next(&mut self) -> Result<Markup<'a>, Fault> {
        loop {
            self.at = self.offset(self.reader.buffer_position());
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(_) if self.is_after_root && !self.rest().contains('<') => Event::Eof,
                Err(error) => {
                    let at = self.offset(self.reader.error_position());
                    return Err(
                        Fault::syntax(at, not_xml(&error)).help("the file may be cut short")
                    );
                }
            };
            match event {
                Event::Start(element) => return self.start(element, false),
                Event::Empty(element) => return self.start(element, true),
                Event::End(_) => {
                    self.depth -= 1;
                    self.is_after_root = self.depth == 0;
                    return Ok(Markup::End);
                }
                Event::DocType(_) => {
                    let message = "a document type declaration is not accepted";
                    return Err(Fault::new(ReadErrorKind::Entity, self.at, message)
                        .help("remove it: no dump has one"));
                }
                Event::Eof if self.depth > 0 => {
                    let message = "the document ends inside an element";
                    return Err(
                        Fault::syntax(self.text.len(), message).help("the file was cut short")
                    );
                }
                Event::Eof => return Ok(Markup::Eof),
                // What adb prints after the dump, for one.
                Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) if self.is_after_root => {}
                Event::GeneralRef(name) => {
                    let c = resolve(&name).ok_or_else(|| entity_fault(self.at))?;
                    if self.gives_text {
                        return Ok(Markup::Text(Cow::Owned(c.to_string())));
                    }
                }
                Event::Text(text) if self.depth == 0 && !text.trim().is_empty() => {
                    return Err(Fault::syntax(self.at, "text stands before the first element")
                        .help("remove what is before `<`"));
                }
                Event::Text(text) if self.gives_text && self.depth > 0 => {
                    return Ok(Markup::Text(text.into_inner()));
                }
                Event::CData(text) if self.gives_text && self.depth > 0 => {
                    return Ok(Markup::Text(text.into_inner()));
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, element: BytesStart<'a>, is_empty: bool) -> Result<Markup<'a>, Fault> {
        if self.is_after_root {
            let message = "a second element stands beside the root";
            return Err(Fault::new(ReadErrorKind::Structure, self.at, message)
                .help("write each dump into its own file"));
        }
        if is_empty {
            self.is_after_root = self.depth == 0;
        } else {
            self.depth += 1;
        }
        Ok(Markup::Start { element, is_empty })
    }

    /// Calls `take` with the name and text of each attribute.
    pub(crate) fn attributes(
        &self,
        element: &BytesStart<'a>,
        mut take: impl FnMut(&str, Cow<'_, str>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        for (i, attribute) in element.attributes().enumerate() {
            if i == ATTRIBUTES_MAX {
                let max = ATTRIBUTES_MAX;
                return Err(Fault::limit(self.at, format_args!("{max} attributes of one element")));
            }
            let attribute = attribute.map_err(|error| self.attribute_fault(&error))?;
            let value = self.unescape(&attribute.value)?;
            take(attribute.key.as_ref(), value)?;
        }
        Ok(())
    }

    fn attribute_fault(&self, error: &AttrError) -> Fault {
        // Positions are counted from the element's name, which comes after `<`.
        let at = self.at + 1;
        match error {
            AttrError::Duplicated(second, _) => {
                let message = "an attribute stands twice in one element";
                Fault::new(ReadErrorKind::DuplicateKey, at + second, message)
                    .help("keep one of them")
            }
            error => Fault::syntax(at, not_xml(error)),
        }
    }

    /// Resolves character references and the five entities that XML predefines.
    fn unescape<'v>(&self, value: &'v str) -> Result<Cow<'v, str>, Fault> {
        let Some(first) = value.find('&') else { return Ok(Cow::Borrowed(value)) };
        let mut text = String::with_capacity(value.len());
        text.push_str(&value[..first]);
        let mut rest = &value[first..];
        while let Some(after) = rest.strip_prefix('&') {
            let (name, after) = after.split_once(';').ok_or_else(|| {
                Fault::syntax(self.at, "a `&` that starts no reference").help("write `&amp;`")
            })?;
            text.push(resolve(name).ok_or_else(|| entity_fault(self.at))?);
            let plain = after.find('&').unwrap_or(after.len());
            text.push_str(&after[..plain]);
            rest = &after[plain..];
        }
        Ok(Cow::Owned(text))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn offset(&self, position: u64) -> usize {
        usize::try_from(position).unwrap_or(usize::MAX).min(self.text.len())
    }
}

fn not_xml(error: &dyn std::fmt::Display) -> String {
    format!("not XML: {}", OneLine(&error.to_string()))
}

fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16)
                }
                None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse(),
                _ => return None,
            };
            char::from_u32(code.ok()?).filter(|&c| c != '\0')
        }
    }
}

#[cold]
fn entity_fault(at: usize) -> Fault {
    // Without its name: it may be a piece of a password with a `&` in it.
    Fault::new(ReadErrorKind::Entity, at, "a reference that is not accepted")
        .help("XML's own five entities and character references are; write the text out")
}

/// The `XPath` of the element around `at`: `/hierarchy/*[1]/*[3]`. Walks the document from its start.
pub(crate) fn xpath(text: &str, at: usize) -> String {
    let mut xml = Xml::new(text);
    let mut path = String::new();
    // For each open element, how long its path is and how many children it has had.
    let mut open: Vec<(usize, usize)> = Vec::new();
    while let Ok(markup) = xml.next() {
        if xml.at() > at {
            break;
        }
        match markup {
            Markup::Start { element, is_empty } => {
                let len = path.len();
                match open.last_mut() {
                    None => {
                        path.push('/');
                        path.push_str(element.name().as_ref());
                    }
                    Some((_, children)) => {
                        *children += 1;
                        // Writing to a string cannot fail.
                        let _ = write!(path, "/*[{children}]");
                    }
                }
                let end = xml.offset(xml.reader.buffer_position());
                if is_empty && end <= at {
                    path.truncate(len);
                } else {
                    open.push((len, 0));
                }
                if end > at {
                    break;
                }
            }
            Markup::End => {
                if let Some((len, _)) = open.pop() {
                    path.truncate(len);
                }
            }
            Markup::Text(_) => {}
            Markup::Eof => break,
        }
    }
    path
}
