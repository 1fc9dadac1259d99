use sz_tree::Limits;

use crate::{
    Format, ReadErrorKind,
    fault::{Fault, Quoted},
    json::{Json, Kind},
    text,
};

/// The format of a document, told by its content alone; `None` where it is none of [`Format::ALL`].
///
/// A document that has a format's mark may still be broken further on.
pub fn detect(bytes: &[u8]) -> Option<Format> {
    let text = text::decode(bytes).ok()?;
    detect_text(&text, &Limits::default()).ok()
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
        "known are `sz`, `legacy`, `cdp` and `atspi` (JSON), `uiautomator` (XML) and `aria` (YAML)",
    )
}

#[cold]
fn unsupported(what: &str) -> Fault {
    let message = format!("this is {what}, which is not read yet");
    Fault::new(ReadErrorKind::UnsupportedFormat, 0, message).help("convert it to `sz` first")
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
    let mut found = None;
    let mut members = json.object("the document")?;
    while let Some(key) = json.key(&mut members)? {
        match &*key {
            "schema" if json.kind()? == Kind::String => return Ok(Format::Sz),
            "nodes" => return Ok(Format::Cdp),
            "tree" => return Ok(Format::Atspi),
            "views" => return Err(unsupported("a DroidBot state")),
            "source" if json.kind()? == Kind::String => {
                if json.string("`source`")? == "atspi" {
                    return Ok(Format::Atspi);
                }
                continue;
            }
            "result" if json.kind()? == Kind::Object => return detect_json_result(&mut json),
            "root" => found = Some(Format::Legacy),
            _ => {}
        }
        if let Err(fault) = json.skip() {
            return found.ok_or(fault);
        }
    }
    found.ok_or_else(unknown)
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
    let name = rest.strip_prefix('<').unwrap_or(rest);
    let name = name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
    match name.unwrap_or_default() {
        "hierarchy" => Ok(Format::Uiautomator),
        name if name == "AppiumAUT" || name.starts_with("XCUIElementType") => {
            Err(unsupported("an XCUITest page source"))
        }
        "desktop-frame" | "desktop" => Err(unsupported("an OSWorld accessibility tree")),
        name if matches!(name, "Window" | "Pane") && rest.contains("RuntimeId=") => {
            Err(unsupported("a Windows UI Automation page source"))
        }
        name => {
            let message = format!("no format known here starts with the element {}", Quoted(name));
            Err(Fault::new(ReadErrorKind::UnknownFormat, 0, message)
                .help("a `uiautomator` dump starts with <hierarchy>"))
        }
    }
}

/// True for a YAML sequence: the first line that is neither comment nor document mark starts an item.
fn is_aria(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.find(|line| !line.starts_with('#') && *line != "---");
    first.is_some_and(|line| line == "-" || line.starts_with("- "))
}

/// What `uiautomator dump` writes where it cannot dump, with exit code 0.
pub(crate) fn is_tool_failure(text: &str) -> bool {
    text.starts_with("ERROR:") || text.starts_with("null root node returned")
}

#[cfg(test)]
mod tests;
