use sz_formats::{Mark, YamlNode, one_line};
use sz_tree::Limits;

use crate::{DarkPattern, DarkPatterns, DriftKind, Severity};

/// The schema of policy files.
const SCHEMA: &str = "sz-policy/1";

const KEYS: &str = "layout_critical_below, layout_warning_below, content, sequence, manipulative, \
                    unknown_screen, missing_required, dark_patterns";

/// How much each kind of drift matters. The default is the prototype's.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Layout drift is critical where screen and baseline are less alike than this, `0.0..=1.0`.
    pub layout_critical_below: f64,
    /// Layout drift is a warning where they are less alike than this, else an info.
    pub layout_warning_below: f64,
    /// Other text, values and states.
    pub content: Severity,
    /// A screen that may not follow the one before it.
    pub sequence: Severity,
    /// Changes that work against the person.
    pub manipulative: Severity,
    /// A screen no template knows.
    pub unknown_screen: Severity,
    /// A node the template requires is gone or changed beyond recognition.
    pub missing_required: Severity,
    /// Which dark patterns are looked for, and which have a severity of their own.
    pub dark_patterns: DarkPatterns,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            layout_critical_below: 0.7,
            layout_warning_below: 0.9,
            content: Severity::Info,
            sequence: Severity::Warning,
            manipulative: Severity::Critical,
            unknown_screen: Severity::Warning,
            missing_required: Severity::Critical,
            dark_patterns: DarkPatterns::default(),
        }
    }
}

/// A severity and the name of the rule that gave it.
pub(crate) type Decision = (Severity, &'static str);

impl Policy {
    /// Reads a policy from YAML: any of the fields of [`Policy`] as keys, the rest keeps its default.
    ///
    /// ```
    /// let policy = sz_drift::Policy::parse("layout_warning_below: 0.95\ncontent: warning")?;
    /// assert_eq!(policy.content, sz_drift::Severity::Warning);
    /// # Ok::<(), sz_drift::PolicyFault>(())
    /// ```
    ///
    /// # Errors
    /// The first fault of the text.
    pub fn parse(text: &str) -> Result<Self, PolicyFault> {
        let root = YamlNode::parse(text, &Limits::default()).map_err(|error| PolicyFault {
            line: u32::try_from(error.place().line).unwrap_or(u32::MAX),
            column: u32::try_from(error.place().column).unwrap_or(u32::MAX),
            message: error.message().to_owned(),
        })?;
        let entries = root
            .as_mapping()
            .ok_or_else(|| fault(root.mark(), &format!("a policy is a mapping of {KEYS}")))?;
        let mut policy = Self::default();
        for (key, value) in entries {
            policy.set(key, value)?;
        }
        Ok(policy)
    }

    fn set(&mut self, key: &YamlNode, value: &YamlNode) -> Result<(), PolicyFault> {
        match key.as_str().unwrap_or_default() {
            "schema" if value.as_str() == Some(SCHEMA) => {}
            "schema" => return Err(fault(value.mark(), &format!("write `schema: {SCHEMA}`"))),
            "layout_critical_below" => self.layout_critical_below = share(value)?,
            "layout_warning_below" => self.layout_warning_below = share(value)?,
            "content" => self.content = severity(value)?,
            "sequence" => self.sequence = severity(value)?,
            "manipulative" => self.manipulative = severity(value)?,
            "unknown_screen" => self.unknown_screen = severity(value)?,
            "dark_patterns" => self.dark_patterns = dark_patterns(value)?,
            "missing_required" => self.missing_required = severity(value)?,
            other => {
                let message = format!("unknown key `{other}`; the keys are schema, {KEYS}");
                return Err(fault(key.mark(), &message));
            }
        }
        Ok(())
    }

    /// The severity of a kind of drift on a screen this much like its baseline.
    pub(crate) fn decide(&self, kind: DriftKind, similarity: f64) -> Decision {
        match kind {
            DriftKind::Layout if similarity < self.layout_critical_below => {
                (Severity::Critical, "layout.critical_below")
            }
            DriftKind::Layout if similarity < self.layout_warning_below => {
                (Severity::Warning, "layout.warning_below")
            }
            DriftKind::Layout => (Severity::Info, "layout"),
            DriftKind::Content => (self.content, "content"),
            DriftKind::Sequence => (self.sequence, "sequence"),
            DriftKind::Manipulative => (self.manipulative, "manipulative"),
            DriftKind::UnknownScreen => (self.unknown_screen, "unknown_screen"),
        }
    }
}

fn fault(mark: Mark, message: &str) -> PolicyFault {
    let message = one_line(message).into_owned();
    PolicyFault { line: mark.line, column: mark.column, message }
}

fn severity(value: &YamlNode) -> Result<Severity, PolicyFault> {
    value
        .as_str()
        .and_then(Severity::from_name)
        .ok_or_else(|| fault(value.mark(), "write a severity: info, warning or critical"))
}

/// `urgency: off`, `nagging: warning`, ...
fn dark_patterns(value: &YamlNode) -> Result<DarkPatterns, PolicyFault> {
    let names = || DarkPattern::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
    let entries = value.as_mapping().ok_or_else(|| {
        fault(
            value.mark(),
            &format!(
                "write a mapping of dark patterns to severities or off; there are {}",
                names()
            ),
        )
    })?;
    let mut patterns = DarkPatterns::default();
    for (key, value) in entries {
        let pattern = key.as_str().and_then(DarkPattern::from_name).ok_or_else(|| {
            fault(key.mark(), &format!("no such dark pattern; there are {}", names()))
        })?;
        let severity = if value.as_str() == Some("off") { None } else { Some(severity(value)?) };
        patterns.set(pattern, severity);
    }
    Ok(patterns)
}

fn share(value: &YamlNode) -> Result<f64, PolicyFault> {
    let number = value.as_str().and_then(|text| text.parse::<f64>().ok());
    number
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| fault(value.mark(), "write a similarity from 0.0 to 1.0"))
}

/// Something wrong in a policy file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct PolicyFault {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// What is wrong and what to do.
    pub message: String,
}
