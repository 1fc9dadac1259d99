use sz_tree::Limits;

use crate::{
    Format, ReadErrorKind,
    fault::{Fault, Quoted},
    json::{Json, Kind, Steps},
    text, wrap,
};

/// The format of a document, told by its content alone; `None` where it is none of [`Format::ALL`].
///
/// A document that has a format's mark may still be broken further on.
pub fn detect(bytes: &[u8]) -> Option<Format> {
    let limits = Limits::default();
    let text = text::decode(bytes).ok()?;
    let source = wrap::unwrap(&text, &limits).ok()?;
    detect_text(source.as_ref().map_or(&*text, |source| &*source.text), &limits).ok()
}

pub(crate) fn detect_text(text: &str, limits: &Limits) -> Result<Format, Fault> {
    let start = text.trim_start();
    match start.as_bytes().first() {
        Some(b'{' | b'[') => detect_json(text, limits),
        Some(b'<') => detect_xml(text),
        _ if is_aria(text) => Ok(Format::Aria),
        _ if is_tool_failure(start) => Ok(Format::Uiautomator),
        _ => Err(unknown()),
    }
}

#[cold]
fn unknown() -> Fault {
    Fault::new(ReadErrorKind::UnknownFormat, 0, "the document is in no known format").help(
        "known are `sz`, `legacy`, `cdp`, `atspi`, `droidbot`, `xcuitest` and `uia` (JSON), `uiautomator`, \
         `xcuitest`, `uia` and `osworld` (XML) and `aria` (YAML)",
    )
}

/// Decides by the keys at the top, of which the first that says something counts, and `schema` above all.
fn detect_json(text: &str, limits: &Limits) -> Result<Format, Fault> {
    let mut json = Json::new(text, limits.depth);
    if json.kind()? == Kind::Array {
        let mut items = json.array("the document")?;
        if json.item(&mut items)? && json.kind()? == Kind::Object {
            let mut members = json.object("an item")?;
            while let Some(key) = json.key(&mut members)? {
                if key == "nodeId" {
                    return Ok(Format::Cdp);
                }
                json.skip()?;
            }
        }
        return Err(unknown());
    }
    let mut members = json.object("the document")?;
    detect_by_keys(&mut json, &mut members)
}

fn detect_by_keys(json: &mut Json<'_>, members: &mut Steps) -> Result<Format, Fault> {
    let mut found = None;
    let mut element = ElementKeys::default();
    while let Some(key) = json.key(members)? {
        match &*key {
            "schema" if json.kind()? == Kind::String => return Ok(Format::Sz),
            "nodes" => return Ok(Format::Cdp),
            "tree" => return Ok(Format::Atspi),
            "views" => return Ok(Format::Droidbot),
            "control_type" => return Ok(Format::Uia),
            "source" if json.kind()? == Kind::String => {
                if json.string("`source`")? == "atspi" {
                    return Ok(Format::Atspi);
                }
                continue;
            }
            "result" if json.kind()? == Kind::Object => return detect_json_result(json),
            "value" if json.kind()? == Kind::Object => {
                let mut members = json.object("`value`")?;
                return detect_element(json, &mut members);
            }
            // What the protocol answers where it cannot.
            "error" if json.kind()? == Kind::Object => found = found.or(Some(Format::Cdp)),
            "root" => found = Some(Format::Legacy),
            key if element.note(key, json)? => return Ok(Format::Xcuitest),
            _ => {}
        }
        if let Err(fault) = json.skip() {
            return found.ok_or(fault);
        }
    }
    found.ok_or_else(unknown)
}

/// The object around which a driver answers.
fn detect_element(json: &mut Json<'_>, members: &mut Steps) -> Result<Format, Fault> {
    let mut element = ElementKeys::default();
    while let Some(key) = json.key(members)? {
        if element.note(&key, json)? {
            return Ok(Format::Xcuitest);
        }
        json.skip()?;
    }
    Err(unknown())
}

/// The keys by which an element of `XCUITest` is known: its type and one that no other format has.
#[derive(Default)]
struct ElementKeys {
    has_type: bool,
    has_mark: bool,
}

impl ElementKeys {
    /// True once the keys so far make an element.
    fn note(&mut self, key: &str, json: &mut Json<'_>) -> Result<bool, Fault> {
        match key {
            "type" => self.has_type |= json.kind()? == Kind::String,
            "isEnabled" | "isVisible" | "isAccessible" | "rawIdentifier" | "rect" | "frame" => {
                self.has_mark = true;
            }
            _ => {}
        }
        Ok(self.has_type && self.has_mark)
    }
}

/// The answer of a protocol call around the nodes.
fn detect_json_result(json: &mut Json<'_>) -> Result<Format, Fault> {
    let mut members = json.object("`result`")?;
    while let Some(key) = json.key(&mut members)? {
        if key == "nodes" {
            return Ok(Format::Cdp);
        }
        json.skip()?;
    }
    Err(unknown())
}

/// Decides by the name of the first element.
fn detect_xml(text: &str) -> Result<Format, Fault> {
    let mut rest = text.trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            ">"
        } else {
            break;
        };
        // Text in between, as of a document type with entities, is the reader's to refuse.
        let after = rest.find(end).map(|at| &rest[at + end.len()..]);
        let next = after.and_then(|after| after.find('<').map(|at| &after[at..]));
        let Some(next) = next else { return Ok(Format::Uiautomator) };
        rest = next;
    }
    let tag = first_tag(rest);
    let name = tag.trim_start_matches('<').split(|c: char| c.is_whitespace() || c == '/').next();
    let has = |attribute: &str| tag.contains(attribute);
    match name.unwrap_or_default() {
        "hierarchy" => Ok(Format::Uiautomator),
        name if name == "AppiumAUT" || name.starts_with("XCUIElementType") => Ok(Format::Xcuitest),
        "desktop-frame" | "desktop" => Ok(Format::Osworld),
        _ if has("://accessibility.") && has(".example.org/ns/") => Ok(Format::Osworld),
        _ if has(" RuntimeId=") || has(" LocalizedControlType=") || has(" FrameworkId=") => {
            Ok(Format::Uia)
        }
        name => {
            let message = format!("no format known here starts with the element {}", Quoted(name));
            Err(Fault::new(ReadErrorKind::UnknownFormat, 0, message).help(
                "`uiautomator` starts with <hierarchy>, `xcuitest` with <AppiumAUT>, `osworld` with <desktop-frame> \
                 or <desktop>, and `uia` with an element that has a RuntimeId",
            ))
        }
    }
}

/// The tag that a document starts with, up to a `>` that is not in quotes.
fn first_tag(text: &str) -> &str {
    let mut quote = None;
    let end = text.bytes().position(|byte| match (quote, byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        (Some(open), byte) => {
            if open == byte {
                quote = None;
            }
            false
        }
        (None, _) => false,
    });
    &text[..end.unwrap_or(text.len())]
}

/// True for a YAML sequence: the first line that is neither comment nor document mark starts an item.
fn is_aria(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.find(|line| !line.starts_with('#') && *line != "---");
    first.is_some_and(|line| line == "-" || line.starts_with("- "))
}

/// What `uiautomator dump` writes where it cannot dump, with exit code 0.
pub(crate) fn is_tool_failure(text: &str) -> bool {
    let starts =
        ["ERROR:", "null root node returned", "UI hierchary dumped to:", "UI hierarchy dumped to:"];
    starts.into_iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests;
