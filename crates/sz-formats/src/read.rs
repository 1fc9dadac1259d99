use std::borrow::Cow;

use sz_tree::{LimitKind, Limits, Tree};

use crate::{
    Format, Quality, ReadError, ReadErrorKind, aria, atspi, cdp,
    detect::detect_text,
    droidbot,
    fault::{Fault, LARGER_LIMITS},
    json, legacy, osworld, sz, text, uia, uiautomator, wrap, xcuitest, xml,
};

/// What a document holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Capture {
    /// The tree.
    pub tree: Tree,
    /// The format it was in.
    pub format: Format,
    /// The application, where the document names one.
    pub app: Option<String>,
    /// How far it can be believed.
    pub quality: Quality,
}

impl Capture {
    /// A capture that nothing shows to be less than complete.
    pub(crate) const fn new(tree: Tree, format: Format, app: Option<String>) -> Self {
        Self { tree, format, app, quality: Quality::COMPLETE }
    }

    pub(crate) fn with_quality(self, quality: Quality) -> Self {
        Self { quality, ..self }
    }
}

/// Reads a tree from a document in `format`, or in the one that its content shows where that is `None`.
///
/// The values of password fields are dropped in every format. Memory stays within ten times the
/// document's length.
///
/// # Errors
/// A document that breaks the rules of its format, or asks for more than `limits` allow.
pub fn read(bytes: &[u8], format: Option<Format>, limits: &Limits) -> Result<Capture, ReadError> {
    let document = match document(bytes, limits) {
        Ok(document) => document,
        // The place is counted in bytes: what is before it is text.
        Err(fault) => {
            return Err(fault.locate(&String::from_utf8_lossy(bytes), |_, _| String::new()));
        }
    };
    let source = if format.is_none_or(Format::may_be_xml) {
        wrap::unwrap(&document, limits)
            .map_err(|fault| fault.locate(&document, |text, at| path(text, at, format)))?
    } else {
        None
    };
    let text = source.as_ref().map_or(&*document, |source| &*source.text);
    let found = format.map_or_else(|| detect_text(text, limits), Ok);
    found.and_then(|format| read_text(text, format, limits)).map_err(|fault| {
        let inner = fault.at();
        let outer = source.as_ref().map_or(inner, |source| source.offset(inner));
        // The path is that in the page source, line and column are those in the document.
        fault.moved_to(outer).locate(&document, |_, _| path(text, inner, format))
    })
}

/// The path of the value around a byte offset, in the words of the language that the document is in.
fn path(text: &str, at: usize, format: Option<Format>) -> String {
    match text.trim_start().as_bytes().first() {
        _ if format == Some(Format::Aria) => String::new(),
        Some(b'{' | b'[') => json::pointer(text, at),
        Some(b'<') => xml::xpath(text, at),
        _ => String::new(),
    }
}

fn document<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, str>, Fault> {
    let max = limits.document_bytes.min(u32::MAX as usize - 1);
    if bytes.len() > max {
        return Err(
            Fault::limit(0, format_args!("{max} {}", LimitKind::DocumentBytes)).help(LARGER_LIMITS)
        );
    }
    let text = text::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(Fault::new(ReadErrorKind::Empty, 0, "the document is empty")
            .help("look at the messages of the tool that should have written it"));
    }
    Ok(text)
}

fn read_text(text: &str, format: Format, limits: &Limits) -> Result<Capture, Fault> {
    match format {
        Format::Sz => sz::read(text, limits),
        Format::Legacy => legacy::read(text, limits),
        Format::Cdp => cdp::read(text, limits),
        Format::Atspi => atspi::read(text, limits),
        Format::Uiautomator => uiautomator::read(text, limits),
        Format::Droidbot => droidbot::read(text, limits),
        Format::Xcuitest => xcuitest::read(text, limits),
        Format::Uia => uia::read(text, limits),
        Format::Osworld => osworld::read(text, limits),
        Format::Aria => aria::read(text, limits),
    }
}
