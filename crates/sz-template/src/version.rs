//! Writing a version number into the text of a template.

use semver::Version;
use sz_formats::YamlNode;
use sz_tree::Limits;

use crate::Template;

/// A text is no version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no version: {reason}")]
pub struct VersionError {
    /// What was given.
    pub text: String,
    reason: String,
}

/// Reads a version as templates write it: `1.2.0`, and `1.2` or `1` as the prototype did.
///
/// # Errors
/// The text is none of these.
pub fn parse_version(text: &str) -> Result<Version, VersionError> {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let zeros = match text.matches('.').count() {
        0 if is_number => ".0.0",
        1 if is_number => ".0",
        _ => "",
    };
    Version::parse(&format!("{text}{zeros}"))
        .map_err(|error| VersionError { text: text.to_owned(), reason: error.to_string() })
}

/// A version could not be written into the text of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the version stands in a form that cannot be replaced; write it as `version: 1.2.0` on a line of its own"
)]
pub struct SetVersionError;

/// The text of a template with another version in it. Everything else, comments and order too, stays as it is.
///
/// # Errors
/// The text is no template, or its version is written in a way that nobody writes a version in.
pub fn set_version(text: &str, version: &Version) -> Result<String, SetVersionError> {
    let changed = with_version(text, version).ok_or(SetVersionError)?;
    let is_set = Template::parse(&changed).is_ok_and(|template| template.version() == version);
    if is_set { Ok(changed) } else { Err(SetVersionError) }
}

fn with_version(text: &str, version: &Version) -> Option<String> {
    let root = YamlNode::parse(text, &Limits::default()).ok()?;
    if let Some(node) = root.get("version") {
        let start = node.mark().offset_in(text);
        let end = start + scalar_bytes(text.get(start..)?, node.as_str()?)?;
        return Some(format!("{}{version}{}", text.get(..start)?, text.get(end..)?));
    }
    let entries = root.as_mapping()?;
    let (key, value) = entries.iter().find(|(key, _)| key.as_str() == Some("screen_id"))?;
    let start = key.mark().offset_in(text);
    if text.get(root.mark().offset_in(text)..)?.starts_with('{') {
        return Some(format!("{}version: {version}, {}", text.get(..start)?, text.get(start..)?));
    }
    // On a line of its own behind that of the screen, with the same indentation.
    let value = value.mark().offset_in(text);
    let end = text.get(value..)?.find(['\n', '\r']).map_or(text.len(), |at| value + at);
    let line_break = if text.get(end..)?.starts_with("\r\n") { "\r\n" } else { "\n" };
    let indent = " ".repeat((key.mark().column as usize).saturating_sub(1));
    let (head, tail) = text.split_at_checked(end)?;
    Some(format!("{head}{line_break}{indent}version: {version}{tail}"))
}

/// How many bytes a scalar takes that stands on one line, plain or quoted.
fn scalar_bytes(rest: &str, value: &str) -> Option<usize> {
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.find(quote).map(|at| at + 2),
        _ => rest.starts_with(value).then_some(value.len()),
    }
}

#[cfg(test)]
mod tests;
