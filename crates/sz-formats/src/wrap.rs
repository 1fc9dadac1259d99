//! JSON around XML: servers that answer with a page source give it as a string in an object.

use std::borrow::Cow;

use sz_tree::Limits;

use crate::{
    ReadErrorKind, Verdict,
    fault::{Fault, Quoted},
    json::{Json, Kind, Raw},
};

/// XML that stands in a JSON document.
pub(crate) struct PageSource<'a> {
    /// The XML.
    pub(crate) text: Cow<'a, str>,
    /// The string that it is, as it is written.
    raw: Raw<'a>,
    /// Where that begins in the document.
    at: usize,
}

impl PageSource<'_> {
    /// Where in the document an offset in the XML is.
    pub(crate) fn offset(&self, at: usize) -> usize {
        self.at + self.raw.raw_offset(at)
    }
}

/// The XML in `{"AT": "<...>"}`, as OSWorld's server answers, or in `{"value": "<...>"}`, as `WebDriver` does.
/// `None` for any other document, of which nothing more is read than its first keys.
///
/// # Errors
/// An answer that says that there is no page source; broken JSON after one of the two keys.
pub(crate) fn unwrap<'a>(text: &'a str, limits: &Limits) -> Result<Option<PageSource<'a>>, Fault> {
    let mut json = Json::new(text, limits.depth);
    let Ok(mut members) = json.object("the document") else { return Ok(None) };
    while let Ok(Some(key)) = json.key(&mut members) {
        json.note_key();
        match (&*key, json.kind()) {
            ("AT", Ok(Kind::Null)) => return Err(no_source()),
            ("AT" | "value", Ok(Kind::String)) => {
                let at = json.at();
                let raw = json.raw_string("the page source")?;
                let found = raw.decode();
                if found.trim().is_empty() {
                    return Err(no_source());
                }
                if !found.trim_start().starts_with('<') {
                    if key == "value" {
                        return Ok(None);
                    }
                    let message = "`AT` is not XML";
                    return Err(Fault::new(ReadErrorKind::WrongType, at, message)
                        .help("it must hold the accessibility tree, which starts with `<`"));
                }
                while json.key(&mut members)?.is_some() {
                    json.note_key();
                    json.skip()?;
                }
                json.finish()?;
                // Behind the quote.
                return Ok(Some(PageSource { text: found, raw, at: at + 1 }));
            }
            ("value", Ok(Kind::Object)) => {
                return refusal(&mut json).map_or(Ok(None), Err);
            }
            (_, Ok(Kind::Object | Kind::Array) | Err(_)) => return Ok(None),
            _ if json.skip().is_err() => return Ok(None),
            _ => {}
        }
    }
    Ok(None)
}

#[cold]
fn no_source() -> Fault {
    Fault::capture_failed(Verdict::Empty, "the server answered with an empty page source").help(
        "see that the application is in front and that the server can reach it, and capture again",
    )
}

/// What a `WebDriver` server says instead of a page source: `{"error": "no such window", "message": ...}`.
fn refusal(json: &mut Json<'_>) -> Option<Fault> {
    let mut members = json.object("`value`").ok()?;
    while let Some(key) = json.key(&mut members).ok()? {
        json.note_key();
        if key == "error" && json.kind().ok()? == Kind::String {
            let error = json.string("`error`").ok()?;
            let message = format!("the driver answered {} and no page source", Quoted(&error));
            return Some(Fault::capture_failed(Verdict::Empty, message).help(
                "start the session again, bring the application to the front and capture again",
            ));
        }
        json.skip().ok()?;
    }
    None
}

#[cfg(test)]
mod tests;
